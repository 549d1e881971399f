//! The rules, in the order of reports: one file a rule, with its help text. A plain list, so that it can be searched.

use crate::deviation::{Deviation, Duty, RuleCode};

pub(crate) mod afventer_overfoersel;
mod betalt_anden_leverandoer;
mod betalt_efter_doed;
mod betalt_efter_slut;
mod betalt_over;
mod betalt_trods_nej;
mod betalt_uden_bevilling;
mod betalt_under;
mod bevilget_uden_betaling;
mod case;
pub(crate) mod citizen_case;
mod dage_kun_i_system_1;
mod dage_kun_i_system_2;
mod dobbelt_raekke;
mod efter_doed;
mod forskellig_vaerdi;
mod individuel_takst_gammel;
pub(crate) mod known;
mod konto_anden_paragraf;
mod kun_i_system_1;
mod kun_i_system_2;
mod level;
mod list_price;
mod maalgruppe_mangler;
mod ny_uden_oplysning;
mod ophoert_uden_aarsag;
mod ophold_uden_adresse;
mod overlap;
pub(crate) mod payments;
pub(crate) mod plan;
mod sagsbehandler_mangler;
mod samme_regning;
mod tillaeg_uden_hoved;
mod to_procenter;
mod udelukker_hinanden;
mod udloebet_takst;
mod ukendt_kode;
mod under_alder;
mod usaedvanlig_dagspris;

pub use case::Case;
pub use citizen_case::{CitizenCase, Held};
pub use plan::{NotRunnable, runnable};

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
pub const RULES: [&Rule; RuleCode::ALL.len()] = [
    &kun_i_system_2::RULE,
    &kun_i_system_1::RULE,
    &dage_kun_i_system_2::RULE,
    &dage_kun_i_system_1::RULE,
    &forskellig_vaerdi::RULE,
    &afventer_overfoersel::RULE,
    &dobbelt_raekke::RULE,
    &overlap::RULE,
    &udelukker_hinanden::RULE,
    &efter_doed::RULE,
    &under_alder::RULE,
    &maalgruppe_mangler::RULE,
    &ukendt_kode::RULE,
    &ophold_uden_adresse::RULE,
    &sagsbehandler_mangler::RULE,
    &ny_uden_oplysning::RULE,
    &ophoert_uden_aarsag::RULE,
    &usaedvanlig_dagspris::RULE,
    &udloebet_takst::RULE,
    &individuel_takst_gammel::RULE,
    &to_procenter::RULE,
    &tillaeg_uden_hoved::RULE,
    &betalt_efter_doed::RULE,
    &konto_anden_paragraf::RULE,
    &betalt_efter_slut::RULE,
    &betalt_uden_bevilling::RULE,
    &betalt_trods_nej::RULE,
    &samme_regning::RULE,
    &bevilget_uden_betaling::RULE,
    &betalt_anden_leverandoer::RULE,
    &betalt_over::RULE,
    &betalt_under::RULE,
];

/// The rule behind a code.
#[must_use]
pub fn rule(code: RuleCode) -> &'static Rule {
    RULES[code as usize]
}

/// Puts every rule of the 8-talskontrol to one citizen and paragraph.
pub(crate) fn check(case: &Case<'_, '_>, plan: &plan::Plan, out: &mut Vec<Deviation>) {
    let waiting = plan.runs_at_all(RuleCode::AfventerOverfoersel);
    let begun = out.len();
    for (code, check) in QUESTIONS {
        if plan.runs_at_all(code) || (waiting && code != RuleCode::ForskelligVaerdi) {
            check(case, out);
        }
    }
    if plan.runs_at_all(RuleCode::DobbeltRaekke) {
        dobbelt_raekke::check(case, out);
    }
    // A difference of days may turn out to be waiting, so whether it was asked for is known only now.
    if !case.control.rules.is_empty() {
        let found = out.split_off(begun);
        out.extend(found.into_iter().filter(|d| plan.runs_at_all(d.rule)));
    }
}

type Check = fn(&Case<'_, '_>, &mut Vec<Deviation>);

const QUESTIONS: [(RuleCode, Check); 5] = [
    (RuleCode::KunISystem2, kun_i_system_2::check),
    (RuleCode::KunISystem1, kun_i_system_1::check),
    (RuleCode::DageKunISystem2, dage_kun_i_system_2::check),
    (RuleCode::DageKunISystem1, dage_kun_i_system_1::check),
    (RuleCode::ForskelligVaerdi, forskellig_vaerdi::check),
];
