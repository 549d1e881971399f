//! What is read before and around a spreadsheet: the table of contents, the request to the child and its answer.
//!
//! Invariant: the bytes are an enemy's; nothing in them is believed.

use super::check_message;
use ingest::probe;
use ingest::raw::Cell;
use ingest::read::{CELL_CHARS_MAX, COLUMNS_MAX};
use std::ops::ControlFlow;

/// A kind, or a sentence.
pub(super) fn container(data: &[u8]) {
    if let Err(error) = probe::container(data) {
        check_message(&error.to_string());
    }
}

/// What was understood is understood again when it is written.
pub(super) fn request(data: &[u8]) {
    if let Some(written) = probe::request(data) {
        assert_eq!(probe::request(&written), Some(written));
    }
}

/// Rows of an answer go forward within a sheet, and every cell is one that a sheet can hold.
pub(super) fn answer(data: &[u8]) {
    let (mut sheet, mut last, mut count) = (String::new(), 0, 0u32);
    let outcome = probe::answer(data, 50, &mut |row| {
        if row.sheet != sheet {
            row.sheet.clone_into(&mut sheet);
            last = 0;
        }
        assert!(row.row > 0 && (row.row > last || row.sheet == sheet));
        last = row.row;
        count += 1;
        assert!(row.cells.len() <= COLUMNS_MAX && !ingest::hides_a_number(row.sheet));
        row.cells.iter().for_each(check);
        ControlFlow::Continue(())
    });
    assert!(count <= 50);
    if let Err(Some(error)) = outcome {
        check_message(&error.to_string());
    }
}

fn check(cell: &Cell<'_>) {
    match cell {
        Cell::Text(text) => assert!(!text.trim().is_empty() && text.chars().count() <= CELL_CHARS_MAX),
        Cell::Number(number) => assert!(number.parse::<f64>().is_ok_and(f64::is_finite), "{number}"),
        Cell::Date(day) => assert!((1..=9999).contains(&day.ymd().0), "{day:?}"),
        Cell::Empty | Cell::Error(_) => {}
    }
}
