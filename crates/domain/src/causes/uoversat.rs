//! The other system has a row on these days that Fælles sprog has no paragraph for.

use crate::calendar::Period;
use crate::deviation::{Cause, Side};
use crate::rules::Case;

pub(super) const HELP: (&str, &str) = (
    "Uoversat i det andet system",
    "Det andet system har en række om borgeren på disse dage, som ikke er oversat til en paragraf. Tilføj ordet i oversættelsen; så kan rækken sammenlignes.",
);

pub(super) fn find(case: &Case<'_, '_>, claiming: Side, period: Period) -> Option<Cause> {
    let unknown = &case.timelines[claiming.other().index()].untranslated;
    unknown.iter().any(|(_, days)| days.overlaps(period)).then_some(Cause::Uoversat)
}
