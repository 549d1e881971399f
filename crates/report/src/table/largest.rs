//! Where to begin: the largest deviations with message and advice, and the commands that show more.

use super::grid::wrapped;
use crate::control_report::ControlReport;
use crate::danish::{count, kroner};
use crate::rank;
use domain::deviation::{Deviation, RuleCode};
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
    for (at, deviation) in ranked.iter().take(SHOWN).enumerate() {
        one(report, at + 1, deviation, width, out)?;
    }
    super::section("Se mere", width, out)?;
    let citizen = ranked.first().map_or_else(|| "BORGER".to_owned(), |d| d.citizen.to_string());
    writeln!(out, "  ottetal forklar {citizen}")?;
    writeln!(out, "      borgerens dage i begge systemer, tegnet")?;
    writeln!(out, "  ottetal {} --format xlsx --ud kontrol.xlsx", command(report))?;
    writeln!(
        out,
        "      alle {} i et regneark til mødet",
        count(report.deviations.len() as i64, "afvigelse", "afvigelser")
    )
}

fn one(
    report: &ControlReport<'_>,
    number: usize,
    deviation: &Deviation,
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
    let (_, how) = message::advice(deviation);
    wrapped(how, "      → ", 8, width, out)
}

/// The command that made this report, without its form.
fn command(report: &ControlReport<'_>) -> String {
    let control = report.control;
    let [one, two] = &report.systems;
    let mut words = format!(
        "kontrol --system1 {} --system2 {} --fra {} --til {}",
        one.name,
        two.name,
        control.window.from.iso(),
        control.window.last_day().iso()
    );
    for paragraf in &control.paragraffer {
        words.push_str(&format!(" --paragraf \"{}\"", report.law.paragraf(*paragraf).written));
    }
    if control.level != domain::control::Level::default() {
        words.push_str(&format!(" --niveau {}", control.level.key()));
    }
    words
}
