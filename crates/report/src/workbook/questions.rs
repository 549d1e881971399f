//! A sheet a question, one for the rules inside a system and one for payments, the heaviest deviation first, with room for what the meeting decides. Where a sheet is full, the
//! next one goes on.

use super::sheet::{Cell, Sheet, Styles};
use crate::control_report::ControlReport;
use crate::part::Part;
use crate::rank;
use crate::words;
use domain::control::Level;
use domain::deviation::{Deviation, Side};
use domain::landscape::Attribute;
use domain::message;
use domain::overview::Kind;
use domain::rules::rule;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// A3: a list of this many columns cannot be read on A4.
const PAPER: u8 = 8;

/// A column: heading, width, and what stands in it.
type Column<'r> = (&'static str, f64, Box<dyn Fn(&Deviation) -> Cell + 'r>);

/// The sheets of all parts.
pub(super) fn sheets(
    report: &ControlReport<'_>,
    styles: &Styles,
    rows: u32,
) -> Result<Vec<Worksheet>, XlsxError> {
    let mut sheets = Vec::new();
    for part in Part::ALL {
        let name = part.sheet();
        let columns = columns(report, part);
        let own = report.deviations.iter().filter(|d| Part::of(&Kind::of(d)) == part);
        let deviations = rank::by_weight(own);
        let mut parts: Vec<&[&Deviation]> = deviations.chunks(rows as usize - 1).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        for (number, part) in parts.into_iter().enumerate() {
            let name = if number == 0 { name.clone() } else { format!("{name} ({})", number + 1) };
            sheets.push(sheet(report, styles, &name, &columns, part)?);
        }
    }
    Ok(sheets)
}

fn sheet(
    report: &ControlReport<'_>,
    styles: &Styles,
    name: &str,
    columns: &[Column<'_>],
    deviations: &[&Deviation],
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new(name, report, styles, PAPER)?;
    let heads: Vec<(&'static str, f64)> = columns.iter().map(|(name, width, _)| (*name, *width)).collect();
    let still = columns.iter().position(|(name, ..)| *name == "Borger").map_or(0, |at| at as u16 + 1);
    sheet.frozen_head(&heads, still)?;
    for deviation in deviations {
        sheet.row(columns.iter().map(|(_, _, cell)| cell(deviation)))?;
    }
    if deviations.is_empty() {
        sheet.line("Ingen afvigelser", &styles.plain)?;
    }
    sheet.filter(0, columns.len())?;
    Ok(sheet.done())
}

fn columns<'r>(report: &'r ControlReport<'_>, part: Part) -> Vec<Column<'r>> {
    let mut columns: Vec<Column<'r>> = Vec::new();
    if report.cpr.is_some() {
        columns.push(("CPR", 13.0, Box::new(|d| Cell::Text(words::cpr(report, d).unwrap_or_default()))));
    }
    if part == Part::Inside {
        let title = |d: &Deviation| d.within.map_or("", |side| report.systems[side.index()].title.as_str());
        columns.push(("System", 16.0, Box::new(move |d| Cell::Text(title(d).to_owned()))));
    }
    columns.push((
        "Paragraf",
        18.0,
        Box::new(|d| Cell::Text(report.law.paragraf(d.paragraf).written.clone())),
    ));
    match report.control.level {
        Level::Paragraf => {}
        Level::Ydelse => columns.push(("Ydelse", 24.0, Box::new(|d| Cell::Long(d.ydelse.clone())))),
        Level::Leverandoer => {
            columns.push(("Leverandør", 24.0, Box::new(|d| Cell::Long(report.provider(&d.leverandoer)))));
        }
    }
    columns.push(("Borger", 11.0, Box::new(|d| Cell::Text(d.citizen.to_string()))));
    columns.push(("Fra", 11.5, Box::new(|d| Cell::Day(d.period.from))));
    columns.push(("Til", 11.5, Box::new(|d| Cell::Day(d.period.last_day()))));
    columns.push(("Dage", 7.0, Box::new(|d| Cell::Whole(d.period.days()))));
    columns.push(("Kroner", 14.0, Box::new(|d| Cell::Kroner(d.oere))));
    columns.push(("Tillæg", 12.0, Box::new(|d| Cell::Kroner(d.oere_tillaeg))));
    if matches!(part, Part::Inside | Part::Payments) {
        columns.push(("Regel", 24.0, Box::new(|d| Cell::Long(rule(d.rule).name.to_owned()))));
    }
    if matches!(part, Part::Question(3 | 4)) {
        let attribute = |d: &Deviation| d.attribute.map_or("dage", Attribute::text);
        columns.push(("Attribut", 14.0, Box::new(move |d| Cell::Text(attribute(d).to_owned()))));
    }
    if !matches!(part, Part::Question(1 | 2)) {
        columns.push(("Værdi 1", 18.0, Box::new(|d| Cell::Long(words::values(report, d, Side::One)))));
        columns.push(("Værdi 2", 18.0, Box::new(|d| Cell::Long(words::values(report, d, Side::Two)))));
    }
    columns.push(("Årsag", 22.0, Box::new(|d| Cell::Long(message::causes_in_words(d, report.law)))));
    columns.push(("Pligt", 14.0, Box::new(|d| Cell::Text(d.duty.text().to_owned()))));
    columns.push(("Besked", 52.0, Box::new(|d| Cell::Long(report.message(d)))));
    columns.push(("Hvorfor", 34.0, Box::new(|d| Cell::Long(message::advice(d).0.to_owned()))));
    columns.push(("Hvad gør jeg", 44.0, Box::new(|d| Cell::Long(message::advice(d).1.to_owned()))));
    columns.push(("Rækker 1", 20.0, Box::new(|d| Cell::Long(words::rows(report, d, Side::One)))));
    columns.push(("Rækker 2", 20.0, Box::new(|d| Cell::Long(words::rows(report, d, Side::Two)))));
    if matches!(part, Part::Inside | Part::Payments) {
        columns.push(("Rækker i andre kilder", 24.0, Box::new(|d| Cell::Long(words::other_rows(report, d)))));
    }
    columns.push(("Ansvarlig", 14.0, Box::new(|_| Cell::Empty)));
    columns.push(("Bemærkning", 26.0, Box::new(|_| Cell::Empty)));
    columns
}
