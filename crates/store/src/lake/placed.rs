//! The columns that say where rows stand and whom they are about, read alone.
//!
//! Invariant: no other column is opened but those that are asked for by name.

use super::columns::{Columns, Optional, Words};
use super::{GROUP_ROWS, Lake, RowAt, damaged, rows_name};
use crate::error::StoreError;
use crate::ids::ImportId;
use crate::imports::Kind;
use arrow_array::types::{UInt16Type, UInt32Type};
use domain::person::CitizenId;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::ops::Range;

/// Some rows of an import.
pub(super) struct Placed<'b> {
    /// All columns that were asked for.
    pub(super) columns: &'b Columns<'b>,
    rows: usize,
    citizen: Optional<'b, UInt32Type>,
    file: &'b [u16],
    row: &'b [u32],
    sheet: Words<'b>,
}

impl Placed<'_> {
    /// The rows by their number in here.
    pub(super) fn rows(&self) -> Range<usize> {
        0..self.rows
    }

    /// Whom a row is about, by the id that they had when it was written.
    pub(super) fn citizen(&self, row: usize) -> Option<CitizenId> {
        self.citizen.get(row).map(CitizenId)
    }

    /// Where a row stands.
    pub(super) fn at(&self, row: usize) -> RowAt {
        RowAt { file: self.file[row], sheet: self.sheet.text(row).to_owned(), row: self.row[row] }
    }

    /// True where a row stands there.
    pub(super) fn is_at(&self, row: usize, at: &RowAt) -> bool {
        self.row[row] == at.row && self.file[row] == at.file && self.sheet.text(row) == at.sheet
    }
}

impl Lake<'_> {
    /// Hands the rows of an import over, some at a time, until somebody has what they came for. `more` names columns that
    /// are read beside.
    ///
    /// # Errors
    /// `NotFound` where the import has no rows as Parquet; `Damaged`, `Unavailable`.
    pub(super) fn placed_rows<T>(
        &self,
        import: &ImportId,
        kind: Kind,
        more: &[&str],
        mut take: impl FnMut(&Placed<'_>) -> Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        if kind.lake_file().is_none() {
            return Err(StoreError::NotFound(format!("Indlæsningen {import} har ingen rækker om borgere.")));
        }
        let stored = self.0.files().stored(&rows_name(import, kind))?;
        let path = stored.place();
        let builder =
            ParquetRecordBatchReaderBuilder::try_new(stored.open()?).map_err(|e| damaged(path, e))?;
        let names = ["citizen", "file", "sheet", "row"].into_iter().chain(more.iter().copied());
        let mask = ProjectionMask::columns(builder.parquet_schema(), names);
        let batches = builder.with_projection(mask).with_batch_size(GROUP_ROWS).build();
        for batch in batches.map_err(|e| damaged(path, e))? {
            let batch = batch.map_err(|e| damaged(path, e))?;
            let columns = Columns::new(&batch, path);
            let placed = Placed {
                rows: batch.num_rows(),
                citizen: columns.optional::<UInt32Type>(columns.named("citizen")?)?,
                file: columns.numbers::<UInt16Type>(columns.named("file")?)?,
                row: columns.numbers::<UInt32Type>(columns.named("row")?)?,
                sheet: columns.words(columns.named("sheet")?)?,
                columns: &columns,
            };
            if let Some(found) = take(&placed)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
