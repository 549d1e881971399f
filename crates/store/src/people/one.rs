//! Number and name of one person, for somebody who has said why; and texts without that name, for those who have not.

use super::{People, Sealer, damaged};
use crate::Context;
use crate::error::StoreError;
use domain::person::{CitizenId, without_name};

/// Who a citizen is. No `Debug`: it has a name.
pub struct Identity {
    /// The ten digits.
    pub digits: [u8; 10],
    /// The name; empty where none is kept.
    pub name: String,
}

impl People<'_> {
    /// Number and name of one citizen, after a line in the log that is durable before this returns.
    ///
    /// # Errors
    /// `NotFound` where the id is nobody's; `Unavailable` where the log cannot be written: then nothing is shown.
    pub async fn reveal_one(&self, ctx: &Context, id: CitizenId) -> Result<Identity, StoreError> {
        self.0.log().append_about(ctx, "vis_cpr", "", &[id]).await?;
        let found = self.identity(id).await?;
        found.ok_or_else(|| StoreError::NotFound(format!("Borgeren {id} findes ikke.")))
    }

    /// The texts with every word of the citizen's name hidden; `None` where no name is kept, so that nothing can be said
    /// of what the texts hold.
    ///
    /// # Errors
    /// `Unavailable`, `Damaged`.
    pub async fn without_name(
        &self,
        _ctx: &Context,
        id: CitizenId,
        texts: &[String],
    ) -> Result<Option<Vec<String>>, StoreError> {
        let Some(Identity { name, .. }) = self.identity(id).await? else { return Ok(None) };
        if name.is_empty() {
            return Ok(None);
        }
        Ok(Some(texts.iter().map(|text| without_name(&name, text)).collect()))
    }

    async fn identity(&self, id: CitizenId) -> Result<Option<Identity>, StoreError> {
        let sql = "SELECT sealed FROM person WHERE id = $1";
        let rows = self.0.people_db().rows(sql, vec![i64::from(id.0).into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let sealed = row.blob(0).map_err(|_| damaged())?;
        let (digits, name) = Sealer::new(self.0.key()).open_all(id.0, &sealed)?;
        Ok(Some(Identity { digits, name }))
    }
}
