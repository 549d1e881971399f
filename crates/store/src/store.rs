//! The data folder opened: paths, databases, key, lock.
//!
//! Reading takes no lock. The first call that writes files takes it and keeps it until the store is dropped, so that
//! nobody sweeps away what another is about to name.

use crate::Context;
use crate::bases::Bases;
use crate::db::{Address, Db, Migration, ServerLock};
use crate::deletion::Deletion;
use crate::entries::Entries;
use crate::error::StoreError;
use crate::faults::Faults;
use crate::files::{Bucket, Files};
use crate::folder::{PATIENCE, WriteLock, busy, private_folder, sync_folder};
use crate::imports::Imports;
use crate::jobs::Jobs;
use crate::key::{Key, hex, random};
use crate::lake::Lake;
use crate::log::{Log, Queue};
use crate::people::People;
use crate::providers::Providers;
use crate::raw::Raw;
use crate::runs::Runs;
use crate::saved_controls::SavedControls;
use crate::seal::seal_what_is_not;
use crate::settings::{Backends, Environment, FILE, FORMAT, IdSource, Settings};
use crate::sign_ins::SignIns;
use crate::sweep::sweep;
use crate::users::Users;
use crate::waiting::Waiting;
use crate::work_items::WorkItems;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

pub(crate) static MAIN: [Migration; 7] = [
    Migration { version: 1, sql: include_str!("../migrations/main/0001_begyndelse.sql") },
    Migration {
        version: 2,
        sql: concat!(
            include_str!("../migrations/main/0002_kilder.sql"),
            include_str!("../migrations/main/0002_kilder.sqlite.sql")
        ),
    },
    Migration { version: 3, sql: include_str!("../migrations/main/0003_segl.sql") },
    Migration { version: 4, sql: include_str!("../migrations/main/0004_arbejde.sql") },
    Migration { version: 5, sql: include_str!("../migrations/main/0005_brugere.sql") },
    Migration { version: 6, sql: include_str!("../migrations/main/0006_linjer.sql") },
    Migration { version: 7, sql: include_str!("../migrations/main/0007_log_opslag.sql") },
];
pub(crate) static PEOPLE: [Migration; 3] = [
    Migration { version: 1, sql: include_str!("../migrations/people/0001_begyndelse.sql") },
    Migration { version: 2, sql: include_str!("../migrations/people/0002_sammenlagte.sql") },
    Migration { version: 3, sql: include_str!("../migrations/people/0003_borgernoegler.sql") },
];
pub(crate) const LOCK: &str = ".skriver";

/// The version that all of them make.
pub(crate) fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |m| m.version)
}

/// What a store is opened with, beside its folder and key.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where a crash test stops the program.
    pub faults: Faults,
    /// Where a new folder keeps its data; a folder that is there already says so itself.
    pub backends: Backends,
    /// Where addresses and keys are asked for that stand in no file.
    pub environment: Environment,
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
    files: Files,
    faults: Faults,
    log_queue: Arc<Queue>,
    lock: Mutex<Option<Lock>>,
    /// What the server's lock needs, where the database is a server's.
    server: Option<(Address, Waiting)>,
}

/// The right to write: the folder's, and the server's where machines share one.
#[derive(Debug)]
struct Lock {
    server: Option<ServerLock>,
    _folder: WriteLock,
}

/// How long to wait for a lock that a program that has just ended still holds at the server.
const SERVER_PATIENCE: Duration = Duration::from_millis(500);

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
        private_folder(&dir.join("kilder")).map_err(err)?;
        let named = options.backends.clone().named(kommune)?;
        let settings = Settings {
            format: FORMAT,
            kommune,
            mappe: hex(&random::<6>()?),
            noegle: key.fingerprint(),
            borger_id: ids,
            database: named.database,
            lager: named.lager,
        };
        let store = Store::assemble(dir, settings, key, options).await?;
        store.0.files.prepare()?;
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
        let lock = store.try_lock()?;
        let current = store.0.settings.format == FORMAT
            && store.0.main.version().await? == newest(&MAIN)
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
                if !current {
                    store.bring_tables_up_to_date().await?;
                    store.reach("migrate.sealed")?;
                    store.bring_settings_up_to_date()?;
                }
                store.refuse_another_folders_database().await?;
                sweep(&store).await?;
            }
        }
        Ok(store)
    }

    /// The right to write, or `None` where another has it.
    fn try_lock(&self) -> Result<Option<Lock>, StoreError> {
        let Some(folder) = WriteLock::try_take(&self.0.folder.join(LOCK))? else { return Ok(None) };
        let Some((address, waiting)) = &self.0.server else {
            return Ok(Some(Lock { server: None, _folder: folder }));
        };
        // A server notices a moment later that a program was killed.
        let begun = Instant::now();
        loop {
            if let Some(server) = ServerLock::try_take(address, waiting)? {
                return Ok(Some(Lock { server: Some(server), _folder: folder }));
            }
            if begun.elapsed() >= SERVER_PATIENCE {
                return Ok(None);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The last step of a migration: until it is done, the folder says that it is of the older layout.
    fn bring_settings_up_to_date(&self) -> Result<(), StoreError> {
        let settings = Settings { format: FORMAT, ..self.0.settings.clone() };
        settings.write(&self.0.folder)?;
        self.reach("migrate.settings_written")
    }

    /// A server's schema that another folder was made with is not ours to write in.
    async fn refuse_another_folders_database(&self) -> Result<(), StoreError> {
        if self.0.server.is_none() {
            return Ok(());
        }
        let sql = "SELECT 1 FROM log WHERE what = 'opret_mappe' AND object = $1 LIMIT 1";
        let ours = self.0.main.rows(sql, vec![self.0.settings.mappe.as_str().into()]).await?;
        if ours.is_empty() {
            return Err(StoreError::Conflict(format!(
                "Databasen, som {} peger på, hører til en anden datamappe. Se efter url og skema under [database] i \
                 {FILE}.",
                self.0.folder.display()
            )));
        }
        Ok(())
    }

    pub(crate) async fn assemble(
        dir: &Path,
        settings: Settings,
        key: Key,
        options: Options,
    ) -> Result<Store, StoreError> {
        let environment = &options.environment;
        let far = settings.database.is_some() || settings.lager.is_some();
        let waiting = if far { Some(Waiting::start()?) } else { None };
        let (main, people, server) = match settings.database.as_ref().zip(waiting.as_ref()) {
            None => {
                let [main, people] = ["ottetal.db", "people.db"].map(|name| dir.join(name));
                (Db::open_sqlite(&main).await?, Db::open_sqlite(&people).await?, None)
            }
            Some((at, waiting)) => {
                let [main, people] = at.addresses(environment)?;
                let main = Address::read(&main, &at.skema)?;
                let people = Address::read(&people, &format!("{}_personer", at.skema))?;
                let opened = (Db::open_postgres(&main).await?, Db::open_postgres(&people).await?);
                (opened.0, opened.1, Some((main, waiting.clone())))
            }
        };
        let files = match settings.lager.as_ref().zip(waiting.as_ref()) {
            None => Files::Folder(dir.to_path_buf()),
            Some((at, waiting)) => Files::Bucket(Bucket::open(at, environment, dir, waiting)?),
        };
        Ok(Store(Arc::new(Inner {
            folder: dir.to_path_buf(),
            settings,
            key,
            main,
            people,
            files,
            faults: options.faults,
            log_queue: Arc::default(),
            lock: Mutex::new(None),
            server,
        })))
    }

    /// Makes the tables of these versions, main and the identity store's, in databases that have none.
    pub(crate) async fn migrate_to(&self, versions: [i64; 2]) -> Result<(), StoreError> {
        let until = |all: &'static [Migration], version: i64| {
            let known = all.iter().filter(|m| m.version <= version).count();
            &all[..known]
        };
        self.0.main.migrate(until(&MAIN, versions[0]), |_| Ok(())).await?;
        self.0.people.migrate(until(&PEOPLE, versions[1]), |_| Ok(())).await
    }

    /// The newest tables, with a seal on everything that has one there.
    pub(crate) async fn bring_tables_up_to_date(&self) -> Result<(), StoreError> {
        self.migrate().await?;
        seal_what_is_not(self.db()).await
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        self.0.main.migrate(&MAIN, |point| self.reach(point)).await?;
        self.0.people.migrate(&PEOPLE, |point| self.reach(point)).await
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

    /// Lines that people write beside the data.
    #[must_use]
    pub fn entries(&self) -> Entries<'_> {
        Entries(self)
    }

    /// The users.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }

    /// Who is signed in.
    #[must_use]
    pub fn sign_ins(&self) -> SignIns<'_> {
        SignIns(self)
    }

    /// Work that takes a while.
    #[must_use]
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs(self)
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

    pub(crate) fn log_queue(&self) -> &Arc<Queue> {
        &self.0.log_queue
    }

    pub(crate) fn files(&self) -> &Files {
        &self.0.files
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

    /// Takes the folder for writing, if it is not taken already; a server's lock that was lost is an error.
    pub(crate) fn writing(&self) -> Result<(), StoreError> {
        let mut held = self.0.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = &mut *held {
            return lock.server.as_mut().map_or(Ok(()), ServerLock::is_held);
        }
        let begun = Instant::now();
        while held.is_none() {
            *held = self.try_lock()?;
            if held.is_none() && begun.elapsed() >= PATIENCE {
                return Err(busy(&self.0.folder.join(LOCK)));
            }
            if held.is_none() {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Ok(())
    }
}
