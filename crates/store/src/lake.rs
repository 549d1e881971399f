//! Rows and deviations as Parquet: files that any tool can read, sorted by citizen, the same bytes for the same rows.
//!
//! A file holds citizen ids, never a CPR number or a name of a citizen. It is written whole, read back, and counted
//! against the import's control totals before anything refers to it.

use crate::Store;
use crate::error::StoreError;
use crate::files::Files;
use crate::ids::{ImportId, RunId};
use crate::imports::Kind;
use crate::key::hex;
use parquet::basic::{Compression, Encoding};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

mod at_row;
mod columns;
mod deviations;
mod later;
mod placed;
mod places;
mod read;
mod record;
mod resolve;
mod schema;
mod strip;
mod write;

pub use at_row::RowAt;
pub(crate) use columns::UNITS as UNIT_WORDS;
pub use deviations::DeviationWriter;
pub use places::KeptRow;
pub use read::{ActivityFile, RowGroup};
pub use record::{Cells, LakeRecord, RecordFile, Sheet};
pub(crate) use record::{OERE, totals_differ};
pub(crate) use strip::{Stripped, rows_of, settle, strip, waits};
pub(crate) use write::row_properties;

/// Rows in a row group, at most: what one citizen range costs in memory.
pub const GROUP_ROWS: usize = 65_536;

/// A Parquet file of the lake as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LakeFile {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Rows in it.
    pub rows: u64,
}

impl LakeFile {
    /// Reads the whole file and compares.
    pub(crate) fn is_still(&self, files: &Files, name: &str) -> Result<(), StoreError> {
        let place = files.place(name);
        let now = files.sha256(name).map_err(|e| StoreError::io("læse", &place, &e))?;
        if now == self.sha256 { Ok(()) } else { Err(damaged(&place, "indholdet er ændret")) }
    }
}

/// The lake of a store. Everything in it works without `async` and from any thread.
#[derive(Clone, Copy, Debug)]
pub struct Lake<'a>(pub(crate) &'a Store);

/// The name of an import's rows among the files of the store.
pub(crate) fn activities_name(import: &ImportId) -> String {
    format!("lake/imports/{import}/activities.parquet")
}

/// The name of an import's rows of any kind among the files of the store.
pub(crate) fn rows_name(import: &ImportId, kind: Kind) -> String {
    let file = kind.lake_file().expect("kun arter med rækker spørger");
    format!("lake/imports/{import}/{file}")
}

/// The name of a run's deviations among the files of the store.
pub(crate) fn deviations_name(run: &RunId) -> String {
    format!("lake/runs/{run}/deviations.parquet")
}

/// How the deviations of a run are written.
pub(crate) fn deviation_properties() -> WriterProperties {
    properties("citizen").build()
}

/// What all files of the lake have in common. Nothing in them depends on when, where or by which version of a
/// library's name they are written.
fn properties(sorted_by: &str) -> WriterPropertiesBuilder {
    let sorted = ColumnPath::from(sorted_by);
    WriterProperties::builder()
        .set_created_by("ottetal lake 1".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_dictionary_page_size_limit(32 * 1024 * 1024)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_column_dictionary_enabled(sorted.clone(), false)
        .set_column_encoding(sorted.clone(), Encoding::DELTA_BINARY_PACKED)
        .set_column_statistics_enabled(sorted, EnabledStatistics::Chunk)
}

/// Writes to a file and hashes what it writes.
struct Hashing {
    file: BufWriter<File>,
    hash: Sha256,
}

impl Hashing {
    fn new(file: &File) -> io::Result<Hashing> {
        Ok(Hashing { file: BufWriter::with_capacity(1 << 20, file.try_clone()?), hash: Sha256::new() })
    }

    fn finish(mut self) -> io::Result<String> {
        self.file.flush()?;
        Ok(hex(&self.hash.finalize()))
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hash.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn writing(path: &Path) -> impl Fn(ParquetError) -> StoreError + '_ {
    move |error| match error {
        ParquetError::External(inner) if inner.is::<io::Error>() => {
            let io = inner.downcast::<io::Error>().expect("lige prøvet");
            StoreError::io("gemme rækker", path, &io)
        }
        other => StoreError::Unavailable(format!("Kunne ikke gemme rækker i {}: {other}.", path.display())),
    }
}

fn damaged(path: &Path, why: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged(format!(
        "Filen {} er ikke, som den blev gemt ({why}). Hent mappen fra sikkerhedskopien.",
        path.display()
    ))
}
