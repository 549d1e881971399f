//! Full-year persons (helårspersoner, årsværk): days in the union of a citizen's periods over the days of the year.
//!
//! Exact until shown. Per key (paragraph, ownership) it is the union over that key; totals show both *ydelsesår*, the sum
//! over keys, and *personår*, the union. A day under two keys counts in both, so ydelsesår may be the larger.

use crate::amount::divide_rounded;
use crate::coverage::{by_year, days_in_year};
use crate::periods::Periods;
use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// Full-year persons, exact: a day counts 366 in a year of 365 days and 365 in one of 366.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct FullYears(i64);

impl FullYears {
    /// 365 × 366.
    const ONE: i64 = 133_590;

    /// Days of one year.
    #[must_use]
    pub fn of(year: i32, days: i64) -> FullYears {
        FullYears(days * (FullYears::ONE / days_in_year(year)))
    }

    /// All the days of a set, each in its own year.
    #[must_use]
    pub fn of_days(days: &Periods) -> FullYears {
        by_year(days).into_iter().map(|(year, days)| FullYears::of(year, days)).sum()
    }

    /// The exact count as a fraction with this denominator.
    #[must_use]
    pub fn exact(self) -> (i64, i64) {
        (self.0, FullYears::ONE)
    }

    /// With two decimals, as pages show it: 25 is 0,25.
    #[must_use]
    pub fn hundredths(self) -> i64 {
        divide_rounded(i128::from(self.0) * 100, i128::from(FullYears::ONE))
    }

    /// In 1/10.000, rounded once.
    #[must_use]
    pub fn scaled(self) -> i64 {
        divide_rounded(i128::from(self.0) * 10_000, i128::from(FullYears::ONE))
    }
}

impl Add for FullYears {
    type Output = FullYears;
    fn add(self, other: FullYears) -> FullYears {
        FullYears(self.0 + other.0)
    }
}

impl Sub for FullYears {
    type Output = FullYears;
    fn sub(self, other: FullYears) -> FullYears {
        FullYears(self.0 - other.0)
    }
}

impl Sum for FullYears {
    fn sum<I: Iterator<Item = FullYears>>(parts: I) -> FullYears {
        parts.fold(FullYears(0), Add::add)
    }
}

/// Full-year persons per key, with both totals. Parts of a run may be added in any order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FullYearCount<K: Ord> {
    /// Per key: each citizen's union on the key.
    pub by: BTreeMap<K, KeyCount>,
    /// The union of each citizen's days over all keys.
    pub personaar: FullYears,
    /// Distinct citizens.
    pub citizens: u64,
}

/// One key of a [`FullYearCount`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct KeyCount {
    /// Full-year persons.
    pub full_years: FullYears,
    /// Distinct citizens.
    pub citizens: u64,
}

impl<K: Ord> Default for FullYearCount<K> {
    fn default() -> Self {
        FullYearCount { by: BTreeMap::new(), personaar: FullYears::default(), citizens: 0 }
    }
}

impl<K: Ord> FullYearCount<K> {
    /// Adds a citizen's days per key, cut at the window already. A citizen without a day is none.
    pub fn add_citizen<'d>(&mut self, days: impl IntoIterator<Item = (K, &'d Periods)>) {
        let mut all = Periods::none();
        for (key, own) in days.into_iter().filter(|(_, own)| !own.is_empty()) {
            let entry = self.by.entry(key).or_default();
            entry.full_years = entry.full_years + FullYears::of_days(own);
            entry.citizens += 1;
            all = all.union(own);
        }
        self.personaar = self.personaar + FullYears::of_days(&all);
        self.citizens += u64::from(!all.is_empty());
    }

    /// Adds another part of the run, with other citizens.
    pub fn merge(&mut self, other: FullYearCount<K>) {
        for (key, count) in other.by {
            let entry = self.by.entry(key).or_default();
            entry.full_years = entry.full_years + count.full_years;
            entry.citizens += count.citizens;
        }
        self.personaar = self.personaar + other.personaar;
        self.citizens += other.citizens;
    }

    /// The sum over keys.
    #[must_use]
    pub fn ydelsesaar(&self) -> FullYears {
        self.by.values().map(|count| count.full_years).sum()
    }

    /// Citizens summed over keys: a citizen on two keys is two of them.
    #[must_use]
    pub fn forloeb(&self) -> u64 {
        self.by.values().map(|count| count.citizens).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Day, Period};

    fn days(from: &str, last: &str) -> Periods {
        Periods::from(Period::from_included(Day::parse(from).unwrap(), Day::parse(last).unwrap()).unwrap())
    }

    /// Published as 0,24 with the last day left out; 90 of 365 days are 0,25.
    #[test]
    fn a_quarter_has_ninety_days() {
        assert_eq!(FullYears::of_days(&days("2021-01-01", "2021-03-31")).hundredths(), 25);
        assert_eq!(FullYears::of_days(&days("2021-05-01", "2021-12-31")).hundredths(), 67);
        assert_eq!(FullYears::of_days(&days("2021-04-06", "2021-12-31")).hundredths(), 74);
        assert_eq!(FullYears::of_days(&days("2021-01-01", "2021-12-31")).scaled(), 10_000);
        assert_eq!(FullYears::of_days(&days("2024-01-01", "2024-12-31")).scaled(), 10_000);
    }

    #[test]
    fn ydelsesaar_is_the_sum_and_personaar_the_union() {
        let (a, b) = (days("2021-01-01", "2021-06-30"), days("2021-06-01", "2021-12-31"));
        let none = Periods::none();
        let mut count = FullYearCount::default();
        count.add_citizen([("107", &a), ("108", &b), ("85", &none)]);
        let mut other = FullYearCount::default();
        other.add_citizen([("108", &a)]);
        other.add_citizen([("108", &none)]);
        count.merge(other);
        assert_eq!((count.citizens, count.forloeb()), (2, 3));
        assert_eq!(count.ydelsesaar(), FullYears::of(2021, 181 + 214 + 181));
        assert_eq!(count.personaar, FullYears::of(2021, 365 + 181));
        assert_eq!(count.by["108"].citizens, 2);
    }

    #[test]
    fn days_of_two_years_count_in_their_own() {
        let both = FullYears::of_days(&days("2023-12-31", "2024-01-01"));
        assert_eq!(both, FullYears::of(2023, 1) + FullYears::of(2024, 1));
        assert_eq!(both.exact(), (366 + 365, 365 * 366));
    }
}
