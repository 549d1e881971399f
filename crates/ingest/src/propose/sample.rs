//! A look through a whole file: its first rows, some of those that follow, and the words of each column.
//!
//! Invariant: what is kept does not grow with the file. No row is left out of the counting but empty ones and totals.

use crate::apply::layout::text_of;
use crate::child::ChildProgram;
use crate::error::FileError;
use crate::mapping::check::compared;
use crate::raw::{Cell, RawRow};
use crate::read::{ReadHints, ReadSummary, read_rows};
use crate::values::clean;
use domain::calendar::Day;
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;

/// First rows of a sheet that are kept: headings stand among them.
const HEAD: usize = 70;
/// Later rows that are kept; when there are more, every other one goes and fewer are taken.
const LATER: usize = 400;
/// Different words of a column that are counted; a column with more holds no list of words.
const WORDS: usize = 60;
/// Letters of a word at most.
const WORD: usize = 60;
/// Columns of a sheet that are looked at.
const COLUMNS: usize = 200;
/// Words with which a total row begins.
pub(super) const TOTALS: [&str; 7] =
    ["total", "subtotal", "hovedtotal", "sum", "i alt", "ialt", "grand total"];

/// A cell that outlives the reading.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kept {
    Empty,
    Text(String),
    Number(String),
    Date(Day),
    Error(String),
}

impl Kept {
    fn of(cell: Cell<'_>) -> Kept {
        match clean(cell) {
            Cell::Empty => Kept::Empty,
            Cell::Text(text) => Kept::Text(text.to_owned()),
            Cell::Number(text) => Kept::Number(text.to_owned()),
            Cell::Date(day) => Kept::Date(day),
            Cell::Error(text) => Kept::Error(text.to_owned()),
        }
    }

    pub(super) fn cell(&self) -> Cell<'_> {
        match self {
            Kept::Empty => Cell::Empty,
            Kept::Text(text) => Cell::Text(text),
            Kept::Number(text) => Cell::Number(text),
            Kept::Date(day) => Cell::Date(*day),
            Kept::Error(text) => Cell::Error(text),
        }
    }

    pub(super) fn text(&self) -> String {
        text_of(self.cell()).into_owned()
    }
}

/// A kept row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: Vec<Kept>,
}

impl Row {
    fn of(row: &RawRow<'_>) -> Row {
        Row { number: row.row, cells: row.cells.iter().take(COLUMNS).map(|cell| Kept::of(*cell)).collect() }
    }

    pub(super) fn cell(&self, at: usize) -> Cell<'_> {
        self.cells.get(at).map_or(Cell::Empty, Kept::cell)
    }

    pub(super) fn text(&self, at: usize) -> String {
        self.cells.get(at).map(Kept::text).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| *cell == Kept::Empty)
    }

    pub(super) fn is_total(&self) -> bool {
        let first = self.cells.iter().find(|cell| **cell != Kept::Empty);
        first.is_some_and(|cell| {
            let text = compared(&cell.text());
            TOTALS.iter().any(|word| {
                text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            })
        })
    }
}

/// The words of one column after the first rows.
#[derive(Clone, Debug, Default)]
struct ColumnWords {
    counts: BTreeMap<String, u64>,
    over: bool,
    /// Those without a digit: what stands where a day or a number should.
    lettered: BTreeMap<String, u64>,
    lettered_over: bool,
}

/// Counts a word; says whether there are too many.
fn counted(counts: &mut BTreeMap<String, u64>, word: &str) -> bool {
    if word.chars().count() > WORD || (counts.len() >= WORDS && !counts.contains_key(word)) {
        counts.clear();
        return true;
    }
    *counts.entry(word.to_owned()).or_default() += 1;
    false
}

fn is_lettered(word: &str) -> bool {
    !word.is_empty() && !word.bytes().any(|b| b.is_ascii_digit())
}

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetSample {
    /// Its name; empty for a text file.
    pub name: String,
    /// Its rows, all of them.
    pub rows: u64,
    pub(super) head: Vec<Row>,
    pub(super) later: Vec<Row>,
    stride: u64,
    words: Vec<ColumnWords>,
}

impl SheetSample {
    fn take(&mut self, raw: &RawRow<'_>) {
        self.rows += 1;
        let row = Row::of(raw);
        if self.head.len() < HEAD {
            self.head.push(row);
            return;
        }
        if row.is_empty() || row.is_total() {
            return;
        }
        self.count_words(&row);
        self.stride = self.stride.max(1);
        if self.rows.is_multiple_of(self.stride) {
            self.later.push(row);
        }
        if self.later.len() > LATER {
            self.stride *= 2;
            let mut keep = false;
            self.later.retain(|_| {
                keep = !keep;
                keep
            });
        }
    }

    fn count_words(&mut self, row: &Row) {
        if self.words.len() < row.cells.len() {
            self.words.resize(row.cells.len(), ColumnWords::default());
        }
        for (at, column) in self.words.iter_mut().enumerate() {
            let word = row.text(at);
            column.over = column.over || counted(&mut column.counts, &word);
            if is_lettered(&word) {
                column.lettered_over = column.lettered_over || counted(&mut column.lettered, &word);
            }
        }
    }

    /// The data rows that are kept, below the row of headings at this place of the first rows.
    pub(super) fn data(&self, heading: usize) -> impl Iterator<Item = &Row> {
        let head = self.head.iter().skip(heading + 1);
        head.chain(&self.later).filter(|row| !row.is_empty() && !row.is_total())
    }

    /// All words of a column and how often each stands there, the most frequent first; none where there are too many.
    pub(super) fn words(&self, heading: usize, at: usize) -> Option<Vec<(String, u64)>> {
        let later = self.words.get(at);
        let counts = later.map(|column| (column.over, column.counts.clone())).unwrap_or_default();
        self.with_head(heading, at, counts, |_| true)
    }

    /// The same of those without a digit.
    pub(super) fn lettered(&self, heading: usize, at: usize) -> Option<Vec<(String, u64)>> {
        let later = self.words.get(at);
        let counts = later.map(|column| (column.lettered_over, column.lettered.clone())).unwrap_or_default();
        self.with_head(heading, at, counts, is_lettered)
    }

    fn with_head(
        &self,
        heading: usize,
        at: usize,
        (over, mut counts): (bool, BTreeMap<String, u64>),
        is: impl Fn(&str) -> bool,
    ) -> Option<Vec<(String, u64)>> {
        let head = self.head.iter().skip(heading + 1).filter(|row| !row.is_empty() && !row.is_total());
        let mut own = head.map(|row| row.text(at)).filter(|word| is(word));
        if over || own.any(|word| counted(&mut counts, &word)) {
            return None;
        }
        let mut words: Vec<(String, u64)> = counts.into_iter().collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Some(words)
    }
}

/// What was seen of a file. No `Debug`: it has names.
#[derive(Clone)]
pub struct Sample {
    /// The file's name as sent.
    pub name: String,
    /// What was found out while its bytes were read.
    pub summary: ReadSummary,
    /// Its sheets, in order; a text file has one without a name.
    pub sheets: Vec<SheetSample>,
}

/// Reads a file through. `size` is its bytes as far as known.
///
/// # Errors
/// A file that cannot be read as a whole.
pub fn look(
    name: &str,
    input: &mut dyn Read,
    size: u64,
    hints: &ReadHints,
    child: &ChildProgram,
) -> Result<Sample, FileError> {
    let mut sheets: Vec<SheetSample> = Vec::new();
    let mut sink = |row: &RawRow<'_>| {
        if sheets.last().is_none_or(|sheet| sheet.name != row.sheet) {
            sheets.push(SheetSample { name: row.sheet.to_owned(), ..SheetSample::default() });
        }
        if let Some(sheet) = sheets.last_mut() {
            sheet.take(row);
        }
        ControlFlow::Continue(())
    };
    let summary = read_rows(name, input, size, hints, child, &mut sink)?;
    Ok(Sample { name: name.to_owned(), summary, sheets })
}
