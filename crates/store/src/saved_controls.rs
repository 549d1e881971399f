//! Controls saved under a name, so that they run alike each month and their deviations live on.
//!
//! Nothing is changed: saved again, the newest line of a name counts. What a control asks is text of the caller's.

use crate::error::StoreError;
use crate::log::append_in;
use crate::{Context, Store};

/// A saved control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedControl {
    /// Its name.
    pub name: String,
    /// What it asks, JSON of the caller's.
    pub definition: String,
    /// When it was saved, RFC 3339.
    pub saved_at: String,
    /// By whom.
    pub saved_by: String,
}

/// The saved controls of a store.
#[derive(Clone, Copy, Debug)]
pub struct SavedControls<'a>(pub(crate) &'a Store);

const NEWEST: &str = "SELECT name, definition, saved_at, saved_by FROM saved_control s \
                      WHERE seq = (SELECT MAX(seq) FROM saved_control WHERE name = s.name)";

impl SavedControls<'_> {
    /// Saves a control. The same definition again changes nothing.
    ///
    /// # Errors
    /// `Conflict` where the name has another definition and `replace` is false; `Unavailable`.
    pub async fn save(
        &self,
        ctx: &Context,
        name: &str,
        definition: &str,
        replace: bool,
    ) -> Result<(), StoreError> {
        self.0.writing()?;
        match self.get(ctx, name).await {
            Ok(kept) if kept.definition == definition => return Ok(()),
            Ok(_) if !replace => {
                return Err(StoreError::Conflict(format!(
                    "Der er allerede en kontrol «{name}», og den spørger om noget andet. Vælg et andet navn, eller \
                     skriv --erstat: listen over afvigelser bliver, som den er."
                )));
            }
            Ok(_) | Err(StoreError::NotFound(_)) => {}
            Err(other) => return Err(other),
        }
        let mut tx = self.0.db().begin().await?;
        let values = vec![name.into(), definition.into(), ctx.at.as_str().into(), ctx.actor.as_str().into()];
        tx.execute(
            "INSERT INTO saved_control (name, definition, saved_at, saved_by, seq) VALUES ($1, $2, $3, $4, \
             (SELECT COALESCE(MAX(seq), 0) + 1 FROM saved_control))",
            values,
        )
        .await?;
        append_in(&mut tx, ctx, "gem_kontrol", name, 1).await?;
        tx.commit().await
    }

    /// The control of a name.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn get(&self, _ctx: &Context, name: &str) -> Result<SavedControl, StoreError> {
        let found = self.select(&format!("{NEWEST} AND name = $1"), vec![name.into()]).await?;
        found.into_iter().next().ok_or_else(|| {
            StoreError::NotFound(format!(
                "Der er ingen gemt kontrol «{name}». «ottetal kontrol gemte» viser dem, der er; «ottetal kontrol gem» \
                 gemmer en ny."
            ))
        })
    }

    /// All, by name.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, _ctx: &Context) -> Result<Vec<SavedControl>, StoreError> {
        self.select(&format!("{NEWEST} ORDER BY name"), Vec::new()).await
    }

    async fn select(
        &self,
        sql: &str,
        values: Vec<crate::db::Value>,
    ) -> Result<Vec<SavedControl>, StoreError> {
        let rows = self.0.db().rows(sql, values).await?;
        rows.iter()
            .map(|row| {
                Ok(SavedControl {
                    name: row.text(0)?,
                    definition: row.text(1)?,
                    saved_at: row.text(2)?,
                    saved_by: row.text(3)?,
                })
            })
            .collect()
    }
}
