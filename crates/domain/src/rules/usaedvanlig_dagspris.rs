//! Inside one system: the price of a day is far from that of the other rows at the same place.

use crate::amount::{Oere, divide_rounded, plain_decimal};
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::periods::Periods;
use crate::price::Price;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::stake::at_stake;
use crate::timeline::{Claim, Identity};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::UsaedvanligDagspris,
    name: "Usædvanlig dagspris",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Rækkens pris pr. dag er flere gange større eller mindre end den midterste af rækkerne hos samme leverandør på samme paragraf.",
    why: "Ofte er et beløb for hele året tastet på en del af året, en månedstakst som døgntakst, eller et komma er sat forkert.",
    how: "Sammenlign med kontrakten og takstbladet. Ret takst, enhed eller periode; er prisen rigtig, så bekræft den.",
    source: "Regel inden for ét system: medianen hos leverandøren, ellers på paragraffen; hvor mange gange er en indstilling (3)",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    for (paragraf, claims, days) in case.each(side) {
        let mut far: BTreeMap<Identity, (Vec<Claim<'_>>, [i64; 2])> = BTreeMap::new();
        for claim in claims {
            if let Some(prices) = unusual(case, side, claim) {
                far.entry(claim.identity()).or_insert_with(|| (Vec::new(), prices)).0.push(*claim);
            }
        }
        for (rows, prices) in far.into_values() {
            let on = Periods::union_of(rows.iter().map(|c| c.period)).intersect(days);
            for period in on.iter() {
                let usual = divide_rounded(i128::from(prices[1]) * i128::from(period.days()), 100);
                let price = at_stake(&rows, &Periods::from(period), &[]);
                let mut deviation = case.deviation(&RULE, side, paragraf, period);
                deviation.oere = price.map(|price| price - Oere(usual));
                deviation.values[side.index()] = prices.map(plain_decimal).to_vec();
                deviation.rows[side.index()] = Case::rows(&rows, period);
                out.push(deviation);
            }
        }
    }
}

/// The row's price of an ordinary day and the usual one, where they are far apart.
fn unusual(case: &CitizenCase<'_, '_>, side: Side, claim: &Claim<'_>) -> Option<[i64; 2]> {
    let limits = case.control.limits;
    let norm = case.registers.norms?.of(side, claim, case.lexicon, limits.unusual_rows)?;
    let day = claim.price.and_then(Price::ordinary_day)?;
    let (own, usual) = (i128::from(day), i128::from(norm.day));
    let times = i128::from(limits.unusual_tenths);
    let far = own * 10 > usual * times || own * times < usual * 10;
    (norm.day > 0 && far).then_some([day, norm.day])
}
