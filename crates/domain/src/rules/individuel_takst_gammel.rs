//! Inside one system: an individual rate equals a list price that is no longer in force: it is hardly agreed.
//!
//! It is reported once: for System 2 on the days that it has rows priced by the rate, else for System 1.

use crate::deviation::{Deviation, Duty, OtherRow, RuleCode, Side};
use crate::law::ParagrafId;
use crate::observation::RowPlace;
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::rules::list_price::OutOfForce;
use crate::tariff::PriceSource;
use crate::timeline::Claim;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::IndividuelTakstGammel,
    name: "Individuel takst er en gammel listepris",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Borgerens individuelle takst er den samme som en listepris, leverandøren ikke har mere.",
    why: "Taksten er næppe forhandlet, men skrevet af fra et gammelt takstblad. Så reguleres den ikke, når listen gør.",
    how: "Er der en særlig aftale, så bekræft taksten. Ellers slet den individuelle takst, så listeprisen gælder.",
    source: "Individuelle takster mod leverandørens takstblad",
};

type ByRate<'r> = BTreeMap<(ParagrafId, RowPlace), (Vec<Claim<'r>>, OutOfForce)>;

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    let Some(source) = case.registers.individual.filter(|_| !case.individual.is_empty()) else { return };
    let in_two = if side == Side::One { found(case, Side::Two) } else { ByRate::new() };
    for ((paragraf, place), (rows, old)) in found(case, side) {
        let mut days = old.days();
        if let Some((_, in_two)) = in_two.get(&(paragraf, place)) {
            days = days.minus(&in_two.days());
        }
        for period in days.iter() {
            let mut deviation = case.deviation(&RULE, side, paragraf, period);
            deviation.oere = old.at_stake(case, side, &rows, period);
            deviation.values[side.index()] = old.values(&rows, period);
            deviation.rows[side.index()] = Case::rows(&rows, period);
            deviation.others = vec![OtherRow { source: source.index, place }];
            out.push(deviation);
        }
    }
}

/// The rows of a system that an individual rate prices, by rate, with the days on which it is an old list price.
fn found<'r>(case: &CitizenCase<'_, 'r>, side: Side) -> ByRate<'r> {
    let mut rows: BTreeMap<(ParagrafId, RowPlace), (Vec<Claim<'r>>, &Periods)> = BTreeMap::new();
    for (paragraf, claims, days) in case.each(side) {
        for claim in claims {
            if let PriceSource::Individual(place) = claim.price_from {
                rows.entry((paragraf, place)).or_insert_with(|| (Vec::new(), days)).0.push(*claim);
            }
        }
    }
    rows.into_iter()
        .map(|(key, (rows, days))| {
            let old = OutOfForce::of(case, side, &rows, days);
            (key, (rows, old))
        })
        .collect()
}
