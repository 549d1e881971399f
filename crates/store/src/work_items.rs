//! Work items: deviations that live from run to run, what runs saw of them and what was done to them.
//!
//! Lines are only ever added. A run and everything that it does to the items is one transaction: killed, the list is as
//! before or as after, and the run can be repeated.

use crate::db::{Tx, Value, placeholders};
use crate::error::StoreError;
use crate::ids::{BasisId, RunId};
use crate::log::{append_about_in, append_in};
use crate::{Context, Store};
use domain::amount::Oere;
use domain::person::CitizenId;
use domain::work_item::{Event, EventKind, Found, Item, ItemId, Seen, Sighting, Step, Trace};

mod body;
mod read;
mod write;

/// A run of a saved control that touched work items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedRun {
    /// Its number, 1 is the first.
    pub seq: i64,
    /// The control's name.
    pub control: String,
    /// The run.
    pub run: RunId,
    /// Its basis.
    pub basis: BasisId,
    /// System 1 and System 2.
    pub systems: [String; 2],
    /// What is remembered of it.
    pub trace: Trace,
    /// When, RFC 3339.
    pub carried_at: String,
    /// By whom.
    pub carried_by: String,
}

/// A run that is to touch work items.
#[derive(Clone, Copy, Debug)]
pub struct NewCarriedRun<'a> {
    /// The control's name.
    pub control: &'a str,
    /// The run.
    pub run: &'a RunId,
    /// Its basis.
    pub basis: &'a BasisId,
    /// System 1 and System 2.
    pub systems: [&'a str; 2],
    /// What is to be remembered of it.
    pub trace: &'a Trace,
}

/// What a run is to do to the list, as `domain::work_item::carry_over` says it.
#[derive(Clone, Copy, Debug)]
pub struct Carry<'a> {
    /// The items as they were read.
    pub items: &'a [Item],
    /// What the run found.
    pub found: &'a [Found],
    /// What is to happen.
    pub steps: &'a [Step],
}

/// An item with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemHistory {
    /// As it stands.
    pub item: Item,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// What each run saw, oldest first.
    pub sightings: Vec<(Seen, Sighting)>,
}

/// What one run saw of an item, as far as counts ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenThen {
    /// The item.
    pub item: ItemId,
    /// The question of the 8-talskontrol.
    pub question: Option<u8>,
    /// Kroner at stake; `None` means unknown.
    pub oere: Option<Oere>,
}

/// The work items of a store.
#[derive(Clone, Copy, Debug)]
pub struct WorkItems<'a>(pub(crate) &'a Store);

impl WorkItems<'_> {
    /// All items as they stand, the oldest first. A citizen whose number was replaced has the current id.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn all(&self, ctx: &Context) -> Result<Vec<Item>, StoreError> {
        read::items(self.0, ctx, None).await
    }

    /// One item with its history.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn get(&self, ctx: &Context, id: ItemId) -> Result<ItemHistory, StoreError> {
        let item = read::items(self.0, ctx, Some(id)).await?.pop().ok_or_else(|| {
            StoreError::NotFound(format!(
                "Der er ingen afvigelse {id}. «ottetal afvigelse liste» viser dem, der er."
            ))
        })?;
        Ok(ItemHistory {
            item,
            events: read::events(self.0, Some(id)).await?,
            sightings: read::sightings_of(self.0, id).await?,
        })
    }

    /// The items that something happened to after the event of this number ([`crate::Stamp::events`]).
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn changed_since(&self, ctx: &Context, event: i64) -> Result<Vec<Item>, StoreError> {
        let sql = "SELECT DISTINCT item_id FROM work_event WHERE seq > $1 ORDER BY item_id";
        let mut out = Vec::new();
        for row in self.0.db().rows(sql, vec![event.into()]).await? {
            out.extend(read::items(self.0, ctx, Some(ItemId(row.number(0)?))).await?);
        }
        Ok(out)
    }

    /// The runs that touched items, oldest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn runs(&self, _ctx: &Context) -> Result<Vec<CarriedRun>, StoreError> {
        read::runs(self.0).await
    }

    /// What one run saw, by item: enough to count an earlier run again.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn seen_in(&self, _ctx: &Context, run: i64) -> Result<Vec<SeenThen>, StoreError> {
        read::seen_in(self.0, run).await
    }

    /// The items that a control's runs have seen.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn seen_by(&self, _ctx: &Context, control: &str) -> Result<Vec<ItemId>, StoreError> {
        let sql = "SELECT DISTINCT s.item_id FROM work_seen s JOIN carried_run r ON r.seq = s.run_seq \
                   WHERE r.control = $1 ORDER BY s.item_id";
        let rows = self.0.db().rows(sql, vec![control.into()]).await?;
        rows.iter().map(|row| row.number(0).map(ItemId)).collect()
    }

    /// Carries the list over a run: the run, its new items, what it saw and what it closed, all or nothing. Takes the
    /// folder for writing. Gives the new items' names, in the order of the steps that made them.
    ///
    /// # Errors
    /// `Conflict` where the basis is not kept; `Unavailable`. Then nothing has changed.
    pub async fn carry(
        &self,
        ctx: &Context,
        run: &NewCarriedRun<'_>,
        carry: &Carry<'_>,
    ) -> Result<Vec<ItemId>, StoreError> {
        self.0.writing()?;
        let mut tx = self.0.db().begin().await?;
        let new = write::carry(self.0, &mut tx, ctx, run, carry).await?;
        append_in(&mut tx, ctx, "arbejdsliste", run.control, carry.steps.len() as u64).await?;
        self.0.reach("items.before_commit")?;
        tx.commit().await?;
        self.0.reach("items.committed")?;
        Ok(new)
    }

    /// Adds what a person did to some items. Takes the folder for writing.
    ///
    /// # Errors
    /// `Conflict` where one is not kept; `Unavailable`. Then nothing has changed.
    pub async fn add(&self, ctx: &Context, items: &[ItemId], kinds: &[EventKind]) -> Result<(), StoreError> {
        self.0.writing()?;
        let mut tx = self.0.db().begin().await?;
        let mut seq = next(&mut tx, "work_event").await?;
        let mut rows = Vec::with_capacity(items.len() * kinds.len());
        for item in items {
            for kind in kinds {
                rows.push(write::event_row(ctx, seq, *item, kind, None));
                seq += 1;
            }
        }
        tx.insert_all(write::EVENT, write::EVENT_WIDTH, rows.into_iter()).await?;
        let names: Vec<String> = items.iter().take(20).map(ToString::to_string).collect();
        let about = citizens_of(&mut tx, items).await?;
        let number = items.len() as u64;
        append_about_in(&mut tx, ctx, "saet_afvigelse", &names.join(" "), number, &about).await?;
        tx.commit().await
    }

    /// The same to one item, only while it has just so many events: two who write at once are not both the second.
    /// False, and nothing written, where it has others. Takes the folder for writing.
    ///
    /// # Errors
    /// As [`WorkItems::add`].
    pub async fn add_as_seen(
        &self,
        ctx: &Context,
        item: ItemId,
        seen: usize,
        kinds: &[EventKind],
    ) -> Result<bool, StoreError> {
        self.0.writing()?;
        let mut tx = self.0.db().begin().await?;
        let mut seq = next(&mut tx, "work_event").await?;
        let sql = "SELECT COUNT(*) FROM work_event WHERE item_id = $1".to_owned();
        let rows = tx.rows(sql, vec![i64::from(item.0).into()]).await?;
        let events = rows.first().map_or(Ok(0), |row| row.int(0))?;
        if usize::try_from(events) != Ok(seen) {
            return Ok(false);
        }
        let mut rows = Vec::with_capacity(kinds.len());
        for kind in kinds {
            rows.push(write::event_row(ctx, seq, item, kind, None));
            seq += 1;
        }
        tx.insert_all(write::EVENT, write::EVENT_WIDTH, rows.into_iter()).await?;
        append_in(&mut tx, ctx, "saet_afvigelse", &item.to_string(), 1).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// What a person did to items from a moment on (RFC 3339 in UTC), oldest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn done_by(&self, _ctx: &Context, who: &str, from: &str) -> Result<Vec<Event>, StoreError> {
        read::events_by(self.0, who, from).await
    }
}

/// Whom these items are about.
async fn citizens_of(tx: &mut Tx, items: &[ItemId]) -> Result<Vec<CitizenId>, StoreError> {
    let mut out = Vec::with_capacity(items.len());
    for part in items.chunks(1_000) {
        let these = placeholders(1, part.len());
        let sql = format!("SELECT DISTINCT citizen FROM work_item WHERE id IN {these}");
        let rows = tx.rows(sql, part.iter().map(|id| i64::from(id.0).into()).collect()).await?;
        for row in &rows {
            out.push(CitizenId(row.number(0)?));
        }
    }
    Ok(out)
}

/// The next number of a table.
async fn next(tx: &mut Tx, table: &str) -> Result<i64, StoreError> {
    let rows = tx.rows(format!("SELECT COALESCE(MAX(seq), 0) + 1 FROM {table}"), Vec::<Value>::new()).await?;
    rows.first().map_or(Ok(1), |row| row.int(0))
}
