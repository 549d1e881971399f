//! The files as they came: each under the SHA-256 of its content, encrypted in chunks of 64 KiB.
//!
//! XChaCha20-Poly1305 in the STREAM construction: a chunk changed, moved or cut off is refused. Reading also
//! compares the whole content with its name. A clear file is never on the disk.

use crate::error::{StoreError, told};
use crate::folder::{Steps, Temp};
use crate::key::{hex, random};
use crate::{Context, Store};
use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, BufReader, Read, Write};

/// Begins every kept file.
const MAGIC: &[u8; 16] = b"ottetal raw 0001";
const NONCE: usize = 19;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
const STEPS: Steps = Steps {
    begun: Some("raw.temp_begun"),
    written: Some("raw.temp_written"),
    synced: Some("raw.temp_synced"),
    renamed: Some("raw.renamed"),
    folder_synced: Some("raw.folder_synced"),
};

/// A kept file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawFile {
    /// SHA-256 of the content, 64 hexadecimal digits: its name.
    pub sha256: String,
    /// Bytes of the content.
    pub size: u64,
}

/// The kept files of a store.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a>(pub(crate) &'a Store);

impl Raw<'_> {
    /// Keeps what `from` gives. Content that is kept already is not kept twice; a kept file that has been damaged
    /// is replaced. Takes the folder for writing.
    ///
    /// # Errors
    /// `Unavailable` where it cannot be read or written.
    pub fn put(&self, _ctx: &Context, from: &mut dyn Read) -> Result<RawFile, StoreError> {
        self.0.writing()?;
        let files = self.0.files();
        let temp = files.draft("raw/ny", self.0.faults(), STEPS)?;
        let file = self.encrypt(from, &temp)?;
        let name = name_of(&file.sha256);
        if files.holds(&name)? && self.verify(&file.sha256).is_ok_and(|size| size == file.size) {
            return Ok(file);
        }
        files.keep(temp, &name)?;
        Ok(file)
    }

    fn encrypt(&self, from: &mut dyn Read, temp: &Temp) -> Result<RawFile, StoreError> {
        let writing = |e: io::Error| StoreError::io("gemme filen", temp.path(), &e);
        let reading =
            |e: io::Error| StoreError::Unavailable(format!("Kunne ikke læse filen til ende: {}", told(&e)));
        let nonce: [u8; NONCE] = random()?;
        let mut out = temp.file();
        out.write_all(MAGIC).map_err(writing)?;
        out.write_all(&nonce).map_err(writing)?;
        let mut encryptor = EncryptorBE32::from_aead(self.cipher(), (&nonce).into());
        let mut hash = Sha256::new();
        let mut size = 0u64;
        let mut chunk = Vec::with_capacity(CHUNK + TAG);
        let mut next = Vec::with_capacity(CHUNK + TAG);
        fill(from, &mut chunk).map_err(reading)?;
        loop {
            hash.update(&chunk);
            size += chunk.len() as u64;
            if chunk.len() == CHUNK {
                fill(from, &mut next).map_err(reading)?;
            }
            if next.is_empty() {
                break;
            }
            encryptor.encrypt_next_in_place(MAGIC, &mut chunk).map_err(|_| too_large())?;
            out.write_all(&chunk).map_err(writing)?;
            std::mem::swap(&mut chunk, &mut next);
            next.clear();
        }
        encryptor.encrypt_last_in_place(MAGIC, &mut chunk).map_err(|_| too_large())?;
        out.write_all(&chunk).map_err(writing)?;
        Ok(RawFile { sha256: hex(&hash.finalize()), size })
    }

    /// Opens a kept file for reading, after a line in the log. The reader fails on the first byte that is not as it
    /// was written.
    ///
    /// # Errors
    /// `NotFound`, `Damaged`, `Unavailable`.
    pub async fn open(&self, ctx: &Context, sha256: &str) -> Result<RawReader, StoreError> {
        let reader = self.reader(sha256)?;
        self.0.log().append(ctx, "aabn_fil", sha256, 1).await?;
        Ok(reader)
    }

    /// Reads a kept file to its end, gives its size and nothing else away.
    ///
    /// # Errors
    /// As [`Raw::open`].
    pub fn verify(&self, sha256: &str) -> Result<u64, StoreError> {
        let mut reader = self.reader(sha256)?;
        io::copy(&mut reader, &mut io::sink())
            .map_err(|e| StoreError::io("læse den gemte fil", &self.0.files().place(&name_of(sha256)), &e))
    }

    /// True where a file of this name is kept; whether it is whole, [`Raw::verify`] says.
    #[must_use]
    pub fn holds(&self, sha256: &str) -> bool {
        is_name(sha256) && self.0.files().holds(&name_of(sha256)).unwrap_or(false)
    }

    /// Removes a kept file; one that is not there is no error.
    pub(crate) fn remove(&self, sha256: &str) -> Result<(), StoreError> {
        self.0.files().remove(&name_of(sha256))
    }

    fn reader(&self, sha256: &str) -> Result<RawReader, StoreError> {
        if !is_name(sha256) {
            return Err(StoreError::NotFound(format!("«{sha256}» er ikke navnet på en gemt fil.")));
        }
        let name = name_of(sha256);
        let err = |e: io::Error| StoreError::io("læse den gemte fil", &self.0.files().place(&name), &e);
        let mut file = BufReader::with_capacity(CHUNK + TAG, self.0.files().read(&name).map_err(err)?);
        let mut head = [0; MAGIC.len() + NONCE];
        let whole = file.read_exact(&mut head).is_ok() && &head[..MAGIC.len()] == MAGIC;
        if !whole {
            return Err(err(damaged()));
        }
        let nonce: &[u8; NONCE] = head[MAGIC.len()..].try_into().expect("længden er fast");
        Ok(RawReader {
            file,
            decryptor: Some(DecryptorBE32::from_aead(self.cipher(), nonce.into())),
            chunk: Vec::with_capacity(CHUNK + TAG),
            at: 0,
            hash: Sha256::new(),
            name: sha256.to_owned(),
        })
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.key().derive("ottetal raw").into())
    }
}

/// The name of a kept file among the files of the store.
pub(crate) fn name_of(sha256: &str) -> String {
    format!("raw/{}/{sha256}.raw", sha256.get(..2).unwrap_or_default())
}

/// Reads a kept file. The content is compared with its name at the end: use nothing of it before.
pub struct RawReader {
    file: BufReader<Box<dyn Read + Send>>,
    decryptor: Option<DecryptorBE32<XChaCha20Poly1305>>,
    chunk: Vec<u8>,
    at: usize,
    hash: Sha256,
    name: String,
}

impl Read for RawReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            if self.decryptor.is_none() {
                return Ok(0);
            }
            if let Err(e) = self.next_chunk() {
                // Nothing of a chunk that was refused may be read later.
                self.chunk.clear();
                return Err(e);
            }
        }
        let count = out.len().min(self.chunk.len() - self.at);
        out[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

impl RawReader {
    fn next_chunk(&mut self) -> io::Result<()> {
        self.chunk.clear();
        self.at = 0;
        (&mut self.file).take((CHUNK + TAG) as u64).read_to_end(&mut self.chunk)?;
        let last = self.chunk.len() < CHUNK + TAG || self.file.fill_buf()?.is_empty();
        let decryptor = self.decryptor.take().ok_or_else(damaged)?;
        if last {
            decryptor.decrypt_last_in_place(MAGIC, &mut self.chunk).map_err(|_| damaged())?;
        } else {
            let mut decryptor = decryptor;
            decryptor.decrypt_next_in_place(MAGIC, &mut self.chunk).map_err(|_| damaged())?;
            self.decryptor = Some(decryptor);
        }
        self.hash.update(&self.chunk);
        if last && hex(&self.hash.clone().finalize()) != self.name {
            return Err(damaged());
        }
        Ok(())
    }
}

fn is_name(sha256: &str) -> bool {
    sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Reads until the chunk is full or there is no more.
fn fill(from: &mut dyn Read, chunk: &mut Vec<u8>) -> io::Result<()> {
    chunk.clear();
    from.take(CHUNK as u64).read_to_end(chunk).map(|_| ())
}

fn damaged() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "indholdet er ikke, som det blev gemt. Hent filen fra sikkerhedskopien, eller indlæs den igen",
    )
}

fn too_large() -> StoreError {
    StoreError::Unavailable("Filen er for stor til at blive gemt.".to_owned())
}
