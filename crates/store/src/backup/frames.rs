//! The parts of a backup in their order, counted and hashed while they are read.

use super::stream::Opening;
use super::{FORMAT, FileCount, Header, Manifest, TableCount, damaged, unread};
use crate::error::StoreError;
use crate::key::{Key, hex};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::io::Read;

pub(super) const HEADER: u8 = b'H';
pub(super) const TABLE: u8 = b'T';
pub(super) const ROW: u8 = b'R';
pub(super) const FILE: u8 = b'F';
pub(super) const BYTES: u8 = b'B';
pub(super) const MANIFEST: u8 = b'M';
/// No part is longer: a line of a table is the longest.
const LONGEST: u32 = 256 * 1024 * 1024;

/// A part of a backup.
#[derive(Debug)]
pub(super) enum Frame {
    /// The rows that follow are this table's.
    Table { database: String, table: String },
    /// A row.
    Row(String),
    /// The bytes that follow are this file's.
    File(String),
    /// Bytes of the file.
    Bytes(Vec<u8>),
    /// All of it has been read, and agrees.
    End,
}

/// What is being counted.
enum Open {
    Nothing,
    Table(TableCount, Sha256),
    File(FileCount, Sha256),
}

/// Reads a backup's parts. Nothing that it hands out counts before it has said [`Frame::End`].
pub(super) struct Frames<R: Read> {
    from: Opening<R>,
    pub(super) header: Header,
    open: Open,
    tables: Vec<TableCount>,
    files: Vec<FileCount>,
    manifest: Option<Manifest>,
}

impl<R: Read> Frames<R> {
    pub(super) fn begin(from: R, key: &Key) -> Result<Frames<R>, StoreError> {
        let mut from = Opening::begin(from, key)?;
        let Some((HEADER, body)) = part(&mut from)? else { return Err(damaged("den har ingen begyndelse")) };
        #[derive(serde::Deserialize)]
        struct OnlyFormat {
            format: u32,
        }
        let OnlyFormat { format } = json(&body)?;
        if format > FORMAT {
            return Err(StoreError::Newer(format!(
                "Sikkerhedskopien er skrevet af en nyere Ottetal (format {format}, denne kender {FORMAT}). Brug den nyere."
            )));
        }
        let header = json(&body)?;
        Ok(Frames {
            from,
            header,
            open: Open::Nothing,
            tables: Vec::new(),
            files: Vec::new(),
            manifest: None,
        })
    }

    /// The next part; `None` after the end.
    pub(super) fn next(&mut self) -> Result<Option<Frame>, StoreError> {
        if self.manifest.is_some() {
            return Ok(None);
        }
        let (kind, body) = part(&mut self.from)?.ok_or_else(|| damaged("den er skåret af"))?;
        let frame = match kind {
            TABLE => {
                self.close();
                let (database, table): (String, String) = json(&body)?;
                let count = TableCount {
                    database: database.clone(),
                    table: table.clone(),
                    rows: 0,
                    sha256: String::new(),
                };
                self.open = Open::Table(count, Sha256::new());
                Frame::Table { database, table }
            }
            FILE => {
                self.close();
                let name: String = json(&body)?;
                let count = FileCount { name: name.clone(), size: 0, sha256: String::new() };
                self.open = Open::File(count, Sha256::new());
                Frame::File(name)
            }
            ROW | BYTES => self.counted(kind, body)?,
            MANIFEST => {
                self.close();
                let manifest: Manifest = json(&body)?;
                if manifest.tables != self.tables || manifest.files != self.files {
                    return Err(damaged("indholdet stemmer ikke med dens egen liste"));
                }
                if part(&mut self.from)?.is_some() {
                    return Err(damaged("der står mere efter dens slutning"));
                }
                self.manifest = Some(manifest);
                Frame::End
            }
            _ => return Err(damaged("den har en ukendt del")),
        };
        Ok(Some(frame))
    }

    /// The manifest, once all has been read.
    pub(super) fn manifest(self) -> Result<Manifest, StoreError> {
        self.manifest.ok_or_else(|| damaged("den er skåret af"))
    }

    fn counted(&mut self, kind: u8, body: Vec<u8>) -> Result<Frame, StoreError> {
        match &mut self.open {
            Open::Table(count, hash) if kind == ROW => {
                hash.update(&body);
                hash.update("\n");
                count.rows += 1;
                String::from_utf8(body).map(Frame::Row).map_err(|_| damaged("en række er ikke tekst"))
            }
            Open::File(count, hash) if kind == BYTES => {
                hash.update(&body);
                count.size += body.len() as u64;
                Ok(Frame::Bytes(body))
            }
            _ => Err(damaged("dens dele står i uorden")),
        }
    }

    fn close(&mut self) {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => {}
            Open::Table(count, hash) => {
                self.tables.push(TableCount { sha256: hex(&hash.finalize()), ..count });
            }
            Open::File(count, hash) => self.files.push(FileCount { sha256: hex(&hash.finalize()), ..count }),
        }
    }
}

/// The next part's kind and body; `None` at the end of the stream.
fn part(from: &mut impl Read) -> Result<Option<(u8, Vec<u8>)>, StoreError> {
    let mut kind = [0];
    if from.read(&mut kind).map_err(|e| unread(&e))? == 0 {
        return Ok(None);
    }
    let mut length = [0; 4];
    from.read_exact(&mut length).map_err(|e| unread(&e))?;
    let length = u32::from_be_bytes(length);
    if length > LONGEST {
        return Err(damaged("en del er for lang"));
    }
    let mut body = vec![0; length as usize];
    from.read_exact(&mut body).map_err(|e| unread(&e))?;
    Ok(Some((kind[0], body)))
}

fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(body).map_err(|_| damaged("en del kan ikke læses"))
}
