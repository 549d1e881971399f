//! Sets of days, kept as sorted periods that neither overlap nor touch.

use crate::calendar::{Day, Period};

/// A set of days. Invariant: sorted, disjoint, never touching, so equal sets are equal values.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Periods(Vec<Period>);

impl Periods {
    /// The empty set.
    #[must_use]
    pub fn none() -> Periods {
        Periods(Vec::new())
    }

    /// The union of any periods, in any order.
    #[must_use]
    pub fn union_of(periods: impl IntoIterator<Item = Period>) -> Periods {
        let mut list: Vec<Period> = periods.into_iter().filter(|p| p.from < p.until).collect();
        list.sort_unstable();
        let mut merged: Vec<Period> = Vec::with_capacity(list.len());
        for period in list {
            match merged.last_mut() {
                Some(last) if period.from <= last.until => last.until = last.until.max(period.until),
                _ => merged.push(period),
            }
        }
        Periods(merged)
    }

    /// The maximal periods, in order.
    pub fn iter(&self) -> impl Iterator<Item = Period> + '_ {
        self.0.iter().copied()
    }

    /// True where the set holds no day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of days in the set.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.0.iter().map(|p| p.days()).sum()
    }

    /// True if the day is in the set.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        let next = self.0.partition_point(|p| p.from <= day);
        next > 0 && self.0[next - 1].contains(day)
    }

    /// True if the set and the period share a day.
    #[must_use]
    pub fn overlaps(&self, period: Period) -> bool {
        let next = self.0.partition_point(|p| p.until <= period.from);
        self.0.get(next).is_some_and(|p| p.overlaps(period))
    }

    /// Days in either set.
    #[must_use]
    pub fn union(&self, other: &Periods) -> Periods {
        Periods::union_of(self.iter().chain(other.iter()))
    }

    /// Days in both sets.
    #[must_use]
    pub fn intersect(&self, other: &Periods) -> Periods {
        let mut out = Vec::new();
        let (mut i, mut j) = (0, 0);
        while i < self.0.len() && j < other.0.len() {
            let (a, b) = (self.0[i], other.0[j]);
            if let Some(both) = a.intersect(b) {
                out.push(both);
            }
            if a.until <= b.until {
                i += 1;
            } else {
                j += 1;
            }
        }
        Periods(out)
    }

    /// Days in this set that are not in the other.
    #[must_use]
    pub fn minus(&self, other: &Periods) -> Periods {
        let mut out = Vec::new();
        let mut j = 0;
        for period in self.iter() {
            let mut from = period.from;
            while j < other.0.len() && other.0[j].until <= from {
                j += 1;
            }
            let mut k = j;
            while k < other.0.len() && other.0[k].from < period.until {
                if other.0[k].from > from {
                    out.push(Period { from, until: other.0[k].from });
                }
                from = from.max(other.0[k].until);
                k += 1;
            }
            if from < period.until {
                out.push(Period { from, until: period.until });
            }
        }
        Periods(out)
    }

    /// The part of the set inside one period.
    #[must_use]
    pub fn within(&self, period: Period) -> Periods {
        Periods(self.iter().filter_map(|p| p.intersect(period)).collect())
    }
}

impl From<Period> for Periods {
    fn from(period: Period) -> Periods {
        Periods::union_of([period])
    }
}

/// A period cut into the stretches on which a value is one: `cuts` are all days on which it may change, in any order.
pub fn stretches<T: PartialEq>(
    period: Period,
    cuts: impl Iterator<Item = Day>,
    value: impl Fn(Day) -> T,
) -> Vec<(Period, T)> {
    let mut days: Vec<Day> = cuts.filter(|d| period.from < *d && *d < period.until).collect();
    days.extend([period.from, period.until]);
    days.sort_unstable();
    days.dedup();
    let mut out: Vec<(Period, T)> = Vec::new();
    for pair in days.windows(2) {
        let made = value(pair[0]);
        match out.last_mut() {
            Some((last, same)) if *same == made => last.until = pair[1],
            _ => out.push((Period { from: pair[0], until: pair[1] }, made)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn days(set: &Periods) -> BTreeSet<i32> {
        set.iter().flat_map(|p| p.from.0..p.until.0).collect()
    }

    fn arbitrary() -> impl Strategy<Value = Vec<(i32, i32)>> {
        proptest::collection::vec((0..60i32, 1..12i32), 0..8)
    }

    fn set(parts: &[(i32, i32)]) -> Periods {
        Periods::union_of(parts.iter().map(|(f, n)| Period { from: Day(*f), until: Day(f + n) }))
    }

    proptest! {
        #[test]
        fn set_operations_agree_with_sets_of_days(a in arbitrary(), b in arbitrary(), at in 0..70i32) {
            let (a, b) = (set(&a), set(&b));
            let (da, db) = (days(&a), days(&b));
            prop_assert_eq!(days(&a.union(&b)), &da | &db);
            prop_assert_eq!(days(&a.intersect(&b)), &da & &db);
            prop_assert_eq!(days(&a.minus(&b)), &da - &db);
            prop_assert_eq!(a.days(), da.len() as i64);
            prop_assert_eq!(a.contains(Day(at)), da.contains(&at));
            let span = Period { from: Day(at), until: Day(at + 5) };
            prop_assert_eq!(a.overlaps(span), (at..at + 5).any(|d| da.contains(&d)));
            prop_assert_eq!(days(&a.within(span)), da.range(at..at + 5).copied().collect::<BTreeSet<_>>());
            // Maximal: the same days always make the same value.
            let days_of_a = days(&a);
            let again = Periods::union_of(days_of_a.iter().map(|d| Period { from: Day(*d), until: Day(d + 1) }));
            prop_assert_eq!(a, again);
        }
    }
}
