//! Inside one system: a row whose part that is settled and part of a place that is taken both differ from 100 %.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::price::WHOLE;
use crate::rules::Rule;
use crate::rules::citizen_case::CitizenCase;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::ToProcenter,
    name: "To procenter",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Rækken har både en afregningsprocent og en belægningsprocent, der ikke er 100.",
    why: "Den ene er tit tastet i stedet for den anden. Så bliver enten udgiften eller antallet af pladser forkert.",
    how: "Afregningsprocenten er den del af taksten, der betales; belægningsprocenten den del af pladsen, der bruges. Bekræft, at begge skal gælde, eller sæt den ene til 100.",
    source: "Regel inden for ét system: kroner følger afregningsprocenten, pladser belægningsprocenten",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    let differs = |share: Option<u16>| share.is_some_and(|part| part != WHOLE);
    let picks = |claim: &crate::timeline::Claim<'_>| {
        differs(claim.row.settled_share) && differs(claim.row.occupied_share)
    };
    case.report_days(&RULE, side, picks, out);
}
