//! The rules, in the order of reports: one file a rule, with its help text. A plain list, so that it can be searched.

use crate::deviation::{Deviation, Duty, RuleCode};

pub(crate) mod afventer_overfoersel;
mod case;
mod dage_kun_i_system_1;
mod dage_kun_i_system_2;
mod dobbelt_raekke;
mod forskellig_vaerdi;
mod kun_i_system_1;
mod kun_i_system_2;
mod level;

pub use case::Case;

/// A rule: what a person reads about it, and what it asks of him.
#[derive(Debug)]
pub struct Rule {
    /// Its stable code.
    pub code: RuleCode,
    /// Reads in "412 afvigelser af typen …".
    pub name: &'static str,
    /// The question of the 8-talskontrol, where it has one.
    pub questions: &'static [u8],
    /// What a deviation asks of people, where no cause says otherwise.
    pub duty: Duty,
    /// What is seen.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How it is cleared up.
    pub how: &'static str,
    /// Where the rule is from.
    pub source: &'static str,
}

/// All rules.
pub const RULES: [&Rule; 7] = [
    &kun_i_system_2::RULE,
    &kun_i_system_1::RULE,
    &dage_kun_i_system_2::RULE,
    &dage_kun_i_system_1::RULE,
    &forskellig_vaerdi::RULE,
    &afventer_overfoersel::RULE,
    &dobbelt_raekke::RULE,
];

/// The rule behind a code.
#[must_use]
pub fn rule(code: RuleCode) -> &'static Rule {
    match code {
        RuleCode::KunISystem2 => &kun_i_system_2::RULE,
        RuleCode::KunISystem1 => &kun_i_system_1::RULE,
        RuleCode::DageKunISystem2 => &dage_kun_i_system_2::RULE,
        RuleCode::DageKunISystem1 => &dage_kun_i_system_1::RULE,
        RuleCode::ForskelligVaerdi => &forskellig_vaerdi::RULE,
        RuleCode::AfventerOverfoersel => &afventer_overfoersel::RULE,
        RuleCode::DobbeltRaekke => &dobbelt_raekke::RULE,
    }
}

/// Puts every rule to one citizen and paragraph.
pub fn check(case: &Case<'_, '_>, out: &mut Vec<Deviation>) {
    kun_i_system_2::check(case, out);
    kun_i_system_1::check(case, out);
    dage_kun_i_system_2::check(case, out);
    dage_kun_i_system_1::check(case, out);
    forskellig_vaerdi::check(case, out);
    dobbelt_raekke::check(case, out);
}
