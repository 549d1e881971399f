//! The data folder opened: paths, databases, key, lock.
//!
//! Reading takes no lock. The first call that writes files takes it and keeps it until the store is dropped, so that
//! nobody sweeps away what another is about to name.

use crate::Context;
use crate::bases::Bases;
use crate::db::{Db, Migration};
use crate::deletion::Deletion;
use crate::error::StoreError;
use crate::faults::Faults;
use crate::folder::{WriteLock, private_folder, sync_folder};
use crate::imports::Imports;
use crate::key::{Key, hex, random};
use crate::lake::Lake;
use crate::log::Log;
use crate::people::People;
use crate::providers::Providers;
use crate::raw::Raw;
use crate::runs::Runs;
use crate::saved_controls::SavedControls;
use crate::settings::{FILE, FORMAT, IdSource, Settings};
use crate::sweep::sweep;
use crate::work_items::WorkItems;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

const MAIN: [Migration; 3] = [
    Migration { version: 1, sql: include_str!("../migrations/main/0001_begyndelse.sql") },
    Migration {
        version: 2,
        sql: concat!(
            include_str!("../migrations/main/0002_kilder.sql"),
            include_str!("../migrations/main/0002_kilder.sqlite.sql")
        ),
    },
    Migration { version: 3, sql: include_str!("../migrations/main/0003_arbejde.sql") },
];
const PEOPLE: [Migration; 2] = [
    Migration { version: 1, sql: include_str!("../migrations/people/0001_begyndelse.sql") },
    Migration { version: 2, sql: include_str!("../migrations/people/0002_sammenlagte.sql") },
];
const LOCK: &str = ".skriver";

fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |migration| migration.version)
}

/// What differs in tests.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where a crash test stops the program.
    pub faults: Faults,
}

/// An open data folder. Cheap to clone; the clones are the same folder.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    settings: Settings,
    key: Key,
    main: Db,
    people: Db,
    faults: Faults,
    lock: Mutex<Option<WriteLock>>,
}

impl Store {
    /// Makes a data folder in `dir`, which may exist and may hold other things, and opens it.
    ///
    /// # Errors
    /// `Conflict` where it is a data folder already; `Unavailable` where it cannot be written.
    pub async fn init(
        ctx: &Context,
        dir: &Path,
        kommune: u16,
        key: Key,
        ids: IdSource,
        options: Options,
    ) -> Result<Store, StoreError> {
        let err = |e: std::io::Error| StoreError::io("oprette datamappen", dir, &e);
        private_folder(dir).map_err(err)?;
        let lock = WriteLock::take(&dir.join(LOCK))?;
        if dir.join(FILE).exists() {
            return Err(StoreError::Conflict(format!(
                "{} er allerede en datamappe. Brug den, som den er, eller vælg en anden mappe.",
                dir.display()
            )));
        }
        for part in ["raw", "lake/imports", "lake/runs", "kilder"] {
            private_folder(&dir.join(part)).map_err(err)?;
        }
        let settings = Settings {
            format: FORMAT,
            kommune,
            mappe: hex(&random::<6>()?),
            noegle: key.fingerprint(),
            borger_id: ids,
        };
        let store = Store::assemble(dir, settings, key, options).await?;
        store.migrate().await?;
        store.refuse_foreign_data().await?;
        sync_folder(dir).map_err(err)?;
        store.log().append(ctx, "opret_mappe", &store.settings().mappe, 0).await?;
        // Last: a folder without this file is not a data folder, and can be made again.
        store.settings().write(dir)?;
        drop(lock);
        Ok(store)
    }

    /// Opens a data folder.
    ///
    /// # Errors
    /// `NotFound` where it is none; `WrongKey`; `Newer` where a newer Ottetal wrote it; `Damaged`; `Unavailable`.
    pub async fn open(_ctx: &Context, dir: &Path, key: Key, options: Options) -> Result<Store, StoreError> {
        let settings = Settings::read(dir)?;
        if settings.noegle != key.fingerprint() {
            return Err(StoreError::WrongKey(format!(
                "Nøglen passer ikke til datamappen {}: mappens nøgle har fingeraftryk {}, den angivne {}. Find den \
                 rigtige nøglefil, eller genskab den fra genskabelsesarket.",
                dir.display(),
                settings.noegle,
                key.fingerprint()
            )));
        }
        let store = Store::assemble(dir, settings, key, options).await?;
        let lock = WriteLock::try_take(&dir.join(LOCK))?;
        let current = store.0.main.version().await? == newest(&MAIN)
            && store.0.people.version().await? == newest(&PEOPLE);
        match lock {
            None if current => {}
            None => {
                return Err(StoreError::Unavailable(format!(
                    "Datamappen {} skal opdateres, men en anden ottetal skriver i den. Vent, til den er færdig.",
                    dir.display()
                )));
            }
            Some(_lock) => {
                store.migrate().await?;
                sweep(&store).await?;
            }
        }
        Ok(store)
    }

    async fn assemble(
        dir: &Path,
        settings: Settings,
        key: Key,
        options: Options,
    ) -> Result<Store, StoreError> {
        Ok(Store(Arc::new(Inner {
            folder: dir.to_path_buf(),
            settings,
            key,
            main: Db::open_sqlite(&dir.join("ottetal.db")).await?,
            people: Db::open_sqlite(&dir.join("people.db")).await?,
            faults: options.faults,
            lock: Mutex::new(None),
        })))
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        self.0.main.migrate(&MAIN).await?;
        self.0.people.migrate(&PEOPLE).await
    }

    /// A folder that has data but lost its settings is not made new.
    async fn refuse_foreign_data(&self) -> Result<(), StoreError> {
        let imports = self.0.main.rows("SELECT 1 FROM import LIMIT 1", Vec::new()).await?;
        let people = self.0.people.rows("SELECT 1 FROM person LIMIT 1", Vec::new()).await?;
        if imports.is_empty() && people.is_empty() {
            return Ok(());
        }
        Err(StoreError::Conflict(format!(
            "{} har allerede data, men mangler {FILE}. Hent den fra sikkerhedskopien, eller vælg en anden mappe.",
            self.0.folder.display()
        )))
    }

    /// What the folder says about itself.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// The kept files.
    #[must_use]
    pub fn raw(&self) -> Raw<'_> {
        Raw(self)
    }

    /// The identity store.
    #[must_use]
    pub fn people(&self) -> People<'_> {
        People(self)
    }

    /// Rows and deviations as Parquet.
    #[must_use]
    pub fn lake(&self) -> Lake<'_> {
        Lake(self)
    }

    /// The imports.
    #[must_use]
    pub fn imports(&self) -> Imports<'_> {
        Imports(self)
    }

    /// The bases.
    #[must_use]
    pub fn bases(&self) -> Bases<'_> {
        Bases(self)
    }

    /// The decisions on providers.
    #[must_use]
    pub fn providers(&self) -> Providers<'_> {
        Providers(self)
    }

    /// What is to go.
    #[must_use]
    pub fn deletion(&self) -> Deletion<'_> {
        Deletion(self)
    }

    /// The runs.
    #[must_use]
    pub fn runs(&self) -> Runs<'_> {
        Runs(self)
    }

    /// The saved controls.
    #[must_use]
    pub fn saved_controls(&self) -> SavedControls<'_> {
        SavedControls(self)
    }

    /// The work items.
    #[must_use]
    pub fn work_items(&self) -> WorkItems<'_> {
        WorkItems(self)
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> Log<'_> {
        Log(self)
    }

    /// Closes both databases. Dropping the store is enough; this waits for it.
    pub async fn close(self) {
        self.0.main.close().await;
        self.0.people.close().await;
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.main
    }

    pub(crate) fn people_db(&self) -> &Db {
        &self.0.people
    }

    pub(crate) fn key(&self) -> &Key {
        &self.0.key
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// Says that a fault point is reached.
    pub(crate) fn reach(&self, point: &str) -> Result<(), StoreError> {
        self.0.faults.reach(point).map_err(|e| StoreError::io("gemme", &self.0.folder, &e))
    }

    /// Takes the folder for writing, if it is not taken already.
    pub(crate) fn writing(&self) -> Result<(), StoreError> {
        let mut held = self.0.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            *held = Some(WriteLock::take(&self.0.folder.join(LOCK))?);
        }
        Ok(())
    }
}
