//! One control over two imports, with the other sources of the basis beside them.

use crate::buckets::buckets;
use crate::others::{OTHERS, OtherRows, Others};
use crate::stretch::{Citizens, Stretch};
use domain::calendar::Day;
use domain::control::Control;
use domain::coverage::{Coverage, Reached};
use domain::deviation::{Deviation, RuleCode, Side};
use domain::landscape::{ExtractFacts, Source};
use domain::language::Language;
use domain::law::LawBook;
use domain::ledger::LedgerTally;
use domain::norms::{Norms, NormsBuilder};
use domain::observation::Caseworker;
use domain::person::CitizenId;
use domain::provider_register::ProviderRegister;
use domain::reconcile::{Kernel, Outcome};
use domain::registers::Registers;
use domain::rules::{NotRunnable, runnable};
use domain::tariff::PriceList;
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

/// What holds for everybody.
#[derive(Clone, Copy, Default)]
pub struct Lists<'a> {
    /// Prices of providers' lists.
    pub prices: Option<&'a PriceList>,
    /// The register of providers.
    pub providers: Option<&'a ProviderRegister>,
    /// Caseworkers who may hold open cases.
    pub caseworkers: Option<&'a [Caseworker]>,
}

/// All that a run is made from.
pub struct Given<'a> {
    /// What is asked.
    pub control: &'a Control,
    /// The law of the basis.
    pub law: &'a LawBook,
    /// The one language.
    pub language: &'a Language,
    /// System 1 and System 2.
    pub systems: [Input<'a>; 2],
    /// The other sources.
    pub others: Others<'a>,
    /// The registers.
    pub lists: Lists<'a>,
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
    /// The citizens behind the counts of it, by paragraph, then citizen.
    pub reached: Vec<Reached>,
    /// The words that the deviations' rows name sheets by.
    pub wordings: [Wording; 2],
    /// The same for the rows of other sources.
    pub other_wordings: [Wording; OTHERS],
    /// Provider names by the key that deviations show, where a row has both.
    pub providers: BTreeMap<String, String>,
}

/// The rules that were asked for and cannot run on what is given, with the reason.
#[must_use]
pub fn not_runnable(given: &Given<'_>) -> Vec<NotRunnable> {
    let wordings = Default::default();
    let sources = [given.systems[0].source, given.systems[1].source];
    let norms = Norms::default();
    let registers = given.registers(&wordings, Some(&norms), None);
    runnable(given.control, given.law, sources, &registers).1
}

/// Runs one control over two imports: first what is usual in all rows, then every citizen.
///
/// # Errors
/// [`EngineError`].
pub fn run(given: &Given<'_>, progress: &Progress) -> Result<Ran, EngineError> {
    let stretches = buckets([given.systems[0].rows, given.systems[1].rows]);
    // The pass before the run reads everything once more: only for those who ask.
    let asks = given.control.asks(RuleCode::UsaedvanligDagspris);
    let before = if asks || given.others.ledger.is_some() { &stretches[..] } else { &[] };
    progress.total.store((before.len() + stretches.len()) as u64, Ordering::Relaxed);
    let usual = each(before, progress, |stretch| usual_of(given, asks, stretch))?;
    let (nobody, last) = given.postings_about_nobody()?;
    let last_posting = last.max(usual.iter().filter_map(|(_, day)| *day).max());
    let mut builder = NormsBuilder::default();
    usual.into_iter().for_each(|(part, _)| builder.merge(part));
    let norms = builder.finish();
    let norms = asks.then_some(&norms);
    let parts = each(&stretches, progress, |stretch| reconcile(given, norms, last_posting, stretch))?;
    let mut ran = gather(parts);
    ran.coverage.ledger.without_citizen = nobody;
    Ok(ran)
}

/// Puts every stretch to a function on all cores; the answers stand in the order of stretches.
pub(crate) fn each<T: Send>(
    stretches: &[Range<CitizenId>],
    progress: &Progress,
    work: impl Fn(Range<CitizenId>) -> Result<T, EngineError> + Sync,
) -> Result<Vec<T>, EngineError> {
    stretches
        .par_iter()
        .map(|stretch| {
            if progress.stop.load(Ordering::Relaxed) {
                return Err(EngineError::Stopped);
            }
            let part = work(stretch.clone())?;
            progress.done.fetch_add(1, Ordering::Relaxed);
            Ok(part)
        })
        .collect()
}

impl Given<'_> {
    /// Postings about nobody, which no stretch holds, and the last booking day among them.
    fn postings_about_nobody(&self) -> Result<(LedgerTally, Option<Day>), EngineError> {
        let mut tally = LedgerTally::default();
        let Some(ledger) = &self.others.ledger else { return Ok((tally, None)) };
        let rows = ledger.rows.read_nobody(&mut Wording::default())?;
        rows.iter().for_each(|row| tally.count(row.amount));
        Ok((tally, rows.iter().map(|row| row.booked).max()))
    }

    fn registers<'w>(
        &'w self,
        wordings: &'w [Wording; OTHERS],
        norms: Option<&'w Norms>,
        last_posting: Option<Day>,
    ) -> Registers<'w> {
        let [persons, ledger, individual] = self.others.context(wordings);
        Registers {
            persons,
            ledger,
            individual,
            caseworkers: self.lists.caseworkers,
            last_posting,
            prices: self.lists.prices,
            providers: self.lists.providers,
            relief: None,
            norms,
        }
    }
}

/// Day prices of a stretch, where they are asked for, and the day of its last posting.
fn usual_of(
    given: &Given<'_>,
    prices: bool,
    stretch: Range<CitizenId>,
) -> Result<(NormsBuilder, Option<Day>), EngineError> {
    let mut builder = NormsBuilder::default();
    if !prices {
        let others = given.others.read(&stretch)?;
        return Ok((builder, others.postings.iter().map(|row| row.booked).max()));
    }
    let read = Stretch::read(given, &stretch)?;
    let last = read.others.postings.iter().map(|row| row.booked).max();
    let registers = given.registers(&read.others.wordings, None, None);
    let mut kernel = Kernel::new(given.control, given.law, given.language, read.sides(given), registers);
    Citizens::of(&read).for_each(|(_, rows)| kernel.collect_norms(rows, &mut builder));
    Ok((builder, last))
}

struct Part {
    deviations: Vec<Deviation>,
    coverage: Coverage,
    reached: Vec<Reached>,
    wordings: [Wording; 2],
    other_wordings: [Wording; OTHERS],
}

fn reconcile(
    given: &Given<'_>,
    norms: Option<&Norms>,
    last_posting: Option<Day>,
    stretch: Range<CitizenId>,
) -> Result<Part, EngineError> {
    let read = Stretch::read(given, &stretch)?;
    let registers = given.registers(&read.others.wordings, norms, last_posting);
    let mut kernel = Kernel::new(given.control, given.law, given.language, read.sides(given), registers);
    Citizens::of(&read).for_each(|(citizen, rows)| kernel.citizen(citizen, rows));
    let outcome = kernel.finish();
    let Stretch { wordings, others: OtherRows { wordings: other_wordings, .. }, .. } = read;
    let Outcome { deviations, coverage, reached } = outcome;
    Ok(Part { deviations, coverage, reached, wordings, other_wordings })
}

/// Puts the parts together in the one order of reports.
fn gather(parts: Vec<Part>) -> Ran {
    let mut ran = Ran {
        deviations: Vec::with_capacity(parts.iter().map(|p| p.deviations.len()).sum()),
        coverage: Coverage::default(),
        reached: Vec::new(),
        wordings: Default::default(),
        other_wordings: Default::default(),
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
            for row in &mut deviation.others {
                let at = usize::from(row.source);
                row.place.sheet =
                    rename(row.place.sheet, &part.other_wordings[at], &mut ran.other_wordings[at]);
            }
            ran.deviations.push(deviation);
        }
        ran.coverage.add(part.coverage);
        ran.reached.extend(part.reached);
    }
    ran.reached.sort_unstable();
    ran.deviations.sort_by(|a, b| a.order().cmp(&b.order()));
    ran
}

pub(crate) fn rename(word: WordId, from: &Wording, to: &mut Wording) -> WordId {
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
