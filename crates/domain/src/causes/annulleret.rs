//! The other system has the row, but it never took effect there.

use crate::calendar::Period;
use crate::deviation::{Cause, Side};
use crate::rules::Case;

pub(super) const HELP: (&str, &str) = (
    "Annulleret i det andet system",
    "Det andet system har rækken med en status, der siger, at den aldrig er trådt i kraft. Er det rigtigt, skal rækken afsluttes eller krediteres her; ellers skal status rettes der.",
);

pub(super) fn find(case: &Case<'_, '_>, claiming: Side, period: Period) -> Option<Cause> {
    let never = case.timelines[claiming.other().index()].never_on(case.paragraf);
    never.iter().any(|c| c.period.overlaps(period)).then_some(Cause::Annulleret)
}
