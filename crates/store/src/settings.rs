//! `ottetal.toml`: what the data folder says about itself. Never holds a secret.

use crate::db::schema_of;
use crate::error::StoreError;
use crate::folder::write_whole;
use crate::key::{hex, random};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// The version of the folder's layout that this program writes.
pub const FORMAT: u32 = 2;
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
    /// The database, where it is a server's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<DatabaseAt>,
    /// Kept files and Parquet, where they are objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lager: Option<FilesAt>,
}

/// Where a new data folder keeps what it keeps. Nothing named: all of it in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Backends {
    /// A PostgreSQL server instead of two SQLite files.
    pub database: Option<DatabaseAt>,
    /// An S3 store instead of the folders `raw` and `lake`.
    pub lager: Option<FilesAt>,
}

impl Backends {
    /// With a name of its own for everything that other data folders on the same servers must not share.
    pub(crate) fn named(mut self, kommune: u16) -> Result<Backends, StoreError> {
        if let Some(database) = self.database.as_mut().filter(|d| d.skema.is_empty()) {
            database.skema = schema_of(kommune, &random::<3>()?);
        }
        if let Some(lager) = &mut self.lager {
            lager.navn = format!("{kommune:03}-{}", hex(&random::<6>()?));
        }
        Ok(self)
    }
}

/// A PostgreSQL server.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseAt {
    /// `env:NAME`, or an address without a password, which then comes from `~/.pgpass`.
    pub url: String,
    /// The same for the identity store, where other rights are wanted; the same server where empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub personer: String,
    /// The schema; the identity store is in `<skema>_personer`. Empty: one is named when the folder is made.
    #[serde(default)]
    pub skema: String,
}

/// A bucket of an S3 store.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesAt {
    /// `s3://bucket/prefix`.
    pub s3: String,
    /// The server's address, where it is not Amazon's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The region; `us-east-1` where none is named, which servers of one's own do not mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The folder under the prefix that is this data folder's alone; named when it is made.
    #[serde(default)]
    pub navn: String,
}

impl FilesAt {
    /// Bucket and prefix.
    pub(crate) fn parts(&self) -> Result<(String, String), StoreError> {
        let rest = self.s3.strip_prefix("s3://").map(|rest| rest.trim_end_matches('/'));
        let (bucket, prefix) =
            rest.map(|rest| rest.split_once('/').unwrap_or((rest, ""))).unwrap_or_default();
        if bucket.is_empty() {
            return Err(StoreError::Unavailable(format!(
                "Lageret kan ikke være «{}»: skriv det som s3://bucket/mappe.",
                self.s3
            )));
        }
        Ok((bucket.to_owned(), prefix.to_owned()))
    }
}

impl DatabaseAt {
    /// The address of the main database and of the identity store, read from the environment where they say so.
    pub(crate) fn addresses(&self, environment: &Environment) -> Result<[String; 2], StoreError> {
        let main = address(&self.url, environment)?;
        let people =
            if self.personer.is_empty() { main.clone() } else { address(&self.personer, environment)? };
        Ok([main, people])
    }
}

fn address(written: &str, environment: &Environment) -> Result<String, StoreError> {
    if let Some(name) = written.strip_prefix("env:") {
        return environment.get(name).ok_or_else(|| {
            StoreError::Unavailable(format!("Databasens adresse mangler: sæt {name} i miljøet, og kør igen."))
        });
    }
    let user = written.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""));
    let holds_password = user.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
    if holds_password || written.contains("password=") {
        return Err(StoreError::Unavailable(format!(
            "Adgangskoden må ikke stå i {FILE}. Skriv url = \"env:OTTETAL_DATABASE\" og sæt den i miljøet, eller læg \
             adgangskoden i ~/.pgpass."
        )));
    }
    Ok(written.to_owned())
}

/// Answers a name with its value.
type Ask = dyn Fn(&str) -> Option<String> + Send + Sync;

/// What the environment says, asked by name: addresses and keys that must not be written down.
#[derive(Clone)]
pub struct Environment(Arc<Ask>);

impl Environment {
    /// An environment that answers as `ask` does.
    #[must_use]
    pub fn new(ask: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Environment {
        Environment(Arc::new(ask))
    }

    pub(crate) fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }
}

impl Default for Environment {
    /// One that knows nothing.
    fn default() -> Environment {
        Environment::new(|_| None)
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
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
        Settings::parse(&text, &path)
    }

    /// Reads the text of `path`.
    pub(crate) fn parse(text: &str, path: &Path) -> Result<Settings, StoreError> {
        let damaged = |e: toml::de::Error| {
            StoreError::Damaged(format!(
                "{} kan ikke læses: {}. Ret den, eller hent den fra sikkerhedskopien.",
                path.display(),
                e.message()
            ))
        };
        // The version first: a newer layout may have keys that this program does not know.
        let OnlyFormat { format } = toml::from_str(text).map_err(damaged)?;
        if format > FORMAT {
            return Err(StoreError::Newer(format!(
                "Datamappen {} er skrevet af en nyere Ottetal (format {format}, denne kender {FORMAT}). Brug den nyere.",
                path.parent().unwrap_or(path).display()
            )));
        }
        toml::from_str(text).map_err(damaged)
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> Result<String, StoreError> {
        let body = toml::to_string(self)
            .map_err(|e| StoreError::Damaged(format!("Indstillingerne kan ikke skrives: {e}.")))?;
        Ok(format!("# Ottetals datamappe. Skrives af programmet; ret den ikke.\n{body}"))
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        write_whole(&folder.join(FILE), &self.text()?)
    }
}
