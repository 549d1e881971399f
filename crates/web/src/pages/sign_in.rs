//! Coming and going: signing in and out, choosing among one's roles, and the doors of a demo.
//!
//! Invariant: whoever is refused is not told why; tries are counted before the password is looked at. A demo's doors
//! exist only on a server of a demo.

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::page::Page;
use crate::query::Fields;
use crate::routes::{Route, act, see};
use crate::signed::{role_cookie, token_cookie, token_of};
use crate::state::AppState;
use crate::visit::{Visit, html};
use app::access::Role;
use app::commands::users::sign_in::{self, SignInAnswer};
use app::commands::users::{access_on, list_users};
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use domain::calendar::Day;
use std::sync::{Arc, PoisonError};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        see("/log-ind", Needs::Nobody, get(show)),
        act("/log-ind", Needs::Nobody, post(enter)),
        act("/demo/ind", Needs::Nobody, post(enter_demo)),
        act("/log-ud", Needs::SignedIn, post(leave)),
        act("/rolle", Needs::SignedIn, post(change_role)),
    ]
}

#[derive(Template)]
#[template(path = "pages/log_ind.html")]
struct SignInPage {
    page: Page,
    back: String,
    name: String,
    refused: bool,
    doors: Vec<Door>,
}

/// A role of a demo that is entered with one click.
struct Door {
    user: String,
    role: String,
    what: &'static str,
}

async fn show(State(state): State<Arc<AppState>>, RawQuery(query): RawQuery) -> Answer {
    let back = own_address(Fields::of(query.as_deref().unwrap_or("")).one("videre"));
    Ok(html(drawn(&state, back, String::new(), false).await?))
}

async fn drawn(state: &AppState, back: String, name: String, refused: bool) -> Result<String, WebError> {
    let page = Page {
        title: "Log ind".to_owned(),
        kommune: state.kommune.clone(),
        demo: state.mode.demo,
        version: crate::visit::version(state),
        ..Page::default()
    };
    let doors = if state.mode.demo { doors(state).await? } else { Vec::new() };
    Ok(SignInPage { page, back, name, refused, doors }.render()?)
}

async fn doors(state: &AppState) -> Result<Vec<Door>, WebError> {
    let session = at_the_door(state);
    let today = Day::parse(session.ctx.at.get(..10).unwrap_or("")).unwrap_or(Day::FIRST);
    let mut doors: Vec<(Role, Door)> = Vec::new();
    for user in list_users(&session).await?.into_iter().filter(|user| user.password.is_none()) {
        let Some((role, _)) = access_on(&user, today).first().copied() else { continue };
        doors.push((role, Door { user: user.name, role: role.text().to_owned(), what: what_for(role) }));
    }
    doors.sort_by_key(|(role, _)| *role);
    Ok(doors.into_iter().map(|(_, door)| door).collect())
}

/// What a role comes here for, in a few words.
fn what_for(role: Role) -> &'static str {
    match role {
        Role::Caseworker => "egne borgere og deres afvigelser",
        Role::AdministrativeWorker => "teamets afvigelser, uden målgrupper",
        Role::Coordinator => "teamets afvigelser, og hvem der har dem",
        Role::EconomyConsultant => "kontrol, indlæsning og kroner",
        Role::BiConsultant => "kontrol, indlæsning og gemte kontroller",
        Role::AuthorityManager => "hele området, og hvad der kan accepteres",
        Role::HeadOfArea => "hele området, kun læsning",
        Role::ProviderManager => "eget tilbuds rækker, uden navne",
        Role::Director => "afrundede tal om grupper",
        Role::Administrator => "drift, uden borgere",
        Role::Auditor => "loggen og en stikprøve",
    }
}

async fn enter(State(state): State<Arc<AppState>>, headers: HeaderMap, body: String) -> Answer {
    let sent = Fields::of(&body);
    let (name, password) = (sent.one("navn").to_owned(), first_raw(&body, "kode"));
    let session = at_the_door(&state);
    let (now, address) = (edge::seconds(), address_of(&headers));
    let wait = tries(&state).wait(&name, &address, now);
    if wait > 0 {
        return Err(WebError::TooMany(wait));
    }
    // Counted before the password is looked at, so that many tries at once are many tries.
    tries(&state).failed(&name, &address, now);
    match sign_in::sign_in(&session, &name, &password).await? {
        SignInAnswer::Welcome(signed) => {
            tries(&state).succeeded(&name);
            Ok(welcome(&state, signed.token.secret(), &own_address(sent.one("videre"))))
        }
        SignInAnswer::Refused => {
            let body = drawn(&state, own_address(sent.one("videre")), name, true).await?;
            Ok((StatusCode::UNAUTHORIZED, html(body)).into_response())
        }
    }
}

async fn enter_demo(State(state): State<Arc<AppState>>, body: String) -> Answer {
    if !state.mode.demo {
        return Err(WebError::NotFound("Denne server er ikke en demo.".to_owned()));
    }
    let sent = Fields::of(&body);
    let signed = sign_in::enter_demo(&at_the_door(&state), sent.one("bruger")).await?;
    Ok(welcome(&state, signed.token.secret(), &own_address(sent.one("videre"))))
}

fn welcome(state: &AppState, token: &str, back: &str) -> Response {
    let cookies =
        AppendHeaders([(SET_COOKIE, token_cookie(state, token)), (SET_COOKIE, role_cookie(state, 0))]);
    (StatusCode::SEE_OTHER, cookies, [(LOCATION, back.to_owned())]).into_response()
}

async fn leave(State(state): State<Arc<AppState>>, headers: HeaderMap) -> Answer {
    if let Some(token) = token_of(&state, &headers) {
        sign_in::sign_out(&at_the_door(&state), &token).await?;
    }
    let gone = [(SET_COOKIE, token_cookie(&state, "")), (LOCATION, "/log-ind".to_owned())];
    Ok((StatusCode::SEE_OTHER, gone).into_response())
}

async fn change_role(visit: Visit, body: String) -> Answer {
    let at = Fields::of(&body).number("rolle").unwrap_or(0);
    let chosen = [(SET_COOKIE, role_cookie(&visit.state, at)), (LOCATION, "/".to_owned())];
    Ok((StatusCode::SEE_OTHER, chosen).into_response())
}

/// Nobody yet.
fn at_the_door(state: &AppState) -> Session {
    state.base.of("server", &edge::now(), Purpose::Tilsyn)
}

fn tries(state: &AppState) -> std::sync::MutexGuard<'_, sign_in_limit::SignInLimit> {
    state.tries.lock().unwrap_or_else(PoisonError::into_inner)
}

use app::commands::users::sign_in_limit;

/// A password is taken as it was typed, spaces and all.
fn first_raw(body: &str, key: &str) -> String {
    crate::query::pairs(body)
        .into_iter()
        .find(|(own, _)| own == key)
        .map_or_else(String::new, |(_, value)| value)
}

/// Where the tries come from, as the proxy says; directly there is only the machine itself.
fn address_of(headers: &HeaderMap) -> String {
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or("");
    // The last is the one that our own proxy saw; those before it are what the sender wrote.
    forwarded.rsplit(',').next().unwrap_or("").trim().to_owned()
}

/// An address of our own to go back to: nothing that leads elsewhere.
fn own_address(text: &str) -> String {
    let ours = text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '\r', '\n']);
    if ours { text.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for bad in ["https://x.dk/", "//x.dk/", "/\\x.dk", "javascript:1", "/a\r\nx: y", ""] {
            assert_eq!(own_address(bad), "/", "{bad:?}");
        }
        assert_eq!(own_address("/afvigelser?paragraf=SEL+%C2%A7+107"), "/afvigelser?paragraf=SEL+%C2%A7+107");
    }
}
