//! Inside one system: a supplement on days on which neither system has the paragraph's main service.

use crate::comparison::not_members;
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::law::ParagrafId;
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::stake::at_stake;
use crate::timeline::days_of;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::TillaegUdenHoved,
    name: "Tillæg uden hovedydelse",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Systemet har et tillæg til paragraffen på dage, hvor ingen af systemerne har selve ydelsen.",
    why: "Hovedydelsen mangler eller er afsluttet, mens tillægget løber videre og koster penge.",
    how: "Mangler hovedydelsen, så opret den. Er den ophørt, så afslut tillægget samme dag. Kørsel alene kan være rigtig; så bekræft det.",
    source: "Regel inden for ét system: tillæg er penge og tæller hverken borgere eller dage",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    let supplements = &case.timelines[side.index()].supplements;
    let Some(comparable) = case.comparable.filter(|_| !supplements.is_empty()) else { return };
    for own in supplements.chunk_by(|a, b| a.paragraf == b.paragraf) {
        let paragraf: ParagrafId = own[0].paragraf;
        if !case.control.is_about(paragraf) {
            continue;
        }
        let main = case.timelines.map(|t| t.days_on(paragraf));
        let mut days = days_of(own).within(comparable).minus(&main[0]).minus(&main[1]);
        if !days.is_empty() {
            let claims = case.timelines.map(|t| t.supplements_on(paragraf));
            let outside = not_members(case.control, paragraf, claims, case.lexicon, case.person);
            days = days.minus(&outside).minus(case.outside_age);
        }
        for period in days.iter() {
            let mut deviation = case.deviation(&RULE, side, paragraf, period);
            deviation.oere = at_stake(own, &Periods::from(period), &[]);
            deviation.rows[side.index()] = Case::rows(own, period);
            out.push(deviation);
        }
    }
}
