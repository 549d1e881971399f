//! `kilde proev`: reads files with a mapping and keeps nothing.

use crate::commands::import_extract::GivenFile;
use crate::commands::try_mapping::try_files;
use crate::edge::Edge;
use crate::local;
use crate::sources;
use ingest::apply::Extract;
use ingest::read::ReadSummary;
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
    let files: Vec<GivenFile> = files.iter().cloned().map(GivenFile::At).collect();
    try_files(edge, &law, kommune, &source.mapping, &files)
}
