//! The log: who did what, for which purpose, on how many. Lines are only ever added.
//!
//! Each line carries the hash of the one before it, so that a line changed or taken out later shows. It holds no
//! data of a person. An end cut off shows only beside a [`Head`] that was noted elsewhere.

use crate::db::{Tx, count};
use crate::error::StoreError;
use crate::ids::ContentHash;
use crate::key::hex;
use crate::{Context, Store};

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, 1 is the first.
    pub seq: i64,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub actor: String,
    /// For which purpose.
    pub purpose: String,
    /// What was done: `import`, `vis_cpr` …
    pub what: String,
    /// To what: the name of an import, a basis, a file.
    pub object: String,
    /// How many it concerned.
    pub count: i64,
}

/// The newest line: its number and hash, to be noted outside the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of lines.
    pub lines: i64,
    /// The newest line's hash, hexadecimal.
    pub hash: String,
}

/// The log of a store.
#[derive(Clone, Copy, Debug)]
pub struct Log<'a>(pub(crate) &'a Store);

const COLUMNS: &str = "seq, at, actor, purpose, what, object, count, previous, hash";
/// Lines checked at a time.
const PART: i64 = 10_000;

impl Log<'_> {
    /// Adds a line; it is durable when this returns.
    ///
    /// # Errors
    /// `Unavailable` where it could not be written. What the line is about must then not happen.
    pub async fn append(
        &self,
        ctx: &Context,
        what: &str,
        object: &str,
        count: u64,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        append_in(&mut tx, ctx, what, object, count).await?;
        tx.commit().await
    }

    /// The newest lines, newest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, _ctx: &Context, limit: u32, offset: u32) -> Result<Vec<Entry>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM log ORDER BY seq DESC LIMIT $1 OFFSET $2");
        let rows = self.0.db().rows(sql, vec![i64::from(limit).into(), i64::from(offset).into()]).await?;
        rows.iter().map(entry).collect()
    }

    /// Follows the chain from the first line to the last.
    ///
    /// # Errors
    /// `Damaged` with the number of the first line that is not as it was written.
    pub async fn verify(&self, _ctx: &Context) -> Result<Head, StoreError> {
        let mut head = Head { lines: 0, hash: hex(&[0; 32]) };
        loop {
            let sql = format!("SELECT {COLUMNS} FROM log WHERE seq > $1 ORDER BY seq LIMIT {PART}");
            let rows = self.0.db().rows(sql, vec![head.lines.into()]).await?;
            if rows.is_empty() {
                return Ok(head);
            }
            for row in &rows {
                let line = entry(row)?;
                let (previous, hash) = (row.blob(7)?, row.blob(8)?);
                let whole = line.seq == head.lines + 1
                    && hex(&previous) == head.hash
                    && chained(&head.hash, &line)[..] == hash[..];
                if !whole {
                    return Err(StoreError::Damaged(format!(
                        "Loggen er brudt ved linje {}: den er rettet, eller linjer er fjernet. Hent mappen fra \
                         sikkerhedskopien, og find ud af, hvem der har haft adgang til ottetal.db.",
                        head.lines + 1
                    )));
                }
                head = Head { lines: line.seq, hash: hex(&hash) };
            }
        }
    }
}

/// Adds a line inside a transaction, so that it is there exactly when what it tells of is.
pub(crate) async fn append_in(
    tx: &mut Tx,
    ctx: &Context,
    what: &str,
    object: &str,
    number: u64,
) -> Result<(), StoreError> {
    let newest = tx.rows("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1", Vec::new()).await?;
    let (seq, previous) = match newest.first() {
        Some(row) => (row.int(0)? + 1, row.blob(1)?),
        None => (1, vec![0; 32]),
    };
    let line = Entry {
        seq,
        at: ctx.at.clone(),
        actor: ctx.actor.clone(),
        purpose: ctx.purpose.clone(),
        what: what.to_owned(),
        object: object.to_owned(),
        count: count(number),
    };
    let hash = chained(&hex(&previous), &line);
    let values = vec![
        seq.into(),
        line.at.as_str().into(),
        line.actor.as_str().into(),
        line.purpose.as_str().into(),
        line.what.as_str().into(),
        line.object.as_str().into(),
        line.count.into(),
        crate::db::Value::Blob(previous),
        crate::db::Value::Blob(hash.to_vec()),
    ];
    tx.execute(format!("INSERT INTO log ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"), values)
        .await
}

fn chained(previous: &str, line: &Entry) -> [u8; 32] {
    ContentHash::begin("ottetal log 1")
        .with(previous)
        .with_number(Some(line.seq))
        .with(&line.at)
        .with(&line.actor)
        .with(&line.purpose)
        .with(&line.what)
        .with(&line.object)
        .with_number(Some(line.count))
        .bytes()
}

fn entry(row: &crate::db::Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: row.int(0)?,
        at: row.text(1)?,
        actor: row.text(2)?,
        purpose: row.text(3)?,
        what: row.text(4)?,
        object: row.text(5)?,
        count: row.int(6)?,
    })
}

#[cfg(test)]
mod tests;
