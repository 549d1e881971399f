//! Payments: paid although System 2 says of every row that it is not to be settled.

use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::BetaltTrodsNej,
    name: "Betalt trods nej",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Alle rækker i System 2 står til ikke at blive afregnet, men der er betalt.",
    why: "Enten betales der for noget, som ikke skal betales (egen plads, pulje, anden kommune), eller mærket er forkert.",
    how: "Skal der ikke betales, så stop betalingen og få pengene tilbage. Skal der, så sæt Afregnes til ja.",
    source: "Systemets felt Afregnes mod posteringer på borgeren",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    (asked.is_paid() && asked.at.granted && asked.at.refused).then(|| Taken::of(asked.at.net))
}
