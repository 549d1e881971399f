//! Payments: everybody who was paid is another provider than the granted ones.

use crate::amount::Oere;
use crate::attributes::distinct;
use crate::deviation::{Duty, RuleCode};
use crate::lexicon::ProviderKey;
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::BetaltAndenLeverandoer,
    name: "Betalt til en anden leverandør",
    questions: &[],
    duty: Duty::SkalBekraeftes,
    what: "Alle, der er betalt for måneden, er andre leverandører end dem, bevillingerne nævner.",
    why: "Borgeren er flyttet, stedet har fået ny ejer, eller regningen er betalt på en forkert borger.",
    how: "Find ud af, hvor borgeren er. Ret leverandøren i fagsystemet, eller ompostér regningen. Er det samme leverandør under et andet navn, så sig det i leverandørregisteret.",
    source: "Leverandøren på posteringerne mod leverandøren på bevillingerne: P-nummer, CVR, navn",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    if !asked.is_paid() || !asked.at.granted {
        return None;
    }
    let lexicon = asked.case.lexicon;
    let days = asked.at.month.period();
    let lines = asked.on.lines_in(days);
    let paid: Vec<ProviderKey> =
        distinct(lines.map(|l| lexicon.ledger_provider(asked.postings[l.posting].provider)));
    let rows = asked.on.claims.into_iter().flatten().filter(|c| c.period.overlaps(days));
    let granted: Vec<ProviderKey> = distinct(rows.map(|c| c.provider));
    let differ = paid.iter().all(|p| granted.iter().all(|g| p.same(*g) == Some(false)));
    (differ && !paid.is_empty() && !granted.is_empty()).then(|| {
        let names = |keys: &[ProviderKey]| distinct(keys.iter().map(|k| lexicon.shown_provider(*k)));
        Taken { values: [names(&granted), names(&paid)], ..Taken::of(Oere(0)) }
    })
}
