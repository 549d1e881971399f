//! `ottetal.toml`: what the data folder says about itself. Never holds a secret.

use crate::error::StoreError;
use crate::folder::write_whole;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// The version of the folder's layout that this program writes.
pub const FORMAT: u32 = 1;
/// Its name in the data folder.
pub(crate) const FILE: &str = "ottetal.toml";

/// Where new citizen ids come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdSource {
    /// The operating system's random numbers: the only one for real people.
    #[default]
    Tilfaeldig,
    /// The same person gets the same id wherever this seed is used: for tests and the demo.
    Froe(u64),
}

/// What the folder says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Version of the layout.
    pub format: u32,
    /// The municipality's code.
    pub kommune: u16,
    /// The folder's own name, random.
    pub mappe: String,
    /// The key's fingerprint.
    pub noegle: String,
    /// Where citizen ids come from.
    #[serde(default)]
    pub borger_id: IdSource,
}

#[derive(Deserialize)]
struct OnlyFormat {
    format: u32,
}

impl Settings {
    /// Reads the settings of a data folder, before its key is known.
    ///
    /// # Errors
    /// `NotFound` where the folder is none; `Newer`; `Damaged`.
    pub fn read(folder: &Path) -> Result<Settings, StoreError> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => StoreError::NotFound(format!(
                "{} er ikke en datamappe: der er ingen {FILE}. Opret den med «ottetal init», eller angiv den rigtige \
                 med --mappe.",
                folder.display()
            )),
            _ => StoreError::io("læse datamappens indstillinger", &path, &e),
        })?;
        let damaged = |e: toml::de::Error| {
            StoreError::Damaged(format!(
                "{} kan ikke læses: {}. Ret den, eller hent den fra sikkerhedskopien.",
                path.display(),
                e.message()
            ))
        };
        // The version first: a newer layout may have keys that this program does not know.
        let OnlyFormat { format } = toml::from_str(&text).map_err(damaged)?;
        if format > FORMAT {
            return Err(StoreError::Newer(format!(
                "Datamappen {} er skrevet af en nyere Ottetal (format {format}, denne kender {FORMAT}). Brug den nyere.",
                folder.display()
            )));
        }
        toml::from_str(&text).map_err(damaged)
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let body = toml::to_string(self)
            .map_err(|e| StoreError::Damaged(format!("Indstillingerne kan ikke skrives: {e}.")))?;
        write_whole(
            &folder.join(FILE),
            &format!("# Ottetals datamappe. Skrives af programmet; ret den ikke.\n{body}"),
        )
    }
}
