//! The same citizen under another number: one system has the days on one number, the other on a near one.
//!
//! The pairs come from the identity store, which alone sees the numbers.

use crate::deviation::{Cause, Deviation};
use crate::person::CitizenId;
use std::collections::BTreeMap;

pub(super) const HELP: (&str, &str) = (
    "Samme borger under et andet nummer",
    "Det andet system har de samme dage på et personnummer, der kun afviger med ét ciffer, to ombyttede cifre eller er erstattet. Kontrollér nummeret i CPR, og ret det i det system, der har det forkerte.",
);

/// The citizens that only System 2 and only System 1 has on some paragraph: those whose numbers are worth comparing.
#[must_use]
pub fn candidates(deviations: &[Deviation]) -> [Vec<CitizenId>; 2] {
    [1, 2].map(|question| {
        let mut list: Vec<CitizenId> =
            deviations.iter().filter(|d| d.question == Some(question)).map(|d| d.citizen).collect();
        list.sort_unstable();
        list.dedup();
        list
    })
}

/// Lays the cause on questions 1 and 2 of citizens whose numbers are near and whose days on a paragraph overlap.
/// `pairs` are (citizen only in System 2, citizen only in System 1).
pub fn lay_on(deviations: &mut [Deviation], pairs: &[(CitizenId, CitizenId)]) {
    let mut found: BTreeMap<usize, CitizenId> = BTreeMap::new();
    let of = |question: u8, citizen: CitizenId| -> Vec<usize> {
        let asked = |d: &Deviation| d.question == Some(question) && d.citizen == citizen;
        deviations.iter().enumerate().filter(|(_, d)| asked(d)).map(|(at, _)| at).collect()
    };
    for (in_two, in_one) in pairs {
        let (ones, twos) = (of(2, *in_one), of(1, *in_two));
        for two in &twos {
            for one in &ones {
                let (a, b) = (&deviations[*two], &deviations[*one]);
                if a.paragraf == b.paragraf && a.period.overlaps(b.period) {
                    found.entry(*two).or_insert(*in_one);
                    found.entry(*one).or_insert(*in_two);
                }
            }
        }
    }
    for (at, other) in found {
        deviations[at].causes.insert(0, Cause::AndetNummer(other));
    }
}
