//! What is to go: whole imports, and everything about one citizen.
//!
//! Deleting is the one thing that changes what is kept, so it is always a dated line with who and why, never silent.
//! What figures were made from and is no longer there is said by the bases that used it. Killed anywhere, the folder is
//! whole, and the same deletion asked for again is finished.

use crate::bases::Basis;
use crate::db::{Db, Row, Tx, Value, count};
use crate::error::StoreError;
use crate::ids::{BasisId, ImportId, RunId};
use crate::lake::LakeFile;
use crate::{Context, Store};
use std::collections::{BTreeMap, BTreeSet};

mod citizen;
mod import;
mod preview;
mod settle;

pub use citizen::{ErasedCitizen, GoneRows, Holding};
pub use import::ErasedImport;
pub(crate) use settle::settle;

/// Deletions in a store.
#[derive(Clone, Copy, Debug)]
pub struct Deletion<'a>(pub(crate) &'a Store);

/// What has gone from an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportDeletion {
    /// Its number; later ones have higher.
    pub seq: i64,
    /// From which import.
    pub import: ImportId,
    /// All of it; else a citizen's rows.
    pub whole: bool,
    /// The Parquet file afterwards.
    pub lake: LakeFile,
    /// Rows or lines that went.
    pub rows_gone: u64,
    /// The sum of their rates or amounts in 1/10.000 kroner, for lines that are counted when they are read.
    pub rate_gone: i128,
    /// The files of the import that they were read from.
    pub files_gone: BTreeSet<u16>,
    /// When, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why, in their words.
    pub reason: String,
}

const COLUMNS: &str = "seq, import_id, whole, lake_sha256, lake_rows, rows_gone, rate_gone, files_gone, deleted_at, \
                       deleted_by, reason";

/// A line about what goes, before it has a number.
struct NewDeletion<'n> {
    import: &'n ImportId,
    /// The deletion of a citizen that it is a part of; 0 for a whole import.
    citizen: i64,
    lake: LakeFile,
    rows_gone: u64,
    rate_gone: i128,
    files_gone: &'n BTreeSet<u16>,
    reason: &'n str,
}

async fn write(tx: &mut Tx, ctx: &Context, new: &NewDeletion<'_>) -> Result<(), StoreError> {
    let files = serde_json::to_string(new.files_gone).expect("tal kan altid skrives");
    let values = vec![
        new.import.as_str().into(),
        i64::from(new.citizen == 0).into(),
        new.lake.sha256.as_str().into(),
        count(new.lake.rows).into(),
        count(new.rows_gone).into(),
        new.rate_gone.to_string().as_str().into(),
        files.as_str().into(),
        ctx.at.as_str().into(),
        ctx.actor.as_str().into(),
        new.reason.into(),
        new.citizen.into(),
    ];
    let sql = "INSERT INTO import_deletion (import_id, whole, lake_sha256, lake_rows, rows_gone, rate_gone, files_gone, \
               deleted_at, deleted_by, reason, citizen_deletion, seq) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
               (SELECT COALESCE(MAX(seq), 0) + 1 FROM import_deletion))";
    tx.execute(sql, values).await
}

/// What has gone from each import, oldest first.
pub(crate) async fn by_import(db: &Db) -> Result<BTreeMap<ImportId, Vec<ImportDeletion>>, StoreError> {
    let rows = db.rows(format!("SELECT {COLUMNS} FROM import_deletion ORDER BY seq"), Vec::new()).await?;
    let mut all: BTreeMap<ImportId, Vec<ImportDeletion>> = BTreeMap::new();
    for row in &rows {
        let one = deletion(row)?;
        all.entry(one.import.clone()).or_default().push(one);
    }
    Ok(all)
}

fn deletion(row: &Row) -> Result<ImportDeletion, StoreError> {
    Ok(ImportDeletion {
        seq: row.int(0)?,
        import: ImportId::parse(&row.text(1)?)?,
        whole: row.int(2)? != 0,
        lake: LakeFile { sha256: row.text(3)?, rows: row.number(4)? },
        rows_gone: row.number(5)?,
        rate_gone: row.text(6)?.parse().map_err(|_| damaged())?,
        files_gone: serde_json::from_str(&row.text(7)?).map_err(|_| damaged())?,
        at: row.text(8)?,
        by: row.text(9)?,
        reason: row.text(10)?,
    })
}

/// The bases that were made from these imports, and the runs of those bases: what can no longer be repeated.
async fn unrepeatable(
    store: &Store,
    ctx: &Context,
    imports: &BTreeSet<ImportId>,
) -> Result<(Vec<BasisId>, Vec<RunId>), StoreError> {
    let bases = store.bases().list(ctx).await?;
    let used = |basis: &Basis| basis.gone.iter().any(|gone| imports.contains(&gone.import));
    let bases: BTreeSet<BasisId> = bases.into_iter().filter(used).map(|basis| basis.id).collect();
    let runs = store.runs().list(ctx, u32::MAX).await?;
    let runs: BTreeSet<RunId> =
        runs.into_iter().filter(|run| bases.contains(&run.basis)).map(|run| run.id).collect();
    Ok((bases.into_iter().collect(), runs.into_iter().collect()))
}

fn reason_of(reason: &str) -> Result<&str, StoreError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(StoreError::Conflict(
            "En sletning skal have en grund: skriv, hvorfor det slettes. Intet er slettet.".to_owned(),
        ));
    }
    Ok(reason)
}

fn text(value: &str) -> Value {
    Value::from(value)
}

fn damaged() -> StoreError {
    StoreError::Damaged(
        "En sletning i ottetal.db kan ikke læses. Hent mappen fra sikkerhedskopien.".to_owned(),
    )
}
