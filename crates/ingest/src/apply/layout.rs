//! Where the mapping's columns stand in one sheet, found by its headings; and which rows are no data.
//!
//! Invariant: a sheet is read only where every required column is found, once. The order of columns is free.

use crate::mapping::check::compared;
use crate::mapping::{Column, FIELDS, Field, Mapping};
use crate::raw::{Cell, RawRow};
use crate::suggest;
use crate::values::{clean, hide};
use std::borrow::Cow;

/// The columns of one sheet.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    columns: [Option<usize>; FIELDS],
    /// Headings as the file writes them.
    pub(crate) headings: Vec<String>,
    normalised: Vec<String>,
    /// The row over the headings where two rows make them; else empty.
    above: Vec<String>,
    /// Fields that the mapping names and the sheet has not.
    pub(crate) missing: Vec<Field>,
    /// Columns with a heading that the mapping does not use.
    pub(crate) unused: Vec<usize>,
    /// The last column whose absence from a row means that the row is cut off.
    last_required: usize,
}

/// What a row has of the mapping's headings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidate {
    pub(crate) found: usize,
    pub(crate) missing: Vec<Missing>,
    /// Headings that stand more than once: heading and column letters.
    pub(crate) twice: Vec<(String, String)>,
    /// What stands in the row, as far as it may be shown.
    pub(crate) headings: String,
    pub(crate) row: u32,
}

/// A column that is not there, and what is nearest to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// The heading as the mapping writes it, the first where there are several.
    pub heading: String,
    /// The nearest heading of the file and its column letters.
    pub nearest: Option<(String, String)>,
}

/// The text of a cell, for headings and labels.
pub(crate) fn text_of(cell: Cell<'_>) -> Cow<'_, str> {
    match clean(cell) {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) | Cell::Number(text) | Cell::Error(text) => Cow::Borrowed(text),
        Cell::Date(day) => Cow::Owned(day.danish()),
    }
}

impl Layout {
    /// The layout that this row's cells give as headings, alone or under the row above; or what they lack.
    pub(crate) fn of(mapping: &Mapping, row: &RawRow<'_>, above: &[String]) -> Result<Layout, Candidate> {
        let alone = Layout::by(mapping, row.row, Names::of(row, &[]));
        if above.is_empty() {
            return alone;
        }
        match (alone, Layout::by(mapping, row.row, Names::of(row, above))) {
            (Ok(alone), Ok(both)) => Ok(if both.missing.len() < alone.missing.len() { both } else { alone }),
            (Ok(layout), Err(_)) | (Err(_), Ok(layout)) => Ok(layout),
            (Err(alone), Err(both)) => Err(if both.found > alone.found { both } else { alone }),
        }
    }

    fn by(mapping: &Mapping, row: u32, mut names: Names) -> Result<Layout, Candidate> {
        let mut columns = [None; FIELDS];
        let mut twice = Vec::new();
        for column in &mapping.columns {
            match place(column, &names) {
                Place::Once(at, by_both) => {
                    columns[column.field as usize] = Some(at);
                    if !by_both {
                        names.shown[at] = std::mem::take(&mut names.own[at]);
                    }
                }
                Place::Twice(heading, at) => twice.push((heading, at)),
                Place::Nowhere => {}
            }
        }
        let headings = &names.shown;
        let lacks = |column: &&Column| columns[column.field as usize].is_none();
        let missing: Vec<&Column> = mapping.columns.iter().filter(lacks).collect();
        if missing.iter().any(|c| c.required) {
            let used: Vec<usize> = columns.iter().flatten().copied().collect();
            let free = |at: &usize| !used.contains(at) && !headings[*at].is_empty();
            let free: Vec<usize> = (0..headings.len()).filter(free).collect();
            let missing = missing
                .iter()
                .filter(|c| c.required && !twice.iter().any(|(heading, _)| *heading == c.headings[0].written))
                .map(|column| nearest(column, headings, &free))
                .collect();
            let filled: Vec<&str> = headings.iter().map(String::as_str).filter(|h| !h.is_empty()).collect();
            let headings = crate::values::hide::shown_long(&filled.join(", "));
            return Err(Candidate { found: used.len(), missing, twice, headings, row });
        }
        let unused = (0..headings.len())
            .filter(|at| !headings[*at].is_empty() && !columns.contains(&Some(*at)))
            .collect();
        let required = mapping.columns.iter().filter(|c| c.required);
        let last_required = required.filter_map(|c| columns[c.field as usize]).max().unwrap_or(0);
        let missing = missing.iter().map(|c| c.field).collect();
        let Names { shown: headings, row: normalised, above, .. } = names;
        Ok(Layout { columns, headings, normalised, above, missing, unused, last_required })
    }

    /// True where the sheet has the field's column.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.columns[field as usize].is_some()
    }

    /// Where the field's column stands.
    pub(crate) fn place(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }

    /// The field's cell of a row, cleaned.
    #[inline]
    pub(crate) fn cell<'a>(&self, cells: &'a [Cell<'a>], field: Field) -> Cell<'a> {
        match self.columns[field as usize] {
            Some(at) => cells.get(at).copied().map_or(Cell::Empty, clean),
            None => Cell::Empty,
        }
    }

    /// The field's heading as the file writes it.
    pub(crate) fn heading(&self, field: Field) -> &str {
        self.columns[field as usize].map_or("", |at| &self.headings[at])
    }

    /// True where the row ends before a column that must be there: a text file's row that was cut off.
    #[inline]
    pub(crate) fn is_cut_off(&self, row: &RawRow<'_>) -> bool {
        row.sheet.is_empty() && row.cells.len() <= self.last_required
    }

    /// True where a text file's row has values past the headings: its columns are shifted.
    #[inline]
    pub(crate) fn is_shifted(&self, row: &RawRow<'_>) -> bool {
        row.sheet.is_empty()
            && row.cells.len() > self.headings.len()
            && row.cells[self.headings.len()..].iter().any(|cell| clean(*cell) != Cell::Empty)
    }

    /// True where the row is the headings again, as printed pages have them.
    pub(crate) fn repeats_headings(&self, cells: &[Cell<'_>]) -> bool {
        let mut mapped = self.columns.iter().flatten();
        // A row of a pair is short where its last cells are merged ones.
        let text = |at: usize| cells.get(at).map(|cell| heading_of(*cell)).unwrap_or_default();
        let above = !self.above.is_empty() && (0..self.above.len()).all(|at| text(at) == self.above[at]);
        above || mapped.all(|at| text(*at) == self.normalised[*at])
    }

    /// True where the row is a sum: its first value is "Total" and the column that must be filled says nothing else.
    pub(crate) fn is_total(&self, cells: &[Cell<'_>], words: &[String], key: Field) -> bool {
        let filled = cells.iter().position(|cell| clean(*cell) != Cell::Empty);
        let Some(first) = filled else { return false };
        let key_at = self.columns[key as usize];
        if self.cell(cells, key) != Cell::Empty && key_at != Some(first) {
            return false;
        }
        let text = compared(&text_of(cells[first]));
        words.iter().any(|word| {
            text.strip_prefix(word.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        })
    }
}

/// What a column may be called.
struct Names {
    /// As it is shown, with the text over it.
    shown: Vec<String>,
    /// As it is shown where that text does not matter.
    own: Vec<String>,
    /// By its own row, or by the row above where its own is empty, as merged cells leave it.
    single: Vec<String>,
    /// By both: `periode / fra`. Empty where it has not both.
    double: Vec<String>,
    /// The heading row itself.
    row: Vec<String>,
    /// The row above, where it is used.
    above: Vec<String>,
}

/// A cell as headings are compared.
fn heading_of(cell: Cell<'_>) -> String {
    compared(text_of(cell).trim_end_matches([':', '*', ' ']))
}

impl Names {
    /// The names that a row gives, alone or under the texts of the row above. A text above holds for the empty cells
    /// to its right: a merged cell keeps its text in its first column.
    fn of(row: &RawRow<'_>, above: &[String]) -> Names {
        let mut own: Vec<String> = row.cells.iter().map(|cell| text_of(*cell).into_owned()).collect();
        while own.last().is_some_and(String::is_empty) {
            own.pop();
        }
        own.resize(own.len().max(above.len()), String::new());
        let bare = |text: &str| compared(text.trim_end_matches([':', '*', ' ']));
        let mut names = Names {
            shown: Vec::with_capacity(own.len()),
            own: Vec::with_capacity(own.len()),
            single: Vec::with_capacity(own.len()),
            double: Vec::with_capacity(own.len()),
            row: own.iter().map(|text| bare(text)).collect(),
            above: above.iter().map(|text| bare(text)).collect(),
        };
        let mut over = "";
        for (at, text) in own.iter().enumerate() {
            let direct = above.get(at).map_or("", String::as_str);
            over = if direct.is_empty() { over } else { direct };
            let both = !over.is_empty() && !text.is_empty();
            let alone = if text.is_empty() { direct } else { text };
            names.shown.push(if both { format!("{over} / {text}") } else { alone.to_owned() });
            names.own.push(alone.to_owned());
            names.single.push(bare(alone));
            names.double.push(if both { format!("{} / {}", bare(over), bare(text)) } else { String::new() });
        }
        names
    }
}

enum Place {
    /// The column, and whether it was found by both rows.
    Once(usize, bool),
    Twice(String, String),
    Nowhere,
}

fn place(column: &Column, names: &Names) -> Place {
    for heading in &column.headings {
        let wanted = &heading.normalised;
        let at: Vec<usize> = (0..names.single.len())
            .filter(|i| names.single[*i] == *wanted || names.double[*i] == *wanted)
            .collect();
        let once = |at: usize| Place::Once(at, names.single[at] != *wanted);
        match (at.as_slice(), heading.nth) {
            ([], _) => {}
            ([only], 0 | 1) => return once(*only),
            (several, 0) => {
                let letters: Vec<String> = several.iter().map(|i| suggest::column_letters(*i)).collect();
                return Place::Twice(column.headings[0].written.clone(), letters.join(" og "));
            }
            (several, nth) => {
                if let Some(at) = several.get(nth - 1) {
                    return once(*at);
                }
            }
        }
    }
    Place::Nowhere
}

fn nearest(column: &Column, headings: &[String], free: &[usize]) -> Missing {
    let near = column.headings.iter().find_map(|wanted| {
        let at = suggest::nearest(&wanted.written, free.iter().map(|i| headings[*i].as_str()))?;
        Some((hide::shown(&headings[free[at]]), suggest::column_letters(free[at])))
    });
    Missing { heading: column.headings[0].written.clone(), nearest: near }
}

#[cfg(test)]
mod tests;
