//! The list of deviations as a workbook: what was asked, then a row a deviation under a head that stays.

use super::book;
use super::sheet::{Cell, Sheet};
use crate::item_list::{HEADINGS, ItemLine, ItemList};
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
    book("Afvigelser", list.day, |styles| {
        let mut sheet = Sheet::titled("Afvigelser", "Afvigelser", &list.basis, styles, 8)?;
        let said = [list.answer.as_str(), &list.asked, &list.basis];
        sheet.list("Afvigelser", &said, (&WIDTHS, &HEADINGS), list.lines.iter().map(cells))?;
        Ok(vec![sheet.done()])
    })
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
