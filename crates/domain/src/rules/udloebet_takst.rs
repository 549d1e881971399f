//! Inside one system: a row's own rate is a list price that is no longer, or not yet, in force.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::rules::list_price::OutOfForce;
use crate::tariff::PriceSource;
use crate::timeline::{Claim, Identity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::UdloebetTakst,
    name: "Udløbet takst",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Rækkens takst er en af leverandørens listepriser, men ikke den, der gælder på dagen.",
    why: "Taksten er ikke reguleret ved årsskiftet. Bevillingen viser en anden udgift end den, der afregnes.",
    how: "Sæt den gældende takst fra den dag, den begyndte. Er en anden pris aftalt for borgeren, så skriv den som individuel takst.",
    source: "Leverandørens takstblad (Tilbudsportalen) med gyldighed",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    for (paragraf, claims, days) in case.each(side) {
        let mut by_row: BTreeMap<Identity, Vec<Claim<'_>>> = BTreeMap::new();
        for claim in claims.iter().filter(|c| c.price_from == PriceSource::Own && c.row.rate.is_some()) {
            if !case.lexicon.list_rates(side, claim.row, paragraf).is_empty() {
                by_row.entry(claim.identity()).or_default().push(*claim);
            }
        }
        for rows in by_row.into_values() {
            let found = OutOfForce::of(case, side, &rows, days);
            for period in found.days().iter() {
                let mut deviation = case.deviation(&RULE, side, paragraf, period);
                deviation.oere = found.at_stake(case, side, &rows, period);
                deviation.values[side.index()] = found.values(&rows, period);
                deviation.rows[side.index()] = Case::rows(&rows, period);
                out.push(deviation);
            }
        }
    }
}
