//! The two systems' provider names are nearly the same: another spelling, not another provider.

use crate::deviation::{Cause, Side};
use crate::rules::Case;
use crate::spelling::alike;

pub(super) const HELP: (&str, &str) = (
    "Lignende navn",
    "De to leverandørnavne ligner hinanden. Er det den samme leverandør, så sig det én gang, eller skriv stavemåden i leverandørregisteret; så er alle sådanne afvigelser væk. Er det to, så sig, at de er forskellige.",
);

/// Where some name that only one system has is like one that only the other has, and nobody has said that they are two.
/// `values` are the providers' shown keys.
pub(crate) fn find(case: &Case<'_, '_>, values: &[Vec<String>; 2]) -> Option<Cause> {
    let only = |side: Side| {
        let other = &values[side.other().index()];
        let own = values[side.index()].iter().filter(|key| !other.contains(key));
        own.map(|key| case.lexicon.provider_name(side, key)).collect::<Vec<String>>()
    };
    let decided = |a: &str, b: &str| case.registers.providers.and_then(|register| register.decided(a, b));
    let (one, two) = (only(Side::One), only(Side::Two));
    one.iter()
        .any(|a| two.iter().any(|b| alike(a, b) && decided(a, b) != Some(false)))
        .then_some(Cause::LignendeNavn)
}
