//! Cells with their places: what every kind of file becomes before a mapping is put to it.
//!
//! Invariant: nothing here knows what a column means.

use domain::calendar::Day;
use std::ops::ControlFlow;

/// One cell. A CSV file has only texts; a spreadsheet says more, and what it says is kept: the number 1.234 of a
/// spreadsheet is not the Danish text "1.234".
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Cell<'a> {
    /// Nothing, or only spaces.
    Empty,
    /// Text as written, in NFC, outer spaces kept.
    Text(&'a str),
    /// A number of a spreadsheet, as plain decimal text with a point: `1352.03`, `101900000`.
    Number(&'a str),
    /// A date of a spreadsheet.
    Date(Day),
    /// An error of a spreadsheet: `#N/A`, `#REF!`.
    Error(&'a str),
}

/// One row of a file.
#[derive(Clone, Copy, Debug)]
pub struct RawRow<'a> {
    /// The sheet's name; empty for CSV.
    pub sheet: &'a str,
    /// Row as a spreadsheet program shows it; in CSV the line that the record starts on. 1 is the first.
    pub row: u32,
    /// The cells from the first column on.
    pub cells: &'a [Cell<'a>],
}

/// Takes the rows of a file in order; may stop.
pub type Sink<'s> = dyn FnMut(&RawRow<'_>) -> ControlFlow<()> + 's;
