//! One encrypted stream, in chunks of 64 KiB: written and read from its beginning to its end.
//!
//! XChaCha20-Poly1305 in the STREAM construction, as the kept files have it, with a key of its own. A chunk changed,
//! moved or cut off is refused, and so is an end that came too early.

use crate::error::StoreError;
use crate::key::{Key, random};
use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use std::io::{self, Read, Write};

/// Begins every backup.
const MAGIC: &[u8; 16] = b"ottetal kopi 001";
/// The key's fingerprint in clear, so that a wrong key is said to be one.
const FINGERPRINT: usize = 12;
const NONCE: usize = 19;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.derive("ottetal sikkerhedskopi").into())
}

/// The fingerprint of the key that a backup was made with, which stands in clear at its beginning.
///
/// # Errors
/// `Damaged` where it is no backup.
pub fn fingerprint(mut from: impl Read) -> Result<String, StoreError> {
    let mut head = [0; MAGIC.len() + FINGERPRINT];
    from.read_exact(&mut head).map_err(|e| super::unread(&e))?;
    let text = String::from_utf8_lossy(&head[MAGIC.len()..]).into_owned();
    if &head[..MAGIC.len()] == MAGIC && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(text);
    }
    Err(super::damaged("filen er ikke en sikkerhedskopi fra Ottetal"))
}

/// Encrypts what is written to it.
pub(super) struct Sealing<W: Write> {
    out: W,
    encryptor: Option<EncryptorBE32<XChaCha20Poly1305>>,
    chunk: Vec<u8>,
    head: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    pub(super) fn begin(mut out: W, key: &Key) -> Result<Sealing<W>, StoreError> {
        let nonce: [u8; NONCE] = random()?;
        let mut head = MAGIC.to_vec();
        head.extend(key.fingerprint().as_bytes());
        head.extend(nonce);
        out.write_all(&head).map_err(|e| super::unwritten(&e))?;
        let encryptor = Some(EncryptorBE32::from_aead(cipher(key), (&nonce).into()));
        Ok(Sealing { out, encryptor, chunk: Vec::with_capacity(CHUNK + TAG), head })
    }

    /// Writes the last chunk: without it, the whole is refused.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let encryptor = self.encryptor.take().ok_or_else(too_large)?;
        encryptor.encrypt_last_in_place(&self.head, &mut self.chunk).map_err(|_| too_large())?;
        self.out.write_all(&self.chunk)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.chunk.len() == CHUNK {
            let encryptor = self.encryptor.as_mut().ok_or_else(too_large)?;
            encryptor.encrypt_next_in_place(&self.head, &mut self.chunk).map_err(|_| too_large())?;
            self.out.write_all(&self.chunk)?;
            self.chunk.clear();
        }
        let count = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Decrypts what is read from it.
pub(super) struct Opening<R: Read> {
    from: R,
    decryptor: Option<DecryptorBE32<XChaCha20Poly1305>>,
    head: Vec<u8>,
    /// The chunk after the one being read, still encrypted.
    next: Vec<u8>,
    chunk: Vec<u8>,
    at: usize,
}

impl<R: Read> Opening<R> {
    pub(super) fn begin(mut from: R, key: &Key) -> Result<Opening<R>, StoreError> {
        let mut head = vec![0; MAGIC.len() + FINGERPRINT + NONCE];
        let whole = from.read_exact(&mut head).is_ok() && head.starts_with(MAGIC);
        if !whole {
            return Err(StoreError::Damaged("Filen er ikke en sikkerhedskopi fra Ottetal.".to_owned()));
        }
        let written = String::from_utf8_lossy(&head[MAGIC.len()..MAGIC.len() + FINGERPRINT]).into_owned();
        if written != key.fingerprint() {
            return Err(StoreError::WrongKey(format!(
                "Nøglen passer ikke til sikkerhedskopien: kopiens nøgle har fingeraftryk {written}, den angivne {}. Find \
                 den rigtige nøglefil, eller genskab den fra genskabelsesarket.",
                key.fingerprint()
            )));
        }
        let nonce: &[u8; NONCE] = head[MAGIC.len() + FINGERPRINT..].try_into().expect("længden er fast");
        let decryptor = Some(DecryptorBE32::from_aead(cipher(key), nonce.into()));
        let mut opening = Opening { from, decryptor, head, next: Vec::new(), chunk: Vec::new(), at: 0 };
        opening.next = opening.fetch().map_err(|e| super::unread(&e))?;
        Ok(opening)
    }

    fn fetch(&mut self) -> io::Result<Vec<u8>> {
        let mut chunk = Vec::with_capacity(CHUNK + TAG);
        (&mut self.from).take((CHUNK + TAG) as u64).read_to_end(&mut chunk)?;
        Ok(chunk)
    }

    fn open_next(&mut self) -> io::Result<()> {
        let after = if self.next.len() == CHUNK + TAG { self.fetch()? } else { Vec::new() };
        self.chunk = std::mem::replace(&mut self.next, after);
        self.at = 0;
        let mut decryptor = self.decryptor.take().ok_or_else(damaged)?;
        let opened = if self.next.is_empty() {
            decryptor.decrypt_last_in_place(&self.head, &mut self.chunk)
        } else {
            let opened = decryptor.decrypt_next_in_place(&self.head, &mut self.chunk);
            self.decryptor = Some(decryptor);
            opened
        };
        opened.map_err(|_| {
            self.chunk.clear();
            self.decryptor = None;
            damaged()
        })
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            if self.decryptor.is_none() {
                return Ok(0);
            }
            self.open_next()?;
        }
        let count = out.len().min(self.chunk.len() - self.at);
        out[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "den er ændret eller skåret af")
}

fn too_large() -> io::Error {
    io::Error::other("sikkerhedskopien er for stor")
}
