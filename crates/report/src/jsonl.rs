//! JSON lines: the stable machine form, one object a deviation. `docs/cli.md` is its contract.
//!
//! Invariant: keys and their order never change; new keys come after the old ones. No CPR unless the report holds
//! them.

use crate::control_report::ControlReport;
use domain::deviation::{Deviation, Side};
use domain::landscape::Attribute;
use domain::message;
use domain::observation::RowPlace;
use serde::Serialize;
use std::io::{self, Write};

/// One deviation, in the order of the keys.
#[derive(Serialize)]
struct Line<'a> {
    system_1: Option<&'a str>,
    system_2: Option<&'a str>,
    niveau: &'static str,
    spoergsmaal: Option<u8>,
    regel: &'static str,
    pligt: &'static str,
    paragraf: &'a str,
    ydelse: Option<&'a str>,
    leverandoer: Option<&'a str>,
    borger: String,
    fra: String,
    til: String,
    dage: i64,
    oere: Option<i64>,
    oere_tillaeg: Option<i64>,
    attribut: Option<&'static str>,
    vaerdi_1: &'a [String],
    vaerdi_2: &'a [String],
    begge: bool,
    raekker_1: Vec<Row<'a>>,
    raekker_2: Vec<Row<'a>>,
    forklaring: Option<&'static str>,
    forklaringer: Vec<&'static str>,
    anden_borger: Option<String>,
    anden_paragraf: Option<&'a str>,
    budskab: String,
    raekker_andre: Vec<OtherRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpr: Option<Option<&'a str>>,
}

#[derive(Serialize)]
struct Row<'a> {
    fil: &'a str,
    ark: Option<&'a str>,
    raekke: u32,
}

#[derive(Serialize)]
struct OtherRow<'a> {
    kilde: &'a str,
    fil: &'a str,
    ark: Option<&'a str>,
    raekke: u32,
}

/// Writes a control, a line a deviation, each ended by a line feed.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(report: &ControlReport<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    for deviation in report.deviations {
        bytes.clear();
        serde_json::to_writer(&mut bytes, &line(report, deviation))?;
        bytes.push(b'\n');
        out.write_all(&bytes)?;
    }
    Ok(())
}

fn line<'a>(report: &'a ControlReport<'_>, deviation: &'a Deviation) -> Line<'a> {
    let system = |side: Side| match deviation.within {
        Some(within) if within != side => None,
        _ => Some(report.systems[side.index()].name.as_str()),
    };
    let filled = |text: &'a str| (!text.is_empty()).then_some(text);
    let rows =
        |side: Side| deviation.rows[side.index()].iter().map(|place| row(report, side, place)).collect();
    Line {
        system_1: system(Side::One),
        system_2: system(Side::Two),
        niveau: report.control.level.key(),
        spoergsmaal: deviation.question,
        regel: deviation.rule.key(),
        pligt: deviation.duty.key(),
        paragraf: &report.law.paragraf(deviation.paragraf).written,
        ydelse: filled(&deviation.ydelse),
        leverandoer: filled(&deviation.leverandoer),
        borger: deviation.citizen.to_string(),
        fra: deviation.period.from.iso(),
        til: deviation.period.last_day().iso(),
        dage: deviation.period.days(),
        oere: deviation.oere.map(|oere| oere.0),
        oere_tillaeg: deviation.oere_tillaeg.map(|oere| oere.0),
        attribut: deviation.attribute.map(Attribute::key),
        vaerdi_1: &deviation.values[0],
        vaerdi_2: &deviation.values[1],
        begge: deviation.both,
        raekker_1: rows(Side::One),
        raekker_2: rows(Side::Two),
        forklaring: deviation.causes.first().map(|cause| cause.key()),
        forklaringer: deviation.causes.iter().map(|cause| cause.key()).collect(),
        anden_borger: message::other_citizen(deviation).map(|other| other.to_string()),
        anden_paragraf: crate::words::other_paragraf(report, deviation),
        budskab: report.message(deviation),
        raekker_andre: deviation.others.iter().map(|row| other(report, row)).collect(),
        cpr: report.cpr.map(|numbers| numbers.get(&deviation.citizen).map(String::as_str)),
    }
}

fn other<'a>(report: &'a ControlReport<'_>, row: &domain::deviation::OtherRow) -> OtherRow<'a> {
    let (source, place) = (report.other(row.source), row.place);
    OtherRow {
        kilde: source.map_or("", |s| s.name.as_str()),
        fil: source.map_or("", |s| s.file(&place)),
        ark: source.and_then(|s| s.sheet(&place)),
        raekke: place.row,
    }
}

fn row<'a>(report: &'a ControlReport<'_>, side: Side, place: &RowPlace) -> Row<'a> {
    Row { fil: report.file(side, place), ark: report.sheet(side, place), raekke: place.row }
}
