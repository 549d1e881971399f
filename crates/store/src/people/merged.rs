//! Replaced numbers: two ids that are one person.
//!
//! A merge is a line with who and when; a later line may take it back. Nothing that was imported under the former id
//! is changed: rows are read as the present one's ([`crate::lake::ActivityFile::resolving`]).

use super::{Named, People};
use crate::Context;
use crate::db::{Row, Tx, Value};
use crate::error::StoreError;
use domain::person::{CitizenId, Cpr};
use std::collections::BTreeMap;

const NEWEST: &str = "SELECT from_id, into_id FROM merged ORDER BY seq";

/// The merges that hold, each id with the one it leads to.
#[derive(Clone, Debug, Default)]
pub(super) struct Merges(BTreeMap<CitizenId, CitizenId>);

impl Merges {
    pub(super) async fn in_tx(tx: &mut Tx) -> Result<Merges, StoreError> {
        Merges::of(&tx.rows(NEWEST, Vec::new()).await?)
    }

    fn of(rows: &[Row]) -> Result<Merges, StoreError> {
        let mut merges = Merges::default();
        for row in rows {
            let from = CitizenId(row.number(0)?);
            match row.int_opt(1)? {
                Some(into) => {
                    let into = u32::try_from(into).map_err(|_| super::damaged())?;
                    merges.0.insert(from, CitizenId(into));
                }
                None => drop(merges.0.remove(&from)),
            }
        }
        Ok(merges)
    }

    /// The id that a person is known by now. No chain is longer than the number of merges.
    pub(super) fn now(&self, id: CitizenId) -> CitizenId {
        let mut now = id;
        for _ in 0..self.0.len() {
            match self.0.get(&now) {
                Some(next) => now = *next,
                None => break,
            }
        }
        now
    }

    /// Makes the two one, in the present one's name. `None` where they are already; else the merge that does it. Only
    /// an id that leads nowhere is led, and never to one that leads to it: there is no ring.
    fn join(&mut self, former: CitizenId, present: CitizenId) -> Option<(CitizenId, CitizenId)> {
        let (from, into) = (self.now(former), self.now(present));
        if from == into {
            return None;
        }
        self.0.insert(from, into);
        Some((from, into))
    }

    /// Every id that is the same person as this one, itself included.
    pub(super) fn all_of(&self, id: CitizenId) -> Vec<CitizenId> {
        let now = self.now(id);
        let mut all: Vec<CitizenId> =
            self.0.keys().copied().filter(|from| self.now(*from) == now).chain([now]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl People<'_> {
    /// Says of each pair that the first number has been replaced by the second: from now on both lead to one id. Where
    /// both were known as two citizens, the former is merged into the present one. Gives the merges that are new.
    ///
    /// # Errors
    /// `Unavailable`, `Damaged`; then nothing is merged.
    pub async fn aliases(
        &self,
        ctx: &Context,
        pairs: &[(Cpr, Cpr)],
    ) -> Result<Vec<(CitizenId, CitizenId)>, StoreError> {
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let people: Vec<Named<'_>> = pairs.iter().flat_map(|(a, b)| [(*a, None), (*b, None)]).collect();
        let ids = self.exchange(ctx, &people).await?;
        let mut tx = self.0.people_db().begin().await?;
        let mut merges = Merges::in_tx(&mut tx).await?;
        let found = ids.chunks_exact(2).filter_map(|pair| merges.join(pair[0], pair[1]));
        let new: Vec<(CitizenId, CitizenId)> = found.collect();
        if new.is_empty() {
            return Ok(new);
        }
        for (from, into) in &new {
            write(&mut tx, ctx, *from, Some(*into)).await?;
        }
        // The log first: a merge that nobody can account for must not be.
        self.0.log().append(ctx, "afloeste_numre", "", new.len() as u64).await?;
        self.0.reach("merged.before_commit")?;
        tx.commit().await?;
        self.0.reach("merged.committed")?;
        Ok(new)
    }

    /// Says that the person behind `replaced` is now known as `current`: rows with the old number are about the
    /// current id from now on.
    ///
    /// # Errors
    /// `NotFound` where one of them is nobody; `Conflict` where `current` is itself replaced by `replaced`.
    pub async fn alias(
        &self,
        ctx: &Context,
        replaced: CitizenId,
        current: CitizenId,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.people_db().begin().await?;
        for id in [replaced, current] {
            let found = tx.rows("SELECT 1 FROM person WHERE id = $1", vec![i64::from(id.0).into()]).await?;
            if found.is_empty() {
                return Err(StoreError::NotFound(format!("Borgeren {id} findes ikke.")));
            }
        }
        let mut others = Merges::in_tx(&mut tx).await?;
        // A former merge of it gives way to this one; what leads to it stays.
        others.0.remove(&replaced);
        if others.now(current) == replaced {
            return Err(StoreError::Conflict(format!(
                "{replaced} kan ikke afløses af {current}: {current} er allerede afløst af {replaced}."
            )));
        }
        write(&mut tx, ctx, replaced, Some(current)).await?;
        self.0.log().append(ctx, "afloest_nummer", &format!("{replaced} -> {current}"), 1).await?;
        tx.commit().await
    }

    /// Takes a merge back: `from` is a citizen of its own again.
    ///
    /// # Errors
    /// `NotFound` where it is not merged.
    pub async fn part(&self, ctx: &Context, from: CitizenId) -> Result<(), StoreError> {
        let mut tx = self.0.people_db().begin().await?;
        let merges = Merges::in_tx(&mut tx).await?;
        let Some(into) = merges.0.get(&from) else {
            return Err(StoreError::NotFound(format!("{from} er ikke lagt sammen med nogen.")));
        };
        write(&mut tx, ctx, from, None).await?;
        self.0.log().append(ctx, "adskil_numre", &format!("{from} <- {into}"), 1).await?;
        tx.commit().await
    }

    /// Every merged id with the id that the person is known by now. Rows that were imported under the first are read
    /// as rows of the second.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn merged(&self, _ctx: &Context) -> Result<BTreeMap<CitizenId, CitizenId>, StoreError> {
        let merges = self.merges().await?;
        Ok(merges.0.keys().map(|from| (*from, merges.now(*from))).filter(|(from, now)| from != now).collect())
    }

    pub(super) async fn merges(&self) -> Result<Merges, StoreError> {
        Merges::of(&self.0.people_db().rows(NEWEST, Vec::new()).await?)
    }
}

async fn write(
    tx: &mut Tx,
    ctx: &Context,
    from: CitizenId,
    into: Option<CitizenId>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO merged (seq, from_id, into_id, at, actor) \
               VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM merged), $1, $2, $3, $4)";
    let values = vec![
        i64::from(from.0).into(),
        Value::from(into.map(|id| i64::from(id.0))),
        ctx.at.as_str().into(),
        ctx.actor.as_str().into(),
    ];
    tx.execute(sql, values).await
}

#[cfg(test)]
mod tests;
