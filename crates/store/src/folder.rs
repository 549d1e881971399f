//! Files that are whole or not there: temporary name, fsync, rename, fsync of the folder; and the lock of the one
//! who writes.
//!
//! Folders are the owner's alone (0700) and files too (0600).

use crate::error::StoreError;
use crate::faults::Faults;
use crate::key::{hex, random};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Ends the name of every file that is not whole yet.
pub(crate) const TEMP: &str = "tmp";
/// How long to wait for another program that writes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3);

/// A new file for reading and writing that only the owner may open.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    owner_only(&mut options);
    options.open(path)
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn owner_only(_: &mut OpenOptions) {}

/// A folder, with those above it, that only the owner may open.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Makes a rename in the folder durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    // Windows cannot open a folder as a file; there the rename itself is journalled.
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

/// The folder that holds a folder's name; for a bare name that is the current one.
fn above(folder: &Path) -> Option<&Path> {
    folder.parent().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above })
}

/// The named points of one file's way onto the disk; `None` for a way that no crash test follows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Steps {
    pub(crate) begun: Option<&'static str>,
    pub(crate) written: Option<&'static str>,
    pub(crate) synced: Option<&'static str>,
    pub(crate) renamed: Option<&'static str>,
    pub(crate) folder_synced: Option<&'static str>,
}

/// A file that is being written. Dropped before [`Temp::keep`], it is removed.
#[derive(Debug)]
pub(crate) struct Temp {
    file: File,
    path: PathBuf,
    kept: bool,
    faults: Faults,
    steps: Steps,
}

impl Temp {
    /// Begins a file in `folder`, which is made if need be.
    pub(crate) fn begin(folder: &Path, faults: &Faults, steps: Steps) -> Result<Temp, StoreError> {
        let err = |e: io::Error| StoreError::io("begynde en fil", folder, &e);
        private_folder(folder).map_err(err)?;
        let path = folder.join(format!("{}.{TEMP}", hex(&random::<8>()?)));
        let file = private_file(&path).map_err(err)?;
        let temp = Temp { file, path, kept: false, faults: faults.clone(), steps };
        temp.reach(steps.begun).map_err(err)?;
        Ok(temp)
    }

    /// The open file.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Where it stands until it is kept.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The points of its way.
    pub(crate) fn steps(&self) -> Steps {
        self.steps
    }

    pub(crate) fn reach(&self, point: Option<&str>) -> io::Result<()> {
        point.map_or(Ok(()), |p| self.faults.reach(p))
    }

    /// Makes the file whole and durable under its name.
    pub(crate) fn keep(mut self, target: &Path) -> Result<(), StoreError> {
        let err = |e: io::Error| StoreError::io("gemme en fil", target, &e);
        self.reach(self.steps.written).map_err(err)?;
        self.file.sync_all().map_err(err)?;
        self.reach(self.steps.synced).map_err(err)?;
        let folder = above(target).expect("en fil står i en mappe");
        private_folder(folder).map_err(err)?;
        fs::rename(&self.path, target).map_err(err)?;
        self.kept = true;
        self.reach(self.steps.renamed).map_err(err)?;
        sync_folder(folder).map_err(err)?;
        // The folder's own name may be new too.
        if let Some(above) = above(folder) {
            sync_folder(above).map_err(err)?;
        }
        self.reach(self.steps.folder_synced).map_err(err)
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is swept at the next opening.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes a small file whole.
pub(crate) fn write_whole(target: &Path, text: &str) -> Result<(), StoreError> {
    let folder = target.parent().expect("en fil står i en mappe");
    let temp = Temp::begin(folder, &Faults::none(), Steps::default())?;
    let mut file = temp.file();
    file.write_all(text.as_bytes()).map_err(|e| StoreError::io("gemme en fil", target, &e))?;
    temp.keep(target)
}

/// The folder's lock: held by the one program that writes in it, let go when dropped.
#[derive(Debug)]
pub(crate) struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Takes the lock, or `None` where another has it.
    pub(crate) fn try_take(path: &Path) -> Result<Option<WriteLock>, StoreError> {
        let err = |e: io::Error| StoreError::io("låse datamappen", path, &e);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        owner_only(&mut options);
        let mut file = options.open(path).map_err(err)?;
        if let Err(e) = file.try_lock() {
            return match e {
                fs::TryLockError::WouldBlock => Ok(None),
                fs::TryLockError::Error(e) => Err(err(e)),
            };
        }
        file.set_len(0).map_err(err)?;
        file.seek(SeekFrom::Start(0)).map_err(err)?;
        writeln!(file, "{}", std::process::id()).map_err(err)?;
        Ok(Some(WriteLock { _file: file }))
    }

    /// Takes the lock, waiting a little for one who is nearly done.
    pub(crate) fn take(path: &Path) -> Result<WriteLock, StoreError> {
        let begun = Instant::now();
        loop {
            if let Some(lock) = WriteLock::try_take(path)? {
                return Ok(lock);
            }
            if begun.elapsed() >= PATIENCE {
                return Err(busy(path));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

pub(crate) fn busy(path: &Path) -> StoreError {
    let mut holder = String::new();
    if let Ok(mut file) = File::open(path) {
        // Only for the message; the lock itself decides.
        let _ = file.read_to_string(&mut holder);
    }
    let holder = match holder.trim() {
        "" => String::new(),
        number => format!(" (proces {number})"),
    };
    StoreError::Unavailable(format!(
        "Datamappen {} skrives lige nu af en anden ottetal{holder}. Vent, til den er færdig, og kør igen.",
        path.parent().unwrap_or(path).display()
    ))
}

#[cfg(test)]
mod tests;
