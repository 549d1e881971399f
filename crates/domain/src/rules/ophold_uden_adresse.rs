//! Inside one system: a stay whose place nobody can find: neither P-number nor address.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::rules::Rule;
use crate::rules::citizen_case::CitizenCase;
use crate::wording::WordId;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::OpholdUdenAdresse,
    name: "Ophold uden P-nummer og adresse",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Rækken er et ophold, men har hverken tilbuddets P-nummer eller en adresse.",
    why: "Danmarks Statistik skal vide, hvor borgeren opholder sig, og stedet kan ikke findes i Tilbudsportalen.",
    how: "Sæt P-nummeret fra Tilbudsportalen på leverandøren eller indsatsen. Har stedet intet, så skriv adressen.",
    source: "L402: P-nummer eller adresse på opholdsydelser (Danmarks Statistik); lov/ydelser.toml: ophold",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    if !case.held.iter().any(|held| case.known.is_stay(held.paragraf)) {
        return;
    }
    let wording = case.lexicon.side(side).wording;
    let picks = |claim: &crate::timeline::Claim<'_>| {
        case.known.is_stay(claim.paragraf)
            && claim.row.address == WordId::EMPTY
            && wording.provider_of(claim.row.provider).p_number.is_empty()
    };
    case.report_days(&RULE, side, picks, out);
}
