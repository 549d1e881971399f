//! The last sheets: causes, what the control reached, and the help texts.

mod ledger;

use super::sheet::{Cell, Column, Sheet, Styles};
use crate::control_report::ControlReport;
use crate::part::Part;
use crate::words::{self, SIDES};
use domain::causes;
use domain::deviation::Cause;
use domain::message;
use domain::overview::Kind;
use domain::rules::{RULES, rule};
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::collections::BTreeMap;

const CAUSES: [Column; 8] = [
    ("Årsag", 55.0),
    ("Spørgsmål", 11.0),
    ("Hvad", 24.0),
    ("Afvigelser", 11.0),
    ("Borgere", 10.0),
    ("Kroner", 16.0),
    ("Kroner ukendt", 10.0),
    ("Hvad gør jeg", 80.0),
];

pub(super) fn causes(report: &ControlReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new("Årsager", report, styles, 9)?;
    sheet.frozen_head(&CAUSES, 1)?;
    let advice = advice(report);
    for group in &report.overview.causes {
        let tally = &group.tally;
        let how = advice.get(&(group.kind, group.title.as_str())).copied();
        sheet.row([
            Cell::Long(words::capital(&group.title)),
            match Part::of(&group.kind) {
                Part::Question(question) => Cell::Whole(i64::from(question)),
                other => Cell::Text(other.word()),
            },
            Cell::Text(words::kind(report, &group.kind)),
            Cell::Whole(tally.deviations as i64),
            Cell::Whole(tally.citizens.len() as i64),
            Cell::Kroner((tally.unknown < tally.deviations).then_some(tally.oere)),
            Cell::Whole(tally.unknown as i64),
            Cell::Long(how.unwrap_or(rule(group.kind.rule).how).to_owned()),
        ])?;
    }
    sheet.filter(0, CAUSES.len())?;
    Ok(sheet.done())
}

/// What to do about a group: what its first deviation asks.
fn advice<'r>(report: &'r ControlReport<'_>) -> BTreeMap<(Kind, &'r str), &'static str> {
    let mut out = BTreeMap::new();
    for deviation in report.deviations {
        let title = match (deviation.shared.as_str(), deviation.causes.first()) {
            ("", None) => continue,
            ("", Some(cause)) => causes::help(cause).0,
            (shared, _) => shared,
        };
        out.entry((Kind::of(deviation), title)).or_insert_with(|| message::advice(deviation).1);
    }
    out
}

pub(super) fn coverage(report: &ControlReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new("Dækning", report, styles, 9)?;
    sheet.widths(&[20.0, 30.0, 30.0, 18.0, 30.0, 14.0, 12.0, 16.0])?;
    sheet.line("Hvad kontrollen nåede", &styles.title)?;
    sheet.freeze(0)?;
    sheet.at += 1;
    rows(report, styles, &mut sheet)?;
    outside(report, styles, &mut sheet)?;
    untranslated(report, styles, &mut sheet)?;
    ledger::write(report, styles, &mut sheet)?;
    Ok(sheet.done())
}

fn rows(report: &ControlReport<'_>, styles: &Styles, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    sheet.line("Rækker i udtrækkene", &styles.section)?;
    sheet.head(&[
        "System",
        "Rækker i alt",
        "Hovedydelser",
        "Tillæg",
        "Aldrig trådt i kraft",
        "Ukendt status",
        "Borgere",
    ])?;
    for side in SIDES {
        let tally = &report.coverage.rows[side.index()];
        let counts = [tally.all, tally.main, tally.supplements, tally.never_took_effect, tally.unclear];
        let system = Cell::Text(report.systems[side.index()].title.clone());
        let citizens = report.coverage.citizens[side.index()];
        let numbers = counts.into_iter().chain([citizens]).map(|n| Cell::Whole(n as i64));
        sheet.row([system].into_iter().chain(numbers))?;
    }
    sheet.at += 1;
    Ok(())
}

fn outside(report: &ControlReport<'_>, styles: &Styles, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    sheet.line("Uden for sammenligningen: ikke afvigelser", &styles.section)?;
    sheet.head(&["Paragraf", "System", "Hvorfor", "Borgere", "Dage"])?;
    let mut any = false;
    for (paragraf, line) in &report.coverage.paragraffer {
        let written = &report.law.paragraf(*paragraf).written;
        for ((side, reason), (citizens, days)) in &line.outside {
            any = true;
            sheet.row([
                Cell::Text(written.clone()),
                Cell::Text(report.systems[side.index()].title.clone()),
                Cell::Long(reason.text().to_owned()),
                Cell::Whole(*citizens as i64),
                Cell::Whole(*days),
            ])?;
        }
        if line.membership_unknown > 0 {
            any = true;
            sheet.row([
                Cell::Text(written.clone()),
                Cell::Text("begge".to_owned()),
                Cell::Long("sammenlignet, selv om ingen række siger, om borgeren hører til".to_owned()),
                Cell::Empty,
                Cell::Whole(line.membership_unknown),
            ])?;
        }
        if line.age_unknown > 0 {
            any = true;
            sheet.row([
                Cell::Text(written.clone()),
                Cell::Text("begge".to_owned()),
                Cell::Long("sammenlignet, selv om borgerens alder er ukendt".to_owned()),
                Cell::Empty,
                Cell::Whole(line.age_unknown),
            ])?;
        }
    }
    if !any {
        sheet.line("Intet lå uden for sammenligningen.", &styles.plain)?;
    }
    sheet.at += 1;
    Ok(())
}

fn untranslated(report: &ControlReport<'_>, styles: &Styles, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    sheet.line("Uden paragraf (Uoplyst): tilføj ordene i oversættelsen", &styles.section)?;
    let headings =
        ["System", "Lokal ydelse", "Paragraf som skrevet", "Konto", "Leverandør", "Rækker", "Dage", "Kroner"];
    let head = sheet.head(&headings)?;
    let lines = crate::table::untranslated_by_weight(report);
    for (key, tally) in &lines {
        let [service, paragraf, account, provider] = key.words.clone();
        sheet.row([
            Cell::Text(report.systems[key.side.index()].title.clone()),
            Cell::Long(service),
            Cell::Long(paragraf),
            Cell::Text(account),
            Cell::Long(provider),
            Cell::Whole(tally.rows as i64),
            Cell::Whole(tally.days),
            Cell::Kroner(Some(tally.oere)),
        ])?;
    }
    if lines.is_empty() {
        sheet.line("Alle rækker i vinduet er oversat til en paragraf.", &styles.plain)?;
        sheet.at += 1;
        return Ok(());
    }
    sheet.at += 1;
    sheet.filter(head, headings.len())
}

const RULE_COLUMNS: [Column; 8] = [
    ("Slags", 10.0),
    ("Navn", 30.0),
    ("Spørgsmål", 11.0),
    ("Pligt", 15.0),
    ("Hvad", 50.0),
    ("Hvorfor", 50.0),
    ("Hvad gør jeg", 70.0),
    ("Kilde", 40.0),
];

pub(super) fn rules(report: &ControlReport<'_>, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new("Regler", report, styles, 9)?;
    sheet.frozen_head(&RULE_COLUMNS, 2)?;
    for rule in RULES {
        let questions: Vec<String> = rule.questions.iter().map(u8::to_string).collect();
        sheet.row([
            Cell::Text("Regel".to_owned()),
            Cell::Long(rule.name.to_owned()),
            Cell::Text(questions.join(", ")),
            Cell::Text(rule.duty.text().to_owned()),
            Cell::Long(rule.what.to_owned()),
            Cell::Long(rule.why.to_owned()),
            Cell::Long(rule.how.to_owned()),
            Cell::Long(rule.source.to_owned()),
        ])?;
    }
    for cause in Cause::ONE_OF_EACH {
        let (name, how) = causes::help(&cause);
        let mut cells = [const { Cell::Empty }; 8];
        cells[0] = Cell::Text("Årsag".to_owned());
        cells[1] = Cell::Long(name.to_owned());
        cells[6] = Cell::Long(how.to_owned());
        sheet.row(cells)?;
    }
    sheet.filter(0, RULE_COLUMNS.len())?;
    Ok(sheet.done())
}
