//! The sources of a run beside its two systems: read per stretch of citizens, as the systems are.

use crate::run::EngineError;
use domain::landscape::{ExtractFacts, Source};
use domain::observation::{IndividualRate, PersonRecord, Posting};
use domain::person::CitizenId;
use domain::registers::Other;
use domain::wording::Wording;
use std::ops::Range;
use store::lake::{LakeRecord, RecordFile};

/// A source beside the two systems.
pub struct OtherInput<'a, T> {
    /// What is declared about it.
    pub source: &'a Source,
    /// What its import states.
    pub facts: ExtractFacts,
    /// Its rows.
    pub rows: &'a RecordFile<T>,
}

/// The sources beside the two systems, as far as the basis has them.
#[derive(Default)]
pub struct Others<'a> {
    /// The register of persons.
    pub persons: Option<OtherInput<'a, PersonRecord<CitizenId>>>,
    /// The finance system.
    pub ledger: Option<OtherInput<'a, Posting<CitizenId>>>,
    /// Rates agreed for one citizen.
    pub individual: Option<OtherInput<'a, IndividualRate<CitizenId>>>,
}

/// How many kinds of other sources there are: [`domain::deviation::OtherRow::source`] is below it.
pub const OTHERS: usize = 3;

/// The rows of the other sources in a stretch of citizens, with their words.
#[derive(Default)]
pub(crate) struct OtherRows {
    pub(crate) wordings: [Wording; OTHERS],
    pub(crate) persons: Vec<PersonRecord<CitizenId>>,
    pub(crate) postings: Vec<Posting<CitizenId>>,
    pub(crate) individual: Vec<IndividualRate<CitizenId>>,
}

impl Others<'_> {
    /// Names of the sources, by the number that deviations name them by; empty where the basis has none.
    #[must_use]
    pub fn names(&self) -> [&str; OTHERS] {
        [
            self.persons.as_ref().map_or("", |o| &o.source.title),
            self.ledger.as_ref().map_or("", |o| &o.source.title),
            self.individual.as_ref().map_or("", |o| &o.source.title),
        ]
    }

    pub(crate) fn read(&self, stretch: &Range<CitizenId>) -> Result<OtherRows, EngineError> {
        let mut rows = OtherRows::default();
        let [persons, postings, individual] = &mut rows.wordings;
        rows.persons = read(self.persons.as_ref(), stretch, persons)?;
        rows.postings = read(self.ledger.as_ref(), stretch, postings)?;
        rows.individual = read(self.individual.as_ref(), stretch, individual)?;
        Ok(rows)
    }

    pub(crate) fn context<'w>(&'w self, wordings: &'w [Wording; OTHERS]) -> [Option<Other<'w>>; OTHERS] {
        let other = |index: usize, source: &'w Source, facts: ExtractFacts| Other {
            index: index as u16,
            source,
            facts,
            wording: &wordings[index],
        };
        [
            self.persons.as_ref().map(|o| other(0, o.source, o.facts)),
            self.ledger.as_ref().map(|o| other(1, o.source, o.facts)),
            self.individual.as_ref().map(|o| other(2, o.source, o.facts)),
        ]
    }
}

fn read<T: LakeRecord>(
    input: Option<&OtherInput<'_, T>>,
    stretch: &Range<CitizenId>,
    wording: &mut Wording,
) -> Result<Vec<T>, EngineError> {
    input.map_or(Ok(Vec::new()), |input| Ok(input.rows.read(stretch.clone(), wording)?))
}
