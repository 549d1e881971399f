//! A diagnosis or målgruppe from a source of its own.

use crate::calendar::Period;
use crate::observation::RowPlace;
use crate::wording::WordId;

/// One diagnosis of a citizen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Diagnosis<C> {
    /// Who.
    pub citizen: C,
    /// Where it was read.
    pub place: RowPlace,
    /// The code's system: FFB, ICD-10 or a local one.
    pub system: WordId,
    /// The code.
    pub code: WordId,
    /// The days on which it holds.
    pub valid: Period,
}
