//! Takes citizens out of a Parquet file of any kind whose first column is the citizen.
//!
//! The file without them is first written whole beside the old one. When the database says that it counts, it takes
//! the old one's place; killed in between, the next opening does it ([`settle`]).

use super::{GROUP_ROWS, Hashing, LakeFile, damaged, writing};
use crate::error::StoreError;
use crate::faults::Faults;
use crate::files::{Files, Stored};
use crate::folder::Steps;
use arrow_array::cast::AsArray;
use arrow_array::types::{UInt16Type, UInt32Type};
use arrow_array::{Array, RecordBatch};
use domain::person::CitizenId;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::file::properties::WriterProperties;
use std::collections::BTreeSet;
use std::io;

/// Ends the name of a file that waits for the database to say that it counts.
const NEXT: &str = "next";

/// What a file will be without some citizens.
pub(crate) struct Stripped {
    /// The new file.
    pub(crate) lake: LakeFile,
    /// Rows that are not in it.
    pub(crate) gone: u64,
    /// The files of the import that those rows were read from.
    pub(crate) files: BTreeSet<u16>,
}

/// Writes the file anew beside the old one; `None` where it holds none of them. `citizens` are sorted.
pub(crate) fn strip(
    files: &Files,
    name: &str,
    citizens: &[CitizenId],
    properties: WriterProperties,
    faults: &Faults,
) -> Result<Option<Stripped>, StoreError> {
    let file = files.stored(name)?;
    let path = file.place();
    let metadata =
        ArrowReaderMetadata::load(&file.open()?, ArrowReaderOptions::new()).map_err(|e| damaged(path, e))?;
    if !holds(&file, &metadata, citizens)? {
        return Ok(None);
    }
    let temp = files.draft(name, faults, Steps::default())?;
    let failed = |e: io::Error| StoreError::io("gemme rækker", path, &e);
    let hashing = Hashing::new(temp.file()).map_err(failed)?;
    let mut writer = ArrowWriter::try_new(hashing, metadata.schema().clone(), Some(properties))
        .map_err(writing(temp.path()))?;
    let mut taken = Taken { rows: 0, files: BTreeSet::new(), kept: 0 };
    for group in 0..metadata.metadata().num_row_groups() {
        let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file.open()?, metadata.clone())
            .with_row_groups(vec![group])
            .with_batch_size(GROUP_ROWS)
            .build()
            .map_err(|e| damaged(path, e))?;
        for batch in batches {
            let batch = batch.map_err(|e| damaged(path, e))?;
            for part in taken.without(&batch, citizens).ok_or_else(|| damaged(path, "kolonnen citizen"))? {
                writer.write(&part).map_err(writing(temp.path()))?;
            }
        }
        writer.flush().map_err(writing(temp.path()))?;
    }
    let hashing = writer.into_inner().map_err(writing(temp.path()))?;
    let sha256 = hashing.finish().map_err(failed)?;
    files.keep(temp, &next(name))?;
    let lake = LakeFile { sha256, rows: taken.kept };
    Ok(Some(Stripped { lake, gone: taken.rows, files: taken.files }))
}

/// How many rows of a file are about these citizens, sorted, and which files of the import those were read from.
pub(crate) fn rows_of(
    files: &Files,
    name: &str,
    citizens: &[CitizenId],
) -> Result<(u64, BTreeSet<u16>), StoreError> {
    let file = files.stored(name)?;
    let path = file.place();
    let metadata =
        ArrowReaderMetadata::load(&file.open()?, ArrowReaderOptions::new()).map_err(|e| damaged(path, e))?;
    let mut taken = Taken { rows: 0, files: BTreeSet::new(), kept: 0 };
    if holds(&file, &metadata, citizens)? {
        let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file.open()?, metadata)
            .with_batch_size(GROUP_ROWS)
            .build()
            .map_err(|e| damaged(path, e))?;
        for batch in batches {
            let batch = batch.map_err(|e| damaged(path, e))?;
            taken.without(&batch, citizens).ok_or_else(|| damaged(path, "kolonnen citizen"))?;
        }
    }
    Ok((taken.rows, taken.files))
}

/// Looks at the column of citizens alone.
fn holds(file: &Stored, metadata: &ArrowReaderMetadata, citizens: &[CitizenId]) -> Result<bool, StoreError> {
    let path = file.place();
    let schema = metadata.metadata().file_metadata().schema_descr();
    let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file.open()?, metadata.clone())
        .with_projection(ProjectionMask::leaves(schema, [0]))
        .with_batch_size(GROUP_ROWS)
        .build()
        .map_err(|e| damaged(path, e))?;
    for batch in batches {
        let batch = batch.map_err(|e| damaged(path, e))?;
        let who = batch.column(0).as_primitive_opt::<UInt32Type>();
        let who = who.ok_or_else(|| damaged(path, "kolonnen citizen"))?;
        if who.iter().flatten().any(|id| citizens.binary_search(&CitizenId(id)).is_ok()) {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Taken {
    rows: u64,
    files: BTreeSet<u16>,
    kept: u64,
}

impl Taken {
    /// The stretches of rows between those that go.
    fn without(&mut self, batch: &RecordBatch, citizens: &[CitizenId]) -> Option<Vec<RecordBatch>> {
        let who = batch.column(0).as_primitive_opt::<UInt32Type>()?;
        let file = batch.column_by_name("file").and_then(|column| column.as_primitive_opt::<UInt16Type>());
        let goes = |at: usize| who.is_valid(at) && citizens.binary_search(&CitizenId(who.value(at))).is_ok();
        let (mut parts, mut from) = (Vec::new(), 0);
        for at in (0..batch.num_rows()).filter(|at| goes(*at)).chain([batch.num_rows()]) {
            if from < at {
                parts.push(batch.slice(from, at - from));
                self.kept += (at - from) as u64;
            }
            if at < batch.num_rows() {
                self.rows += 1;
                self.files.extend(file.map(|file| file.value(at)));
            }
            from = at + 1;
        }
        Some(parts)
    }
}

/// What waits for the place of a file.
fn next(name: &str) -> String {
    format!("{}.{NEXT}", name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// True where a name is that of a file that waits for its place.
pub(crate) fn waits(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == NEXT)
}

/// Lets the file that waits beside `path` take its place if it is the one that counts, and removes it if not.
pub(crate) fn settle(files: &Files, name: &str, counts: &LakeFile) -> Result<(), StoreError> {
    let waiting = next(name);
    if !files.holds(&waiting)? {
        return Ok(());
    }
    let err = |e: io::Error| StoreError::io("gemme rækker", &files.place(name), &e);
    if files.sha256(&waiting).map_err(err)? != counts.sha256 {
        return files.remove(&waiting);
    }
    files.rename(&waiting, name)
}
