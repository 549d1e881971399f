//! The municipality's own files, changed from a page: `datalandskab.toml` and `kilder/*/kilde.toml`.
//!
//! Invariant: a file is written only where it can be read again by its own reader, whole or not at all, and each version
//! is kept with who, when and why. A file may still be changed by hand; then the history says so by being older.

use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use crate::text_of_people::refuse_number;
use anyhow::{Context as _, bail};
use ingest::landscape_file;
use ingest::mapping::Mapping;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// Why a version is kept that nobody wrote on a page.
pub const AS_IT_STOOD: &str = "som filen stod i mappen";

/// A version of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its text.
    pub text: String,
}

impl Line for Document {
    const KIND: &'static str = "dokument";
    // Looked at by `refuse_numbers`, which knows where ten digits are a place and no person.
    const LOOKED_AT: bool = false;
}

/// A file as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentNow {
    /// Its text; empty where there is no file.
    pub text: String,
    /// Its newest kept version; `None` where it was never changed from a page.
    pub newest: Option<Kept<Document>>,
    /// It was changed by hand since.
    pub by_hand: bool,
}

/// The file of this name (`datalandskab.toml`, `kilder/nexus/kilde.toml`).
///
/// # Errors
/// Where the name is none of ours, or the file cannot be read.
pub async fn read_document(session: &Session, name: &str) -> anyhow::Result<DocumentNow> {
    let path = path_of(session, name)?;
    let text = if path.is_file() {
        fs::read_to_string(&path).with_context(|| format!("{name} kan ikke læses som tekst."))?
    } else {
        String::new()
    };
    let newest = lines::get::<Document>(session, name).await?;
    let by_hand = newest.as_ref().is_some_and(|kept| kept.line.text != text);
    Ok(DocumentNow { text, newest, by_hand })
}

/// All kept versions of a file, the oldest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn document_history(session: &Session, name: &str) -> anyhow::Result<Vec<Kept<Option<Document>>>> {
    lines::history(session, Some(name)).await
}

/// Writes a new version of a file, where `seen` is the text that it was made from; what a running server knows of the
/// files is read again. The same text again changes nothing.
///
/// # Errors
/// Where the new text is not what its reader understands, somebody has changed the file meanwhile, it holds something
/// like a CPR number, or it cannot be written.
pub async fn change_document(
    session: &Session,
    name: &str,
    seen: &str,
    text: &str,
    reason: &str,
) -> anyhow::Result<()> {
    let now = read_document(session, name).await?;
    if now.text != seen {
        bail!(
            "{name} er ændret af en anden, siden siden blev hentet. Intet er gemt: hent siden igen, og skriv ændringen én \
             gang til."
        );
    }
    if now.text == text {
        return Ok(());
    }
    refuse_number("Begrundelsen", reason)?;
    refuse_numbers(name, text)?;
    check(name, text)?;
    let mut versions = Vec::new();
    // What stood there before anybody changed it from a page is a version too.
    if (now.newest.is_none() || now.by_hand) && !now.text.is_empty() {
        versions.push(line(name, &now.text, AS_IT_STOOD));
    }
    versions.push(line(name, text, reason));
    lines::save(session, &versions).await?;
    write(&path_of(session, name)?, text).with_context(|| format!("{name} kan ikke skrives."))?;
    session.read_files_again()
}

fn line(name: &str, text: &str, reason: &str) -> NewLine<Document> {
    NewLine {
        name: name.to_owned(),
        line: Some(Document { text: text.to_owned() }),
        citizen: None,
        reason: reason.to_owned(),
        before: None,
    }
}

/// Refuses something like a CPR number anywhere but as a P-number, which has ten digits too.
fn refuse_numbers(name: &str, text: &str) -> anyhow::Result<()> {
    let is_place = |line: &&str| {
        let value = line.trim().strip_prefix("p_nummer").map(|rest| rest.trim_start_matches(['=', ' ', '"']));
        value.is_some_and(|value| {
            let (digits, rest) = value.split_at(value.bytes().take_while(u8::is_ascii_digit).count());
            digits.len() == 10 && rest.trim() == "\""
        })
    };
    let looked_at: Vec<&str> = text.lines().filter(|line| !is_place(line)).collect();
    refuse_number(name, &looked_at.join("\n"))
}

/// The reader of the file reads it.
fn check(name: &str, text: &str) -> anyhow::Result<()> {
    if name == landscape_file::FILE {
        landscape_file::read(text, name)?;
        return Ok(());
    }
    let mapping = Mapping::parse(text, name)?;
    let folder = name.split('/').nth(1).unwrap_or_default();
    if mapping.name() != folder {
        bail!("{name}: name er «{}», men mappen hedder «{folder}». De skal være ens.", mapping.name());
    }
    Ok(())
}

/// Where a file stands. Only names that are ours.
fn path_of(session: &Session, name: &str) -> anyhow::Result<PathBuf> {
    let folder = &session.edge.folder;
    if name == landscape_file::FILE {
        return Ok(folder.join(name));
    }
    match name.split('/').collect::<Vec<_>>()[..] {
        ["kilder", source, "kilde.toml"] if crate::sources::is_a_name(source) => Ok(folder.join(name)),
        _ => bail!("«{name}» er ingen af kommunens egne filer."),
    }
}

/// Whole or not at all: beside it first, then in its place.
fn write(path: &std::path::Path, text: &str) -> anyhow::Result<()> {
    let parent = path.parent().context("filens mappe")?;
    fs::create_dir_all(parent)?;
    let beside = path.with_extension("toml.ny");
    let mut file = fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    fs::File::open(parent)?.sync_all()?;
    Ok(())
}
