//! A difference so new that the transfer between the systems may not have run. It keeps its question, and is counted
//! apart. A row without a day of registration never waits.

use crate::calendar::Period;
use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::timeline::Claim;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::AfventerOverfoersel,
    name: "Afventer overførsel",
    questions: &[1, 2, 3, 4],
    duty: Duty::TilOrientering,
    what: "Rækken er registreret så kort tid før det tidligste udtræk, at den måske ikke er overført til det andet system endnu.",
    why: "Forskellen forsvinder som regel af sig selv ved næste udtræk. Den tælles for sig, så den ikke skjuler de rigtige fejl.",
    how: "Gør intet nu. Står den der stadig ved næste udtræk, bliver den en almindelig afvigelse.",
    source: "Systemernes overførselstid: 14 dage, en indstilling pr. par af systemer",
};

/// True where every row that claims the period was registered fewer than the agreed days before the earlier extract.
pub(super) fn applies(case: &Case<'_, '_>, claims: &[Claim<'_>], period: Period) -> bool {
    let Some(extracted) = case.earliest_extract else { return false };
    let mut touching = claims.iter().filter(|c| c.period.overlaps(period)).peekable();
    touching.peek().is_some()
        && touching.all(|claim| {
            claim
                .row
                .registered
                .is_some_and(|day| i64::from(extracted.0 - day.0) < case.control.transfer_days)
        })
}
