//! Work that takes a while and that somebody waits for: begun, and how it ended. Lines are only ever added.
//!
//! Whoever does the work keeps it in memory; what stands here lets a page say, after a restart, what was cut off.

use crate::db::Row;
use crate::error::StoreError;
use crate::{Context, Store};

/// What kind of work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum JobKind {
    /// A control.
    Control,
    /// An import.
    Import,
    /// A check of everything that is kept.
    Check,
}

/// How it ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum JobOutcome {
    /// Done.
    Done,
    /// Failed, with a text that says why.
    Failed,
    /// Stopped by a person.
    Stopped,
    /// The program ended before the work did.
    CutOff,
}

const KINDS: [(JobKind, &str); 3] =
    [(JobKind::Control, "kontrol"), (JobKind::Import, "indlaes"), (JobKind::Check, "tjek")];
const OUTCOMES: [(JobOutcome, &str); 4] = [
    (JobOutcome::Done, "faerdig"),
    (JobOutcome::Failed, "fejl"),
    (JobOutcome::Stopped, "stoppet"),
    (JobOutcome::CutOff, "afbrudt"),
];

impl JobKind {
    /// The stable word.
    #[must_use]
    pub fn key(self) -> &'static str {
        KINDS.iter().find(|(own, _)| *own == self).expect("hver slags har et ord").1
    }

    /// Reads [`JobKind::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<JobKind> {
        KINDS.iter().find(|(_, word)| *word == key).map(|(kind, _)| *kind)
    }
}

impl JobOutcome {
    /// The stable word.
    #[must_use]
    pub fn key(self) -> &'static str {
        OUTCOMES.iter().find(|(own, _)| *own == self).expect("hver slutning har et ord").1
    }

    /// Reads [`JobOutcome::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<JobOutcome> {
        OUTCOMES.iter().find(|(_, word)| *word == key).map(|(outcome, _)| *outcome)
    }
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub id: String,
    /// What kind.
    pub kind: JobKind,
    /// What it is about, for a person; never data of a citizen.
    pub what: String,
    /// Who began it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// How it ended; `None` while it is under way.
    pub end: Option<JobEnd>,
}

/// The end of a piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobEnd {
    /// How.
    pub outcome: JobOutcome,
    /// What came of it or why it stopped, for a person; never data of a citizen.
    pub text: String,
    /// When, RFC 3339.
    pub at: String,
}

/// The jobs of a store.
#[derive(Clone, Copy, Debug)]
pub struct Jobs<'a>(pub(crate) &'a Store);

const SELECT: &str = "SELECT j.id, j.kind, j.what, j.begun_by, j.begun_at, e.outcome, e.told, e.ended_at \
                      FROM job j LEFT JOIN job_end e ON e.id = j.id";

impl Jobs<'_> {
    /// Notes that work begins.
    ///
    /// # Errors
    /// `Conflict` where the name is in use; `Unavailable`.
    pub async fn begin(&self, ctx: &Context, id: &str, kind: JobKind, what: &str) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        let values = vec![
            id.into(),
            kind.key().into(),
            what.into(),
            ctx.actor.as_str().into(),
            ctx.at.as_str().into(),
        ];
        let sql = "INSERT INTO job (id, kind, what, begun_by, begun_at, seq) VALUES ($1, $2, $3, $4, $5, \
                   (SELECT COALESCE(MAX(seq), 0) + 1 FROM job))";
        tx.execute(sql, values).await?;
        tx.commit().await
    }

    /// Notes how it ended. The first end counts.
    ///
    /// # Errors
    /// `Conflict` where there is no such work, or it has ended; `Unavailable`.
    pub async fn end(
        &self,
        ctx: &Context,
        id: &str,
        outcome: JobOutcome,
        text: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        let values = vec![id.into(), outcome.key().into(), text.into(), ctx.at.as_str().into()];
        tx.execute("INSERT INTO job_end (id, outcome, told, ended_at) VALUES ($1, $2, $3, $4)", values)
            .await?;
        tx.commit().await
    }

    /// The newest, newest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, _ctx: &Context, limit: u32) -> Result<Vec<Job>, StoreError> {
        let sql = format!("{SELECT} ORDER BY j.seq DESC LIMIT $1");
        let rows = self.0.db().rows(sql, vec![i64::from(limit).into()]).await?;
        rows.iter().map(job).collect()
    }

    /// The one of a name; `None` where there is none.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn get(&self, _ctx: &Context, id: &str) -> Result<Option<Job>, StoreError> {
        let rows = self.0.db().rows(format!("{SELECT} WHERE j.id = $1"), vec![id.into()]).await?;
        rows.first().map(job).transpose()
    }

    /// Those that have no end, oldest first. In a program that has just started they were cut off.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn without_end(&self, _ctx: &Context) -> Result<Vec<Job>, StoreError> {
        let sql = format!("{SELECT} WHERE e.id IS NULL ORDER BY j.seq");
        let rows = self.0.db().rows(sql, Vec::new()).await?;
        rows.iter().map(job).collect()
    }
}

fn job(row: &Row) -> Result<Job, StoreError> {
    let unknown = || {
        StoreError::Damaged(
            "Et arbejde i ottetal.db kan ikke læses. Hent mappen fra sikkerhedskopien.".to_owned(),
        )
    };
    let end = match row.text_opt(5)? {
        None => None,
        Some(word) => Some(JobEnd {
            outcome: JobOutcome::from_key(&word).ok_or_else(unknown)?,
            text: row.text(6)?,
            at: row.text(7)?,
        }),
    };
    Ok(Job {
        id: row.text(0)?,
        kind: JobKind::from_key(&row.text(1)?).ok_or_else(unknown)?,
        what: row.text(2)?,
        by: row.text(3)?,
        at: row.text(4)?,
        end,
    })
}
