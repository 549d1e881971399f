//! The first sheet: basis, what did not run, and the figures that add up.

use super::sheet::{Cell, Sheet, Styles};
use crate::control_report::ControlReport;
use crate::words;
use domain::bridge::{Bridge, FullYears, Measure, bridges};
use domain::control::Level;
use domain::overview::{Kind, Tally};
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::collections::BTreeMap;

const BALANCE: [&str; 24] = [
    "Paragraf",
    "Navn",
    "System 1",
    "System 2",
    "Forskel",
    "Spm. 1",
    "Spm. 2",
    "Kontrol",
    "System 1",
    "System 2",
    "Forskel",
    "Spm. 1",
    "Spm. 2",
    "Spm. 3",
    "Spm. 4",
    "Kontrol",
    "System 1",
    "System 2",
    "Forskel",
    "Spm. 1",
    "Spm. 2",
    "Spm. 3",
    "Spm. 4",
    "Fælles dage",
];

const QUESTIONS: [&str; 9] =
    ["Paragraf", "Hvad", "Spørgsmål", "Afvigelser", "Borgere", "Dage", "Kroner", "Tillæg", "Kroner ukendt"];

pub(super) fn sheet(report: &ControlReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new("Overblik", report, styles, 8)?;
    let mut widths = [11.0; 24];
    (widths[0], widths[1]) = (22.0, 34.0);
    (widths[6], widths[7]) = (15.0, 13.0);
    sheet.widths(&widths)?;
    let [one, two] = &report.systems;
    sheet.line(
        &format!("8-talskontrol: {} (System 1) mod {} (System 2)", one.title, two.title),
        &styles.title,
    )?;
    sheet.freeze(1)?;
    sheet.line(&format!("Vindue: {}", words::asked(report)), &styles.plain)?;
    if let Some(area) = words::area(report) {
        sheet.line(&format!("Område: {area}"), &styles.plain)?;
    }
    sheet.line(&format!("Sammenlignet: {}", words::compared(report)), &styles.plain)?;
    sheet.line(&format!("Grundlag: {}", words::basis(report)), &styles.plain)?;
    for (system, name) in report.systems.iter().zip(["System 1", "System 2"]) {
        sheet.line(&format!("{name}: {}", words::facts(system)), &styles.plain)?;
    }
    sheet.at += 1;
    sheet.line("Kørte ikke", &styles.section)?;
    let not_run = words::not_run(report);
    if not_run.is_empty() {
        sheet.line("Alt, der var bedt om, er kørt.", &styles.plain)?;
    }
    for line in not_run.iter().chain(report.notes) {
        sheet.line(line, &styles.warning)?;
    }
    sheet.line(&words::result(report), &styles.plain)?;
    sheet.at += 1;
    balance(report, styles, &mut sheet)?;
    sheet.at += 1;
    questions(report, styles, &mut sheet)?;
    Ok(sheet.done())
}

fn balance(report: &ControlReport<'_>, styles: &Styles, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    sheet.line("Borgere, dage og helårspersoner pr. paragraf", &styles.section)?;
    sheet.group(2, 7, "Borgere")?;
    sheet.group(8, 15, "Dage")?;
    sheet.group(16, 22, "Helårspersoner")?;
    sheet.at += 1;
    sheet.head(&BALANCE)?;
    let level = report.control.level;
    let lines = bridges(report.overview, report.deviations);
    let mut sum = Bridge::default();
    let mut common = 0;
    for ((paragraf, bridge), line) in lines.iter().zip(&report.overview.paragraffer) {
        let law = report.law.paragraf(*paragraf);
        sheet.row(cells(&law.written, &law.name, bridge, line.coverage.common_days, level))?;
        sum = sum.plus(*bridge);
        common += line.coverage.common_days;
    }
    sheet.row(cells("Sum", "en borger tæller én gang pr. paragraf", &sum, common, level))?;
    let [first, second] = report.coverage.citizens;
    let [one, two] = &report.systems;
    let text = format!(
        "Forskellige borgere i udtrækkene, med eller uden paragraf: {first} i {}, {second} i {}.",
        one.title, two.title
    );
    sheet.line(&text, &styles.plain)?;
    sheet.line(
        "Spørgsmålene står med fortegn, så de giver forskellen: System 2 − System 1 = spm. 1 − spm. 2 + spm. 3 − spm. 4.",
        &styles.plain,
    )?;
    if level != Level::Paragraf {
        let text = "På dette niveau tælles dage i spørgsmål 3 og 4 for hver værdi for sig, så de skal ikke give forskellen.";
        sheet.line(text, &styles.plain)?;
    }
    Ok(())
}

fn cells(name: &str, what: &str, bridge: &Bridge, common: i64, level: Level) -> Vec<Cell> {
    let mut out = vec![Cell::Text(name.to_owned()), Cell::Text(what.to_owned())];
    let Measure { systems: [one, two], questions: [first, second, ..] } = bridge.citizens;
    out.extend([Cell::Whole(one), Cell::Whole(two)]);
    out.extend([bridge.citizens.difference(), first, -second].map(Cell::Signed));
    out.push(verdict(bridge.citizens.unexplained()));
    let Measure { systems: [one, two], questions: [first, second, third, fourth] } = bridge.days;
    out.extend([Cell::Whole(one), Cell::Whole(two)]);
    out.extend([bridge.days.difference(), first, -second, third, -fourth].map(Cell::Signed));
    out.push(match (bridge.days.unexplained(), level) {
        (rest, Level::Paragraf) => verdict(rest),
        (0, _) => verdict(0),
        _ => Cell::Text("-".to_owned()),
    });
    let Measure { systems: [one, two], questions: [first, second, third, fourth] } = bridge.full_years;
    let none = FullYears::default();
    out.extend([Cell::Years(one), Cell::Years(two)]);
    let signed = [bridge.full_years.difference(), first, none - second, third, none - fourth];
    out.extend(signed.map(Cell::SignedYears));
    out.push(Cell::Whole(common));
    out
}

fn verdict(rest: i64) -> Cell {
    Cell::Text(if rest == 0 { "stemmer".to_owned() } else { format!("rest {rest}") })
}

fn questions(report: &ControlReport<'_>, styles: &Styles, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    sheet.line("Afvigelser pr. paragraf og spørgsmål", &styles.section)?;
    sheet.line(words::SIGNED, &styles.plain)?;
    let head = sheet.head(&QUESTIONS)?;
    for line in &report.overview.paragraffer {
        kinds(report, &report.law.paragraf(line.paragraf).written, &line.kinds, sheet)?;
    }
    sheet.filter(head, QUESTIONS.len())?;
    sheet.at += 1;
    sheet.line(
        "Alle paragraffer: borgere er forskellige borgere, så de er ikke summen af rækkerne",
        &styles.section,
    )?;
    sheet.head(&QUESTIONS)?;
    kinds(report, "Alle paragraffer", &report.overview.total, sheet)
}

fn kinds(
    report: &ControlReport<'_>,
    name: &str,
    kinds: &BTreeMap<Kind, Tally>,
    sheet: &mut Sheet<'_>,
) -> Result<(), XlsxError> {
    // The rules inside one system have no question; they come last.
    let mut lines: Vec<(&Kind, &Tally)> = kinds.iter().collect();
    lines.sort_by_key(|(kind, _)| (kind.question.is_none(), **kind));
    for (kind, tally) in lines {
        sheet.row([
            Cell::Text(name.to_owned()),
            Cell::Text(words::kind(report, kind)),
            kind.question.map_or(Cell::Text("i ét system".to_owned()), |q| Cell::Whole(i64::from(q))),
            Cell::Whole(tally.deviations as i64),
            Cell::Whole(tally.citizens.len() as i64),
            Cell::Whole(tally.days),
            Cell::Kroner((tally.unknown < tally.deviations).then_some(tally.oere)),
            Cell::Kroner(Some(tally.oere_tillaeg)),
            Cell::Whole(tally.unknown as i64),
        ])?;
    }
    Ok(())
}
