//! A posting of the finance system: kroner on an account.

use crate::amount::Oere;
use crate::calendar::{Day, Period};
use crate::observation::RowPlace;
use crate::wording::{ProviderId, WordId};

/// One posting. `C` is the CPR number on the way in, the citizen id from the store on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Posting<C> {
    /// Who it is about; `None` for collective bills and everything else that names nobody.
    pub citizen: Option<C>,
    /// Where it was read.
    pub place: RowPlace,
    /// The day on which it counts in the accounts (bogføringsdato).
    pub booked: Day,
    /// The days that it pays for, where the source states them.
    pub concerns: Option<Period>,
    /// Øre; expense is positive, income negative.
    pub amount: Oere,
    /// The account as written.
    pub account: WordId,
    /// The account as nine digits (`538501002`: konto, hovedfunktion, funktion, dranst, gruppering) where the source's
    /// pattern finds them; else empty.
    pub konto: WordId,
    /// The art as written (`400`), or empty.
    pub art: WordId,
    /// The provider, or none.
    pub provider: ProviderId,
    /// The number of the bill or voucher, or empty.
    pub bill: WordId,
    /// The posting's text, with anything that may be a person's number hidden.
    pub text: WordId,
}
