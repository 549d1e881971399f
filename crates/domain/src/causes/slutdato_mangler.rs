//! The claiming row has no end; the other system's rows ended.

use crate::calendar::{Day, Period};
use crate::deviation::{Cause, Side};
use crate::rules::Case;
use crate::timeline::{Claim, days_of};

pub(super) const HELP: (&str, &str) = (
    "Slutdato mangler",
    "Rækken har ingen slutdato, men det andet system har afsluttet ydelsen. Er ydelsen ophørt, så sæt slutdatoen; fortsætter den, så mangler forlængelsen i det andet system.",
);

pub(super) fn find(
    case: &Case<'_, '_>,
    claiming: Side,
    claims: &[Claim<'_>],
    period: Period,
) -> Option<Cause> {
    let theirs = case.claims[claiming.other().index()];
    let follows_their_end = case.days(claiming.other()).contains(period.from.previous());
    // Of the unbroken days that the period belongs to, however rows divide them.
    let unbroken = days_of(claims).iter().find(|days| days.contains(period.from))?;
    let open = claims.iter().any(|c| c.row.until >= Day::OPEN && unbroken.contains(c.period.from));
    let ended = theirs.iter().all(|c| c.period.until <= period.from);
    (follows_their_end && open && ended).then_some(Cause::SlutdatoMangler)
}
