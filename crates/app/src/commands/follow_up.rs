//! What caseworkers write of a case: when it was followed up, when next, a remark.
//!
//! Invariant: it hangs on a citizen and a paragraph, never on a row of an extract: the next import changes nothing in it.

use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use crate::settings;
use anyhow::bail;
use domain::calendar::Day;
use domain::person::CitizenId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most letters of a remark.
const LONGEST: usize = 1_000;

/// What is written of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The paragraph as written.
    pub paragraf: String,
    /// The day on which it was followed up (`2026-03-14`); empty where it never was.
    pub fulgt_op: String,
    /// The day on which it is to be next; empty where nobody said.
    pub naeste: String,
    /// A remark.
    pub bemaerkning: String,
}

impl Line for FollowUp {
    const KIND: &'static str = "opfoelgning";
}

impl FollowUp {
    /// The last follow-up.
    #[must_use]
    pub fn last(&self) -> Option<Day> {
        Day::parse(&self.fulgt_op)
    }

    /// The next one.
    #[must_use]
    pub fn next(&self) -> Option<Day> {
        Day::parse(&self.naeste)
    }

    /// True where the next one should have been before the day.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        self.next().is_some_and(|next| next < today)
    }
}

/// What a form says of a case.
#[derive(Clone, Debug)]
pub struct Said {
    /// Whom it is about.
    pub citizen: CitizenId,
    /// The paragraph as written.
    pub paragraf: String,
    /// Followed up on.
    pub last: Option<Day>,
    /// To be followed up on; where it is not said, it is proposed from the last follow-up.
    pub next: Option<Day>,
    /// The remark.
    pub remark: String,
    /// The number of the line that the form was drawn from; 0 where there was none.
    pub before: i64,
}

/// What is written, by citizen and paragraph. `merged` gives the ids that citizens with replaced numbers have by now.
///
/// # Errors
/// Where the store cannot be read.
pub async fn follow_ups(
    session: &Session,
    merged: &BTreeMap<CitizenId, CitizenId>,
) -> anyhow::Result<BTreeMap<(CitizenId, String), Kept<FollowUp>>> {
    let mut out: BTreeMap<(CitizenId, String), Kept<FollowUp>> = BTreeMap::new();
    for kept in lines::newest::<FollowUp>(session).await? {
        let Some(citizen) = kept.citizen else { continue };
        let now = merged.get(&citizen).copied().unwrap_or(citizen);
        let key = (now, kept.line.paragraf.clone());
        // Of two numbers that became one, the newest line counts.
        if out.get(&key).is_none_or(|known| known.seq < kept.seq) {
            out.insert(key, kept);
        }
    }
    Ok(out)
}

/// The day that a next follow-up is proposed for.
///
/// # Errors
/// Where the store cannot be read.
pub async fn proposed(session: &Session, last: Day) -> anyhow::Result<Day> {
    let days = settings::value(session, &settings::FOLLOW_UP_DAYS).await?;
    Ok(Day(last.0.saturating_add(i32::try_from(days).unwrap_or(365))))
}

/// Saves what a form says; nothing said at all takes the line back.
///
/// # Errors
/// Where a day makes no sense, the remark is too long or has something like a number of a person, or somebody has
/// written in between. Then nothing is saved.
pub async fn follow_up(session: &Session, said: &Said, today: Day) -> anyhow::Result<()> {
    if let Some(last) = said.last.filter(|last| *last > today) {
        bail!(
            "Sagen kan ikke være fulgt op den {}: den dag er ikke kommet endnu. Skriv dagen under næste opfølgning. Intet er gemt.",
            last.danish()
        );
    }
    if let (Some(last), Some(next)) = (said.last, said.next)
        && next <= last
    {
        bail!(
            "Næste opfølgning {} skal ligge efter den seneste {}. Intet er gemt.",
            next.danish(),
            last.danish()
        );
    }
    if said.remark.chars().count() > LONGEST {
        bail!("Bemærkningen er længere end 1.000 tegn. Intet er gemt.");
    }
    let next = match (said.next, said.last) {
        (Some(next), _) => Some(next),
        (None, Some(last)) => Some(proposed(session, last).await?),
        (None, None) => None,
    };
    let line = FollowUp {
        paragraf: said.paragraf.clone(),
        fulgt_op: said.last.map_or_else(String::new, Day::iso),
        naeste: next.map_or_else(String::new, Day::iso),
        bemaerkning: said.remark.trim().to_owned(),
    };
    let is_empty = line.fulgt_op.is_empty() && line.naeste.is_empty() && line.bemaerkning.is_empty();
    let new = NewLine {
        name: format!("{} {}", said.citizen, said.paragraf),
        line: (!is_empty).then_some(line),
        citizen: Some(said.citizen),
        reason: String::new(),
        before: Some(said.before),
    };
    lines::save(session, &[new]).await
}

/// What was written of a case before, the newest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn follow_up_history(
    session: &Session,
    citizen: CitizenId,
    paragraf: &str,
) -> anyhow::Result<Vec<Kept<Option<FollowUp>>>> {
    let mut all = lines::history::<FollowUp>(session, Some(&format!("{citizen} {paragraf}"))).await?;
    all.reverse();
    Ok(all)
}
