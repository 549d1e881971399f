//! What arrived last and what is late: a line a source.

use crate::pages::deviations::people::People;
use crate::visit::Visit;
use app::access::Right;
use app::commands::read_arrivals::Arrival;
use app::current::Current;
use domain::calendar::Day;
use domain::landscape::Contradiction;
use report::danish;
use store::imports::Kind;

/// A source.
pub(super) struct ArrivalRow {
    /// As people say it.
    pub(super) title: String,
    /// Its import; empty for those who may not see it.
    pub(super) href: String,
    /// The day of the extract.
    pub(super) extracted: String,
    /// The day on which it was read in.
    pub(super) imported: String,
    /// By whom.
    pub(super) by: String,
    /// It stands in the newest basis.
    pub(super) in_basis: bool,
    /// It is late.
    pub(super) is_late: bool,
    /// In words: "mangler siden 05-03-2026".
    pub(super) state: String,
    /// The badge's colour.
    pub(super) key: &'static str,
}

/// What is to be looked at in the newest extracts, in one line; empty where nothing is. Where it leads to comes with it.
pub(super) fn findings_line(visit: &Visit, current: &Current) -> (String, &'static str) {
    let found: Vec<Contradiction> =
        current.arrivals.iter().flat_map(|own| own.findings(visit.day())).collect();
    let of = |key: &str| found.iter().filter(|own| own.key == key).count();
    let said = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 kilde {one}")),
        more => Some(format!("{more} kilder {many}")),
    };
    let parts: Vec<String> = [
        said(
            of("forsinket"),
            "mangler et udtræk, der skulle være kommet",
            "mangler et udtræk, der skulle være kommet",
        ),
        said(of("faerre_raekker"), "har langt færre rækker end sidst", "har langt færre rækker end sidst"),
        said(
            of("udtraeksdag"),
            "har et nyt udtræk med samme dag som før",
            "har nye udtræk med samme dag som før",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    let to = if visit.may(Right::SeeImports) {
        "/indlaesning"
    } else if visit.may(Right::SeeLandscape) {
        "/datalandskab"
    } else {
        "#kilder"
    };
    if parts.is_empty() { (String::new(), to) } else { (format!("{}.", danish::list(&parts)), to) }
}

/// The sources that somebody waits for, late ones first; then those without a day.
pub(super) fn arrival_rows(
    visit: &Visit,
    current: &Current,
    people: &People,
) -> (Vec<ArrivalRow>, Vec<ArrivalRow>) {
    let (today, links) = (visit.day(), visit.may(Right::SeeImports));
    let waited = |own: &&Arrival| own.rhythm.day.is_some() || own.kind == Kind::Activities;
    let (some, others): (Vec<&Arrival>, Vec<&Arrival>) = current.arrivals.iter().partition(waited);
    let rows = |own: Vec<&Arrival>| -> Vec<ArrivalRow> {
        own.into_iter().map(|own| row(own, people, today, links)).collect()
    };
    let mut first = rows(some);
    first.sort_by_key(|row| !row.is_late);
    (first, rows(others))
}

fn row(own: &Arrival, people: &People, today: Day, links: bool) -> ArrivalRow {
    let missing = own.missing_since(today);
    let (state, key) = match (missing, own.ended, own.expected(today)) {
        (Some(day), ..) => (format!("Mangler siden {}", day.danish()), "error"),
        (None, Some(day), _) if day <= today => (format!("Ude af brug siden {}", day.danish()), "none"),
        (None, _, Some(day)) => (format!("Næste ventes {}", day.danish()), "success"),
        (None, _, None) => ("Ingen frist".to_owned(), "none"),
    };
    ArrivalRow {
        title: own.title.clone(),
        href: if links { format!("/indlaesning/{}", own.import) } else { String::new() },
        extracted: own.extracted.map_or_else(|| "ukendt".to_owned(), Day::danish),
        imported: danish::iso_day(own.imported.0.get(..10).unwrap_or("")),
        by: if links { people.shown(&own.imported.1) } else { String::new() },
        in_basis: own.in_basis,
        is_late: missing.is_some(),
        state,
        key,
    }
}
