//! A list of any kind as a file: typed cells under a head, and what each column means.
//!
//! Invariant: what the one who asks may not see is not here: whoever fills a line leaves it out.

use domain::amount::Oere;
use domain::calendar::Day;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListCell {
    /// Nothing: for people to fill in.
    Empty,
    /// A text on one line.
    Text(String),
    /// A text that may need several lines.
    Long(String),
    /// A count.
    Whole(i64),
    /// Kroner; `None` is unknown.
    Kroner(Option<Oere>),
    /// A number in hundredths, with its sign.
    Hundredths(i64),
    /// A day.
    Day(Day),
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct ListColumn {
    /// Its heading.
    pub heading: &'static str,
    /// Its width, in letters.
    pub width: f64,
    /// What it means.
    pub meaning: &'static str,
}

/// A list with what it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainList {
    /// The name of the sheet, at most 31 letters.
    pub name: String,
    /// The first line.
    pub title: String,
    /// The lines under it: how many, what was asked, the deadline.
    pub lines: Vec<String>,
    /// The basis of the figures, in words.
    pub basis: String,
    /// The day that the file carries: never the clock's.
    pub day: Day,
    /// The columns.
    pub columns: Vec<ListColumn>,
    /// The rows: a cell a column.
    pub rows: Vec<Vec<ListCell>>,
    /// Rows under the list that stand apart: sums, and what is laid beside them.
    pub after: Vec<Vec<ListCell>>,
}

impl ListCell {
    /// A day, or nothing.
    #[must_use]
    pub fn day(day: Option<Day>) -> ListCell {
        day.map_or(ListCell::Empty, ListCell::Day)
    }

    /// A text on one line.
    #[must_use]
    pub fn text(text: impl Into<String>) -> ListCell {
        ListCell::Text(text.into())
    }
}
