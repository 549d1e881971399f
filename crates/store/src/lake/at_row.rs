//! Who a row of a file is about: asked by the row's place, where the rest of the lake is asked by citizen.
//!
//! Reads the four columns that say so and no other.

use super::columns::Columns;
use super::{GROUP_ROWS, Lake, damaged, rows_name};
use crate::Context;
use crate::error::StoreError;
use crate::ids::ImportId;
use crate::imports::Kind;
use arrow_array::types::{UInt16Type, UInt32Type};
use domain::person::CitizenId;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Where a row stands in an import: its file, its sheet (empty for CSV), its row as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAt {
    /// Index of the file in the import.
    pub file: u16,
    /// The sheet's name; empty for CSV.
    pub sheet: String,
    /// 1 is the first.
    pub row: u32,
}

impl Lake<'_> {
    /// Whom a row is about, by the id that they had when it was written: `Some(None)` where it is about nobody, `None`
    /// where the import keeps no such row.
    ///
    /// # Errors
    /// `NotFound` where the import has no rows as Parquet; `Damaged`, `Unavailable`.
    pub fn citizen_at(
        &self,
        _ctx: &Context,
        import: &ImportId,
        kind: Kind,
        at: &RowAt,
    ) -> Result<Option<Option<CitizenId>>, StoreError> {
        if kind.lake_file().is_none() {
            return Err(StoreError::NotFound(format!("Indlæsningen {import} har ingen rækker om borgere.")));
        }
        let stored = self.0.files().stored(&rows_name(import, kind))?;
        let path = stored.place();
        let builder =
            ParquetRecordBatchReaderBuilder::try_new(stored.open()?).map_err(|e| damaged(path, e))?;
        let columns = ProjectionMask::columns(builder.parquet_schema(), ["citizen", "file", "sheet", "row"]);
        let batches = builder.with_projection(columns).with_batch_size(GROUP_ROWS).build();
        for batch in batches.map_err(|e| damaged(path, e))? {
            let batch = batch.map_err(|e| damaged(path, e))?;
            let columns = Columns::new(&batch, path);
            let citizen = columns.optional::<UInt32Type>(columns.named("citizen")?)?;
            let file = columns.numbers::<UInt16Type>(columns.named("file")?)?;
            let row = columns.numbers::<UInt32Type>(columns.named("row")?)?;
            let sheet = columns.words(columns.named("sheet")?)?;
            let is_it = |i: &usize| row[*i] == at.row && file[*i] == at.file && sheet.text(*i) == at.sheet;
            if let Some(found) = (0..batch.num_rows()).find(is_it) {
                return Ok(Some(citizen.get(found).map(CitizenId)));
            }
        }
        Ok(None)
    }
}
