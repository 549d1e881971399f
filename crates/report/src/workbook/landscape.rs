//! The data landscape as a workbook: the sources as KL's template has them, and what does not fit.

use super::properties;
use super::sheet::{Cell, Sheet, Styles};
use crate::landscape::{HEADINGS, LandscapeLine, LandscapeList};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io;

const WIDTHS: [f64; 15] =
    [22.0, 26.0, 18.0, 24.0, 24.0, 30.0, 40.0, 16.0, 40.0, 22.0, 22.0, 18.0, 14.0, 11.0, 20.0];

/// Writes the landscape as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(list: &LandscapeList) -> io::Result<Vec<u8>> {
    made(list).map_err(io::Error::other)
}

fn made(list: &LandscapeList) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties("Datalandskab", list.day));
    let mut sheet = Sheet::titled("Kilder", "Datalandskab", &list.basis, &styles, 8)?;
    sheet.widths(&WIDTHS)?;
    sheet.line("Datalandskab", &styles.title)?;
    for text in [&list.answer, &list.basis] {
        sheet.line(text, &styles.plain)?;
    }
    sheet.at += 1;
    let head = sheet.head(&HEADINGS)?;
    sheet.freeze(1)?;
    for line in &list.lines {
        sheet.row(cells(line))?;
    }
    sheet.filter(head, HEADINGS.len())?;
    workbook.push_worksheet(sheet.done());
    let mut sheet = Sheet::titled("Passer ikke", "Datalandskab", &list.basis, &styles, 8)?;
    sheet.widths(&[22.0, 110.0])?;
    sheet.line("Det, der ikke passer", &styles.title)?;
    sheet.line(&list.basis, &styles.plain)?;
    sheet.at += 1;
    sheet.head(&["Kilde", "Hvad"])?;
    sheet.freeze(1)?;
    for (source, text) in &list.wrong {
        sheet.row([Cell::Text(source.clone()), Cell::Long(text.clone())])?;
    }
    workbook.push_worksheet(sheet.done());
    workbook.save_to_buffer()
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
