//! Payments: paid on the account of a paragraph that is not granted, while exactly one granted paragraph is unpaid.

use crate::amount::Oere;
use crate::deviation::{Duty, RuleCode};
use crate::rules::Rule;
use crate::rules::payments::{PaymentCase, Taken};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::KontoAndenParagraf,
    name: "Konto for en anden paragraf",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Betalingen står på en konto, der hører til en anden paragraf end den, borgeren er bevilget; den bevilgede er ikke betalt.",
    why: "Budget og regnskab passer ikke pr. paragraf, og enhedsprisen bliver forkert på begge.",
    how: "Ompostér til den bevilgede paragrafs konto, og ret konteringen på aftalen. Er det bevillingens paragraf, der er forkert, så ret den.",
    source: "Fælles sprogs og kontoplanens paragraf for kontoen mod bevillingen",
};

pub(super) fn takes(asked: &PaymentCase<'_, '_, '_>) -> Option<Taken> {
    let month = asked.at.month;
    if !asked.is_paid() || asked.on.granted_about(month) {
        return None;
    }
    let unpaid = |m: &crate::rules::payments::PaidMonth| {
        m.month == month && m.is_free() && m.net == Oere(0) && m.expected.is_some_and(|price| price > Oere(0))
    };
    let mut granted = asked.all.iter().enumerate().filter(|(_, p)| p.months.iter().any(unpaid));
    let (at, only) = granted.next().filter(|_| granted.next().is_none())?;
    let wording = asked.ledger.other.wording;
    let account = asked.on.lines_in(month.period()).map(|l| &asked.postings[l.posting]).map(|p| {
        let konto = wording.text(p.konto);
        if konto.is_empty() { wording.text(p.account) } else { konto }
    });
    let law = asked.case.lexicon.law();
    let shared = format!(
        "konto {}: {}, bevilget {}",
        account.min().unwrap_or_default(),
        law.paragraf(asked.on.paragraf).written,
        law.paragraf(only.paragraf).written
    );
    Some(Taken { shared, granted_on: Some(at), ..Taken::of(asked.at.net) })
}
