//! The rows of a source that holds no services: which of them are data, each handed to the reader of its kind, all of
//! them counted.
//!
//! Invariant: every data row is tallied once as read, and once as kept or set aside; the kept ones are summed anew from
//! what is kept.

use super::activity::Outcome;
use super::citizen_keys::CitizenKeys;
use super::codes;
use super::findings::{At, Findings};
use super::found::Found;
use super::line::{Line, Paragraphs};
use super::words::Words;
use super::{budget, caseworker, diagnosis, enrichment, expectation, person, posting, provider, rates};
use crate::mapping::{Field, Kind, Mapping};
use crate::raw::Cell;
use crate::values::{clean, cpr};
use domain::calendar::Day;
use domain::law::LawBook;
use domain::observation::{
    BudgetLine, Caseworker, Diagnosis, Enrichment, Expectation, IndividualRate, ListPrice, PersonRecord,
    Posting, ProviderRecord, RowPlace,
};
use domain::person::Cpr;
use domain::totals::Tally;
use std::collections::HashSet;

/// What one import holds beside services. One of the lists is filled, by the mapping's kind.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) postings: Vec<Posting<Cpr>>,
    pub(crate) persons: Vec<PersonRecord<Cpr>>,
    pub(crate) diagnoses: Vec<Diagnosis<Cpr>>,
    pub(crate) list_prices: Vec<ListPrice>,
    pub(crate) individual_rates: Vec<IndividualRate<Cpr>>,
    pub(crate) providers: Vec<ProviderRecord>,
    pub(crate) expectations: Vec<Expectation<Cpr>>,
    pub(crate) enrichments: Vec<Enrichment>,
    pub(crate) budget: Vec<BudgetLine>,
    pub(crate) caseworkers: Vec<Caseworker>,
}

/// The lines of one import while they are read.
pub(crate) struct Lines<'m> {
    mapping: &'m Mapping,
    law: &'m LawBook,
    own_kommune: u16,
    pub(crate) words: Words<'m>,
    pub(crate) kept: Kept,
    pub(crate) names: Vec<(Cpr, String)>,
    pub(crate) keys: CitizenKeys,
    named: HashSet<Cpr>,
    paragraphs: Paragraphs,
    pub(crate) read: Tally,
    pub(crate) set_aside: Tally,
}

impl<'m> Lines<'m> {
    pub(crate) fn new(mapping: &'m Mapping, law: &'m LawBook, own_kommune: u16) -> Lines<'m> {
        Lines {
            mapping,
            law,
            own_kommune,
            words: Words::new(mapping, law),
            kept: Kept::default(),
            names: Vec::new(),
            keys: CitizenKeys::default(),
            named: HashSet::new(),
            paragraphs: Paragraphs::new(),
            read: Tally::default(),
            set_aside: Tally::default(),
        }
    }

    /// Reads one row. `place` is where it stands.
    pub(crate) fn row(&mut self, at: At<'_>, place: RowPlace, findings: &mut Findings) -> Outcome {
        if self.is_no_data(at, findings) {
            return Outcome::Skipped;
        }
        let (kept, money) = self.line(at, place, findings);
        let tally = Tally { rows: 1, rate_sum: money };
        self.read += tally;
        if !kept {
            self.set_aside += tally;
        }
        Outcome::Read
    }

    fn is_no_data(&self, at: At<'_>, findings: &mut Findings) -> bool {
        let cells = at.row.cells;
        let filled = cells.iter().filter(|cell| clean(**cell) != Cell::Empty).count();
        let words = &self.mapping.file.total_words;
        let total =
            never_in_a_total(self.mapping.kind).is_some_and(|key| at.layout.is_total(cells, words, key));
        if filled == 0 || total || at.layout.repeats_headings(cells) {
            return true;
        }
        let needed = Field::must_be_mapped(self.mapping.kind);
        let lone = filled == 1
            && (needed.len() > 1 || (needed == [Field::Cpr] && cpr::read(at.cell(Field::Cpr)).is_err()));
        if lone {
            findings.row(at, &codes::LONE_TEXT);
        }
        lone
    }

    /// Whether the row was kept, and its money.
    fn line(&mut self, at: At<'_>, place: RowPlace, findings: &mut Findings) -> (bool, i128) {
        if let Some(code) = at.broken() {
            findings.row(at, code);
            return (false, 0);
        }
        let (mapping, law, own_kommune) = (self.mapping, self.law, self.own_kommune);
        let (words, paragraphs) = (&mut self.words, &mut self.paragraphs);
        let mut line = Line { mapping, law, own_kommune, words, findings, paragraphs, at, place, money: 0 };
        let kept = &mut self.kept;
        let read = match mapping.kind {
            Kind::Postings => keep(posting::read(&mut line), &mut kept.postings),
            Kind::Persons => {
                let record = person::read(&mut line);
                if let (Some(record), Cell::Text(name)) = (&record, at.cell(Field::Name))
                    && self.named.insert(record.citizen)
                {
                    self.names.push((record.citizen, name.to_owned()));
                }
                if let Some(record) = &record {
                    self.keys.take(mapping, at, record.citizen, line.findings);
                }
                keep(record, &mut kept.persons)
            }
            Kind::Diagnoses => keep(diagnosis::read(&mut line), &mut kept.diagnoses),
            Kind::ListPrices => keep(rates::list_price(&mut line), &mut kept.list_prices),
            Kind::IndividualRates => keep(rates::individual(&mut line), &mut kept.individual_rates),
            Kind::Providers => keep(provider::read(&mut line), &mut kept.providers),
            Kind::Expectations => keep(expectation::read(&mut line), &mut kept.expectations),
            Kind::Enrichments => keep(enrichment::read(&mut line), &mut kept.enrichments),
            Kind::Budget => keep(budget::read(&mut line), &mut kept.budget),
            Kind::Caseworkers => keep(caseworker::read(&mut line), &mut kept.caseworkers),
            // Read elsewhere: `Reader` chooses.
            Kind::Activities | Kind::FaellesSprog | Kind::Oversaettelse => false,
        };
        (read, line.money)
    }
}

fn keep<T>(read: Option<T>, rows: &mut Vec<T>) -> bool {
    let is_kept = read.is_some();
    rows.extend(read);
    is_kept
}

/// The field that a row of sums leaves empty; registers of names have no sums.
fn never_in_a_total(kind: Kind) -> Option<Field> {
    match kind {
        Kind::Postings => Some(Field::Booked),
        Kind::ListPrices => Some(Field::Rate),
        Kind::Expectations | Kind::Enrichments => Some(Field::Start),
        Kind::Budget => Some(Field::Year),
        Kind::Persons | Kind::Diagnoses | Kind::IndividualRates => Some(Field::Cpr),
        Kind::Providers | Kind::Caseworkers => None,
        Kind::Activities | Kind::FaellesSprog | Kind::Oversaettelse => None,
    }
}

impl Kept {
    /// Rows and money of what is kept.
    pub(crate) fn tally(&self) -> Tally {
        let mut all = Tally::default();
        let mut add = |rows: usize, sum: i128| all += Tally { rows: rows as u64, rate_sum: sum };
        add(self.postings.len(), self.postings.iter().map(|p| i128::from(p.amount.0) * 100).sum());
        add(self.persons.len(), 0);
        add(self.diagnoses.len(), 0);
        add(self.list_prices.len(), self.list_prices.iter().map(|p| i128::from(p.rate.0)).sum());
        add(self.individual_rates.len(), self.individual_rates.iter().map(|r| i128::from(r.rate.0)).sum());
        add(self.providers.len(), 0);
        add(self.expectations.len(), self.expectations.iter().map(|e| i128::from(e.rate.0)).sum());
        add(self.enrichments.len(), self.enrichments.iter().map(|e| i128::from(e.amount.0) * 100).sum());
        add(self.budget.len(), self.budget.iter().map(|b| i128::from(b.amount.0) * 100).sum());
        add(self.caseworkers.len(), 0);
        all
    }

    /// What there is to set beside what the mapping declares: citizens, and the days of postings.
    pub(crate) fn found(&self) -> Found {
        let citizens: HashSet<Cpr> = (self.postings.iter().filter_map(|p| p.citizen))
            .chain(self.persons.iter().map(|p| p.citizen))
            .chain(self.diagnoses.iter().map(|d| d.citizen))
            .chain(self.individual_rates.iter().map(|r| r.citizen))
            .chain(self.expectations.iter().filter_map(|e| e.citizen))
            .collect();
        let booked = || self.postings.iter().map(|p| p.booked);
        let last: Option<Day> = booked().max();
        Found {
            citizens: citizens.len() as u64,
            first_day: booked().min(),
            last_day: last,
            last_registered: last,
            ..Found::default()
        }
    }
}

#[cfg(test)]
mod tests;
