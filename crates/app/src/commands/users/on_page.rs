//! What an administrator does with users on a page: the same verbs as on the command line, with the rules that a page
//! needs. The first user is made on the command line; nothing here makes one where there is none to ask.
//!
//! Invariant: nobody changes their own rights, and a role that lets somebody see citizens gives nothing before an
//! authority manager has confirmed it ([`super::confirm`]). A password that another made is changed before anything else.

use super::grants::checked;
use super::password::{Password, is_the_one};
use super::{NewUser, User, add_user, as_name, kept, put, read, refuse_oneself, save, today};
use crate::access::{Grant, Role};
use crate::edge;
use crate::session::Session;
use anyhow::bail;
use domain::calendar::Day;

/// Letters and digits of a random password: none that looks like another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// How many stand together, and how many such groups: 100 bits.
const GROUP: usize = 5;
const GROUPS: usize = 4;

/// A version of a user.
#[derive(Debug)]
pub struct UserVersion {
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
    /// What became different, in words; the first says that the user was made.
    pub changes: Vec<String>,
}

/// Makes a user with a random password, which is given back and kept nowhere.
///
/// # Errors
/// As [`add_user`].
pub async fn make_user(
    session: &Session,
    name: &str,
    full_name: &str,
    grant: &Grant,
) -> anyhow::Result<(User, String)> {
    let password = random()?;
    let grants = vec![waiting(session, grant)];
    let new = NewUser { name, full_name, grants, password: Some(&password) };
    add_user(session, &new).await?;
    let (line, mut user) = kept(session, name).await?;
    user.must_change = true;
    save(session, &user, Some(&line), true).await?;
    Ok((user, password))
}

/// Gives a user a role, or gives the role other limits. One that lets the user see citizens waits to be confirmed, and
/// what holds now goes on until then.
///
/// # Errors
/// Where there is no such user, the user is the one who asks, or the role lacks its limit. Then nothing is saved.
pub async fn ask_for_role(session: &Session, name: &str, grant: &Grant) -> anyhow::Result<User> {
    let (line, mut user) = kept(session, name).await?;
    refuse_oneself(session, &user)?;
    let grant = checked(session, &waiting(session, grant))?;
    if Day::parse(&grant.til).is_some_and(|last| last < today(session)) {
        bail!("Rollens sidste dag er gået. Vælg en senere dag, eller afslut rollen. Intet er gemt.");
    }
    // The same as holds now, but for an earlier end, takes nothing that somebody must confirm.
    let mut grant = grant;
    if user.grants.iter().any(|own| only_ends_sooner(own, &grant)) {
        grant.afventer.clear();
        user.grants.retain(|own| own.rolle != grant.rolle || own.afventer.is_empty());
    }
    put(&mut user.grants, grant);
    save(session, &user, Some(&line), false).await?;
    Ok(user)
}

fn only_ends_sooner(own: &Grant, asked: &Grant) -> bool {
    let same = Grant { til: asked.til.clone(), afventer: asked.afventer.clone(), ..own.clone() };
    let sooner = match (Day::parse(&own.til), Day::parse(&asked.til)) {
        (_, None) => own.til.is_empty(),
        (None, Some(_)) => true,
        (Some(before), Some(last)) => last <= before,
    };
    own.afventer.is_empty() && same == *asked && sooner
}

fn waiting(session: &Session, grant: &Grant) -> Grant {
    let afventer = if grant.sees_citizens() { as_name(&session.ctx.actor) } else { String::new() };
    Grant { afventer, ..grant.clone() }
}

/// Ends a role at once: its last day was yesterday. One that waits is taken back.
///
/// # Errors
/// Where there is no such user or role, or the user is the one who asks.
pub async fn end_role(session: &Session, name: &str, role: &str) -> anyhow::Result<User> {
    let (line, mut user) = kept(session, name).await?;
    refuse_oneself(session, &user)?;
    let today = today(session);
    let open =
        |grant: &Grant| grant.rolle == role && (!grant.afventer.is_empty() || grant.role_on(today).is_some());
    if !user.grants.iter().any(open) {
        bail!("Brugeren «{}» har ikke den rolle i dag. Intet er ændret.", user.name);
    }
    user.grants.retain(|grant| grant.rolle != role || grant.afventer.is_empty());
    for grant in user.grants.iter_mut().filter(|grant| grant.rolle == role) {
        if grant.role_on(today).is_some() {
            grant.til = today.previous().iso();
        }
    }
    let left = !super::access_on(&user, today).is_empty();
    save(session, &user, Some(&line), !left).await?;
    Ok(user)
}

/// Gives a user a random password that must be changed at the first sign-in. It is given back and kept nowhere; everybody
/// who is signed in under the name is signed out.
///
/// # Errors
/// Where there is no such user, or the user is the one who asks: one's own is changed where one knows the old one.
pub async fn new_password(session: &Session, name: &str) -> anyhow::Result<(User, String)> {
    let (line, mut user) = kept(session, name).await?;
    if as_name(&session.ctx.actor) == user.name {
        bail!("Din egen kode skifter du på siden Skift kode, hvor du skriver den gamle. Intet er gemt.");
    }
    let password = random()?;
    user.password = Some(Password::new(&password, &user.name, &user.full_name)?.hash().await?);
    user.must_change = true;
    save(session, &user, Some(&line), true).await?;
    Ok((user, password))
}

/// Changes the password of the one who asks, who knows the old one. All sign-ins under the name end.
///
/// # Errors
/// Where the old one is not the one, the new one is too weak or the same. Then nothing is saved.
pub async fn change_own_password(session: &Session, old: &str, new: &str) -> anyhow::Result<User> {
    let (line, mut user) = kept(session, &session.ctx.actor).await?;
    if user.password.is_none() {
        bail!("Du er gået ind i demoen uden kode. Der er ingen kode at skifte.");
    }
    if !is_the_one(old, user.password.as_deref()).await? {
        bail!("Den nuværende kode er ikke rigtig. Intet er gemt: prøv igen.");
    }
    if old == new {
        bail!("Den nye kode er den samme som den gamle. Vælg en anden. Intet er gemt.");
    }
    user.password = Some(Password::new(new, &user.name, &user.full_name)?.hash().await?);
    user.must_change = false;
    save(session, &user, Some(&line), true).await?;
    Ok(user)
}

/// Signs a user out everywhere. Gives how many sign-ins there were.
///
/// # Errors
/// Where there is no such user, or the store cannot be written.
pub async fn sign_out_everywhere(session: &Session, name: &str) -> anyhow::Result<u64> {
    let (_, user) = kept(session, name).await?;
    Ok(session.store.sign_ins().end_all_of(&session.ctx, &user.name).await?)
}

/// What became of a user, the newest first.
///
/// # Errors
/// Where a version cannot be read.
pub async fn history(session: &Session, name: &str) -> anyhow::Result<Vec<UserVersion>> {
    let lines = session.store.users().history(&session.ctx, &as_name(name)).await?;
    let mut before: Option<User> = None;
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let user = read(&line)?;
        out.push(UserVersion {
            changes: changes(before.as_ref(), &user),
            at: line.saved_at,
            by: line.saved_by,
        });
        before = Some(user);
    }
    out.reverse();
    Ok(out)
}

/// Since when a user has each grant, in the order of the grants: the oldest version of the newest run of versions that
/// have the role in the same standing, whatever its limits. RFC 3339.
///
/// # Errors
/// Where a version cannot be read.
pub async fn since(session: &Session, name: &str) -> anyhow::Result<Vec<String>> {
    let lines = session.store.users().history(&session.ctx, &as_name(name)).await?;
    let versions = lines.iter().map(read).collect::<anyhow::Result<Vec<User>>>()?;
    let Some(newest) = versions.last() else { return Ok(Vec::new()) };
    let began = |grant: &Grant| {
        let same =
            |own: &Grant| own.rolle == grant.rolle && own.afventer.is_empty() == grant.afventer.is_empty();
        let run = versions.iter().rev().take_while(|version| version.grants.iter().any(same)).count();
        lines[versions.len() - run].saved_at.clone()
    };
    Ok(newest.grants.iter().map(began).collect())
}

fn changes(before: Option<&User>, now: &User) -> Vec<String> {
    let Some(before) = before else {
        let mut out = vec!["oprettet".to_owned()];
        out.extend(now.grants.iter().map(|grant| format!("fik {}", in_words(grant))));
        return out;
    };
    let mut out = Vec::new();
    let ended = |grant: &&Grant| !now.grants.contains(grant);
    for grant in before.grants.iter().filter(ended) {
        out.push(format!("før: {}", in_words(grant)));
    }
    for grant in now.grants.iter().filter(|grant| !before.grants.contains(grant)) {
        out.push(format!("nu: {}", in_words(grant)));
    }
    if before.blocked != now.blocked {
        out.push(if now.blocked { "spærret" } else { "åbnet igen" }.to_owned());
    }
    if before.password != now.password {
        out.push(
            if now.must_change { "fik en ny kode, der skal skiftes" } else { "valgte en kode" }.to_owned(),
        );
    } else if before.must_change != now.must_change {
        out.push("skal skifte kode ved første login".to_owned());
    }
    out
}

/// `Områdeleder: SEL § 107, SEL § 108, til og med 31-12-2026`.
#[must_use]
pub fn in_words(grant: &Grant) -> String {
    let role = role_text(grant);
    let mut parts: Vec<String> = limits(grant);
    if let Some(last) = Day::parse(&grant.til) {
        parts.push(format!("til og med {}", last.danish()));
    }
    if !grant.afventer.is_empty() {
        parts.push(format!("afventer bekræftelse, ønsket af {}", grant.afventer));
    }
    if parts.is_empty() { role } else { format!("{role}: {}", parts.join(", ")) }
}

/// The role of a grant as screens write it; its word where no role of ours has it.
#[must_use]
pub fn role_text(grant: &Grant) -> String {
    Role::from_key(&grant.rolle).map_or_else(|| grant.rolle.clone(), |role| role.text().to_owned())
}

/// The limits of a grant, in words; none where it has none.
#[must_use]
pub fn limits(grant: &Grant) -> Vec<String> {
    let lists = [&grant.sagsbehandler, &grant.paragraffer, &grant.leverandoerer];
    let mut out: Vec<String> = lists.iter().filter(|l| !l.is_empty()).map(|l| l.join(", ")).collect();
    if !grant.team.is_empty() {
        out.push(format!("team {}", grant.team));
    }
    out
}

fn random() -> anyhow::Result<String> {
    let bytes = edge::random::<{ GROUP * GROUPS }>()?;
    // 32 letters: five bits of each byte, all alike likely.
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}
