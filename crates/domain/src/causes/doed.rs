//! The claimed days begin after the day of death.

use crate::calendar::Period;
use crate::deviation::Cause;
use crate::rules::Case;

pub(super) const HELP: (&str, &str) = (
    "Død",
    "Borgeren er død, før dagene begynder. Afslut rækken på dødsdagen i det system, der har dagene; det andet har ret.",
);

pub(super) fn find(case: &Case<'_, '_>, period: Period) -> Option<Cause> {
    case.person.dead.is_some_and(|dead| dead < period.from).then_some(Cause::Doed)
}
