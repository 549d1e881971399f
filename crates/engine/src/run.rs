//! One control over two imports.

use crate::buckets::buckets;
use domain::control::Control;
use domain::coverage::Coverage;
use domain::deviation::{Deviation, Side};
use domain::landscape::{ExtractFacts, Source};
use domain::language::Language;
use domain::law::LawBook;
use domain::lexicon::SideContext;
use domain::observation::Activity;
use domain::person::CitizenId;
use domain::reconcile::Kernel;
use domain::registers::{CitizenRows, Registers};
use domain::wording::{WordId, Wording};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use store::StoreError;
use store::lake::ActivityFile;

/// One system of the run.
pub struct Input<'a> {
    /// What its mapping declares.
    pub source: &'a Source,
    /// What its import states.
    pub facts: ExtractFacts,
    /// Its rows.
    pub rows: &'a ActivityFile,
}

/// How far a run is. Shared with whoever looks on; may be told to stop.
#[derive(Debug, Default)]
pub struct Progress {
    /// Stretches of citizens done.
    pub done: AtomicU64,
    /// Stretches in all; 0 until known.
    pub total: AtomicU64,
    /// Set to stop the run at the next stretch.
    pub stop: AtomicBool,
}

/// Why a run did not finish.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The rows could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody asked it to stop.
    #[error("Kontrollen blev stoppet. Intet er gemt.")]
    Stopped,
}

/// What a run found.
#[derive(Debug)]
pub struct Ran {
    /// In the order of reports.
    pub deviations: Vec<Deviation>,
    /// What was reached.
    pub coverage: Coverage,
    /// The words that the deviations' rows name sheets by.
    pub wordings: [Wording; 2],
    /// Provider names by the key that deviations show, where a row has both.
    pub providers: BTreeMap<String, String>,
}

/// Runs one control over two imports.
///
/// # Errors
/// [`EngineError`].
pub fn run(
    control: &Control,
    law: &LawBook,
    language: &Language,
    inputs: [Input<'_>; 2],
    progress: &Progress,
) -> Result<Ran, EngineError> {
    let stretches = buckets([inputs[0].rows, inputs[1].rows]);
    progress.total.store(stretches.len() as u64, Ordering::Relaxed);
    let parts: Vec<Part> = stretches
        .into_par_iter()
        .map(|stretch| {
            if progress.stop.load(Ordering::Relaxed) {
                return Err(EngineError::Stopped);
            }
            let part = run_stretch(control, law, language, &inputs, stretch)?;
            progress.done.fetch_add(1, Ordering::Relaxed);
            Ok(part)
        })
        .collect::<Result<_, EngineError>>()?;
    Ok(gather(parts))
}

struct Part {
    deviations: Vec<Deviation>,
    coverage: Coverage,
    wordings: [Wording; 2],
}

fn run_stretch(
    control: &Control,
    law: &LawBook,
    language: &Language,
    inputs: &[Input<'_>; 2],
    stretch: Range<CitizenId>,
) -> Result<Part, EngineError> {
    let mut wordings = [Wording::default(), Wording::default()];
    let mut rows = [Vec::new(), Vec::new()];
    for side in 0..2 {
        rows[side] = inputs[side].rows.read(stretch.clone(), &mut wordings[side])?;
    }
    let context = |side: usize| SideContext {
        source: inputs[side].source,
        facts: inputs[side].facts,
        wording: &wordings[side],
    };
    let mut kernel = Kernel::new(control, law, language, [context(0), context(1)], Registers::default());
    let [mut one, mut two] = [rows[0].as_slice(), rows[1].as_slice()];
    while let Some(citizen) = next_citizen(one, two) {
        let activities = [take(&mut one, citizen), take(&mut two, citizen)];
        kernel.citizen(citizen, CitizenRows { activities, ..CitizenRows::default() });
    }
    let outcome = kernel.finish();
    Ok(Part { deviations: outcome.deviations, coverage: outcome.coverage, wordings })
}

fn next_citizen(one: &[Activity<CitizenId>], two: &[Activity<CitizenId>]) -> Option<CitizenId> {
    one.first().into_iter().chain(two.first()).map(|row| row.citizen).min()
}

/// The rows of one citizen at the front of a sorted list.
fn take<'r>(rows: &mut &'r [Activity<CitizenId>], citizen: CitizenId) -> &'r [Activity<CitizenId>] {
    let count = rows.iter().take_while(|row| row.citizen == citizen).count();
    let (own, rest) = rows.split_at(count);
    *rows = rest;
    own
}

/// Puts the parts together in the one order of reports.
fn gather(parts: Vec<Part>) -> Ran {
    let mut ran = Ran {
        deviations: Vec::with_capacity(parts.iter().map(|p| p.deviations.len()).sum()),
        coverage: Coverage::default(),
        wordings: [Wording::default(), Wording::default()],
        providers: BTreeMap::new(),
    };
    for part in parts {
        for wording in &part.wordings {
            name_providers(wording, &mut ran.providers);
        }
        for mut deviation in part.deviations {
            for side in [Side::One, Side::Two].map(Side::index) {
                for place in &mut deviation.rows[side] {
                    place.sheet = rename(place.sheet, &part.wordings[side], &mut ran.wordings[side]);
                }
            }
            ran.deviations.push(deviation);
        }
        ran.coverage.add(part.coverage);
    }
    ran.deviations.sort_by(|a, b| a.order().cmp(&b.order()));
    ran
}

fn rename(word: WordId, from: &Wording, to: &mut Wording) -> WordId {
    if word == WordId::EMPTY { word } else { to.word(from.text(word)) }
}

/// The least name in alphabetical order where several are used for one number, so that the same rows give one name.
fn name_providers(wording: &Wording, names: &mut BTreeMap<String, String>) {
    for provider in wording.providers().iter().filter(|p| !p.name.is_empty()) {
        for key in [&provider.p_number, &provider.cvr].into_iter().filter(|k| !k.is_empty()) {
            let name = names.entry(key.clone()).or_insert_with(|| provider.name.clone());
            if provider.name < *name {
                name.clone_from(&provider.name);
            }
        }
    }
}
