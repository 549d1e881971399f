//! Payments: paid for whole months after the month of death.

use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::BetaltEfterDoed,
    name: "Betalt efter død",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Der er bogført betaling for hele måneder efter den måned, borgeren døde i.",
    why: "Leverandøren har ikke fået besked, eller regninger betales uden kontrol. Pengene kan kræves tilbage.",
    how: "Stop betalingen, og bed leverandøren om en kreditnota fra dagen efter dødsdagen. Afslut bevillingen, hvis den står åben.",
    source: "CPR's dødsdato mod posteringer på borgeren",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    let dead = asked.case.person.dead?;
    (asked.is_paid() && asked.at.month > dead.month()).then(|| Taken::of(asked.at.net))
}
