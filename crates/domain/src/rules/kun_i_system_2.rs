//! Question 1: the citizen has the paragraph in System 2 and not in System 1.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::rules::Rule;
use crate::rules::case::{Case, LevelValue};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::KunISystem2,
    name: "Kun i System 2",
    questions: &[1],
    duty: Duty::SkalRettes,
    what: "Borgeren har paragraffen i System 2, men slet ikke i System 1 i kontrollens vindue.",
    why: "Enten mangler borgeren i System 1, eller også burde rækken ikke stå i System 2. Borgeren tælles forskelligt i de to systemer.",
    how: "Find afgørelsen. Mangler den i System 1, så opret den der. Er den ikke truffet eller bortfaldet, så afslut rækken i System 2. Se først på årsagen: et andet personnummer, en blandet paragraf eller en annulleret række er de hyppigste.",
    source: "8-talskontrollen, spørgsmål 1 (KL: Handlingskatalog, redskab 10)",
};

pub(super) fn check(case: &Case<'_, '_>, out: &mut Vec<Deviation>) {
    if !case.days(Side::Two.other()).is_empty() {
        return;
    }
    let claims = case.claims[Side::Two.index()];
    for period in case.days(Side::Two).iter() {
        out.push(case.missing_days(&RULE, 1, Side::Two, claims, period, LevelValue::default()));
    }
}
