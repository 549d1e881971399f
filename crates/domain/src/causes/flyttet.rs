//! The citizen moved to or from our municipality near the beginning of the days.

use crate::calendar::Period;
use crate::comparison::is_own;
use crate::deviation::Cause;
use crate::rules::Case;

pub(super) const HELP: (&str, &str) = (
    "Flyttet",
    "CPR har borgeren flyttet til eller fra kommunen højst 31 dage fra den første af dagene. Afgør, hvem der er handlekommune og betalingskommune fra flytningen, og ret det system, der ikke har fulgt med.",
);

const NEAR_DAYS: i64 = 31;

pub(super) fn find(case: &Case<'_, '_>, period: Period) -> Option<Cause> {
    let own = |code: u16| is_own(case.control, case.lexicon.law(), case.paragraf, code);
    case.person.moved_near(period.from, NEAR_DAYS, own).then_some(Cause::Flyttet)
}
