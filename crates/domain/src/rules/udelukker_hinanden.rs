//! Inside one system: a citizen is on two paragraphs that exclude each other, longer than a move takes.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::stake::at_stake;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::UdelukkerHinanden,
    name: "Udelukker hinanden",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Samme system har borgeren på to paragraffer de samme dage, som ikke kan gives samtidig, i længere tid end en flytning tager.",
    why: "Danmarks Statistik kan kun bruge den ene, og borgeren tælles som helårsperson to gange. Betales begge, er der betalt dobbelt.",
    how: "Se afgørelserne: hvilken af de to ydelser har borgeren? Afslut den anden på den dag, skiftet skete.",
    source: "lov/udelukkelser.toml: parret, tolerancen i dage og kilden til det",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    if case.held.len() < 2 {
        return;
    }
    for exclusive in &case.known.exclusive {
        let [Some(one), Some(two)] = exclusive.pair.map(|p| case.held_on(p)) else { continue };
        let at = side.index();
        let both = one.compared.own[at].intersect(&two.compared.own[at]);
        for period in both.iter().filter(|p| p.days() > exclusive.tolerance_days) {
            let days = Periods::from(period);
            let [price_one, price_two] = [one, two].map(|held| at_stake(held.claims[at], &days, &[]));
            let mut deviation = case.deviation(&RULE, side, one.paragraf, period);
            deviation.oere = price_one.zip(price_two).map(|(a, b)| a.min(b));
            let mut rows = Case::rows(one.claims[at], period);
            rows.extend(Case::rows(two.claims[at], period));
            rows.sort_unstable();
            rows.dedup();
            deviation.rows[at] = rows;
            let written = exclusive.pair.map(|p| case.lexicon.law().paragraf(p).written.as_str());
            deviation.shared = written.join(" + ");
            out.push(deviation);
        }
    }
}
