//! Looks through everything that is kept for what is not as it was written. Changes nothing.
//!
//! Covered: every kept file and Parquet file by its hash; the rows of imports, bases and runs by their seals; which
//! basis counts, users and what people wrote, by the log; the log by its chain, with whom each line was about; every person and
//! every key of another system by the encryption; SQLite's pages by its own check.
//! A translation's or register's line is an import's row. Not covered: indexes of a server, which are the server's.

use crate::error::StoreError;
use crate::lake::{LakeFile, deviations_name, rows_name};
use crate::seal::{Sealed, verify};
use crate::{Context, Store};
use std::collections::{BTreeMap, BTreeSet};

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckProgress {
    /// Files read so far.
    pub files: usize,
    /// Files in all.
    pub of: usize,
}

/// What a check looked at, and what it found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CheckedFiles {
    /// Everything that is not as it was written; empty where all is well.
    pub wrong: Vec<StoreError>,
    /// How many of each kind are as they were written: for the reader, in the order of looking.
    pub whole: Vec<(&'static str, u64)>,
}

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

    /// Everything that is not as it was written. Empty where all is well. Reads every byte that is kept.
    ///
    /// # Errors
    /// Where the imports or the runs cannot be listed at all.
    pub async fn check(&self, ctx: &Context) -> Result<Vec<StoreError>, StoreError> {
        self.check_files(ctx, &mut |_| {}).await.map(|checked| checked.wrong)
    }

    /// The same, telling how far it has come, and what it covered.
    ///
    /// # Errors
    /// As [`Store::check`].
    pub async fn check_files(
        &self,
        ctx: &Context,
        progress: &mut (dyn FnMut(CheckProgress) + Send),
    ) -> Result<CheckedFiles, StoreError> {
        let mut out = CheckedFiles::default();
        for (name, db) in [("ottetal.db", self.db()), ("people.db", self.people_db())] {
            out.wrong.extend(db.quick_check(name).await.err());
        }
        match self.log().verify(ctx).await {
            Ok(head) => out.whole.push(("linjer i loggen", head.lines.unsigned_abs())),
            Err(error) => out.wrong.push(error),
        }
        self.check_rows(&mut out).await?;
        match self.people().verify().await {
            Ok(people) => out.whole.push(("personer", people)),
            Err(error) => out.wrong.push(error),
        }
        match self.people().verify_keys().await {
            Ok(keys) => out.whole.push(("borgernøgler til andre systemer", keys)),
            Err(error) => out.wrong.push(error),
        }
        self.check_bytes(ctx, &mut out, progress).await?;
        Ok(out)
    }

    /// The rows of the database, in one moment.
    async fn check_rows(&self, out: &mut CheckedFiles) -> Result<(), StoreError> {
        let mut tx = self.db().snapshot().await?;
        for (what, words) in Sealed::ALL.into_iter().zip(["indlæsninger", "grundlag", "kørsler"]) {
            let (whole, wrong) = verify(&mut tx, what).await?;
            out.whole.push((words, whole));
            out.wrong.extend(wrong);
        }
        match crate::users::as_the_log_says(&mut tx).await {
            Ok(lines) => out.whole.push(("linjer om brugere", lines)),
            Err(error) => out.wrong.push(error),
        }
        match crate::entries::as_the_log_says(&mut tx).await {
            Ok(lines) => out.whole.push(("linjer, folk har skrevet", lines)),
            Err(error) => out.wrong.push(error),
        }
        // The log, whose chain was followed, says the same of every acceptance.
        let accepted = "SELECT basis_id, accepted_at, accepted_by FROM basis_accepted ORDER BY seq";
        let logged = "SELECT object, at, actor FROM log WHERE what = 'accepter_grundlag' ORDER BY seq";
        let mut said: Vec<Vec<[String; 3]>> = Vec::new();
        for sql in [accepted, logged] {
            let rows = tx.rows(sql, Vec::new()).await?;
            let told = rows.iter().map(|row| Ok([row.text(0)?, row.text(1)?, row.text(2)?]));
            said.push(told.collect::<Result<_, StoreError>>()?);
        }
        if said[0] == said[1] {
            out.whole.push(("accepter", said[0].len() as u64));
        } else {
            out.wrong.push(StoreError::Damaged(
                "Hvilke grundlag der er accepteret, står ikke i databasen, som loggen siger. Gendan mappen fra \
                 sikkerhedskopien."
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// The bytes of all files that something names.
    async fn check_bytes(
        &self,
        ctx: &Context,
        out: &mut CheckedFiles,
        progress: &mut (dyn FnMut(CheckProgress) + Send),
    ) -> Result<(), StoreError> {
        let (files, parquet) = self.named_files(ctx).await?;
        let of = files.len() + parquet.len();
        let mut done = 0;
        let mut whole = [0u64; 2];
        let mut next = |at: usize, error: Option<StoreError>, wrong: &mut Vec<StoreError>| {
            whole[at] += u64::from(error.is_none());
            wrong.extend(error);
            done += 1;
            progress(CheckProgress { files: done, of });
        };
        for sha256 in &files {
            next(0, self.raw().verify(sha256).err(), &mut out.wrong);
        }
        for (name, lake) in &parquet {
            next(1, lake.is_still(self.files(), name).err(), &mut out.wrong);
        }
        out.whole.extend([("gemte filer", whole[0]), ("filer med rækker og afvigelser", whole[1])]);
        Ok(())
    }

    /// The kept files by hash, and the Parquet files by name, that the database names.
    pub(crate) async fn named_files(
        &self,
        ctx: &Context,
    ) -> Result<(BTreeSet<String>, BTreeMap<String, LakeFile>), StoreError> {
        let mut files: BTreeSet<String> = BTreeSet::new();
        let mut parquet = BTreeMap::new();
        for import in self.imports().list(ctx).await? {
            files.extend(import.files.into_iter().map(|file| file.sha256));
            if let Some(lake) = import.lake {
                parquet.insert(rows_name(&import.id, import.kind), lake);
            }
        }
        // The newest first: an older run of the same name has had its file replaced.
        for run in self.runs().list(ctx, u32::MAX).await? {
            parquet.entry(deviations_name(&run.id)).or_insert(run.deviations);
        }
        Ok((files, parquet))
    }
}
