//! `kilde proev`: reads files with a mapping and keeps nothing.

use crate::commands::import_extract::cannot_open;
use crate::edge::Edge;
use crate::local;
use crate::sources;
use anyhow::Context as _;
use domain::landscape::ExtractFacts;
use ingest::apply::{Extract, Reader};
use ingest::raw::RawRow;
use ingest::read::{ReadSummary, read_rows, shown_name};
use std::fs::File;
use std::path::PathBuf;

/// What a trial showed.
pub struct Tried {
    /// The source's title.
    pub title: String,
    /// The files' names.
    pub files: Vec<String>,
    /// How each file was read.
    pub summaries: Vec<ReadSummary>,
    /// What was read; the caller shows counts and findings, never a person.
    pub extract: Extract,
}

/// Reads files with a source's mapping. `kommune` is our own code, for columns where empty means own.
///
/// # Errors
/// A file that cannot be read or is not what the mapping says.
pub fn try_source(edge: &Edge, kommune: u16, name: &str, files: &[PathBuf]) -> anyhow::Result<Tried> {
    let source = sources::find(&edge.folder, name)?;
    let law = local::law(&local::documents(&edge.folder)?)?;
    let mut reader = Reader::new(&source.mapping, &law, kommune, ExtractFacts::default());
    let (mut names, mut summaries) = (Vec::new(), Vec::new());
    for (index, path) in files.iter().enumerate() {
        let mut file = File::open(path).map_err(|e| cannot_open(path, &e))?;
        let size = file.metadata().map_or(0, |m| m.len());
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        reader.start_file(u16::try_from(index).context("Højst 65.536 filer ad gangen.")?, &name);
        let mut sink = |row: &RawRow<'_>| reader.row(row);
        let summary = read_rows(&name, &mut file, size, &source.mapping.hints(), &edge.child, &mut sink)
            .with_context(|| format!("{} kan ikke læses", shown_name(&name)))?;
        reader.end_file(Some(&summary))?;
        names.push(shown_name(&name));
        summaries.push(summary);
    }
    Ok(Tried { title: source.mapping.title().to_owned(), files: names, summaries, extract: reader.finish() })
}
