//! Payments: paid, and never granted before.

use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::BetaltUdenBevilling,
    name: "Betalt uden bevilling",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Der er betalt for borgeren på paragraffens konto, men intet af systemerne har bevilget den, hverken da eller før.",
    why: "Enten mangler afgørelsen i fagsystemet, eller regningen er betalt på en forkert borger eller konto.",
    how: "Find regningen og afgørelsen. Mangler bevillingen, så opret den. Hører regningen til en anden borger eller konto, så ompostér.",
    source: "Posteringer på borgeren mod bevilgede dage, måned for måned; grænsen i kroner er en indstilling",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    let never = asked.is_paid()
        && !asked.on.granted_about(asked.at.month)
        && !asked.on.granted_before(asked.at.month);
    never.then(|| Taken::of(asked.at.net))
}
