//! Which citizens a figure is about: a named, dated definition, printed with every figure.
//!
//! Nothing in the code says "voksen": an area is data (`lov/omraader.toml`, and the municipality's own file), so that
//! another, Børn og Familie, is a matter of writing it.

use crate::calendar::{Day, Period};
use crate::language::LanguageLine;
use crate::law::{AreaLine, Funktion, LawBook, ParagrafId};
use crate::paragraf::ParagrafReader;
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

/// Why an area cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreaError {
    /// No area has the name; these are the ones that there are.
    Unknown(Vec<String>),
    /// It is defined, but not on the day.
    NotDefined,
    /// Its functions lead to no paragraph.
    NoParagraf,
}

/// The area of a name as it is defined on a day.
///
/// Its functions lead to paragraphs through the chart of accounts and through the accounts of Fælles sprog.
///
/// # Errors
/// See [`AreaError`].
pub fn resolve(law: &LawBook, language: &[LanguageLine], name: &str, day: Day) -> Result<Area, AreaError> {
    let mut named = law.areas.iter().filter(|line| line.name == name).peekable();
    if named.peek().is_none() {
        let mut known: Vec<String> = law.areas.iter().map(|line| line.name.clone()).collect();
        known.dedup();
        return Err(AreaError::Unknown(known));
    }
    let line = named.find(|line| line.valid.contains(day)).ok_or(AreaError::NotDefined)?;
    let paragraffer = paragraffer_of(law, language, line);
    let asks_for_some = !line.paragraffer.is_empty() || !line.funktioner.is_empty();
    if asks_for_some && paragraffer.is_empty() {
        return Err(AreaError::NoParagraf);
    }
    Ok(Area {
        name: line.name.clone(),
        title: line.title.clone(),
        valid: line.valid,
        paragraffer,
        age_from: line.age_from,
        age_until: line.age_until,
        source: line.source.clone(),
    })
}

/// Every life of a number belongs to the area: a paragraph is in force on the days on which it is.
fn paragraffer_of(law: &LawBook, language: &[LanguageLine], line: &AreaLine) -> Vec<ParagrafId> {
    let reader = ParagrafReader::new(law);
    let mut written: Vec<&str> = line.paragraffer.iter().map(String::as_str).collect();
    let functions = law.funktioner.iter().filter(|f| line.funktioner.contains(&f.number));
    written.extend(functions.flat_map(booked_on));
    let mut ids: Vec<ParagrafId> = (0u16..)
        .zip(&law.paragraffer)
        .filter(|(_, paragraf)| written.contains(&paragraf.written.as_str()))
        .map(|(id, _)| ParagrafId(id))
        .collect();
    let digits: Vec<String> = line.funktioner.iter().map(|number| number.replace('.', "")).collect();
    for booked in language.iter().filter(|l| digits.iter().any(|d| konto(l).starts_with(d.as_str()))) {
        let read = |day: &Day| reader.read(&booked.paragraf, *day).ok();
        ids.extend(lives(law).iter().filter_map(read));
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn booked_on(funktion: &Funktion) -> impl Iterator<Item = &str> {
    funktion.grupperinger.iter().map(|g| g.paragraf.as_str()).filter(|p| !p.is_empty())
}

/// The digits of a line's account.
fn konto(line: &LanguageLine) -> String {
    line.konto.chars().filter(char::is_ascii_digit).collect()
}

/// A day of every stretch on which the same paragraphs are law.
fn lives(law: &LawBook) -> Vec<Day> {
    let mut days: Vec<Day> = law.paragraffer.iter().map(|p| p.valid.from).collect();
    days.push(Day::OPEN.previous());
    days.sort_unstable();
    days.dedup();
    days
}
