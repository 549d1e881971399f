//! Doors to the parsers of this crate that no file reaches alone, for the fuzz targets of `crates/fuzz`.
//!
//! Invariant: one call each, plain answers, no behaviour of its own; the product never calls it, and no person's number
//! comes out.

use crate::child::{self, Request};
use crate::error::FileError;
use crate::extract_facts::FileFacts;
use crate::mapping::Mapping;
use crate::raw::{Cell, Sink};
use crate::read::{FileKind, ReadHints, kind};
use crate::values::{self, date::DateForms, hide, number};
use domain::calendar::{Day, Period};
use domain::law::LawBook;

/// What a file is by its bytes: the first look, and the table of contents of a container.
///
/// # Errors
/// A file that holds no table.
pub fn container(bytes: &[u8]) -> Result<FileKind, FileError> {
    match kind::find("fil", bytes)? {
        kind::Found::Text => Ok(FileKind::Csv),
        found => kind::spreadsheet(found, bytes),
    }
}

/// A request to the child, read and written again; none where the bytes are none.
#[must_use]
pub fn request(bytes: &[u8]) -> Option<Vec<u8>> {
    let request = Request::read(&mut &bytes[..]).ok()??;
    let mut again = Vec::new();
    request.write(&mut again).ok()?;
    Some(again)
}

/// An answer of the child.
///
/// # Errors
/// What the child says about the file; nothing where the answer does not hold.
pub fn answer(bytes: &[u8], rows_max: u32, sink: &mut Sink<'_>) -> Result<(), Option<FileError>> {
    let hints = ReadHints { rows_max, ..ReadHints::default() };
    child::judged(&mut &bytes[..], &hints, sink)
}

/// How many forms of dates a mapping may name.
pub const DATE_FORMS: usize = DateForms::KEYS.len();

/// A day as text, in the usual forms or in one of those that a mapping names.
#[must_use]
pub fn day(text: &str, form: Option<usize>) -> Option<Day> {
    let forms = match form {
        Some(form) => DateForms::NONE.and(DateForms::KEYS[form % DATE_FORMS].1),
        None => DateForms::USUAL,
    };
    forms.read(text).map(|read| read.day)
}

/// The day behind a sheet's number.
#[must_use]
pub fn day_of_number(text: &str) -> Option<Day> {
    DateForms::USUAL.of_sheet_number(text).map(|read| read.day)
}

/// A number in 1/10.000: as text with either mark (0), comma (1), point (2), as a sheet's own number (3), as a clock (4).
#[must_use]
pub fn scaled(text: &str, way: u8) -> Option<i64> {
    let decimal = match way % 5 {
        0 => number::Decimal::Either,
        1 => number::Decimal::Comma,
        2 => number::Decimal::Point,
        3 => return number::from_sheet(text).ok().map(|(value, _)| value),
        _ => return number::hours_and_minutes(text),
    };
    number::scaled(text, decimal).ok()
}

/// True where a cell is read as a person's number; the code of the finding where it is not.
///
/// # Errors
/// The code.
pub fn person(text: &str) -> Result<bool, &'static str> {
    let read = values::cpr::read(values::clean(Cell::Text(text)));
    read.map(|(_, mended)| mended).map_err(|code| code.code)
}

/// A P-number (0), CVR number (1) or a provider's name (2) as kept.
#[must_use]
pub fn provider(text: &str, way: u8) -> String {
    let cell = values::clean(Cell::Text(text));
    match way % 3 {
        0 => values::provider::p_number(cell, &[]).value,
        1 => values::provider::cvr(cell).value,
        _ => values::provider::name(cell).value,
    }
}

/// The målgrupper of a cell.
#[must_use]
pub fn maalgruppe(text: &str, law: &LawBook, ffb: bool) -> String {
    values::maalgruppe::read(values::clean(Cell::Text(text)), law, ffb).value
}

/// An account by the patterns of a mapping: konto, function and art.
#[must_use]
pub fn account(mapping: &Mapping, text: &str) -> Option<(String, String, String)> {
    mapping.accounts.read(text).map(|found| (found.konto, found.funktion, found.art))
}

/// Day and days that a file's name says.
#[must_use]
pub fn file_name(name: &str, mapping: &Mapping) -> (Option<Day>, Option<Period>) {
    let facts = FileFacts::of_name(name, mapping);
    (facts.name_day, facts.name_covers)
}

/// A value as findings show it.
#[must_use]
pub fn shown(text: &str) -> String {
    hide::shown(text)
}
