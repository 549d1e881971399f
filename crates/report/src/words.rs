//! What every form says about a deviation in the same words: cells of values, rows, rules and extracts.

use crate::control_report::{ControlReport, SystemLine, place_in_words};
use crate::danish;
use domain::calendar::Period;
use domain::deviation::{Cause, Deviation, Duty, RuleCode, Side};
use domain::landscape::Attribute;
use domain::ledger::LedgerTally;
use domain::message::{self, Names, decimal};
use domain::observation::RowPlace;
use domain::overview::Kind;
use domain::person::CitizenId;
use std::collections::BTreeSet;

/// Both systems, in order.
pub(crate) const SIDES: [Side; 2] = [Side::One, Side::Two];

/// What the sign of kroner means where values differ.
pub(crate) const SIGNED: &str =
    "Kroner ved pris og timer er System 2 − System 1: et minus betyder, at System 1 har mest.";

/// "spørgsmål" as the headings put it, with the systems' titles.
#[must_use]
pub fn question(report: &ControlReport<'_>, question: u8) -> String {
    let [one, two] = &report.systems;
    let (has, lacks) = if matches!(question, 1 | 3) { (two, one) } else { (one, two) };
    match question {
        1 | 2 => format!("Borgere i {}, som ikke er i {}", has.title, lacks.title),
        _ => format!("Bevilget i {} anderledes end i {}", has.title, lacks.title),
    }
}

/// What is counted: "dage", "leverandør", "dage, der afventer overførsel", "dobbelt række i Nexus".
#[must_use]
pub fn kind(report: &ControlReport<'_>, kind: &Kind) -> String {
    match (kind.rule, kind.attribute, kind.within) {
        (RuleCode::DobbeltRaekke, _, Some(side)) => {
            format!("dobbelt række i {}", report.systems[side.index()].title)
        }
        (rule, None, Some(side)) => {
            format!(
                "{} i {}",
                domain::rules::rule(rule).name.to_lowercase(),
                report.systems[side.index()].title
            )
        }
        (RuleCode::AfventerOverfoersel, ..) => "afventer overførsel".to_owned(),
        (_, Some(attribute), _) => attribute.text().to_owned(),
        (RuleCode::KunISystem1 | RuleCode::KunISystem2, ..) => "borgere mangler".to_owned(),
        (RuleCode::DageKunISystem1 | RuleCode::DageKunISystem2, ..) => "dage mangler".to_owned(),
        (rule, ..) => domain::rules::rule(rule).name.to_lowercase(),
    }
}

/// One system's values as people read them.
#[must_use]
pub fn values(report: &ControlReport<'_>, deviation: &Deviation, side: Side) -> String {
    let values = &deviation.values[side.index()];
    let Some(attribute) = deviation.attribute else { return other_values(report, deviation, side) };
    if values.is_empty() {
        return "intet".to_owned();
    }
    let texts: Vec<String> = values
        .iter()
        .map(|value| match attribute {
            Attribute::Leverandoer => report.provider(value),
            Attribute::Timer => decimal::quantity(value),
            Attribute::Pris => decimal::price(value),
            _ => value.clone(),
        })
        .collect();
    texts.join("; ")
}

/// The values of a rule that compares no attribute: codes, names, prices.
fn other_values(report: &ControlReport<'_>, deviation: &Deviation, side: Side) -> String {
    let values = &deviation.values[side.index()];
    let texts: Vec<String> = match deviation.rule {
        RuleCode::BetaltAndenLeverandoer => values.iter().map(|value| report.provider(value)).collect(),
        RuleCode::UsaedvanligDagspris | RuleCode::UdloebetTakst | RuleCode::IndividuelTakstGammel => {
            values.iter().map(|value| decimal::price(value)).collect()
        }
        _ => values.clone(),
    };
    texts.join("; ")
}

/// One system's rows as people find them: a file or sheet once, and rows on end as a stretch.
#[must_use]
pub(crate) fn rows(report: &ControlReport<'_>, deviation: &Deviation, side: Side) -> String {
    stretches(&report.systems[side.index()], &deviation.rows[side.index()])
}

/// The rows of sources beside the two systems, each source by its title.
#[must_use]
pub(crate) fn other_rows(report: &ControlReport<'_>, deviation: &Deviation) -> String {
    let sources: Vec<String> = deviation
        .others
        .chunk_by(|a, b| a.source == b.source)
        .filter_map(|rows| {
            let source = report.other(rows[0].source)?;
            let places: Vec<RowPlace> = rows.iter().map(|row| row.place).collect();
            Some(format!("{}: {}", source.title, stretches(source, &places)))
        })
        .collect();
    sources.join("; ")
}

/// True where the basis has a finance system.
#[must_use]
pub(crate) fn has_ledger(report: &ControlReport<'_>) -> bool {
    let ledger = &report.coverage.ledger;
    ledger.all.postings + ledger.without_citizen.postings > 0
}

/// What became of the postings, in parts that add up to the last line.
#[must_use]
pub(crate) fn ledger_lines(report: &ControlReport<'_>) -> Vec<(&'static str, LedgerTally)> {
    let ledger = &report.coverage.ledger;
    let sum = |tallies: &mut dyn Iterator<Item = LedgerTally>| {
        tallies.fold(LedgerTally::default(), |all, one| LedgerTally {
            postings: all.postings + one.postings,
            oere: all.oere + one.oere,
        })
    };
    vec![
        ("om en borger, på en konto med en paragraf: undersøgt", ledger.translated),
        (
            "om en borger, på en konto uden paragraf (Uoplyst)",
            sum(&mut ledger.untranslated.values().copied()),
        ),
        ("om en borger, statsrefusion (dranst 2)", ledger.refund),
        ("uden borger: uden for kontrollen", ledger.without_citizen),
        ("i alt", sum(&mut [ledger.all, ledger.without_citizen].into_iter())),
    ]
}

fn stretches(source: &SystemLine, rows: &[RowPlace]) -> String {
    let files: Vec<String> = rows
        .chunk_by(|a, b| (a.file, a.sheet) == (b.file, b.sheet))
        .map(|rows| {
            let stretches: Vec<String> = rows
                .chunk_by(|a, b| a.row + 1 == b.row)
                .map(|on_end| match on_end {
                    [first, .., last] => format!("{}-{}", first.row, last.row),
                    [only] => only.row.to_string(),
                    [] => String::new(),
                })
                .collect();
            place_in_words(source.file(&rows[0]), source.sheet(&rows[0]), &stretches.join(", "))
        })
        .collect();
    files.join("; ")
}

/// What an extract says about itself: "KMD Nexus, import …; udtrukket 01-03-2026; dækker 01-01-2021 - 31-12-2025".
#[must_use]
pub(crate) fn facts(system: &SystemLine) -> String {
    let facts = &system.facts;
    let covers = |days: Period| format!("dækker {} - {}", days.from.danish(), days.last_day().danish());
    let mut words = vec![format!("{}, import {}", system.title, system.import)];
    match (facts.extracted, facts.covers) {
        (Some(day), Some(days)) => words.extend([format!("udtrukket {}", day.danish()), covers(days)]),
        (Some(day), None) => words.extend([
            format!("udtrukket {}", day.danish()),
            "dækning ukendt: intet er skåret fra".to_owned(),
        ]),
        (None, Some(days)) => {
            words.extend([covers(days), "udtræksdag ukendt: intet er skåret fra".to_owned()]);
        }
        (None, None) => words.push("udtræksdag og dækning ukendt: intet er skåret fra".to_owned()),
    }
    if facts.current_only {
        words.push("kun løbende sager".to_owned());
    }
    words.join("; ")
}

/// Window, level and paragraphs in one line.
#[must_use]
pub fn asked(report: &ControlReport<'_>) -> String {
    let control = report.control;
    let paragraffer = if control.paragraffer.is_empty() {
        "alle paragraffer".to_owned()
    } else {
        control
            .paragraffer
            .iter()
            .map(|p| report.law.paragraf(*p).written.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let window = control.window;
    format!(
        "{} - {}, {paragraffer}, niveau {}",
        window.from.danish(),
        window.last_day().danish(),
        control.level.key()
    )
}

/// Which citizens the figures are about, where that was asked: "Voksne (fra 18 år); alle paragraffer".
#[must_use]
pub fn area(report: &ControlReport<'_>) -> Option<String> {
    let area = report.control.area.as_ref()?;
    let mut words = vec![area.title.clone()];
    if !area.paragraffer.is_empty() {
        let names: Vec<String> =
            area.paragraffer.iter().map(|id| report.law.paragraf(*id).written.clone()).collect();
        words.push(danish::list(&names));
    }
    if area.valid != Period::ALWAYS {
        let until = if area.valid.is_open() { String::new() } else { area.valid.last_day().danish() };
        words.push(format!("gælder {} - {until}", area.valid.from.danish()).trim_end().to_owned());
    }
    Some(words.join("; "))
}

/// The basis, with the versions that belong to it.
#[must_use]
pub(crate) fn basis(report: &ControlReport<'_>) -> String {
    let [translation, law, program] = &report.versions;
    format!(
        "{}, accepteret {}; oversættelse {translation}, lov {law}, program {program}",
        report.basis.0,
        danish::iso_day(&report.basis.1)
    )
}

/// What was compared on common days.
#[must_use]
pub fn compared(report: &ControlReport<'_>) -> String {
    let names: Vec<String> = report.control.attributes.iter().map(|a| a.text().to_owned()).collect();
    if names.is_empty() { "kun dage".to_owned() } else { format!("dage, {}", danish::list(&names)) }
}

/// Every line about what did not run: what, why, what to do.
#[must_use]
pub fn not_run(report: &ControlReport<'_>) -> Vec<String> {
    let line = |lack: &crate::control_report::NotRun| {
        let asked =
            if lack.asked { " Den var bedt om ved navn, så kommandoen slutter med kode 1." } else { "" };
        let verb = if lack.lacking.len() == 1 { "har ikke kolonnen" } else { "har ikke kolonnerne" };
        format!(
            "{} er ikke sammenlignet: {} {verb}. Bed om den i udtrækket, og sæt den i kildens opsætning.{asked}",
            capital(lack.attribute.text()),
            danish::list(&lack.lacking)
        )
    };
    let mut lines: Vec<String> = report.not_run.iter().map(line).collect();
    lines.extend(rules_not_run(report));
    lines
}

/// A line for each reason, with all the rules that it stops.
fn rules_not_run(report: &ControlReport<'_>) -> Vec<String> {
    let mut reasons: Vec<(Option<Side>, &str, Vec<String>)> = Vec::new();
    for lack in report.rules_not_run {
        let name = domain::rules::rule(lack.rule).name.to_lowercase();
        match reasons.iter_mut().find(|(side, reason, _)| (*side, *reason) == (lack.side, &lack.reason)) {
            Some((_, _, names)) => names.push(name),
            None => reasons.push((lack.side, &lack.reason, vec![name])),
        }
    }
    reasons
        .into_iter()
        .map(|(side, reason, names)| {
            let place = side.map_or(String::new(), |s| format!(" i {}", report.systems[s.index()].title));
            format!("Ikke undersøgt{place}: {}. {reason}", danish::list(&names))
        })
        .collect()
}

/// The first letter large.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A CPR number as people write it: `DDMMÅÅ-LLLL`. The hyphen keeps its leading zero in a spreadsheet.
#[must_use]
pub(crate) fn cpr(report: &ControlReport<'_>, deviation: &Deviation) -> Option<String> {
    let digits = report.cpr?.get(&deviation.citizen)?;
    match digits.split_at_checked(6) {
        Some((birth, serial)) if digits.len() == 10 => Some(format!("{birth}-{serial}")),
        _ => Some(digits.clone()),
    }
}

impl ControlReport<'_> {
    /// A provider's name where it is known, else its shown key.
    #[must_use]
    pub fn provider(&self, key: &str) -> String {
        self.providers.get(key).map_or_else(|| key.to_owned(), Clone::clone)
    }

    /// What to correct, what was found, what was expected, and where.
    #[must_use]
    pub fn message(&self, deviation: &Deviation) -> String {
        let place = |side: Side, place: &RowPlace| self.place(side, place);
        let provider = |key: &str| self.provider(key);
        let titles = [self.systems[0].title.as_str(), self.systems[1].title.as_str()];
        message::message(deviation, &Names { law: self.law, titles, place: &place, provider: &provider })
    }
}

/// The paragraph that a cause points to.
#[must_use]
pub(crate) fn other_paragraf<'a>(report: &ControlReport<'a>, deviation: &Deviation) -> Option<&'a str> {
    deviation.causes.iter().find_map(|cause| match cause {
        Cause::BlandetParagraf(other) => Some(report.law.paragraf(*other).written.as_str()),
        _ => None,
    })
}

/// The whole control in one line.
#[must_use]
pub fn result(report: &ControlReport<'_>) -> String {
    let all = report.deviations.len();
    if all == 0 {
        return "Ingen afvigelser.".to_owned();
    }
    let citizens: BTreeSet<CitizenId> = report.deviations.iter().map(|d| d.citizen).collect();
    let duties: Vec<String> = [Duty::SkalRettes, Duty::SkalBekraeftes, Duty::TilOrientering]
        .into_iter()
        .map(|duty| (report.deviations.iter().filter(|d| d.duty == duty).count(), duty))
        .filter(|(number, _)| *number > 0)
        .map(|(number, duty)| format!("{} {}", danish::whole(number as i64), duty.text()))
        .collect();
    format!(
        "{} om {}: {}.",
        danish::count(all as i64, "afvigelse", "afvigelser"),
        danish::count(citizens.len() as i64, "borger", "forskellige borgere"),
        danish::list(&duties)
    )
}
