//! The sentences of the rules inside one system, and of payments against grants.

use super::{Names, days_in_words, place};
use crate::amount::{Oere, divide_rounded};
use crate::deviation::{Deviation, RuleCode, Side};

/// The sentence of a rule inside one system.
pub(super) fn inside(deviation: &Deviation, names: &Names<'_>) -> String {
    let side = deviation.within.unwrap_or(Side::One);
    let system = names.titles[side.index()];
    let paragraf = &names.law.paragraf(deviation.paragraf).written;
    let days = days_in_words(deviation.period);
    let at = place(deviation, names, side);
    let values = deviation.values[side.index()].join(" og ");
    match deviation.rule {
        RuleCode::Overlap => format!(
            "Ret overlappet på {paragraf} i {system}. Fandt {} forskellige rækker{at}, forventede én ad gangen; {days}.",
            deviation.rows[side.index()].len()
        ),
        RuleCode::UdelukkerHinanden => format!(
            "Ret en af paragrafferne i {system}. Fandt {} på de samme dage{at}, forventede kun den ene; {days}.",
            deviation.shared
        ),
        RuleCode::EfterDoed => {
            format!("Afslut {paragraf} i {system}. Fandt dage efter dødsdagen{at}, forventede ingen; {days}.")
        }
        RuleCode::UnderAlder => format!(
            "Bekræft {paragraf} i {system}. Fandt dage før områdets alder{at}, forventede ingen; {days}."
        ),
        RuleCode::MaalgruppeMangler => {
            format!("Sæt målgruppe på {paragraf} i {system}. Fandt ingen{at}, forventede mindst én; {days}.")
        }
        RuleCode::UkendtKode => format!(
            "Ret målgruppen på {paragraf} i {system}. Fandt {values}{at}, forventede en kode, der gælder på dagen; {days}."
        ),
        RuleCode::OpholdUdenAdresse => format!(
            "Sæt P-nummer på {paragraf} i {system}. Fandt hverken P-nummer eller adresse{at}, forventede et af dem; {days}."
        ),
        RuleCode::SagsbehandlerMangler => format!(
            "Sæt sagsbehandler på {paragraf} i {system}. Fandt {}{at}, forventede en, der er her på udtræksdagen; {days}.",
            if values.is_empty() { "ingen" } else { &values }
        ),
        RuleCode::NyUdenOplysning => format!(
            "Udfyld {values} på {paragraf} i {system}. Fandt intet{at}, forventede det på en ny ydelse; begyndt {}.",
            deviation.period.from.danish()
        ),
        RuleCode::OphoertUdenAarsag => format!(
            "Udfyld afgangsårsag på {paragraf} i {system}. Fandt ingen{at}, forventede en på en ophørt ydelse; sidste dag {}.",
            deviation.period.from.danish()
        ),
        RuleCode::UsaedvanligDagspris => format!(
            "Bekræft prisen på {paragraf} i {system}. Fandt {} kr. pr. dag{at}, forventede nær {} kr. som de andre rækker; {days}.",
            first(deviation, side, 0),
            first(deviation, side, 1)
        ),
        RuleCode::UdloebetTakst | RuleCode::IndividuelTakstGammel => format!(
            "Bekræft taksten på {paragraf} i {system}. Fandt {} kr.{at}, som ikke er listepris på dagen, forventede {} kr.; {days}.",
            first(deviation, side, 0),
            first(deviation, side, 1)
        ),
        RuleCode::ToProcenter => format!(
            "Bekræft procenterne på {paragraf} i {system}. Fandt både afregnings- og belægningsprocent under eller over 100{at}, forventede højst en; {days}."
        ),
        _ => format!(
            "Bekræft tillægget til {paragraf} i {system}. Fandt ingen hovedydelse i noget system{at}, forventede en; {days}."
        ),
    }
}

/// The sentence of a payment rule.
pub(super) fn payment(deviation: &Deviation, names: &Names<'_>) -> String {
    let paragraf = &names.law.paragraf(deviation.paragraf).written;
    let months = deviation.period.by_month().count();
    let months = format!(
        "{} ({months} {})",
        days_in_words(deviation.period).split(" (").next().unwrap_or_default(),
        if months == 1 { "måned" } else { "måneder" }
    );
    let kroner = deviation.oere.map_or_else(|| "ukendt".to_owned(), kroner);
    let bills = deviation.others.len();
    let bills = format!("{bills} {}", if bills == 1 { "postering" } else { "posteringer" });
    let [granted, paid] = &deviation.values;
    match deviation.rule {
        RuleCode::BetaltEfterDoed => {
            format!(
                "Stop betalingen for {paragraf}. Fandt {kroner} kr. efter borgerens død ({bills}), forventede 0; {months}."
            )
        }
        RuleCode::KontoAndenParagraf => format!(
            "Ompostér betalingen. Fandt {kroner} kr. på {} ({bills}), forventede dem på den bevilgede paragraf; {months}.",
            deviation.shared
        ),
        RuleCode::BetaltEfterSlut => format!(
            "Stop betalingen, eller forlæng {paragraf}. Fandt {kroner} kr. efter bevillingens ophør ({bills}), forventede 0; {months}."
        ),
        RuleCode::BetaltUdenBevilling => {
            format!(
                "Find bevillingen til {paragraf}. Fandt {kroner} kr. betalt ({bills}) uden bevilling, forventede 0; {months}."
            )
        }
        RuleCode::BetaltTrodsNej => format!(
            "Stop betalingen for {paragraf}, eller ret Afregnes. Fandt {kroner} kr. betalt ({bills}), forventede 0, for rækken afregnes ikke; {months}."
        ),
        RuleCode::SammeRegning => format!(
            "Find ud af, om {paragraf} er betalt to gange. Fandt {bills} med samme beløb, leverandør og periode, forventede én: {kroner} kr. for meget; {months}."
        ),
        RuleCode::BevilgetUdenBetaling => format!(
            "Find regningen for {paragraf}. Fandt 0 kr. betalt, forventede {} kr. efter bevillingen; {months}.",
            kroner.trim_start_matches('-')
        ),
        RuleCode::BetaltAndenLeverandoer => format!(
            "Bekræft leverandøren på {paragraf}. Fandt betaling til {} ({bills}), forventede {}; {months}.",
            provider_names(paid, names),
            provider_names(granted, names)
        ),
        RuleCode::BetaltOver => format!(
            "Bekræft betalingen for {paragraf}. Fandt {kroner} kr. mere end bevilget ({bills}), forventede højst grænsen; {months}."
        ),
        _ => format!(
            "Bekræft betalingen for {paragraf}. Fandt {} kr. mindre end bevilget ({bills}), forventede højst grænsen; {months}.",
            kroner.trim_start_matches('-')
        ),
    }
}

fn provider_names(keys: &[String], names: &Names<'_>) -> String {
    let list: Vec<String> = keys.iter().map(|key| (names.provider)(key)).collect();
    list.join(" og ")
}

/// One of a system's values, as people write numbers.
fn first(deviation: &Deviation, side: Side, at: usize) -> String {
    deviation.values[side.index()].get(at).map_or_else(String::new, |value| super::decimal::price(value))
}

/// Whole kroner with dots between thousands.
fn kroner(oere: Oere) -> String {
    super::decimal::quantity(&divide_rounded(i128::from(oere.0), 100).to_string())
}
