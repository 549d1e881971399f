//! A citizen found by id or by number, by somebody who has it already.
//!
//! Invariant: whoever finds nobody is not told why: nobody has the number, nobody may know of them, or it is no number.
//! What was typed is kept nowhere. Tries in vain are counted in the log itself, so that a restart forgets none.

use crate::session::Session;
use anyhow::Context as _;
use domain::person::CitizenId;
use jiff::{SignedDuration, Timestamp};
use store::log::LogAsked;
use tokio::sync::Mutex;

/// Tries in vain that a person has in an hour.
pub const MISSES_AN_HOUR: u64 = 10;

/// The word of the log for a try in vain.
const MISS: &str = "miss";

/// What a search came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Search {
    /// Somebody whom the one who asks may see.
    Found(CitizenId),
    /// Nobody, for whatever reason.
    Nobody,
    /// Too many tries in vain within the hour; nothing was looked up.
    Wait,
}

/// Finds a citizen. `may_see` says whom the one who asks may know of; the id it is given is the one that they have now.
///
/// # Errors
/// Where the log cannot be written or the identity store read: then nothing is answered.
pub async fn find_citizen(
    session: &Session,
    typed: &str,
    may_see: impl Fn(CitizenId) -> bool,
) -> anyhow::Result<Search> {
    // One at a time: many tries at once are many tries.
    static ONE: Mutex<()> = Mutex::const_new(());
    let _turn = ONE.lock().await;
    let log = session.store.log();
    let now: Timestamp = session.ctx.at.parse().context("tiden")?;
    let hour_ago = now - SignedDuration::from_hours(1);
    let asked = LogAsked {
        actor: Some(session.ctx.actor.clone()),
        what: Some(MISS.to_owned()),
        from: Some(hour_ago.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        limit: 1,
        ..LogAsked::default()
    };
    let (_, misses) = log.find(&session.ctx, &asked).await?;
    if misses >= MISSES_AN_HOUR {
        return Ok(Search::Wait);
    }
    let people = session.store.people();
    let found = match CitizenId::parse(typed) {
        Some(id) => {
            let merged = people.merged(&session.ctx).await?;
            Some(merged.get(&id).copied().unwrap_or(id))
        }
        None => people.find(&session.ctx, typed).await?,
    };
    let Some(citizen) = found.filter(|citizen| may_see(*citizen)) else {
        log.append(&session.ctx, MISS, "", 0).await?;
        return Ok(Search::Nobody);
    };
    log.append_about(&session.ctx, "find_borger", "", &[citizen]).await?;
    Ok(Search::Found(citizen))
}
