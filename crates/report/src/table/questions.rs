//! Per question: what was found on each paragraph, then over all of them with citizens counted once.

use super::grid::{Align, Grid, wrapped};
use crate::control_report::ControlReport;
use crate::danish::{count, kroner, whole};
use crate::part::Part;
use crate::words;
use domain::landscape::Attribute;
use domain::overview::{Kind, Tally};
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) fn write(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    for part in Part::ALL {
        let title = match part {
            Part::Question(question) => {
                format!("Spørgsmål {question}: {}", words::question(report, question))
            }
            Part::Inside => "Inden for ét system".to_owned(),
            Part::Payments => "Betalinger mod bevillinger".to_owned(),
        };
        super::section(&title, width, out)?;
        if report.overview.total.keys().any(|kind| Part::of(kind) == part) {
            kinds(report, part, width, out)?;
        } else if part == Part::Payments && !words::has_ledger(report) {
            writeln!(out, "  Ikke undersøgt: grundlaget har ingen posteringer.")?;
        } else {
            writeln!(out, "  Ingen afvigelser.")?;
        }
    }
    Ok(())
}

fn kinds(report: &ControlReport<'_>, part: Part, width: usize, out: &mut impl Write) -> io::Result<()> {
    let mut grid = columns();
    for line in &report.overview.paragraffer {
        let written = &report.law.paragraf(line.paragraf).written;
        lines(report, written, &line.kinds, part, &mut grid);
    }
    let total = &report.overview.total;
    let several =
        report.overview.paragraffer.iter().filter(|line| line.kinds.keys().any(|k| Part::of(k) == part));
    if several.count() > 1 {
        grid.rule();
        lines(report, "Alle paragraffer", total, part, &mut grid);
    }
    grid.write(width, out)?;
    let Part::Question(question) = part else { return Ok(()) };
    let all = report.overview.question(question);
    let counted: u64 =
        report.overview.paragraffer.iter().map(|line| line.question(question).citizens.len() as u64).sum();
    let text = format!(
        "I alt {} om {} ({} talt pr. paragraf).",
        count(all.deviations as i64, "afvigelse", "afvigelser"),
        count(all.citizens.len() as i64, "borger", "forskellige borgere"),
        whole(counted as i64)
    );
    wrapped(&text, "", 2, width, out)?;
    let signed = |kind: &Kind| {
        kind.question == Some(question) && matches!(kind.attribute, Some(Attribute::Pris | Attribute::Timer))
    };
    if total.keys().any(signed) {
        wrapped(words::SIGNED, "", 2, width, out)?;
    }
    Ok(())
}

fn columns() -> Grid<'static> {
    use Align::{Number, Tail, Text};
    Grid::new(&[
        ("Paragraf", Text),
        ("Hvad", Text),
        ("Afvigelser", Number),
        ("Borgere", Number),
        ("Dage", Number),
        ("Kroner", Number),
        ("", Tail),
    ])
}

fn lines(report: &ControlReport<'_>, name: &str, kinds: &BTreeMap<Kind, Tally>, part: Part, grid: &mut Grid) {
    let mut name = name.to_owned();
    for (kind, tally) in kinds.iter().filter(|(kind, _)| Part::of(kind) == part) {
        let (kroner, unknown) = match tally.unknown {
            0 => (kroner(tally.oere), String::new()),
            all if all == tally.deviations => ("ukendt".to_owned(), String::new()),
            some => (kroner(tally.oere), format!("+ {} ukendt", whole(some as i64))),
        };
        grid.row([
            std::mem::take(&mut name),
            words::kind(report, kind),
            whole(tally.deviations as i64),
            whole(tally.citizens.len() as i64),
            whole(tally.days),
            kroner,
            unknown,
        ]);
    }
}
