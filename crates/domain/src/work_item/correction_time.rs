//! Time to correction: days from the day an item was first seen to the day on which the data no longer had it.

use super::{ClosedBy, Item, Status};
use crate::deviation::RuleCode;
use std::collections::BTreeMap;

/// The items of one rule and its sources that were put right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CorrectionTime {
    /// The rule.
    pub rule: RuleCode,
    /// The sources.
    pub sources: Vec<String>,
    /// How many were put right.
    pub corrected: usize,
    /// Half of them took so many days or fewer.
    pub median_days: i64,
    /// Nine of ten took so many days or fewer.
    pub ninety_days: i64,
    /// How many still stand.
    pub standing: usize,
}

/// By rule and sources. An item that a change of language or rules closed was not put right, nor was one whose days
/// another rule has now.
#[must_use]
pub fn correction_times(items: &[Item]) -> Vec<CorrectionTime> {
    let mut groups: BTreeMap<(RuleCode, &[String]), (Vec<i64>, usize)> = BTreeMap::new();
    for item in items {
        let (days, standing) = groups.entry((item.key.rule, &item.key.sources)).or_default();
        match (item.standing.status, item.standing.ended) {
            (Status::Closed(ClosedBy::Data), Some(gone)) if !item.standing.goes_on => {
                days.push(item.age_days(gone))
            }
            (status, _) if status.is_work() => *standing += 1,
            _ => {}
        }
    }
    let mut out = Vec::new();
    for ((rule, sources), (mut days, standing)) in groups {
        days.sort_unstable();
        out.push(CorrectionTime {
            rule,
            sources: sources.to_vec(),
            corrected: days.len(),
            median_days: within(&days, 50),
            ninety_days: within(&days, 90),
            standing,
        });
    }
    out
}

/// The smallest that so many percent are no larger than; 0 of none.
fn within(sorted: &[i64], percent: usize) -> i64 {
    let place = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(place - 1).copied().unwrap_or(0)
}
