//! A control as an Excel workbook that can be taken to a meeting.
//!
//! Invariant: cells are typed, no text from data can become a formula (there is no formula at all), and the same
//! report gives the same bytes: the workbook carries the date of its basis.

mod disposition;
mod editable;
mod items;
mod landscape;
mod lists;
mod overview;
mod plain;
mod questions;
mod sheet;
mod sheet_lines;

use crate::control_report::ControlReport;
use domain::calendar::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use sheet::Styles;
use std::io;

pub use disposition::write as disposition;
pub use editable::{EditableTable, write as editable};
pub use items::write as items;
pub use landscape::write as landscape;
pub use plain::write as plain;
pub use sheet_lines::write as sheet_lines;

/// Rows that a sheet holds.
const ROWS: u32 = 1_048_576;

/// Writes a control as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(report: &ControlReport<'_>) -> io::Result<Vec<u8>> {
    write_within(report, ROWS).map_err(io::Error::other)
}

/// Writes sheets of at most `rows` rows.
pub(crate) fn write_within(report: &ControlReport<'_>, rows: u32) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut workbook = Workbook::new();
    let day = Day::parse(&report.basis.1).unwrap_or(report.control.window.from);
    workbook.set_properties(&properties("8-talskontrol", day));
    workbook.push_worksheet(overview::sheet(report, &styles)?);
    for sheet in questions::sheets(report, &styles, rows)? {
        workbook.push_worksheet(sheet);
    }
    workbook.push_worksheet(lists::causes(report, &styles)?);
    workbook.push_worksheet(lists::coverage(report, &styles)?);
    workbook.push_worksheet(lists::rules(report, &styles)?);
    workbook.save_to_buffer()
}

/// A workbook of sheets that share their looks.
fn book(
    title: &str,
    day: Day,
    sheets: impl FnOnce(&Styles) -> Result<Vec<Worksheet>, XlsxError>,
) -> io::Result<Vec<u8>> {
    let made = || {
        let mut workbook = Workbook::new();
        workbook.set_properties(&properties(title, day));
        for sheet in sheets(&Styles::new())? {
            workbook.push_worksheet(sheet);
        }
        workbook.save_to_buffer()
    };
    made().map_err(io::Error::other)
}

/// A workbook carries the date of its basis, not of the clock.
fn properties(title: &str, day: Day) -> DocProperties {
    let (year, month, day) = day.ymd();
    let created = u16::try_from(year)
        .ok()
        .and_then(|year| ExcelDateTime::from_ymd(year, month as u8, day as u8).ok())
        .unwrap_or_default();
    DocProperties::new().set_title(title).set_author("Ottetal").set_creation_datetime(&created)
}
