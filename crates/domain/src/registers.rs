//! What a control knows beside the rows of its two systems: registers that hold for everybody, and the other sources
//! of the basis.
//!
//! Registers are values made before the run from the basis alone. So a citizen's deviations depend on that citizen's
//! rows and on the registers, never on how citizens are divided.

use crate::calendar::Day;
use crate::landscape::{ExtractFacts, Source};
use crate::norms::Norms;
use crate::observation::{Activity, Caseworker, IndividualRate, PersonRecord, Posting};
use crate::person::CitizenId;
use crate::provider_register::ProviderRegister;
use crate::relief::Relief;
use crate::tariff::PriceList;
use crate::wording::Wording;

/// A source of the basis that is neither System 1 nor System 2.
#[derive(Clone, Copy, Debug)]
pub struct Other<'a> {
    /// Its place in the list of other sources that the caller holds; [`crate::deviation::OtherRow`] names it by this.
    pub index: u16,
    /// What is declared about it.
    pub source: &'a Source,
    /// What its import states.
    pub facts: ExtractFacts,
    /// The words of its rows.
    pub wording: &'a Wording,
}

/// The registers of a run. Empty ones are as if the source were not there: rules that ask for them are not run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Registers<'a> {
    /// The register of persons (CPR).
    pub persons: Option<Other<'a>>,
    /// The finance system.
    pub ledger: Option<Other<'a>>,
    /// Rates agreed for one citizen.
    pub individual: Option<Other<'a>>,
    /// Caseworkers who may hold open cases.
    pub caseworkers: Option<&'a [Caseworker]>,
    /// The day on which the finance system's last posting is booked, of all citizens.
    pub last_posting: Option<Day>,
    /// The providers' lists of prices.
    pub prices: Option<&'a PriceList>,
    /// The register of providers.
    pub providers: Option<&'a ProviderRegister>,
    /// VAT relief; without it the lists of the run's law are asked.
    pub relief: Option<Relief<'a>>,
    /// What is usual, collected by a pass before the run.
    pub norms: Option<&'a Norms>,
}

/// The rows of one citizen in all sources of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct CitizenRows<'r> {
    /// System 1 and System 2.
    pub activities: [&'r [Activity<CitizenId>]; 2],
    /// The register of persons.
    pub persons: &'r [PersonRecord<CitizenId>],
    /// The finance system's postings about the citizen.
    pub postings: &'r [Posting<CitizenId>],
    /// Rates agreed for the citizen.
    pub individual: &'r [IndividualRate<CitizenId>],
}
