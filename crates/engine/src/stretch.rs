//! A stretch of citizens: the rows of every source about them, handed out citizen by citizen.

use crate::others::OtherRows;
use crate::run::{EngineError, Given};
use domain::lexicon::SideContext;
use domain::observation::{Activity, IndividualRate, PersonRecord, Posting};
use domain::person::CitizenId;
use domain::registers::CitizenRows;
use domain::wording::Wording;
use std::ops::Range;

/// The rows of a stretch.
pub(crate) struct Stretch {
    pub(crate) wordings: [Wording; 2],
    pub(crate) rows: [Vec<Activity<CitizenId>>; 2],
    pub(crate) others: OtherRows,
}

impl Stretch {
    pub(crate) fn read(given: &Given<'_>, stretch: &Range<CitizenId>) -> Result<Stretch, EngineError> {
        let mut wordings = [Wording::default(), Wording::default()];
        let mut rows = [Vec::new(), Vec::new()];
        for side in 0..2 {
            rows[side] = given.systems[side].rows.read(stretch.clone(), &mut wordings[side])?;
        }
        Ok(Stretch { wordings, rows, others: given.others.read(stretch)? })
    }

    pub(crate) fn sides<'w>(&'w self, given: &'w Given<'_>) -> [SideContext<'w>; 2] {
        [0, 1].map(|side: usize| SideContext {
            source: given.systems[side].source,
            facts: given.systems[side].facts,
            wording: &self.wordings[side],
        })
    }
}

/// The citizens whom either system has a row about, in order, each with the rows of all sources.
pub(crate) struct Citizens<'s> {
    activities: [&'s [Activity<CitizenId>]; 2],
    persons: &'s [PersonRecord<CitizenId>],
    postings: &'s [Posting<CitizenId>],
    individual: &'s [IndividualRate<CitizenId>],
}

impl<'s> Citizens<'s> {
    pub(crate) fn of(read: &'s Stretch) -> Citizens<'s> {
        Citizens {
            activities: [&read.rows[0], &read.rows[1]],
            persons: &read.others.persons,
            postings: &read.others.postings,
            individual: &read.others.individual,
        }
    }
}

impl<'s> Iterator for Citizens<'s> {
    type Item = (CitizenId, CitizenRows<'s>);

    fn next(&mut self) -> Option<Self::Item> {
        let [one, two] = self.activities;
        // Somebody whom only the finance system has is asked about too: paid without a grant.
        let activities = one.first().into_iter().chain(two.first()).map(|row| row.citizen).min();
        let paid = self.postings.iter().find_map(|row| row.citizen);
        let citizen = activities.into_iter().chain(paid).min()?;
        let [one, two] = &mut self.activities;
        let rows = CitizenRows {
            activities: [take(one, citizen, |r| Some(r.citizen)), take(two, citizen, |r| Some(r.citizen))],
            persons: take(&mut self.persons, citizen, |r| Some(r.citizen)),
            postings: take(&mut self.postings, citizen, |r| r.citizen),
            individual: take(&mut self.individual, citizen, |r| Some(r.citizen)),
        };
        Some((citizen, rows))
    }
}

/// The rows of one citizen in a sorted list whose front has passed everybody before.
fn take<'r, T>(rows: &mut &'r [T], citizen: CitizenId, who: impl Fn(&T) -> Option<CitizenId>) -> &'r [T] {
    let before = rows.iter().take_while(|row| who(row) < Some(citizen)).count();
    let rest = &rows[before..];
    let count = rest.iter().take_while(|row| who(row) == Some(citizen)).count();
    let (own, after) = rest.split_at(count);
    *rows = after;
    own
}
