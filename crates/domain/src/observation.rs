//! What a source claims: one row, with where it was read.

use crate::amount::{Quantity, Rate};
use crate::calendar::{Day, Period};
use crate::price::{Price, Unit};
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
}

impl<C> Activity<C> {
    /// The row's days.
    #[must_use]
    pub fn period(&self) -> Period {
        Period { from: self.from, until: self.until }
    }

    /// The row's own price, or `None` where rate, unit or the quantity that the unit asks for is missing.
    #[must_use]
    pub fn price(&self) -> Option<Price> {
        let (rate, unit) = (self.rate?, self.unit?);
        let one = Quantity(crate::amount::SCALE);
        let quantity = match unit {
            Unit::Doegn | Unit::Maaned => one,
            Unit::TimePrUge => self.hours?,
            Unit::Styk => self.count.unwrap_or(one),
        };
        Some(Price { unit, rate, quantity })
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
        }
    }
}
