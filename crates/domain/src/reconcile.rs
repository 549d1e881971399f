//! The kernel: one citizen after another in two systems → deviations and the reach of the control.
//!
//! Invariant: a citizen's deviations depend on that citizen's rows alone. Order of rows and how rows divide a period
//! change nothing.

use crate::calendar::{Day, Period};
use crate::citizen_facts::CitizenFacts;
use crate::comparison::{self, Bounds};
use crate::control::Control;
use crate::coverage::{Coverage, Reached};
use crate::deviation::{Deviation, Side};
use crate::landscape::{Attribute, Source};
use crate::language::Language;
use crate::law::{LawBook, ParagrafId};
use crate::ledger::LedgerReader;
use crate::lexicon::{Lexicon, SideContext};
use crate::norms::NormsBuilder;
use crate::person::CitizenId;
use crate::registers::{CitizenRows, Registers};
use crate::rules::known::Known;
use crate::rules::payments::{self, PaymentMonths};
use crate::rules::plan::Plan;
use crate::rules::{self, Case, CitizenCase, Held, citizen_case};
use crate::timeline::Timeline;

/// A run over a stretch of citizens.
pub struct Kernel<'a, 'r> {
    control: &'a Control,
    registers: Registers<'a>,
    lexicon: Lexicon<'a>,
    comparable: Option<Period>,
    windows: [Option<Period>; 2],
    earliest_extract: Option<Day>,
    plan: Plan,
    known: Known,
    ledger: Option<(LedgerReader<'a>, PaymentMonths)>,
    timelines: [Timeline<'r>; 2],
    outcome: Outcome,
}

/// What a run found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The deviations, sorted within a citizen only.
    pub deviations: Vec<Deviation>,
    /// What was reached.
    pub coverage: Coverage,
    /// The citizens behind the counts of it, sorted within a citizen only.
    pub reached: Vec<Reached>,
}

impl<'a, 'r> Kernel<'a, 'r> {
    /// Prepares a run.
    #[must_use]
    pub fn new(
        control: &'a Control,
        law: &'a LawBook,
        language: &'a Language,
        sides: [SideContext<'a>; 2],
        registers: Registers<'a>,
    ) -> Self {
        let comparable = comparison::comparable(control, [&sides[0], &sides[1]]);
        let earliest_extract = match (sides[0].facts.extracted, sides[1].facts.extracted) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        let lexicon = Lexicon::new(law, language, sides, registers);
        let ledger = registers.ledger.map(LedgerReader::new).map(|reader| {
            let months = PaymentMonths::new(control, &reader, registers.last_posting);
            (reader, months)
        });
        Kernel {
            control,
            registers,
            known: Known::new(control, &lexicon, &registers),
            lexicon,
            comparable,
            windows: [comparison::own_window(control, &sides[0]), comparison::own_window(control, &sides[1])],
            earliest_extract,
            plan: Plan::new(control, law, [sides[0].source, sides[1].source], &registers),
            ledger,
            timelines: [Timeline::default(), Timeline::default()],
            outcome: Outcome::default(),
        }
    }

    /// Reconciles one citizen: the rows of System 1 and of System 2, and of the other sources.
    pub fn citizen(&mut self, citizen: CitizenId, own: CitizenRows<'r>) {
        let rows = own.activities;
        for side in [Side::One, Side::Two] {
            let timeline = &mut self.timelines[side.index()];
            timeline.fill(side, rows[side.index()], own.individual, &mut self.lexicon);
            self.outcome.coverage.count_rows(side, rows[side.index()]);
            self.outcome.coverage.count_untranslated(side, timeline, self.control.window, &self.lexicon);
        }
        let person = CitizenFacts::of(own.persons);
        let outside_age = person.outside_age(self.control.area.as_ref());
        let bounds = Bounds {
            comparable: self.comparable,
            own: self.windows,
            person: &person,
            outside_age: &outside_age,
        };
        let timelines = [&self.timelines[0], &self.timelines[1]];
        let out = &mut self.outcome;
        let mut held = Vec::new();
        for paragraf in paragraffer(self.control, timelines) {
            let claims = timelines.map(|t| t.on(paragraf));
            let compared = comparison::compare(self.control, &bounds, paragraf, claims, &self.lexicon);
            if !compared.outside.is_empty() || compared.days.iter().any(|d| !d.is_empty()) {
                out.coverage.count_compared(paragraf, &compared);
                out.reached.extend(Reached::of(citizen, paragraf, &compared));
            }
            let case = Case {
                control: self.control,
                citizen,
                paragraf,
                timelines,
                claims,
                compared: &compared,
                earliest_extract: self.earliest_extract,
                person: &person,
                registers: &self.registers,
                lexicon: &self.lexicon,
            };
            rules::check(&case, &self.plan, &mut out.deviations);
            held.push(Held { paragraf, claims, compared });
        }
        let case = CitizenCase {
            control: self.control,
            citizen,
            timelines,
            held: &held,
            windows: self.windows,
            comparable: self.comparable,
            person: &person,
            outside_age: &outside_age,
            individual: own.individual,
            registers: &self.registers,
            lexicon: &self.lexicon,
            known: &self.known,
            plan: &self.plan,
        };
        citizen_case::check(&case, &mut out.deviations);
        if let Some((ledger, months)) = &self.ledger {
            let lines = ledger.lines(&self.lexicon, own.postings, &mut out.coverage.ledger);
            payments::check(&case, ledger, months, &lines, own.postings, &mut out.deviations);
        }
    }

    /// Adds one citizen's day prices to what is usual: the pass before the run.
    pub fn collect_norms(&mut self, own: CitizenRows<'r>, usual: &mut NormsBuilder) {
        for side in [Side::One, Side::Two] {
            let timeline = &mut self.timelines[side.index()];
            timeline.fill(side, own.activities[side.index()], own.individual, &mut self.lexicon);
            usual.add_citizen(side, timeline, &self.lexicon);
        }
    }

    /// What was found.
    #[must_use]
    pub fn finish(self) -> Outcome {
        self.outcome
    }
}

/// The paragraphs that either system has the citizen on, of those asked about, in the order of reports.
fn paragraffer(control: &Control, timelines: [&Timeline<'_>; 2]) -> Vec<ParagrafId> {
    let mut list: Vec<ParagrafId> =
        timelines.into_iter().flat_map(|t| &t.main).map(|claim| claim.paragraf).collect();
    list.sort_unstable();
    list.dedup();
    list.retain(|p| control.is_about(*p));
    list
}

/// The attributes that can be compared: asked for, or else all, as far as both sources have the columns. The second
/// list are those that cannot.
#[must_use]
pub fn attributes_to_compare(asked: &[Attribute], sides: [&Source; 2]) -> (Vec<Attribute>, Vec<Attribute>) {
    let wanted = if asked.is_empty() { Attribute::ALL.to_vec() } else { asked.to_vec() };
    wanted.into_iter().partition(|a| sides.iter().all(|s| s.attributes.contains(a)))
}

#[cfg(test)]
mod tests;
