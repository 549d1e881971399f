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
        out.sort_by(|a, b| (a.at.file, &a.at.sheet, a.at.row).cmp(&(b.at.file, &b.at.sheet, b.at.row)));
        Ok(out)
    }
}
