//! Looks through the whole folder for what is not as it was written. Changes nothing.

use crate::error::StoreError;
use crate::lake::{LakeFile, activities_name, deviations_name};
use crate::{Context, Store};
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// All kept files and Parquet files by name, sorted: as they stand in the folder or among the objects.
    ///
    /// # Errors
    /// Where they cannot be listed.
    pub fn file_names(&self, _ctx: &Context) -> Result<Vec<String>, StoreError> {
        let mut names = self.files().names("lake")?;
        names.extend(self.files().names("raw")?);
        Ok(names)
    }

    /// Everything that is not as it was written, in both databases, the log, the kept files and the Parquet files.
    /// Empty where all is well. Reads every byte of the folder.
    ///
    /// # Errors
    /// Where the imports or the runs cannot be listed at all.
    pub async fn check(&self, ctx: &Context) -> Result<Vec<StoreError>, StoreError> {
        let mut wrong = Vec::new();
        for (name, db) in [("ottetal.db", self.db()), ("people.db", self.people_db())] {
            wrong.extend(db.quick_check(name).await.err());
        }
        wrong.extend(self.log().verify(ctx).await.err());
        let mut files: BTreeSet<String> = BTreeSet::new();
        let mut parquet = Vec::new();
        for import in self.imports().list(ctx).await? {
            files.extend(import.files.into_iter().map(|file| file.sha256));
            if let Some(lake) = import.lake {
                parquet.push((activities_name(&import.id), lake));
            }
        }
        // The newest first: an older run of the same name has had its file replaced.
        let mut runs: BTreeMap<_, LakeFile> = BTreeMap::new();
        for run in self.runs().list(ctx, u32::MAX).await? {
            runs.entry(run.id).or_insert(run.deviations);
        }
        parquet.extend(runs.into_iter().map(|(id, lake)| (deviations_name(&id), lake)));
        wrong.extend(files.iter().filter_map(|sha256| self.raw().verify(sha256).err()));
        wrong.extend(parquet.iter().filter_map(|(name, lake)| lake.is_still(self.files(), name).err()));
        Ok(wrong)
    }
}
