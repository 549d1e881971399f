//! A sent form becomes lines of the file, or comes back with what is wrong at each field.

use super::form::{Typed, drawn};
use super::list::href;
use crate::error::{Answer, WebError};
use crate::query::Fields;
use crate::visit::{Visit, html, to};
use app::access::Right;
use app::commands::declare::{Fault, declare, read_declared};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::landscape::Correction;

pub(super) async fn save(visit: Visit, Path(name): Path<String>, body: String) -> Answer {
    visit.scope(Right::EditLandscape)?;
    let sent = Fields::of(&body);
    let typed = Typed::of(&sent);
    let seen = sent.one("set").to_owned();
    if sent.has("flere") {
        return visit.plain(&drawn(&visit, &name, &seen, &typed, &[]).await?);
    }
    let session = visit.session(Purpose::Tilsyn);
    let now = read_declared(&session, &name).await?;
    let mut faults = asked(&typed);
    if faults.is_empty() {
        let to_be = typed.declared(&now.written);
        match declare(&session, &name, &seen, &to_be, &typed.reason).await.map_err(WebError::told) {
            Ok(Ok(())) => return Ok(to(&format!("{}?gjort=datalandskab", href(&name)))),
            Ok(Err(found)) => faults = found,
            // In words for the one who typed: the form comes back with them.
            Err(WebError::Refused(text)) => faults.push(Fault { field: String::new(), text }),
            Err(other) => return Err(other),
        }
    }
    let page = drawn(&visit, &name, &seen, &typed, &faults).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(page.render()?)).into_response())
}

/// What the form asks for and the file does not know of.
fn asked(typed: &Typed) -> Vec<Fault> {
    let mut out = Vec::new();
    let mut say = |field: String, text: &str| out.push(Fault { field, text: text.to_owned() });
    for (at, cells) in typed.written.list("undtagelse").iter().enumerate() {
        if cells[..3].iter().all(String::is_empty) {
            say(format!("undtagelse-{}-navn", at + 1), "Skriv leverandørens navn eller nummer.");
        }
    }
    for ((key, _), (who, place)) in Correction::FIELDS.iter().zip(&typed.corrects) {
        if who.is_empty() && !place.is_empty() {
            say(format!("rettes-{key}-af"), "Skriv, hvem der retter på skærmbilledet.");
        }
    }
    if typed.reason.is_empty() {
        say("grund".to_owned(), "Skriv, hvorfor det ændres.");
    }
    out
}
