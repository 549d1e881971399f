//! After a killed deletion: files that wait for their place take it or go.

use crate::Store;
use crate::deletion::by_import;
use crate::error::StoreError;
use crate::ids::RunId;
use crate::imports::Kind;
use crate::lake;
use std::collections::BTreeSet;

/// Lets every Parquet file be the one that the database says. Only for the one who holds the folder's lock.
pub(crate) async fn settle(store: &Store) -> Result<(), StoreError> {
    let files = store.files();
    if !files.names("lake")?.iter().any(|name| lake::waits(name)) {
        return Ok(());
    }
    let deletions = by_import(store.db()).await?;
    let imports = store.db().rows("SELECT id, kind, lake_sha256, lake_rows FROM import", Vec::new()).await?;
    for row in &imports {
        let id = crate::ids::ImportId::parse(&row.text(0)?)?;
        let kind = Kind::from_key(&row.text(1)?).filter(|kind| kind.lake_file().is_some());
        let Some(kind) = kind else { continue };
        let kept = lake::LakeFile { sha256: row.text(2)?, rows: row.number(3)? };
        let counts = deletions.get(&id).and_then(|all| all.last()).map_or(kept, |last| last.lake.clone());
        lake::settle(files, &lake::rows_name(&id, kind), &counts)?;
    }
    let runs = store.db().rows("SELECT DISTINCT run_id FROM run_deletion", Vec::new()).await?;
    let runs = runs.iter().map(|row| RunId::parse(&row.text(0)?)).collect::<Result<BTreeSet<_>, _>>()?;
    for run in runs {
        if let Some(counts) = store.runs().counting(&run).await? {
            lake::settle(files, &lake::deviations_name(&run), &counts)?;
        }
    }
    Ok(())
}
