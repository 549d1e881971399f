//! The days begin or end where one of the systems was taken into use, or lie before the other one was.

use crate::calendar::Period;
use crate::deviation::{Cause, Side};
use crate::rules::Case;

pub(super) const HELP: (&str, &str) = (
    "Systemskifte",
    "Dagene begynder eller slutter på den dag, et af systemerne blev taget i brug, eller ligger før den. Rækken er rimeligvis afkortet eller ikke flyttet med. Ret den kun, hvis historikken skal bruges; ellers kontrollér fra ibrugtagningen.",
);

pub(super) fn find(case: &Case<'_, '_>, claiming: Side, period: Period) -> Option<Cause> {
    let since = |side: Side| case.lexicon.side(side).source.since;
    let at_the_edge = [Side::One, Side::Two]
        .into_iter()
        .filter_map(since)
        .any(|day| period.from == day || period.until == day || period.last_day() == day);
    let before = since(claiming.other()).is_some_and(|day| period.until <= day);
    (at_the_edge || before).then_some(Cause::Systemskifte)
}
