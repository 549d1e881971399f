//! Question 2: the citizen has the paragraph in System 1 and not in System 2.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::rules::Rule;
use crate::rules::case::{Case, LevelValue};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::KunISystem1,
    name: "Kun i System 1",
    questions: &[2],
    duty: Duty::SkalRettes,
    what: "Borgeren har paragraffen i System 1, men slet ikke i System 2 i kontrollens vindue.",
    why: "Enten mangler borgeren i System 2, eller også burde rækken ikke stå i System 1. Borgeren tælles forskelligt i de to systemer.",
    how: "Find afgørelsen. Mangler den i System 2, så opret den der. Er den ikke truffet eller bortfaldet, så afslut rækken i System 1. Se først på årsagen: et andet personnummer, en blandet paragraf eller en annulleret række er de hyppigste.",
    source: "8-talskontrollen, spørgsmål 2 (KL: Handlingskatalog, redskab 10)",
};

pub(super) fn check(case: &Case<'_, '_>, out: &mut Vec<Deviation>) {
    if !case.days(Side::One.other()).is_empty() {
        return;
    }
    let claims = case.claims[Side::One.index()];
    for period in case.days(Side::One).iter() {
        out.push(case.missing_days(&RULE, 2, Side::One, claims, period, LevelValue::default()));
    }
}
