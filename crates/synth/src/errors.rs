//! The errors that are put into extracts, each into one system, and what was done.
//!
//! Names them only; [`crate::spoil`] does them. What must be reported follows from [`crate::facit_table`], never from here.

use crate::catalogue::YdelseId;
use crate::day::Span;
use crate::number::Number;
use crate::row::System;

/// A kind of error.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// All rows of a paragraph are missing in System 1.
    MissingInSystem1,
    /// All rows of a paragraph are missing in System 2.
    MissingInSystem2,
    /// Ended, but open in one system.
    MissingEnd,
    /// Begins a week or more later in one system.
    LateStart,
    /// Begins one day later in one system.
    OneDayLate,
    /// § 85 written as ABL § 105/SEL § 85 or the other way round.
    MixedParagraf,
    /// Another place on one row.
    OtherProvider,
    /// Another rate on one row.
    OtherRate,
    /// Another målgruppe on one row.
    OtherGroup,
    /// The same row twice.
    DoubleRow,
    /// Annulled in Nexus, still settled.
    AnnulledButSettled,
    /// One digit wrong, or two swapped, in all of a citizen's rows.
    WrongDigit,
    /// Registered so late that the settlement system could not have it yet. No error, but found.
    JustRegistered,
    /// A second row at the same place on the same days, at another rate.
    Overlap,
    /// § 107 and § 108 at once, for more than a month.
    ExclusiveParagraf,
    /// Services run on after death in all systems.
    AfterDeath,
    /// Services began before the citizen was eighteen.
    UnderAge,
    /// A row without målgruppe.
    NoGroup,
    /// A målgruppe that is not in the list.
    UnknownGroup,
    /// A stay with neither P-number nor address.
    StayWithoutAddress,
    /// A running row without caseworker.
    NoCaseworker,
    /// A running row whose caseworker has left.
    InactiveCaseworker,
    /// Begun without tilgangsårsag or assessment.
    NoEntryReason,
    /// Ended without afgangsårsag.
    NoExitReason,
    /// The rate is twelve times the place's.
    UnusualPrice,
    /// Last year's list price on this year's row.
    ExpiredListPrice,
    /// An individual rate that is last year's list price.
    OldIndividualRate,
    /// Both afregningspct and belægningspct are less than 100.
    TwoPercents,
    /// A supplement months after its service ended.
    SupplementAlone,
    /// Paid on a paragraph that the citizen never had.
    PaidWithoutGrant,
    /// Granted and settled, but nothing is booked.
    GrantedNotPaid,
    /// Paid on after the service ended.
    PaidAfterEnd,
    /// Paid on after the citizen's death.
    PaidAfterDeath,
    /// Booked on another paragraph's account.
    WrongAccount,
    /// Paid a quarter too much.
    PaidOver,
    /// Paid a quarter too little.
    PaidUnder,
    /// The same bill twice.
    PaidTwice,
    /// Paid to a place that the citizen is not at.
    PaidOtherProvider,
    /// Paid although the row says that it is not settled.
    PaidDespiteNo,
    /// The settlement system still has the citizen's former number. No deviation.
    ReplacedNumber,
    /// A spelling that the register of providers lists. No deviation.
    KnownSpelling,
    /// A spelling that no register lists.
    UnknownSpelling,
    /// A row whose number has no date: a finding of the import, no deviation.
    InvalidCpr,
    /// A posting on an account that nobody can read: a finding of the import.
    TextAccount,
}

impl Kind {
    /// True for errors of payment, which leave the rows of services as they are.
    #[must_use]
    pub fn is_of_payment(self) -> bool {
        use Kind as K;
        matches!(
            self,
            K::PaidWithoutGrant
                | K::GrantedNotPaid
                | K::PaidAfterEnd
                | K::PaidAfterDeath
                | K::WrongAccount
                | K::PaidOver
                | K::PaidUnder
                | K::PaidTwice
                | K::PaidOtherProvider
                | K::PaidDespiteNo
                | K::AfterDeath
                | K::TextAccount
        )
    }

    /// True where days and values compared row by row are not what a program with all the sources must say.
    pub(crate) fn needs_more_than_rows(self) -> bool {
        use Kind as K;
        matches!(
            self,
            K::UnderAge
                | K::UnknownGroup
                | K::OldIndividualRate
                | K::TwoPercents
                | K::ReplacedNumber
                | K::KnownSpelling
                | K::UnknownSpelling
                | K::InvalidCpr
        )
    }
}

/// Every kind with a system that it can stand in.
pub(crate) const SLOTS: [(Kind, System); 71] = {
    use Kind as K;
    use System::{As2007 as A, BoernOgVoksne as B, Nexus as N};
    [
        (K::MissingInSystem1, N),
        (K::MissingInSystem2, A),
        (K::MissingInSystem2, B),
        (K::MissingEnd, N),
        (K::MissingEnd, A),
        (K::MissingEnd, B),
        (K::LateStart, N),
        (K::LateStart, A),
        (K::LateStart, B),
        (K::OneDayLate, N),
        (K::OneDayLate, A),
        (K::OneDayLate, B),
        (K::MixedParagraf, N),
        (K::MixedParagraf, A),
        (K::OtherProvider, N),
        (K::OtherProvider, A),
        (K::OtherProvider, B),
        (K::OtherRate, N),
        (K::OtherRate, A),
        (K::OtherRate, B),
        (K::OtherGroup, N),
        (K::OtherGroup, A),
        (K::DoubleRow, N),
        (K::DoubleRow, A),
        (K::DoubleRow, B),
        (K::AnnulledButSettled, N),
        (K::WrongDigit, N),
        (K::WrongDigit, A),
        (K::WrongDigit, B),
        (K::Overlap, N),
        (K::Overlap, A),
        (K::ExclusiveParagraf, N),
        (K::AfterDeath, N),
        (K::UnderAge, N),
        (K::NoGroup, N),
        (K::NoGroup, A),
        (K::UnknownGroup, N),
        (K::UnknownGroup, A),
        (K::StayWithoutAddress, N),
        (K::StayWithoutAddress, A),
        (K::NoCaseworker, N),
        (K::NoCaseworker, B),
        (K::InactiveCaseworker, N),
        (K::InactiveCaseworker, B),
        (K::NoEntryReason, N),
        (K::NoExitReason, N),
        (K::UnusualPrice, N),
        (K::UnusualPrice, A),
        (K::ExpiredListPrice, N),
        (K::ExpiredListPrice, A),
        (K::OldIndividualRate, N),
        (K::TwoPercents, A),
        (K::SupplementAlone, A),
        (K::PaidWithoutGrant, N),
        (K::GrantedNotPaid, N),
        (K::PaidAfterEnd, N),
        (K::PaidAfterDeath, N),
        (K::WrongAccount, N),
        (K::PaidOver, N),
        (K::PaidUnder, N),
        (K::PaidTwice, N),
        (K::PaidOtherProvider, N),
        (K::PaidDespiteNo, A),
        (K::ReplacedNumber, A),
        (K::KnownSpelling, N),
        (K::KnownSpelling, A),
        (K::UnknownSpelling, N),
        (K::UnknownSpelling, A),
        (K::InvalidCpr, N),
        (K::InvalidCpr, A),
        (K::TextAccount, N),
    ]
};

/// Beside [`SLOTS`]: the kind that is no error.
pub(crate) const LATE: (Kind, System) = (Kind::JustRegistered, System::Nexus);

/// What was done to one citizen's rows.
#[derive(Clone, Debug)]
pub struct Injected {
    /// The kind.
    pub kind: Kind,
    /// The system that is wrong.
    pub system: System,
    /// Whose: index into the people.
    pub person: u32,
    /// The right number.
    pub cpr: Number,
    /// The wrong number, where that is the error.
    pub wrong: Option<Number>,
    /// The paragraph; `None` where all the citizen's paragraphs are concerned.
    pub ydelse: Option<YdelseId>,
    /// The wrong paragraph, where that is the error.
    pub other: Option<YdelseId>,
    /// The days that were changed, inside the window; `None` where all days of the paragraph are.
    pub touched: Option<Span>,
    /// Days of further deviations, each by itself.
    pub more: Vec<Span>,
    /// The value that must be shown, where the key says which.
    pub values: Vec<&'static str>,
    /// Øre that were paid too much, or too little where negative.
    pub oere: Option<i64>,
}

impl Injected {
    pub(crate) fn new(kind: Kind, system: System, person: u32, cpr: Number) -> Injected {
        Injected {
            kind,
            system,
            person,
            cpr,
            wrong: None,
            ydelse: None,
            other: None,
            touched: None,
            more: Vec::new(),
            values: Vec::new(),
            oere: None,
        }
    }

    /// Where the error stands: a system, or the finance system.
    #[must_use]
    pub fn place(&self) -> &'static str {
        let in_ledger =
            self.kind.is_of_payment() && !matches!(self.kind, Kind::AfterDeath | Kind::PaidDespiteNo);
        if in_ledger { "prisme" } else { self.system.key() }
    }
}
