//! The rows behind a disponering: what each counts with, or why it does not. They add up to every figure, to the øre.

use super::Money;
use crate::area::Area;
use crate::calendar::Period;
use crate::law::ParagrafId;
use crate::observation::{Ownership, Role, RowPlace};
use crate::periods::Periods;
use crate::person::CitizenId;
use std::sync::Arc;

/// Whether a stretch of a row's days counts, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    /// Days and kroner; kroner only where the row has a price.
    Counts,
    /// An identical row has counted the days.
    Copy,
    /// Days, but no kroner: the provider is settled by a budget line.
    Ramme,
    /// Days, but no kroner: the row is not settled ("Afregnes" = Nej).
    NotSettled,
    /// The row says that another municipality pays.
    OtherPayer,
    /// After the day of death.
    Dead,
    /// The citizen has not the area's age.
    OutsideAge,
}

impl RowKind {
    /// True where the row's days count.
    #[must_use]
    pub fn has_days(self) -> bool {
        matches!(self, RowKind::Counts | RowKind::Ramme | RowKind::NotSettled)
    }

    /// As screens write it; empty for what counts.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            RowKind::Counts => "",
            RowKind::Copy => "tæller én gang: en anden række er ens",
            RowKind::Ramme => "rammeafregnet: kronerne står i en rammelinje",
            RowKind::NotSettled => "afregnes ikke",
            RowKind::OtherPayer => "en anden kommune betaler",
            RowKind::Dead => "efter dødsdagen",
            RowKind::OutsideAge => "borgeren har ikke områdets alder",
        }
    }
}

/// A stretch of a row's days in the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisposedRow {
    /// Who.
    pub citizen: CitizenId,
    /// Where the row stands.
    pub place: RowPlace,
    /// On which paragraph.
    pub paragraf: ParagrafId,
    /// `5.38.50`, or empty.
    pub funktion: Arc<str>,
    /// Who owns the place.
    pub ownership: Ownership,
    /// Main service or supplement.
    pub role: Role,
    /// The days.
    pub period: Period,
    /// Whether they count.
    pub kind: RowKind,
    /// Their kroner.
    pub money: Money,
    /// Their kroner in the months before [`super::Disposer::until`]'s.
    pub elapsed: Money,
    /// What runs on the year's last day, in a whole year.
    pub whole_year: Money,
}

/// Whose rows are disposed, and what is cut off them.
#[derive(Clone, Debug)]
pub struct Whom<'a> {
    /// Who.
    pub citizen: CitizenId,
    /// Our own municipality; rows that say that another pays are left out. `None` cuts nothing.
    pub payer: Option<u16>,
    /// Which paragraphs.
    pub area: Option<&'a Area>,
    /// The days after the day of death.
    pub after_death: Option<Period>,
    /// Days on which the citizen has not the area's age.
    pub outside_age: Periods,
}

impl Whom<'_> {
    /// A citizen with nothing cut.
    #[must_use]
    pub fn all(citizen: CitizenId) -> Self {
        Whom { citizen, payer: None, area: None, after_death: None, outside_age: Periods::none() }
    }
}
