//! Where to begin: the largest deviations with message and advice, and the commands that show more.

use super::grid::{seen, wrapped};
use crate::control_report::ControlReport;
use crate::danish::{count, kroner};
use crate::rank;
use domain::control::Level;
use domain::deviation::{Deviation, RuleCode};
use domain::landscape::Attribute;
use domain::message;
use std::io::{self, Write};

const SHOWN: usize = 10;

pub(super) fn write(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    // What only waits asks nothing of anyone yet.
    let to_do = report.deviations.iter().filter(|d| d.rule != RuleCode::AfventerOverfoersel);
    let ranked = rank::by_weight(to_do);
    super::section("Begynd her: de største afvigelser", width, out)?;
    if ranked.is_empty() {
        writeln!(out, "  Ingen afvigelser. Se ovenfor, hvad der ikke kørte, og hvad kontrollen nåede.")?;
    }
    // The same advice is given once; the next says where.
    let mut given: Vec<(&str, usize)> = Vec::new();
    for (number, deviation) in (1..).zip(ranked.iter().take(SHOWN)) {
        let (_, how) = message::advice(deviation);
        let before = given.iter().find(|(text, _)| *text == how).map(|(_, number)| *number);
        let advice = before.map_or_else(|| how.to_owned(), |number| format!("Som ved {number}."));
        if before.is_none() {
            given.push((how, number));
        }
        one(report, number, deviation, &advice, width, out)?;
    }
    super::section("Se mere", width, out)?;
    let citizen = ranked.first().map_or_else(|| "BORGER".to_owned(), |d| d.citizen.to_string());
    writeln!(out, "  ottetal forklar {citizen}")?;
    writeln!(out, "      borgerens dage i begge systemer, tegnet")?;
    command(report, width, out)?;
    let all = count(report.deviations.len() as i64, "afvigelse", "afvigelser");
    writeln!(out, "      {all} i et regneark til mødet, med årsager og dækning")
}

fn one(
    report: &ControlReport<'_>,
    number: usize,
    deviation: &Deviation,
    advice: &str,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let amount =
        deviation.oere.map_or_else(|| "kroner ukendt".to_owned(), |oere| format!("{} kr.", kroner(oere)));
    let asked = deviation.question.map_or_else(|| "i ét system".to_owned(), |q| format!("spørgsmål {q}"));
    let head = format!(
        "{}  {}  {asked}  {amount}  {}",
        deviation.citizen,
        report.law.paragraf(deviation.paragraf).written,
        deviation.duty.text()
    );
    if number > 1 {
        writeln!(out)?;
    }
    writeln!(out, "{:>4}  {head}", format!("{number}."))?;
    wrapped(&report.message(deviation), "", 6, width, out)?;
    let causes = message::causes_in_words(deviation, report.law);
    if !causes.is_empty() {
        wrapped(&format!("Mulig årsag: {causes}."), "", 6, width, out)?;
    }
    wrapped(advice, "      → ", 8, width, out)
}

/// The command that made this report, as a workbook. A shell reads the lines as one.
fn command(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let control = report.control;
    let [one, two] = &report.systems;
    let mut words = vec![
        format!("--system1 {}", one.name),
        format!("--system2 {}", two.name),
        format!("--fra {}", control.window.from.iso()),
        format!("--til {}", control.window.last_day().iso()),
    ];
    for paragraf in &control.paragraffer {
        words.push(format!("--paragraf \"{}\"", report.law.paragraf(*paragraf).written));
    }
    let lacking = |a: &Attribute| report.not_run.iter().any(|lack| lack.attribute == *a);
    if !Attribute::ALL.iter().all(|a| control.attributes.contains(a) || lacking(a)) {
        words.extend(control.attributes.iter().map(|a| format!("--attribut {}", a.key())));
    }
    if control.level != Level::default() {
        words.push(format!("--niveau {}", control.level.key()));
    }
    words.push(format!("--grundlag {}", report.basis.0));
    words.push("--format xlsx".to_owned());
    words.push("--ud kontrol.xlsx".to_owned());
    let mut line = "  ottetal kontrol".to_owned();
    for word in words {
        if seen(&line) + seen(&word) + 3 > width {
            writeln!(out, "{line} \\")?;
            line = "     ".to_owned();
        }
        line.push(' ');
        line.push_str(&word);
    }
    writeln!(out, "{line}")
}
