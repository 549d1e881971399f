//! Who a row of a file is about: asked by the row's place, where the rest of the lake is asked by citizen.
//!
//! Reads the four columns that say so and no other.

use super::Lake;
use crate::Context;
use crate::error::StoreError;
use crate::ids::ImportId;
use crate::imports::Kind;
use domain::person::CitizenId;

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
        self.placed_rows(import, kind, &[], |placed| {
            let found = placed.rows().find(|row| placed.is_at(*row, at));
            Ok(found.map(|row| placed.citizen(row)))
        })
    }
}
