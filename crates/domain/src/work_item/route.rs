//! Who has an item: the one who can correct that field in that system, seldom the caseworker.

use super::ItemKey;
use crate::deviation::{RuleCode, Side};
use crate::landscape::Attribute;

/// The system in which a deviation is put right first: the one that lacks the days, or that a rule is about.
#[must_use]
pub fn side_of(question: Option<u8>, within: Option<Side>) -> Side {
    match (within, question) {
        (Some(side), _) => side,
        (None, Some(1 | 3)) => Side::One,
        (None, _) => Side::Two,
    }
}

/// The fields of a mapping that a deviation is put right in, the likeliest first: keys of `corrects` in `kilde.toml`.
#[must_use]
pub fn field_of(key: &ItemKey) -> &'static [&'static str] {
    match (key.attribute, key.rule) {
        (Some(Attribute::Leverandoer), _) => &["leverandoer", "provider"],
        (Some(Attribute::Maalgruppe), _) => &["maalgruppe"],
        (Some(Attribute::Timer), _) => &["timer", "hours", "quantity"],
        (Some(Attribute::Pris), _) => &["pris", "rate"],
        (Some(Attribute::Handlekommune), _) => &["handlekommune"],
        (Some(Attribute::Betalingskommune), _) => &["betalingskommune"],
        (None, RuleCode::KunISystem1 | RuleCode::KunISystem2) => {
            &["paragraf", "service", "periode", "start", "end"]
        }
        (None, RuleCode::MaalgruppeMangler | RuleCode::UkendtKode) => &["maalgruppe"],
        (None, RuleCode::OpholdUdenAdresse) => &["adresse", "p_number", "address"],
        (None, RuleCode::SagsbehandlerMangler) => &["sagsbehandler", "caseworker"],
        (None, RuleCode::NyUdenOplysning) => &["aarsag", "udredning", "entry_reason", "assessment"],
        (None, RuleCode::OphoertUdenAarsag) => &["aarsag", "exit_reason"],
        (
            None,
            RuleCode::UsaedvanligDagspris
            | RuleCode::UdloebetTakst
            | RuleCode::IndividuelTakstGammel
            | RuleCode::ToProcenter,
        ) => &["pris", "rate"],
        (None, rule) if rule.is_about_payments() => &["pris", "rate"],
        (None, _) => &["periode", "end", "start"],
    }
}
