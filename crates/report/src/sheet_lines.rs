//! The lines of a municipality's own sheet beside the product's, for a workbook.
//!
//! Invariant: what the one who asks may not see is not here: whoever fills a line leaves it out.

use domain::amount::Oere;
use domain::calendar::Day;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLine {
    /// `B-` and six characters.
    pub citizen: String,
    /// The paragraph as written.
    pub paragraf: String,
    /// Kroner of the year in the sheet; `None` where it has no such line.
    pub sheet: Option<Oere>,
    /// The same in the system.
    pub system: Option<Oere>,
    /// Days in the sheet.
    pub sheet_days: Option<i64>,
    /// Days in the system.
    pub system_days: Option<i64>,
    /// Alike, explained, not explained.
    pub standing: String,
    /// What the data say, in a word.
    pub why: String,
    /// The same in a sentence.
    pub text: String,
    /// What a person wrote.
    pub written: String,
}

/// The lines with what they are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLines {
    /// The sheet's title.
    pub title: String,
    /// The system's title.
    pub system: String,
    /// The basis and the import, in words.
    pub basis: String,
    /// The day that the file carries: never the clock's.
    pub day: Day,
    /// What was asked for, in words.
    pub asked: String,
    /// How many and how much, in words.
    pub answer: String,
    /// The lines.
    pub lines: Vec<SheetLine>,
}
