//! A whole import goes: its rows, lines, findings, citizens' keys and the files that no other import has. Its line stays and says so.

use super::{Deletion, NewDeletion, reason_of, unrepeatable, write};
use crate::Context;
use crate::error::StoreError;
use crate::ids::{BasisId, ImportId, RunId};
use crate::imports::Import;
use crate::lake::LakeFile;
use crate::log::append_in;
use crate::seal::{Sealed, seal};
use std::collections::BTreeSet;

/// What went with an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedImport {
    /// The import.
    pub import: ImportId,
    /// Rows or lines that it had in use.
    pub rows: u64,
    /// Numbers by which its system opens citizens, that it had brought.
    pub keys: u64,
    /// Kept files that went: name and SHA-256.
    pub files: Vec<(String, String)>,
    /// Kept files that another import has too, and that stay: name and SHA-256.
    pub shared: Vec<(String, String)>,
    /// Bases that can no longer be repeated.
    pub bases: Vec<BasisId>,
    /// Runs that can no longer be repeated.
    pub runs: Vec<RunId>,
}

const TABLES: [&str; 5] = ["finding", "finding_text", "language_line", "translation_line", "record_line"];

impl Deletion<'_> {
    /// Deletes a whole import. What is asked for again is finished. Takes the folder for writing.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` without a reason; `Unavailable`.
    pub async fn import(
        &self,
        ctx: &Context,
        id: &ImportId,
        reason: &str,
    ) -> Result<ErasedImport, StoreError> {
        self.0.writing()?;
        let reason = reason_of(reason)?;
        let import = match self.0.imports().find(ctx, id).await? {
            Some(import) => {
                self.mark(ctx, &import, reason).await?;
                import
            }
            None => self.0.imports().deleted(ctx, id).await?,
        };
        let keys = self.0.people().forget_keys_of(id).await?;
        let (files, shared) = self.remove_files(ctx, &import).await?;
        let (bases, runs) = unrepeatable(self.0, ctx, &BTreeSet::from([id.clone()])).await?;
        let rows = import.totals.used.rows + import.totals.never_took_effect.rows;
        Ok(ErasedImport { import: import.id, rows, keys, files, shared, bases, runs })
    }

    async fn mark(&self, ctx: &Context, import: &Import, reason: &str) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        let line = NewDeletion {
            import: &import.id,
            citizen: 0,
            lake: LakeFile { sha256: String::new(), rows: 0 },
            rows_gone: import.totals.used.rows,
            rate_gone: import.totals.used.rate_sum,
            files_gone: &(0..import.files.len() as u16).collect(),
            reason,
        };
        write(&mut tx, ctx, &line).await?;
        for table in TABLES {
            let sql = format!("DELETE FROM {table} WHERE import_id = $1");
            tx.execute(sql, vec![import.id.as_str().into()]).await?;
        }
        seal(&mut tx, Sealed::Import, import.id.as_str()).await?;
        append_in(&mut tx, ctx, "slet_indlaesning", import.id.as_str(), import.totals.used.rows).await?;
        self.0.reach("import_deletion.before_commit")?;
        tx.commit().await?;
        self.0.reach("import_deletion.committed")
    }

    /// Removes the files of an import that is marked. What is left behind is swept at the next opening.
    async fn remove_files(
        &self,
        ctx: &Context,
        import: &Import,
    ) -> Result<(Vec<(String, String)>, Vec<(String, String)>), StoreError> {
        let alive = self.0.imports().list(ctx).await?;
        let needed: BTreeSet<&str> =
            alive.iter().flat_map(|i| &i.files).map(|file| file.sha256.as_str()).collect();
        let named = import.files.iter().map(|file| (file.name.clone(), file.sha256.clone()));
        let (shared, files): (Vec<_>, Vec<_>) =
            named.partition(|(_, sha256)| needed.contains(sha256.as_str()));
        for (_, sha256) in &files {
            self.0.raw().remove(sha256)?;
        }
        self.0.files().remove_all(&format!("lake/imports/{}", import.id))?;
        Ok((files, shared))
    }
}
