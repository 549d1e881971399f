//! Looks through the whole folder for what is not as it was written. Changes nothing.

use crate::error::StoreError;
use crate::lake::LakeFile;
use crate::{Context, Store};
use std::collections::{BTreeMap, BTreeSet};

impl Store {
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
                parquet.push((self.lake().rows_path(&import.id, import.kind), lake));
            }
        }
        // The newest first: an older run of the same name has had its file replaced.
        let mut runs: BTreeMap<_, LakeFile> = BTreeMap::new();
        for run in self.runs().list(ctx, u32::MAX).await? {
            runs.entry(run.id).or_insert(run.deviations);
        }
        parquet.extend(runs.into_iter().map(|(id, lake)| (self.lake().deviations_path(&id), lake)));
        wrong.extend(files.iter().filter_map(|sha256| self.raw().verify(sha256).err()));
        wrong.extend(parquet.iter().filter_map(|(path, lake)| lake.is_still(path).err()));
        Ok(wrong)
    }
}
