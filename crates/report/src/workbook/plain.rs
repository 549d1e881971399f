//! A list of any kind as a workbook: what was asked, the rows under a head that stays, and a sheet that says what each
//! column means.

use super::properties;
use super::sheet::{Cell, Sheet, Styles};
use crate::plain_list::{ListCell, PlainList};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io;

/// Writes the list as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(list: &PlainList) -> io::Result<Vec<u8>> {
    made(list).map_err(io::Error::other)
}

fn made(list: &PlainList) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&list.title, list.day));
    let mut sheet = Sheet::titled(&list.name, &list.title, &list.basis, &styles, 9)?;
    let widths: Vec<f64> = list.columns.iter().map(|column| column.width).collect();
    let headings: Vec<&str> = list.columns.iter().map(|column| column.heading).collect();
    sheet.widths(&widths)?;
    sheet.line(&list.title, &styles.title)?;
    for text in list.lines.iter().chain([&list.basis]) {
        sheet.line(text, &styles.plain)?;
    }
    sheet.at += 1;
    let head = sheet.head(&headings)?;
    sheet.freeze(1)?;
    for row in &list.rows {
        sheet.row(row.iter().map(cell))?;
    }
    sheet.filter(head, headings.len())?;
    sheet.at += u32::from(!list.after.is_empty());
    for row in &list.after {
        sheet.row(row.iter().map(cell))?;
    }
    workbook.push_worksheet(sheet.done());
    let mut columns = Sheet::titled("Kolonner", "Kolonner", &list.basis, &styles, 9)?;
    columns.frozen_head(&[("Kolonne", 30.0), ("Hvad den betyder", 100.0)], 0)?;
    for column in &list.columns {
        columns.row([Cell::Text(column.heading.to_owned()), Cell::Long(column.meaning.to_owned())])?;
    }
    workbook.push_worksheet(columns.done());
    workbook.save_to_buffer()
}

fn cell(cell: &ListCell) -> Cell {
    match cell {
        ListCell::Empty => Cell::Empty,
        ListCell::Text(text) => Cell::Text(text.clone()),
        ListCell::Long(text) => Cell::Long(text.clone()),
        ListCell::Whole(number) => Cell::Whole(*number),
        ListCell::Kroner(oere) => Cell::Kroner(*oere),
        // Two decimals as kroner have them.
        ListCell::Hundredths(number) => Cell::Kroner(Some(domain::amount::Oere(*number))),
        ListCell::Day(day) => Cell::Day(*day),
    }
}
