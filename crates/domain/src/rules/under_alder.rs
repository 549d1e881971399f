//! Inside one system: days on which the citizen is younger than the area asks for. They are not compared either.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::stake::at_stake;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::UnderAlder,
    name: "Under områdets alder",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Systemet har dage på paragraffen, før borgeren efter CPR har den alder, området begynder med.",
    why: "Dagene hører til et andet område og et andet budget. De er uden for sammenligningen, og Danmarks Statistik tager dem ikke med.",
    how: "Er startdatoen tastet for tidligt, så ret den. Er den rigtig, så afgør, om ydelsen skulle stå på det andet område indtil fødselsdagen.",
    source: "CPR's fødselsdato og områdets aldersgrænse i lov/omraader.toml",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    for held in case.held {
        let claims = held.claims[side.index()];
        for period in held.compared.too_young[side.index()].iter() {
            let mut deviation = case.deviation(&RULE, side, held.paragraf, period);
            deviation.oere = at_stake(claims, &Periods::from(period), &[]);
            deviation.rows[side.index()] = Case::rows(claims, period);
            out.push(deviation);
        }
    }
}
