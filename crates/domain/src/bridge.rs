//! From System 1's figures to System 2's, question by question: what each question explains of the difference.
//!
//! Invariant: at level paragraf nothing is left over. Citizens: System 2 − System 1 = question 1 − question 2. Days:
//! question 1 + 3 − 2 − 4. At the finer levels questions 3 and 4 count days per value, so days may be left over.

use crate::deviation::{Deviation, Side};
use crate::law::ParagrafId;
use crate::overview::Overview;
use crate::periods::Periods;
use std::collections::BTreeMap;
use std::ops::{Add, Sub};

pub use crate::full_year::FullYears;

/// One measure of a paragraph in both systems, and what the questions explain of the difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Measure<T> {
    /// System 1 and System 2.
    pub systems: [T; 2],
    /// What questions 1 to 4 add (1 and 3) or take away (2 and 4), without sign.
    pub questions: [T; 4],
}

impl<T: Copy + Add<Output = T> + Sub<Output = T>> Measure<T> {
    /// System 2 − System 1.
    #[must_use]
    pub fn difference(&self) -> T {
        self.systems[1] - self.systems[0]
    }

    /// What the questions leave of the difference.
    #[must_use]
    pub fn unexplained(&self) -> T {
        let [one, two, three, four] = self.questions;
        self.difference() - one + two - three + four
    }

    fn plus(self, other: Measure<T>) -> Measure<T> {
        Measure {
            systems: [0, 1].map(|i| self.systems[i] + other.systems[i]),
            questions: [0, 1, 2, 3].map(|i| self.questions[i] + other.questions[i]),
        }
    }
}

/// One paragraph's way from System 1 to System 2.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Bridge {
    /// Distinct citizens with a compared day. Questions 3 and 4 explain none: their citizens are in both.
    pub citizens: Measure<i64>,
    /// Compared days.
    pub days: Measure<i64>,
    /// The same days as full-year persons.
    pub full_years: Measure<FullYears>,
}

impl Bridge {
    /// The sum of two: a citizen on both paragraphs counts twice.
    #[must_use]
    pub fn plus(self, other: Bridge) -> Bridge {
        Bridge {
            citizens: self.citizens.plus(other.citizens),
            days: self.days.plus(other.days),
            full_years: self.full_years.plus(other.full_years),
        }
    }

    /// True where the questions explain the whole difference.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.citizens.unexplained() == 0
            && self.days.unexplained() == 0
            && self.full_years.unexplained() == FullYears::default()
    }
}

/// The bridge of every paragraph of the overview, in its order.
#[must_use]
pub fn bridges(overview: &Overview, deviations: &[Deviation]) -> Vec<(ParagrafId, Bridge)> {
    let mut explained: BTreeMap<(ParagrafId, u8), FullYears> = BTreeMap::new();
    for deviation in deviations.iter().filter(|d| d.attribute.is_none()) {
        let Some(question) = deviation.question else { continue };
        let by_year = crate::coverage::by_year(&Periods::union_of([deviation.period]));
        let years = by_year.into_iter().map(|(year, days)| FullYears::of(year, days)).sum();
        let sum = explained.entry((deviation.paragraf, question)).or_default();
        *sum = *sum + years;
    }
    let bridge = |line: &crate::overview::ParagrafOverview| {
        let coverage = &line.coverage;
        let years = |side: Side| {
            coverage.days_by_year.iter().map(|(year, days)| FullYears::of(*year, days[side.index()])).sum()
        };
        let citizens = |question| line.question(question).citizens.len() as i64;
        Bridge {
            citizens: Measure {
                systems: coverage.citizens.map(|c| c as i64),
                questions: [citizens(1), citizens(2), 0, 0],
            },
            days: Measure {
                systems: coverage.days,
                questions: [1, 2, 3, 4].map(|question| line.explained_days(question)),
            },
            full_years: Measure {
                systems: [years(Side::One), years(Side::Two)],
                questions: [1, 2, 3, 4]
                    .map(|q| explained.get(&(line.paragraf, q)).copied().unwrap_or_default()),
            },
        }
    };
    overview.paragraffer.iter().map(|line| (line.paragraf, bridge(line))).collect()
}
