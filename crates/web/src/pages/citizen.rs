//! Citizens: found by id or number, listed where they are one's own, and each over all systems.
//!
//! Invariant: a name or a number stands on a page only after "vis"; whoever looks for somebody they may not know of gets
//! the same answer as whoever looks for nobody.

mod list;
mod one;
mod payments;
mod reveal;
mod rows;
mod sections;
mod seen;
mod zoom;

use crate::error::Answer;
use crate::guard::Needs;
use crate::query::Fields;
use crate::routes::{Route, act, see};
use crate::visit::{Visit, html, to};
use app::access::Right;
use app::commands::find_citizen::{Search, find_citizen};
use app::purpose::Purpose;
use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};

pub(crate) use reveal::payment_key;
pub(crate) use rows::row_address;

pub(crate) fn routes() -> Vec<Route> {
    let sees = Needs::To(Right::SeeCitizen);
    let shows = Needs::To(Right::Reveal);
    vec![
        see("/borgere", sees, get(list::show)),
        see("/borgere/find", sees, get(back)),
        act("/borgere/find", sees, post(find)),
        see("/borgere/{id}", sees, get(one::show)),
        see("/borgere/{id}/betalinger", sees, get(payments::show)),
        see("/borgere/{id}/vis", shows, get(reveal::back)),
        act("/borgere/{id}/vis", shows, post(reveal::show)),
    ]
}

/// A search is sent and not asked for.
async fn back(_visit: Visit) -> Answer {
    Ok(to("/borgere"))
}

async fn find(visit: Visit, body: String) -> Answer {
    let scope = visit.scope(Right::SeeCitizen)?;
    let current = visit.current().await?;
    let typed = Fields::of(&body).one("borger").to_owned();
    let may_see = |citizen| {
        let knows = current.directory.knows(citizen);
        knows && list::is_mine(&current, &scope, citizen)
    };
    let (status, error) = match find_citizen(&visit.session(Purpose::SagOpfoelgning), &typed, may_see).await?
    {
        Search::Found(citizen) => return Ok(to(&format!("/borgere/{citizen}"))),
        Search::Nobody => (
            StatusCode::NOT_FOUND,
            "Ikke fundet. Kontrollér id'et (B- og seks tegn) eller CPR-nummeret. Borgere uden for dit område findes ikke her.",
        ),
        Search::Wait => (
            StatusCode::TOO_MANY_REQUESTS,
            "Du har søgt forgæves ti gange inden for en time, og der er ikke slået noget op. Vent en time, eller find borgeren \
             fra listen over afvigelser.",
        ),
    };
    let template = list::drawn(&visit, &current, &scope, error);
    let body = template.render()?;
    visit.saw(Purpose::SagOpfoelgning, "liste_borgere", "", template.citizens()).await?;
    Ok((status, html(body)).into_response())
}
