//! Runs a target on its corpus and on changed copies of it.
//!
//! Invariant: the seed decides what is run; the clock only when it ends.

use crate::dice::Dice;
use crate::mutate::mutated;
use crate::targets::Target;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// One input may take this long at most.
pub const SLOW: Duration = Duration::from_secs(5);

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Inputs that were tried.
    pub executions: u64,
    /// The longest that one took.
    pub worst: Duration,
    /// The first input that broke an invariant, and what was said.
    pub fault: Option<(Vec<u8>, String)>,
}

/// The folder of a target's corpus.
#[must_use]
pub fn folder(target: &Target) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name)
}

/// The corpus of a target, in the order of its names; empty where the folder is not there.
#[must_use]
pub fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder(target)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// Runs the corpus, then changed copies of it, until `enough` of executions and of the time gone.
#[must_use]
pub fn run(target: &Target, seed: u64, enough: impl Fn(u64, Duration) -> bool) -> Run {
    let corpus = corpus(target);
    let mut dice = Dice::new(seed);
    let (mut run, begun) = (Run::default(), Instant::now());
    let mut as_they_are = corpus.iter();
    loop {
        let next = as_they_are.next().cloned();
        if next.is_none() && enough(run.executions, begun.elapsed()) {
            return run;
        }
        let input = next.unwrap_or_else(|| mutated(&corpus, &mut dice));
        let at = Instant::now();
        let said = catch_unwind(AssertUnwindSafe(|| (target.run)(&input))).err();
        let took = at.elapsed();
        run.executions += 1;
        run.worst = run.worst.max(took);
        let said =
            said.map(|panic| words(panic.as_ref())).or_else(|| (took > SLOW).then(|| format!("{took:?}")));
        if let Some(said) = said {
            run.fault = Some((input, said));
            return run;
        }
    }
}

/// What a panic said.
#[must_use]
pub fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("uden ord").to_owned()
}
