//! What the register of persons (CPR) says of a citizen.

use crate::calendar::{Day, Period};
use crate::observation::RowPlace;

/// One line about a citizen. A citizen may have several, one a stretch of residence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PersonRecord<C> {
    /// Who.
    pub citizen: C,
    /// Where it was read.
    pub place: RowPlace,
    /// Day of birth.
    pub born: Option<Day>,
    /// Day of death. It is the last day that counts.
    pub dead: Option<Day>,
    /// Days of residence in `kommune`; [`Period::ALWAYS`] where the source has no days.
    pub residence: Period,
    /// Municipality of residence.
    pub kommune: Option<u16>,
    /// CPR's own mark of the municipality that pays.
    pub betalingskommune: Option<u16>,
    /// Name and address are protected.
    pub protected: bool,
    /// An earlier number of the same person: an alias for the identity store.
    pub formerly: Option<C>,
}
