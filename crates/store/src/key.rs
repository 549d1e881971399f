//! The municipality's key: 32 bytes in a file outside the data folder.
//!
//! Without it raw files and identities cannot be read by anyone. It is never written into the data folder,
//! a log or an error; what is shown is its fingerprint.

use crate::error::StoreError;
use crate::folder::{private_file, sync_folder};
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use sha2::Sha256;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The key of one municipality's data folder.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.fingerprint())
    }
}

/// Where the key file stands unless told otherwise: `<home>/.config/ottetal/<kommune>.noegle`.
#[must_use]
pub fn default_path(home: &Path, kommune: u16) -> PathBuf {
    home.join(".config").join("ottetal").join(format!("{kommune:03}.noegle"))
}

impl Key {
    /// Makes a new key and writes it to a file that must not be there.
    ///
    /// # Errors
    /// `Conflict` where the file is there; `Unavailable` where it cannot be written.
    pub fn create(path: &Path) -> Result<Key, StoreError> {
        let key = Key(random()?);
        let err = |e: std::io::Error| StoreError::io("gemme nøglefilen", path, &e);
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(err)?;
        let temp = path.with_extension(format!("{}.tmp", hex(&random::<4>()?)));
        let mut file = private_file(&temp).map_err(err)?;
        file.write_all(format!("{}\n", hex(&key.0)).as_bytes()).map_err(err)?;
        file.sync_all().map_err(err)?;
        // A link, unlike a rename, never replaces a key that is there.
        let linked = fs::hard_link(&temp, path);
        fs::remove_file(&temp).map_err(err)?;
        if linked.as_ref().is_err_and(|e| e.kind() == std::io::ErrorKind::AlreadyExists) {
            return Err(StoreError::Conflict(format!("Der er allerede en nøglefil: {}.", path.display())));
        }
        linked.map_err(err)?;
        sync_folder(folder).map_err(err)?;
        Ok(key)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// `NotFound`; `Damaged` where it is no key; `Unavailable` where others than the owner may read it.
    pub fn load(path: &Path) -> Result<Key, StoreError> {
        let text = fs::read_to_string(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => StoreError::NotFound(format!(
                "Nøglefilen {} findes ikke. Uden den kan mappens data ikke læses. Læg den tilbage, eller skriv den \
                 af fra genskabelsesarket.",
                path.display()
            )),
            _ => StoreError::io("læse nøglefilen", path, &e),
        })?;
        refuse_readable_by_others(path)?;
        Key::parse(&text).ok_or_else(|| {
            StoreError::Damaged(format!(
                "Nøglefilen {} er ikke en nøgle: den skal have 64 tegn, 0-9 og a-f.",
                path.display()
            ))
        })
    }

    /// Reads the key file, or makes it where it is missing. True: it was made now, and the recovery sheet should
    /// be printed.
    ///
    /// # Errors
    /// As [`Key::load`] and [`Key::create`].
    pub fn load_or_create(path: &Path) -> Result<(Key, bool), StoreError> {
        match Key::load(path) {
            Err(StoreError::NotFound(_)) => Key::create(path).map(|key| (key, true)),
            other => other.map(|key| (key, false)),
        }
    }

    /// Reads the 64 characters as a key file or a recovery sheet has them; spaces, line breaks and hyphens do not
    /// matter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Key> {
        let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'-').collect();
        if digits.len() != 64 {
            return None;
        }
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
            let (high, low) = (char::from(pair[0]).to_digit(16)?, char::from(pair[1]).to_digit(16)?);
            *byte = (high * 16 + low) as u8;
        }
        Some(Key(key))
    }

    /// Twelve characters by which a key is known without being shown.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex(&self.derive("ottetal fingeraftryk")[..6])
    }

    /// The sheet to print and lock away: the only way back when the key file is lost.
    #[must_use]
    pub fn recovery_sheet(&self, kommune: u16, path: &Path) -> String {
        let all = hex(&self.0);
        let mut lines = String::new();
        for line in 0..4 {
            let groups: Vec<&str> = (0..4).map(|g| &all[line * 16 + g * 4..line * 16 + g * 4 + 4]).collect();
            lines.push_str(&format!("    {}\n", groups.join(" ")));
        }
        format!(
            "GENSKABELSESARK FOR OTTETAL, KOMMUNE {kommune:03}\n\n\
             Udskriv arket, læg det i pengeskabet, og gem det ikke på en computer. Den, der har arket og mappen,\n\
             kan læse alle personnumre i den. Går nøglefilen tabt, og findes arket ikke, kan ingen.\n\n\
             {lines}\n\
             Fingeraftryk: {}\n\
             Nøglefil: {}\n\n\
             Sådan genskabes nøglen: skriv de 64 tegn i en fil på nøglefilens plads (mellemrum og linjeskift er\n\
             uden betydning), og kør «chmod 600» på filen. «ottetal tjek» viser fingeraftrykket.\n",
            self.fingerprint(),
            path.display()
        )
    }

    /// A key for one purpose, by HMAC-SHA-256 of the purpose's name.
    pub(crate) fn derive(&self, label: &str) -> [u8; 32] {
        keyed_hash(&self.0, label.as_bytes())
    }
}

fn refuse_readable_by_others(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let meta = fs::metadata(path).map_err(|e| StoreError::io("læse nøglefilen", path, &e))?;
        let mode = meta.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(StoreError::Unavailable(format!(
                "Nøglefilen {place} kan læses af andre end dig (rettigheder {mode:o}). Kør «chmod 600 {place}», og prøv igen.",
                place = path.display()
            )));
        }
    }
    Ok(())
}

/// HMAC-SHA-256.
pub(crate) fn keyed_hash(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC tager enhver længde");
    mac.update(data);
    mac.finalize().into_bytes().into()
}

/// Bytes from the operating system's random source.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    rand::rngs::OsRng.try_fill_bytes(&mut bytes).map_err(|e| {
        StoreError::Unavailable(format!("Kunne ikke hente tilfældige tal fra styresystemet: {e}."))
    })?;
    Ok(bytes)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]])
        .map(char::from)
        .collect()
}

#[cfg(test)]
mod tests;
