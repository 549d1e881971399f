//! The identity store: which person is behind a citizen id. So narrow that it can become a process of its
//! own: ids for numbers, merges of replaced numbers, near numbers, numbers for ids, keys of other systems, and the end
//! of an identity.
//!
//! Numbers and names leave it only through [`People::reveal`] and [`People::reveal_one`], after a line in the log. On
//! the disk they are encrypted; they are looked up by a keyed hash. An id says nothing about the person. Keys of other
//! systems leave it through [`People::keys`], for pages whose own line in the log says whom they are about.

use crate::db::{Tx, Value, placeholders};
use crate::error::StoreError;
use crate::key::{keyed_hash, random};
use crate::settings::IdSource;
use crate::{Context, Store};
use domain::person::{CitizenId, Cpr};
use std::collections::{HashMap, HashSet};

mod find;
mod forget;
mod keys;
mod merged;
mod near;
mod one;
mod seal;
mod verify;

pub use keys::SystemKeys;
use merged::Merges;
pub use near::Near;
pub use one::Identity;
use seal::Sealer;

/// Values looked up in one statement.
const PART: usize = 2_000;
/// Bytes of the keyed hash that are kept: enough that no two people share them.
const LOOK: usize = 16;

type Look = [u8; LOOK];

/// The identity store of a store.
#[derive(Clone, Copy, Debug)]
pub struct People<'a>(pub(crate) &'a Store);

/// A person as an import names them.
pub type Named<'n> = (Cpr, Option<&'n str>);

/// A person already in the store.
struct Known {
    id: u32,
    named: bool,
}

impl People<'_> {
    /// The citizen id of each person, in the same order; new people get one. A replaced number gives the id of the
    /// person's current one. A name is kept with the number if none is kept yet.
    ///
    /// # Errors
    /// `Unavailable`, `Damaged`; then nobody new is kept.
    pub async fn exchange(&self, ctx: &Context, people: &[Named<'_>]) -> Result<Vec<CitizenId>, StoreError> {
        let look_key = self.0.key().derive("ottetal opslag");
        let looks: Vec<Look> = people.iter().map(|(cpr, _)| look(&look_key, *cpr)).collect();
        let mut first: HashMap<Look, usize> = HashMap::with_capacity(people.len());
        for (at, key) in looks.iter().enumerate() {
            let kept = first.entry(*key).or_insert(at);
            if people[*kept].1.is_none() && people[at].1.is_some() {
                *kept = at;
            }
        }
        let mut asked: Vec<usize> = first.into_values().collect();
        asked.sort_unstable();

        let mut tx = self.0.people_db().begin().await?;
        let mut ids = self.known(&mut tx, &looks, &asked).await?;
        self.add_names(&mut tx, people, &looks, &asked, &ids).await?;
        let new: Vec<usize> = asked.iter().copied().filter(|at| !ids.contains_key(&looks[*at])).collect();
        self.add_people(&mut tx, people, &looks, &new, &mut ids).await?;
        let current = Merges::in_tx(&mut tx).await?;
        self.0.log().append(ctx, "ombyt_numre", &format!("{} nye", new.len()), people.len() as u64).await?;
        self.0.reach("people.before_commit")?;
        tx.commit().await?;
        self.0.reach("people.committed")?;
        Ok(looks.iter().map(|key| current.now(CitizenId(ids[key].id))).collect())
    }

    async fn known(
        &self,
        tx: &mut Tx,
        looks: &[Look],
        asked: &[usize],
    ) -> Result<HashMap<Look, Known>, StoreError> {
        let mut known = HashMap::with_capacity(asked.len());
        for part in asked.chunks(PART) {
            let sql =
                format!("SELECT look, id, named FROM person WHERE look IN {}", placeholders(1, part.len()));
            let values = part.iter().map(|at| Value::Blob(looks[*at].to_vec())).collect();
            for row in tx.rows(sql, values).await? {
                let key: Look = row.blob(0)?.try_into().map_err(|_| damaged())?;
                known.insert(key, Known { id: row.number(1)?, named: row.int(2)? != 0 });
            }
        }
        Ok(known)
    }

    /// Names of people who were kept without one.
    async fn add_names(
        &self,
        tx: &mut Tx,
        people: &[Named<'_>],
        looks: &[Look],
        asked: &[usize],
        known: &HashMap<Look, Known>,
    ) -> Result<(), StoreError> {
        let sealer = Sealer::new(self.0.key());
        for at in asked {
            let (cpr, Some(name)) = people[*at] else { continue };
            let Some(Known { id, named: false }) = known.get(&looks[*at]) else { continue };
            let values = vec![Value::Blob(sealer.seal(*id, cpr, name)?), i64::from(*id).into()];
            tx.execute("UPDATE person SET sealed = $1, named = 1 WHERE id = $2", values).await?;
        }
        Ok(())
    }

    async fn add_people(
        &self,
        tx: &mut Tx,
        people: &[Named<'_>],
        looks: &[Look],
        new: &[usize],
        known: &mut HashMap<Look, Known>,
    ) -> Result<(), StoreError> {
        if new.is_empty() {
            return Ok(());
        }
        let sealer = Sealer::new(self.0.key());
        let taken = tx.rows("SELECT id FROM person", Vec::new()).await?;
        let mut taken = taken.iter().map(|row| row.number(0)).collect::<Result<HashSet<u32>, _>>()?;
        let mut rows = Vec::with_capacity(new.len());
        for at in new {
            let (cpr, name) = people[*at];
            let id = self.free_id(cpr, &mut taken)?;
            rows.push((id, looks[*at], sealer.seal(id, cpr, name.unwrap_or(""))?, name.is_some()));
            known.insert(looks[*at], Known { id, named: name.is_some() });
        }
        // In the order of the key: SQLite then fills its pages one after the other.
        rows.sort_unstable_by_key(|row| row.0);
        let values = rows.into_iter().map(|(id, key, sealed, named)| {
            vec![
                i64::from(id).into(),
                Value::Blob(key.to_vec()),
                Value::Blob(sealed),
                i64::from(named).into(),
            ]
        });
        tx.insert_all("INSERT INTO person (id, look, sealed, named)", 4, values).await
    }

    /// An id that nobody has.
    fn free_id(&self, cpr: Cpr, taken: &mut HashSet<u32>) -> Result<u32, StoreError> {
        for attempt in 0u32..10_000 {
            let bytes: [u8; 4] = match self.0.settings().borger_id {
                IdSource::Tilfaeldig => random()?,
                IdSource::Froe(seed) => seeded(seed, cpr, attempt),
            };
            let id = u32::from_be_bytes(bytes) % CitizenId::LIMIT;
            if taken.insert(id) {
                return Ok(id);
            }
        }
        Err(StoreError::Unavailable("Der er ikke flere ledige borger-id'er.".to_owned()))
    }

    /// Pairs of one citizen from `a` and one from `b` whose numbers are so alike that they may be the same person.
    /// Decrypts only the numbers asked about and hands out none. Sorted.
    ///
    /// # Errors
    /// `Unavailable`, `Damaged`.
    pub async fn near_pairs(
        &self,
        ctx: &Context,
        a: &[CitizenId],
        b: &[CitizenId],
    ) -> Result<Vec<(CitizenId, CitizenId, Near)>, StoreError> {
        self.0.log().append(ctx, "sammenlign_numre", "", (a.len() + b.len()) as u64).await?;
        let a = self.opened(a).await?;
        let b = self.opened(b).await?;
        let current = self.merges().await?;
        Ok(near::pairs(&a, &b, |id| current.now(id)))
    }

    /// The ten digits behind each id, after a line in the log that is durable before this returns. In the order asked.
    ///
    /// # Errors
    /// `NotFound` where an id is nobody's; `Unavailable` where the log cannot be written: then nothing is shown.
    pub async fn reveal(
        &self,
        ctx: &Context,
        ids: &[CitizenId],
    ) -> Result<Vec<(CitizenId, [u8; 10])>, StoreError> {
        self.0.log().append_about(ctx, "vis_cpr", "", ids).await?;
        let digits: HashMap<CitizenId, [u8; 10]> = self.opened(ids).await?.into_iter().collect();
        ids.iter()
            .map(|id| {
                let found = digits.get(id).copied();
                found
                    .map(|d| (*id, d))
                    .ok_or_else(|| StoreError::NotFound(format!("Borgeren {id} findes ikke.")))
            })
            .collect()
    }

    /// How many people are kept.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn count(&self, _ctx: &Context) -> Result<u64, StoreError> {
        let rows = self.0.people_db().rows("SELECT COUNT(*) FROM person", Vec::new()).await?;
        rows.first().map_or(Ok(0), |row| row.number(0))
    }

    /// The digits of those asked about who are kept.
    async fn opened(&self, ids: &[CitizenId]) -> Result<Vec<(CitizenId, [u8; 10])>, StoreError> {
        let sealer = Sealer::new(self.0.key());
        let mut out = Vec::with_capacity(ids.len());
        for part in ids.chunks(PART) {
            let sql = format!("SELECT id, sealed FROM person WHERE id IN {}", placeholders(1, part.len()));
            let values = part.iter().map(|id| i64::from(id.0).into()).collect();
            for row in self.0.people_db().rows(sql, values).await? {
                let id: u32 = row.number(0)?;
                out.push((CitizenId(id), sealer.open(id, &row.blob(1)?)?));
            }
        }
        Ok(out)
    }
}

fn look(key: &[u8; 32], cpr: Cpr) -> Look {
    let mut short = [0; LOOK];
    short.copy_from_slice(&keyed_hash(key, &cpr.digits())[..LOOK]);
    short
}

/// In tests the id follows from seed and person, so that the order of rows changes nothing.
fn seeded(seed: u64, cpr: Cpr, attempt: u32) -> [u8; 4] {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_be_bytes());
    key[8..12].copy_from_slice(&attempt.to_be_bytes());
    let hash = keyed_hash(&key, &cpr.digits());
    [hash[0], hash[1], hash[2], hash[3]]
}

fn damaged() -> StoreError {
    StoreError::Damaged(
        "Identitetslageret people.db er beskadiget. Hent det fra sikkerhedskopien.".to_owned(),
    )
}
