//! Writes a backup of one moment while others work: the main database first, then the identity store, which by then
//! knows everybody that the first names, then the files that never change.

use super::frames::{BYTES, FILE, HEADER, MANIFEST, ROW, TABLE};
use super::stream::Sealing;
use super::{FORMAT, FileCount, Header, Manifest, TableCount, unwritten};
use crate::db::Tx;
use crate::error::StoreError;
use crate::files::Files;
use crate::key::hex;
use crate::log::Head;
use crate::raw::name_of;
use crate::sign_ins;
use crate::store::{MAIN, PEOPLE, newest};
use crate::tables::tables;
use crate::{Context, Store};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::path::Path;

/// Bytes of a file in one part.
const PART: usize = 256 * 1024;

/// Writes everything that the store keeps, encrypted, after a line in the log.
///
/// # Errors
/// `Damaged` where what is kept is not as it was written; `Conflict` where something was deleted meanwhile;
/// `Unavailable`. What has been written is then no backup, and is refused when read.
pub async fn write<W: Write>(store: &Store, ctx: &Context, out: &mut W) -> Result<Manifest, StoreError> {
    store.log().append(ctx, "sikkerhedskopi", &store.settings().mappe, 0).await?;
    store.log().verify(ctx).await?;
    let mut main = store.db().snapshot().await?;
    let mut people = store.people_db().snapshot().await?;
    let settings = store.settings();
    let header = Header {
        format: FORMAT,
        kommune: settings.kommune,
        mappe: settings.mappe.clone(),
        borger_id: settings.borger_id,
        at: ctx.at.clone(),
        actor: ctx.actor.clone(),
        tables: [newest(&MAIN), newest(&PEOPLE)],
    };
    let mut writing =
        Writing { out: Sealing::begin(out, store.key())?, tables: Vec::new(), files: Vec::new() };
    writing.json(HEADER, &header)?;
    writing.tables(&mut main, "main").await?;
    writing.tables(&mut people, "people").await?;
    let head = head(&mut main).await?;
    let deleted = deletions(&mut main).await?;
    let (kept, parquet) = store.named_files(ctx).await?;
    for sha256 in &kept {
        store.raw().verify(sha256)?;
        writing.file(store.files(), &name_of(sha256), None)?;
    }
    for (name, lake) in &parquet {
        writing.file(store.files(), name, Some(&lake.sha256))?;
    }
    writing.own_files(store.folder())?;
    if deletions(&mut store.db().snapshot().await?).await? != deleted {
        return Err(StoreError::Conflict(
            "Noget blev slettet, mens sikkerhedskopien blev skrevet. Kopien bruges ikke: kør igen."
                .to_owned(),
        ));
    }
    let manifest = Manifest {
        kommune: header.kommune,
        mappe: header.mappe,
        at: header.at,
        actor: header.actor,
        log_lines: head.lines,
        log_hash: head.hash,
        tables: std::mem::take(&mut writing.tables),
        files: std::mem::take(&mut writing.files),
    };
    writing.json(MANIFEST, &manifest)?;
    writing.out.finish().map_err(|e| unwritten(&e))?;
    Ok(manifest)
}

struct Writing<W: Write> {
    out: Sealing<W>,
    tables: Vec<TableCount>,
    files: Vec<FileCount>,
}

impl<W: Write> Writing<W> {
    fn part(&mut self, kind: u8, body: &[u8]) -> Result<(), StoreError> {
        let length =
            u32::try_from(body.len()).map_err(|_| StoreError::Unavailable("En række er for lang.".into()))?;
        let mut write = |bytes: &[u8]| self.out.write_all(bytes).map_err(|e| unwritten(&e));
        write(&[kind])?;
        write(&length.to_be_bytes())?;
        write(body)
    }

    fn json(&mut self, kind: u8, body: &impl Serialize) -> Result<(), StoreError> {
        let body = serde_json::to_vec(body).expect("tekst og tal kan altid skrives");
        self.part(kind, &body)
    }

    async fn tables(&mut self, tx: &mut Tx, database: &str) -> Result<(), StoreError> {
        let migrations = if database == "main" { &MAIN[..] } else { &PEOPLE[..] };
        // Who is signed in is of the moment: a restored folder begins with nobody.
        let lasting =
            tables(migrations, newest(migrations)).into_iter().filter(|t| t.name != sign_ins::TABLE);
        for table in lasting {
            self.json(TABLE, &(database, &table.name))?;
            let mut hash = Sha256::new();
            let rows = table
                .lines(tx, None, |line| {
                    hash.update(line);
                    hash.update("\n");
                    self.part(ROW, line.as_bytes())
                })
                .await?;
            self.tables.push(TableCount {
                database: database.to_owned(),
                table: table.name,
                rows,
                sha256: hex(&hash.finalize()),
            });
        }
        Ok(())
    }

    /// A file of the store, which must have the hash that the database says.
    fn file(&mut self, files: &Files, name: &str, expected: Option<&str>) -> Result<(), StoreError> {
        let place = files.place(name);
        let from = files.read(name).map_err(|e| StoreError::io("læse", &place, &e))?;
        let sha256 = self.bytes(name, from, &place)?;
        if expected.is_some_and(|expected| expected != sha256) {
            return Err(StoreError::Damaged(format!(
                "Filen {} er ikke, som den blev gemt. Kopien bruges ikke. Kør «ottetal tjek».",
                place.display()
            )));
        }
        Ok(())
    }

    fn bytes(&mut self, name: &str, mut from: impl Read, place: &Path) -> Result<String, StoreError> {
        self.json(FILE, &name)?;
        let (mut hash, mut size) = (Sha256::new(), 0);
        let mut part = Vec::with_capacity(PART);
        loop {
            part.clear();
            (&mut from)
                .take(PART as u64)
                .read_to_end(&mut part)
                .map_err(|e| StoreError::io("læse", place, &e))?;
            if part.is_empty() {
                break;
            }
            hash.update(&part);
            size += part.len() as u64;
            self.part(BYTES, &part)?;
        }
        let sha256 = hex(&hash.finalize());
        self.files.push(FileCount { name: name.to_owned(), size, sha256: sha256.clone() });
        Ok(sha256)
    }

    /// What the municipality has put in its folder: its own sources, its own law files, and settings of its own.
    fn own_files(&mut self, folder: &Path) -> Result<(), StoreError> {
        let files = Files::Folder(folder.to_path_buf());
        let mut names = files.names("kilder")?;
        names.extend(files.names("lov")?);
        let listing = std::fs::read_dir(folder).map_err(|e| StoreError::io("læse", folder, &e))?;
        let tops = listing.flatten().filter(|entry| entry.path().is_file());
        let tops = tops.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.extend(tops.filter(|name| name.ends_with(".toml") && name != crate::settings::FILE));
        names.sort_unstable();
        for name in names {
            let place = files.place(&name);
            let from = files.read(&name).map_err(|e| StoreError::io("læse", &place, &e))?;
            self.bytes(&format!("mappe/{name}"), from, &place)?;
        }
        Ok(())
    }
}

/// The log's newest line in this moment.
async fn head(tx: &mut Tx) -> Result<Head, StoreError> {
    let rows = tx.rows("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1", Vec::new()).await?;
    rows.first().map_or(Ok(Head { lines: 0, hash: hex(&[0; 32]) }), |row| {
        Ok(Head { lines: row.int(0)?, hash: hex(&row.blob(1)?) })
    })
}

/// How many deletions there have been in this moment.
async fn deletions(tx: &mut Tx) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT (SELECT COUNT(*) FROM import_deletion), (SELECT COUNT(*) FROM run_deletion)";
    let rows = tx.rows(sql, Vec::new()).await?;
    rows.first().map_or(Ok(Vec::new()), |row| Ok(vec![row.int(0)?, row.int(1)?]))
}
