//! Lines that people write beside the data, typed: a kind is a struct, and the store keeps it as JSON.
//!
//! Invariant: nothing is changed. A line saved again under its name is a new one; the older ones are its history, with
//! who, when and why. No name of a line holds personal data, and no text of people holds a CPR number.

use crate::session::Session;
use crate::text_of_people::refuse_number;
use anyhow::Context as _;
use domain::person::CitizenId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::entries::{Entry, NewEntry};

/// A kind of line.
pub trait Line: Serialize + DeserializeOwned {
    /// The word under which the store keeps it. Never changed: older lines have it.
    const KIND: &'static str;
    /// Its texts are refused where they hold something like a CPR number. Only what has been looked at before says no.
    const LOOKED_AT: bool = true;
}

/// A line as it was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<T> {
    /// What it is called among its kind.
    pub name: String,
    /// What it says.
    pub line: T,
    /// Whom it is about.
    pub citizen: Option<CitizenId>,
    /// Why; may be empty.
    pub reason: String,
    /// Its number: given back when it is changed, so that nobody overwrites what they have not seen.
    pub seq: i64,
    /// When it was saved, RFC 3339.
    pub saved_at: String,
    /// By whom.
    pub saved_by: String,
}

/// A line to be saved.
#[derive(Clone, Debug)]
pub struct NewLine<T> {
    /// What it is called among its kind; never personal data.
    pub name: String,
    /// What it says; `None` takes the name back.
    pub line: Option<T>,
    /// Whom it is about.
    pub citizen: Option<CitizenId>,
    /// Why; may be empty.
    pub reason: String,
    /// The number of the line that is changed: 0 where there was none, `None` where it does not matter.
    pub before: Option<i64>,
}

/// The newest line of each name, by name.
///
/// # Errors
/// Where the store cannot be read, or a line is none of this kind.
pub async fn newest<T: Line>(session: &Session) -> anyhow::Result<Vec<Kept<T>>> {
    session.store.entries().newest(&session.ctx, T::KIND).await?.into_iter().map(kept).collect()
}

/// The newest line of a name; `None` where there is none, or it is taken back.
///
/// # Errors
/// As [`newest`].
pub async fn get<T: Line>(session: &Session, name: &str) -> anyhow::Result<Option<Kept<T>>> {
    session.store.entries().get(&session.ctx, T::KIND, name).await?.map(kept).transpose()
}

/// All lines of a kind, or of one name, the oldest first. `None` stands where the name was taken back.
///
/// # Errors
/// As [`newest`].
pub async fn history<T: Line>(session: &Session, name: Option<&str>) -> anyhow::Result<Vec<Kept<Option<T>>>> {
    let all = session.store.entries().history(&session.ctx, T::KIND, name).await?;
    all.into_iter()
        .map(|entry| {
            let line = if entry.body.is_empty() { None } else { Some(read(&entry)?) };
            Ok(with(entry, line))
        })
        .collect()
}

/// Saves lines, all or none. Texts and reasons with something like a CPR number are refused.
///
/// # Errors
/// Where a text has a number, or a name has a newer line than the caller saw. Then nothing is saved.
pub async fn save<T: Line>(session: &Session, lines: &[NewLine<T>]) -> anyhow::Result<()> {
    let mut bodies = Vec::with_capacity(lines.len());
    for line in lines {
        refuse_number("Begrundelsen", &line.reason)?;
        let value = line.line.as_ref().map(serde_json::to_value).transpose()?;
        if let Some(value) = value.as_ref().filter(|_| T::LOOKED_AT) {
            refuse_in(value)?;
        }
        bodies.push(value.map_or_else(String::new, |value| value.to_string()));
    }
    let entries: Vec<NewEntry<'_>> = lines
        .iter()
        .zip(&bodies)
        .map(|(line, body)| NewEntry {
            kind: T::KIND,
            name: &line.name,
            body,
            citizen: line.citizen,
            reason: line.reason.trim(),
            before: line.before,
        })
        .collect();
    Ok(session.store.entries().save(&session.ctx, &entries).await?)
}

/// Refuses a number in any text of a line.
fn refuse_in(value: &serde_json::Value) -> anyhow::Result<()> {
    match value {
        serde_json::Value::String(text) => refuse_number("Teksten", text),
        serde_json::Value::Array(all) => all.iter().try_for_each(refuse_in),
        serde_json::Value::Object(all) => all.values().try_for_each(refuse_in),
        _ => Ok(()),
    }
}

fn kept<T: Line>(entry: Entry) -> anyhow::Result<Kept<T>> {
    let line = read(&entry)?;
    Ok(with(entry, line))
}

fn read<T: Line>(entry: &Entry) -> anyhow::Result<T> {
    serde_json::from_str(&entry.body)
        .with_context(|| format!("Linjen «{}» af slagsen «{}» kan ikke læses", entry.name, entry.kind))
}

fn with<T>(entry: Entry, line: T) -> Kept<T> {
    Kept {
        name: entry.name,
        line,
        citizen: entry.citizen,
        reason: entry.reason,
        seq: entry.seq,
        saved_at: entry.saved_at,
        saved_by: entry.saved_by,
    }
}
