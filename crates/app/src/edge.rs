//! What comes from outside the program: the time, the user, the places of files. Read once, handed on as a value.

mod clock;
mod place;

pub use clock::{begins, local_day, local_time};
pub use place::{Disk, disk, folder_size, open_to_others};

use ingest::child::ChildProgram;
use rand::TryRngCore as _;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use store::Context;

use crate::purpose::Purpose;

/// The key file of a demo, beside its invented data.
pub const DEMO_KEY: &str = "demo.noegle";

/// The outside of one call.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The data folder.
    pub folder: PathBuf,
    /// The user's home, where key files are kept.
    pub home: PathBuf,
    /// A key file in another place.
    pub key: Option<PathBuf>,
    /// Who asks.
    pub actor: String,
    /// Now, RFC 3339 in UTC.
    pub now: String,
    /// How the spreadsheet child is started.
    pub child: ChildProgram,
    /// The point at which a crash test stops the program.
    pub fault: Option<String>,
}

impl Edge {
    /// Reads the outside. `folder` is the data folder, the current one where none is given.
    #[must_use]
    pub fn read(folder: Option<PathBuf>) -> Edge {
        let home = env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from);
        let named = ["OTTETAL_BRUGER", "USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .find_map(|name| env::var(name).ok());
        let actor = named.or_else(owner_of_home).unwrap_or_else(|| "ukendt".to_owned());
        Edge {
            folder: folder.unwrap_or_else(|| PathBuf::from(".")),
            home,
            key: env::var_os("OTTETAL_NOEGLE").map(PathBuf::from),
            actor,
            now: now(),
            child: child(),
            fault: env::var("OTTETAL_FEJLPUNKT").ok(),
        }
    }

    /// The context that every call of the store takes.
    #[must_use]
    pub fn context(&self, purpose: Purpose) -> Context {
        Context { actor: self.actor.clone(), purpose: purpose.code().to_owned(), at: self.now.clone() }
    }

    /// The key file: the stated one, else a demo's own, else the municipality's in the user's home.
    #[must_use]
    pub fn key_path(&self, kommune: u16) -> PathBuf {
        let demo = self.folder.join(DEMO_KEY);
        let other = || if demo.is_file() { demo } else { store::key::default_path(&self.home, kommune) };
        self.key.clone().unwrap_or_else(other)
    }

    /// The same outside with another data folder.
    #[must_use]
    pub fn with_folder(&self, folder: &Path) -> Edge {
        Edge { folder: folder.to_path_buf(), ..self.clone() }
    }
}

/// Seconds since 1970: what waits are counted in.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the only clock of the program")]
pub fn seconds() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0)
}

/// How far an invented municipality's clock is from the real one, in seconds.
static SHIFT: AtomicI64 = AtomicI64::new(0);

/// Now, RFC 3339 in UTC: the only clock of the program.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the only clock of the program")]
pub fn now() -> String {
    let shift = jiff::SignedDuration::from_secs(SHIFT.load(Ordering::Relaxed));
    let now = jiff::Timestamp::now();
    now.checked_add(shift).unwrap_or(now).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Lets an invented municipality live at another time: it is seven in the morning (UTC) of this day, and the clock runs
/// on from there. Only a demo does so; what is real is dated by the real clock.
#[expect(clippy::disallowed_methods, reason = "the only clock of the program")]
pub fn live_on(day: domain::calendar::Day) {
    if let Ok(morning) = format!("{}T07:00:00Z", day.iso()).parse::<jiff::Timestamp>() {
        let shift = morning.as_second() - jiff::Timestamp::now().as_second();
        SHIFT.store(shift, Ordering::Relaxed);
    }
}

/// Bytes of chance from the operating system.
///
/// # Errors
/// Where it gives none.
pub(crate) fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .map_err(|e| anyhow::anyhow!("Styresystemet gav ingen tilfældige tal: {e}. Prøv igen."))?;
    Ok(bytes)
}

/// Addresses and keys of servers, asked by name when a data folder names one. Never written down.
pub(crate) fn environment() -> store::Environment {
    store::Environment::new(|name| env::var(name).ok())
}

/// Where the shell names nobody: the last part of the home folder.
fn owner_of_home() -> Option<String> {
    let home = PathBuf::from(env::var_os("HOME")?);
    home.file_name().map(|name| name.to_string_lossy().into_owned())
}

/// The spreadsheet child is this program with another word.
fn child() -> ChildProgram {
    let program = env::current_exe().unwrap_or_else(|_| PathBuf::from("ottetal"));
    ChildProgram { program, args: vec!["regneark-barn".into()] }
}
