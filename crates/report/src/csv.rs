//! CSV as a Danish Excel opens it: UTF-8 with byte order mark, semicolon, CRLF, decimal comma, dates `dd-mm-yyyy`.
//!
//! Invariant: no text cell can become a formula.

use crate::control_report::ControlReport;
use crate::danish;
use crate::words;
use domain::amount::Oere;
use domain::deviation::{Deviation, Side};
use domain::landscape::Attribute;
use domain::message;
use domain::rules;
use std::borrow::Cow;
use std::io::{self, Write};

const HEADINGS: [&str; 26] = [
    "System 1",
    "System 2",
    "Niveau",
    "Spørgsmål",
    "Regel",
    "Pligt",
    "Paragraf",
    "Ydelse",
    "Leverandør",
    "Borger",
    "Fra",
    "Til",
    "Dage",
    "Kroner",
    "Tillæg",
    "Attribut",
    "Værdi i System 1",
    "Værdi i System 2",
    "Begge mangler",
    "Årsag",
    "Besked",
    "Hvorfor",
    "Hvad gør jeg",
    "Rækker i System 1",
    "Rækker i System 2",
    "Rækker i andre kilder",
];

/// What a file begins with, so that Excel reads it as UTF-8.
pub(crate) const BOM: &[u8] = "\u{feff}".as_bytes();

/// A writer of cells as a Danish Excel opens them.
pub(crate) fn writer<W: Write>(out: W) -> ::csv::Writer<W> {
    ::csv::WriterBuilder::new().delimiter(b';').terminator(::csv::Terminator::CRLF).from_writer(out)
}

/// Writes a control, a row a deviation under one row of headings.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(report: &ControlReport<'_>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(BOM)?;
    let mut writer = writer(&mut *out);
    let with_cpr = report.cpr.is_some();
    writer.write_record(with_cpr.then_some("CPR").into_iter().chain(HEADINGS))?;
    for deviation in report.deviations {
        if with_cpr {
            writer.write_field(words::cpr(report, deviation).unwrap_or_default())?;
        }
        for cell in row(report, deviation) {
            writer.write_field(cell.as_ref())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn row<'a>(report: &'a ControlReport<'_>, deviation: &'a Deviation) -> [Cow<'a, str>; 26] {
    let system = |side: Side| match deviation.within {
        Some(within) if within != side => Cow::Borrowed(""),
        _ => text(report.systems[side.index()].title.as_str()),
    };
    let (why, how) = message::advice(deviation);
    [
        system(Side::One),
        system(Side::Two),
        text(report.control.level.key()),
        number(deviation.question.map_or_else(String::new, |q| q.to_string())),
        text(rules::rule(deviation.rule).name),
        text(deviation.duty.text()),
        text(report.law.paragraf(deviation.paragraf).written.as_str()),
        text(deviation.ydelse.as_str()),
        text(report.provider(&deviation.leverandoer)),
        text(deviation.citizen.to_string()),
        text(deviation.period.from.danish()),
        text(deviation.period.last_day().danish()),
        number(deviation.period.days().to_string()),
        number(amount(deviation.oere)),
        number(amount(deviation.oere_tillaeg)),
        text(deviation.attribute.map_or("", Attribute::text)),
        text(words::values(report, deviation, Side::One)),
        text(words::values(report, deviation, Side::Two)),
        text(if deviation.both { "ja" } else { "nej" }),
        text(message::causes_in_words(deviation, report.law)),
        text(report.message(deviation)),
        text(why),
        text(how),
        text(words::rows(report, deviation, Side::One)),
        text(words::rows(report, deviation, Side::Two)),
        text(words::other_rows(report, deviation)),
    ]
}

fn amount(oere: Option<Oere>) -> String {
    oere.map_or_else(|| "ukendt".to_owned(), danish::kroner_and_oere)
}

/// A number of ours: a minus sign is a minus sign.
fn number(digits: String) -> Cow<'static, str> {
    Cow::Owned(digits)
}

/// A text: what a spreadsheet would read as a formula gets an apostrophe before it.
pub fn text<'a>(cell: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let cell = cell.into();
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        cell
    }
}
