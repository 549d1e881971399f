//! Places where a crash test may kill the program or make a step fail.
//!
//! Handed in when the store is opened; in use it is [`Faults::none`], which never does anything.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The named points, in the order in which an import, a basis and a run pass them.
pub const POINTS: [&str; 28] = [
    "raw.temp_begun",
    "raw.temp_written",
    "raw.temp_synced",
    "raw.renamed",
    "raw.folder_synced",
    "people.before_commit",
    "people.committed",
    "lake.temp_begun",
    "lake.temp_written",
    "lake.temp_synced",
    "lake.renamed",
    "lake.folder_synced",
    "lake.read_back",
    "keys.before_commit",
    "keys.committed",
    "import.begun",
    "import.row_written",
    "import.findings_written",
    "import.before_commit",
    "import.committed",
    "basis.before_commit",
    "basis.committed",
    "run.deviations_begun",
    "run.deviations_renamed",
    "run.before_commit",
    "run.committed",
    "items.before_commit",
    "items.committed",
];

/// The named points of bringing an older folder up to date, in their order.
pub const MIGRATION_POINTS: [&str; 4] =
    ["migrate.before_commit", "migrate.committed", "migrate.sealed", "migrate.settings_written"];

/// The named points of writing a backup, in their order.
pub const BACKUP_POINTS: [&str; 6] = [
    "backup.begun",
    "backup.written",
    "backup.synced",
    "backup.renamed",
    "backup.folder_synced",
    "backup.read_back",
];

/// The named points of restoring a backup, in their order.
pub const RESTORE_POINTS: [&str; 6] = [
    "restore.marked",
    "restore.files_written",
    "restore.people_committed",
    "restore.main_committed",
    "restore.migrated",
    "restore.settings_written",
];

/// The named points that merges and deletions pass.
pub const LATER_POINTS: [&str; 12] = [
    "merged.before_commit",
    "merged.committed",
    "citizen.begun",
    "strip.before_commit",
    "strip.committed",
    "strip.renamed",
    "citizen.lines_gone",
    "identity.before_commit",
    "identity.committed",
    "citizen.done",
    "import_deletion.before_commit",
    "import_deletion.committed",
];

#[derive(Debug, Default)]
enum Plan {
    #[default]
    None,
    AbortAt(String),
    AbortAtNth(AtomicU32),
    FailAt(String),
}

/// Where to stop, if anywhere.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Plan>);

impl Faults {
    /// Stops nowhere.
    #[must_use]
    pub fn none() -> Faults {
        Faults::default()
    }

    /// Aborts the process when the named point is reached.
    #[must_use]
    pub fn abort_at(point: &str) -> Faults {
        Faults(Arc::new(Plan::AbortAt(point.to_owned())))
    }

    /// Aborts the process at the `n`th point that is reached, 1 is the first.
    #[must_use]
    pub fn abort_at_nth(n: u32) -> Faults {
        Faults(Arc::new(Plan::AbortAtNth(AtomicU32::new(n))))
    }

    /// Makes the named point fail as a full disk does.
    #[must_use]
    pub fn fail_at(point: &str) -> Faults {
        Faults(Arc::new(Plan::FailAt(point.to_owned())))
    }

    /// Says that a point is reached.
    pub(crate) fn reach(&self, point: &str) -> io::Result<()> {
        debug_assert!(
            [&POINTS[..], &LATER_POINTS, &MIGRATION_POINTS, &BACKUP_POINTS, &RESTORE_POINTS]
                .concat()
                .contains(&point),
            "{point} står ikke blandt punkterne"
        );
        match &*self.0 {
            Plan::None => {}
            Plan::AbortAt(at) if at == point => std::process::abort(),
            Plan::AbortAtNth(left) if left.fetch_sub(1, Ordering::SeqCst) == 1 => std::process::abort(),
            Plan::FailAt(at) if at == point => return Err(io::ErrorKind::StorageFull.into()),
            Plan::AbortAt(_) | Plan::AbortAtNth(_) | Plan::FailAt(_) => {}
        }
        Ok(())
    }
}
