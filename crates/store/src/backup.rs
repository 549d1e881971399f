//! Backup and restoring: everything that a store keeps as one encrypted file, from any back end and to any.
//!
//! The content is logical: tables as lines in a fixed order, files byte for byte. A manifest at the end has a hash and a
//! count of each; nothing of a backup counts before the manifest has been read and agrees.

use crate::error::{StoreError, told};
use crate::faults::Faults;
use crate::folder::{Steps, Temp};
use crate::key::Key;
use crate::log::Head;
use crate::settings::IdSource;
use crate::{Context, Store};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

mod frames;
mod restore;
mod stream;
mod write;

use frames::Frames;
pub(crate) use restore::MARKER;
pub use restore::restore;
pub use stream::fingerprint;
pub use write::write;

/// The layout of backups that this program writes.
const FORMAT: u32 = 1;

const STEPS: Steps = Steps {
    begun: Some("backup.begun"),
    written: Some("backup.written"),
    synced: Some("backup.synced"),
    renamed: Some("backup.renamed"),
    folder_synced: Some("backup.folder_synced"),
};

/// What begins a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    format: u32,
    kommune: u16,
    mappe: String,
    borger_id: IdSource,
    at: String,
    actor: String,
    /// Versions of the tables: main, and the identity store's.
    tables: [i64; 2],
}

/// A table of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCount {
    /// `main` or `people`.
    pub database: String,
    /// The table.
    pub table: String,
    /// Rows of it.
    pub rows: u64,
    /// SHA-256 of its lines.
    pub sha256: String,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCount {
    /// Its name: kept files and Parquet as among the store's files, others under `mappe/`.
    pub name: String,
    /// Bytes as it stands, which for kept files is encrypted.
    pub size: u64,
    /// SHA-256 of these bytes.
    pub sha256: String,
}

/// What a backup has: read from its end, and found to agree with all that came before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The municipality's code.
    pub kommune: u16,
    /// The folder's own name.
    pub mappe: String,
    /// When it was made, RFC 3339.
    pub at: String,
    /// By whom.
    pub actor: String,
    /// Lines in the log.
    pub log_lines: i64,
    /// The hash of the log's newest line.
    pub log_hash: String,
    /// Tables, in their order.
    pub tables: Vec<TableCount>,
    /// Files, in their order.
    pub files: Vec<FileCount>,
}

impl Manifest {
    /// The newest line of the log when the backup was made.
    #[must_use]
    pub fn log_head(&self) -> Head {
        Head { lines: self.log_lines, hash: self.log_hash.clone() }
    }

    /// Rows of all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Writes a backup to a file that is not there, whole or not at all, and reads it back.
///
/// # Errors
/// `Conflict` where the file is there, or something was deleted meanwhile; `Damaged` where what is kept or what was
/// written is not as it should be: then there is no file; `Unavailable`.
pub async fn write_file(store: &Store, ctx: &Context, path: &Path) -> Result<Manifest, StoreError> {
    if path.exists() {
        return Err(StoreError::Conflict(format!(
            "{} findes allerede. Vælg et andet navn til kopien.",
            path.display()
        )));
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temp = Temp::begin(parent, store.faults(), STEPS)?;
    let manifest = write(store, ctx, &mut BufWriter::with_capacity(1 << 20, temp.file())).await?;
    temp.keep(path)?;
    let read = verify_file(store.key(), path).and_then(|read| {
        if read == manifest {
            return Ok(read);
        }
        Err(StoreError::Damaged("Sikkerhedskopien læses anderledes, end den blev skrevet.".to_owned()))
    });
    let read = read.and_then(|read| store.reach("backup.read_back").map(|()| read));
    if read.is_err() {
        // Nobody may trust it.
        let _ = fs::remove_file(path);
    }
    read
}

/// Reads a backup to its end and compares all of it with its manifest. Changes nothing.
///
/// # Errors
/// `WrongKey`; `Damaged` where it is cut or changed; `Newer`; `NotFound`.
pub fn verify_file(key: &Key, path: &Path) -> Result<Manifest, StoreError> {
    let file = File::open(path).map_err(|e| StoreError::io("læse sikkerhedskopien", path, &e))?;
    verify(key, BufReader::with_capacity(1 << 20, file))
}

/// The same for a backup that comes from elsewhere.
///
/// # Errors
/// As [`verify_file`].
pub fn verify(key: &Key, from: impl Read) -> Result<Manifest, StoreError> {
    let mut frames = Frames::begin(from, key)?;
    while frames.next()?.is_some() {}
    frames.manifest()
}

fn unwritten(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Unavailable(
            "Sikkerhedskopien kunne ikke skrives: disken er fuld. Skaf plads, og kør igen.".to_owned(),
        ),
        _ => StoreError::Unavailable(format!("Sikkerhedskopien kunne ikke skrives: {}", told(error))),
    }
}

fn unread(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => damaged("den er ændret eller skåret af"),
        _ => StoreError::Unavailable(format!("Sikkerhedskopien kunne ikke læses: {}", told(error))),
    }
}

fn damaged(why: &str) -> StoreError {
    StoreError::Damaged(format!(
        "Sikkerhedskopien kan ikke bruges: {why}. Intet er gendannet. Tag en anden kopi."
    ))
}

/// Writes bytes of a file to a draft of the store.
fn copy_into(mut out: impl Write, bytes: &[u8], place: &Path) -> Result<(), StoreError> {
    out.write_all(bytes).map_err(|e| StoreError::io("gendanne en fil", place, &e))
}

/// The points of files that are restored: none of their own, for nothing names them yet.
fn no_points() -> (Faults, Steps) {
    (Faults::none(), Steps::default())
}
