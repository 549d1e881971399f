//! What a picture of the data was made from: when the numbers are the same, nothing that it shows has changed.

use crate::error::StoreError;
use crate::{Context, Store};

/// The newest line of each kind that pages show. Compared, never shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stamp {
    /// Accepted bases.
    pub bases: i64,
    /// Runs that carried the list.
    pub runs: i64,
    /// What happened to items.
    pub events: i64,
    /// Saved controls.
    pub controls: i64,
    /// Imports.
    pub imports: i64,
    /// What was deleted from imports.
    pub deleted: i64,
}

impl Store {
    /// The stamp of this moment: one short statement.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn stamp(&self, _ctx: &Context) -> Result<Stamp, StoreError> {
        let newest = |table: &str| format!("(SELECT COALESCE(MAX(seq), 0) FROM {table})");
        let tables =
            ["basis_accepted", "carried_run", "work_event", "saved_control", "import", "import_deletion"];
        let columns: Vec<String> = tables.iter().map(|table| newest(table)).collect();
        let rows = self.db().rows(format!("SELECT {}", columns.join(", ")), Vec::new()).await?;
        let Some(row) = rows.first() else { return Ok(Stamp::default()) };
        Ok(Stamp {
            bases: row.int(0)?,
            runs: row.int(1)?,
            events: row.int(2)?,
            controls: row.int(3)?,
            imports: row.int(4)?,
            deleted: row.int(5)?,
        })
    }
}
