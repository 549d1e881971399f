//! The kernel: one citizen after another in two systems → deviations and the reach of the control.
//!
//! Invariant: a citizen's deviations depend on that citizen's rows alone. Order of rows and how rows divide a period
//! change nothing.

use crate::calendar::{Day, Period};
use crate::comparison;
use crate::control::Control;
use crate::coverage::Coverage;
use crate::deviation::{Deviation, Side};
use crate::landscape::{Attribute, Source};
use crate::language::Language;
use crate::law::{LawBook, ParagrafId};
use crate::lexicon::{Lexicon, SideContext};
use crate::person::CitizenId;
use crate::registers::{CitizenRows, Registers};
use crate::rules::{self, Case};
use crate::timeline::Timeline;

/// A run over a stretch of citizens.
pub struct Kernel<'a, 'r> {
    control: &'a Control,
    registers: Registers<'a>,
    lexicon: Lexicon<'a>,
    comparable: Option<Period>,
    earliest_extract: Option<Day>,
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
        Kernel {
            control,
            registers,
            lexicon: Lexicon::new(law, language, sides, registers),
            comparable,
            earliest_extract,
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
        for paragraf in self.paragraffer() {
            self.paragraf(citizen, paragraf);
        }
    }

    /// What was found.
    #[must_use]
    pub fn finish(self) -> Outcome {
        self.outcome
    }

    /// The paragraphs that either system has the citizen on, of those asked about.
    fn paragraffer(&self) -> Vec<ParagrafId> {
        let mut list: Vec<ParagrafId> =
            self.timelines.iter().flat_map(|t| &t.main).map(|claim| claim.paragraf).collect();
        list.sort_unstable();
        list.dedup();
        let asked = &self.control.paragraffer;
        list.retain(|p| asked.is_empty() || asked.contains(p));
        list
    }

    fn paragraf(&mut self, citizen: CitizenId, paragraf: ParagrafId) {
        let timelines = [&self.timelines[0], &self.timelines[1]];
        let claims = timelines.map(|t| t.on(paragraf));
        let compared = comparison::compare(self.control, self.comparable, paragraf, claims, &self.lexicon);
        let touched = !compared.outside.is_empty() || compared.days.iter().any(|d| !d.is_empty());
        if touched {
            self.outcome.coverage.count_compared(paragraf, &compared);
        }
        let case = Case {
            control: self.control,
            citizen,
            paragraf,
            timelines,
            claims,
            compared: &compared,
            earliest_extract: self.earliest_extract,
            registers: &self.registers,
            lexicon: &self.lexicon,
        };
        rules::check(&case, &mut self.outcome.deviations);
    }
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
