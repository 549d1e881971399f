//! Inside one system: two rows that are not identical stand for the same service on the same day.
//!
//! Rows of one local service at one provider belong together; on a stay (ophold) all rows of the paragraph do, for
//! nobody stays at two places. Rows without provider are not called the same.

use crate::amount::Oere;
use crate::calendar::{Day, Period};
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::stake::at_stake;
use crate::timeline::{Claim, Identity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::Overlap,
    name: "Overlap",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Samme system har to forskellige rækker om borgeren på de samme dage: samme ydelse hos samme leverandør, eller to rækker på et ophold.",
    why: "Ofte er den gamle række ikke afsluttet, da den nye med ny takst, nye timer eller nyt sted kom til. Så regnes begge med i udgiften.",
    how: "Find den række, der gælder. Afslut den anden dagen før, eller annullér den. Skal begge gælde, så bekræft det.",
    source: "Regel inden for ét system; på L402's opholdsydelser lægges overlap sammen (Danmarks Statistik)",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    for (paragraf, claims, days) in case.each(side) {
        if !any_overlap(claims) {
            continue;
        }
        for group in groups(claims, case.known.is_stay(paragraf)) {
            for period in on_two_or_more(&group).intersect(days).iter() {
                let mut deviation = case.deviation(&RULE, side, paragraf, period);
                deviation.oere = beyond_the_dearest(&group, period);
                deviation.rows[side.index()] = Case::rows(&group, period);
                out.push(deviation);
            }
        }
    }
}

/// True where some row begins before one that begins earlier has ended. The rows are in order of their first day.
fn any_overlap(claims: &[Claim<'_>]) -> bool {
    let mut covered = Day::FIRST;
    claims.iter().any(|claim| {
        let overlaps = claim.period.from < covered;
        covered = covered.max(claim.period.until);
        overlaps
    })
}

/// The rows that stand for one service. Repeated ones stay in, so that a report shows every row.
fn groups<'r>(claims: &[Claim<'r>], stay: bool) -> Vec<Vec<Claim<'r>>> {
    if stay {
        return vec![claims.to_vec()];
    }
    let mut by_service: BTreeMap<_, Vec<Claim<'r>>> = BTreeMap::new();
    for claim in claims.iter().filter(|c| !c.provider.is_none()) {
        by_service.entry((claim.row.service, claim.provider.canonical())).or_default().push(*claim);
    }
    by_service.into_values().collect()
}

fn by_identity(group: &[Claim<'_>]) -> Vec<Periods> {
    let mut days: BTreeMap<Identity, Vec<Period>> = BTreeMap::new();
    for claim in group {
        days.entry(claim.identity()).or_default().push(claim.period);
    }
    days.into_values().map(Periods::union_of).collect()
}

/// The days on which rows of two or more identities stand.
fn on_two_or_more(group: &[Claim<'_>]) -> Periods {
    let mut seen = Periods::none();
    let mut twice = Periods::none();
    for days in by_identity(group) {
        twice = twice.union(&seen.intersect(&days));
        seen = seen.union(&days);
    }
    twice
}

/// The price of all distinct rows less the dearest one's.
fn beyond_the_dearest(group: &[Claim<'_>], period: Period) -> Option<Oere> {
    let days = Periods::from(period);
    let mut prices: BTreeMap<Identity, Oere> = BTreeMap::new();
    for claim in group.iter().filter(|c| c.period.overlaps(period)) {
        if let std::collections::btree_map::Entry::Vacant(slot) = prices.entry(claim.identity()) {
            let same: Vec<Claim<'_>> =
                group.iter().filter(|c| c.identity() == claim.identity()).copied().collect();
            slot.insert(at_stake(&same, &days, &[])?);
        }
    }
    let dearest = prices.values().copied().max()?;
    Some(prices.values().copied().sum::<Oere>() - dearest)
}
