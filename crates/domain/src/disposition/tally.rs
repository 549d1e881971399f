//! A disponering added up per function and paragraph, part by part: what pages show of a million rows.

use super::{Disposed, Money, Months, sum};
use crate::full_year::FullYearCount;
use crate::law::ParagrafId;
use crate::ownership::Grouping;
use crate::periods::Periods;
use std::collections::BTreeMap;

/// What a line is about: a function (empty for none) and a paragraph.
pub type LineKey = (String, Option<ParagrafId>);

/// Citizens' kroner and days on one function and paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineSum {
    /// Main services and supplements, by column of the grouping.
    pub columns: Vec<Money>,
    /// What of it is supplements.
    pub supplements: Money,
    /// What of the supplements is income (egenbetaling).
    pub own_payment: Money,
    /// All of it, month by month.
    pub months: Months,
    /// What runs on the year's last day, in a whole year.
    pub whole_year: Money,
    /// Full-year persons by column of the grouping; `personaar` is the line's own.
    pub full_years: FullYearCount<usize>,
    /// Days at providers that are settled by a budget line.
    pub ramme_days: i64,
    /// Days of rows that are not settled.
    pub not_settled_days: i64,
}

impl LineSum {
    /// Everything.
    #[must_use]
    pub fn money(&self) -> Money {
        sum(&self.months)
    }

    fn merge(&mut self, other: LineSum) {
        self.columns.resize(self.columns.len().max(other.columns.len()), Money::default());
        self.columns.iter_mut().zip(other.columns).for_each(|(sum, part)| *sum += part);
        self.months.iter_mut().zip(other.months).for_each(|(sum, part)| *sum += part);
        self.supplements += other.supplements;
        self.own_payment += other.own_payment;
        self.whole_year += other.whole_year;
        self.full_years.merge(other.full_years);
        self.ramme_days += other.ramme_days;
        self.not_settled_days += other.not_settled_days;
    }
}

/// The lines of all citizens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By function and paragraph.
    pub lines: BTreeMap<LineKey, LineSum>,
    /// Full-year persons by function, over its lines.
    pub funktioner: BTreeMap<String, FullYearCount<Option<ParagrafId>>>,
    /// Full-year persons over all lines: ydelsesår and personår, forløb and citizens.
    pub all: FullYearCount<LineKey>,
}

impl Tally {
    /// Adds one citizen's lines.
    pub fn add_citizen(&mut self, lines: &[Disposed], grouping: &Grouping) {
        let mut days: BTreeMap<LineKey, BTreeMap<usize, Periods>> = BTreeMap::new();
        for line in lines {
            let key = (line.funktion.clone(), Some(line.paragraf));
            let column = grouping.column_of(line.ownership);
            let entry = self.lines.entry(key.clone()).or_default();
            entry.columns.resize(grouping.columns().len(), Money::default());
            for (at, (main, supplement)) in line.main.iter().zip(&line.supplements).enumerate() {
                entry.months[at] += *main;
                entry.months[at] += *supplement;
            }
            let supplements = sum(&line.supplements);
            entry.columns[column] += sum(&line.main);
            entry.columns[column] += supplements;
            entry.supplements += supplements;
            entry.own_payment += line.own_payment;
            entry.whole_year += line.whole_year;
            entry.ramme_days += line.ramme_days;
            entry.not_settled_days += line.not_settled_days;
            let own = days.entry(key).or_default().entry(column).or_insert_with(Periods::none);
            *own = own.union(&line.days);
        }
        let mut funktioner: BTreeMap<&str, Vec<(Option<ParagrafId>, Periods)>> = BTreeMap::new();
        let mut all = Vec::new();
        for (key, columns) in &days {
            let entry = self.lines.entry(key.clone()).or_default();
            entry.full_years.add_citizen(columns.iter().map(|(column, days)| (*column, days)));
            let union = columns.values().fold(Periods::none(), |all, own| all.union(own));
            funktioner.entry(&key.0).or_default().push((key.1, union.clone()));
            all.push((key.clone(), union));
        }
        for (funktion, days) in funktioner {
            let entry = self.funktioner.entry(funktion.to_owned()).or_default();
            entry.add_citizen(days.iter().map(|(paragraf, days)| (*paragraf, days)));
        }
        self.all.add_citizen(all.iter().map(|(key, days)| (key.clone(), days)));
    }

    /// Adds another part of the run, with other citizens.
    pub fn merge(&mut self, other: Tally) {
        for (key, line) in other.lines {
            self.lines.entry(key).or_default().merge(line);
        }
        for (funktion, count) in other.funktioner {
            self.funktioner.entry(funktion).or_default().merge(count);
        }
        self.all.merge(other.all);
    }
}
