//! The only place with status codes: what a refusal or a fault becomes for the one who looks.
//!
//! Invariant: a fault of ours is never silent. It gets a number, the page shows the number, the program's own output has
//! number and cause. Nothing here holds personal data: errors of the store and the verbs hold none.

use crate::page::Page;
use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::response::{IntoResponse, Response};
use std::sync::atomic::{AtomicU32, Ordering};
use store::StoreError;

/// Why there is no page.
#[derive(Debug)]
pub enum WebError {
    /// There is nothing at this address, or nothing that the one who looks may know of.
    NotFound(String),
    /// The role does not have the right.
    Denied(String),
    /// Nobody is signed in: to the page where one does, and back.
    SignIn(String),
    /// A form was not sent from one of our own pages.
    Forged,
    /// What was asked cannot be done as it was asked: what, why, what to do.
    Refused(String),
    /// Too many tries: seconds to wait.
    TooMany(u64),
    /// The program could not do its work.
    Failed(anyhow::Error),
}

/// Marks an answer that gave somebody nothing, so that the one line of the log is written where all answers leave
/// ([`crate::guard`]).
#[derive(Clone, Copy, Debug)]
pub struct Refusal;

/// An answer or the reason why there is none.
pub type Answer = Result<Response, WebError>;

#[derive(Template)]
#[template(path = "pages/fejl.html")]
struct ErrorPage {
    page: Page,
    text: String,
    number: String,
}

impl WebError {
    /// A verb's answer to what a person asked: its words are for them. What is no fault of theirs is a fault of ours.
    #[must_use]
    pub fn told(error: anyhow::Error) -> WebError {
        match error.downcast_ref::<StoreError>() {
            Some(StoreError::NotFound(text)) => WebError::NotFound(text.clone()),
            Some(StoreError::Conflict(text)) => WebError::Refused(text.clone()),
            Some(_) => WebError::Failed(error),
            None if error.downcast_ref::<std::io::Error>().is_some() => WebError::Failed(error),
            None => WebError::Refused(format!("{error:#}")),
        }
    }

    /// The page of a refusal whose line in the log is written already, because it says more than the others do.
    #[must_use]
    pub fn in_log_already(self) -> Response {
        let mut answer = self.into_response();
        answer.extensions_mut().remove::<Refusal>();
        answer
    }

    fn status(&self) -> StatusCode {
        match self {
            WebError::NotFound(_) => StatusCode::NOT_FOUND,
            WebError::Denied(_) | WebError::Forged => StatusCode::FORBIDDEN,
            WebError::SignIn(_) => StatusCode::SEE_OTHER,
            WebError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            WebError::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            WebError::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<anyhow::Error> for WebError {
    fn from(error: anyhow::Error) -> WebError {
        WebError::told(error)
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> WebError {
        WebError::told(error.into())
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> WebError {
        WebError::Failed(error.into())
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut number = String::new();
        let (title, text) = match self {
            WebError::SignIn(to) => return (status, [(LOCATION, to)]).into_response(),
            WebError::NotFound(text) => ("Findes ikke", text),
            WebError::Denied(text) => ("Ingen adgang", text),
            WebError::Forged => (
                "Siden var for gammel",
                "Formularen blev ikke sendt fra en side, der stadig gælder. Intet er ændret. Gå tilbage, hent siden igen, og \
                 prøv en gang til."
                    .to_owned(),
            ),
            WebError::Refused(text) => ("Kunne ikke gøres", text),
            WebError::TooMany(seconds) => (
                "For mange forsøg",
                format!("Der har været for mange forsøg på at logge ind. Prøv igen om {seconds} sekunder."),
            ),
            WebError::Failed(error) => {
                number = incident();
                eprintln!("Fejl {number}: {error:#}");
                let text = match error.downcast_ref::<StoreError>() {
                    Some(known) => format!("{known} Intet er ændret."),
                    None => "Ottetal kunne ikke gøre arbejdet. Intet er ændret.".to_owned(),
                };
                ("Der gik noget galt", text)
            }
        };
        let page = Page { title: title.to_owned(), ..Page::default() };
        let body = ErrorPage { page, text, number }.render().unwrap_or_else(|_| title.to_owned());
        let body = crate::page_dates::whole_dates(&crate::page_words::on_pages(&body));
        let headers = [("content-type", "text/html; charset=utf-8"), (CACHE_CONTROL.as_str(), "no-store")];
        let mut answer = (status, headers, body).into_response();
        if matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN) {
            answer.extensions_mut().insert(Refusal);
        }
        answer
    }
}

/// A number by which a page and the program's output are found together.
fn incident() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("F{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
