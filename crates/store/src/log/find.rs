//! Lines of the log that somebody asks for.

use super::{COLUMNS, Entry, Log, citizens_where, entry};
use crate::Context;
use crate::db::{Value, placeholders};
use crate::error::StoreError;
use domain::person::CitizenId;
use std::collections::BTreeMap;

/// Which lines are asked for. Nothing given means all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogAsked {
    /// By whom.
    pub actor: Option<String>,
    /// About whom: also under an id that the citizen had before a number was replaced.
    pub citizen: Option<CitizenId>,
    /// Only lines about somebody.
    pub about_somebody: bool,
    /// Only lines that counted one.
    pub counted_one: bool,
    /// What was done.
    pub what: Option<String>,
    /// For which purpose.
    pub purpose: Option<String>,
    /// The line of this number.
    pub seq: Option<i64>,
    /// No line after the one of this number.
    pub last: Option<i64>,
    /// From this moment, RFC 3339 in UTC.
    pub from: Option<String>,
    /// Before this moment, RFC 3339 in UTC.
    pub until: Option<String>,
    /// How many at most.
    pub limit: u32,
    /// How many of the newest are passed over.
    pub offset: u32,
}

impl Default for LogAsked {
    fn default() -> LogAsked {
        LogAsked {
            actor: None,
            citizen: None,
            about_somebody: false,
            counted_one: false,
            what: None,
            purpose: None,
            seq: None,
            last: None,
            from: None,
            until: None,
            limit: 100,
            offset: 0,
        }
    }
}

/// A condition under way: its values are numbered as they come.
#[derive(Default)]
struct Conditions {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn compared(&mut self, column: &str, with: &str, text: Option<&str>) {
        if let Some(text) = text {
            let place = self.value(text.into());
            self.parts.push(format!("{column} {with} {place}"));
        }
    }

    fn sql(&self) -> String {
        if self.parts.is_empty() { String::new() } else { format!("WHERE {}", self.parts.join(" AND ")) }
    }
}

impl Log<'_> {
    /// The lines asked for, newest first, and how many there are in all.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn find(&self, _ctx: &Context, asked: &LogAsked) -> Result<(Vec<Entry>, u64), StoreError> {
        let mut conditions = self.conditions(asked).await?;
        let condition = conditions.sql();
        let db = self.0.db();
        let counted = format!("SELECT COUNT(*) FROM log {condition}");
        let rows = db.rows(counted, conditions.values.clone()).await?;
        let total = rows.first().map_or(Ok(0), |row| row.number(0))?;
        let limit = conditions.value(i64::from(asked.limit).into());
        let offset = conditions.value(i64::from(asked.offset).into());
        let sql =
            format!("SELECT {COLUMNS} FROM log {condition} ORDER BY seq DESC LIMIT {limit} OFFSET {offset}");
        let rows = db.rows(sql, conditions.values).await?;
        let seqs = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<i64>, _>>()?;
        let mut citizens = BTreeMap::new();
        for part in seqs.chunks(1_000) {
            let condition = format!("seq IN {}", placeholders(1, part.len()));
            let values = part.iter().map(|seq| (*seq).into()).collect();
            citizens.append(&mut citizens_where(db, &condition, values).await?);
        }
        let lines = rows.iter().map(|row| entry(row, &mut citizens)).collect::<Result<_, _>>()?;
        Ok((lines, total))
    }

    async fn conditions(&self, asked: &LogAsked) -> Result<Conditions, StoreError> {
        let mut conditions = Conditions::default();
        conditions.compared("actor", "=", asked.actor.as_deref());
        conditions.compared("what", "=", asked.what.as_deref());
        conditions.compared("purpose", "=", asked.purpose.as_deref());
        for (with, seq) in [("=", asked.seq), ("<=", asked.last)] {
            if let Some(seq) = seq {
                let place = conditions.value(seq.into());
                conditions.parts.push(format!("seq {with} {place}"));
            }
        }
        conditions.compared("at", ">=", asked.from.as_deref());
        conditions.compared("at", "<", asked.until.as_deref());
        if asked.about_somebody {
            conditions.parts.push("citizens IS NOT NULL".to_owned());
        }
        if asked.counted_one {
            conditions.parts.push("count = 1".to_owned());
        }
        if let Some(citizen) = asked.citizen {
            let mut ids = self.0.people().all_ids_of(citizen).await?;
            // One who was deleted has no other ids any more.
            if !ids.contains(&citizen) {
                ids.push(citizen);
            }
            let places: Vec<String> = ids.iter().map(|id| conditions.value(i64::from(id.0).into())).collect();
            let these = places.join(", ");
            conditions.parts.push(format!("seq IN (SELECT seq FROM log_citizen WHERE citizen IN ({these}))"));
        }
        Ok(conditions)
    }
}
