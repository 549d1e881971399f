//! Lines of money that no settlement system holds: what is expected, what costs without citizens, and the budget.

use crate::amount::{Oere, Quantity, Rate};
use crate::calendar::{Day, Period};
use crate::observation::RowPlace;
use crate::price::Unit;

/// What became of an expectation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ExpectationState {
    /// Still expected.
    Forventet,
    /// It became a grant: its kroner no longer count here.
    Realiseret,
    /// Later; it counts from its new first day.
    Udskudt,
    /// It came to nothing.
    IkkeRealiseret,
}

/// A case that the authority expects before a decision. Kroner only, never a citizen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expectation<C> {
    /// Where it was read.
    pub place: RowPlace,
    /// For whom, where it is somebody known.
    pub citizen: Option<C>,
    /// What it is called where it is nobody known: "ung, 17 år".
    pub label: String,
    /// The paragraph as written.
    pub paragraf: String,
    /// The provider's name, or empty.
    pub provider: String,
    /// The expected days.
    pub period: Period,
    /// The expected rate.
    pub rate: Rate,
    /// What it is paid for.
    pub unit: Unit,
    /// Hours a week or pieces, where the unit asks for them.
    pub quantity: Option<Quantity>,
    /// How certain, in percent; 100 where nothing is said.
    pub certainty: u8,
    /// Who expects it.
    pub who: String,
    /// What became of it.
    pub state: ExpectationState,
}

/// A line that costs without citizens or outside settlement (berigelse, "døde tal").
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enrichment {
    /// Where it was read.
    pub place: RowPlace,
    /// What it is called.
    pub label: String,
    /// Kind as written: ramme, objektiv finansiering, abonnement, overhead, pulje.
    pub kind: String,
    /// The paragraph as written, or empty.
    pub paragraf: String,
    /// The account as written, or empty.
    pub account: String,
    /// The provider's name, or empty.
    pub provider: String,
    /// The days that the amount is for.
    pub period: Period,
    /// The amount for all the days.
    pub amount: Oere,
    /// Places (pladser), where stated.
    pub places: Option<Quantity>,
    /// Who answers for it.
    pub owner: String,
    /// Last day on which it may be counted without being confirmed again.
    pub expires: Option<Day>,
}

/// Which budget a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BudgetKind {
    /// As first adopted.
    Oprindeligt,
    /// An addition that the council has granted.
    Tillaegsbevilling,
    /// Moved between accounts.
    Omplacering,
    /// Stated as a whole by the finance system: original and all changes.
    Korrigeret,
}

/// A line of the budget.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BudgetLine {
    /// Where it was read.
    pub place: RowPlace,
    /// The year it is for.
    pub year: i32,
    /// Which budget.
    pub kind: BudgetKind,
    /// The day from which it holds, where stated.
    pub decided: Option<Day>,
    /// The account or function as written (`538501002`, `5.38.50`, `50`).
    pub account: String,
    /// The function `5.38.50`, where the account leads to one; else empty.
    pub funktion: String,
    /// The paragraph as written, or empty.
    pub paragraf: String,
    /// Øre; expense is positive.
    pub amount: Oere,
    /// The line's text.
    pub text: String,
}

/// A caseworker who may hold open cases.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caseworker {
    /// Where it was read.
    pub place: RowPlace,
    /// The name or initials as the case system writes them.
    pub name: String,
    /// The team.
    pub team: String,
    /// Days of employment.
    pub active: Period,
}
