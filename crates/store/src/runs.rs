//! Runs: which control was carried out on which basis, and how much it found.
//!
//! A run's name follows from basis, parameters and program, so that the same run has the same name and must give
//! the same bytes; [`Recorded`] says whether it did.

use crate::db::{Row, Value, count};
use crate::error::StoreError;
use crate::ids::{BasisId, ContentHash, RunId};
use crate::lake::LakeFile;
use crate::log::append_in;
use crate::seal::{Sealed, seal};
use crate::{Context, Store};

/// A run that is ready to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
    /// On which basis.
    pub basis: &'a BasisId,
    /// What was asked, JSON in a fixed order of keys.
    pub parameters: &'a str,
    /// Version of the program.
    pub program_version: &'a str,
    /// When it began, RFC 3339.
    pub started: &'a str,
    /// When it was done, RFC 3339.
    pub finished: &'a str,
    /// What the deviation writer wrote.
    pub deviations: &'a LakeFile,
    /// Counts for lists, JSON.
    pub counts: &'a str,
}

impl NewRun<'_> {
    /// The run's name.
    #[must_use]
    pub fn id(&self) -> RunId {
        id(self.basis, self.parameters, self.program_version)
    }
}

/// The name of a run that is yet to be carried out.
#[must_use]
pub fn id(basis: &BasisId, parameters: &str, program_version: &str) -> RunId {
    let hash = ContentHash::begin("ottetal koersel 1");
    RunId::of(hash.with(basis.as_str()).with(parameters).with(program_version))
}

/// A run that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its name.
    pub id: RunId,
    /// On which basis.
    pub basis: BasisId,
    /// What was asked, JSON.
    pub parameters: String,
    /// Version of the program.
    pub program_version: String,
    /// When it began.
    pub started: String,
    /// When it was done.
    pub finished: String,
    /// The file of its deviations.
    pub deviations: LakeFile,
    /// Counts for lists, JSON.
    pub counts: String,
    /// By whom.
    pub run_by: String,
}

/// What keeping a run found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recorded {
    /// The first of its name.
    First,
    /// Carried out before, with the same bytes.
    Same,
    /// Carried out before, with other bytes: a defect of the program.
    Different,
}

/// The runs of a store.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a>(pub(crate) &'a Store);

const COLUMNS: &str = "id, basis_id, parameters, program_version, started, finished, deviations, lake_sha256, \
                       counts, run_by";

impl Runs<'_> {
    /// Keeps a run whose deviations are written. Takes the folder for writing.
    ///
    /// # Errors
    /// `Conflict` where the basis is not kept; `Unavailable`. Then nothing is kept.
    pub async fn record(&self, ctx: &Context, run: &NewRun<'_>) -> Result<(RunId, Recorded), StoreError> {
        self.0.writing()?;
        let id = run.id();
        let recorded = match self.find(ctx, &id).await? {
            None => Recorded::First,
            Some(before) if before.deviations == *run.deviations => Recorded::Same,
            Some(_) => Recorded::Different,
        };
        let values = vec![
            id.as_str().into(),
            run.basis.as_str().into(),
            run.parameters.into(),
            run.program_version.into(),
            run.started.into(),
            run.finished.into(),
            count(run.deviations.rows).into(),
            run.deviations.sha256.as_str().into(),
            run.counts.into(),
            ctx.actor.as_str().into(),
        ];
        let mut tx = self.0.db().begin().await?;
        let sql = format!(
            "INSERT INTO run ({COLUMNS}, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
             (SELECT COALESCE(MAX(seq), 0) + 1 FROM run))"
        );
        tx.execute(sql, values).await?;
        let newest = tx.rows("SELECT CAST(MAX(seq) AS TEXT) FROM run", Vec::new()).await?;
        let seq = newest.first().map_or(Ok(String::new()), |row| row.text(0))?;
        seal(&mut tx, Sealed::Run, &seq).await?;
        append_in(&mut tx, ctx, "kontrol", id.as_str(), run.deviations.rows).await?;
        self.0.reach("run.before_commit")?;
        tx.commit().await?;
        self.0.reach("run.committed")?;
        Ok((id, recorded))
    }

    /// The newest run of this name, if one is kept.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn find(&self, _ctx: &Context, id: &RunId) -> Result<Option<Run>, StoreError> {
        let found = self.select("WHERE id = $1 ORDER BY seq DESC LIMIT 1", vec![id.as_str().into()]).await?;
        Ok(found.into_iter().next())
    }

    /// The newest runs, newest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, _ctx: &Context, limit: u32) -> Result<Vec<Run>, StoreError> {
        self.select("ORDER BY seq DESC LIMIT $1", vec![i64::from(limit).into()]).await
    }

    /// The file of a run's deviations as it is now.
    pub(crate) async fn counting(&self, id: &RunId) -> Result<Option<LakeFile>, StoreError> {
        let found = self.select("WHERE id = $1 ORDER BY seq DESC LIMIT 1", vec![id.as_str().into()]).await?;
        Ok(found.into_iter().next().map(|run| run.deviations))
    }

    async fn select(&self, rest: &str, values: Vec<Value>) -> Result<Vec<Run>, StoreError> {
        let rows = self.0.db().rows(format!("SELECT {COLUMNS}, seq FROM run {rest}"), values).await?;
        let mut runs = rows.iter().map(run).collect::<Result<Vec<_>, _>>()?;
        // A citizen who has been deleted is no longer in the file.
        let sql = "SELECT run_id, run_seq, lake_sha256, lake_rows FROM run_deletion ORDER BY seq";
        for row in self.0.db().rows(sql, Vec::new()).await? {
            let (id, until): (String, i64) = (row.text(0)?, row.int(1)?);
            for (_, run) in runs.iter_mut().filter(|(seq, run)| *seq <= until && run.id.as_str() == id) {
                run.deviations = LakeFile { sha256: row.text(2)?, rows: row.number(3)? };
            }
        }
        Ok(runs.into_iter().map(|(_, run)| run).collect())
    }
}

/// With its number.
fn run(row: &Row) -> Result<(i64, Run), StoreError> {
    let run = Run {
        id: RunId::parse(&row.text(0)?)?,
        basis: BasisId::parse(&row.text(1)?)?,
        parameters: row.text(2)?,
        program_version: row.text(3)?,
        started: row.text(4)?,
        finished: row.text(5)?,
        deviations: LakeFile { rows: row.number(6)?, sha256: row.text(7)? },
        counts: row.text(8)?,
        run_by: row.text(9)?,
    };
    Ok((row.int(10)?, run))
}
