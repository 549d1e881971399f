//! An extract from an inbox becomes an import, and its files are moved away.
//!
//! Invariant: files that have all been read in before, in one import of the same source and mapping, are never read in
//! again. What fails for a reason that may pass (the store, the disk) moves nothing.

use super::look::Batch;
use super::moves::{self, READ, REFUSED};
use super::{STILL_SECONDS, WHY};
use crate::commands::guess_source::facts_as_last;
use crate::commands::import_extract::{
    GivenFile, ImportExtract, Imported, Progress, cannot_open, import_extract,
};
use crate::session::Session;
use crate::sources;
use crate::text_of_people::refuse_number;
use domain::calendar::Day;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use store::StoreError;

/// Why an extract was not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// It is not what its source says: it has been moved to the refused ones.
    Refused(String),
    /// Something that may pass: nothing has been moved.
    Later(anyhow::Error),
}

impl fmt::Display for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotTaken::Refused(why) => f.write_str(why),
            NotTaken::Later(error) => write!(f, "{error:#}"),
        }
    }
}

impl From<anyhow::Error> for NotTaken {
    fn from(error: anyhow::Error) -> NotTaken {
        NotTaken::Later(error)
    }
}

/// Finishes what a killed program left of moves; then, where the files have been read in before, moves them to the read
/// ones and says so.
///
/// # Errors
/// Where files or store cannot be read, or files cannot be moved.
pub async fn settle(session: &Session, batch: &Batch) -> anyhow::Result<bool> {
    moves::finish(&batch.folder)?;
    if batch.files.iter().any(|file| !file.is_file()) {
        return Ok(true);
    }
    let mut hashes = BTreeSet::new();
    for file in &batch.files {
        hashes.insert(hash(file)?);
    }
    let mapping = sources::find(&session.edge.folder, &batch.source)?.mapping;
    let imports = session.store.imports().list(&session.ctx).await?;
    let mut same = imports
        .iter()
        .filter(|import| import.source == batch.source && import.mapping_version == mapping.version());
    let known = same.any(|import| hashes.iter().all(|own| import.files.iter().any(|f| f.sha256 == *own)));
    if known {
        moves::move_all(&batch.folder, READ, today(session), &batch.files, |_| None, "")?;
    }
    Ok(known)
}

/// Reads an extract in and moves its files: to the read ones, or to the refused ones beside a text that says why.
///
/// # Errors
/// [`NotTaken`].
pub async fn take(session: &Session, batch: &Batch, progress: &Progress) -> Result<Imported, NotTaken> {
    let mut files = Vec::new();
    let mut hashes = BTreeSet::new();
    for file in &batch.files {
        // The same file laid there twice is one.
        if hashes.insert(hash(file)?) {
            files.push(GivenFile::At(file.clone()));
        }
    }
    let stated = facts_as_last(session, &batch.source, &files).await?;
    let request = ImportExtract { source: batch.source.clone(), files, stated };
    match import_extract(session, &request, progress).await {
        Ok(imported) => {
            moves::move_all(&batch.folder, READ, today(session), &batch.files, |_| None, "")?;
            Ok(imported)
        }
        Err(error) if error.chain().any(|cause| cause.is::<StoreError>()) => Err(NotTaken::Later(error)),
        Err(error) => {
            let why = told(&error);
            let text = |_: &str| Some(letter(session, batch, &why));
            moves::move_all(&batch.folder, REFUSED, today(session), &batch.files, text, WHY)?;
            Err(NotTaken::Refused(why))
        }
    }
}

/// An error on one line, without anything that could be a person's number.
fn told(error: &anyhow::Error) -> String {
    let text = format!("{error:#}").split_whitespace().collect::<Vec<_>>().join(" ");
    match refuse_number("Teksten", &text) {
        Ok(()) => text,
        Err(_) => "Filen kunne ikke læses som et udtræk fra kilden.".to_owned(),
    }
}

fn letter(session: &Session, batch: &Batch, why: &str) -> String {
    let several = if batch.files.len() > 1 {
        "\r\nFilerne i udtrækket læses ind sammen, så de er flyttet hertil alle sammen.\r\n"
    } else {
        ""
    };
    format!(
        "Filen blev ikke læst ind {}. Ingen tal er ændret.\r\n\r\nHvorfor: {why}\r\n{several}\r\nHvad nu: ret det, der er galt, eller dan \
         udtrækket igen, og læg det i {}. Det læses ind efter {STILL_SECONDS} sekunder. Denne mappe kan slettes.\r\n",
        crate::edge::local_time(&session.ctx.at),
        batch.folder.display()
    )
}

fn today(session: &Session) -> Day {
    crate::edge::local_day(&session.ctx.at).unwrap_or(Day::FIRST)
}

/// SHA-256 of a file, as kept files are named.
fn hash(path: &Path) -> anyhow::Result<String> {
    let reading = |error: io::Error| cannot_open(path, &error);
    let mut file = File::open(path).map_err(reading)?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match file.read(&mut chunk).map_err(reading)? {
            0 => break,
            count => hash.update(&chunk[..count]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
