//! Spreadsheets → frames of rows. Only the child runs this.
//!
//! Invariant: XLSX is read cell by cell, never as a dense table. A row keeps the number that Excel shows.

mod value;

use crate::child::{NAME_MAX, ROWS_OF_A_SHEET, Refusal, Request, RowFrame, SHEETS_MAX, Why, Writer};
use crate::read::{COLUMNS_MAX, FileKind};
use calamine::{Ods, OdsError, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use std::io::{Cursor, Write};
use value::Value;

type Bytes = Cursor<Vec<u8>>;

/// Writes the sheets' names and the rows of the wanted sheet, or of all.
pub(crate) fn write_rows<W: Write>(
    bytes: Vec<u8>,
    request: &Request,
    out: &mut Writer<W>,
) -> Result<(), Refusal> {
    let bytes = Cursor::new(bytes);
    match request.kind {
        FileKind::Xlsx | FileKind::Xlsm => {
            let mut book: Xlsx<Bytes> = Xlsx::new(bytes).map_err(|e| why_xlsx(&e))?;
            let wanted = choose(book.sheets_metadata(), request, out)?;
            let mut rows = Rows::new(request, out);
            for (index, name) in wanted {
                rows.sheet(index, &name)?;
                cell_by_cell(&mut book, &name, &mut rows)?;
            }
            Ok(())
        }
        FileKind::Xls => {
            let book: Xls<Bytes> = Xls::new(bytes).map_err(|e| why_xls(&e))?;
            dense(book, request, out, |e| why_xls(&e))
        }
        FileKind::Ods => {
            let book: Ods<Bytes> = Ods::new(bytes).map_err(|e| why_ods(&e))?;
            dense(book, request, out, |e| why_ods(&e))
        }
        FileKind::Csv => Err(Why::NotUnpacked.into()),
    }
}

/// Tells the names of all sheets, and which of them are to be read.
fn choose<W: Write>(
    sheets: &[Sheet],
    request: &Request,
    out: &mut Writer<W>,
) -> Result<Vec<(u32, String)>, Refusal> {
    let sheets: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    let names: Vec<(String, bool)> =
        sheets.iter().map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect();
    if names.len() > SHEETS_MAX {
        return Err(Why::TooManySheets.into());
    }
    if names.iter().any(|(name, _)| name.len() > NAME_MAX) {
        return Err(Why::Content.into());
    }
    out.sheets(&names)?;
    if sheets.is_empty() {
        return Err(Why::NoSheets.into());
    }
    for (i, (name, _)) in names.iter().enumerate() {
        if names[..i].iter().any(|(other, _)| other == name) {
            return Err(Refusal::File { why: Why::DuplicateSheet, row: 0, name: name.clone() });
        }
    }
    let folded = |name: &str| name.trim().to_lowercase();
    let wanted = request.sheet.as_deref().map(folded);
    let chosen: Vec<(u32, String)> = (0u32..)
        .zip(names)
        .filter(|(_, (name, _))| wanted.as_ref().is_none_or(|wanted| folded(name) == *wanted))
        .map(|(index, (name, _))| (index, name))
        .collect();
    if chosen.is_empty() { Err(Why::NoSuchSheet.into()) } else { Ok(chosen) }
}

fn cell_by_cell<W: Write>(book: &mut Xlsx<Bytes>, name: &str, rows: &mut Rows<'_, W>) -> Result<(), Refusal> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(e) => return Err(rows.refusal(why_xlsx(&e))),
    };
    while let Some(cell) = cells.next_cell().map_err(|e| rows.refusal(why_xlsx(&e)))? {
        let (row, column) = cell.get_position();
        rows.cell(row, column, &Value::from(cell.get_value()))?;
    }
    rows.flush()
}

/// The older kinds give a whole table at a time; the memory limit is what bounds it.
fn dense<R: Reader<Bytes>, W: Write>(
    mut book: R,
    request: &Request,
    out: &mut Writer<W>,
    why: impl Fn(R::Error) -> Why,
) -> Result<(), Refusal> {
    let wanted = choose(book.sheets_metadata(), request, out)?;
    let mut rows = Rows::new(request, out);
    for (index, name) in wanted {
        rows.sheet(index, &name)?;
        let range = book.worksheet_range(&name).map_err(|e| rows.refusal(why(e)))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, cells) in (first_row..).zip(range.rows()) {
            for (column, cell) in (first_column..).zip(cells) {
                rows.cell(row, column, &Value::from(cell))?;
            }
        }
        rows.flush()?;
    }
    Ok(())
}

/// Gathers cells into rows and sends them.
struct Rows<'o, W: Write> {
    out: &'o mut Writer<W>,
    frame: RowFrame,
    sheet: String,
    /// The row being gathered; 1 is the first, 0 none.
    row: u32,
    sent: u32,
    rows_max: u32,
}

impl<'o, W: Write> Rows<'o, W> {
    fn new(request: &Request, out: &'o mut Writer<W>) -> Self {
        let rows_max = request.rows_max;
        Rows { out, frame: RowFrame::default(), sheet: String::new(), row: 0, sent: 0, rows_max }
    }

    fn refusal(&self, why: Why) -> Refusal {
        Refusal::File { why, row: self.row, name: self.sheet.clone() }
    }

    fn sheet(&mut self, index: u32, name: &str) -> Result<(), Refusal> {
        name.clone_into(&mut self.sheet);
        self.row = 0;
        Ok(self.out.frame(crate::child::SHEET, &index.to_le_bytes())?)
    }

    /// Takes the cell at a place, 0 is the first row and column.
    fn cell(&mut self, row: u32, column: u32, value: &Value<'_>) -> Result<(), Refusal> {
        if matches!(value, Value::Empty) {
            return Ok(());
        }
        let row = row.saturating_add(1);
        if row > ROWS_OF_A_SHEET {
            return Err(self.refusal(Why::Content));
        }
        if row < self.row {
            return Err(self.refusal(Why::Order));
        }
        if row > self.row {
            self.flush()?;
            self.row = row;
            self.frame.begin(row);
        }
        if column as usize >= COLUMNS_MAX {
            return Err(self.refusal(Why::TooManyColumns));
        }
        if (column as usize) < self.frame.columns() {
            return Err(self.refusal(Why::Order));
        }
        while self.frame.columns() < column as usize {
            self.frame.empty();
        }
        value.put(&mut self.frame).map_err(|why| self.refusal(why))
    }

    /// Sends the gathered row.
    fn flush(&mut self) -> Result<(), Refusal> {
        if self.row == 0 || !self.frame.is_filled() {
            return Ok(());
        }
        if self.sent >= self.rows_max {
            return Err(self.refusal(Why::TooManyRows));
        }
        self.sent += 1;
        self.out.frame(crate::child::ROW, self.frame.payload())?;
        self.frame.begin(self.row);
        Ok(())
    }
}

fn why_xlsx(error: &XlsxError) -> Why {
    match error {
        XlsxError::Password => Why::Password,
        XlsxError::CellError(_) => Why::ErrorWord,
        XlsxError::Zip(_)
        | XlsxError::Io(_)
        | XlsxError::FileNotFound(_)
        | XlsxError::WorksheetNotFound(_) => Why::Container,
        // An error inside the packing comes through the markup's reader.
        XlsxError::Xml(e) if format!("{e:?}").starts_with("Io(") => Why::Container,
        XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::XmlAttr(_) | XlsxError::Encoding(_) => {
            Why::Markup
        }
        _ => Why::Content,
    }
}

fn why_xls(error: &XlsError) -> Why {
    match error {
        XlsError::Password => Why::Password,
        XlsError::Io(_) | XlsError::Cfb(_) => Why::Container,
        _ => Why::Content,
    }
}

fn why_ods(error: &OdsError) -> Why {
    match error {
        OdsError::Password => Why::Password,
        OdsError::Zip(_) | OdsError::Io(_) | OdsError::FileNotFound(_) => Why::Container,
        OdsError::Xml(_) | OdsError::XmlAttr(_) | OdsError::Eof(_) => Why::Markup,
        _ => Why::Content,
    }
}
