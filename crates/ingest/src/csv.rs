//! A text file of records, streamed: bytes → rows of cells.
//!
//! Invariant: memory is bounded by one block and one record, whatever the file's size. Nothing is cut short or left
//! out: what cannot be read as it stands is a [`FileError`] that names the line.

mod blocks;
mod lines;
mod separator;

use crate::encoding::{Cells, Encoding, Sniffed};
use crate::error::{FileError, Place};
use crate::raw::{Cell, RawRow, Sink};
use crate::read::{CELL_CHARS_MAX, COLUMNS_MAX, ROW_BYTES_MAX, ReadHints};
use blocks::Blocks;
pub(crate) use blocks::fill;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use lines::Lines;
use std::borrow::Cow;
use std::io::Read;
use std::ops::ControlFlow;

/// What was found out about a text file.
#[derive(Debug)]
pub(crate) struct CsvSummary {
    pub(crate) encoding: Encoding,
    pub(crate) separator: u8,
    pub(crate) rows: u64,
    pub(crate) stopped: bool,
    pub(crate) mixed: Option<u32>,
    pub(crate) double_encoded: Option<u32>,
}

/// Reads a text file: `head` is its beginning, already read, `rest` the bytes after it.
pub(crate) fn read(
    head: Vec<u8>,
    rest: &mut dyn Read,
    sniffed: Sniffed,
    hints: &ReadHints,
    sink: &mut Sink<'_>,
) -> Result<CsvSummary, FileError> {
    let mut blocks = Blocks::new(head, rest, sniffed, hints.size_max);
    let cells = Cells::new(sniffed.encoding, hints.encoding.is_some(), sniffed.certain);
    let mut lines = Lines::default();
    let mut more = blocks.advance(&lines)?;
    let mut at = 0;
    let announced = separator::announced(blocks.current());
    if let Some(line) = announced {
        at = line.length;
        lines.count(&blocks.current()[..at]);
    }
    let separator = hints
        .separator
        .or(announced.map(|line| line.separator))
        .unwrap_or_else(|| separator::find(&blocks.current()[at..], blocks.is_last()));
    let mut records = Records::new(separator, cells, lines, hints.rows_max);
    let mut stopped = false;
    while more && !stopped {
        stopped = records.feed(&blocks.current()[at..], sink)?.is_break();
        at = 0;
        more = !stopped && blocks.advance(&records.lines)?;
    }
    if !stopped {
        stopped = records.finish(sink)?.is_break();
    }
    if records.rows == 0 && !stopped {
        return Err(FileError::Empty);
    }
    Ok(CsvSummary {
        encoding: if blocks.is_utf16() { sniffed.encoding } else { records.cells.encoding() },
        separator,
        rows: records.rows,
        stopped,
        mixed: records.cells.mixed,
        double_encoded: records.cells.double_encoded,
    })
}

/// The record being read, and the buffers that every record uses again.
struct Records {
    core: Reader,
    cells: Cells,
    lines: Lines,
    /// The cells' bytes without separators and quotes, and where each ends.
    record: Vec<u8>,
    length: usize,
    ends: Vec<usize>,
    columns: usize,
    /// The line that the record starts on; none between records.
    start: Option<u32>,
    decoded: Decoded,
    row: Vec<Cell<'static>>,
    rows: u64,
    rows_max: u32,
}

#[derive(Default)]
struct Decoded {
    text: String,
    ends: Vec<usize>,
}

impl Records {
    fn new(separator: u8, cells: Cells, lines: Lines, rows_max: u32) -> Records {
        Records {
            core: ReaderBuilder::new().delimiter(separator).build(),
            cells,
            lines,
            record: vec![0; 8 * 1024],
            length: 0,
            ends: vec![0; COLUMNS_MAX + 1],
            columns: 0,
            start: None,
            decoded: Decoded::default(),
            row: Vec::new(),
            rows: 0,
            rows_max,
        }
    }

    /// Takes a block of bytes and hands on every record that ends in it.
    fn feed(&mut self, mut input: &[u8], sink: &mut Sink<'_>) -> Result<ControlFlow<()>, FileError> {
        loop {
            if self.start.is_none() {
                let breaks = input.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
                self.lines.count(&input[..breaks]);
                input = &input[breaks..];
                if input.is_empty() {
                    return Ok(ControlFlow::Continue(()));
                }
                self.start = Some(self.lines.current());
            } else if input.is_empty() {
                return Ok(ControlFlow::Continue(()));
            }
            let (result, taken, written, ended) =
                self.core.read_record(input, &mut self.record[self.length..], &mut self.ends[self.columns..]);
            self.lines.count(&input[..taken]);
            input = &input[taken..];
            self.length += written;
            self.columns += ended;
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(ControlFlow::Continue(())),
                ReadRecordResult::OutputFull => self.grow()?,
                ReadRecordResult::OutputEndsFull => {
                    return Err(FileError::TooManyColumns { place: self.place(), limit: COLUMNS_MAX });
                }
                ReadRecordResult::Record => {
                    let flow = self.hand_on(sink)?;
                    (self.length, self.columns, self.start) = (0, 0, None);
                    if flow.is_break() {
                        return Ok(flow);
                    }
                }
            }
        }
    }

    /// The end of the file: a record that is still open ends here, or never.
    fn finish(&mut self, sink: &mut Sink<'_>) -> Result<ControlFlow<()>, FileError> {
        if self.start.is_none() {
            return Ok(ControlFlow::Continue(()));
        }
        let flow = self.feed(b"\n", sink)?;
        match self.start {
            Some(line) if flow.is_continue() => Err(FileError::UnterminatedQuote { line }),
            _ => Ok(flow),
        }
    }

    fn place(&self) -> Place {
        Place::line(self.start.unwrap_or_else(|| self.lines.current()))
    }

    /// Room for more of a long record, as long as it may still be a record of an extract.
    fn grow(&mut self) -> Result<(), FileError> {
        let cell = self.length - self.columns.checked_sub(1).map_or(0, |last| self.ends[last]);
        if cell > CELL_CHARS_MAX * 4 {
            return Err(FileError::CellTooLong { place: self.place(), limit: CELL_CHARS_MAX });
        }
        if self.record.len() >= ROW_BYTES_MAX {
            return Err(FileError::RowTooLarge { place: self.place(), limit: ROW_BYTES_MAX });
        }
        self.record.resize(self.record.len() * 2, 0);
        Ok(())
    }

    fn hand_on(&mut self, sink: &mut Sink<'_>) -> Result<ControlFlow<()>, FileError> {
        let line = self.start.unwrap_or_default();
        if self.columns > COLUMNS_MAX {
            return Err(FileError::TooManyColumns { place: self.place(), limit: COLUMNS_MAX });
        }
        let (record, ends) = (&self.record[..self.length], &self.ends[..self.columns]);
        let (text, ends) = match self.cells.as_it_stands(record, ends, line) {
            Some(text) => (text, ends),
            None => {
                decode(&mut self.cells, record, ends, line, &mut self.decoded)?;
                (self.decoded.text.as_str(), self.decoded.ends.as_slice())
            }
        };
        let mut row = recycled(std::mem::take(&mut self.row));
        let mut from = 0;
        for &until in ends {
            let cell = &text[from..until];
            if cell.len() > CELL_CHARS_MAX && cell.chars().count() > CELL_CHARS_MAX {
                return Err(FileError::CellTooLong { place: Place::line(line), limit: CELL_CHARS_MAX });
            }
            row.push(if is_blank(cell) { Cell::Empty } else { Cell::Text(cell) });
            from = until;
        }
        let flow = if is_no_row(&row) {
            ControlFlow::Continue(())
        } else if self.rows >= u64::from(self.rows_max) {
            return Err(FileError::TooManyRows { limit: self.rows_max });
        } else {
            self.rows += 1;
            sink(&RawRow { sheet: "", row: line, cells: &row })
        };
        self.row = recycled(row);
        Ok(flow)
    }
}

/// Decodes cell by cell: Windows-1252, text that is not in NFC, files put together of two encodings.
fn decode(
    cells: &mut Cells,
    record: &[u8],
    ends: &[usize],
    line: u32,
    into: &mut Decoded,
) -> Result<(), FileError> {
    into.text.clear();
    into.ends.clear();
    let mut from = 0;
    for &until in ends {
        let cell: Cow<'_, str> =
            cells.decode(&record[from..until], line).map_err(|_| FileError::NotUtf8 { line })?;
        into.text.push_str(&cell);
        into.ends.push(into.text.len());
        from = until;
    }
    Ok(())
}

/// A line of blanks, or the end mark that DOS programs leave behind (Ctrl-Z).
fn is_no_row(row: &[Cell<'_>]) -> bool {
    matches!(row, [Cell::Empty | Cell::Text("\u{1A}")])
}

/// Nothing, or only spaces (no-break spaces too).
pub(crate) fn is_blank(text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(b'!'..=b'~') => false,
        Some(_) => text.chars().all(char::is_whitespace),
    }
}

/// The same allocation for cells of another lifetime: collecting an emptied vector in place keeps its room.
fn recycled<'b>(mut row: Vec<Cell<'_>>) -> Vec<Cell<'b>> {
    row.clear();
    row.into_iter().map(|_| Cell::Empty).collect()
}
