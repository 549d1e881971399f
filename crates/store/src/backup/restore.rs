//! Makes a data folder from a backup, in any back end: whole, or none at all.
//!
//! Rows become visible only when the manifest has been read and agrees, and the folder is a data folder only when all of
//! it has been read again where it now stands. Killed before, restoring begins anew: a marker says what to take away.

use super::frames::{Frame, Frames};
use super::{Header, Manifest, copy_into, damaged, no_points};
use crate::db::{Tx, Value};
use crate::error::StoreError;
use crate::folder::{Temp, WriteLock, private_folder, sync_folder, write_whole};
use crate::key::Key;
use crate::settings::{Backends, FILE, FORMAT, Settings};
use crate::store::{LOCK, MAIN, Options, PEOPLE, newest};
use crate::tables::{Table, tables};
use crate::{Context, Store};
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Stands in a folder whose restoring has begun: the settings that it would get.
pub(crate) const MARKER: &str = "gendannes.txt";

/// Restores a backup to `dir`, which must be no data folder, in the back ends of `options`.
///
/// # Errors
/// `WrongKey`; `Newer`; `Damaged` where the backup is cut or changed; `Conflict` where something is there already.
/// Then there is no data folder, and restoring can be tried again.
pub async fn restore(
    ctx: &Context,
    dir: &Path,
    key: Key,
    options: Options,
    from: impl Read,
) -> Result<(Store, Manifest), StoreError> {
    let mut frames = Frames::begin(from, &key)?;
    refuse_newer(&frames.header)?;
    private_folder(dir).map_err(|e| StoreError::io("oprette datamappen", dir, &e))?;
    let lock = WriteLock::take(&dir.join(LOCK))?;
    let store = empty_store(dir, &frames.header, key, options).await?;
    store.reach("restore.marked")?;
    store.files().prepare()?;
    let versions = frames.header.tables;
    store.migrate_to(versions).await?;
    let mut main = Filling::begin(store.db().begin().await?, tables(&MAIN, versions[0]), "main");
    let mut people = Filling::begin(store.people_db().begin().await?, tables(&PEOPLE, versions[1]), "people");
    let mut file: Option<Incoming> = None;
    while let Some(frame) = frames.next()? {
        if !matches!(frame, Frame::Bytes(_))
            && let Some(done) = file.take()
        {
            done.keep(&store)?;
        }
        match frame {
            Frame::Table { database, table } => {
                for filling in [&mut main, &mut people] {
                    filling.turn_to(&database, &table).await?;
                }
            }
            Frame::Row(line) => {
                for filling in [&mut main, &mut people] {
                    filling.add(&line).await?;
                }
            }
            Frame::File(name) => file = Some(Incoming::begin(&store, name)?),
            Frame::Bytes(bytes) => {
                let incoming = file.as_ref().ok_or_else(|| damaged("dens dele står i uorden"))?;
                copy_into(incoming.draft.file(), &bytes, incoming.draft.path())?;
            }
            Frame::End => {}
        }
    }
    let manifest = frames.manifest()?;
    store.reach("restore.files_written")?;
    people.commit().await?;
    store.reach("restore.people_committed")?;
    main.commit().await?;
    store.reach("restore.main_committed")?;
    finish(ctx, &store, &manifest).await?;
    drop(lock);
    Ok((store, manifest))
}

/// All is there: brought up to date, compared with the manifest where it now stands, and made a data folder.
async fn finish(ctx: &Context, store: &Store, manifest: &Manifest) -> Result<(), StoreError> {
    store.bring_tables_up_to_date().await?;
    store.reach("restore.migrated")?;
    if store.log().verify(ctx).await? != manifest.log_head() {
        return Err(damaged("dens log er en anden end den, den blev lavet af"));
    }
    if let Some(wrong) = store.check(ctx).await?.into_iter().next() {
        return Err(wrong);
    }
    store.log().append(ctx, "gendan", &manifest.mappe, manifest.rows()).await?;
    let folder = store.folder();
    store.settings().write(folder)?;
    store.reach("restore.settings_written")?;
    let _ = fs::remove_file(folder.join(MARKER));
    sync_folder(folder).map_err(|e| StoreError::io("gendanne mappen", folder, &e))
}

fn refuse_newer(header: &Header) -> Result<(), StoreError> {
    let known = [newest(&MAIN), newest(&PEOPLE)];
    if header.tables.iter().zip(known).any(|(written, known)| *written > known) {
        return Err(StoreError::Newer(format!(
            "Sikkerhedskopien er skrevet af en nyere Ottetal (tabeller version {:?}, denne kender {known:?}). Brug den \
             nyere.",
            header.tables
        )));
    }
    Ok(())
}

/// A store with nothing in it, after what a broken restoring left has been taken away.
async fn empty_store(dir: &Path, header: &Header, key: Key, options: Options) -> Result<Store, StoreError> {
    if dir.join(FILE).exists() {
        return Err(StoreError::Conflict(format!(
            "{} er allerede en datamappe. Gendan til en tom mappe.",
            dir.display()
        )));
    }
    let marker = dir.join(MARKER);
    let broken = fs::read_to_string(&marker).ok().map(|text| Settings::parse(&text, &marker)).transpose()?;
    if broken.is_some() {
        for name in ["ottetal.db", "people.db"]
            .iter()
            .flat_map(|db| ["", "-wal", "-shm"].map(|end| format!("{db}{end}")))
        {
            let _ = fs::remove_file(dir.join(name));
        }
    }
    let named = options.backends.clone().named(header.kommune)?;
    let mut settings = Settings {
        format: FORMAT,
        kommune: header.kommune,
        mappe: header.mappe.clone(),
        noegle: key.fingerprint(),
        borger_id: header.borger_id,
        database: named.database,
        lager: named.lager,
    };
    let again = broken.filter(|old| same_servers(old, &options.backends));
    let is_again = again.is_some();
    if let Some(old) = again {
        (settings.database, settings.lager) = (old.database, old.lager);
    }
    let store = Store::assemble(dir, settings, key, options).await?;
    if is_again {
        store.db().wipe().await?;
        store.people_db().wipe().await?;
    }
    let versions = [store.db().version().await?, store.people_db().version().await?];
    if versions != [0, 0] {
        return Err(StoreError::Conflict(
            "Databasen har allerede data. Gendan til en tom mappe og et tomt skema.".to_owned(),
        ));
    }
    write_whole(&marker, &store.settings().text()?)?;
    Ok(store)
}

/// True where a broken restoring went to the servers that this one is asked to go to.
fn same_servers(old: &Settings, asked: &Backends) -> bool {
    let database = old.database.as_ref().map(|d| (&d.url, &d.personer));
    let lager = old.lager.as_ref().map(|l| (&l.s3, &l.endpoint));
    database == asked.database.as_ref().map(|d| (&d.url, &d.personer))
        && lager == asked.lager.as_ref().map(|l| (&l.s3, &l.endpoint))
}

/// A database that is being filled, in one transaction.
struct Filling {
    tx: Tx,
    tables: Vec<Table>,
    database: &'static str,
    now: Option<usize>,
    waiting: Vec<Vec<Value>>,
}

/// Rows put in together.
const TOGETHER: usize = 500;

impl Filling {
    fn begin(tx: Tx, tables: Vec<Table>, database: &'static str) -> Filling {
        Filling { tx, tables, database, now: None, waiting: Vec::new() }
    }

    async fn turn_to(&mut self, database: &str, table: &str) -> Result<(), StoreError> {
        self.flush().await?;
        self.now = None;
        if database == self.database {
            let found = self.tables.iter().position(|known| known.name == table);
            self.now = Some(found.ok_or_else(|| damaged("den har en tabel, som ikke kendes"))?);
        }
        Ok(())
    }

    async fn add(&mut self, line: &str) -> Result<(), StoreError> {
        let Some(now) = self.now else { return Ok(()) };
        let values = self.tables[now].values(line).ok_or_else(|| damaged("en række kan ikke læses"))?;
        self.waiting.push(values);
        if self.waiting.len() == TOGETHER { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        let Some(table) = self.now.map(|now| &self.tables[now]) else { return Ok(()) };
        let rows = std::mem::take(&mut self.waiting);
        self.tx.insert_all(&table.insert(), table.columns.len(), rows.into_iter()).await
    }

    async fn commit(mut self) -> Result<(), StoreError> {
        self.flush().await?;
        self.tx.commit().await
    }
}

/// A file on its way in.
struct Incoming {
    draft: Temp,
    name: String,
    /// Where it goes in the folder, if it is none of the store's files.
    own: Option<PathBuf>,
}

impl Incoming {
    fn begin(store: &Store, name: String) -> Result<Incoming, StoreError> {
        let plain = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain || name.contains('\\') {
            return Err(damaged("en fil har et navn, som ikke er et navn"));
        }
        let (faults, steps) = no_points();
        if let Some(own) = name.strip_prefix("mappe/") {
            let place = store.folder().join(own);
            let draft = Temp::begin(place.parent().unwrap_or(store.folder()), &faults, steps)?;
            return Ok(Incoming { draft, name, own: Some(place) });
        }
        if !name.starts_with("raw/") && !name.starts_with("lake/") {
            return Err(damaged("en fil hører ingen steder til"));
        }
        Ok(Incoming { draft: store.files().draft(&name, &faults, steps)?, name, own: None })
    }

    fn keep(self, store: &Store) -> Result<(), StoreError> {
        match self.own {
            Some(place) => self.draft.keep(&place),
            None => store.files().keep(self.draft, &self.name),
        }
    }
}
