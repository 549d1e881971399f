//! Question 4, days: both systems have the citizen on the paragraph, System 1 on days that System 2 lacks.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::rules::case::Case;
use crate::rules::{Rule, level};

pub(super) const RULE: Rule = Rule {
    code: RuleCode::DageKunISystem1,
    name: "Dage kun i System 1",
    questions: &[4],
    duty: Duty::SkalRettes,
    what: "Begge systemer har borgeren på paragraffen, men System 1 har dage, som System 2 ikke har.",
    why: "Start eller slut er forskellig, eller der er et hul. Helårspersoner og udgift bliver forskellige.",
    how: "Se afgørelsens start- og slutdato. Ret datoen i det system, der ikke følger den. Mangler en slutdato, så sæt den der, hvor ydelsen er ophørt.",
    source: "8-talskontrollen, spørgsmål 4 (KL: Handlingskatalog, redskab 10)",
};

pub(super) fn check(case: &Case<'_, '_>, out: &mut Vec<Deviation>) {
    level::check(case, &RULE, 4, Side::One, out);
}
