//! The rows that an import keeps, as places of its files: what the counts of an import open to.
//!
//! Reads the columns that say where and whom, and no other.

use super::columns::STANDINGS;
use super::{Lake, RowAt};
use crate::Context;
use crate::error::StoreError;
use crate::ids::ImportId;
use crate::imports::Kind;
use domain::observation::Standing;
use domain::person::CitizenId;
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
        let mut out = Vec::new();
        // Other kinds have no such column, and none is opened for them.
        self.placed_rows(import, kind, &["standing"], |placed| -> Result<Option<()>, StoreError> {
            let standing = match kind {
                Kind::Activities => {
                    Some(placed.columns.known(placed.columns.named("standing")?, &STANDINGS)?)
                }
                _ => None,
            };
            out.extend(placed.rows().map(|row| KeptRow {
                at: placed.at(row),
                citizen: placed.citizen(row),
                standing: standing.as_ref().map(|(keys, words)| words[keys[row] as usize]),
            }));
            Ok(None)
        })?;
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
