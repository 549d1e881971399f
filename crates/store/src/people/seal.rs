//! Number and name of one person, encrypted. The citizen id is bound in, so that two rows cannot be exchanged.

use super::damaged;
use crate::error::StoreError;
use crate::key::{Key, random};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use domain::person::Cpr;

const NONCE: usize = 24;

/// Encrypts and decrypts rows of the identity store.
pub(super) struct Sealer(XChaCha20Poly1305);

impl Sealer {
    pub(super) fn new(key: &Key) -> Sealer {
        Sealer(XChaCha20Poly1305::new(&key.derive("ottetal personer").into()))
    }

    pub(super) fn seal(&self, id: u32, cpr: Cpr, name: &str) -> Result<Vec<u8>, StoreError> {
        let nonce: [u8; NONCE] = random()?;
        let mut clear = cpr.digits().to_vec();
        clear.extend_from_slice(name.as_bytes());
        let payload = Payload { msg: &clear, aad: &id.to_be_bytes() };
        let mut sealed = nonce.to_vec();
        sealed.extend(self.0.encrypt(&nonce.into(), payload).map_err(|_| damaged())?);
        Ok(sealed)
    }

    pub(super) fn open(&self, id: u32, sealed: &[u8]) -> Result<[u8; 10], StoreError> {
        self.open_all(id, sealed).map(|(digits, _)| digits)
    }

    /// The number, and the name; empty where none is kept.
    pub(super) fn open_all(&self, id: u32, sealed: &[u8]) -> Result<([u8; 10], String), StoreError> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let payload = Payload { msg: body, aad: &id.to_be_bytes() };
        let clear = self.0.decrypt(nonce.into(), payload).map_err(|_| damaged())?;
        let (digits, name) = clear.split_first_chunk::<10>().ok_or_else(damaged)?;
        let name = std::str::from_utf8(name).map_err(|_| damaged())?;
        Ok((*digits, name.to_owned()))
    }
}
