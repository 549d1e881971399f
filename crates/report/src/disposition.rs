//! A disponering as a table, a workbook, CSV or JSON lines, and what one of its cells opens to.
//!
//! Invariant: every figure comes from `domain::disposition::Figures`; the same report gives the same bytes.

mod csv;
pub(crate) mod heading;
mod jsonl;
mod opened;
mod table;
pub mod words;

use crate::control_report::SystemLine;
use domain::calendar::Day;
use domain::disposition::{Counted, Figures, LineKey, Target};
use domain::law::LawBook;
use domain::observation::RowPlace;
use std::collections::BTreeMap;

pub use crate::workbook::disposition as workbook;
pub use csv::write as csv;
pub use jsonl::write as jsonl;
pub use opened::{csv as opened_csv, jsonl as opened_jsonl, table as opened_table};
pub use table::write as table;

/// A row whose words lead to no paragraph, ready to be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UntranslatedLine {
    /// Shown id.
    pub citizen: String,
    /// Where it stands.
    pub place: RowPlace,
    /// First and last day in the year.
    pub days: (Day, Day),
}

/// A disponering, ready to be written.
pub struct DispositionReport<'a> {
    /// The law of the basis.
    pub law: &'a LawBook,
    /// The figures.
    pub figures: Figures<'a>,
    /// The lines of the page, numbered from 1.
    pub lines: Vec<LineKey>,
    /// The system whose rows are disposed.
    pub system: SystemLine,
    /// Sources of expectations, enrichments, budget and postings; empty lines for those that the basis lacks.
    pub sources: [SystemLine; 4],
    /// The basis: id and the day on which it was accepted.
    pub basis: (String, String),
    /// Versions of translation, law and program.
    pub versions: [String; 3],
    /// Which citizens and paragraphs.
    pub area: String,
    /// The day on which the budget is read.
    pub budget_day: Day,
    /// What must be said before the figures are read.
    pub notes: &'a [String],
    /// Rows that count nowhere because their words lead to no paragraph.
    pub untranslated: Vec<UntranslatedLine>,
}

impl DispositionReport<'_> {
    /// Where something that a figure counts stands.
    #[must_use]
    pub fn place(&self, counted: Counted) -> String {
        let figures = &self.figures;
        match counted {
            Counted::Row(at) => place(&self.system, &figures.rows[at].place),
            Counted::Named(at) => {
                let line = &figures.named[at];
                let source = usize::from(!domain::disposition::is_expected(line));
                place(&self.sources[source], &line.place)
            }
            Counted::Budget(at) => place(&self.sources[2], &figures.budget_lines[at].place),
            Counted::Posted(at) => {
                let posted = figures.posted.and_then(|posted| posted.get(at));
                posted.map_or_else(String::new, |posted| place(&self.sources[3], &posted.place))
            }
        }
    }

    /// The row of the page with this name: its number, a function, or "alt".
    #[must_use]
    pub fn target(&self, name: &str) -> Option<Target> {
        if name == "alt" {
            return Some(Target::All);
        }
        if let Ok(number) = name.parse::<usize>() {
            return self.lines.get(number.checked_sub(1)?).cloned().map(Target::Line);
        }
        let known = self.lines.iter().any(|(funktion, _)| !funktion.is_empty() && funktion == name);
        known.then(|| Target::Funktion(name.to_owned()))
    }

    /// A paragraph as written; "uden paragraf" where there is none.
    #[must_use]
    pub fn paragraf(&self, key: &LineKey) -> &str {
        key.1.map_or("uden paragraf", |id| self.law.paragraf(id).written.as_str())
    }

    /// The number of the line of a function and paragraph.
    pub(crate) fn numbers(&self) -> BTreeMap<&LineKey, usize> {
        self.lines.iter().zip(1..).collect()
    }
}

/// `as2007.csv, række 12`.
pub(crate) fn place(system: &SystemLine, place: &RowPlace) -> String {
    let file = system.files.get(usize::from(place.file)).map_or("", String::as_str);
    let sheet = system.sheets.get(place.sheet.0 as usize).filter(|name| !name.is_empty());
    crate::control_report::place_in_words(file, sheet.map(String::as_str), &place.row.to_string())
}
