//! The list of deviations as a workbook: what was asked, then a row a deviation under a head that stays.

use super::properties;
use super::sheet::{Cell, Sheet, Styles};
use crate::item_list::{HEADINGS, ItemLine, ItemList};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::io;

const WIDTHS: [f64; 20] = [
    12.0, 17.0, 24.0, 12.0, 22.0, 26.0, 16.0, 22.0, 13.0, 12.0, 12.0, 12.0, 8.0, 15.0, 13.0, 30.0, 70.0,
    12.0, 12.0, 9.0,
];

/// Writes the list as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(list: &ItemList) -> io::Result<Vec<u8>> {
    made(list).map_err(io::Error::other)
}

fn made(list: &ItemList) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties("Afvigelser", list.day));
    let mut sheet = Sheet::titled("Afvigelser", "Afvigelser", &list.basis, &styles, 8)?;
    sheet.widths(&WIDTHS)?;
    sheet.line("Afvigelser", &styles.title)?;
    for text in [&list.answer, &list.asked, &list.basis] {
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
    workbook.save_to_buffer()
}

fn cells(line: &ItemLine) -> [Cell; 20] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let long = |text: &str| Cell::Long(text.to_owned());
    [
        text(&line.item),
        text(&line.status),
        long(&line.reason),
        line.until.map_or(Cell::Empty, Cell::Day),
        text(&line.responsible),
        text(&line.rule),
        text(&line.attribute),
        text(&line.systems),
        text(&line.paragraf),
        text(&line.citizen),
        Cell::Day(line.period.from),
        Cell::Day(line.period.last_day()),
        Cell::Whole(line.period.days()),
        Cell::Kroner(line.oere),
        Cell::Kroner(line.oere_tillaeg),
        long(&line.shared),
        long(&line.message),
        Cell::Day(line.first),
        Cell::Day(line.last),
        Cell::Whole(line.age_days),
    ]
}
