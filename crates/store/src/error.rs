//! What can go wrong with the data folder, as a person needs it said: what, where, why, what to do.
//!
//! Never holds a CPR number or a value from a row.

use std::io;
use std::path::Path;

/// An error of the data folder. The text is Danish and meant for people; the kind is for the program.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum StoreError {
    /// What was asked for is not there.
    #[error("{0}")]
    NotFound(String),
    /// It is there already, or disagrees with what is there.
    #[error("{0}")]
    Conflict(String),
    /// It could not be done now: disk full, no permission, another program at work.
    #[error("{0}")]
    Unavailable(String),
    /// What is kept is not what was written.
    #[error("{0}")]
    Damaged(String),
    /// The key is not this folder's key.
    #[error("{0}")]
    WrongKey(String),
    /// The folder was written by a newer Ottetal.
    #[error("{0}")]
    Newer(String),
}

/// What the system says of a file, in Danish; words of our own as they are. Ends with a full stop.
pub(crate) fn told(error: &io::Error) -> String {
    const FAILING: i32 = 5;
    match (error.kind(), error.raw_os_error()) {
        (io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded, _) => {
            "disken er fuld. Skaf plads, og kør igen.".to_owned()
        }
        (_, Some(FAILING)) => "drevet fejler. Se efter det i styresystemets log, og kør igen.".to_owned(),
        (_, Some(number)) => format!("styresystemet sagde nej (nr. {number}). Kør igen."),
        _ => format!("{error}."),
    }
}

impl StoreError {
    /// An error of the file system on `path`; `doing` completes "Kunne ikke …".
    pub(crate) fn io(doing: &str, path: &Path, error: &io::Error) -> StoreError {
        let place = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => {
                StoreError::NotFound(format!("Kunne ikke {doing}: {place} findes ikke."))
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Unavailable(format!(
                "Kunne ikke {doing} i {place}: disken er fuld. Skaf plads, og kør igen."
            )),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                StoreError::Unavailable(format!(
                    "Kunne ikke {doing}: ingen adgang til {place}. Se efter mappens ejer og rettigheder."
                ))
            }
            io::ErrorKind::InvalidData => {
                StoreError::Damaged(format!("Kunne ikke {doing}: {place}: {error}"))
            }
            _ => StoreError::Unavailable(format!("Kunne ikke {doing} i {place}: {}", told(error))),
        }
    }

    /// An error of the database; `doing` completes "Kunne ikke …".
    pub(crate) fn database(doing: &str, error: &sqlx::Error) -> StoreError {
        let written = error.as_database_error().and_then(|e| e.code());
        // A server's codes are five characters, SQLite's are shorter numbers.
        if let Some(state) = written.as_deref().filter(|code| code.len() == 5) {
            return StoreError::server(doing, state, error);
        }
        if matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Tls(_)) {
            return StoreError::Unavailable(format!(
                "Kunne ikke {doing}: databasen svarer ikke ({error}). Se efter, at serveren kører, og at adressen er \
                 rigtig."
            ));
        }
        let code = written.and_then(|c| c.parse::<i32>().ok());
        // The low byte is SQLite's primary result code.
        match code.map(|c| c & 0xff) {
            Some(5 | 6) => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: databasen er i brug af et andet program. Vent, til det er færdigt, og kør igen."
            )),
            Some(8) => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: databasen kan ikke skrives. Se efter mappens rettigheder."
            )),
            Some(13) => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: disken er fuld. Skaf plads, og kør igen."
            )),
            // A page that could not be read or written, which is also what a full disk looks like in the shared index.
            Some(10) => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: disken er fuld, eller drevet fejler (SQLite {}). Se efter begge dele, og kør igen.",
                code.unwrap_or_default()
            )),
            Some(14) => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: databasens filer kan ikke åbnes. Se efter mappens rettigheder, og om disken er fuld \
                 eller drevet fejler, og kør igen."
            )),
            Some(11 | 26) => StoreError::Damaged(format!(
                "Kunne ikke {doing}: databasen er beskadiget (SQLite {}). Hent mappen fra sikkerhedskopien.",
                code.unwrap_or_default()
            )),
            Some(19) => StoreError::Conflict(format!(
                "Kunne ikke {doing}: det strider mod det, der er gemt ({error})."
            )),
            Some(other) => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: databasen svarede med fejl nr. {other}. Kør «ottetal tjek»."
            )),
            None => StoreError::Unavailable(format!("Kunne ikke {doing}: {error}.")),
        }
    }

    /// An error that a PostgreSQL server has told, by its code. Details, which may hold values, are never shown.
    fn server(doing: &str, state: &str, error: &sqlx::Error) -> StoreError {
        match state {
            "55P03" | "40001" | "40P01" => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: databasen er i brug af et andet program. Vent, til det er færdigt, og kør igen."
            )),
            "53100" => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: databaseserverens disk er fuld. Intet er ændret. Skaf plads, og kør igen."
            )),
            "42501" | "25006" => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: brugeren har ikke ret til det i databasen ({error})."
            )),
            "XX001" | "XX002" => StoreError::Damaged(format!(
                "Kunne ikke {doing}: databasen er beskadiget ({error}). Gendan den fra sikkerhedskopien."
            )),
            _ if state.starts_with("28") => StoreError::Unavailable(format!(
                "Kunne ikke {doing}: databasen afviser brugeren ({error}). Se efter bruger og adgangskode (~/.pgpass)."
            )),
            _ if state.starts_with("23") => StoreError::Conflict(format!(
                "Kunne ikke {doing}: det strider mod det, der er gemt ({error})."
            )),
            _ => StoreError::Unavailable(format!("Kunne ikke {doing}: {error}.")),
        }
    }
}
