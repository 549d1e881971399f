//! A table of texts as a workbook that can be changed and read in again: every cell is text, days are days.

use super::book;
use super::sheet::{Cell, Sheet};
use domain::calendar::Day;
use std::io;

/// A table as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditableTable {
    /// The name of the sheet, and its title.
    pub title: String,
    /// Which version, in words.
    pub basis: String,
    /// The day that the file carries: never the clock's.
    pub day: Day,
    /// The headings.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// Writes the table as a workbook.
///
/// # Errors
/// Where a sheet cannot be written: a fault of the program, not of the data.
pub fn write(table: &EditableTable) -> io::Result<Vec<u8>> {
    let width = |at: usize| {
        let cells = table.rows.iter().map(|row| row.get(at).map_or(0, |cell| cell.chars().count()));
        let longest = cells.max().unwrap_or(0).max(table.headings[at].chars().count());
        (longest as f64 + 3.0).clamp(10.0, 60.0)
    };
    let widths: Vec<f64> = (0..table.headings.len()).map(width).collect();
    let headings: Vec<&str> = table.headings.iter().map(String::as_str).collect();
    book(&table.title, table.day, |styles| {
        let mut sheet = Sheet::titled(&table.title, &table.title, &table.basis, styles, 9)?;
        let rows = table.rows.iter().map(|row| row.iter().map(|text| cell(text)));
        sheet.list(&table.title, &[&table.basis], (&widths, &headings), rows)?;
        Ok(vec![sheet.done()])
    })
}

fn cell(text: &str) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    // `01-02-2026` is a day; an account or a code of the statistic is not.
    let parts: Vec<&str> = text.split('-').collect();
    let day = match parts[..] {
        [d, m, y] if (d.len(), m.len(), y.len()) == (2, 2, 4) => Day::parse(&format!("{y}-{m}-{d}")),
        _ => None,
    };
    day.map_or_else(|| Cell::Text(text.to_owned()), Cell::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_days_and_accounts_are_text() {
        use calamine::{Data, Reader, Xlsx};
        let table = EditableTable {
            title: "Oversættelse".to_owned(),
            basis: "Udgave af 01-03-2026".to_owned(),
            day: Day::parse("2026-03-01").expect("en dag"),
            headings: vec!["konto".to_owned(), "gyldig_fra".to_owned()],
            rows: vec![
                vec!["538501002".to_owned(), "01-01-2026".to_owned()],
                vec!["=1+1".to_owned(), String::new()],
            ],
        };
        let bytes = write(&table).expect("en mappe");
        let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).expect("en mappe");
        let sheet = book.worksheet_range("Oversættelse").expect("et ark");
        let row = sheet.rows().find(|row| row[0] == Data::String("538501002".to_owned())).expect("rækken");
        assert!(matches!(row[1], Data::DateTime(_)), "{:?}", row[1]);
        assert!(sheet.rows().any(|row| row[0] == Data::String("=1+1".to_owned())));
    }
}
