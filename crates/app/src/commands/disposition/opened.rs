//! A system's year, opened: its rows, with the persons and rates of the basis.
//!
//! Invariant: all who dispose a year begin here, so that they read the same law, language and registers.

use crate::basis_content::{BasisContent, BasisSource};
use crate::commands::run_control::{open_kind, open_rows};
use crate::session::Session;
use domain::calendar::Period;
use domain::observation::{IndividualRate, PersonRecord};
use domain::ownership::Grouping;
use domain::person::CitizenId;
use engine::{DispositionGiven, Input, Lists, OtherInput};
use store::imports::Kind;
use store::lake::{ActivityFile, RecordFile};

/// A source with its rows.
pub(crate) type Opened<T> = (BasisSource, RecordFile<T>);

/// The year of a system.
pub(crate) struct OpenedYear<'b> {
    content: &'b BasisContent,
    source: &'b BasisSource,
    kommune: u16,
    year: i32,
    persons: Option<Opened<PersonRecord<CitizenId>>>,
    individual: Option<Opened<IndividualRate<CitizenId>>>,
    /// The system's rows.
    pub(crate) rows: ActivityFile,
}

impl<'b> OpenedYear<'b> {
    /// Opens the year of a system of a basis.
    ///
    /// # Errors
    /// Where rows cannot be read, or are not as they were written.
    pub(crate) fn open(
        session: &Session,
        content: &'b BasisContent,
        source: &'b BasisSource,
        year: i32,
    ) -> anyhow::Result<OpenedYear<'b>> {
        let window = Period::year(year);
        Ok(OpenedYear {
            content,
            source,
            kommune: session.kommune(),
            year,
            persons: open_kind(session, content, window, Kind::Persons)?,
            individual: open_kind(session, content, window, Kind::IndividualRates)?,
            rows: open_rows(session, content, source)?,
        })
    }

    /// What the year is disposed from: all of it, on every paragraph, with no finance system.
    pub(crate) fn given<'a>(&'a self, grouping: &'a Grouping) -> DispositionGiven<'a> {
        let content = self.content;
        DispositionGiven {
            year: self.year,
            until: Period::year(self.year).until.month(),
            law: &content.law,
            language: &content.language,
            system: Input { source: &self.source.source, facts: self.source.import.facts, rows: &self.rows },
            persons: self.persons.as_ref().map(input),
            individual: self.individual.as_ref().map(input),
            ledger: None,
            lists: Lists {
                prices: content.prices.as_ref(),
                providers: (!content.providers.is_empty()).then_some(&content.providers),
                caseworkers: None,
            },
            area: None,
            kommune: self.kommune,
            grouping,
        }
    }
}

/// An opened source as the engine takes it.
pub(crate) fn input<T>((source, rows): &Opened<T>) -> OtherInput<'_, T> {
    OtherInput { source: &source.source, facts: source.import.facts, rows }
}
