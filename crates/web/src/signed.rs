//! Who is signed in: the cookie of a request, and the person and the role behind it.
//!
//! Invariant: rights are read from the user as kept now, at every request; a blocked user or an ended grant is out at
//! the next one. The cookie is a random token; what is kept of it is its hash. Which of a person's roles is in use is a
//! second cookie, which can only ever choose among those that the person has.

use crate::error::WebError;
use crate::state::AppState;
use app::access::{Grant, Role};
use app::commands::users::User;
use app::commands::users::sign_in::who_is;
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use domain::calendar::Day;

/// The one who comes.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The user as kept now.
    pub user: User,
    /// The grant in use, by its place in the user's list.
    pub active: usize,
    /// Its role.
    pub role: Role,
    /// When, RFC 3339.
    pub now: String,
    /// The day.
    pub today: Day,
    csrf: String,
}

/// The cookie that chooses a role.
const ROLE_COOKIE: &str = "ottetal_rolle";

/// The cookie's name: where people come over HTTPS the browser itself keeps it to that.
fn cookie_name(state: &AppState) -> &'static str {
    if state.mode.secure { "__Host-ottetal" } else { "ottetal" }
}

/// The header that gives the browser a token, or takes it away where the token is empty.
#[must_use]
pub fn token_cookie(state: &AppState, token: &str) -> String {
    cookie_line(state, cookie_name(state), token)
}

/// The header that chooses a role by its place in the user's list.
#[must_use]
pub fn role_cookie(state: &AppState, at: usize) -> String {
    cookie_line(state, ROLE_COOKIE, &at.to_string())
}

fn cookie_line(state: &AppState, name: &str, value: &str) -> String {
    let secure = if state.mode.secure { "; Secure" } else { "" };
    let age = if value.is_empty() { "; Max-Age=0" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// The token that a browser has.
#[must_use]
pub fn token_of(state: &AppState, headers: &HeaderMap) -> Option<String> {
    cookie(headers, cookie_name(state))
}

/// Who comes with these headers; `None` where nobody is signed in.
///
/// # Errors
/// Where the store cannot be read.
pub async fn read_signed(state: &AppState, headers: &HeaderMap) -> Result<Option<Signed>, WebError> {
    let Some(token) = token_of(state, headers) else { return Ok(None) };
    let now = edge::now();
    let session = state.base.of("server", &now, Purpose::Tilsyn);
    let Some(present) = who_is(&session, &token).await? else { return Ok(None) };
    let today = Day::parse(now.get(..10).unwrap_or("")).unwrap_or(Day::FIRST);
    let chosen = cookie(headers, ROLE_COOKIE).and_then(|at| at.parse().ok()).unwrap_or(0);
    let Some((active, role)) = in_use(&present.user, chosen, today) else { return Ok(None) };
    Ok(Some(Signed { user: present.user, active, role, now, today, csrf: present.sign_in.csrf }))
}

/// The grant that was chosen where it holds today, else the first that does.
fn in_use(user: &User, chosen: usize, today: Day) -> Option<(usize, Role)> {
    let holds = |at: usize| user.grants.get(at).and_then(|grant| grant.role_on(today)).map(|role| (at, role));
    holds(chosen).or_else(|| (0..user.grants.len()).find_map(holds))
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

impl Signed {
    /// The grant in use.
    #[must_use]
    pub fn grant(&self) -> &Grant {
        &self.user.grants[self.active]
    }

    /// The token that every form carries.
    #[must_use]
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// True where a form's token is this sign-in's; takes as long whatever is wrong with it.
    #[must_use]
    pub fn is_token(&self, sent: &str) -> bool {
        let (ours, theirs) = (self.csrf.as_bytes(), sent.as_bytes());
        let differs = ours.iter().zip(theirs).fold(0, |all, (a, b)| all | (a ^ b));
        ours.len() == theirs.len() && !ours.is_empty() && differs == 0
    }

    /// The data folder as opened by this person, for this purpose, now.
    #[must_use]
    pub fn session(&self, state: &AppState, purpose: Purpose) -> Session {
        state.base.of(&self.user.name, &self.now, purpose)
    }
}
