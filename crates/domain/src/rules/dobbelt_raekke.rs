//! Inside one system: identical rows on the same days. They count once in every figure; here they are shown.

use crate::comparison::own_window;
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::stake::of_copies;
use crate::timeline::{Claim, Identity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::DobbeltRaekke,
    name: "Dobbelt række",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Samme system har to ens rækker om borgeren på de samme dage: samme ydelse, leverandør, målgruppe, timer, enhed og takst.",
    why: "Rækken er tastet to gange eller kommet med to gange i udtrækket. Betales begge, er der betalt dobbelt. Ottetal tæller dem én gang.",
    how: "Afgør, om den ene er en fejl, og fjern eller annullér den. Er der virkelig to, så skal noget skille dem: leverandør, timer eller ydelse.",
    source: "Regel inden for ét system; ens rækker tæller én gang",
};

pub(super) fn check(case: &Case<'_, '_>, out: &mut Vec<Deviation>) {
    for side in [Side::One, Side::Two] {
        let claims = case.claims[side.index()];
        if claims.len() < 2 {
            continue;
        }
        let Some(window) = own_window(case.control, case.lexicon.side(side)) else { continue };
        let mut groups: BTreeMap<Identity, Vec<Claim<'_>>> = BTreeMap::new();
        for claim in claims.iter().filter(|c| c.period.overlaps(window)) {
            groups.entry(claim.identity()).or_default().push(*claim);
        }
        for group in groups.into_values().filter(|g| g.len() > 1) {
            for period in claimed_twice(&group).within(window).iter() {
                let mut deviation = case.deviation(&RULE, None, period);
                deviation.within = Some(side);
                deviation.oere = of_copies(&group, &Periods::from(period));
                deviation.rows[side.index()] = Case::rows(&group, period);
                out.push(deviation);
            }
        }
    }
}

/// The days that two or more of the rows claim.
fn claimed_twice(group: &[Claim<'_>]) -> Periods {
    let mut seen = Periods::none();
    let mut twice = Periods::none();
    for claim in group {
        let days = Periods::from(claim.period);
        twice = twice.union(&seen.intersect(&days));
        seen = seen.union(&days);
    }
    twice
}
