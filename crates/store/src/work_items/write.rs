//! Writes what a run does to the list, inside one transaction.

use super::body::{write_event, write_trace};
use super::read::BETWEEN;
use super::{Carry, NewCarriedRun, next};
use crate::db::{Tx, Value};
use crate::error::StoreError;
use crate::ids::ContentHash;
use crate::key::random;
use crate::settings::IdSource;
use crate::{Context, Store};
use domain::landscape::Attribute;
use domain::work_item::{EventKind, Found, ItemId, ItemKey, Sighting, Step};
use std::collections::HashSet;

pub(super) const EVENT: &str = "INSERT INTO work_event (seq, item_id, kind, body, run_seq, at, by_whom)";
pub(super) const EVENT_WIDTH: usize = 7;
const ITEM: &str = "INSERT INTO work_item (id, seq, rule, citizen, paragraf, sources, attribute, level, ydelse, \
                    leverandoer, split_from)";
const SEEN: &str = "INSERT INTO work_seen (item_id, run_seq, from_day, until_day, oere, oere_tillaeg, question, duty, \
                    shared, position)";

pub(super) async fn carry(
    store: &Store,
    tx: &mut Tx,
    ctx: &Context,
    run: &NewCarriedRun<'_>,
    carry: &Carry<'_>,
) -> Result<Vec<ItemId>, StoreError> {
    let run_seq = next(tx, "carried_run").await?;
    let values = vec![
        run_seq.into(),
        run.control.into(),
        run.run.as_str().into(),
        run.basis.as_str().into(),
        i64::from(run.trace.day.0).into(),
        run.systems.join(BETWEEN).as_str().into(),
        write_trace(run.trace).as_str().into(),
        ctx.at.as_str().into(),
        ctx.actor.as_str().into(),
    ];
    tx.execute(
        "INSERT INTO carried_run (seq, control, run_id, basis_id, day, systems, trace, carried_at, carried_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values,
    )
    .await?;
    let mut lines = Lines {
        names: Names { store, run: run.run.as_str(), taken: taken(tx).await? },
        ctx,
        run_seq,
        next_item: next(tx, "work_item").await?,
        next_event: next(tx, "work_event").await?,
        items: Vec::new(),
        seen: Vec::new(),
        events: Vec::new(),
        new: Vec::new(),
    };
    for step in carry.steps {
        lines.step(step, carry)?;
    }
    tx.insert_all(ITEM, 11, lines.items.into_iter()).await?;
    tx.insert_all(SEEN, 10, lines.seen.into_iter()).await?;
    tx.insert_all(EVENT, EVENT_WIDTH, lines.events.into_iter()).await?;
    Ok(lines.new)
}

async fn taken(tx: &mut Tx) -> Result<HashSet<u32>, StoreError> {
    let rows = tx.rows("SELECT id FROM work_item", Vec::new()).await?;
    rows.iter().map(|row| row.number(0)).collect()
}

/// The lines that are to be added.
struct Lines<'a> {
    names: Names<'a>,
    ctx: &'a Context,
    run_seq: i64,
    next_item: i64,
    next_event: i64,
    items: Vec<Vec<Value>>,
    seen: Vec<Vec<Value>>,
    events: Vec<Vec<Value>>,
    new: Vec<ItemId>,
}

impl Lines<'_> {
    fn step(&mut self, step: &Step, carry: &Carry<'_>) -> Result<(), StoreError> {
        let id = |at: usize| carry.items[at].id;
        match *step {
            Step::New { found, split_from } => {
                let (one, split_from) = (&carry.found[found], split_from.map(id));
                let new = self.names.free(one)?;
                self.items.push(item_row(new, self.next_item, &one.key, split_from));
                self.next_item += 1;
                self.new.push(new);
                self.seen.push(seen_row(new, self.run_seq, &one.seen));
                self.event(new, &EventKind::Found { split_from });
            }
            Step::Seen { item, found, came_back, accept_ended } => {
                self.seen.push(seen_row(id(item), self.run_seq, &carry.found[found].seen));
                if came_back {
                    self.event(id(item), &EventKind::CameBack);
                }
                if accept_ended {
                    self.event(id(item), &EventKind::AcceptEnded);
                }
            }
            Step::Closed { item, by, untried_days, goes_on } => {
                self.event(id(item), &EventKind::Closed { by, untried_days, goes_on });
            }
            Step::Merged { item, into } => self.event(id(item), &EventKind::Merged(id(into))),
        }
        Ok(())
    }

    fn event(&mut self, item: ItemId, kind: &EventKind) {
        self.events.push(event_row(self.ctx, self.next_event, item, kind, Some(self.run_seq)));
        self.next_event += 1;
    }
}

/// In the order of [`ITEM`].
fn item_row(id: ItemId, seq: i64, key: &ItemKey, split_from: Option<ItemId>) -> Vec<Value> {
    vec![
        i64::from(id.0).into(),
        seq.into(),
        key.rule.key().into(),
        i64::from(key.citizen.0).into(),
        key.paragraf.as_str().into(),
        key.sources.join(BETWEEN).as_str().into(),
        key.attribute.map_or("", Attribute::key).into(),
        key.level.key().into(),
        key.ydelse.as_str().into(),
        key.leverandoer.as_str().into(),
        split_from.map(|id| i64::from(id.0)).into(),
    ]
}

/// In the order of [`SEEN`].
fn seen_row(id: ItemId, run_seq: i64, seen: &Sighting) -> Vec<Value> {
    vec![
        i64::from(id.0).into(),
        run_seq.into(),
        i64::from(seen.period.from.0).into(),
        i64::from(seen.period.until.0).into(),
        seen.oere.map(|o| o.0).into(),
        seen.oere_tillaeg.map(|o| o.0).into(),
        seen.question.map(i64::from).into(),
        seen.duty.key().into(),
        seen.shared.as_str().into(),
        i64::from(seen.position).into(),
    ]
}

/// In the order of [`EVENT`].
pub(super) fn event_row(
    ctx: &Context,
    seq: i64,
    item: ItemId,
    kind: &EventKind,
    run_seq: Option<i64>,
) -> Vec<Value> {
    vec![
        seq.into(),
        i64::from(item.0).into(),
        kind.key().into(),
        write_event(kind).as_str().into(),
        run_seq.into(),
        ctx.at.as_str().into(),
        ctx.actor.as_str().into(),
    ]
}

/// Names of new items.
struct Names<'a> {
    store: &'a Store,
    run: &'a str,
    taken: HashSet<u32>,
}

impl Names<'_> {
    /// A name that no item has: random, or in tests from the seed, the run and what was found.
    fn free(&mut self, found: &Found) -> Result<ItemId, StoreError> {
        for attempt in 0u32..10_000 {
            let bytes: [u8; 4] = match self.store.settings().borger_id {
                IdSource::Tilfaeldig => random()?,
                IdSource::Froe(seed) => self.seeded(seed, found, attempt),
            };
            let id = u32::from_be_bytes(bytes) % ItemId::LIMIT;
            if self.taken.insert(id) {
                return Ok(ItemId(id));
            }
        }
        Err(StoreError::Unavailable("Der er ikke flere ledige navne til afvigelser.".to_owned()))
    }

    fn seeded(&self, seed: u64, found: &Found, attempt: u32) -> [u8; 4] {
        let (key, seen) = (&found.key, &found.seen);
        let hash = ContentHash::begin("ottetal afvigelse 1")
            .with(&seed.to_string())
            .with(self.run)
            .with(key.rule.key())
            .with_number(Some(i64::from(key.citizen.0)))
            .with(&key.paragraf)
            .with(&key.sources.join(BETWEEN))
            .with(key.attribute.map_or("", Attribute::key))
            .with(&key.ydelse)
            .with(&key.leverandoer)
            .with_number(Some(i64::from(seen.period.from.0)))
            .with_number(Some(i64::from(attempt)))
            .bytes();
        [hash[0], hash[1], hash[2], hash[3]]
    }
}
