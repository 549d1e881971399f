//! Watches this process' children from outside, through `/proc`: their memory, and that none is left.
//!
//! Invariant: believes neither child nor parent. Where there is no `/proc`, nothing is measured, and that is said.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Once};
use std::thread;
use std::time::Duration;

static STARTED: Once = Once::new();
static PEAK_KIB: AtomicU64 = AtomicU64::new(0);

/// Begins to watch, once.
pub fn watch() {
    STARTED.call_once(|| {
        let look = Arc::new(|| {
            for pid in children() {
                // Between the fork and the start of its program a child is still a copy of this process.
                let started = fs::read(format!("/proc/{pid}/cmdline"))
                    .is_ok_and(|line| line.ends_with(b"regneark-barn\0"));
                if let Some(peak) = started.then(|| field(&format!("/proc/{pid}/status"), "VmHWM:")).flatten()
                {
                    PEAK_KIB.fetch_max(peak, Ordering::Relaxed);
                }
            }
        });
        thread::spawn(move || {
            loop {
                look();
                thread::sleep(Duration::from_millis(2));
            }
        });
    });
}

/// The largest resident memory of a child that was seen, in KiB.
#[must_use]
pub fn largest_child_kib() -> u64 {
    PEAK_KIB.load(Ordering::Relaxed)
}

/// This process' own peak of resident memory, in KiB; 0 where the system does not tell.
#[must_use]
pub fn own_peak_kib() -> u64 {
    field("/proc/self/status", "VmHWM:").unwrap_or(0)
}

/// The children that there are now.
#[must_use]
pub fn children() -> Vec<u32> {
    let me = std::process::id();
    let tasks = fs::read_dir(format!("/proc/{me}/task")).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// A field of a status file, in KiB.
#[must_use]
pub fn field(path: &str, name: &str) -> Option<u64> {
    let status = fs::read_to_string(path).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
