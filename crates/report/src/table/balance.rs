//! Per paragraph: citizens and full-year persons in both systems, and what each question explains of the difference.

use super::grid::{Align, Grid, wrapped};
use crate::control_report::ControlReport;
use crate::danish::{signed, signed_two_decimals, two_decimals, whole};
use domain::bridge::{Bridge, Measure, bridges};
use domain::control::Level;
use std::io::{self, Write};

pub(super) fn write(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let lines = bridges(report.overview, report.deviations);
    let total = lines.iter().fold(Bridge::default(), |sum, (_, bridge)| sum.plus(*bridge));
    super::section("Borgere pr. paragraf", width, out)?;
    citizens(report, &lines, &total, width, out)?;
    super::section("Helårspersoner pr. paragraf", width, out)?;
    full_years(report, &lines, &total, width, out)?;
    check(report, &total, width, out)
}

type Lines = [(domain::law::ParagrafId, Bridge)];

fn citizens(
    report: &ControlReport<'_>,
    lines: &Lines,
    total: &Bridge,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    use Align::{Number, Tail, Text};
    let mut grid = Grid::new(&[
        ("Paragraf", Text),
        ("System 1", Number),
        ("System 2", Number),
        ("Forskel", Number),
        ("Spm. 1", Number),
        ("Spm. 2", Number),
        ("Kontrol", Tail),
    ]);
    let cells = |name: &str, m: &Measure<i64>| {
        let [one, two] = m.systems.map(whole);
        let [first, second, ..] = m.questions;
        let check = verdict(m.unexplained());
        [name.to_owned(), one, two, signed(m.difference()), signed(first), signed(-second), check]
    };
    for (paragraf, bridge) in lines {
        grid.row(cells(&report.law.paragraf(*paragraf).written, &bridge.citizens));
    }
    grid.rule();
    grid.row(cells("Sum", &total.citizens));
    grid.write(width, out)?;
    let [one, two] = &report.systems;
    let [first, second] = report.coverage.citizens.map(|c| whole(c as i64));
    let text = format!(
        "Summen tæller en borger én gang pr. paragraf. Forskellige borgere i udtrækkene, med eller uden paragraf: \
         {first} i {}, {second} i {}.",
        one.title, two.title
    );
    wrapped(&text, "", 2, width, out)
}

fn full_years(
    report: &ControlReport<'_>,
    lines: &Lines,
    total: &Bridge,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    use Align::{Number, Tail, Text};
    let mut grid = Grid::new(&[
        ("Paragraf", Text),
        ("System 1", Number),
        ("System 2", Number),
        ("Forskel", Number),
        ("Spm. 1", Number),
        ("Spm. 2", Number),
        ("Spm. 3", Number),
        ("Spm. 4", Number),
        ("Kontrol", Tail),
    ]);
    let per_paragraf = report.control.level == Level::Paragraf;
    let cells = |name: &str, bridge: &Bridge| {
        let m = &bridge.full_years;
        let [one, two] = m.systems.map(|years| two_decimals(years.scaled()));
        let [first, second, third, fourth] = m.questions.map(|years| years.scaled());
        let check = match (bridge.adds_up(), per_paragraf) {
            (false, false) => "-".to_owned(),
            (true, _) => verdict(0),
            (false, true) => verdict(bridge.days.unexplained()),
        };
        [
            name.to_owned(),
            one,
            two,
            signed_two_decimals(m.difference().scaled()),
            signed_two_decimals(first),
            signed_two_decimals(-second),
            signed_two_decimals(third),
            signed_two_decimals(-fourth),
            check,
        ]
    };
    for (paragraf, bridge) in lines {
        grid.row(cells(&report.law.paragraf(*paragraf).written, bridge));
    }
    grid.rule();
    grid.row(cells("Sum", total));
    grid.write(width, out)
}

/// The same in days, where nothing is rounded.
fn check(report: &ControlReport<'_>, total: &Bridge, width: usize, out: &mut impl Write) -> io::Result<()> {
    let m = &total.days;
    let [one, two] = m.systems.map(whole);
    let [first, second, third, fourth] = m.questions.map(whole);
    let rest = m.unexplained();
    let says = match (rest, report.control.level) {
        (0, _) => "Det stemmer.".to_owned(),
        (rest, Level::Paragraf) => {
            format!("Det stemmer ikke: {} dage er uforklaret. Meld det som en fejl.", whole(rest))
        }
        (rest, level) => format!(
            "Resten er {} dage: på niveau {} tælles dage i spørgsmål 3 og 4 for hver værdi for sig, så de kan ikke \
             lægges sammen. Brug --niveau paragraf for at se det stemme.",
            whole(rest),
            level.key()
        ),
    };
    let text = format!(
        "Kontrol i dage: System 2 {two} − System 1 {one} = {}. Spørgsmålene forklarer {first} − {second} + {third} − \
         {fourth} = {}. {says} Helårspersoner er afrundet hver for sig.",
        signed(m.difference()),
        signed(m.difference() - rest)
    );
    wrapped(&text, "", 2, width, out)
}

fn verdict(rest: i64) -> String {
    if rest == 0 { "stemmer".to_owned() } else { format!("rest {}", whole(rest)) }
}
