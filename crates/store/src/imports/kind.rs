//! What an import holds, and where it is kept: rows as Parquet, lines in the database.

use crate::error::StoreError;
use crate::lake::LakeFile;
use domain::language::{LanguageLine, TranslationLine};
use domain::observation::{BudgetLine, Caseworker, Enrichment, Expectation, ListPrice, ProviderRecord};
use domain::person::CitizenId;
use domain::wording::Wording;

/// What an import holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Rows of a source system.
    Activities,
    /// Fælles sprog.
    Language,
    /// A translation.
    Translation,
    /// Postings of the finance system.
    Postings,
    /// The register of persons.
    Persons,
    /// Diagnoses and målgrupper of a source of their own.
    Diagnoses,
    /// Rates agreed for one citizen.
    IndividualRates,
    /// Prices of providers' lists.
    ListPrices,
    /// The register of providers.
    Providers,
    /// Cases that are expected before a decision.
    Expectations,
    /// Lines that cost without citizens.
    Enrichments,
    /// The budget.
    Budget,
    /// The register of caseworkers.
    Caseworkers,
}

/// Each kind with the stable word of files and the name of its Parquet file, if it has one.
const KINDS: [(Kind, &str, Option<&str>); 13] = [
    (Kind::Activities, "aktiviteter", Some("activities.parquet")),
    (Kind::Language, "faelles_sprog", None),
    (Kind::Translation, "oversaettelse", None),
    (Kind::Postings, "posteringer", Some("postings.parquet")),
    (Kind::Persons, "personer", Some("persons.parquet")),
    (Kind::Diagnoses, "diagnoser", Some("diagnoses.parquet")),
    (Kind::IndividualRates, "individuelle_takster", Some("individual_rates.parquet")),
    (Kind::ListPrices, "listepriser", None),
    (Kind::Providers, "leverandoerer", None),
    (Kind::Expectations, "forventninger", None),
    (Kind::Enrichments, "berigelse", None),
    (Kind::Budget, "budget", None),
    (Kind::Caseworkers, "sagsbehandlere", None),
];

impl Kind {
    fn entry(self) -> &'static (Kind, &'static str, Option<&'static str>) {
        KINDS.iter().find(|(kind, ..)| *kind == self).expect("hver art står i listen")
    }

    /// The stable word of files.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.entry().1
    }

    /// Reads [`Kind::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Kind> {
        KINDS.iter().find(|(_, word, _)| *word == key).map(|(kind, ..)| *kind)
    }

    /// The name of the Parquet file in `lake/imports/<id>`; `None` where the lines stand in the database.
    #[must_use]
    pub fn lake_file(self) -> Option<&'static str> {
        self.entry().2
    }
}

/// What an import brings, beside its files. Lines come with the words that they are written in.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// The Parquet file that [`crate::lake::Lake::write_activities`] wrote.
    Activities(&'a LakeFile),
    /// Lines of Fælles sprog.
    Language(&'a [LanguageLine]),
    /// Lines of a translation.
    Translation(&'a [TranslationLine]),
    /// The Parquet file that [`crate::lake::Lake::write_records`] wrote.
    Postings(&'a LakeFile),
    /// The Parquet file that [`crate::lake::Lake::write_records`] wrote.
    Persons(&'a LakeFile),
    /// The Parquet file that [`crate::lake::Lake::write_records`] wrote.
    Diagnoses(&'a LakeFile),
    /// The Parquet file that [`crate::lake::Lake::write_records`] wrote.
    IndividualRates(&'a LakeFile),
    /// Prices of lists.
    ListPrices(&'a [ListPrice], &'a Wording),
    /// Lines of the register of providers.
    Providers(&'a [ProviderRecord], &'a Wording),
    /// Expected cases.
    Expectations(&'a [Expectation<CitizenId>], &'a Wording),
    /// Lines that cost without citizens.
    Enrichments(&'a [Enrichment], &'a Wording),
    /// Lines of the budget.
    Budget(&'a [BudgetLine], &'a Wording),
    /// Lines of the register of caseworkers.
    Caseworkers(&'a [Caseworker], &'a Wording),
}

impl Content<'_> {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Content::Activities(_) => Kind::Activities,
            Content::Language(_) => Kind::Language,
            Content::Translation(_) => Kind::Translation,
            Content::Postings(_) => Kind::Postings,
            Content::Persons(_) => Kind::Persons,
            Content::Diagnoses(_) => Kind::Diagnoses,
            Content::IndividualRates(_) => Kind::IndividualRates,
            Content::ListPrices(..) => Kind::ListPrices,
            Content::Providers(..) => Kind::Providers,
            Content::Expectations(..) => Kind::Expectations,
            Content::Enrichments(..) => Kind::Enrichments,
            Content::Budget(..) => Kind::Budget,
            Content::Caseworkers(..) => Kind::Caseworkers,
        }
    }

    /// The Parquet file, where it is kept as one.
    pub(super) fn lake(&self) -> Option<&LakeFile> {
        match self {
            Content::Activities(lake)
            | Content::Postings(lake)
            | Content::Persons(lake)
            | Content::Diagnoses(lake)
            | Content::IndividualRates(lake) => Some(lake),
            _ => None,
        }
    }
}

/// A kind that is not what the caller takes it for.
pub(super) fn other_kind(asked: Kind, found: Kind) -> StoreError {
    StoreError::Conflict(format!("Indlæsningen har {}, ikke {}.", found.key(), asked.key()))
}
