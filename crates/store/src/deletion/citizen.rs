//! A citizen goes: number, name, keys and merges, and every row about them. Imports stay, without those rows.
//!
//! Kept files are never rewritten; those that still hold the citizen are listed, to be deleted with their imports.

use super::{
    Deletion, ImportDeletion, NewDeletion, by_import, damaged, reason_of, settle, text, unrepeatable, write,
};
use crate::Context;
use crate::db::{Tx, count};
use crate::error::StoreError;
use crate::ids::{BasisId, ImportId, RunId};
use crate::imports::{Import, Kind, RecordLine};
use crate::lake::{self, LakeFile, Stripped, deviation_properties, row_properties};
use crate::log::{append_about_in, append_in};
use crate::seal::{Sealed, seal};
use domain::observation::Expectation;
use domain::person::CitizenId;
use domain::wording::Wording;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that went from an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoneRows {
    /// The import.
    pub import: ImportId,
    /// Its source.
    pub source: String,
    /// How many.
    pub rows: u64,
}

/// A kept file that still holds the citizen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The import to delete, should the file go.
    pub import: ImportId,
    /// Its source.
    pub source: String,
    /// The file's name as handed in.
    pub name: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// What went with a citizen, and what did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedCitizen {
    /// Every id that the citizen had, through replaced numbers too. They are nobody's now.
    pub ids: Vec<CitizenId>,
    /// Rows that went, a line an import.
    pub imports: Vec<GoneRows>,
    /// Deviations that went, a line a run.
    pub runs: Vec<(RunId, u64)>,
    /// Kept files that still hold the citizen: delete their imports, if they are not to be kept for other reasons.
    pub holding: Vec<Holding>,
    /// Bases that can no longer be repeated.
    pub bases: Vec<BasisId>,
    /// Runs that can no longer be repeated.
    pub unrepeatable: Vec<RunId>,
}

/// One deletion under way.
struct Task {
    seq: i64,
    ids: Vec<CitizenId>,
    reason: String,
}

impl Deletion<'_> {
    /// Deletes a citizen. What is asked for again after a stop is finished. Takes the folder for writing.
    ///
    /// # Errors
    /// `NotFound` where the id is nobody's; `Conflict` without a reason; `Unavailable`, `Damaged`.
    pub async fn citizen(
        &self,
        ctx: &Context,
        citizen: CitizenId,
        reason: &str,
    ) -> Result<ErasedCitizen, StoreError> {
        self.0.writing()?;
        let reason = reason_of(reason)?;
        // A file that a failed attempt left waiting must not be taken for one that still holds the citizen.
        settle(self.0).await?;
        let task = match self.begun(citizen).await? {
            Some(task) => task,
            None => self.begin(ctx, citizen, reason).await?,
        };
        for import in self.0.imports().list(ctx).await? {
            match import.kind {
                Kind::Expectations => self.strip_lines(ctx, &task, &import).await?,
                kind if kind.lake_file().is_some() => self.strip_import(ctx, &task, &import).await?,
                _ => {}
            }
        }
        self.0.reach("citizen.lines_gone")?;
        self.strip_runs(ctx, &task).await?;
        let holding = self.holding(ctx, &task).await?;
        self.0.people().forget(ctx, &task.ids).await?;
        self.finish(ctx, &task).await?;
        self.result(ctx, task, holding).await
    }

    /// The deletions that were begun and not finished: to be asked for again.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn unfinished(&self, _ctx: &Context) -> Result<Vec<CitizenId>, StoreError> {
        Ok(self.open_tasks().await?.into_iter().filter_map(|task| task.ids.last().copied()).collect())
    }

    async fn open_tasks(&self) -> Result<Vec<Task>, StoreError> {
        let sql = "SELECT seq, citizens, reason FROM citizen_deletion \
                   WHERE seq NOT IN (SELECT seq FROM citizen_deletion_done) ORDER BY seq";
        let rows = self.0.db().rows(sql, Vec::new()).await?;
        rows.iter()
            .map(|row| {
                let ids: Vec<u32> = serde_json::from_str(&row.text(1)?).map_err(|_| damaged())?;
                Ok(Task {
                    seq: row.int(0)?,
                    ids: ids.into_iter().map(CitizenId).collect(),
                    reason: row.text(2)?,
                })
            })
            .collect()
    }

    async fn begun(&self, citizen: CitizenId) -> Result<Option<Task>, StoreError> {
        Ok(self.open_tasks().await?.into_iter().find(|task| task.ids.contains(&citizen)))
    }

    /// The ids of a citizen whose deletion has begun, or is to begin; empty where the id is nobody's.
    pub(super) async fn ids_of(&self, citizen: CitizenId) -> Result<Vec<CitizenId>, StoreError> {
        match self.begun(citizen).await? {
            Some(task) => Ok(task.ids),
            None => self.0.people().all_ids_of(citizen).await,
        }
    }

    async fn begin(&self, ctx: &Context, citizen: CitizenId, reason: &str) -> Result<Task, StoreError> {
        let ids = self.0.people().all_ids_of(citizen).await?;
        if ids.is_empty() {
            return Err(StoreError::NotFound(format!("Borgeren {citizen} findes ikke. Intet er slettet.")));
        }
        let list = serde_json::to_string(&ids.iter().map(|id| id.0).collect::<Vec<_>>()).expect("tal");
        let mut tx = self.0.db().begin().await?;
        let newest = tx.rows("SELECT COALESCE(MAX(seq), 0) FROM citizen_deletion", Vec::new()).await?;
        let seq = newest.first().map_or(Ok(0), |row| row.int(0))? + 1;
        let sql = "INSERT INTO citizen_deletion (seq, citizens, begun_at, begun_by, reason) VALUES ($1, $2, $3, $4, $5)";
        let values = vec![seq.into(), text(&list), text(&ctx.at), text(&ctx.actor), text(reason)];
        tx.execute(sql, values).await?;
        append_about_in(&mut tx, ctx, "slet_borger", &citizen.to_string(), ids.len() as u64, &ids).await?;
        tx.commit().await?;
        self.0.reach("citizen.begun")?;
        Ok(Task { seq, ids, reason: reason.to_owned() })
    }

    async fn strip_import(&self, ctx: &Context, task: &Task, import: &Import) -> Result<(), StoreError> {
        let name = lake::rows_name(&import.id, import.kind);
        let Some(found) = lake::strip(self.0.files(), &name, &task.ids, row_properties(), self.0.faults())?
        else {
            return Ok(());
        };
        let mut tx = self.0.db().begin().await?;
        let line = NewDeletion {
            import: &import.id,
            citizen: task.seq,
            lake: found.lake.clone(),
            rows_gone: found.gone,
            rate_gone: 0,
            files_gone: &found.files,
            reason: &task.reason,
        };
        write(&mut tx, ctx, &line).await?;
        self.take_place(tx, &name, &found.lake).await
    }

    async fn take_place(&self, tx: Tx, name: &str, counts: &LakeFile) -> Result<(), StoreError> {
        self.0.reach("strip.before_commit")?;
        tx.commit().await?;
        self.0.reach("strip.committed")?;
        lake::settle(self.0.files(), name, counts)?;
        self.0.reach("strip.renamed")
    }

    /// Expected cases of the citizen.
    async fn strip_lines(&self, ctx: &Context, task: &Task, import: &Import) -> Result<(), StoreError> {
        let sql = "SELECT position, body FROM record_line WHERE import_id = $1 ORDER BY position";
        let rows = self.0.db().rows(sql, vec![import.id.as_str().into()]).await?;
        let (mut positions, mut rate_gone, mut files) = (Vec::new(), 0, BTreeSet::new());
        for row in &rows {
            let line: Expectation<CitizenId> =
                Expectation::from_json(&row.text(1)?, &mut Wording::default()).ok_or_else(damaged)?;
            if line.citizen.is_some_and(|citizen| task.ids.contains(&citizen)) {
                positions.push(row.int(0)?);
                rate_gone += line.tally().rate_sum;
                files.insert(line.place.file);
            }
        }
        if positions.is_empty() {
            return Ok(());
        }
        let mut tx = self.0.db().begin().await?;
        let line = NewDeletion {
            import: &import.id,
            citizen: task.seq,
            lake: LakeFile { sha256: String::new(), rows: 0 },
            rows_gone: positions.len() as u64,
            rate_gone,
            files_gone: &files,
            reason: &task.reason,
        };
        write(&mut tx, ctx, &line).await?;
        for position in positions {
            let sql = "DELETE FROM record_line WHERE import_id = $1 AND position = $2";
            tx.execute(sql, vec![import.id.as_str().into(), position.into()]).await?;
        }
        seal(&mut tx, Sealed::Import, import.id.as_str()).await?;
        tx.commit().await
    }

    async fn strip_runs(&self, ctx: &Context, task: &Task) -> Result<(), StoreError> {
        let runs = self.0.runs().list(ctx, u32::MAX).await?;
        for run in runs.into_iter().map(|run| run.id).collect::<BTreeSet<_>>() {
            let name = lake::deviations_name(&run);
            let found =
                lake::strip(self.0.files(), &name, &task.ids, deviation_properties(), self.0.faults())?;
            let Some(Stripped { lake, gone, .. }) = found else { continue };
            let mut tx = self.0.db().begin().await?;
            let values = vec![
                text(run.as_str()),
                text(&lake.sha256),
                count(lake.rows).into(),
                count(gone).into(),
                text(&ctx.at),
                text(&ctx.actor),
                text(&task.reason),
                task.seq.into(),
            ];
            let sql = "INSERT INTO run_deletion (run_id, lake_sha256, lake_rows, rows_gone, deleted_at, deleted_by, \
                       reason, citizen_deletion, run_seq, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
                       (SELECT COALESCE(MAX(seq), 0) FROM run), \
                       (SELECT COALESCE(MAX(seq), 0) + 1 FROM run_deletion))";
            tx.execute(sql, values).await?;
            self.take_place(tx, &name, &lake).await?;
        }
        Ok(())
    }

    /// The kept files that rows about the citizen were read from, and those that name the number as text.
    async fn holding(&self, ctx: &Context, task: &Task) -> Result<Vec<Holding>, StoreError> {
        let imports = self.0.imports().list(ctx).await?;
        let naming = self.naming(ctx, task, &imports).await?;
        let gone = self.gone_by(task).await?;
        let mut out = Vec::new();
        for import in &imports {
            for (at, file) in import.files.iter().enumerate() {
                let read_from = gone
                    .get(&import.id)
                    .is_some_and(|all| all.iter().any(|deletion| deletion.files_gone.contains(&(at as u16))));
                if read_from || naming.contains(&file.sha256) {
                    out.push(Holding {
                        import: import.id.clone(),
                        source: import.source.clone(),
                        name: file.name.clone(),
                        sha256: file.sha256.clone(),
                    });
                }
            }
        }
        Ok(out)
    }

    /// Looked for once, while the number is still known.
    async fn naming(
        &self,
        ctx: &Context,
        task: &Task,
        imports: &[Import],
    ) -> Result<BTreeSet<String>, StoreError> {
        let sql = "SELECT files FROM citizen_deletion_found WHERE seq = $1";
        if let Some(row) = self.0.db().rows(sql, vec![task.seq.into()]).await?.first() {
            return serde_json::from_str(&row.text(0)?).map_err(|_| damaged());
        }
        let files: BTreeSet<&str> =
            imports.iter().flat_map(|i| &i.files).map(|file| file.sha256.as_str()).collect();
        let naming = self.0.people().files_naming(ctx, &task.ids, files).await?;
        let list = serde_json::to_string(&naming).expect("tekst kan altid skrives");
        let mut tx = self.0.db().begin().await?;
        let sql = "INSERT INTO citizen_deletion_found (seq, files) VALUES ($1, $2)";
        tx.execute(sql, vec![task.seq.into(), text(&list)]).await?;
        tx.commit().await?;
        Ok(naming)
    }

    /// What has gone from imports under this task.
    async fn gone_by(&self, task: &Task) -> Result<BTreeMap<ImportId, Vec<ImportDeletion>>, StoreError> {
        let sql = "SELECT seq FROM import_deletion WHERE citizen_deletion = $1";
        let own = self.0.db().rows(sql, vec![task.seq.into()]).await?;
        let own = own.iter().map(|row| row.int(0)).collect::<Result<BTreeSet<i64>, _>>()?;
        let mut all = by_import(self.0.db()).await?;
        all.values_mut().for_each(|list| list.retain(|deletion| own.contains(&deletion.seq)));
        all.retain(|_, list| !list.is_empty());
        Ok(all)
    }

    async fn finish(&self, ctx: &Context, task: &Task) -> Result<(), StoreError> {
        let mut tx = self.0.db().begin().await?;
        let sql = "INSERT INTO citizen_deletion_done (seq, done_at) VALUES ($1, $2)";
        tx.execute(sql, vec![task.seq.into(), text(&ctx.at)]).await?;
        crate::entries::forget(&mut tx, &task.ids).await?;
        append_in(&mut tx, ctx, "borger_slettet", "", task.ids.len() as u64).await?;
        tx.commit().await?;
        self.0.reach("citizen.done")
    }

    async fn result(
        &self,
        ctx: &Context,
        task: Task,
        holding: Vec<Holding>,
    ) -> Result<ErasedCitizen, StoreError> {
        let gone = self.gone_by(&task).await?;
        let sources = self.0.imports().list(ctx).await?;
        let source = |id: &ImportId| {
            sources
                .iter()
                .find(|import| import.id == *id)
                .map_or(String::new(), |import| import.source.clone())
        };
        let imports = gone.iter().map(|(id, all)| GoneRows {
            import: id.clone(),
            source: source(id),
            rows: all.iter().map(|deletion| deletion.rows_gone).sum(),
        });
        let imports = imports.collect();
        let sql = "SELECT run_id, rows_gone FROM run_deletion WHERE citizen_deletion = $1 ORDER BY run_id";
        let rows = self.0.db().rows(sql, vec![task.seq.into()]).await?;
        let runs = rows.iter().map(|row| Ok((RunId::parse(&row.text(0)?)?, row.number(1)?)));
        let runs = runs.collect::<Result<_, StoreError>>()?;
        let touched: BTreeSet<ImportId> = gone.into_keys().collect();
        let (bases, unrepeatable) = unrepeatable(self.0, ctx, &touched).await?;
        Ok(ErasedCitizen { ids: task.ids, imports, runs, holding, bases, unrepeatable })
    }
}
