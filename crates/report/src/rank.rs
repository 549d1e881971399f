//! The order in which people take deviations to a meeting: the largest amount first, whatever its sign; those whose
//! amount is unknown after the priced ones, by days.

use domain::deviation::{Deviation, DeviationOrder};
use std::cmp::Reverse;

/// The value that a work list is sorted by.
#[must_use]
pub(crate) fn weight(deviation: &Deviation) -> (bool, Reverse<u64>, Reverse<i64>, DeviationOrder<'_>) {
    (
        deviation.oere.is_none(),
        Reverse(deviation.oere.map_or(0, |oere| oere.0.unsigned_abs())),
        Reverse(deviation.period.days()),
        deviation.order(),
    )
}

/// Deviations, the heaviest first.
#[must_use]
pub fn by_weight<'d>(deviations: impl Iterator<Item = &'d Deviation>) -> Vec<&'d Deviation> {
    let mut out: Vec<&Deviation> = deviations.collect();
    out.sort_by(|a, b| weight(a).cmp(&weight(b)));
    out
}
