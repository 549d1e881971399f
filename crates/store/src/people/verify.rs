//! Whether every person is as kept: what is encrypted opens, and is the one that is looked up. Hands out nothing.

use super::{People, Sealer, damaged, look};
use crate::error::StoreError;
use domain::person::Cpr;

/// People at a time.
const PART: i64 = 20_000;

impl People<'_> {
    /// How many people are kept, each opened with the key and compared with the hash that it is found by.
    pub(crate) async fn verify(&self) -> Result<u64, StoreError> {
        let look_key = self.0.key().derive("ottetal opslag");
        let sealer = Sealer::new(self.0.key());
        let (mut last, mut count) = (-1, 0);
        loop {
            let sql = "SELECT id, look, sealed FROM person WHERE id > $1 ORDER BY id LIMIT $2";
            let rows = self.0.people_db().rows(sql, vec![last.into(), PART.into()]).await?;
            for row in &rows {
                last = row.int(0)?;
                let digits = sealer.open(row.number(0)?, &row.blob(2)?)?;
                let text = std::str::from_utf8(&digits).map_err(|_| damaged())?;
                let cpr = Cpr::parse(text).map_err(|_| damaged())?;
                if look(&look_key, cpr)[..] != row.blob(1)?[..] {
                    return Err(damaged());
                }
                count += 1;
            }
            if (rows.len() as i64) < PART {
                return Ok(count);
            }
        }
    }
}
