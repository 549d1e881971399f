//! Lines that people write beside the data: decisions, remarks, corrections, settings, versions of their own files.
//!
//! Nothing is changed: saved again, the newest line of a kind and name counts, and the older ones are its history. What
//! a line says is text of the caller's. Each has a line in the log with a hash of its text, so that one changed behind
//! the program's back shows (`Store::check`). Saving takes no lock of the folder: people write while a server runs.

use crate::db::{Row, Tx, Value};
use crate::error::StoreError;
use crate::ids::ContentHash;
use crate::key::hex;
use crate::log::{append_about_in, append_in};
use crate::{Context, Store};
use domain::person::CitizenId;

/// A line as it was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number: later lines have higher ones.
    pub seq: i64,
    /// The kind, a word of the caller's.
    pub kind: String,
    /// What it is called among its kind.
    pub name: String,
    /// What it says, JSON of the caller's; empty where the name is taken back.
    pub body: String,
    /// Whom it is about.
    pub citizen: Option<CitizenId>,
    /// Why; may be empty.
    pub reason: String,
    /// When it was saved, RFC 3339.
    pub saved_at: String,
    /// By whom.
    pub saved_by: String,
}

/// A line to be saved.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// The kind.
    pub kind: &'a str,
    /// What it is called; never personal data.
    pub name: &'a str,
    /// What it says; empty takes the name back.
    pub body: &'a str,
    /// Whom it is about.
    pub citizen: Option<CitizenId>,
    /// Why; may be empty.
    pub reason: &'a str,
    /// What the caller changes, and what it saw: `Some(0)` where it saw none. `None` does not ask.
    pub before: Option<i64>,
}

/// The lines of a store.
#[derive(Clone, Copy, Debug)]
pub struct Entries<'a>(pub(crate) &'a Store);

/// The word of the log for a saved line.
pub(crate) const WORD: &str = "linje";
const COLUMNS: &str = "seq, kind, name, body, citizen, reason, saved_at, saved_by";

impl Entries<'_> {
    /// Saves lines, all or none, each with a line in the log.
    ///
    /// # Errors
    /// `Conflict` where a name has a newer line than the caller saw; `Unavailable`. Then nothing is saved.
    pub async fn save(&self, ctx: &Context, lines: &[NewEntry<'_>]) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        for line in lines {
            if let Some(before) = line.before {
                let sql = "SELECT COALESCE(MAX(seq), 0) FROM entry WHERE kind = $1 AND name = $2";
                let rows = tx.rows(sql, vec![line.kind.into(), line.name.into()]).await?;
                if rows.first().map_or(Ok(0), |row| row.int(0))? != before {
                    return Err(StoreError::Conflict(
                        "Det er ændret af en anden, siden siden blev hentet. Intet er gemt: hent siden igen, og skriv \
                         ændringen én gang til."
                            .to_owned(),
                    ));
                }
            }
            let values = vec![
                line.kind.into(),
                line.name.into(),
                line.body.into(),
                line.citizen.map_or(Value::Null, |citizen| i64::from(citizen.0).into()),
                line.reason.into(),
                ctx.at.as_str().into(),
                ctx.actor.as_str().into(),
            ];
            tx.execute(
                "INSERT INTO entry (kind, name, body, citizen, reason, saved_at, saved_by, seq) VALUES \
                 ($1, $2, $3, $4, $5, $6, $7, (SELECT COALESCE(MAX(seq), 0) + 1 FROM entry))",
                values,
            )
            .await?;
            let object = logged(line.kind, line.name, line.body, line.reason);
            match line.citizen {
                Some(citizen) => append_about_in(&mut tx, ctx, WORD, &object, 1, &[citizen]).await?,
                None => append_in(&mut tx, ctx, WORD, &object, 1).await?,
            }
        }
        tx.commit().await
    }

    /// The newest line of each name of a kind, by name; those that are taken back are not there.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn newest(&self, _ctx: &Context, kind: &str) -> Result<Vec<Entry>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry e WHERE kind = $1 AND body <> '' AND seq = (SELECT MAX(seq) FROM entry \
             WHERE kind = e.kind AND name = e.name) ORDER BY name"
        );
        self.select(&sql, vec![kind.into()]).await
    }

    /// The newest line of a name; `None` where there is none, or it is taken back.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn get(&self, _ctx: &Context, kind: &str, name: &str) -> Result<Option<Entry>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM entry WHERE kind = $1 AND name = $2 ORDER BY seq DESC LIMIT 1");
        let found = self.select(&sql, vec![kind.into(), name.into()]).await?;
        Ok(found.into_iter().next().filter(|line| !line.body.is_empty()))
    }

    /// All lines of a kind, or of one name of it, the oldest first: what was said, when and by whom.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn history(
        &self,
        _ctx: &Context,
        kind: &str,
        name: Option<&str>,
    ) -> Result<Vec<Entry>, StoreError> {
        let (mut sql, mut values) =
            (format!("SELECT {COLUMNS} FROM entry WHERE kind = $1"), vec![kind.into()]);
        if let Some(name) = name {
            sql.push_str(" AND name = $2");
            values.push(name.into());
        }
        sql.push_str(" ORDER BY seq");
        self.select(&sql, values).await
    }

    async fn select(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Entry>, StoreError> {
        let rows = self.0.db().rows(sql.to_owned(), values).await?;
        rows.iter().map(entry).collect()
    }
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let citizen = row.int_opt(4)?;
    Ok(Entry {
        seq: row.int(0)?,
        kind: row.text(1)?,
        name: row.text(2)?,
        body: row.text(3)?,
        citizen: citizen.and_then(|id| u32::try_from(id).ok()).map(CitizenId),
        reason: row.text(5)?,
        saved_at: row.text(6)?,
        saved_by: row.text(7)?,
    })
}

/// The lines about these citizens go, with everything else about them.
pub(crate) async fn forget(tx: &mut Tx, citizens: &[CitizenId]) -> Result<(), StoreError> {
    for citizen in citizens {
        tx.execute("DELETE FROM entry WHERE citizen = $1", vec![i64::from(citizen.0).into()]).await?;
    }
    Ok(())
}

/// What the log says of a saved line: kind, name, and twelve digits of a hash of the rest.
fn logged(kind: &str, name: &str, body: &str, reason: &str) -> String {
    let hash = ContentHash::begin("ottetal linje 1").with(body).with(reason).bytes();
    format!("{kind} {name} {}", hex(&hash[..6]))
}

/// How many lines there are, where the log, whose chain was followed, says the same of every one of them. What only the
/// log has must have been about a citizen who is gone.
pub(crate) async fn as_the_log_says(tx: &mut Tx) -> Result<u64, StoreError> {
    let kept = tx.rows(format!("SELECT {COLUMNS} FROM entry ORDER BY seq"), Vec::new()).await?;
    let told = "SELECT object, at, actor, citizens FROM log WHERE what = $1 ORDER BY seq";
    let told = tx.rows(told, vec![WORD.into()]).await?;
    let lines = kept.iter().map(entry).collect::<Result<Vec<Entry>, _>>()?;
    let mut next = lines.iter().peekable();
    let mut same = true;
    for said in &told {
        let said_of = [said.text(0)?, said.text(1)?, said.text(2)?];
        let is_it = next.peek().is_some_and(|line| {
            let object = logged(&line.kind, &line.name, &line.body, &line.reason);
            [object, line.saved_at.clone(), line.saved_by.clone()] == said_of
        });
        if is_it {
            next.next();
        } else {
            same &= said.blob_opt(3)?.is_some();
        }
    }
    if same && next.next().is_none() {
        return Ok(lines.len() as u64);
    }
    Err(StoreError::Damaged(
        "Det, som folk har skrevet (afgørelser, bemærkninger, indstillinger), står ikke i databasen, som loggen siger. \
         Gendan mappen fra sikkerhedskopien, og find ud af, hvem der har haft adgang til ottetal.db."
            .to_owned(),
    ))
}
