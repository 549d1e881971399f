//! Watches the children's memory from outside, through `/proc`.
//!
//! Invariant: believes neither child nor parent: the kernel's own peak is held against the kernel's own limit.

use std::collections::HashMap;
use std::fs;
use std::sync::{Mutex, Once, PoisonError};
use std::thread;
use std::time::Duration;

const COMMAND: &str = "ingest-sheet-ch";
const ALLOWED: u64 = 256 << 20;

#[derive(Clone, Copy, Debug)]
struct Peak {
    address_space: u64,
    resident: u64,
    limit: u64,
}

static PEAKS: Mutex<Option<HashMap<u32, Peak>>> = Mutex::new(None);
static STARTED: Once = Once::new();

/// Begins to watch, once.
pub(crate) fn watch() {
    STARTED.call_once(|| {
        thread::spawn(|| {
            loop {
                sample();
                thread::sleep(Duration::from_millis(2));
            }
        });
    });
}

fn sample() {
    let me = std::process::id();
    let Ok(children) = fs::read_to_string(format!("/proc/{me}/task/{me}/children")) else { return };
    let tasks = fs::read_dir(format!("/proc/{me}/task")).map(|tasks| {
        tasks.flatten().filter_map(|task| fs::read_to_string(task.path().join("children")).ok()).collect()
    });
    let all: String = tasks.unwrap_or(children);
    for pid in all.split_whitespace().filter_map(|pid| pid.parse().ok()) {
        if let Some(peak) = peak_of(pid) {
            let mut peaks = PEAKS.lock().unwrap_or_else(PoisonError::into_inner);
            peaks.get_or_insert_default().insert(pid, peak);
        }
    }
}

fn peak_of(pid: u32) -> Option<Peak> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    if !status.lines().next()?.ends_with(COMMAND) {
        return None;
    }
    let field = |name: &str| -> Option<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
    };
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).ok()?;
    let limit = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    Some(Peak {
        address_space: field("VmPeak:")?,
        resident: field("VmHWM:")?,
        limit: limit.split_whitespace().next()?.parse().ok()?,
    })
}

/// No child seen so far went over its start by more than it may; a limit is its start and what it may.
pub(crate) fn assert_children_stayed_small() {
    let peaks = PEAKS.lock().unwrap_or_else(PoisonError::into_inner);
    for (pid, peak) in peaks.iter().flatten() {
        assert!(peak.address_space <= peak.limit, "child {pid}: {peak:?}");
        let start = peak.limit.checked_sub(ALLOWED).expect("the limit is the start and 256 MiB");
        assert!(start < 64 << 20, "the child starts small: {peak:?}");
        assert!(peak.resident <= ALLOWED + start, "child {pid}: {peak:?}");
    }
}

/// The largest peak of address space over the start that was seen.
pub(crate) fn largest() -> Option<u64> {
    let peaks = PEAKS.lock().unwrap_or_else(PoisonError::into_inner);
    peaks.iter().flatten().map(|(_, peak)| peak.address_space.saturating_sub(peak.limit - ALLOWED)).max()
}
