//! One's own password, changed by whoever knows the old one; the first page of who has a password that another made.
//!
//! Invariant: what was typed is shown nowhere. Wrong tries are counted as tries to sign in are.

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::page::{Notice, NoticeKind, Page};
use crate::query::pairs;
use crate::routes::{Route, act, see};
use crate::signed::{role_cookie, token_cookie};
use crate::visit::Visit;
use app::commands::users::on_page::change_own_password;
use app::commands::users::password::SHORTEST;
use app::commands::users::sign_in::{SignInAnswer, sign_in};
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::response::{AppendHeaders, IntoResponse};
use axum::routing::{get, post};
use std::sync::PoisonError;

pub(crate) fn routes() -> Vec<Route> {
    vec![see("/adgangskode", Needs::SignedIn, get(show)), act("/adgangskode", Needs::SignedIn, post(change))]
}

#[derive(Template)]
#[template(path = "pages/adgangskode.html")]
struct PasswordPage {
    page: Page,
    shortest: usize,
    has_password: bool,
}

async fn show(visit: Visit) -> Answer {
    let mut page = visit.page("Skift kode");
    let user = &visit.who.user;
    if user.must_change {
        // There is nowhere else to go before.
        page.nav.clear();
        page.subnav.clear();
        page.notices.push(Notice {
            kind: NoticeKind::Info,
            text: "Din kode er lavet af en anden. Vælg din egen, før du går videre.".to_owned(),
        });
    }
    let has_password = user.password.is_some();
    visit.plain(&PasswordPage { page, shortest: SHORTEST, has_password })
}

async fn change(visit: Visit, body: String) -> Answer {
    // Passwords are taken as they were typed, spaces and all.
    let typed = |key: &str| {
        pairs(&body).into_iter().find(|(own, _)| own == key).map_or_else(String::new, |(_, value)| value)
    };
    let (old, new) = (typed("gammel"), typed("ny"));
    if new != typed("igen") {
        return Err(WebError::Refused("De to nye koder er ikke ens. Intet er gemt: prøv igen.".to_owned()));
    }
    let name = visit.who.user.name.clone();
    let now = edge::seconds();
    {
        let mut tries = visit.state.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = tries.wait(&name, "", now);
        if wait > 0 {
            return Err(WebError::TooMany(wait));
        }
        tries.failed(&name, "", now);
    }
    let session = visit.session(Purpose::Tilsyn);
    change_own_password(&session, &old, &new).await?;
    visit.state.tries.lock().unwrap_or_else(PoisonError::into_inner).succeeded(&name);
    // All sign-ins ended; the one who changed it goes on.
    let session = visit.state.base.of("server", &edge::now(), Purpose::Tilsyn);
    let SignInAnswer::Welcome(signed) = sign_in(&session, &name, &new).await? else {
        return Err(WebError::SignIn("/log-ind".to_owned()));
    };
    let cookies = AppendHeaders([
        (SET_COOKIE, token_cookie(&visit.state, signed.token.secret())),
        (SET_COOKIE, role_cookie(&visit.state, visit.who.active)),
    ]);
    Ok((StatusCode::SEE_OTHER, cookies, [(LOCATION, "/?gjort=ny_kode")]).into_response())
}
