//! Users: who may enter, with which roles. The first is made on the command line; there is no default account, and no
//! set-up over HTTP.
//!
//! Invariant: nobody gives a right to oneself, and what a user may do is asked of what is kept, at every request
//! ([`access_on`]): a blocked user or an ended role has nothing from the next one on.

pub mod confirm;
pub mod on_page;
pub mod password;
pub mod sign_in;
pub mod sign_in_limit;

mod grants;

#[cfg(test)]
mod tests;

use crate::access::{Grant, Role};
use crate::session::Session;
use crate::text_of_people::refuse_number;
use anyhow::bail;
use domain::calendar::Day;
use grants::checked;
use password::Password;
use serde::{Deserialize, Serialize};
use std::fmt;
use store::users::{NewUserLine, UserLine};

/// The name that the log uses for somebody who is nobody here; no user may have it.
pub const UNKNOWN: &str = "ukendt";

/// A user.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The name that is typed to sign in.
    #[serde(rename = "navn")]
    pub name: String,
    /// The name as screens write it.
    #[serde(rename = "fulde_navn")]
    pub full_name: String,
    /// The roles, each once, in the order in which they were given.
    #[serde(rename = "roller")]
    pub grants: Vec<Grant>,
    /// The password's hash, in PHC form; `None` where nobody can sign in with one.
    #[serde(rename = "kode", default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// True where the user may not enter.
    #[serde(rename = "spaerret", default, skip_serializing_if = "std::ops::Not::not")]
    pub blocked: bool,
    /// True where the password was made by another: the user chooses one before anything else.
    #[serde(rename = "skal_skifte", default, skip_serializing_if = "std::ops::Not::not")]
    pub must_change: bool,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("name", &self.name)
            .field("grants", &self.grants)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("blocked", &self.blocked)
            .finish_non_exhaustive()
    }
}

/// A user to be added.
#[derive(Debug)]
pub struct NewUser<'a> {
    /// The name that is typed to sign in.
    pub name: &'a str,
    /// The name as screens write it.
    pub full_name: &'a str,
    /// The roles; at least one.
    pub grants: Vec<Grant>,
    /// The password; `None` for users of a demo, whom nobody signs in as with one.
    pub password: Option<&'a str>,
}

/// The roles that a user has on a day; none where the user is blocked.
#[must_use]
pub fn access_on(user: &User, today: Day) -> Vec<(Role, &Grant)> {
    let live = user.grants.iter().filter_map(|grant| grant.role_on(today).map(|role| (role, grant)));
    if user.blocked { Vec::new() } else { live.collect() }
}

/// A typed name as names are kept: without outer spaces, in lower case.
#[must_use]
pub fn as_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Adds a user.
///
/// # Errors
/// Where the name is taken or no name, there is no role, a role lacks its limit, the password is too weak, or a text has
/// something that could be a number of a person. Then nothing is saved.
pub async fn add_user(session: &Session, new: &NewUser<'_>) -> anyhow::Result<User> {
    let name = usable_name(new.name)?;
    if session.store.users().get(&session.ctx, &name).await?.is_some() {
        bail!(
            "Der er allerede en bruger «{name}». Vælg et andet navn, eller brug «ottetal bruger rolle {name}»."
        );
    }
    let full_name = new.full_name.trim().to_owned();
    if full_name.is_empty() || full_name.chars().count() > 100 {
        bail!("Brugerens navn skal være 1-100 tegn: skriv --navn \"Fornavn Efternavn\". Intet er gemt.");
    }
    refuse_number("Brugerens navn", &full_name)?;
    if new.grants.is_empty() {
        bail!("En bruger skal have mindst én rolle: skriv --rolle. Intet er gemt.");
    }
    let mut user =
        User { name, full_name, grants: Vec::new(), password: None, blocked: false, must_change: false };
    for grant in &new.grants {
        put(&mut user.grants, checked(session, grant)?);
    }
    if let Some(password) = new.password {
        user.password = Some(Password::new(password, &user.name, &user.full_name)?.hash().await?);
    }
    save(session, &user, None, false).await?;
    Ok(user)
}

/// Gives a user a role, or gives the role other limits where the user has it. Ended by a last day that has passed.
///
/// # Errors
/// Where there is no such user, the user is the one who asks, or the role lacks its limit. Then nothing is saved.
pub async fn grant_role(session: &Session, name: &str, grant: &Grant) -> anyhow::Result<User> {
    let (line, mut user) = kept(session, name).await?;
    refuse_oneself(session, &user)?;
    put(&mut user.grants, checked(session, grant)?);
    save(session, &user, Some(&line), false).await?;
    Ok(user)
}

/// Gives a user another password. Everybody who is signed in under the name is signed out.
///
/// # Errors
/// Where there is no such user, or the password is too weak. Then nothing is saved.
pub async fn set_password(session: &Session, name: &str, password: &str) -> anyhow::Result<User> {
    let (line, mut user) = kept(session, name).await?;
    user.password = Some(Password::new(password, &user.name, &user.full_name)?.hash().await?);
    user.must_change = false;
    save(session, &user, Some(&line), true).await?;
    Ok(user)
}

/// Blocks a user, who is signed out everywhere at once; or with `blocked` false opens for one again.
///
/// # Errors
/// Where there is no such user, the user is so already, or opens for oneself. Then nothing is saved.
pub async fn block_user(session: &Session, name: &str, blocked: bool) -> anyhow::Result<User> {
    let (line, mut user) = kept(session, name).await?;
    if user.blocked == blocked {
        bail!("Brugeren «{}» er {} i forvejen.", user.name, if blocked { "spærret" } else { "åben" });
    }
    if !blocked {
        refuse_oneself(session, &user)?;
    }
    user.blocked = blocked;
    save(session, &user, Some(&line), true).await?;
    Ok(user)
}

/// All users, by name.
///
/// # Errors
/// Where the store cannot be read.
pub async fn list_users(session: &Session) -> anyhow::Result<Vec<User>> {
    session.store.users().list(&session.ctx).await?.iter().map(read).collect()
}

/// The user of a name, typed in any case; `None` where there is none.
///
/// # Errors
/// Where the store cannot be read.
pub async fn find_user(session: &Session, name: &str) -> anyhow::Result<Option<User>> {
    session.store.users().get(&session.ctx, &as_name(name)).await?.as_ref().map(read).transpose()
}

/// The day of the call.
pub(crate) fn today(session: &Session) -> Day {
    session.ctx.at.get(..10).and_then(Day::parse).unwrap_or(Day::FIRST)
}

async fn kept(session: &Session, name: &str) -> anyhow::Result<(UserLine, User)> {
    let name = as_name(name);
    let Some(line) = session.store.users().get(&session.ctx, &name).await? else {
        bail!("Der er ingen bruger «{name}». «ottetal bruger liste» viser dem, der er.");
    };
    let user = read(&line)?;
    Ok((line, user))
}

fn read(line: &UserLine) -> anyhow::Result<User> {
    serde_json::from_str(&line.definition).map_err(|_| {
        anyhow::anyhow!(
            "Brugeren «{}» kan ikke læses: den er gemt af en nyere Ottetal, eller ottetal.db er beskadiget. Kør \
             «ottetal tjek».",
            line.name
        )
    })
}

async fn save(
    session: &Session,
    user: &User,
    before: Option<&UserLine>,
    ends_sign_ins: bool,
) -> anyhow::Result<()> {
    let definition = serde_json::to_string(user)?;
    let line = NewUserLine {
        name: &user.name,
        definition: &definition,
        before: before.map(|line| line.definition.as_str()),
        ends_sign_ins,
    };
    Ok(session.store.users().save(&session.ctx, &line).await?)
}

/// The role replaces the same role, else stands last. One that waits to be confirmed stands beside the one that holds.
fn put(grants: &mut Vec<Grant>, grant: Grant) {
    let waits = |own: &Grant| own.afventer.is_empty() == grant.afventer.is_empty();
    match grants.iter_mut().find(|own| own.rolle == grant.rolle && waits(own)) {
        Some(own) => *own = grant,
        None => grants.push(grant),
    }
}

/// The one who asks is a user of the program, or on the command line whoever is at the machine.
fn refuse_oneself(session: &Session, user: &User) -> anyhow::Result<()> {
    if as_name(&session.ctx.actor) == user.name {
        bail!("Ingen giver sig selv adgang: «{}» er dig. Bed en anden om det. Intet er gemt.", user.name);
    }
    Ok(())
}

fn usable_name(typed: &str) -> anyhow::Result<String> {
    let name = typed.trim();
    let fits = (2..=40).contains(&name.len())
        && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'));
    if !fits {
        bail!("«{name}» kan ikke være et brugernavn: 2-40 tegn af a-z, 0-9, punktum, _ og -. Intet er gemt.");
    }
    if name == UNKNOWN {
        bail!("«{UNKNOWN}» kan ikke være et brugernavn: loggen bruger det om ukendte. Intet er gemt.");
    }
    refuse_number("Brugernavnet", name)?;
    Ok(name.to_owned())
}
