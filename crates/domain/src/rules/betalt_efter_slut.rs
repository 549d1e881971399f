//! Payments: paid when the grant has ended.

use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::BetaltEfterSlut,
    name: "Betalt efter slut",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Der er betalt i en måned uden bevilling, og heller ikke måneden før var bevilget; tidligere havde borgeren paragraffen.",
    why: "Bevillingen er ophørt, men betalingen er ikke stoppet, eller en forlængelse er aldrig tastet.",
    how: "Er ydelsen ophørt, så stop betalingen og bed om kreditnota. Fortsætter den, så forlæng bevillingen.",
    source: "Posteringer på borgeren mod bevilgede dage, måned for måned; grænsen i kroner er en indstilling",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    let ended =
        asked.is_paid() && !asked.on.granted_about(asked.at.month) && asked.on.granted_before(asked.at.month);
    ended.then(|| Taken::of(asked.at.net))
}
