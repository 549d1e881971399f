//! Payments: less is paid for a month than its rows cost.

use crate::amount::Oere;
use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::BetaltUnder,
    name: "Betalt under bevilling",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Der er betalt mindre for måneden, end bevillingerne og deres takster giver.",
    why: "Der mangler en regning, borgeren har været der færre dage, eller taksten i fagsystemet er for høj.",
    how: "Se, om en regning mangler eller er bogført et andet sted. Har borgeren været der mindre, så ret bevillingen. Er taksten ændret, så ret den.",
    source: "Pris efter bevillingens takst og dage mod posteringer på borgeren; grænsen i kroner er en indstilling",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    let month = asked.at;
    let settled = month.settled && month.granted && month.net != Oere(0) && !month.by_frame;
    let beyond = month.beyond().filter(|_| settled)?;
    let limit = asked.case.control.limits.payment_oere;
    (beyond.0 < -limit).then(|| Taken::of(beyond))
}
