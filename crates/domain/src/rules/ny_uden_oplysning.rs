//! Inside one system: a paragraph begins anew, and the row does not say why or on what ground.
//!
//! A row from before the system was taken into use, or from before what the extract covers, is cut short, not new.

use crate::calendar::{Day, Period};
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::timeline::{Claim, days_of};
use crate::wording::WordId;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::NyUdenOplysning,
    name: "Ny uden oplysning",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Ydelsen begynder, uden at borgeren har haft paragraffen kort tid før, men rækken mangler tilgangsårsag eller udredning.",
    why: "Uden tilgangsårsag kan tilgangen ikke forklares i prognosen, og uden udredning mangler grundlaget for afgørelsen.",
    how: "Skriv tilgangsårsagen, og henvis til udredningen på indsatsen.",
    source: "Regel inden for ét system; hvor længe et hul er, før ydelsen er ny, er en indstilling (30 dage)",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    let context = case.lexicon.side(side);
    let asked = ["entry_reason", "assessment"].map(|key| context.source.has_column(key));
    let earliest = context.source.since.max(context.facts.covers.map(|c| c.from));
    let lacks = |c: &Claim<'_>| {
        (asked[0] && c.row.entry_reason == WordId::EMPTY) || (asked[1] && c.row.assessment == WordId::EMPTY)
    };
    for (paragraf, claims, days) in case.each(side) {
        if !claims.iter().any(lacks) {
            continue;
        }
        let mut last_end: Option<Day> = None;
        for period in days_of(claims).iter() {
            let gap =
                last_end.replace(period.until).map(|end| Period { from: end, until: period.from }.days());
            let first = period.from;
            let is_new = gap.is_none_or(|days| days >= case.control.limits.gap_days);
            if !is_new || !days.contains(first) || earliest.is_some_and(|day| first <= day) {
                continue;
            }
            let beginning: Vec<Claim<'_>> =
                claims.iter().filter(|c| c.period.contains(first)).copied().collect();
            // A row that ran before under another paragraph does not begin here.
            if beginning.iter().any(|c| c.row.from < first) {
                continue;
            }
            let empty = [
                asked[0] && beginning.iter().all(|c| c.row.entry_reason == WordId::EMPTY),
                asked[1] && beginning.iter().all(|c| c.row.assessment == WordId::EMPTY),
            ];
            let names = ["tilgangsårsag", "udredning"].into_iter().zip(empty);
            let missing: Vec<String> = names.filter(|(_, e)| *e).map(|(name, _)| name.to_owned()).collect();
            if missing.is_empty() {
                continue;
            }
            let day = Period { from: first, until: first.next() };
            let mut deviation = case.deviation(&RULE, side, paragraf, day);
            deviation.values[side.index()] = missing;
            deviation.rows[side.index()] = Case::rows(&beginning, day);
            out.push(deviation);
        }
    }
}
