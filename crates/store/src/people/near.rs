//! Numbers that are nearly alike: found by looking up each number's neighbours, never by comparing all with all.

use domain::person::CitizenId;
use std::collections::HashMap;

/// How two numbers are alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Near {
    /// One digit differs.
    OneDigit,
    /// Two digits side by side have changed places.
    Swapped,
    /// One number has replaced the other.
    Replaced,
}

type Digits = [u8; 10];

/// All pairs, sorted. `root` gives the id that a person is known by now.
pub(super) fn pairs(
    a: &[(CitizenId, Digits)],
    b: &[(CitizenId, Digits)],
    root: impl Fn(CitizenId) -> CitizenId,
) -> Vec<(CitizenId, CitizenId, Near)> {
    let mut by_number: HashMap<u64, CitizenId> = HashMap::with_capacity(b.len());
    let mut by_root: HashMap<CitizenId, Vec<CitizenId>> = HashMap::with_capacity(b.len());
    for (id, digits) in b {
        by_number.insert(number(digits), *id);
        by_root.entry(root(*id)).or_default().push(*id);
    }
    let mut found = Vec::new();
    for (id, digits) in a {
        neighbours(digits, |neighbour, near| {
            if let Some(other) = by_number.get(&neighbour) {
                found.push((*id, *other, near));
            }
        });
        let same = by_root.get(&root(*id)).into_iter().flatten();
        found.extend(same.filter(|other| *other != id).map(|other| (*id, *other, Near::Replaced)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Each number one step away, with the step. 90 with another digit, at most 9 with two swapped.
fn neighbours(digits: &Digits, mut each: impl FnMut(u64, Near)) {
    let whole = number(digits);
    let mut place = 1_000_000_000u64;
    for at in 0..10 {
        let digit = u64::from(digits[at] - b'0');
        let without = whole - digit * place;
        for other in (0..10).filter(|other| *other != digit) {
            each(without + other * place, Near::OneDigit);
        }
        if at < 9 && digits[at] != digits[at + 1] {
            let next = u64::from(digits[at + 1] - b'0');
            let tenth = place / 10;
            each(without - next * tenth + next * place + digit * tenth, Near::Swapped);
        }
        place /= 10;
    }
}

fn number(digits: &Digits) -> u64 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'))
}

#[cfg(test)]
mod tests;
