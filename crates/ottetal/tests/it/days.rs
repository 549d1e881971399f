//! Sets of days, counted from 1 January 1970: the arithmetic of the expectations.

use std::collections::BTreeSet;
use synth::Date;

/// Days as numbers.
pub(crate) type Days = BTreeSet<i32>;

/// `2024-02-29` as a number.
pub(crate) fn day(iso: &str) -> i32 {
    let parts: Vec<i32> = iso.split('-').map(|part| part.parse().unwrap()).collect();
    Date::ymd(parts[0], parts[1] as u32, parts[2] as u32).0
}

/// A number as `2024-02-29`.
pub(crate) fn iso(day: i32) -> String {
    Date(day).to_string()
}

/// A number as `29-02-2024`.
pub(crate) fn danish(day: i32) -> String {
    let (y, m, d) = Date(day).parts();
    format!("{d:02}-{m:02}-{y:04}")
}

/// The maximal runs of consecutive days, first and last.
pub(crate) fn runs(days: &Days) -> Vec<(i32, i32)> {
    let mut out: Vec<(i32, i32)> = Vec::new();
    for day in days {
        match out.last_mut() {
            Some((_, last)) if *last + 1 == *day => *last = *day,
            _ => out.push((*day, *day)),
        }
    }
    out
}
