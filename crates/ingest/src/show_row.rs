//! One row of a file as people find it there: each mapped column with its heading and what stands in it.
//!
//! Invariant: no number, name, day of birth or address of a person leaves this module, and nothing of a column that the
//! mapping does not read but its heading.

use crate::apply::layout::{Layout, text_of};
use crate::child::ChildProgram;
use crate::error::FileError;
use crate::mapping::check::compared;
use crate::mapping::{FIELDS, Field, Mapping};
use crate::raw::{Cell, RawRow};
use crate::read::{ReadHints, read_rows};
use crate::values::{clean, hide};
use domain::person::{HIDDEN, without_name};
use std::io::Read;
use std::ops::ControlFlow;

/// A cell of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownCell {
    /// The heading as the file writes it.
    pub heading: String,
    /// The key of the field that the column is read as.
    pub field: &'static str,
    /// What stands there; [`HIDDEN`] where it says who somebody is, empty where nothing stands there.
    pub text: String,
    /// It says who somebody is.
    pub hidden: bool,
}

/// A row of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ShownRow {
    /// The columns that are read, in the file's order.
    pub cells: Vec<ShownCell>,
    /// Headings of the columns that are not.
    pub unread: Vec<String>,
}

/// Which row of a file is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The sheet; empty for CSV.
    pub sheet: &'a str,
    /// The row as people see it, 1 is the first.
    pub row: u32,
}

/// Fields that say who somebody is.
const IDENTITY: [Field; 6] =
    [Field::Cpr, Field::FormerCpr, Field::Name, Field::Born, Field::Address, Field::CitizenKey];

/// Reads a file up to a row, and gives the row; `None` where the file has no such row, or it is no row of data. `name` is the file's
/// name, `size` its bytes.
///
/// # Errors
/// A file that cannot be read up to there.
pub fn show_row(
    mapping: &Mapping,
    name: &str,
    input: &mut dyn Read,
    size: u64,
    child: &ChildProgram,
    wanted: Wanted<'_>,
) -> Result<Option<ShownRow>, FileError> {
    let mut search = Search { mapping, wanted, layout: None, above: Vec::new(), found: None };
    let mut hints = mapping.hints();
    if !wanted.sheet.is_empty() {
        hints = ReadHints { sheet: Some(wanted.sheet.to_owned()), ..hints };
    }
    read_rows(name, input, size, &hints, child, &mut |row| search.row(row))?;
    Ok(search.found)
}

struct Search<'m> {
    mapping: &'m Mapping,
    wanted: Wanted<'m>,
    layout: Option<Box<Layout>>,
    above: Vec<String>,
    found: Option<ShownRow>,
}

impl Search<'_> {
    fn row(&mut self, row: &RawRow<'_>) -> ControlFlow<()> {
        if compared(row.sheet) != compared(self.wanted.sheet) {
            return ControlFlow::Continue(());
        }
        if row.row > self.wanted.row {
            return ControlFlow::Break(());
        }
        let Some(layout) = &self.layout else {
            match Layout::of(self.mapping, row, &self.above) {
                Ok(layout) => self.layout = Some(Box::new(layout)),
                Err(_) if self.mapping.has_pairs() => {
                    self.above = row.cells.iter().map(|cell| text_of(*cell).into_owned()).collect();
                    let filled = self.above.iter().rposition(|text| !text.is_empty());
                    self.above.truncate(filled.map_or(0, |at| at + 1));
                }
                Err(_) => {}
            }
            return ControlFlow::Continue(());
        };
        if row.row < self.wanted.row {
            return ControlFlow::Continue(());
        }
        self.found = Some(shown(layout, row));
        ControlFlow::Break(())
    }
}

fn shown(layout: &Layout, row: &RawRow<'_>) -> ShownRow {
    let name = text_of(layout.cell(row.cells, Field::Name));
    // A row whose columns are shifted may have a number or a name under any heading.
    let shifted = layout.is_shifted(row) || layout.is_cut_off(row);
    let mut fields: Vec<(usize, Field)> = (0..FIELDS)
        .map(|at| Field::ALL[at])
        .filter_map(|field| Some((layout.place(field)?, field)))
        .collect();
    fields.sort_unstable();
    let cells = fields.into_iter().map(|(_, field)| {
        let cell = layout.cell(row.cells, field);
        let filled = clean(cell) != Cell::Empty;
        let hidden = filled && (shifted || IDENTITY.contains(&field));
        let text =
            if hidden { HIDDEN.to_owned() } else { without_name(&name, &hide::shown_long(&text_of(cell))) };
        ShownCell { heading: layout.heading(field).to_owned(), field: field.key(), text, hidden }
    });
    let unread = layout.unused.iter().map(|at| hide::shown(&layout.headings[*at]));
    ShownRow { cells: cells.collect(), unread: unread.collect() }
}

#[cfg(test)]
mod tests;
