//! The other system has the citizen on the paragraph, but only outside the window or the comparison.

use crate::deviation::{Cause, Side};
use crate::rules::Case;

pub(super) const HELP: (&str, &str) = (
    "Kun uden for vinduet",
    "Det andet system har borgeren på paragraffen, men ikke på dage, der sammenlignes her. Prøv kontrollen med et længere vindue, før noget rettes.",
);

pub(super) fn find(case: &Case<'_, '_>, claiming: Side) -> Option<Cause> {
    let other = claiming.other();
    (case.days(other).is_empty() && !case.claims[other.index()].is_empty()).then_some(Cause::KunUdenfor)
}
