//! Which files have stood still, and which of them are one extract.
//!
//! Invariant: a group is ready only where every file of it has stood still; an empty file never has.

use super::{InboxFolder, LyingFile, STILL_SECONDS};
use crate::session::Session;
use crate::sources;
use domain::calendar::Day;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// Files that are one extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The source's name.
    pub source: String,
    /// As screens write it.
    pub title: String,
    /// The folder in which they lie.
    pub folder: PathBuf,
    /// The day in their names.
    pub day: Option<Day>,
    /// The files, by name.
    pub files: Vec<PathBuf>,
}

/// What earlier looks saw: size, when written, since when it has been so, in seconds.
#[derive(Debug, Default)]
pub struct Looks {
    seen: HashMap<PathBuf, (u64, u64, u64)>,
    /// Groups that could not be taken for a reason that may pass, and when they are tried again.
    later: HashMap<PathBuf, u64>,
}

/// Seconds until something that failed for a passing reason is tried again.
const LATER_SECONDS: u64 = 600;

/// How a file is known to have stood still.
pub enum Rest<'l> {
    /// Two looks have seen it alike.
    Looks(&'l mut Looks),
    /// It was written long enough ago.
    Age,
}

impl Looks {
    pub(super) fn stands_still(&mut self, file: &LyingFile, now: u64) -> bool {
        let as_seen = (file.size, file.written);
        match self.seen.get(&file.path) {
            Some((size, written, since)) if (*size, *written) == as_seen => now >= since + STILL_SECONDS,
            _ => {
                self.seen.insert(file.path.clone(), (as_seen.0, as_seen.1, now));
                false
            }
        }
    }

    /// As if earlier looks had been so many seconds before they were: tests do not wait.
    pub fn as_if_earlier(&mut self, seconds: u64) {
        for (_, _, since) in self.seen.values_mut() {
            *since = since.saturating_sub(seconds);
        }
    }

    /// Leaves a group alone for a while.
    pub fn try_later(&mut self, batch: &Batch, now: u64) {
        for file in &batch.files {
            self.later.insert(file.clone(), now + LATER_SECONDS);
        }
    }

    /// True where a group is left alone for a while.
    #[must_use]
    pub fn has_later(&self) -> bool {
        !self.later.is_empty()
    }

    fn waits(&self, file: &LyingFile, now: u64) -> bool {
        self.later.get(&file.path).is_some_and(|until| now < *until)
    }

    /// Forgets what is not there any more.
    fn forget(&mut self, folders: &[InboxFolder]) {
        let here = |path: &PathBuf| folders.iter().any(|own| own.waiting.iter().any(|f| f.path == *path));
        self.seen.retain(|path, _| here(path));
        self.later.retain(|path, _| here(path));
    }
}

impl Rest<'_> {
    fn ready(&mut self, file: &LyingFile, now: u64) -> bool {
        let still = match self {
            Rest::Looks(looks) => looks.stands_still(file, now) && !looks.waits(file, now),
            Rest::Age => now >= file.written.saturating_add(STILL_SECONDS),
        };
        still && file.size > 0
    }
}

/// The extracts that are ready to be taken, source by source, the oldest day first. `now` is in seconds.
///
/// # Errors
/// Where a source cannot be read.
pub fn batches(
    session: &Session,
    folders: &[InboxFolder],
    rest: &mut Rest<'_>,
    now: u64,
) -> anyhow::Result<Vec<Batch>> {
    let mut out = Vec::new();
    for own in folders.iter().filter(|own| own.fault.is_empty() && !own.source.is_empty()) {
        if own.waiting.is_empty() {
            continue;
        }
        let mapping = sources::find(&session.edge.folder, &own.source)?.mapping;
        let mut by_day: BTreeMap<Option<Day>, (Vec<PathBuf>, bool)> = BTreeMap::new();
        for file in &own.waiting {
            let name = file.path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            let group = by_day.entry(mapping.day_of_name(&name)).or_insert((Vec::new(), true));
            // Every file is looked at, also where another of its group keeps it waiting.
            group.1 &= rest.ready(file, now);
            group.0.push(file.path.clone());
        }
        let ready = by_day.into_iter().filter(|(_, (_, ready))| *ready);
        out.extend(ready.map(|(day, (files, _))| Batch {
            source: own.source.clone(),
            title: own.title.clone(),
            folder: own.path.clone(),
            day,
            files,
        }));
    }
    if let Rest::Looks(looks) = rest {
        looks.forget(folders);
    }
    Ok(out)
}
