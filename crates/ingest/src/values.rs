//! The forms in which files write one value each: a number of a person, a day, an amount, a code.
//!
//! Invariant: a value is read or it is not; nothing is guessed, and what was mended is said. No reader here keeps or
//! shows a CPR number.

pub(crate) mod cpr;
pub(crate) mod date;
pub(crate) mod hide;
pub(crate) mod kommune;
pub(crate) mod maalgruppe;
pub(crate) mod number;
pub(crate) mod provider;

use crate::apply::codes::Code;
use crate::raw::Cell;

/// What is to be said about a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    pub(crate) code: &'static Code,
    /// What the code's own words do not say; often empty.
    pub(crate) detail: String,
}

impl From<&'static Code> for Fault {
    fn from(code: &'static Code) -> Fault {
        Fault { code, detail: String::new() }
    }
}

/// A value read once, with what is said each time it is met.
#[derive(Clone, Debug)]
pub(crate) struct Seen<T> {
    pub(crate) value: T,
    pub(crate) faults: Vec<Fault>,
}

impl<T> Seen<T> {
    pub(crate) fn plain(value: T) -> Seen<T> {
        Seen { value, faults: Vec::new() }
    }

    pub(crate) fn with(value: T, fault: impl Into<Fault>) -> Seen<T> {
        Seen { value, faults: vec![fault.into()] }
    }
}

/// What spreadsheets and reporting tools write where there is no value.
const ERROR_WORDS: [&str; 14] = [
    "#N/A",
    "#I/T",
    "#NUM!",
    "#VALUE!",
    "#VÆRDI!",
    "#REF!",
    "#REFERENCE!",
    "#DIV/0!",
    "#DIVISION/0!",
    "#NAME?",
    "#NAVN?",
    "#NULL!",
    "#MULTIVALUE",
    "#####",
];

/// A cell as values are read from it: outer spaces gone, only spaces is empty, the guards that keep a spreadsheet
/// from eating zeros (`="0101…"`, a leading apostrophe) taken off, `#N/A` written as text an error.
pub(crate) fn clean<'a>(cell: Cell<'a>) -> Cell<'a> {
    let Cell::Text(text) = cell else { return cell };
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match text.as_bytes() {
        [] => Cell::Empty,
        [b'#', ..] if ERROR_WORDS.iter().any(|w| text.starts_with(w)) => Cell::Error(text),
        [b'=', b'"', inner @ .., b'"'] if !inner.contains(&b'"') => match text[2..text.len() - 1].trim() {
            "" => Cell::Empty,
            inner => Cell::Text(inner),
        },
        [b'\'', ..] => Cell::Text(text.trim_start_matches('\'')),
        _ => Cell::Text(text),
    }
}
