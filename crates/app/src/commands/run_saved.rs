//! `kontrol koer`: a saved control on a basis, and the list of deviations carried over it.
//!
//! The run is kept first, then the list in one transaction of its own: killed between them, running again ends alike.

use crate::commands::accept_basis::{DECISIONS, ShownBasis, find_basis};
use crate::commands::run_control::{RanControl, run_control};
use crate::commands::save_control::find_saved;
use crate::session::{PROGRAM, Session};
use anyhow::bail;
use domain::calendar::Day;
use domain::deviation::RuleCode;
use domain::landscape::ExtractFacts;
use domain::work_item::{
    ClosedBy, Fingerprint, Found, Item, ItemKey, Reach, Sighting, Step, Trace, carry_over,
};
use engine::Progress;
use report::control_report::ControlReport;
use std::collections::BTreeMap;
use store::imports::{Import, Kind};
use store::work_items::{CarriedRun, Carry, NewCarriedRun};

/// The number by which deviations name the finance system.
const LEDGER: u16 = 1;

/// What a run did to the list.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Carried {
    /// New items, those split off included.
    pub new: usize,
    /// New items that were a part of another.
    pub split: usize,
    /// Items seen again.
    pub seen: usize,
    /// Of these, those that were closed.
    pub came_back: usize,
    /// Of these, those whose acceptance has run out.
    pub accept_ended: usize,
    /// Items that are gone, by what was another.
    pub closed: BTreeMap<ClosedBy, usize>,
    /// Items that go on as a part of another.
    pub merged: usize,
    /// Items that live and that the run could not have seen.
    pub untouched: usize,
}

/// What became of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried over the run.
    Carried(Carried),
    /// The newest run of the control is this one: nothing has changed.
    Already,
    /// A newer basis has touched it: an older one is shown and changes nothing.
    Older {
        /// The day of this basis.
        day: Day,
        /// The newest day.
        newest: Day,
    },
}

/// A saved control that has run.
pub struct RanSaved {
    /// The control.
    pub ran: RanControl,
    /// What became of the list.
    pub outcome: Outcome,
}

/// Runs a saved control and carries the list over.
///
/// # Errors
/// As a control; and where the list cannot be written: then it is as before.
pub async fn run_saved(
    session: &Session,
    name: &str,
    basis: Option<&str>,
    progress: &Progress,
) -> anyhow::Result<RanSaved> {
    let name = name.trim();
    let question = find_saved(session, name).await?;
    let shown = find_basis(session, basis).await?;
    let systems = [system(&shown, &question.system_1)?, system(&shown, &question.system_2)?];
    let day = day_of(&shown, systems);
    let request = question.on(day, shown.basis.id.as_str());
    let ran = run_control(session, &request, progress).await?;
    let outcome = carry(session, name, &shown, systems, day, &ran).await?;
    Ok(RanSaved { ran, outcome })
}

fn system<'s>(shown: &'s ShownBasis, name: &str) -> anyhow::Result<&'s Import> {
    let found = shown.imports.iter().find(|i| i.source == name && i.kind == Kind::Activities);
    let Some(import) = found else {
        bail!(
            "Grundlaget {} har ingen indlæsning af «{name}». Indlæs med «ottetal import --kilde {name} FIL», og \
             godkend med «ottetal grundlag accepter».",
            shown.basis.id
        );
    };
    Ok(import)
}

/// The day that a control of two systems has on a basis: what «de seneste måneder» is counted from.
///
/// # Errors
/// Where a system is not in the basis.
pub fn day_on(shown: &ShownBasis, system_1: &str, system_2: &str) -> anyhow::Result<Day> {
    Ok(day_of(shown, [system(shown, system_1)?, system(shown, system_2)?]))
}

/// The day that the list is moved to: the earlier extract's, else the one on which the basis was accepted.
fn day_of(shown: &ShownBasis, systems: [&Import; 2]) -> Day {
    let extracted = systems.iter().filter_map(|import| import.facts.extracted).min();
    let accepted = shown.basis.accepted_at.get(..10).and_then(Day::parse);
    extracted.or(accepted).unwrap_or(Day::FIRST)
}

async fn carry(
    session: &Session,
    name: &str,
    shown: &ShownBasis,
    systems: [&Import; 2],
    day: Day,
    ran: &RanControl,
) -> anyhow::Result<Outcome> {
    let kept = session.store.work_items();
    let runs = kept.runs(&session.ctx).await?;
    let report = ran.report();
    if let Some(outcome) = nothing_to_do(&runs, name, &report, ran, day) {
        return Ok(outcome);
    }
    let items = kept.all(&session.ctx).await?;
    let traces: BTreeMap<i64, Trace> = runs.into_iter().map(|run| (run.seq, run.trace)).collect();
    let control = report.control;
    let now = Trace {
        day,
        print: fingerprint(shown, systems, &report),
        current_only: systems.iter().any(|import| import.facts.current_only),
        area: control.area.as_ref().map_or_else(String::new, |area| area.name.clone()),
    };
    let paragraffer = control.paragraffer.iter().map(|p| report.law.paragraf(*p).written.clone()).collect();
    let facts: [(&str, ExtractFacts); 2] = systems.map(|import| (import.source.as_str(), import.facts));
    let ledger = report.other(LEDGER).and_then(|ledger| ledger.facts.covers);
    let mut reach = Reach::of(control, facts, paragraffer, rules_that_ran(&report), ledger);
    reach.lacking = report
        .rules_not_run
        .iter()
        .filter_map(|lack| Some((lack.rule, report.systems[lack.side?.index()].name.clone())))
        .collect();
    let found = found(&report);
    let steps = carry_over(&items, &traces, &found, &reach, &now);
    let run = NewCarriedRun {
        control: name,
        run: ran.run(),
        basis: &shown.basis.id,
        systems: facts.map(|(name, _)| name),
        trace: &now,
    };
    kept.carry(&session.ctx, &run, &Carry { items: &items, found: &found, steps: &steps }).await?;
    Ok(Outcome::Carried(counted(&items, &steps)))
}

/// The same run again changes nothing, nor does a basis older than one that has touched the same two systems.
fn nothing_to_do(
    runs: &[CarriedRun],
    name: &str,
    report: &ControlReport<'_>,
    ran: &RanControl,
    day: Day,
) -> Option<Outcome> {
    let own = runs.iter().rev().find(|run| run.control == name);
    if own.is_some_and(|run| run.run == *ran.run()) {
        return Some(Outcome::Already);
    }
    let names = || report.systems.iter().map(|system| &system.name);
    let touched = runs.iter().filter(|run| names().any(|name| run.systems.contains(name)));
    let newest = touched.map(|run| run.trace.day).max()?;
    (day < newest).then_some(Outcome::Older { day, newest })
}

/// The rules that the control put: those asked for that had what they need.
fn rules_that_ran(report: &ControlReport<'_>) -> Vec<RuleCode> {
    let nowhere = |rule: RuleCode| report.rules_not_run.iter().any(|n| n.rule == rule && n.side.is_none());
    RuleCode::ALL.into_iter().filter(|rule| report.control.asks(*rule) && !nowhere(*rule)).collect()
}

fn found(report: &ControlReport<'_>) -> Vec<Found> {
    let systems = [report.systems[0].name.as_str(), report.systems[1].name.as_str()];
    let one = |(at, deviation): (usize, &domain::deviation::Deviation)| Found {
        key: ItemKey::of(
            deviation,
            &report.law.paragraf(deviation.paragraf).written,
            systems,
            report.control.level,
        ),
        seen: Sighting::of(deviation, u32::try_from(at).unwrap_or(u32::MAX)),
    };
    report.deviations.iter().enumerate().map(one).collect()
}

/// What the figures were made from. A file read with another description is the same data under other rules.
fn fingerprint(shown: &ShownBasis, systems: [&Import; 2], report: &ControlReport<'_>) -> Fingerprint {
    let mut print = Fingerprint::default();
    let mut language = Vec::new();
    let mut rules = vec![format!("program {PROGRAM}"), format!("lov {}", shown.basis.law_version)];
    for import in systems {
        print.systems.insert(import.source.clone(), data(import));
        rules.push(format!("{} {}", import.source, import.mapping_version));
    }
    for import in &shown.imports {
        match import.kind.key() {
            "aktiviteter" => {}
            // Budgets, expectations and enrichments are in no control.
            "budget" | "forventninger" | "berigelse" => {}
            "faelles_sprog" | "oversaettelse" | "leverandoerer" => {
                print.language += &format!("{}; ", import.id);
            }
            _ => {
                print.others += &format!("{} {}; ", import.source, data(import));
                rules.push(format!("{} {}", import.source, import.mapping_version));
            }
        }
    }
    for document in &shown.basis.documents {
        let print = format!("{} {}", document.0, document.1.get(..16).unwrap_or_default());
        if document.0 == DECISIONS {
            language.push(print);
        } else {
            rules.push(print);
        }
    }
    print.language += &language.join("; ");
    let control = report.control;
    rules.push(format!("overførsel {}, {:?}", control.transfer_days, control.limits));
    print.rules = rules.join("; ");
    print
}

/// The files and what is stated about them.
fn data(import: &Import) -> String {
    let files: Vec<&str> = import.files.iter().map(|f| f.sha256.get(..16).unwrap_or(&f.sha256)).collect();
    let facts = import.facts;
    let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), Day::iso);
    format!(
        "{} {} {} {} {}",
        files.join("+"),
        day(facts.extracted),
        day(facts.covers.map(|c| c.from)),
        day(facts.covers.map(|c| c.until)),
        facts.current_only
    )
}

fn counted(items: &[Item], steps: &[Step]) -> Carried {
    let mut out = Carried::default();
    let mut touched = 0;
    for step in steps {
        match step {
            Step::New { split_from, .. } => {
                out.new += 1;
                out.split += usize::from(split_from.is_some());
            }
            Step::Seen { came_back, accept_ended, .. } => {
                out.seen += 1;
                out.came_back += usize::from(*came_back);
                out.accept_ended += usize::from(*accept_ended);
                touched += usize::from(!came_back);
            }
            Step::Closed { by, .. } => {
                *out.closed.entry(*by).or_default() += 1;
                touched += 1;
            }
            Step::Merged { .. } => {
                out.merged += 1;
                touched += 1;
            }
        }
    }
    out.untouched = items.iter().filter(|item| item.standing.status.is_alive()).count() - touched;
    out
}
