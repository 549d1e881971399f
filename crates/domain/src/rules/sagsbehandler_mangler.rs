//! Inside one system: a case that is running, and nobody who is there looks after it.
//!
//! Rows with the same caseworker are taken together, so that how a case is divided into rows changes nothing.

use crate::comparison::unended;
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::timeline::Claim;
use crate::wording::WordId;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::SagsbehandlerMangler,
    name: "Sagsbehandler mangler",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Ydelsen løber på udtræksdagen, men har ingen sagsbehandler, eller en, der ikke er her mere.",
    why: "Ingen følger op på sagen, og afvigelser om borgeren har ingen at gå til.",
    how: "Sæt den sagsbehandler på, der har sagen nu. Er en hel sagsstamme tilbage efter en, der er rejst, så flyt dem samlet.",
    source: "Regel inden for ét system; listen over sagsbehandlere, hvor den er indlæst",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    let Some(day) = case.known.reference[side.index()] else { return };
    let covers = case.lexicon.side(side).facts.covers;
    for (paragraf, claims, days) in case.each(side) {
        let runs = |claim: &Claim<'_>| unended(claim, covers).contains(day);
        let is_left = |c: &Claim<'_>| !case.known.has_caseworker(case.lexicon, side, c.row.caseworker);
        let mut left: Vec<WordId> =
            claims.iter().filter(|c| runs(c) && is_left(c)).map(|c| c.row.caseworker).collect();
        left.sort_unstable();
        left.dedup();
        for name in left {
            let own: Vec<Claim<'_>> = claims.iter().filter(|c| c.row.caseworker == name).copied().collect();
            let unbroken = Periods::union_of(own.iter().map(|c| unended(c, covers)));
            let Some(running) = unbroken.iter().find(|p| p.contains(day)) else { continue };
            for period in days.within(running).iter() {
                let mut deviation = case.deviation(&RULE, side, paragraf, period);
                deviation.rows[side.index()] = Case::rows(&own, period);
                let written = case.lexicon.side(side).wording.text(name);
                if written.is_empty() {
                    "uden sagsbehandler".clone_into(&mut deviation.shared);
                } else {
                    deviation.values[side.index()] = vec![written.to_owned()];
                    deviation.shared = format!("sagsbehandler: {written}");
                }
                out.push(deviation);
            }
        }
    }
}
