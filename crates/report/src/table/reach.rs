//! Causes that many deviations share, and how much of the data the control reached.

use super::grid::{Align, Grid, wrapped};
use crate::control_report::ControlReport;
use crate::danish::{count, kroner, whole};
use crate::words::{self, SIDES};
use domain::comparison::Outside;
use domain::coverage::{UntranslatedKey, UntranslatedTally};
use domain::deviation::{RuleCode, Side};
use domain::overview::{CauseGroup, Tally};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Lines of a list before the rest becomes a number.
const SHOWN: usize = 10;

pub(super) fn causes(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    super::section("Fælles årsager", width, out)?;
    let causes = &report.overview.causes;
    if causes.is_empty() {
        return writeln!(out, "  Ingen afvigelser deler en kendt årsag.");
    }
    for group in causes.iter().take(SHOWN) {
        wrapped(&cause(report, group), "  •", 4, width, out)?;
    }
    more(causes.len(), "årsager", out)
}

fn cause(report: &ControlReport<'_>, group: &CauseGroup) -> String {
    let asked = match (group.kind.question, group.kind.rule) {
        (Some(question), RuleCode::AfventerOverfoersel) => {
            format!("spørgsmål {question}, afventer overførsel")
        }
        (Some(question), _) => format!("spørgsmål {question}"),
        (None, _) => words::kind(report, &group.kind),
    };
    format!(
        "{} ({asked}): berører {}, {}",
        words::capital(&group.title),
        count(group.tally.deviations as i64, "afvigelse", "afvigelser"),
        money(&group.tally)
    )
}

fn money(tally: &Tally) -> String {
    match tally.unknown {
        0 => format!("{} kr.", kroner(tally.oere)),
        all if all == tally.deviations => "kroner ukendt.".to_owned(),
        some => format!("{} kr. + {} ukendt.", kroner(tally.oere), whole(some as i64)),
    }
}

pub(super) fn coverage(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    super::section("Hvad kontrollen nåede", width, out)?;
    for side in SIDES {
        let tally = &report.coverage.rows[side.index()];
        let parts = [
            (tally.main, "hovedydelser"),
            (tally.supplements, "tillæg"),
            (tally.never_took_effect, "aldrig trådt i kraft"),
            (tally.unclear, "med ukendt status"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(rows, _)| *rows > 0)
            .map(|(rows, what)| format!("{} {what}", whole(*rows as i64)))
            .collect();
        let text = format!(
            "{}: {}{}{}.",
            report.systems[side.index()].title,
            count(tally.all as i64, "række", "rækker"),
            if parts.is_empty() { "" } else { ": " },
            crate::danish::list(&parts)
        );
        wrapped(&text, "", 2, width, out)?;
    }
    outside(report, width, out)?;
    untranslated(report, width, out)?;
    ledger(report, width, out)
}

/// What became of the postings: they add up to all that the finance system has.
fn ledger(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    if !words::has_ledger(report) {
        return Ok(());
    }
    writeln!(out, "\n  Posteringer:")?;
    let mut grid = Grid::new(&[("", Align::Text), ("Posteringer", Align::Number), ("Kroner", Align::Number)]);
    for (what, tally) in words::ledger_lines(report) {
        grid.row([what.to_owned(), whole(tally.postings as i64), kroner(tally.oere)]);
    }
    grid.write(width, out)
}

fn outside(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let mut sums: BTreeMap<(Side, Outside), (u64, i64)> = BTreeMap::new();
    for line in report.coverage.paragraffer.values() {
        for (key, (citizens, days)) in &line.outside {
            let sum = sums.entry(*key).or_default();
            sum.0 += citizens;
            sum.1 += days;
        }
    }
    let unknown: i64 = report.coverage.paragraffer.values().map(|line| line.membership_unknown).sum();
    if unknown > 0 {
        let text = format!(
            "{}, hvor ingen række siger, om borgeren hører til systemets population, er sammenlignet alligevel.",
            count(unknown, "dag", "dage")
        );
        wrapped(&text, "", 2, width, out)?;
    }
    if sums.is_empty() {
        return writeln!(out, "  Intet lå uden for sammenligningen.");
    }
    writeln!(out, "\n  Uden for sammenligningen (ikke afvigelser):")?;
    let mut grid = Grid::new(&[
        ("System", Align::Text),
        ("Hvorfor", Align::Text),
        ("Borgere pr. paragraf", Align::Number),
        ("Dage", Align::Number),
    ]);
    for ((side, reason), (citizens, days)) in sums {
        let title = report.systems[side.index()].title.clone();
        grid.row([title, reason.text().to_owned(), whole(citizens as i64), whole(days)]);
    }
    grid.write(width, out)
}

/// Untranslated words, the dearest first.
pub(crate) fn untranslated_by_weight<'r>(
    report: &'r ControlReport<'_>,
) -> Vec<(&'r UntranslatedKey, &'r UntranslatedTally)> {
    let mut lines: Vec<_> = report.coverage.untranslated.iter().collect();
    lines.sort_by_key(|(key, tally)| {
        (Reverse(tally.oere.0.unsigned_abs()), Reverse(tally.days), (*key).clone())
    });
    lines
}

fn untranslated(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let lines = untranslated_by_weight(report);
    if lines.is_empty() {
        return writeln!(out, "  Alle rækker i vinduet er oversat til en paragraf.");
    }
    writeln!(out, "\n  Uden paragraf (Uoplyst, ikke sammenlignet). Tilføj ordene i oversættelsen:")?;
    let mut grid = Grid::new(&[
        ("System", Align::Text),
        ("Ydelse", Align::Text),
        ("Paragraf", Align::Text),
        ("Konto", Align::Text),
        ("Leverandør", Align::Text),
        ("Rækker", Align::Number),
        ("Dage", Align::Number),
        ("Kroner", Align::Number),
    ]);
    for (key, tally) in lines.iter().take(SHOWN) {
        let [service, paragraf, account, provider] = key.words.clone();
        let title = report.systems[key.side.index()].title.clone();
        let [rows, days] = [whole(tally.rows as i64), whole(tally.days)];
        grid.row([title, service, paragraf, account, provider, rows, days, kroner(tally.oere)]);
    }
    grid.write(width, out)?;
    more(lines.len(), "ord", out)
}

fn more(all: usize, what: &str, out: &mut impl Write) -> io::Result<()> {
    match all.saturating_sub(SHOWN) {
        0 => Ok(()),
        rest => writeln!(out, "  … og {} {what} mere: se regnearket.", whole(rest as i64)),
    }
}
