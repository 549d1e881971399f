//! Reads items: their keys, what was last seen of them, and the fold over their events.

use super::body::{damaged, read_event, read_trace};
use super::{CarriedRun, SeenThen};
use crate::db::{Row, Value};
use crate::error::StoreError;
use crate::ids::{BasisId, RunId};
use crate::{Context, Store};
use domain::amount::Oere;
use domain::calendar::{Day, Period};
use domain::control::Level;
use domain::deviation::{Duty, RuleCode};
use domain::landscape::Attribute;
use domain::person::CitizenId;
use domain::work_item::{Event, Item, ItemId, ItemKey, Seen, Sighting, fold};
use std::collections::HashMap;

/// Between the names of sources in one text: no source is named so.
pub(super) const BETWEEN: &str = "|";

const SEEN: &str = "s.item_id, s.run_seq, r.day, s.from_day, s.until_day, s.oere, s.oere_tillaeg, s.question, s.duty, \
                    s.shared, s.position";

/// What is known of an item's sightings.
struct Looks {
    first: Seen,
    last: Seen,
    sighting: Sighting,
}

pub(super) async fn items(
    store: &Store,
    ctx: &Context,
    only: Option<ItemId>,
) -> Result<Vec<Item>, StoreError> {
    let (filter, value) = one(only, "id");
    let sql = format!(
        "SELECT id, seq, rule, citizen, paragraf, sources, attribute, level, ydelse, leverandoer, split_from \
         FROM work_item {filter} ORDER BY seq"
    );
    let rows = store.db().rows(sql, value).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let merged = store.people().merged(ctx).await?;
    let mut looks = looks(store, only).await?;
    let events = events(store, only).await?;
    let mut by_item: HashMap<ItemId, Vec<&Event>> = HashMap::new();
    for event in &events {
        by_item.entry(event.item).or_default().push(event);
    }
    let mut out = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = ItemId(row.number(0)?);
        let Looks { first, last, sighting } =
            looks.remove(&id).ok_or_else(|| damaged(&format!("afvigelsen {id}")))?;
        let mut key = key(row)?;
        key.citizen = merged.get(&key.citizen).copied().unwrap_or(key.citizen);
        out.push(Item {
            id,
            order: row.int(1)?,
            key,
            split_from: row.int_opt(10)?.and_then(|id| u32::try_from(id).ok()).map(ItemId),
            first,
            last,
            sighting,
            standing: fold(by_item.remove(&id).unwrap_or_default()),
        });
    }
    Ok(out)
}

fn one(only: Option<ItemId>, column: &str) -> (String, Vec<Value>) {
    match only {
        None => (String::new(), Vec::new()),
        Some(id) => (format!("WHERE {column} = $1"), vec![i64::from(id.0).into()]),
    }
}

/// In the order of the columns above.
fn key(row: &Row) -> Result<ItemKey, StoreError> {
    let (rule, attribute, level) = (row.text(2)?, row.text(6)?, row.text(7)?);
    let attribute = match attribute.as_str() {
        "" => None,
        key => Some(Attribute::from_key(key).ok_or_else(|| damaged(&format!("attributten {key}")))?),
    };
    Ok(ItemKey {
        rule: RuleCode::from_key(&rule).ok_or_else(|| damaged(&format!("reglen {rule}")))?,
        citizen: CitizenId(row.number(3)?),
        paragraf: row.text(4)?,
        sources: row.text(5)?.split(BETWEEN).map(str::to_owned).collect(),
        attribute,
        level: Level::from_key(&level).ok_or_else(|| damaged(&format!("niveauet {level}")))?,
        ydelse: row.text(8)?,
        leverandoer: row.text(9)?,
    })
}

/// The first and the newest sighting of each item.
async fn looks(store: &Store, only: Option<ItemId>) -> Result<HashMap<ItemId, Looks>, StoreError> {
    let (filter, value) = one(only, "item_id");
    let sql = format!(
        "SELECT {SEEN}, f.run_seq, f.day FROM \
         (SELECT item_id, MIN(run_seq) AS oldest, MAX(run_seq) AS newest FROM work_seen {filter} GROUP BY item_id) n \
         JOIN work_seen s ON s.item_id = n.item_id AND s.run_seq = n.newest \
         JOIN carried_run r ON r.seq = n.newest \
         JOIN (SELECT seq AS run_seq, day FROM carried_run) f ON f.run_seq = n.oldest"
    );
    let mut out = HashMap::new();
    for row in &store.db().rows(sql, value).await? {
        let (item, last, sighting) = sighting(row)?;
        let first = Seen { run: row.int(11)?, day: Day(row.number(12)?) };
        out.insert(item, Looks { first, last, sighting });
    }
    Ok(out)
}

/// In the order of [`SEEN`].
fn sighting(row: &Row) -> Result<(ItemId, Seen, Sighting), StoreError> {
    let duty = row.text(8)?;
    let sighting = Sighting {
        period: Period { from: Day(row.number(3)?), until: Day(row.number(4)?) },
        oere: row.int_opt(5)?.map(Oere),
        oere_tillaeg: row.int_opt(6)?.map(Oere),
        question: row.int_opt(7)?.and_then(|q| u8::try_from(q).ok()),
        duty: Duty::from_key(&duty).ok_or_else(|| damaged(&format!("pligten {duty}")))?,
        shared: row.text(9)?,
        position: row.number(10)?,
    };
    Ok((ItemId(row.number(0)?), Seen { run: row.int(1)?, day: Day(row.number(2)?) }, sighting))
}

pub(super) async fn sightings_of(store: &Store, item: ItemId) -> Result<Vec<(Seen, Sighting)>, StoreError> {
    let sql = format!(
        "SELECT {SEEN} FROM work_seen s JOIN carried_run r ON r.seq = s.run_seq WHERE s.item_id = $1 ORDER BY s.run_seq"
    );
    let rows = store.db().rows(sql, vec![i64::from(item.0).into()]).await?;
    rows.iter().map(|row| sighting(row).map(|(_, seen, sighting)| (seen, sighting))).collect()
}

pub(super) async fn seen_in(store: &Store, run: i64) -> Result<Vec<SeenThen>, StoreError> {
    let sql = "SELECT item_id, question, oere FROM work_seen WHERE run_seq = $1 ORDER BY item_id";
    let rows = store.db().rows(sql, vec![run.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(SeenThen {
                item: ItemId(row.number(0)?),
                question: row.int_opt(1)?.and_then(|question| u8::try_from(question).ok()),
                oere: row.int_opt(2)?.map(Oere),
            })
        })
        .collect()
}

pub(super) async fn events(store: &Store, only: Option<ItemId>) -> Result<Vec<Event>, StoreError> {
    let (filter, value) = one(only, "e.item_id");
    events_where(store, &filter, value).await
}

/// What a person did, not a run.
pub(super) async fn events_by(store: &Store, who: &str, from: &str) -> Result<Vec<Event>, StoreError> {
    let filter = "WHERE e.by_whom = $1 AND e.at >= $2 AND e.run_seq IS NULL";
    events_where(store, filter, vec![who.into(), from.into()]).await
}

async fn events_where(store: &Store, filter: &str, value: Vec<Value>) -> Result<Vec<Event>, StoreError> {
    let sql = format!(
        "SELECT e.item_id, e.kind, e.body, e.by_whom, e.at, e.run_seq, r.day FROM work_event e \
         LEFT JOIN carried_run r ON r.seq = e.run_seq {filter} ORDER BY e.seq"
    );
    let rows = store.db().rows(sql, value).await?;
    rows.iter()
        .map(|row| {
            let day = row.int_opt(6)?.and_then(|day| i32::try_from(day).ok()).map(Day);
            Ok(Event {
                item: ItemId(row.number(0)?),
                kind: read_event(&row.text(1)?, &row.text(2)?)?,
                by: row.text(3)?,
                at: row.text(4)?,
                run: row.int_opt(5)?.zip(day),
            })
        })
        .collect()
}

pub(super) async fn runs(store: &Store) -> Result<Vec<CarriedRun>, StoreError> {
    let sql = "SELECT seq, control, run_id, basis_id, day, systems, trace, carried_at, carried_by \
               FROM carried_run ORDER BY seq";
    let rows = store.db().rows(sql, Vec::new()).await?;
    rows.iter()
        .map(|row| {
            let systems = row.text(5)?;
            let (one, two) = systems.split_once(BETWEEN).ok_or_else(|| damaged("en kørsel"))?;
            Ok(CarriedRun {
                seq: row.int(0)?,
                control: row.text(1)?,
                run: RunId::parse(&row.text(2)?)?,
                basis: BasisId::parse(&row.text(3)?)?,
                systems: [one.to_owned(), two.to_owned()],
                trace: read_trace(&row.text(6)?, Day(row.number(4)?))?,
                carried_at: row.text(7)?,
                carried_by: row.text(8)?,
            })
        })
        .collect()
}
