//! The data landscape as a workbook: the sources as KL's template has them, and what does not fit.

use super::book;
use super::sheet::{Cell, Sheet};
use crate::landscape::{HEADINGS, LandscapeLine, LandscapeList};
use std::io;

const WIDTHS: [f64; 15] =
    [22.0, 26.0, 18.0, 24.0, 24.0, 30.0, 40.0, 16.0, 40.0, 22.0, 22.0, 18.0, 14.0, 11.0, 20.0];

/// Writes the landscape as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(list: &LandscapeList) -> io::Result<Vec<u8>> {
    book("Datalandskab", list.day, |styles| {
        let mut sources = Sheet::titled("Kilder", "Datalandskab", &list.basis, styles, 8)?;
        let said = [list.answer.as_str(), &list.basis];
        sources.list("Datalandskab", &said, (&WIDTHS, &HEADINGS), list.lines.iter().map(cells))?;
        let mut wrong = Sheet::titled("Passer ikke", "Datalandskab", &list.basis, styles, 8)?;
        wrong.begin_list("Det, der ikke passer", &[&list.basis], &[22.0, 110.0], &["Kilde", "Hvad"])?;
        for (source, text) in &list.wrong {
            wrong.row([Cell::Text(source.clone()), Cell::Long(text.clone())])?;
        }
        Ok(vec![sources.done(), wrong.done()])
    })
}

fn cells(line: &LandscapeLine) -> [Cell; 15] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let long = |text: &str| Cell::Long(text.to_owned());
    [
        text(&line.source),
        long(&line.population),
        text(&line.places),
        text(&line.activity),
        text(&line.economy),
        long(&line.history),
        long(&line.registers),
        text(&line.dst),
        long(&line.uses),
        text(&line.responsible),
        text(&line.deputy),
        text(&line.expected),
        line.extracted.map_or(Cell::Empty, Cell::Day),
        line.rows.map_or(Cell::Empty, |rows| Cell::Whole(i64::try_from(rows).unwrap_or(i64::MAX))),
        text(&line.state),
    ]
}
