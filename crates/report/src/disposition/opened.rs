//! What a cell opens to: every row, line or posting with its part, and the sum, which is the cell.

use super::{DispositionReport, heading, words};
use crate::csv::{BOM, text, writer};
use crate::danish;
use crate::table::grid::{Align, Grid, wrapped};
use domain::amount::Oere;
use domain::calendar::Day;
use domain::disposition::{Cell, Counted, Part, Target, Value};
use serde::Serialize;
use std::io::{self, Write};

/// A part in words.
struct Line {
    citizen: String,
    what: String,
    days: Option<(Day, Day)>,
    place: String,
}

fn line(report: &DispositionReport<'_>, part: &Part) -> Line {
    let figures = &report.figures;
    let place = report.place(part.counted);
    let (citizen, what, days) = match part.counted {
        Counted::Row(at) => {
            let row = &figures.rows[at];
            let what = match row.role {
                domain::observation::Role::Main => report.law.paragraf(row.paragraf).written.clone(),
                domain::observation::Role::Supplement => {
                    format!("{}, tillæg", report.law.paragraf(row.paragraf).written)
                }
            };
            (Some(row.citizen), what, Some((row.period.from, row.period.last_day())))
        }
        Counted::Named(at) => {
            let line = &figures.named[at];
            (line.citizen, format!("{} ({})", line.label, words::kind(line)), None)
        }
        Counted::Posted(at) => {
            let posted = figures.posted.and_then(|posted| posted.get(at));
            let month = posted.map(|p| p.month.period());
            (posted.and_then(|p| p.citizen), "bogført".to_owned(), month.map(|m| (m.from, m.last_day())))
        }
        Counted::Budget(at) => (None, format!("budget: {}", figures.budget_lines[at].text), None),
    };
    Line { citizen: citizen.map_or_else(String::new, |id| id.to_string()), what, days, place }
}

/// Writes what a cell opens to for a screen.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn table(
    report: &DispositionReport<'_>,
    target: &Target,
    cell: Cell,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let value = report.figures.value(target, cell);
    let title = words::title(cell, report.figures.grouping);
    let name = match target {
        Target::Line(key) => format!("{} {}", key.0, report.paragraf(key)),
        Target::Funktion(funktion) => funktion.clone(),
        Target::All => "i alt".to_owned(),
    };
    let shown = match value {
        Value::Kroner(oere) => format!("{} kr.", danish::kroner_with_oere(oere)),
        other => words::shown(other),
    };
    wrapped(&format!("{title}, {}, {}: {shown}", name.trim(), report.figures.year), "", 0, width, out)?;
    for (name, text) in heading::lines(report) {
        wrapped(&text, name, 14, width, out)?;
    }
    writeln!(out)?;
    let parts = report.figures.open(target, cell);
    if parts.is_empty() {
        return wrapped(&why_empty(cell), "", 0, width, out);
    }
    let in_days = matches!(value, Value::Years(_));
    let last = if in_days { "Dage talt" } else { "Kroner" };
    let mut grid = Grid::new(&[
        ("Borger", Align::Tail),
        ("Hvad", Align::Text),
        ("Dage", Align::Tail),
        ("Sted", Align::Text),
        (last, Align::Number),
    ]);
    let number = |amount: Oere, days: i64| {
        if in_days { danish::whole(days) } else { danish::kroner_with_oere(amount) }
    };
    let (mut amount, mut days) = (Oere(0), 0);
    for part in &parts {
        let Line { citizen, what, days: period, place } = line(report, part);
        let period = period.map_or_else(String::new, |(from, last)| heading::days(from, last));
        grid.row([citizen, what, period, place, number(part.amount, part.days)]);
        amount += part.amount;
        days += part.days;
    }
    grid.rule();
    grid.row([String::new(), "I alt".to_owned(), String::new(), String::new(), number(amount, days)]);
    grid.write(width, out)
}

fn why_empty(cell: Cell) -> String {
    match cell {
        Cell::Enhedspris => "En enhedspris er en kvotient: netto delt med personaar. Åbn dem hver for sig.".to_owned(),
        Cell::EnhedsprisEjer(_) => {
            "En enhedspris er en kvotient: nettobeløbet i ejerforholdet delt med dets helårspersoner. Åbn dem hver for sig.".to_owned()
        }
        Cell::Forloeb | Cell::Borgere => "Borgerne står i de rækker, som personaar åbner til.".to_owned(),
        _ => "Ingen rækker.".to_owned(),
    }
}

/// Writes what a cell opens to as CSV.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn csv(
    report: &DispositionReport<'_>,
    target: &Target,
    cell: Cell,
    out: &mut impl Write,
) -> io::Result<()> {
    out.write_all(BOM)?;
    let mut writer = writer(&mut *out);
    writer.write_record(["Borger", "Hvad", "Fra", "Til", "Dage", "Kroner", "Sted"])?;
    for part in report.figures.open(target, cell) {
        let line = line(report, &part);
        let day =
            |at: fn(&(Day, Day)) -> Day| line.days.as_ref().map_or_else(String::new, |d| at(d).danish());
        writer.write_record([
            line.citizen.as_str(),
            text(line.what.as_str()).as_ref(),
            &day(|d| d.0),
            &day(|d| d.1),
            &part.days.to_string(),
            &danish::kroner_and_oere(part.amount),
            text(line.place.as_str()).as_ref(),
        ])?;
    }
    writer.flush()
}

#[derive(Serialize)]
struct JsonLine<'a> {
    kolonne: &'a str,
    borger: Option<&'a str>,
    hvad: &'a str,
    fra: Option<String>,
    til: Option<String>,
    dage: i64,
    oere: i64,
    sted: &'a str,
}

/// Writes what a cell opens to as JSON lines.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn jsonl(
    report: &DispositionReport<'_>,
    target: &Target,
    cell: Cell,
    out: &mut impl Write,
) -> io::Result<()> {
    let key = words::key(cell, report.figures.grouping);
    for part in report.figures.open(target, cell) {
        let line = line(report, &part);
        let made = JsonLine {
            kolonne: &key,
            borger: (!line.citizen.is_empty()).then_some(line.citizen.as_str()),
            hvad: &line.what,
            fra: line.days.map(|d| d.0.iso()),
            til: line.days.map(|d| d.1.iso()),
            dage: part.days,
            oere: part.amount.0,
            sted: &line.place,
        };
        serde_json::to_writer(&mut *out, &made)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
