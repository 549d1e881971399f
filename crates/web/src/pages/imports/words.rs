//! Words and addresses that the pages of imports and bases share.

use domain::calendar::Period;
use domain::finding::Effect;
use domain::landscape::{ExtractFacts, Population};
use report::danish;
use store::ImportId;
use store::imports::Kind;

/// What an import holds.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Activities => "Ydelser",
        Kind::Language => "Fælles sprog",
        Kind::Translation => "Oversættelse",
        Kind::Postings => "Posteringer",
        Kind::Persons => "Personer",
        Kind::Diagnoses => "Diagnoser og målgrupper",
        Kind::IndividualRates => "Individuelle takster",
        Kind::ListPrices => "Takster",
        Kind::Providers => "Leverandører",
        Kind::Expectations => "Forventninger",
        Kind::Enrichments => "Udgifter uden borgere",
        Kind::Budget => "Budget",
        Kind::Caseworkers => "Sagsbehandlere",
    }
}

/// Effects in the order of lists: the word of addresses, and the colour that repeats the word.
pub(crate) const EFFECTS: [(Effect, &str, &str); 4] = [
    (Effect::SetAside, "sat_til_side", "error"),
    (Effect::ValueMissing, "vaerdi_mangler", "warning"),
    (Effect::Mended, "rettet", "info"),
    (Effect::Note, "bemaerkning", "none"),
];

/// The word and the colour of an effect.
pub(crate) fn effect(effect: Effect) -> (&'static str, &'static str) {
    EFFECTS.iter().find(|(own, ..)| *own == effect).map_or(("", "none"), |(_, key, colour)| (*key, *colour))
}

/// The day of an extract; empty where unknown.
pub(crate) fn extracted(facts: &ExtractFacts) -> String {
    facts.extracted.map_or_else(String::new, |day| day.danish())
}

/// `01-01-2016 - 28-02-2026`; empty where unknown.
pub(crate) fn covers(facts: &ExtractFacts) -> String {
    let text = facts.covers.map_or_else(String::new, period);
    if facts.current_only { format!("{text} kun løbende sager").trim_start().to_owned() } else { text }
}

/// First and last day.
pub(crate) fn period(period: Period) -> String {
    format!("{} - {}", period.from.danish(), period.last_day().danish())
}

/// Whose citizens a source holds.
pub(crate) fn population(population: Population) -> &'static str {
    match population {
        Population::Handlekommune => "borgere, vi er handlekommune for",
        Population::Betalingskommune => "borgere, vi betaler for",
        Population::Both => "borgere, vi er handle- eller betalingskommune for",
        Population::Unknown => "ikke oplyst",
    }
}

/// `1,2 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = (bytes * 10 + unit / 2) / unit;
        format!("{},{}", danish::whole(tenths / 10), tenths % 10)
    };
    match bytes {
        0..1_000 => format!("{bytes} byte"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

/// `+34`, `-2` or `uændret`.
pub(crate) fn change(now: u64, then: u64) -> String {
    let difference = i64::try_from(now).unwrap_or(i64::MAX) - i64::try_from(then).unwrap_or(i64::MAX);
    if difference == 0 { "uændret".to_owned() } else { danish::signed(difference) }
}

/// The page of an import.
pub(crate) fn at(id: &ImportId) -> String {
    format!("/indlaesning/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_changes_are_read_at_a_glance() {
        let sizes = [999, 1_000, 1_234_567, 312_000_000].map(size);
        assert_eq!(sizes, ["999 byte", "1,0 kB", "1,2 MB", "312,0 MB"]);
        assert_eq!([change(5, 5), change(7, 5), change(1_000, 3_000)], ["uændret", "+2", "-2.000"]);
    }
}
