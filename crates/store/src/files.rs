//! Where kept files and Parquet files stand: in the data folder, or as objects of an S3 store.
//!
//! A file has its name only when it is whole. What is being written is a file under a temporary name in the data
//! folder; an object is named by the store when all of it has come.

use crate::error::StoreError;
use crate::faults::Faults;
use crate::folder::{Steps, Temp, private_folder, sync_folder};
use crate::key::hex;
use bytes::Bytes;
use parquet::file::reader::{ChunkReader, Length};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

mod bucket;

pub(crate) use bucket::Bucket;

/// The place of all files. Names have `/` between their parts: `raw/ab/….raw`, `lake/runs/…/deviations.parquet`.
#[derive(Clone, Debug)]
pub(crate) enum Files {
    /// In the data folder.
    Folder(PathBuf),
    /// In a bucket, under the store's own prefix.
    Bucket(Bucket),
}

/// A whole file that may be read in any order, by any number of readers.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    place: PathBuf,
    bytes: Option<Bytes>,
}

impl Files {
    /// Begins a file that will be named `name`.
    pub(crate) fn draft(&self, name: &str, faults: &Faults, steps: Steps) -> Result<Temp, StoreError> {
        match self {
            Files::Folder(_) => {
                let place = self.place(name);
                Temp::begin(place.parent().expect("en fil står i en mappe"), faults, steps)
            }
            Files::Bucket(bucket) => Temp::begin(bucket.spool(), faults, steps),
        }
    }

    /// Makes a draft whole and durable under its name, in the place of what has that name.
    pub(crate) fn keep(&self, draft: Temp, name: &str) -> Result<(), StoreError> {
        match self {
            Files::Folder(_) => draft.keep(&self.place(name)),
            Files::Bucket(bucket) => bucket.keep(draft, name),
        }
    }

    /// True where a file has this name.
    pub(crate) fn holds(&self, name: &str) -> Result<bool, StoreError> {
        match self {
            Files::Folder(_) => Ok(self.place(name).exists()),
            Files::Bucket(bucket) => {
                bucket.size(name).map(|size| size.is_some()).map_err(|e| self.unread(name, &e))
            }
        }
    }

    /// Reads a file from its beginning to its end.
    pub(crate) fn read(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Files::Folder(_) => Ok(Box::new(File::open(self.place(name))?)),
            Files::Bucket(bucket) => Ok(Box::new(bucket.reader(name)?)),
        }
    }

    /// A file for reading in any order. An object is fetched whole: a row group is most of what is asked for anyway,
    /// and a request costs more than a megabyte.
    pub(crate) fn stored(&self, name: &str) -> Result<Stored, StoreError> {
        let bytes = match self {
            Files::Folder(_) => None,
            Files::Bucket(bucket) => Some(bucket.whole(name).map_err(|e| self.unread(name, &e))?),
        };
        Ok(Stored { place: self.place(name), bytes })
    }

    /// SHA-256 of a file as it stands now.
    pub(crate) fn sha256(&self, name: &str) -> io::Result<String> {
        let mut hash = Sha256::new();
        io::copy(&mut self.read(name)?, &mut hash)?;
        Ok(hex(&hash.finalize()))
    }

    /// All names that begin with the folder `under`, sorted. Files under temporary names are none.
    pub(crate) fn names(&self, under: &str) -> Result<Vec<String>, StoreError> {
        let mut out = Vec::new();
        match self {
            Files::Folder(root) => walk(root, &root.join(under), &mut out)
                .map_err(|e| StoreError::io("se mappen igennem", &root.join(under), &e))?,
            Files::Bucket(bucket) => out = bucket.names(under).map_err(|e| self.unread(under, &e))?,
        }
        out.sort_unstable();
        Ok(out)
    }

    /// Takes a file away; one that is not there is none the less gone.
    pub(crate) fn remove(&self, name: &str) -> Result<(), StoreError> {
        let gone = match self {
            Files::Folder(_) => fs::remove_file(self.place(name)),
            Files::Bucket(bucket) => bucket.remove(name),
        };
        match gone {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::io("slette filen", &self.place(name), &e))
            }
            _ => Ok(()),
        }
    }

    /// Takes away all files of a folder.
    pub(crate) fn remove_all(&self, under: &str) -> Result<(), StoreError> {
        self.names(under)?.iter().try_for_each(|name| self.remove(name))?;
        if let Files::Folder(root) = self {
            // An empty folder does no harm where it cannot go.
            let _ = fs::remove_dir(root.join(under));
        }
        Ok(())
    }

    /// Gives a whole file another's name. Killed in between, both may be there; repeated, it is done.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        let done = match self {
            Files::Folder(_) => fs::rename(self.place(from), self.place(to))
                .and_then(|()| sync_folder(self.place(to).parent().expect("en fil står i en mappe"))),
            Files::Bucket(bucket) => bucket.rename(from, to),
        };
        done.map_err(|e| StoreError::io("gemme en fil", &self.place(to), &e))
    }

    /// Where it stands, for messages.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        match self {
            Files::Folder(root) => root.join(name),
            Files::Bucket(bucket) => bucket.place(name),
        }
    }

    /// Makes the folders that a new data folder has.
    pub(crate) fn prepare(&self) -> Result<(), StoreError> {
        match self {
            Files::Folder(root) => ["raw", "lake/imports", "lake/runs"].into_iter().try_for_each(|part| {
                private_folder(&root.join(part)).map_err(|e| StoreError::io("oprette datamappen", root, &e))
            }),
            Files::Bucket(bucket) => bucket.answers().map_err(|e| self.unread("", &e)),
        }
    }

    fn unread(&self, name: &str, error: &io::Error) -> StoreError {
        StoreError::io("læse", &self.place(name), error)
    }
}

impl Stored {
    /// Where it stands, for messages.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Opens it once more.
    pub(crate) fn open(&self) -> Result<Parts, StoreError> {
        if let Some(bytes) = &self.bytes {
            return Ok(Parts::Bytes(bytes.clone()));
        }
        let file = File::open(&self.place);
        file.map(Parts::File).map_err(|e| StoreError::io("læse indlæste rækker", &self.place, &e))
    }
}

fn walk(root: &Path, folder: &Path, out: &mut Vec<String>) -> io::Result<()> {
    let listing = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for entry in listing {
        let path = entry?.path();
        if path.is_dir() {
            walk(root, &path, out)?;
        } else if path.extension().is_none_or(|e| e != crate::folder::TEMP) {
            let parts = path.strip_prefix(root).unwrap_or(&path).components();
            let parts: Vec<_> = parts.map(|p| p.as_os_str().to_string_lossy()).collect();
            out.push(parts.join("/"));
        }
    }
    Ok(())
}

/// A file opened for the reader of Parquet.
pub(crate) enum Parts {
    /// On the disk.
    File(File),
    /// In memory.
    Bytes(Bytes),
}

impl Length for Parts {
    fn len(&self) -> u64 {
        match self {
            Parts::File(file) => file.len(),
            Parts::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Parts {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        Ok(match self {
            Parts::File(file) => Box::new(file.get_read(start)?),
            Parts::Bytes(bytes) => Box::new(bytes.get_read(start)?),
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        match self {
            Parts::File(file) => file.get_bytes(start, length),
            Parts::Bytes(bytes) => bytes.get_bytes(start, length),
        }
    }
}
