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
use std::collections::{BTreeSet, HashMap};

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
        in_order(&mut out);
        Ok(out)
    }
}

/// By file, sheet and row. A sheet's name is looked at once a sheet: there are hundreds of thousands of rows.
fn in_order(rows: &mut [KeptRow]) {
    let names: BTreeSet<String> =
        rows.chunk_by(|a, b| a.at.sheet == b.at.sheet).map(|own| own[0].at.sheet.clone()).collect();
    let numbers: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
    rows.sort_by_cached_key(|own| {
        let sheet = if names.len() > 1 { numbers[own.at.sheet.as_str()] } else { 0 };
        (own.at.file, sheet, own.at.row)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_by_file_then_sheet_then_row_whatever_order_they_were_kept_in() {
        let places = [(1, "b", 2), (0, "b", 9), (0, "a", 10), (0, "b", 1), (1, "", 7), (0, "a", 3)];
        let row = |(file, sheet, row): (u16, &str, u32)| KeptRow {
            at: RowAt { file, sheet: sheet.to_owned(), row },
            citizen: None,
            standing: None,
        };
        let mut rows: Vec<KeptRow> = places.map(row).into();
        in_order(&mut rows);
        let mut expected = places;
        expected.sort_unstable();
        assert_eq!(rows, expected.map(row));
        let mut one_sheet = vec![row((0, "x", 5)), row((0, "x", 4))];
        in_order(&mut one_sheet);
        assert_eq!(one_sheet[0].at.row, 4);
    }
}
