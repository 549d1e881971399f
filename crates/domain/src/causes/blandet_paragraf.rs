//! Mixed paragraphs: § 85 here, ABL § 105/SEL § 85 there, on the same days.

use crate::calendar::Period;
use crate::deviation::{Cause, Side};
use crate::rules::Case;

pub(super) const HELP: (&str, &str) = (
    "Blandet paragraf",
    "Det andet system har de samme dage på en paragraf, som ofte forveksles med denne. Afgør, hvor borgeren bor: i et botilbudslignende tilbud er det ABL § 105/SEL § 85, i eget hjem SEL § 85. Ret paragraffen i det system, der tager fejl.",
);

/// The first mixed paragraph, in the order of the law book, that the other system claims on some of these days while
/// the claiming system does not.
pub(super) fn find(case: &Case<'_, '_>, claiming: Side, period: Period) -> Option<Cause> {
    case.lexicon.law().mixed_with(case.paragraf).into_iter().find_map(|other| {
        let theirs = case.timelines[claiming.other().index()].days_on(other);
        let ours = case.timelines[claiming.index()].days_on(other);
        theirs.minus(&ours).overlaps(period).then_some(Cause::BlandetParagraf(other))
    })
}
