//! Where the data folder stands: the drive's space, the folder's size, whether others may read a file.

use std::fs;
use std::path::Path;

/// The space of a drive, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disk {
    /// What the program may still use.
    pub free: u64,
    /// All.
    pub all: u64,
}

/// The drive of a folder; `None` where it does not say.
#[cfg(unix)]
#[must_use]
pub fn disk(folder: &Path) -> Option<Disk> {
    let told = rustix::fs::statvfs(folder).ok()?;
    Some(Disk {
        free: told.f_bavail.checked_mul(told.f_frsize)?,
        all: told.f_blocks.checked_mul(told.f_frsize)?,
    })
}

/// The drive of a folder; only known on Unix.
#[cfg(not(unix))]
#[must_use]
pub fn disk(_folder: &Path) -> Option<Disk> {
    None
}

/// The bytes of all files in a folder; `None` where a part of it cannot be read.
#[must_use]
pub fn folder_size(folder: &Path) -> Option<u64> {
    let mut all = 0_u64;
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        // A file that is swept away while one looks fills nothing.
        let Ok(kind) = entry.file_type() else { continue };
        all += if kind.is_dir() {
            folder_size(&entry.path())?
        } else {
            entry.metadata().map_or(0, |meta| meta.len())
        };
    }
    Some(all)
}

/// True where others than its owner may read or write a file; `None` where it cannot be seen.
#[cfg(unix)]
#[must_use]
pub fn open_to_others(path: &Path) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::metadata(path).ok()?.permissions().mode() & 0o077 != 0)
}

/// Only known on Unix.
#[cfg(not(unix))]
#[must_use]
pub fn open_to_others(_path: &Path) -> Option<bool> {
    None
}
