//! Dated rates: a provider's list prices, and rates agreed for one citizen.

use crate::amount::Rate;
use crate::calendar::Period;
use crate::observation::RowPlace;
use crate::price::Unit;
use crate::wording::{ProviderId, WordId};

/// A price of a provider's list (takstblad, Tilbudsportalen).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListPrice {
    /// Where it was read.
    pub place: RowPlace,
    /// Whose list.
    pub provider: ProviderId,
    /// The service in the list's words; empty holds for all services of the provider.
    pub service: WordId,
    /// The paragraph as written; empty holds for all.
    pub paragraf: WordId,
    /// The days on which it is in force.
    pub valid: Period,
    /// The rate.
    pub rate: Rate,
    /// What it is paid for.
    pub unit: Unit,
}

/// A rate agreed for one citizen. It wins over the row's own rate and the list price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IndividualRate<C> {
    /// For whom.
    pub citizen: C,
    /// Where it was read.
    pub place: RowPlace,
    /// With whom; none holds for all.
    pub provider: ProviderId,
    /// The service in the source's words; empty holds for all.
    pub service: WordId,
    /// The paragraph as written; empty holds for all.
    pub paragraf: WordId,
    /// The days on which it is in force.
    pub valid: Period,
    /// The rate.
    pub rate: Rate,
    /// What it is paid for.
    pub unit: Unit,
}
