//! What is kept: the data folder of one municipality, all of it in the folder or in servers that the folder names.
//!
//! `ottetal.db` (imports, bases, runs, log), `people.db` (who is behind a citizen id), `raw/` (the files as they came,
//! encrypted), `lake/` (rows and deviations as Parquet). Invariants: every call says who and why ([`Context`]); a
//! CPR number is written only encrypted; what stands under its final name is whole; killed anywhere, the folder
//! is as before or as after.

pub mod error;
pub mod faults;
pub mod ids;
pub mod key;

mod check;
mod db;
mod files;
mod folder;
mod seal;
mod settings;
mod stamp;
mod waiting;

mod store;
mod sweep;
mod tables;

pub mod backup;
pub mod bases;
pub mod deletion;
pub mod entries;
pub mod imports;
pub mod jobs;
pub mod lake;
pub mod log;
pub mod people;
pub mod providers;
pub mod raw;
pub mod runs;
pub mod saved_controls;
pub mod sign_ins;
pub mod users;
pub mod work_items;

pub use check::{CheckProgress, CheckedFiles};
pub use error::StoreError;
pub use ids::{BasisId, ImportId, RunId};
pub use key::Key;
pub use settings::{Backends, DatabaseAt, Environment, FORMAT, FilesAt, IdSource, Settings};
pub use stamp::Stamp;
pub use store::{Options, Store};

/// Who asks, why, and when it is: handed in by `app` with every call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Who asks: the user's name.
    pub actor: String,
    /// For which purpose: a code of the closed list in `docs/`.
    pub purpose: String,
    /// Now, RFC 3339.
    pub at: String,
}
