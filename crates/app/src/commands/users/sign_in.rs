//! Signing in and out, and who a request is from. The browser has a random token; what is kept is its hash.
//!
//! Who types a wrong name, a wrong password or the name of a blocked user is told the same, after the same work.

use super::password::is_the_one;
use super::{UNKNOWN, User, access_on, as_name, find_user, today};
use crate::edge::{self, DEMO_KEY};
use crate::purpose::Purpose;
use crate::session::Session;
use anyhow::{Context as _, bail};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::fmt;
use store::Context;
use store::sign_ins::{NewSignIn, SignIn};

/// A user who was last there longer ago is signed out: the upper of OWASP's 15-30 minutes, as controllers read long
/// lists between two clicks.
pub const IDLE_MINUTES: i64 = 30;
/// A sign-in ends after this in any case: a working day (OWASP: 4-8 hours).
pub const LONGEST_HOURS: i64 = 8;
/// That a user was there is noted at most this often: a note is a write.
const NOTED_SECONDS: i64 = 60;

/// What the browser has. Shown once, kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// For the browser's cookie.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

/// A sign-in that has begun.
#[derive(Debug)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// For the browser.
    pub token: Token,
    /// What forms must carry.
    pub csrf: String,
}

/// The answer to somebody who signs in.
#[derive(Debug)]
pub enum SignInAnswer {
    /// Come in.
    Welcome(Box<SignedIn>),
    /// No, and not why.
    Refused,
}

/// Who a request is from.
#[derive(Clone, Debug)]
pub struct Present {
    /// Who, as it stands now: not blocked, with at least one role that holds today.
    pub user: User,
    /// The sign-in.
    pub sign_in: SignIn,
}

/// Signs in. A failed try is a line in the log, which names the typed name only where it is a user's.
///
/// # Errors
/// Where the store cannot be read or the log not be written; then nobody is signed in.
pub async fn sign_in(session: &Session, name: &str, password: &str) -> anyhow::Result<SignInAnswer> {
    let user = find_user(session, name).await?;
    let known = user.as_ref().map_or(UNKNOWN, |user| user.name.as_str()).to_owned();
    let hash = user.as_ref().and_then(|user| user.password.as_deref());
    let right = is_the_one(password, hash).await?;
    let admitted = user.filter(|user| right && !access_on(user, today(session)).is_empty());
    match admitted {
        Some(user) => Ok(SignInAnswer::Welcome(Box::new(begin(session, user).await?))),
        None => {
            session.store.log().append(&session.ctx, "log_ind_afvist", &known, 1).await?;
            Ok(SignInAnswer::Refused)
        }
    }
}

/// Enters a demo as one of its users: only in the folder of a demo, and only as a user without a password.
///
/// # Errors
/// Where the folder is no demo's, or there is no such user.
pub async fn enter_demo(session: &Session, name: &str) -> anyhow::Result<SignedIn> {
    if !session.edge.folder.join(DEMO_KEY).is_file() {
        bail!("Uden kode kan man kun gå ind i en demo, og denne mappe er ikke en.");
    }
    let user = find_user(session, name).await?.filter(|user| user.password.is_none());
    match user.filter(|user| !access_on(user, today(session)).is_empty()) {
        Some(user) => begin(session, user).await,
        None => bail!("Demoen har ingen bruger «{}», som man kan gå ind som.", as_name(name)),
    }
}

async fn begin(session: &Session, user: User) -> anyhow::Result<SignedIn> {
    let token = Token(hex(&edge::random::<32>()?));
    let csrf = hex(&edge::random::<32>()?);
    let now = moment(&session.ctx.at)?;
    let sign_ins = session.store.sign_ins();
    sign_ins.sweep(&session.ctx, &session.ctx.at, &text(now - idle())).await?;
    let ends_at = text(now + SignedDuration::from_hours(LONGEST_HOURS));
    let new = NewSignIn { hash: &hash(token.secret()), user: &user.name, csrf: &csrf, ends_at: &ends_at };
    sign_ins.begin(&as_user(session, &user.name), &new).await?;
    Ok(SignedIn { user, token, csrf })
}

/// Who has this token now; `None` where nobody has, the time is out, or the user has no access any more.
///
/// # Errors
/// Where the store cannot be read.
pub async fn who_is(session: &Session, token: &str) -> anyhow::Result<Option<Present>> {
    let hash = hash(token);
    let sign_ins = session.store.sign_ins();
    let Some(sign_in) = sign_ins.find(&session.ctx, &hash).await? else { return Ok(None) };
    let (now, seen) = (moment(&session.ctx.at)?, moment(&sign_in.seen_at)?);
    if now >= moment(&sign_in.ends_at)? || now.duration_since(seen) > idle() {
        sign_ins.end(&as_user(session, &sign_in.user), &hash).await?;
        return Ok(None);
    }
    let user = find_user(session, &sign_in.user).await?;
    let Some(user) = user.filter(|user| !access_on(user, today(session)).is_empty()) else { return Ok(None) };
    if now.duration_since(seen) > SignedDuration::from_secs(NOTED_SECONDS) {
        sign_ins.seen(&session.ctx, &hash, &session.ctx.at).await?;
    }
    Ok(Some(Present { user, sign_in }))
}

/// True where a sign-in still holds at a moment.
#[must_use]
pub fn is_open(sign_in: &SignIn, now: &str) -> bool {
    let read = |text: &str| text.parse::<Timestamp>().ok();
    let times = read(now).zip(read(&sign_in.ends_at)).zip(read(&sign_in.seen_at));
    times.is_some_and(|((now, ends), seen)| now < ends && now.duration_since(seen) <= idle())
}

/// Signs out. Whoever is out already stays so.
///
/// # Errors
/// Where it could not be noted.
pub async fn sign_out(session: &Session, token: &str) -> anyhow::Result<()> {
    Ok(session.store.sign_ins().end(&session.ctx, &hash(token)).await?)
}

/// The lines of signing in and out are the user's own.
fn as_user(session: &Session, name: &str) -> Context {
    Context { actor: name.to_owned(), purpose: Purpose::Tilsyn.code().to_owned(), at: session.ctx.at.clone() }
}

fn idle() -> SignedDuration {
    SignedDuration::from_mins(IDLE_MINUTES)
}

fn moment(at: &str) -> anyhow::Result<Timestamp> {
    at.parse().with_context(|| format!("«{at}» er ikke et tidspunkt"))
}

fn text(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
