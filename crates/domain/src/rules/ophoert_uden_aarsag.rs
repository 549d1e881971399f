//! Inside one system: a paragraph has ended, and no row says why.

use crate::calendar::Period;
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::timeline::{Claim, days_of};
use crate::wording::WordId;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::OphoertUdenAarsag,
    name: "Ophørt uden årsag",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Ydelsen er ophørt og ikke begyndt igen kort tid efter, men rækken har ingen afgangsårsag.",
    why: "Uden afgangsårsag kan afgangen ikke forklares: er borgeren flyttet, død, blevet selvhjulpen eller gået over til en anden ydelse?",
    how: "Skriv afgangsårsagen på den række, der sluttede. Er ydelsen ikke ophørt, så forlæng den.",
    source: "Regel inden for ét system; hvor længe et hul er, før ydelsen er ophørt, er en indstilling (30 dage)",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    let extracted = case.lexicon.side(side).facts.extracted;
    for (paragraf, claims, days) in case.each(side) {
        if !claims.iter().any(|c| c.row.exit_reason == WordId::EMPTY) {
            continue;
        }
        let all = days_of(claims);
        let mut stretches = all.iter().peekable();
        while let Some(stretch) = stretches.next() {
            let begins_again = stretches.peek().is_some_and(|next| {
                Period { from: stretch.until, until: next.from }.days() < case.control.limits.gap_days
            });
            let last = stretch.last_day();
            if begins_again || !days.contains(last) || extracted.is_some_and(|day| last >= day) {
                continue;
            }
            let ending: Vec<Claim<'_>> =
                claims.iter().filter(|c| c.period.until == stretch.until).copied().collect();
            // A row that runs on under another paragraph, or that only the extract's coverage cut, has not ended.
            let ended = ending.iter().all(|c| c.row.until == stretch.until);
            if ended && ending.iter().all(|c| c.row.exit_reason == WordId::EMPTY) {
                let day = Period { from: last, until: stretch.until };
                let mut deviation = case.deviation(&RULE, side, paragraf, day);
                deviation.rows[side.index()] = Case::rows(&ending, day);
                out.push(deviation);
            }
        }
    }
}
