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
        own.map(|key| (is_a_number(key), case.lexicon.provider_names(side, key))).collect::<Vec<_>>()
    };
    let decided = |a: &str, b: &str| case.registers.providers.and_then(|register| register.decided(a, b));
    let (one, two) = (only(Side::One), only(Side::Two));
    // Two numbers are two places, however alike they are called.
    let same = |a: &(bool, Vec<&str>), b: &(bool, Vec<&str>)| {
        let named = a.1.iter().any(|a| b.1.iter().any(|b| alike(a, b) && decided(a, b) != Some(false)));
        !(a.0 && b.0) && named
    };
    one.iter().any(|a| two.iter().any(|b| same(a, b))).then_some(Cause::LignendeNavn)
}

/// True where a provider's shown key is its P-number or CVR number.
fn is_a_number(key: &str) -> bool {
    matches!(key.len(), 8 | 10) && key.bytes().all(|b| b.is_ascii_digit())
}
