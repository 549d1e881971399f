//! `/raekke/{import}/{fil}/{raekke}?ark=`: one row of a source's file as it stands there, and what each value was read
//! as.
//!
//! Invariant: the one who looks may see the row before the file is opened; names and numbers are hidden always.

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::page::Page;
use crate::pages::citizen::payment_key;
use crate::parts::Link;
use crate::query::escaped;
use crate::routes::{Route, see};
use crate::visit::Visit;
use app::access::{Right, only_from_something, purposes};
use app::commands::explain_citizen::SourceRow;
use app::commands::show_row::{About, CellShown, FoundRow, RowAsked, RowShown, find_row, read_row};
use app::current::Current;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use axum::routing::get;
use domain::person::CitizenId;
use store::imports::Kind;
use store::lake::RowAt;

pub(crate) fn routes() -> Vec<Route> {
    let needs = Needs::Any(&[Right::SeeCitizen, Right::SeeImports]);
    vec![see("/raekke/{import}/{fil}/{raekke}", needs, get(show))]
}

#[derive(Template)]
#[template(path = "pages/raekke.html")]
struct RowPage {
    page: Page,
    trail: Vec<Link>,
    place: Vec<(&'static str, String, String)>,
    cells: Vec<Line>,
    unread: String,
    /// Some cells say who somebody is.
    hidden: bool,
    /// Where the name is shown; empty where nowhere.
    vis: String,
}

struct Line {
    heading: String,
    text: String,
    read_as: String,
    hidden: bool,
    not_yours: bool,
}

/// Columns that say what a citizen suffers from.
const GROUPS: [&str; 3] = ["maalgruppe", "code", "code_system"];

/// The one answer to a row that is not there, and to one that the one who looks may not see.
fn nothing() -> WebError {
    WebError::NotFound(
        "Der er ingen række på det sted blandt dem, du kan se. Filen kan være slettet, eller rækken handler om en borger uden for \
         dit område."
            .to_owned(),
    )
}

async fn show(visit: Visit, Path((import, file, row)): Path<(String, String, String)>) -> Answer {
    let sheet = visit.fields().one("ark").to_owned();
    let (Ok(file), Ok(row)) = (file.parse(), row.parse()) else { return Err(nothing()) };
    let asked = RowAsked { import, at: RowAt { file, sheet, row } };
    let current = visit.current().await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let found = find_row(&session, current.basis.as_deref(), &asked).await?.ok_or_else(nothing)?;
    if !may_see(&visit, &current, &found) {
        return Err(nothing());
    }
    let object = format!("{} {} {}", asked.import, asked.at.file, asked.at.row);
    let about: Vec<CitizenId> =
        if let About::Citizen(citizen) = found.about { vec![citizen] } else { Vec::new() };
    let Some(row) = read_row(&session, &found).await? else { return Err(nothing()) };
    let template = drawn(&visit, &current, &found, row);
    visit.show(Purpose::AfvigelseRet, "se_raekke", &object, about, &template).await
}

/// About a citizen: whom the scope holds, on one of the row's paragraphs and at its provider. About nobody: who sees
/// imports. Set aside by import: who sees imports and every citizen, since nobody knows whom it is about.
fn may_see(visit: &Visit, current: &Current, found: &FoundRow) -> bool {
    let scope = visit.scope(Right::SeeCitizen);
    match found.about {
        About::Citizen(citizen) => scope.is_ok_and(|scope| {
            let rows = current.row_scope(&scope, citizen);
            let mut paragraffer = found.paragraffer.iter();
            match found.paragraffer.len() {
                0 => rows.holds("", &found.providers),
                _ => paragraffer.any(|written| rows.holds(written, &found.providers)),
            }
        }),
        About::Nobody => visit.may(Right::SeeImports),
        About::SetAside => visit.may(Right::SeeImports) && scope.is_ok_and(|scope| scope.is_everybody()),
    }
}

/// Where the one who looks may have the name shown; empty where nowhere from here.
fn way_to_name(visit: &Visit, found: &FoundRow, citizen: CitizenId) -> String {
    if !visit.may(Right::Reveal) {
        return String::new();
    }
    if !only_from_something(visit.who.role) {
        return format!("/borgere/{citizen}#vis");
    }
    let may =
        found.import.kind == Kind::Postings && purposes(visit.who.role).contains(&Purpose::BetalingKontrol);
    let at = SourceRow {
        import: found.import.id.to_string(),
        source: found.import.source.clone(),
        file: found.at.file,
        sheet: found.at.sheet.clone(),
        row: found.at.row,
    };
    if may {
        format!("/borgere/{citizen}?betaling={}#vis", escaped(&payment_key(&at)))
    } else {
        String::new()
    }
}

fn drawn(visit: &Visit, current: &Current, found: &FoundRow, row: RowShown) -> RowPage {
    let groups = visit.may(Right::SeeMaalgruppe);
    let line = |cell: CellShown| {
        let not_yours = !groups && GROUPS.contains(&cell.field);
        let known = found.read_as.get(cell.field).filter(|text| !not_yours && **text != cell.text);
        Line {
            read_as: known.cloned().unwrap_or_default(),
            text: if not_yours { String::new() } else { cell.text },
            heading: cell.heading,
            hidden: cell.hidden,
            not_yours,
        }
    };
    let cells: Vec<Line> = row.cells.into_iter().map(line).collect();
    let import = if visit.may(Right::SeeImports) {
        format!("/indlaesning/{}", found.import.id)
    } else {
        String::new()
    };
    let day = found.import.facts.extracted.map_or("uden dag".to_owned(), domain::calendar::Day::danish);
    let mut place = vec![
        ("System", found.title.clone(), String::new()),
        ("Udtræk", day, import),
        ("Fil", found.file.clone(), String::new()),
    ];
    if !found.at.sheet.is_empty() {
        place.push(("Ark", found.at.sheet.clone(), String::new()));
    }
    place.push(("Række", found.at.row.to_string(), String::new()));
    let (mut trail, mut vis) = (Vec::new(), String::new());
    match found.about {
        About::Citizen(citizen) => {
            place.push(("Borger", citizen.to_string(), format!("/borgere/{citizen}")));
            trail.push(Link::new("/borgere", "Borgere"));
            trail.push(Link::new(format!("/borgere/{citizen}"), citizen.to_string()));
            vis = way_to_name(visit, found, citizen);
        }
        About::Nobody => place.push(("Borger", "rækken handler ikke om en borger".to_owned(), String::new())),
        About::SetAside => {
            place.push(("Borger", "rækken kunne ikke læses og er sat til side".to_owned(), String::new()));
        }
    }
    let page = visit.page_of(format!("Række {} i {}", found.at.row, found.file), current);
    let answer = match found.about {
        About::SetAside => "Rækken står sådan i filen. Den er sat til side og er ikke med i noget tal.",
        _ => "Sådan står rækken i filen, og sådan er den læst.",
    };
    RowPage {
        page: Page { answer: answer.to_owned(), ..page },
        trail,
        place,
        unread: row.unread.join(", "),
        hidden: cells.iter().any(|cell| cell.hidden),
        cells,
        vis,
    }
}
