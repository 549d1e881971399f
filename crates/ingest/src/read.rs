//! One file in, its rows out: what kind it is, and the reader for that kind.
//!
//! Invariant: the kind is found in the bytes; a name only helps a message. The caller's bytes are read once, in order.

pub mod kind;
mod zip;

use crate::child::{self, ChildProgram};
use crate::csv;
use crate::csv::fill;
use crate::encoding::{self, Encoding, Sniffed};
use crate::error::FileError;
use crate::raw::Sink;
use crate::values::hide;
pub use kind::FileKind;
use std::io::Read;
use std::time::Duration;

/// Columns of a row at most; no extract has as many.
pub const COLUMNS_MAX: usize = 1_000;
/// Characters of a cell at most: Excel's own limit.
pub const CELL_CHARS_MAX: usize = 32_767;
/// Bytes of a row at most.
pub const ROW_BYTES_MAX: usize = 8 << 20;
/// Bytes that are looked at before the kind is decided.
pub(crate) const HEAD: usize = 1 << 20;

/// What the caller knows about a file, and how much of it may be read.
#[derive(Clone, Debug)]
pub struct ReadHints {
    /// The separator of a CSV file; found if none.
    pub separator: Option<u8>,
    /// The encoding of a CSV file; found if none.
    pub encoding: Option<Encoding>,
    /// Reads this sheet alone; every sheet if none.
    pub sheet: Option<String>,
    /// Bytes of a file at most.
    pub size_max: u64,
    /// Bytes of a spreadsheet at most, packed.
    pub spreadsheet_max: u64,
    /// Rows of a file at most.
    pub rows_max: u32,
    /// How long the spreadsheet child may let us wait altogether, and its processor time; less for a small file.
    pub time_max: Duration,
}

impl Default for ReadHints {
    fn default() -> ReadHints {
        ReadHints {
            separator: None,
            encoding: None,
            sheet: None,
            size_max: 64 << 30,
            spreadsheet_max: 128 << 20,
            rows_max: 100_000_000,
            time_max: Duration::from_secs(300),
        }
    }
}

/// What was found out about a file while it was read.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadSummary {
    /// What the file is.
    pub kind: FileKind,
    /// Encoding of a CSV file.
    pub encoding: Option<Encoding>,
    /// Separator of a CSV file.
    pub separator: Option<u8>,
    /// Names of a spreadsheet's sheets in order, hidden ones too.
    pub sheets: Vec<String>,
    /// Those of `sheets` that Excel hides.
    pub hidden_sheets: Vec<String>,
    /// Rows handed to the sink.
    pub rows: u64,
    /// The sink stopped the reading before the end.
    pub stopped: bool,
    /// First line of a CSV file where UTF-8 and Windows-1252 are mixed; both were read.
    pub mixed_encoding: Option<u32>,
    /// First line of a CSV file with text that was encoded twice (`Ã¦` for `æ`); it was read as it stands.
    pub double_encoded: Option<u32>,
    /// The spreadsheet child's peak of memory over its start, in KiB, as it says itself.
    pub child_peak_kib: Option<u64>,
}

/// A file's name as it may be kept and shown: somebody may have named the file after a person's number.
#[must_use]
pub fn shown_name(name: &str) -> String {
    hide::hidden(name).unwrap_or_else(|| name.to_owned())
}

/// Reads one file and calls `sink` for each row in order. `name` is the file's name, `size` its bytes as far as known
/// (0 if not). CSV streams; a spreadsheet is held in memory and read by the limited child process.
///
/// # Errors
/// A file that cannot be read as a whole. Rows may have been handed to the sink before the error is found.
pub fn read_rows(
    name: &str,
    input: &mut dyn Read,
    size: u64,
    hints: &ReadHints,
    child: &ChildProgram,
    sink: &mut Sink<'_>,
) -> Result<ReadSummary, FileError> {
    if size > hints.size_max {
        return Err(FileError::TooLarge { size, limit: hints.size_max });
    }
    let mut head = vec![0; HEAD];
    let length = fill(input, &mut head)?;
    head.truncate(length);
    match kind::find(name, &head)? {
        kind::Found::Text => read_text(head, input, hints, sink),
        found => {
            let bytes = whole(head, input, size, hints)?;
            let kind = kind::spreadsheet(found, &bytes)?;
            child::read_spreadsheet(kind, &bytes, hints, child, sink)
        }
    }
}

fn read_text(
    head: Vec<u8>,
    input: &mut dyn Read,
    hints: &ReadHints,
    sink: &mut Sink<'_>,
) -> Result<ReadSummary, FileError> {
    let found = encoding::sniff(&head, head.len() < HEAD);
    let sniffed = match hints.encoding {
        Some(encoding) if encoding != found.encoding => Sniffed { encoding, mark: 0, certain: false },
        _ => found,
    };
    let csv = csv::read(head, input, sniffed, hints, sink)?;
    Ok(ReadSummary {
        kind: FileKind::Csv,
        encoding: Some(csv.encoding),
        separator: Some(csv.separator),
        sheets: Vec::new(),
        hidden_sheets: Vec::new(),
        rows: csv.rows,
        stopped: csv.stopped,
        mixed_encoding: csv.mixed,
        double_encoded: csv.double_encoded,
        child_peak_kib: None,
    })
}

/// A spreadsheet's bytes: its table of contents stands at the end, so all of them are needed.
fn whole(head: Vec<u8>, input: &mut dyn Read, size: u64, hints: &ReadHints) -> Result<Vec<u8>, FileError> {
    let limit = hints.spreadsheet_max.min(hints.size_max);
    if size > limit {
        return Err(FileError::SpreadsheetTooLarge { size, limit });
    }
    let mut bytes = head;
    let left = (limit + 1).saturating_sub(bytes.len() as u64);
    input.take(left).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(FileError::SpreadsheetTooLarge { size: bytes.len() as u64, limit });
    }
    Ok(bytes)
}
