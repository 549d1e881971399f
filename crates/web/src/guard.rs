//! Who comes in: before any handler, for every route of the table.
//!
//! Invariant: a handler runs only when the one who comes has the right that its route asks for, and, where it changes
//! something, comes from one of our own pages. Whoever is refused, before the handler or by it, leaves a line in the
//! log: the same line for what is not there and for what is another's.

use crate::error::{Refusal, WebError};
use crate::signed::{Signed, read_signed};
use crate::state::AppState;
use app::access::{Right, reach};
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::person::CitizenId;
use domain::work_item::ItemId;
use std::sync::Arc;
use store::ImportId;

/// What a route asks of the one who comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needs {
    /// Nothing: assets, and where one signs in.
    Nobody,
    /// To be signed in.
    SignedIn,
    /// A right, about somebody or something.
    To(Right),
    /// One of several rights; the page shows what they have.
    Any(&'static [Right]),
}

/// Asks who comes, and lets in whom the table lets in.
pub async fn guard(
    State((state, needs)): State<(Arc<AppState>, Needs)>,
    mut request: Request,
    next: Next,
) -> Response {
    let signed = match read_signed(&state, request.headers()).await {
        Ok(signed) => signed,
        Err(error) => return error.into_response(),
    };
    let asked = as_logged(&request);
    if let Err(error) = may(needs, signed.as_ref(), &request) {
        return refused(&state, signed.as_ref(), &asked, error.into_response()).await;
    }
    if let Some(signed) = &signed
        && must_change_first(needs, signed, request.uri().path())
    {
        return crate::visit::to("/adgangskode");
    }
    if request.method() == Method::POST {
        request = match from_our_own_page(&state, signed.as_ref(), request).await {
            Ok(request) => request,
            Err(error) => return refused(&state, signed.as_ref(), &asked, error.into_response()).await,
        };
    }
    let Some(signed) = signed else { return next.run(request).await };
    request.extensions_mut().insert(signed.clone());
    let answer = next.run(request).await;
    if needs == Needs::Nobody {
        return answer;
    }
    refused(&state, Some(&signed), &asked, answer).await
}

/// A refusal is a line of the log, as a grant is: before it leaves.
async fn refused(state: &AppState, signed: Option<&Signed>, asked: &str, answer: Response) -> Response {
    let (Some(signed), Some(Refusal)) = (signed, answer.extensions().get()) else { return answer };
    let session = signed.session(state, app::purpose::Purpose::Tilsyn);
    match session.store.log().append(&session.ctx, "afvist", asked, 0).await {
        Ok(_) => answer,
        Err(error) => WebError::from(error).into_response(),
    }
}

/// What was asked for, as the log may have it: the page and the ids of ours in its address; anything else that somebody
/// typed there could be a name or a number.
fn as_logged(request: &Request) -> String {
    let path = request.uri().path();
    let Some(route) = request.extensions().get::<MatchedPath>() else { return String::new() };
    let is_ours = |part: &str| {
        let is_number = part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number
            || CitizenId::parse(part).is_some()
            || ItemId::parse(part).is_some()
            || ImportId::parse(part).is_ok()
    };
    let parts = route.as_str().split('/').zip(path.split('/'));
    let parts = parts.map(|(of_route, part)| match of_route.starts_with('{') {
        true if !is_ours(part) => "…",
        _ => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn may(needs: Needs, signed: Option<&Signed>, request: &Request) -> Result<(), WebError> {
    let rights: &[Right] = match &needs {
        Needs::Nobody => return Ok(()),
        Needs::SignedIn => &[],
        Needs::To(right) => std::slice::from_ref(right),
        Needs::Any(rights) => rights,
    };
    let Some(signed) = signed else {
        // Only where reading goes on: a form that was sent is not sent again.
        let back = match (request.method(), request.uri().path_and_query()) {
            (&Method::GET, Some(path)) if path.as_str() != "/" => {
                format!("?videre={}", crate::query::escaped(path.as_str()))
            }
            _ => String::new(),
        };
        return Err(WebError::SignIn(format!("/log-ind{back}")));
    };
    if rights.is_empty() || rights.iter().any(|right| reach(signed.role, *right).is_some()) {
        return Ok(());
    }
    Err(WebError::Denied(format!(
        "Rollen {} har ikke adgang til denne side. Har du flere roller, så skift øverst; ellers spørg jeres administrator.",
        signed.role.text()
    )))
}

/// Whoever has a password that another made chooses one before anything else.
fn must_change_first(needs: Needs, signed: &Signed, path: &str) -> bool {
    signed.user.must_change && needs != Needs::Nobody && !["/adgangskode", "/log-ud"].contains(&path)
}

/// A form carries the token of the sign-in, and the browser says that it comes from our own host. A form with files
/// carries its token in its first field, and the one who takes the files looks at it ([`crate::upload`]).
async fn from_our_own_page(
    state: &AppState,
    signed: Option<&Signed>,
    request: Request,
) -> Result<Request, WebError> {
    if !same_origin(state, request.headers()) {
        return Err(WebError::Forged);
    }
    // Before anybody is signed in there is no token; the browser's own word is what there is.
    let Some(signed) = signed else { return Ok(request) };
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if kind.starts_with("multipart/form-data") {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, crate::routes::FORM_MAX_BYTES)
        .await
        .map_err(|_| WebError::Refused("Formularen er større end 1 MB. Skriv kortere.".to_owned()))?;
    let token =
        crate::query::pairs(&String::from_utf8_lossy(&bytes)).into_iter().find(|(key, _)| key == "csrf");
    if !token.is_some_and(|(_, token)| signed.is_token(&token)) {
        return Err(WebError::Forged);
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// True where the browser says that the form is ours: by its origin, or by `Sec-Fetch-Site`.
fn same_origin(state: &AppState, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let host = text(HOST).unwrap_or("");
    let ours = |name: &str| name == host || state.mode.hosts.iter().any(|own| own == name);
    if let Some(origin) = text(ORIGIN) {
        return origin.split_once("://").is_some_and(|(_, name)| ours(name));
    }
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none")
}

/// An address that is none.
pub(crate) async fn nothing_here() -> Response {
    WebError::NotFound("Der er ingen side på denne adresse. Begynd på forsiden.".to_owned()).into_response()
}
