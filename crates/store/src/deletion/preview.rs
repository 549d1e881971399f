//! What a deletion would take, before anybody decides on it. Deletes nothing and takes no lock; kept files that are
//! looked through are noted in the log, as whenever one is opened.

use super::{Deletion, ErasedCitizen, ErasedImport, GoneRows, Holding, damaged};
use crate::Context;
use crate::error::StoreError;
use crate::ids::{BasisId, ImportId, RunId};
use crate::imports::{Import, Kind, RecordLine};
use crate::lake::{self, deviations_name, rows_name};
use domain::observation::Expectation;
use domain::person::CitizenId;
use domain::wording::Wording;
use std::collections::{BTreeMap, BTreeSet};

impl Deletion<'_> {
    /// What [`Deletion::citizen`] would take now.
    ///
    /// # Errors
    /// `NotFound` where the id is nobody's; `Damaged`, `Unavailable`.
    pub async fn would_take_citizen(
        &self,
        ctx: &Context,
        citizen: CitizenId,
    ) -> Result<ErasedCitizen, StoreError> {
        let ids = self.ids_of(citizen).await?;
        if ids.is_empty() {
            return Err(StoreError::NotFound(format!("Borgeren {citizen} findes ikke. Intet er slettet.")));
        }
        let all = self.0.imports().list(ctx).await?;
        let mut taken: BTreeMap<ImportId, (u64, BTreeSet<u16>)> = BTreeMap::new();
        for import in &all {
            let found = self.rows_about(import, &ids).await?;
            if found.0 > 0 {
                taken.insert(import.id.clone(), found);
            }
        }
        let hashes = all.iter().flat_map(|import| &import.files).map(|file| file.sha256.as_str());
        let naming = self.0.people().files_naming(ctx, &ids, hashes.collect()).await?;
        let (mut imports, mut holding) = (Vec::new(), Vec::new());
        for import in &all {
            let found = taken.get(&import.id);
            if let Some((rows, _)) = found {
                let source = import.source.clone();
                imports.push(GoneRows { import: import.id.clone(), source, rows: *rows });
            }
            for (at, file) in import.files.iter().enumerate() {
                let read_from = found.is_some_and(|(_, files)| files.contains(&(at as u16)));
                if read_from || naming.contains(&file.sha256) {
                    holding.push(Holding {
                        import: import.id.clone(),
                        source: import.source.clone(),
                        name: file.name.clone(),
                        sha256: file.sha256.clone(),
                    });
                }
            }
        }
        let mut runs = Vec::new();
        let known = self.0.runs().list(ctx, u32::MAX).await?;
        for run in known.into_iter().map(|run| run.id).collect::<BTreeSet<_>>() {
            let (gone, _) = lake::rows_of(self.0.files(), &deviations_name(&run), &ids)?;
            if gone > 0 {
                runs.push((run, gone));
            }
        }
        let (bases, unrepeatable) = self.made_from(ctx, taken.into_keys().collect()).await?;
        imports.sort_by(|a, b| a.import.cmp(&b.import));
        Ok(ErasedCitizen { ids, imports, runs, holding, bases, unrepeatable })
    }

    /// What [`Deletion::import`] would take now.
    ///
    /// # Errors
    /// `NotFound`, also where it has gone already; `Damaged`, `Unavailable`.
    pub async fn would_take_import(&self, ctx: &Context, id: &ImportId) -> Result<ErasedImport, StoreError> {
        let import = self.0.imports().get(ctx, id).await?;
        let others = self.0.imports().list(ctx).await?;
        let others = others.iter().filter(|other| other.id != *id);
        let needed: BTreeSet<&str> = others.flat_map(|i| &i.files).map(|file| file.sha256.as_str()).collect();
        let named = import.files.iter().map(|file| (file.name.clone(), file.sha256.clone()));
        let (shared, files) = named.partition(|(_, sha256)| needed.contains(sha256.as_str()));
        let (bases, runs) = self.made_from(ctx, BTreeSet::from([id.clone()])).await?;
        let rows = import.totals.used.rows + import.totals.never_took_effect.rows;
        let keys = self.0.people().count_keys_of(id).await?;
        Ok(ErasedImport { import: import.id, rows, keys, files, shared, bases, runs })
    }

    /// Rows of an import about these ids, and the files of it that they were read from.
    async fn rows_about(
        &self,
        import: &Import,
        ids: &[CitizenId],
    ) -> Result<(u64, BTreeSet<u16>), StoreError> {
        if import.kind != Kind::Expectations {
            if import.kind.lake_file().is_none() {
                return Ok((0, BTreeSet::new()));
            }
            return lake::rows_of(self.0.files(), &rows_name(&import.id, import.kind), ids);
        }
        let sql = "SELECT body FROM record_line WHERE import_id = $1 ORDER BY position";
        let (mut count, mut files) = (0, BTreeSet::new());
        for row in self.0.db().rows(sql, vec![import.id.as_str().into()]).await? {
            let line: Expectation<CitizenId> =
                Expectation::from_json(&row.text(0)?, &mut Wording::default()).ok_or_else(damaged)?;
            if line.citizen.is_some_and(|citizen| ids.contains(&citizen)) {
                count += 1;
                files.insert(line.place.file);
            }
        }
        Ok((count, files))
    }

    /// Bases that were made from these imports, and the runs of those bases.
    async fn made_from(
        &self,
        ctx: &Context,
        imports: BTreeSet<ImportId>,
    ) -> Result<(Vec<BasisId>, Vec<RunId>), StoreError> {
        let bases = self.0.bases().list(ctx).await?.into_iter();
        let used = bases.filter(|basis| basis.imports.iter().any(|part| imports.contains(&part.import)));
        let bases: BTreeSet<BasisId> = used.map(|basis| basis.id).collect();
        let runs = self.0.runs().list(ctx, u32::MAX).await?.into_iter();
        let runs: BTreeSet<RunId> = runs.filter(|run| bases.contains(&run.basis)).map(|run| run.id).collect();
        Ok((bases.into_iter().collect(), runs.into_iter().collect()))
    }
}
