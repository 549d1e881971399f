//! Which citizens a figure is about: a named, dated definition, printed with every figure.
//!
//! Nothing in the code says "voksen": an area is data (`lov/omraader.toml`, and the municipality's own file), so that
//! another, Børn og Familie, is a matter of writing it.

use crate::calendar::{Day, Period};
use crate::law::ParagrafId;
use crate::periods::Periods;

/// An area as a control asks for it, resolved by one law book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its key: `voksne`.
    pub name: String,
    /// As screens write it.
    pub title: String,
    /// The days on which the definition holds.
    pub valid: Period,
    /// Its paragraphs, through the written ones and the functions; empty means all.
    pub paragraffer: Vec<ParagrafId>,
    /// From this birthday on, in whole years.
    pub age_from: Option<u8>,
    /// Until the day before this birthday.
    pub age_until: Option<u8>,
    /// Where the definition is from.
    pub source: String,
}

impl Area {
    /// True where the definition asks for an age.
    #[must_use]
    pub fn has_age(&self) -> bool {
        self.age_from.is_some() || self.age_until.is_some()
    }

    /// True where the paragraph belongs to the area.
    #[must_use]
    pub fn holds(&self, paragraf: ParagrafId) -> bool {
        self.paragraffer.is_empty() || self.paragraffer.contains(&paragraf)
    }

    /// The days on which somebody born on a day is of the area's age.
    #[must_use]
    pub fn days_of_age(&self, born: Day) -> Periods {
        let from = self.age_from.map_or(Day::FIRST, |years| born.birthday(i32::from(years)));
        let until = self.age_until.map_or(Day::OPEN, |years| born.birthday(i32::from(years)));
        Period::new(from, until).map_or_else(Periods::none, Periods::from)
    }
}
