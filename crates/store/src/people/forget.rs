//! The end of an identity: number, name, keys of other systems and merges go, and the id is nobody's.

use super::People;
use crate::Context;
use crate::db::placeholders;
use crate::error::StoreError;
use domain::person::CitizenId;
use std::collections::BTreeSet;
use std::io::{self, Read};

impl People<'_> {
    /// Every id that is the same person as this one, itself included; empty where the id is nobody's.
    pub(crate) async fn all_ids_of(&self, id: CitizenId) -> Result<Vec<CitizenId>, StoreError> {
        let all = self.merges().await?.all_of(id);
        let sql = format!("SELECT id FROM person WHERE id IN {}", placeholders(1, all.len()));
        let values = all.iter().map(|id| i64::from(id.0).into()).collect();
        let known = self.0.people_db().rows(sql, values).await?;
        Ok(if known.is_empty() { Vec::new() } else { all })
    }

    /// Which of the kept files hold the numbers of these people as text. Files that are packed (spreadsheets) cannot be
    /// looked through.
    pub(crate) async fn files_naming(
        &self,
        ctx: &Context,
        ids: &[CitizenId],
        files: BTreeSet<&str>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let numbers: Vec<Vec<u8>> = self.opened(ids).await?.iter().map(|(_, digits)| bare(digits)).collect();
        let mut found = BTreeSet::new();
        if numbers.is_empty() {
            return Ok(found);
        }
        for sha256 in files {
            let reader = self.0.raw().open(ctx, sha256).await?;
            if holds(reader, &numbers).map_err(|e| {
                StoreError::Damaged(format!("Kunne ikke gennemse den gemte fil {sha256}: {e}."))
            })? {
                found.insert(sha256.to_owned());
            }
        }
        Ok(found)
    }

    /// Removes number, name, keys and merges of these ids. Gives how many identities there were.
    pub(crate) async fn forget(&self, ctx: &Context, ids: &[CitizenId]) -> Result<u64, StoreError> {
        let values = || ids.iter().map(|id| i64::from(id.0).into()).collect::<Vec<_>>();
        let these = placeholders(1, ids.len());
        let mut tx = self.0.people_db().begin().await?;
        let known =
            tx.rows(format!("SELECT id FROM person WHERE id IN {these}"), values()).await?.len() as u64;
        tx.execute(format!("DELETE FROM citizen_key WHERE id IN {these}"), values()).await?;
        tx.execute(format!("DELETE FROM merged WHERE from_id IN {these}"), values()).await?;
        tx.execute(format!("DELETE FROM merged WHERE into_id IN {these}"), values()).await?;
        tx.execute(format!("DELETE FROM person WHERE id IN {these}"), values()).await?;
        self.0.log().append(ctx, "slet_identitet", "", known).await?;
        self.0.reach("identity.before_commit")?;
        tx.commit().await?;
        self.0.reach("identity.committed")?;
        Ok(known)
    }
}

/// The digits as they may stand in a file: Excel drops leading zeros.
fn bare(digits: &[u8; 10]) -> Vec<u8> {
    digits.iter().copied().skip_while(|digit| *digit == b'0').collect()
}

/// Looks for the numbers in a text of any encoding, with or without hyphen or space.
fn holds(mut from: impl Read, numbers: &[Vec<u8>]) -> io::Result<bool> {
    const PART: usize = 1 << 16;
    let mut read = vec![0; PART];
    let mut text: Vec<u8> = Vec::with_capacity(2 * PART);
    loop {
        let count = from.read(&mut read)?;
        if count == 0 {
            return Ok(false);
        }
        text.extend(read[..count].iter().filter(|byte| !matches!(byte, 0 | b'-' | b' ')));
        if numbers.iter().any(|number| text.windows(number.len()).any(|part| part == number.as_slice())) {
            return Ok(true);
        }
        text.drain(..text.len().saturating_sub(10));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Slow<'t>(&'t [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = out.len().min(3).min(self.0.len());
            out[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn a_number_is_found_however_it_is_written_and_wherever_it_is_cut() {
        let numbers = [bare(b"0302600001")];
        for text in ["CPR\n0302600001;a", "030260-0001", "a;030260 0001", "302600001\r\n"] {
            assert!(holds(Slow(text.as_bytes()), &numbers).unwrap(), "{text}");
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(holds(Slow(&wide), &numbers).unwrap(), "{text} i UTF-16");
        }
        for text in ["", "0302600002", "0302600O01", "030260;0001"] {
            assert!(!holds(Slow(text.as_bytes()), &numbers).unwrap(), "{text}");
        }
    }
}
