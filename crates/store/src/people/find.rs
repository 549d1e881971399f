//! Who has a number, for somebody who has it already. Makes nobody, and hands out only the id.

use super::{People, look};
use crate::Context;
use crate::error::StoreError;
use domain::person::{CitizenId, Cpr};

impl People<'_> {
    /// The citizen with this number, by the id that they have now; `None` where nobody kept has it. Who may ask, and how
    /// often, is the caller's to say; so is the line in the log.
    ///
    /// # Errors
    /// `Unavailable`, `Damaged`.
    pub async fn find(&self, _ctx: &Context, number: &str) -> Result<Option<CitizenId>, StoreError> {
        let Ok(cpr) = Cpr::parse(number) else { return Ok(None) };
        let look = look(&self.0.key().derive("ottetal opslag"), cpr);
        let sql = "SELECT id FROM person WHERE look = $1";
        let rows = self.0.people_db().rows(sql, vec![crate::db::Value::Blob(look.to_vec())]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let id = CitizenId(row.number(0)?);
        Ok(Some(self.merges().await?.now(id)))
    }
}
