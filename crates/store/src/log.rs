//! The log: who did what, for which purpose, about whom. Lines are only ever added.
//!
//! Each line carries the hash of the one before it, and a hash of the citizens it was about, so that a line or a citizen
//! changed, added or taken out later shows. It holds no data of a person but the random id, which stays when the citizen
//! is deleted and is then nobody's. An end cut off shows only beside a [`Head`] that was noted elsewhere.

use crate::db::{Db, Row, Tx, Value, count};
use crate::error::StoreError;
use crate::ids::ContentHash;
use crate::key::hex;
use crate::{Context, Store};
use domain::person::CitizenId;
use std::collections::{BTreeMap, BTreeSet};

mod find;
mod queue;

pub use find::LogAsked;
pub(crate) use queue::Queue;

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
    /// About whom, sorted; empty where it was about nobody, or was written before the log knew.
    pub citizens: Vec<CitizenId>,
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

const COLUMNS: &str = "seq, at, actor, purpose, what, object, count, previous, hash, citizens";
const WIDTH: usize = 10;
/// Lines checked at a time. Each may be about thousands of citizens.
const PART: i64 = 1_000;

impl Log<'_> {
    /// Adds a line about nobody; it is durable when this returns.
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
        queue::append(self.0, NewLine::of(ctx, what, object, count)).await
    }

    /// Adds a line about these citizens, each counted once; line and citizens are durable when this returns.
    ///
    /// # Errors
    /// `Unavailable` where it could not be written. Nothing about them may then be shown.
    pub async fn append_about(
        &self,
        ctx: &Context,
        what: &str,
        object: &str,
        citizens: &[CitizenId],
    ) -> Result<(), StoreError> {
        queue::append(self.0, NewLine::about(ctx, what, object, citizens)).await
    }

    /// The newest lines, newest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, ctx: &Context, limit: u32, offset: u32) -> Result<Vec<Entry>, StoreError> {
        let asked = LogAsked { limit, offset, ..LogAsked::default() };
        self.find(ctx, &asked).await.map(|(lines, _)| lines)
    }

    /// The newest line, as it stands: [`Log::verify`] follows the chain to it.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn head(&self, _ctx: &Context) -> Result<Head, StoreError> {
        let rows = self.0.db().rows(NEWEST, Vec::new()).await?;
        let (seq, hash) = newest(&rows)?;
        Ok(Head { lines: seq, hash: hex(&hash) })
    }

    /// The hash of a line, hexadecimal; none where there is no such line.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn hash_of(&self, _ctx: &Context, line: i64) -> Result<Option<String>, StoreError> {
        let rows = self.0.db().rows("SELECT hash FROM log WHERE seq = $1", vec![line.into()]).await?;
        rows.first().map(|row| row.blob(0).map(|hash| hex(&hash))).transpose()
    }

    /// Follows the chain from the first line to the last, with the citizens of each.
    ///
    /// # Errors
    /// `Damaged` with the number of the first line that is not as it was written.
    pub async fn verify(&self, ctx: &Context) -> Result<Head, StoreError> {
        self.verify_telling(ctx, &mut |_| {}).await
    }

    /// The same, telling how many lines it has followed.
    ///
    /// # Errors
    /// As [`Log::verify`].
    pub async fn verify_telling(
        &self,
        _ctx: &Context,
        tell: &mut (dyn FnMut(i64) + Send),
    ) -> Result<Head, StoreError> {
        self.follow(Head { lines: 0, hash: hex(&[0; 32]) }, tell).await
    }

    /// Follows the chain through the newest lines alone: they agree with each other and with the hash of the line before
    /// them. Gives that line's number, 0 where they are all, and the newest line.
    ///
    /// # Errors
    /// As [`Log::verify`]. What is wrong before them does not show.
    pub async fn verify_newest(&self, ctx: &Context, lines: u32) -> Result<(i64, Head), StoreError> {
        let before = (self.head(ctx).await?.lines - i64::from(lines)).max(0);
        let from = match self.hash_of(ctx, before).await? {
            Some(hash) => Head { lines: before, hash },
            None if before == 0 => return Ok((0, self.verify(ctx).await?)),
            None => return Err(broken_at(before)),
        };
        Ok((before, self.follow(from, &mut |_| {}).await?))
    }

    /// Follows the chain from a line to the last.
    async fn follow(&self, mut head: Head, tell: &mut (dyn FnMut(i64) + Send)) -> Result<Head, StoreError> {
        let db = self.0.db();
        loop {
            let sql = format!("SELECT {COLUMNS} FROM log WHERE seq > $1 ORDER BY seq LIMIT {PART}");
            let rows = db.rows(sql, vec![head.lines.into()]).await?;
            let Some(last) = rows.last() else { return Ok(head) };
            let part = vec![head.lines.into(), last.int(0)?.into()];
            let mut citizens = citizens_where(db, "seq > $1 AND seq <= $2", part).await?;
            for row in &rows {
                let line = entry(row, &mut citizens)?;
                let noted = row.blob_opt(9)?;
                let (previous, hash) = (row.blob(7)?, row.blob(8)?);
                let whole = line.seq == head.lines + 1
                    && hex(&previous) == head.hash
                    && digest(&line.citizens).map(|digest| digest.to_vec()) == noted
                    && chained(&head.hash, &line)[..] == hash[..];
                if !whole {
                    return Err(broken_at(head.lines + 1));
                }
                head = Head { lines: line.seq, hash: hex(&hash) };
            }
            tell(head.lines);
        }
    }
}

fn broken_at(line: i64) -> StoreError {
    StoreError::Damaged(format!(
        "Loggen er brudt ved linje {line}: den er rettet, eller noget er fjernet eller lagt til. Hent mappen fra \
         sikkerhedskopien, og find ud af, hvem der har haft adgang til ottetal.db."
    ))
}

/// A line on its way in.
#[derive(Clone, Debug)]
pub(crate) struct NewLine {
    at: String,
    actor: String,
    purpose: String,
    what: String,
    object: String,
    count: i64,
    citizens: Vec<CitizenId>,
}

impl NewLine {
    fn of(ctx: &Context, what: &str, object: &str, number: u64) -> NewLine {
        NewLine {
            at: ctx.at.clone(),
            actor: ctx.actor.clone(),
            purpose: ctx.purpose.clone(),
            what: what.to_owned(),
            object: object.to_owned(),
            count: count(number),
            citizens: Vec::new(),
        }
    }

    fn about(ctx: &Context, what: &str, object: &str, citizens: &[CitizenId]) -> NewLine {
        let each: BTreeSet<CitizenId> = citizens.iter().copied().collect();
        let number = each.len() as u64;
        NewLine { citizens: each.into_iter().collect(), ..NewLine::of(ctx, what, object, number) }
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
    add(tx, vec![NewLine::of(ctx, what, object, number)]).await
}

/// The same about these citizens.
pub(crate) async fn append_about_in(
    tx: &mut Tx,
    ctx: &Context,
    what: &str,
    object: &str,
    number: u64,
    citizens: &[CitizenId],
) -> Result<(), StoreError> {
    let line = NewLine::about(ctx, what, object, citizens);
    add(tx, vec![NewLine { count: count(number), ..line }]).await
}

const NEWEST: &str = "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1";

fn newest(rows: &[Row]) -> Result<(i64, Vec<u8>), StoreError> {
    rows.first().map_or(Ok((0, vec![0; 32])), |row| Ok((row.int(0)?, row.blob(1)?)))
}

/// Adds lines after the newest, each chained to the one before.
async fn add(tx: &mut Tx, lines: Vec<NewLine>) -> Result<(), StoreError> {
    let (mut seq, mut previous) = newest(&tx.rows(NEWEST, Vec::new()).await?)?;
    let (mut rows, mut about) = (Vec::with_capacity(lines.len()), Vec::new());
    for new in lines {
        seq += 1;
        let line = Entry {
            seq,
            at: clean(new.at),
            actor: clean(new.actor),
            purpose: clean(new.purpose),
            what: clean(new.what),
            object: clean(new.object),
            count: new.count,
            citizens: new.citizens,
        };
        let hash = chained(&hex(&previous), &line).to_vec();
        let noted = digest(&line.citizens).map_or(Value::Null, |digest| Value::Blob(digest.to_vec()));
        about.extend(line.citizens.iter().map(|id| vec![seq.into(), i64::from(id.0).into()]));
        rows.push(vec![
            seq.into(),
            line.at.as_str().into(),
            line.actor.as_str().into(),
            line.purpose.as_str().into(),
            line.what.as_str().into(),
            line.object.as_str().into(),
            line.count.into(),
            Value::Blob(previous),
            Value::Blob(hash.clone()),
            noted,
        ]);
        previous = hash;
    }
    tx.insert_all(&format!("INSERT INTO log ({COLUMNS})"), WIDTH, rows.into_iter()).await?;
    tx.insert_all("INSERT INTO log_citizen (seq, citizen)", 2, about.into_iter()).await
}

/// As the database keeps it: the hash is of what will be read back.
fn clean(text: String) -> String {
    match Value::from(text.as_str()) {
        Value::Text(kept) => kept,
        Value::Null | Value::Int(_) | Value::Blob(_) => text,
    }
}

/// A hash of the citizens of a line, sorted; `None` where it is about nobody.
fn digest(citizens: &[CitizenId]) -> Option<[u8; 32]> {
    if citizens.is_empty() {
        return None;
    }
    let begun = ContentHash::begin("ottetal log borgere 1");
    Some(citizens.iter().fold(begun, |hash, id| hash.with_number(Some(i64::from(id.0)))).bytes())
}

/// The hash of a line. One about nobody is hashed as lines were before the log knew citizens.
fn chained(previous: &str, line: &Entry) -> [u8; 32] {
    let about = digest(&line.citizens);
    let hash = ContentHash::begin(if about.is_some() { "ottetal log 2" } else { "ottetal log 1" })
        .with(previous)
        .with_number(Some(line.seq))
        .with(&line.at)
        .with(&line.actor)
        .with(&line.purpose)
        .with(&line.what)
        .with(&line.object)
        .with_number(Some(line.count));
    match about {
        None => hash.bytes(),
        Some(about) => hash.with(&hex(&about)).bytes(),
    }
}

/// The citizens of some lines, sorted.
async fn citizens_where(
    db: &Db,
    condition: &str,
    values: Vec<Value>,
) -> Result<BTreeMap<i64, Vec<CitizenId>>, StoreError> {
    let sql = format!("SELECT seq, citizen FROM log_citizen WHERE {condition} ORDER BY seq, citizen");
    let mut out: BTreeMap<i64, Vec<CitizenId>> = BTreeMap::new();
    for row in db.rows(sql, values).await? {
        out.entry(row.int(0)?).or_default().push(CitizenId(row.number(1)?));
    }
    Ok(out)
}

fn entry(row: &Row, citizens: &mut BTreeMap<i64, Vec<CitizenId>>) -> Result<Entry, StoreError> {
    let seq = row.int(0)?;
    Ok(Entry {
        seq,
        at: row.text(1)?,
        actor: row.text(2)?,
        purpose: row.text(3)?,
        what: row.text(4)?,
        object: row.text(5)?,
        count: row.int(6)?,
        citizens: citizens.remove(&seq).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
