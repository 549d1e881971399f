//! What a municipality declares of a source, changed from a page: the form's texts become lines of `datalandskab.toml`.
//!
//! Invariant: the file is changed by `documents` alone, so every change has who, when and why, and the file is one that
//! its reader reads. What was seen is given back: nobody overwrites what they have not seen.

use crate::commands::documents::{AS_IT_STOOD, Document, change_document, document_history, read_document};
use crate::lines::Kept;
use crate::session::Session;
use anyhow::bail;
use ingest::landscape_file::{FILE, edit};
use sha2::{Digest, Sha256};

pub use ingest::landscape_file::edit::{Fault, Form, KEYS, LISTS, List, Written};

/// The file of the landscape, as pages name it.
pub const LANDSCAPE_FILE: &str = FILE;

/// What the file says of a source now.
#[derive(Clone, Debug)]
pub struct DeclaredNow {
    /// Its texts.
    pub written: Written,
    /// The file names it.
    pub is_there: bool,
    /// What was seen: to be given back with the change.
    pub seen: String,
}

/// A change of one field of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedField {
    /// A key of [`KEYS`] or of [`LISTS`].
    pub key: &'static str,
    /// What it said; a text a line of a list.
    pub before: Vec<String>,
    /// What it says.
    pub after: Vec<String>,
}

/// A saved version of the file that changed a source.
#[derive(Clone, Debug)]
pub struct SourceChange {
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// What.
    pub fields: Vec<ChangedField>,
}

/// A line of a file beside the version before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineChange {
    /// It came.
    Added,
    /// It went.
    Removed,
    /// It stands beside a change.
    Same,
}

/// A version of the file.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number among the lines that people wrote.
    pub seq: i64,
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// What changed, line by line.
    pub lines: Vec<(LineChange, String)>,
    /// The file stands so now.
    pub is_now: bool,
}

/// What the file says of a source.
///
/// # Errors
/// Where the file cannot be read as text.
pub async fn read_declared(session: &Session, source: &str) -> anyhow::Result<DeclaredNow> {
    let now = read_document(session, FILE).await?;
    Ok(DeclaredNow {
        written: edit::written(&now.text, source),
        is_there: edit::names(&now.text).iter().any(|name| name == source),
        seen: version_of(&now.text),
    })
}

/// Writes what a source is declared as. The outer error is for a change that cannot be made now; the inner one has what
/// is wrong in the form, each with its field.
///
/// # Errors
/// Where somebody has changed the file meanwhile, no reason is given, a text has something like a CPR number, the name
/// can be no source's, or the file cannot be written. Nothing is saved then.
pub async fn declare(
    session: &Session,
    source: &str,
    seen: &str,
    to: &Written,
    reason: &str,
) -> anyhow::Result<Result<(), Vec<Fault>>> {
    if !crate::sources::is_a_name(source) {
        bail!("«{source}» kan ikke være navnet på en kilde. Brug små bogstaver a-z, tal og _.");
    }
    if reason.trim().is_empty() {
        bail!("Skriv, hvorfor datalandskabet ændres. Intet er gemt.");
    }
    let now = read_document(session, FILE).await?;
    if version_of(&now.text) != seen {
        bail!(
            "Datalandskabet er ændret af en anden, siden siden blev hentet. Intet er gemt: hent siden igen, og skriv \
             ændringen én gang til."
        );
    }
    let text = match edit::change(&now.text, source, to) {
        Ok(text) => text,
        Err(faults) => return Ok(Err(faults)),
    };
    change_document(session, FILE, &now.text, &text, reason).await?;
    Ok(Ok(()))
}

/// Every saved change of a source, the newest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn source_changes(session: &Session, source: &str) -> anyhow::Result<Vec<SourceChange>> {
    let all = document_history(session, FILE).await?;
    let mut out = Vec::new();
    let mut before = Written::default();
    let mut first = true;
    for version in all {
        let after = version.line.as_ref().map(|own| edit::written(&own.text, source)).unwrap_or_default();
        let fields = changed_fields(&before, &after);
        // The first version is what stood in the file before anybody changed it from a page.
        let as_it_stood = first && version.reason == AS_IT_STOOD;
        if !fields.is_empty() && !as_it_stood {
            out.push(SourceChange {
                at: version.saved_at,
                by: version.saved_by,
                reason: version.reason,
                fields,
            });
        }
        (before, first) = (after, false);
    }
    out.reverse();
    Ok(out)
}

/// All kept versions of the file, the newest first, each with what it changed.
///
/// # Errors
/// Where the store or the file cannot be read.
pub async fn versions(session: &Session) -> anyhow::Result<Vec<Version>> {
    let now = read_document(session, FILE).await?.text;
    let mut out: Vec<Version> = Vec::new();
    let mut before = String::new();
    for kept in document_history(session, FILE).await? {
        let text = kept.line.map(|own| own.text).unwrap_or_default();
        out.push(Version {
            seq: kept.seq,
            at: kept.saved_at,
            by: kept.saved_by,
            reason: kept.reason,
            lines: line_changes(&before, &text),
            is_now: false,
        });
        before = text;
    }
    if let Some(newest) = out.last_mut() {
        newest.is_now = before == now;
    }
    out.reverse();
    Ok(out)
}

/// Takes an earlier version of the file into use again.
///
/// # Errors
/// Where there is no such version, no reason is given, or the file cannot be written.
pub async fn restore(session: &Session, seq: i64, reason: &str) -> anyhow::Result<()> {
    if reason.trim().is_empty() {
        bail!("Skriv, hvorfor den tidligere udgave tages i brug igen. Intet er gemt.");
    }
    let all: Vec<Kept<Option<Document>>> = document_history(session, FILE).await?;
    let Some(text) = all.into_iter().find(|kept| kept.seq == seq).and_then(|kept| kept.line) else {
        bail!("Der er ingen gemt udgave med det nummer. Intet er ændret.");
    };
    let now = read_document(session, FILE).await?;
    change_document(session, FILE, &now.text, &text.text, reason).await
}

fn version_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn changed_fields(before: &Written, after: &Written) -> Vec<ChangedField> {
    let value = |own: &Written, key: &str| -> Vec<String> {
        Some(own.value(key).to_owned()).filter(|text| !text.is_empty()).into_iter().collect()
    };
    let lines = |own: &Written, key: &str| -> Vec<String> {
        own.list(key).iter().map(|cells| line_in_words(key, cells)).collect()
    };
    let values = KEYS.iter().map(|(key, _)| (*key, value(before, key), value(after, key)));
    let lists = LISTS.iter().map(|list| (list.key, lines(before, list.key), lines(after, list.key)));
    let changed = values.chain(lists).filter(|(_, before, after)| before != after);
    changed.map(|(key, before, after)| ChangedField { key, before, after }).collect()
}

/// A line of a list in one text: its cells, with days as people write them.
fn line_in_words(key: &str, cells: &[String]) -> String {
    let columns = LISTS.iter().find(|list| list.key == key).map_or(&[][..], |list| list.columns);
    let words = columns.iter().zip(cells).filter(|(_, text)| !text.is_empty());
    let words: Vec<String> = words
        .map(|((column, form), text)| match (*column, form) {
            ("fra", Form::Day) => format!("fra {}", day_in_words(text)),
            ("til", Form::Day) => format!("til og med {}", day_in_words(text)),
            _ => text.clone(),
        })
        .collect();
    words.join(", ")
}

fn day_in_words(text: &str) -> String {
    domain::calendar::Day::parse(text).map_or_else(|| text.to_owned(), domain::calendar::Day::danish)
}

/// Lines beside a change that are shown with it.
const AROUND: usize = 1;

/// What one text has that the other has not, line by line, with a line around.
#[must_use]
pub fn line_changes(before: &str, after: &str) -> Vec<(LineChange, String)> {
    let (a, b): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let all = compared(&a, &b);
    let near = |at: usize| {
        let (from, until) = (at.saturating_sub(AROUND), (at + AROUND + 1).min(all.len()));
        all[from..until].iter().any(|(change, _)| *change != LineChange::Same)
    };
    let shown = all.iter().enumerate().filter(|(at, _)| near(*at));
    shown.map(|(_, (change, line))| (*change, (*line).to_owned())).collect()
}

/// The longest common lines stay; the file has some hundred lines at most.
fn compared<'t>(a: &[&'t str], b: &[&'t str]) -> Vec<(LineChange, &'t str)> {
    // Lines in common from here to the end of both.
    let mut longest = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = if a[i] == b[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            out.push((LineChange::Same, a[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && longest[i + 1][j] >= longest[i][j + 1]) {
            out.push((LineChange::Removed, a[i]));
            i += 1;
        } else {
            out.push((LineChange::Added, b[j]));
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_goes_and_comes_with_its_neighbours() {
        let changes = line_changes("a\nb\nc\nd\n", "a\nb\nx\nd\ne\n");
        let shown: Vec<String> = changes
            .iter()
            .map(|(change, line)| match change {
                LineChange::Added => format!("+{line}"),
                LineChange::Removed => format!("-{line}"),
                LineChange::Same => format!(" {line}"),
            })
            .collect();
        assert_eq!(shown, [" b", "-c", "+x", " d", "+e"]);
        assert!(line_changes("a\n", "a\n").is_empty());
    }

    #[test]
    fn a_line_of_a_list_is_one_text() {
        let cells: Vec<String> = ["handlekommune", "2024-01-01", ""].map(str::to_owned).into();
        assert_eq!(line_in_words("borgere", &cells), "handlekommune, fra 01-01-2024");
        let uses: Vec<String> = ["Økonomi", "budgettet"].map(str::to_owned).into();
        assert_eq!(line_in_words("bruges", &uses), "Økonomi, budgettet");
    }
}
