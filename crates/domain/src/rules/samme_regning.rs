//! Payments: the same bill posted more than once. It is counted by posting, not by month.

use crate::amount::Oere;
use crate::calendar::Period;
use crate::deviation::{Deviation, Duty, RuleCode};
use crate::ledger::{Copies, LedgerReader};
use crate::observation::Posting;
use crate::person::CitizenId;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::{CitizenCase, blank};
use crate::rules::payments::{PaidParagraf, places};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::SammeRegning,
    name: "Samme regning",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Samme beløb er bogført flere gange på samme konto til samme leverandør for samme periode og med samme bilagsnummer, hvor det er udfyldt.",
    why: "Regningen er betalt to gange. Er den ene tilbageført med samme beløb, er den ikke med her.",
    how: "Find bilagene. Er det samme regning, så få beløbet tilbage eller modregnet. Er det to regninger, så bekræft det.",
    source: "Posteringer på borgeren: ens konto, leverandør, beløb, periode og bilag",
};

/// Reports the copies whose first month no earlier rule has taken.
pub(super) fn check(
    case: &CitizenCase<'_, '_>,
    ledger: &LedgerReader<'_>,
    postings: &[Posting<CitizenId>],
    copies: &[Copies],
    all: &[PaidParagraf<'_, '_>],
    out: &mut Vec<Deviation>,
) {
    for copy in copies {
        let original = copy.postings[0];
        for paid in all {
            let of = |m: &&crate::rules::payments::PaidMonth| {
                paid.lines_in(m.month.period()).any(|l| l.posting == original)
            };
            let months: Vec<_> = paid.months.iter().filter(of).collect();
            let [first, ..] = months[..] else { continue };
            if !first.is_free() {
                continue;
            }
            let last = months.last().map_or(first.month, |m| m.month);
            let period = Period { from: first.month.first(), until: last.next().first() };
            let mut deviation = blank(&RULE, case.citizen, paid.paragraf, period);
            deviation.oere = Some((0..copy.extra).map(|_| postings[original].amount).sum::<Oere>());
            deviation.rows = paid.claims.map(|claims| Case::rows(claims, period));
            deviation.others = places(ledger, postings, copy.postings.iter().copied());
            out.push(deviation);
        }
    }
}
