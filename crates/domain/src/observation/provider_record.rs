//! A line of the register of providers (leverandører): who it is in each system, who owns it, how it is settled.

use crate::calendar::Period;
use crate::observation::RowPlace;

/// Who owns a place: what decides VAT relief and the columns of a unit price.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ownership {
    /// Our own municipality.
    Own,
    /// Another municipality.
    OtherKommune,
    /// A region.
    Region,
    /// Private.
    Private,
    /// Selvejende with an agreement of operation (driftsoverenskomst).
    SelvejendeWithAgreement,
    /// Selvejende without: as private in VAT.
    SelvejendeWithout,
    /// The state and all else.
    Other,
    /// Nobody has said.
    Unknown,
}

/// How a provider is settled (afregningsform).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Settlement {
    /// Rate × days.
    Takst,
    /// Rate × delivered hours; expense here is income there.
    Bum,
    /// A budget line: no settlement is expected.
    Ramme,
    /// Nobody has said.
    Unknown,
}

/// One dated line of the register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProviderRecord {
    /// Where it was read.
    pub place: RowPlace,
    /// The days on which the line holds.
    pub valid: Period,
    /// The one name that pages show.
    pub name: String,
    /// Other spellings: source's name (empty for all), spelling.
    pub also: Vec<(String, String)>,
    /// CVR number, eight digits, or empty.
    pub cvr: String,
    /// P-number, ten digits, or empty.
    pub p_number: String,
    /// The owner as written (driftsherre), with the municipality's code where it is one.
    pub driftsherre: String,
    /// Code of the owning municipality.
    pub driftsherre_kommune: Option<u16>,
    /// Who owns it.
    pub ownership: Ownership,
    /// How it is settled.
    pub settlement: Settlement,
    /// Days from the end of a month until its bill is normally there; `None` where it is not known.
    pub delay_days: Option<u16>,
    /// EAN number, or empty.
    pub ean: String,
}
