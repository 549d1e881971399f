//! `/sager/{id}`: one case: the rows and postings behind a figure, and what people have written of it.

use super::filter::{Cases, Listed};
use super::row::{Row, case_address, row, until_in_words};
use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::pages::citizen::row_address;
use crate::pages::deviations::people::People;
use crate::parts::{Link, Tab};
use crate::visit::Visit;
use app::access::Right;
use app::commands::case_year::{Figure, Part};
use app::commands::explain_citizen::SourceRow;
use app::commands::follow_up::follow_up_history;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;
use domain::person::CitizenId;
use report::danish;

#[derive(Template)]
#[template(path = "pages/sager/sag.html")]
struct CasePage {
    page: Page,
    trail: Vec<Link>,
    row: Row,
    citizen_href: String,
    tabs: Vec<Tab>,
    what: String,
    lines: Vec<Line>,
    total: i64,
    total_text: String,
    history: Vec<(String, String)>,
    query: String,
}

/// A row or a posting.
struct Line {
    place: String,
    href: String,
    system: String,
    days: String,
    service: String,
    amount: String,
    why: String,
}

/// The figures: word, text.
const FIGURES: [(&str, &str); 5] = [
    ("bevilget", "Bevilget i året"),
    ("disponeret", "Disponeret i året"),
    ("til_dato", "Disponeret til dato"),
    ("betalt", "Betalt til dato"),
    ("forskel", "Forskel til dato"),
];

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let cases = Cases::read(&visit).await?;
    let fields = visit.fields();
    let found = CitizenId::parse(&id).and_then(|citizen| cases.one(citizen, fields.one("paragraf")));
    let Some(own) = found else {
        return Err(WebError::NotFound(
            "Der er ingen sag med den borger og paragraf blandt dem, du kan se. Find den under Sager."
                .to_owned(),
        ));
    };
    let people = People::read(&visit).await?;
    let asked = FIGURES.iter().find(|(key, _)| *key == fields.one("tal")).unwrap_or(&FIGURES[1]);
    let parts: Vec<(&Part, Oere)> = parts(&own, asked.0);
    let total: Oere = parts.iter().map(|(_, oere)| *oere).sum();
    let citizen = own.case.citizen;
    let session = visit.session(Purpose::SagOpfoelgning);
    let history = follow_up_history(&session, citizen, &own.case.paragraf).await?;
    let told = history.into_iter().map(|kept| {
        let when = format!("{}, {}", app::edge::local_time(&kept.saved_at), people.shown(&kept.saved_by));
        let what = kept.line.map_or_else(
            || "taget tilbage".to_owned(),
            |line| {
                let mut said = Vec::new();
                if let Some(day) = line.last() {
                    said.push(format!("fulgt op {}", day.danish()));
                }
                if let Some(day) = line.next() {
                    said.push(format!("næste {}", day.danish()));
                }
                if !line.bemaerkning.is_empty() {
                    said.push(format!("«{}»", line.bemaerkning));
                }
                said.join(", ")
            },
        );
        (when, what)
    });
    let template = CasePage {
        trail: vec![Link::new("/sager", "Sager")],
        citizen_href: if visit.may(Right::SeeCitizen) {
            format!("/borgere/{citizen}")
        } else {
            String::new()
        },
        tabs: tabs(&own, asked.0),
        what: what(&cases, asked),
        lines: parts.iter().map(|(part, oere)| line(&cases, citizen, part, *oere)).collect(),
        total: total.0,
        total_text: danish::kroner_with_oere(total),
        history: told.collect(),
        query: String::new(),
        row: row(&cases, &own, visit.day(), |name| people.shown(name), None),
        page: visit.page_of(format!("{} på {}", citizen, own.case.paragraf), &cases.current),
    };
    visit.show(Purpose::SagOpfoelgning, "vis_sag", &citizen.to_string(), [citizen], &template).await
}

fn tabs(own: &Listed<'_>, chosen: &str) -> Vec<Tab> {
    let citizen = own.case.citizen.to_string();
    let tab = |(key, text): (&str, &str)| Tab {
        href: case_address(&citizen, &own.case.paragraf, key),
        text: text.to_owned(),
        current: key == chosen,
        count: danish::kroner(own.amount(key)),
    };
    FIGURES.map(tab).into()
}

fn what(cases: &Cases, (key, text): &(&str, &str)) -> String {
    let year = &cases.year;
    match *key {
        "bevilget" | "disponeret" => format!("{text} {}", year.year),
        _ => format!("{text}, {}", until_in_words(year)),
    }
}

/// The parts of a figure with their kroner in it.
fn parts<'l>(own: &'l Listed<'_>, figure: &str) -> Vec<(&'l Part, Oere)> {
    let amount = |part: &Part| match (figure, part.figure) {
        ("bevilget", Figure::Granted) | ("disponeret", Figure::Disposed) => Some(part.oere),
        ("til_dato" | "forskel", Figure::Disposed) | ("betalt", Figure::Paid) => Some(part.to_date),
        ("forskel", Figure::Paid) => Some(Oere(-part.to_date.0)),
        _ => None,
    };
    let mut out: Vec<(&Part, Oere)> =
        own.case.parts.iter().filter_map(|part| Some((part, amount(part)?))).collect();
    // A row of later months has no part in a figure to date.
    if !matches!(figure, "bevilget" | "disponeret") {
        out.retain(|(part, oere)| oere.0 != 0 || !part.why.is_empty());
    }
    out.sort_by_key(|(part, _)| (part.figure, part.period.from, part.place));
    out
}

fn line(cases: &Cases, citizen: CitizenId, part: &Part, oere: Oere) -> Line {
    let (import, source) = &part.import;
    let row = cases.current.directory.row_at(citizen, source, part.place);
    let service = row.map_or_else(String::new, |row| {
        let words = [row.service, row.provider].into_iter().filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(", ")
    });
    let why = if part.unpriced_days > 0 {
        format!("{} dage uden pris", part.unpriced_days)
    } else {
        part.why.to_owned()
    };
    let at = SourceRow {
        import: import.clone(),
        source: source.clone(),
        file: part.place.0,
        sheet: part.sheet.clone(),
        row: part.place.1,
    };
    Line {
        place: format!("Række {}", part.place.1),
        href: row_address(&at),
        system: cases.current.title(source),
        days: format!("{} til {}", part.period.from.danish(), part.period.last_day().danish()),
        service,
        amount: danish::kroner_with_oere(oere),
        why,
    }
}
