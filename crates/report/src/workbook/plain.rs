//! A list of any kind as a workbook: what was asked, the rows under a head that stays, and a sheet that says what each
//! column means.

use super::book;
use super::sheet::{Cell, Sheet};
use crate::plain_list::{ListCell, PlainList};
use std::io;

/// Writes the list as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(list: &PlainList) -> io::Result<Vec<u8>> {
    let widths: Vec<f64> = list.columns.iter().map(|column| column.width).collect();
    let headings: Vec<&str> = list.columns.iter().map(|column| column.heading).collect();
    let said: Vec<&str> = list.lines.iter().chain([&list.basis]).map(String::as_str).collect();
    book(&list.title, list.day, |styles| {
        let mut sheet = Sheet::titled(&list.name, &list.title, &list.basis, styles, 9)?;
        let rows = list.rows.iter().map(|row| row.iter().map(cell));
        sheet.list(&list.title, &said, (&widths, &headings), rows)?;
        sheet.at += u32::from(!list.after.is_empty());
        for row in &list.after {
            sheet.row(row.iter().map(cell))?;
        }
        let mut columns = Sheet::titled("Kolonner", "Kolonner", &list.basis, styles, 9)?;
        columns.frozen_head(&[("Kolonne", 30.0), ("Hvad den betyder", 100.0)], 0)?;
        for column in &list.columns {
            columns.row([Cell::Text(column.heading.to_owned()), Cell::Long(column.meaning.to_owned())])?;
        }
        Ok(vec![sheet.done(), columns.done()])
    })
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
