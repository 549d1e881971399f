//! Payments: more is paid for a month than its rows cost.

use crate::amount::Oere;
use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::BetaltOver,
    name: "Betalt over bevilling",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Der er betalt mere for måneden, end bevillingerne og deres takster giver.",
    why: "Taksten er steget uden at være rettet, der er betalt for flere dage, eller regningen er for høj.",
    how: "Sammenlign regningen med bevillingens takst og dage. Er taksten ændret, så ret den i fagsystemet. Er regningen for høj, så bed om en kreditnota.",
    source: "Pris efter bevillingens takst og dage mod posteringer på borgeren; grænsen i kroner er en indstilling",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    let month = asked.at;
    let settled = month.settled && month.granted && month.net != Oere(0) && !month.by_frame;
    let beyond = month.beyond().filter(|_| settled)?;
    let limit = asked.case.control.limits.payment_oere;
    (beyond.0 > limit).then(|| Taken::of(beyond))
}
