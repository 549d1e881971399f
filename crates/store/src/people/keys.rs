//! The number by which a source's own system opens a citizen: the link from a page into that system.
//!
//! Kept encrypted, bound to citizen and import. It is no CPR number, but it leads to a person: it goes with the citizen
//! and with the import, and stands in no Parquet file, no log and no error.

use super::{PART, People, damaged};
use crate::Context;
use crate::db::{Tx, Value, placeholders};
use crate::error::StoreError;
use crate::ids::ImportId;
use crate::key::{Key, random};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use domain::person::CitizenId;
use std::collections::{BTreeMap, BTreeSet};

const NONCE: usize = 24;

/// Encrypts and decrypts keys.
struct KeySealer(XChaCha20Poly1305);

/// The key of each source that has one, by the source's name.
pub type SystemKeys = BTreeMap<String, String>;

/// A key of a citizen, still encrypted.
struct Kept {
    id: u32,
    seq: i64,
    sealed: Vec<u8>,
}

impl KeySealer {
    fn new(key: &Key) -> KeySealer {
        KeySealer(XChaCha20Poly1305::new(&key.derive("ottetal borgernoegler").into()))
    }

    fn bound(id: u32, seq: i64) -> [u8; 12] {
        let mut bound = [0; 12];
        bound[..4].copy_from_slice(&id.to_be_bytes());
        bound[4..].copy_from_slice(&seq.to_be_bytes());
        bound
    }

    fn seal(&self, id: u32, seq: i64, key: &str) -> Result<Vec<u8>, StoreError> {
        let nonce: [u8; NONCE] = random()?;
        let payload = Payload { msg: key.as_bytes(), aad: &KeySealer::bound(id, seq) };
        let mut sealed = nonce.to_vec();
        sealed.extend(self.0.encrypt(&nonce.into(), payload).map_err(|_| damaged())?);
        Ok(sealed)
    }

    fn open(&self, kept: &Kept) -> Result<String, StoreError> {
        let (nonce, body) = kept.sealed.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let payload = Payload { msg: body, aad: &KeySealer::bound(kept.id, kept.seq) };
        let clear = self.0.decrypt(nonce.into(), payload).map_err(|_| damaged())?;
        String::from_utf8(clear).map_err(|_| damaged())
    }
}

impl People<'_> {
    /// Keeps the keys that an import gave; the same import again puts them in the place of those it gave before. Where
    /// two numbers of one person have a key each, neither is kept. Before the import is recorded: keys of one that never
    /// is are nobody's, and are swept away. Takes the folder for writing.
    ///
    /// # Errors
    /// `Unavailable`, `Damaged`; then none is kept.
    pub async fn keep_keys(
        &self,
        ctx: &Context,
        source: &str,
        import: &ImportId,
        keys: &[(CitizenId, &str)],
    ) -> Result<(), StoreError> {
        self.0.writing()?;
        let mut of_citizen: BTreeMap<CitizenId, Option<&str>> = BTreeMap::new();
        for (citizen, key) in keys {
            let held = of_citizen.entry(*citizen).or_insert(Some(*key));
            *held = held.filter(|own| own == key);
        }
        if of_citizen.is_empty() {
            return Ok(());
        }
        let sealer = KeySealer::new(self.0.key());
        let mut tx = self.0.people_db().begin().await?;
        remove(&mut tx, import.as_str()).await?;
        let newest = tx.rows("SELECT COALESCE(MAX(seq), 0) FROM key_import", Vec::new()).await?;
        let seq = newest.first().map_or(Ok(0), |row| row.int(0))? + 1;
        let sql = "INSERT INTO key_import (seq, import_id, source) VALUES ($1, $2, $3)";
        tx.execute(sql, vec![seq.into(), import.as_str().into(), source.into()]).await?;
        let mut rows = Vec::with_capacity(of_citizen.len());
        for (citizen, key) in of_citizen {
            let Some(key) = key else { continue };
            let sealed = Value::Blob(sealer.seal(citizen.0, seq, key)?);
            rows.push(vec![i64::from(citizen.0).into(), seq.into(), sealed]);
        }
        let count = rows.len() as u64;
        tx.insert_all("INSERT INTO citizen_key (id, seq, sealed)", 3, rows.into_iter()).await?;
        self.0.log().append(ctx, "gem_borgernoegler", import.as_str(), count).await?;
        self.0.reach("keys.before_commit")?;
        tx.commit().await?;
        self.0.reach("keys.committed")
    }

    /// By which key each source's system opens these citizens: of imports that are there, the newest one that has a key
    /// for the person under any of their ids. Who may see it, and the line in the log of whom a page is about, are the
    /// caller's.
    ///
    /// # Errors
    /// `Unavailable`, `Damaged`.
    pub async fn keys(
        &self,
        _ctx: &Context,
        citizens: &[CitizenId],
    ) -> Result<BTreeMap<CitizenId, SystemKeys>, StoreError> {
        let merges = self.merges().await?;
        let all: BTreeSet<CitizenId> = citizens.iter().flat_map(|citizen| merges.all_of(*citizen)).collect();
        let kept = self.kept(&all).await?;
        if kept.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sources = self.sources_of_keys().await?;
        let mut newest: BTreeMap<(CitizenId, &str), Kept> = BTreeMap::new();
        for own in kept {
            let Some(source) = sources.get(&own.seq) else { continue };
            let now = merges.now(CitizenId(own.id));
            let place = (now, source.as_str());
            // Of one import, what stands under the number that counts now.
            let is_newer = newest
                .get(&place)
                .is_none_or(|held| (own.seq, own.id == now.0) > (held.seq, held.id == now.0));
            if is_newer {
                newest.insert(place, own);
            }
        }
        let sealer = KeySealer::new(self.0.key());
        let mut of_now: BTreeMap<CitizenId, SystemKeys> = BTreeMap::new();
        for ((now, source), own) in newest {
            of_now.entry(now).or_default().insert(source.to_owned(), sealer.open(&own)?);
        }
        let asked = citizens
            .iter()
            .filter_map(|citizen| Some((*citizen, of_now.get(&merges.now(*citizen))?.clone())));
        Ok(asked.collect())
    }

    /// The sources whose imports, of those that are there, have brought keys.
    ///
    /// # Errors
    /// `Unavailable`, `Damaged`.
    pub async fn sources_with_keys(&self, _ctx: &Context) -> Result<BTreeSet<String>, StoreError> {
        Ok(self.sources_of_keys().await?.into_values().collect())
    }

    async fn kept(&self, ids: &BTreeSet<CitizenId>) -> Result<Vec<Kept>, StoreError> {
        let ids: Vec<CitizenId> = ids.iter().copied().collect();
        let mut out = Vec::new();
        for part in ids.chunks(PART) {
            let these = placeholders(1, part.len());
            let sql = format!("SELECT id, seq, sealed FROM citizen_key WHERE id IN {these} ORDER BY id, seq");
            let values = part.iter().map(|id| i64::from(id.0).into()).collect();
            for row in self.0.people_db().rows(sql, values).await? {
                out.push(Kept { id: row.number(0)?, seq: row.int(1)?, sealed: row.blob(2)? });
            }
        }
        Ok(out)
    }

    /// The source of each import that brought keys and is there.
    async fn sources_of_keys(&self) -> Result<BTreeMap<i64, String>, StoreError> {
        let alive = self.imports_there().await?;
        let rows =
            self.0.people_db().rows("SELECT seq, import_id, source FROM key_import", Vec::new()).await?;
        let mut out = BTreeMap::new();
        for row in rows {
            if alive.contains(&row.text(1)?) {
                out.insert(row.int(0)?, row.text(2)?);
            }
        }
        Ok(out)
    }

    async fn imports_there(&self) -> Result<BTreeSet<String>, StoreError> {
        let sql =
            "SELECT id FROM import WHERE id NOT IN (SELECT import_id FROM import_deletion WHERE whole = 1)";
        self.0.db().rows(sql, Vec::new()).await?.iter().map(|row| row.text(0)).collect()
    }

    /// How many keys an import brought.
    pub(crate) async fn count_keys_of(&self, import: &ImportId) -> Result<u64, StoreError> {
        let sql =
            "SELECT COUNT(*) FROM citizen_key WHERE seq IN (SELECT seq FROM key_import WHERE import_id = $1)";
        let rows = self.0.people_db().rows(sql, vec![import.as_str().into()]).await?;
        rows.first().map_or(Ok(0), |row| row.number(0))
    }

    /// The keys that a deleted import brought go. Gives how many there were.
    pub(crate) async fn forget_keys_of(&self, import: &ImportId) -> Result<u64, StoreError> {
        let count = self.count_keys_of(import).await?;
        let mut tx = self.0.people_db().begin().await?;
        remove(&mut tx, import.as_str()).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// The keys of imports that are not there go: a program was killed before it recorded one, or while it deleted one.
    pub(crate) async fn sweep_keys(&self) -> Result<(), StoreError> {
        let rows =
            self.0.people_db().rows("SELECT import_id FROM key_import ORDER BY seq", Vec::new()).await?;
        let known = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<String>, _>>()?;
        if known.is_empty() {
            return Ok(());
        }
        let alive = self.imports_there().await?;
        for import in known.iter().filter(|import| !alive.contains(*import)) {
            let mut tx = self.0.people_db().begin().await?;
            remove(&mut tx, import).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// How many keys are kept, each opened.
    pub(crate) async fn verify_keys(&self) -> Result<u64, StoreError> {
        let sealer = KeySealer::new(self.0.key());
        let mut count = 0;
        for row in self.0.people_db().rows("SELECT seq FROM key_import ORDER BY seq", Vec::new()).await? {
            let seq = row.int(0)?;
            let sql = "SELECT id, sealed FROM citizen_key WHERE seq = $1 ORDER BY id";
            for row in self.0.people_db().rows(sql, vec![seq.into()]).await? {
                sealer.open(&Kept { id: row.number(0)?, seq, sealed: row.blob(1)? })?;
                count += 1;
            }
        }
        Ok(count)
    }
}

async fn remove(tx: &mut Tx, import: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM citizen_key WHERE seq IN (SELECT seq FROM key_import WHERE import_id = $1)";
    tx.execute(sql, vec![import.into()]).await?;
    tx.execute("DELETE FROM key_import WHERE import_id = $1", vec![import.into()]).await
}
