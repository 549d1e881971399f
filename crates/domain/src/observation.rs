//! What a source claims: one row, with where it was read.

mod diagnosis;
mod money_lines;
mod person_record;
mod posting;
mod provider_record;
mod rates;

pub use diagnosis::Diagnosis;
pub use money_lines::{BudgetKind, BudgetLine, Caseworker, Enrichment, Expectation, ExpectationState};
pub use person_record::PersonRecord;
pub use posting::Posting;
pub use provider_record::{Ownership, ProviderRecord, Settlement};
pub use rates::{IndividualRate, ListPrice};

use crate::amount::{Quantity, Rate};
use crate::calendar::{Day, Period};
use crate::price::{Price, PriceTerms, Unit, WHOLE};
use crate::wording::{ProviderId, WordId};

/// Where a row stands: file of the import, sheet, row as a spreadsheet program shows it (1 is the first).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RowPlace {
    /// Index of the file in the import.
    pub file: u16,
    /// The sheet's name; empty for CSV.
    pub sheet: WordId,
    /// Row number, 1 is the file's or sheet's first. In CSV: the line that the record starts on.
    pub row: u32,
}

/// Whether a service counts citizens and days, or only money.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// HOVED: citizens, days and money.
    Main,
    /// TILLÆG: money only. Transport and own payment too.
    Supplement,
}

/// What the source's status word means for counting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// Counts.
    Counts,
    /// Never took effect (Annulleret, Fjernet, Frafaldet, Afslået): kept, so that it can explain.
    NeverTookEffect,
    /// The word is in neither list of the mapping: set aside, to be confirmed.
    Unclear,
}

/// One row of an activity extract. `C` is the CPR number on the way in, the citizen id from the store on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Activity<C> {
    /// Who it is about.
    pub citizen: C,
    /// Where it was read.
    pub place: RowPlace,
    /// First day.
    pub from: Day,
    /// Day after the last; [`Day::OPEN`] where the end is open (`Uoplyst`, empty, 31-12-9999).
    pub until: Day,
    /// Main service or supplement.
    pub role: Role,
    /// Whether it counts.
    pub standing: Standing,
    /// The service in the source's words.
    pub service: WordId,
    /// The paragraph as written; empty where the source has no such column.
    pub paragraf: WordId,
    /// The account as written.
    pub account: WordId,
    /// The provider as named.
    pub provider: ProviderId,
    /// Målgruppe codes in canonical form: sorted, distinct, joined by `|`.
    pub maalgrupper: WordId,
    /// Hours a week.
    pub hours: Option<Quantity>,
    /// Rate.
    pub rate: Option<Rate>,
    /// What the rate is paid for.
    pub unit: Option<Unit>,
    /// Pieces, for a rate per piece.
    pub count: Option<Quantity>,
    /// Municipality that acts.
    pub handlekommune: Option<u16>,
    /// Municipality that pays.
    pub betalingskommune: Option<u16>,
    /// Ownership as the source writes it.
    pub ownership: WordId,
    /// Caseworker as the source writes it.
    pub caseworker: WordId,
    /// Status as written.
    pub status: WordId,
    /// Day of registration.
    pub registered: Option<Day>,
    /// Part of the price that we pay (afregningspct), 10.000 is all of it; `None` where the source has no such column.
    pub settled_share: Option<u16>,
    /// Part of a place that is taken (belægningspct), 10.000 is all of it.
    pub occupied_share: Option<u16>,
    /// Whether the line is settled at all ("Afregnes").
    pub settles: Option<bool>,
    /// Reason of beginning (tilgangsårsag) as written.
    pub entry_reason: WordId,
    /// Reason of ending (afgangsårsag) as written.
    pub exit_reason: WordId,
    /// The assessment (udredning, fx VUM) as written: its day, number or status.
    pub assessment: WordId,
    /// The address of a stay as written.
    pub address: WordId,
}

impl<C> Activity<C> {
    /// The row's days.
    #[must_use]
    pub fn period(&self) -> Period {
        Period { from: self.from, until: self.until }
    }

    /// A row that says nothing but who and when; for tests and for readers that fill in the rest.
    #[must_use]
    pub fn bare(citizen: C, place: RowPlace, period: Period) -> Activity<C> {
        Activity {
            citizen,
            place,
            from: period.from,
            until: period.until,
            role: Role::Main,
            standing: Standing::Counts,
            service: WordId::EMPTY,
            paragraf: WordId::EMPTY,
            account: WordId::EMPTY,
            provider: ProviderId::NONE,
            maalgrupper: WordId::EMPTY,
            hours: None,
            rate: None,
            unit: None,
            count: None,
            handlekommune: None,
            betalingskommune: None,
            ownership: WordId::EMPTY,
            caseworker: WordId::EMPTY,
            status: WordId::EMPTY,
            registered: None,
            settled_share: None,
            occupied_share: None,
            settles: None,
            entry_reason: WordId::EMPTY,
            exit_reason: WordId::EMPTY,
            assessment: WordId::EMPTY,
            address: WordId::EMPTY,
        }
    }

    /// The row's own price under the terms of its source, or `None` where rate, unit or the quantity that the unit
    /// asks for is missing.
    #[must_use]
    pub fn price(&self, terms: PriceTerms) -> Option<Price> {
        self.priced(self.rate?, self.unit?, terms)
    }

    /// The row's days, hours and share at another rate: a list's, or one agreed for the citizen.
    #[must_use]
    pub fn priced(&self, rate: Rate, unit: Unit, terms: PriceTerms) -> Option<Price> {
        let one = Quantity(crate::amount::SCALE);
        let quantity = match unit {
            Unit::Doegn | Unit::Maaned => one,
            Unit::TimePrUge => self.hours?,
            Unit::Styk => self.count.unwrap_or(one),
            // An amount for a stretch without end cannot be spread over it.
            Unit::Samlet if self.until >= Day::OPEN => return None,
            Unit::Samlet => Quantity(self.period().days() * crate::amount::SCALE),
        };
        Some(Price { unit, rate, quantity, share: self.settled_share.unwrap_or(WHOLE), weeks: terms.weeks })
    }

    /// The same row about another name for the citizen.
    #[must_use]
    pub fn about<D>(self, citizen: D) -> Activity<D> {
        Activity {
            citizen,
            place: self.place,
            from: self.from,
            until: self.until,
            role: self.role,
            standing: self.standing,
            service: self.service,
            paragraf: self.paragraf,
            account: self.account,
            provider: self.provider,
            maalgrupper: self.maalgrupper,
            hours: self.hours,
            rate: self.rate,
            unit: self.unit,
            count: self.count,
            handlekommune: self.handlekommune,
            betalingskommune: self.betalingskommune,
            ownership: self.ownership,
            caseworker: self.caseworker,
            status: self.status,
            registered: self.registered,
            settled_share: self.settled_share,
            occupied_share: self.occupied_share,
            settles: self.settles,
            entry_reason: self.entry_reason,
            exit_reason: self.exit_reason,
            assessment: self.assessment,
            address: self.address,
        }
    }
}
