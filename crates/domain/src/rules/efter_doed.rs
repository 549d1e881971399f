//! Inside one system: days claimed after the day of death. The day of death itself counts.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::stake::at_stake;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::EfterDoed,
    name: "Efter død",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Systemet har dage på paragraffen efter den dag, CPR siger, at borgeren er død.",
    why: "Ydelsen er ikke afsluttet. Borgeren tælles med, og der kan være betalt for dage uden borger.",
    how: "Afslut rækken på dødsdagen. Er der betalt efter den, så bed leverandøren om at kreditere.",
    source: "CPR's dødsdato; den sidste dag, der tæller, er dødsdagen (Danmarks Statistik: rækker afkortes ved død)",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    let Some(after) = case.person.after_death() else { return };
    for (paragraf, claims, days) in case.each(side) {
        for period in days.within(after).iter() {
            let mut deviation = case.deviation(&RULE, side, paragraf, period);
            deviation.oere = at_stake(claims, &Periods::from(period), &[]);
            deviation.rows[side.index()] = Case::rows(claims, period);
            out.push(deviation);
        }
    }
}
