//! Which row of a sheet holds the headings, alone or with the row above it.
//!
//! Invariant: a heading is written as a mapping must write it to find this column and no other.

use super::content::date_forms;
use super::sample::{Kept, SheetSample};
use super::vocabulary::Vocabulary;
use crate::mapping::check::compared;
use crate::raw::Cell;
use std::collections::BTreeMap;

/// Rows in which headings are looked for: the reader looks no further either.
const WITHIN: usize = 60;
/// Letters of a heading at most.
const LONG: usize = 80;

/// The headings of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Headings {
    /// The row's place among the first rows of the sheet.
    pub(super) at: usize,
    /// Its number in the file.
    pub(super) row: u32,
    /// The columns with a heading: place, and the heading as a mapping writes it.
    pub(super) columns: Vec<(usize, String)>,
    /// Columns with values and no heading.
    pub(super) without: Vec<usize>,
    points: usize,
}

/// The row of headings; `None` where no row looks like one.
pub(super) fn find(sheet: &SheetSample, words: &Vocabulary) -> Option<Headings> {
    let rows = sheet.head.iter().enumerate().take(WITHIN);
    let mut best: Option<Headings> = None;
    for (at, row) in rows {
        let alone: Vec<String> = row.cells.iter().map(heading_text).collect();
        let points = points(&alone, words);
        let Some(points) = points else { continue };
        let above = at.checked_sub(1).map(|above| &sheet.head[above].cells);
        let paired = above.and_then(|above| pair(above, &row.cells));
        let (texts, points) = match paired {
            Some(texts) => (texts, points + 1),
            None => (alone, points),
        };
        if best.as_ref().is_none_or(|best| points > best.points) {
            let columns = written(&texts);
            best = Some(Headings { at, row: row.number, columns, without: Vec::new(), points });
        }
    }
    best.map(|best| with_nameless(best, sheet))
}

/// The headings of a row that is known to hold them.
pub(super) fn by(texts: &[String], at: usize, row: u32, sheet: &SheetSample) -> Headings {
    let headings = Headings { at, row, columns: written(texts), without: Vec::new(), points: 0 };
    with_nameless(headings, sheet)
}

/// With the columns that have values and no heading.
fn with_nameless(mut headings: Headings, sheet: &SheetSample) -> Headings {
    let width = sheet.data(headings.at).map(|row| row.cells.len()).max().unwrap_or(0);
    let has = |at: usize| headings.columns.iter().any(|(own, _)| *own == at);
    let filled = |at: usize| sheet.data(headings.at).any(|row| row.cell(at) != Cell::Empty);
    headings.without = (0..width).filter(|at| !has(*at) && filled(*at)).collect();
    headings
}

/// How much a row looks like headings; `None` where it cannot be one.
fn points(texts: &[String], words: &Vocabulary) -> Option<usize> {
    let filled: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    if filled.len() < 2 {
        return None;
    }
    let names = filled.iter().filter(|text| is_heading(text)).count();
    // A year may be a heading; a row of values has more than one.
    if filled.len() - names > filled.len() / 6 {
        return None;
    }
    let known = filled.iter().filter(|text| words.knows(text)).count();
    let different: std::collections::BTreeSet<String> = filled.iter().map(|text| compared(text)).collect();
    Some(names + 4 * known - (filled.len() - different.len()).min(names))
}

/// A text that can be a heading: with letters, short, and no date, number or number of a person.
fn is_heading(text: &str) -> bool {
    let letters = text.chars().any(char::is_alphabetic) || text == "§" || text == "%";
    letters && text.chars().count() <= LONG && date_forms(Cell::Text(text)).is_empty()
}

fn heading_text(cell: &Kept) -> String {
    match cell {
        Kept::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        // Never a heading, and seen as what it is.
        other => other.text(),
    }
}

/// Two rows that make headings together: the lower one has gaps that the upper one fills, or says a word twice.
fn pair(above: &[Kept], row: &[Kept]) -> Option<Vec<String>> {
    let over: Vec<String> = above.iter().map(heading_text).collect();
    let own: Vec<String> = row.iter().map(heading_text).collect();
    let filled = over.iter().filter(|text| !text.is_empty()).count();
    if filled < 2 || !over.iter().filter(|text| !text.is_empty()).all(|text| is_heading(text)) {
        return None;
    }
    let width = over.len().max(own.len());
    let at = |texts: &[String], at: usize| texts.get(at).cloned().unwrap_or_default();
    let fills = (0..width).any(|place| at(&own, place).is_empty() && !at(&over, place).is_empty());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in own.iter().filter(|text| !text.is_empty()) {
        *counts.entry(compared(text)).or_default() += 1;
    }
    if !fills && counts.values().all(|count| *count < 2) {
        return None;
    }
    let mut last = String::new();
    let texts = (0..width).map(|place| {
        let (upper, lower) = (at(&over, place), at(&own, place));
        if !upper.is_empty() {
            last.clone_from(&upper);
        }
        match (last.is_empty(), lower.is_empty()) {
            (false, false) => format!("{last} / {lower}"),
            (_, true) => upper,
            (true, false) => lower,
        }
    });
    Some(texts.collect())
}

/// Headings as a mapping writes them: the second of a name is `Startdato#2`.
fn written(texts: &[String]) -> Vec<(usize, String)> {
    let bare = |text: &str| text.trim_end_matches([':', '*', ' ']).to_owned();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let count = |wanted: &str| texts.iter().filter(|text| compared(&bare(text)) == wanted).count();
    let mut out = Vec::new();
    for (at, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let text = bare(text);
        let name = compared(&text);
        if name.is_empty() {
            continue;
        }
        let nth = met.entry(name.clone()).or_default();
        *nth += 1;
        out.push((at, if count(&name) > 1 { format!("{text}#{nth}") } else { text }));
    }
    out
}
