//! The rows that an import keeps, as places of its files: what the counts of an import open to.
//!
//! Reads the columns that say where and whom, and no other.

use super::columns::{Columns, STANDINGS};
use super::{GROUP_ROWS, Lake, RowAt, damaged, rows_name};
use crate::Context;
use crate::error::StoreError;
use crate::ids::ImportId;
use crate::imports::Kind;
use arrow_array::types::{UInt16Type, UInt32Type};
use domain::observation::Standing;
use domain::person::CitizenId;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// A row that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// Where it stands.
    pub at: RowAt,
    /// Whom it is about, by the id that they had when it was written.
    pub citizen: Option<CitizenId>,
    /// How a service's row counts; `None` for other kinds, whose rows all do.
    pub standing: Option<Standing>,
}

impl Lake<'_> {
    /// The rows of an import, by file, sheet and row.
    ///
    /// # Errors
    /// `NotFound` where the import has no rows as Parquet; `Damaged`, `Unavailable`.
    pub fn kept_rows(
        &self,
        _ctx: &Context,
        import: &ImportId,
        kind: Kind,
    ) -> Result<Vec<KeptRow>, StoreError> {
        if kind.lake_file().is_none() {
            return Err(StoreError::NotFound(format!("Indlæsningen {import} har ingen rækker om borgere.")));
        }
        let stored = self.0.files().stored(&rows_name(import, kind))?;
        let path = stored.place();
        let builder =
            ParquetRecordBatchReaderBuilder::try_new(stored.open()?).map_err(|e| damaged(path, e))?;
        let names = ["citizen", "file", "sheet", "row", "standing"];
        let columns = ProjectionMask::columns(builder.parquet_schema(), names);
        let batches = builder.with_projection(columns).with_batch_size(GROUP_ROWS).build();
        let mut out = Vec::new();
        for batch in batches.map_err(|e| damaged(path, e))? {
            let batch = batch.map_err(|e| damaged(path, e))?;
            let columns = Columns::new(&batch, path);
            let citizen = columns.optional::<UInt32Type>(columns.named("citizen")?)?;
            let file = columns.numbers::<UInt16Type>(columns.named("file")?)?;
            let row = columns.numbers::<UInt32Type>(columns.named("row")?)?;
            let sheet = columns.words(columns.named("sheet")?)?;
            let standing = match kind {
                Kind::Activities => Some(columns.known(columns.named("standing")?, &STANDINGS)?),
                _ => None,
            };
            out.extend((0..batch.num_rows()).map(|i| KeptRow {
                at: RowAt { file: file[i], sheet: sheet.text(i).to_owned(), row: row[i] },
                citizen: citizen.get(i).map(CitizenId),
                standing: standing.as_ref().map(|(keys, words)| words[keys[i] as usize]),
            }));
        }
        out.sort_by(|a, b| (a.at.file, &a.at.sheet, a.at.row).cmp(&(b.at.file, &b.at.sheet, b.at.row)));
        Ok(out)
    }
}
