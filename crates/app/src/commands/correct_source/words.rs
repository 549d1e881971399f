//! The words of a line: what a rule asks for, and days.

use domain::calendar::{Day, Period};
use domain::deviation::{Deviation, RuleCode};

/// What stands in a field that has to be filled in or renewed.
pub(super) fn lacking(rule: RuleCode) -> &'static str {
    match rule {
        RuleCode::MaalgruppeMangler => "målgruppe: tom",
        RuleCode::OpholdUdenAdresse => "P-nummer og adresse: tomme",
        RuleCode::SagsbehandlerMangler => "sagsbehandler: tom eller ikke aktiv",
        RuleCode::NyUdenOplysning => "tilgangsårsag eller udredning: tom",
        RuleCode::OphoertUdenAarsag => "afgangsårsag: tom",
        RuleCode::ToProcenter => "både afregnings- og belægningsprocent er under 100",
        _ => "takst fra et tidligere år",
    }
}

/// What a rule inside one system, or about payments, asks for.
pub(super) fn inside(deviation: &Deviation) -> &'static str {
    match deviation.rule {
        RuleCode::MaalgruppeMangler => "vælg en målgruppe",
        RuleCode::OpholdUdenAdresse => "udfyld P-nummer eller adresse",
        RuleCode::SagsbehandlerMangler => "vælg en aktiv sagsbehandler",
        RuleCode::NyUdenOplysning => "udfyld det, der mangler",
        RuleCode::OphoertUdenAarsag => "vælg en afgangsårsag",
        RuleCode::UkendtKode => "vælg en kode, der findes",
        RuleCode::Overlap => "kun én række ad gangen",
        RuleCode::UdelukkerHinanden => "kun den ene ydelse på de samme dage",
        RuleCode::EfterDoed => "slut på dødsdagen",
        RuleCode::UnderAlder => "alder eller paragraf",
        RuleCode::UsaedvanligDagspris => "bekræft prisen, eller ret den",
        RuleCode::UdloebetTakst | RuleCode::IndividuelTakstGammel => "årets takst",
        RuleCode::ToProcenter => "bekræft begge, eller ret den ene",
        RuleCode::TillaegUdenHoved => "opret hovedydelsen, eller afslut tillægget",
        RuleCode::KontoAndenParagraf => "ompostér, eller ret paragraffen",
        RuleCode::BetaltAndenLeverandoer => "ret leverandøren, eller betalingen",
        RuleCode::SammeRegning => "én af regningerne",
        RuleCode::BevilgetUdenBetaling => "betal, eller afslut bevillingen",
        RuleCode::BetaltOver | RuleCode::BetaltUnder => "det bevilgede, eller en ny bevilling",
        RuleCode::BetaltEfterDoed
        | RuleCode::BetaltEfterSlut
        | RuleCode::BetaltUdenBevilling
        | RuleCode::BetaltTrodsNej => "stop betalingen, eller ret bevillingen",
        _ => "se rækkerne på afvigelsen",
    }
}

/// First and last day in words.
pub(super) fn in_words(period: Period) -> String {
    let from = if period.from > Day::FIRST { period.from.danish() } else { "uden startdato".to_owned() };
    if period.is_open() {
        return format!("{from} uden slutdato");
    }
    if period.days() == 1 { from } else { format!("{from} til {}", period.last_day().danish()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_end_is_said() {
        let day = |text| Day::parse(text).expect("en dag");
        let one = Period::from_included(day("2025-01-01"), day("2025-01-01")).expect("dage");
        assert_eq!(in_words(one), "01-01-2025");
        assert_eq!(in_words(Period { until: Day::OPEN, ..one }), "01-01-2025 uden slutdato");
    }
}
