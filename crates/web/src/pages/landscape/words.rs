//! The words of the landscape: keys as people say them, days, populations, and where a contradiction is put right.

use crate::pages::imports::words::population;
use app::commands::declare::Written;
use app::commands::source_cards::{Coming, SourceCard};
use domain::calendar::{Day, Period};
use domain::landscape::{Population, Source};
use report::danish;

/// A key of the file as people say it.
pub(super) fn label(key: &str) -> &'static str {
    match key {
        "titel" => "Navn på skærme",
        "borgere" => "Hvis borgere",
        "tilbud" => "Hvis tilbud",
        "siden" => "I brug fra",
        "udgaar" => "I brug til og med",
        "oekonomi_siden" => "Beløb fra",
        "oekonomi_udgaar" => "Beløb til og med",
        "historik" => "Tidligere systemer",
        "rolle" => "Rolle",
        "registrerer" => "Registrerer",
        "ansvarlig" => "Ansvarlig",
        "afloeser" => "Afløser",
        "forventet_dag" => "Ventes den",
        "hoejst_forsinket_dage" => "Må være forsinket",
        "mindst_raekker_procent" => "Rækker mindst",
        "indbakke" => "Indbakkens mappe",
        "borger_link" => "Åbn borgeren i systemet",
        "undtagelse" => "Undtagelser",
        "bruges" => "Bruges af",
        "rettes" => "Hvem retter hvad",
        "priser.uger" => "Timer pr. uge bliver til dage",
        "priser.sidste_dag_betales" => "Sidste dag betales",
        "priser.momsafloeftet" => "Beløb er momsafløftet",
        "priser.forsinkelse_dage" => "Beløb er der efter",
        _ => "Andet",
    }
}

/// Where on the form what a contradiction is about is put right; empty where it is not put right there.
pub(super) fn field_of(contradiction: &str) -> &'static str {
    match contradiction {
        "population" => "borgere",
        "foer_ibrugtagning" => "historik",
        "efter_udgaaet" => "udgaar",
        "undtagelse" => "undtagelse",
        "ingen_retter" => "rettes",
        "ikke_angivet" | "aldrig_indlaest" => "titel",
        _ => "",
    }
}

/// A sentence of the landscape with the keys of the file as the names that the form has for them: `rettes` becomes
/// «Hvem retter hvad».
pub(crate) fn as_on_the_form(text: &str) -> String {
    let mut parts = text.split('`');
    let mut out = parts.next().unwrap_or("").to_owned();
    while let (Some(key), Some(after)) = (parts.next(), parts.next()) {
        let said = match label(key) {
            "Andet" => key,
            label => label,
        };
        out = format!("{out}«{said}»{after}");
    }
    out.replace("rolle = \"leverer\"", "rollen «leverer til Danmarks Statistik»")
        .replace("rollen historik", "rollen «er ude af brug og gemt som historik»")
        .replace(" med «ottetal kilde ny»", " under Kilder")
}

/// Whose citizens a source holds on a day.
pub(super) fn population_on(source: &Source, day: Day) -> &'static str {
    let on = Period { from: day, until: day.next() };
    let found = source.populations_in(on).first().map_or(Population::Unknown, |(population, _)| *population);
    population(found)
}

/// `fra 01-03-2018`, `01-03-2018 - 31-12-2024`; empty where neither is known. `until` is the first day after.
pub(super) fn from_to(since: Option<Day>, until: Option<Day>) -> String {
    match (since, until.map(Day::previous)) {
        (None, None) => String::new(),
        (Some(since), None) => format!("fra {}", since.danish()),
        (None, Some(last)) => format!("til {}", last.danish()),
        (Some(since), Some(last)) => format!("{} - {}", since.danish(), last.danish()),
    }
}

/// A period as a remark: empty for all days.
pub(super) fn in_days(period: Period) -> String {
    match (period.from <= Day::FIRST, period.is_open()) {
        (true, true) => String::new(),
        (true, false) => format!("til og med {}", period.last_day().danish()),
        (false, true) => format!("fra {}", period.from.danish()),
        (false, false) => format!("{} - {}", period.from.danish(), period.last_day().danish()),
    }
}

/// How the extracts of a source come: the words, and the colour that repeats them.
pub(super) fn coming(card: &SourceCard, today: Day) -> (String, &'static str) {
    match card.coming(today) {
        Coming::InTime => ("rettidig".to_owned(), "success"),
        Coming::Late(_, days) => (format!("forsinket {}", danish::count(days, "dag", "dage")), "error"),
        Coming::Never => ("mangler".to_owned(), "warning"),
        Coming::Ended(day) => (format!("ude af brug efter {}", day.previous().danish()), "none"),
        Coming::NoDay => ("ingen fast dag".to_owned(), "none"),
    }
}

/// `den 3., 2 dage efter`: the day of the month and the days of grace.
pub(super) fn rhythm(card: &SourceCard) -> String {
    let Some(day) = card.rhythm.day else { return String::new() };
    match card.rhythm.late_days.unwrap_or(0) {
        0 => format!("den {day}."),
        late => format!("den {day}., senest {} efter", danish::count(i64::from(late), "dag", "dage")),
    }
}

/// A word of the file as people say it.
pub(super) fn value(key: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    if let Some(day) = Day::parse(text).filter(|day| day.iso() == text) {
        return day.danish();
    }
    match (key, text) {
        ("tilbud", "egne") => "kommunens egne".to_owned(),
        ("tilbud", "andres") => "andres".to_owned(),
        ("tilbud", "begge") => "egne og andres".to_owned(),
        ("forventet_dag", day) => format!("den {day}. i måneden"),
        ("hoejst_forsinket_dage", "1") => "1 dag".to_owned(),
        ("hoejst_forsinket_dage" | "priser.forsinkelse_dage", days) => format!("{days} dage"),
        ("mindst_raekker_procent", percent) => format!("{percent} % af sidste udtræk"),
        ("priser.uger", "7") => "en dag er 1/7 uge".to_owned(),
        ("priser.uger", weeks) => format!("{weeks} uger om året"),
        (_, text) => text.to_owned(),
    }
}

/// The value of a key as people say it; empty where it has none.
pub(super) fn written(own: &Written, key: &str) -> String {
    value(key, own.value(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_file_are_said_as_the_form_says_them() {
        assert_eq!(
            as_on_the_form("Skriv dem under `rettes`, eller ret `udgaar`."),
            "Skriv dem under «Hvem retter hvad», eller ret «I brug til og med»."
        );
        assert_eq!(as_on_the_form("intet her"), "intet her");
    }
}
