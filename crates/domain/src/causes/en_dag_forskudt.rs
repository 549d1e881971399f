//! One day at the edge of days that both systems have.

use crate::calendar::Period;
use crate::deviation::{Cause, Side};
use crate::rules::Case;

pub(super) const HELP: (&str, &str) = (
    "Én dag forskudt",
    "Forskellen er en enkelt dag i kanten af en periode, som begge har. Ofte regner det ene system slutdatoen med og det andet ikke. Er det alle rækker, skal kilden have end_date = \"day_after\"; er det én, skal datoen rettes.",
);

pub(super) fn find(case: &Case<'_, '_>, claiming: Side, period: Period) -> Option<Cause> {
    let theirs = case.days(claiming.other());
    let edge = theirs.contains(period.from.previous()) || theirs.contains(period.until);
    (period.days() == 1 && edge).then_some(Cause::EnDagForskudt)
}
