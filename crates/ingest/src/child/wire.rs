//! What parent and child say to each other.
//!
//! Invariant: little-endian, every text with its length before it; a frame is never longer than [`FRAME_MAX`].
//!
//! Parent to child: [`MAGIC`], kind, seconds, rows at most, size, sheet, then the file. Child to parent: frames of a
//! letter, a length and that many bytes, the last of them `Z` or `E`.

use crate::read::{CELL_CHARS_MAX, COLUMNS_MAX, FileKind, ROW_BYTES_MAX};
use std::io::{self, Read, Write};

pub(crate) const MAGIC: [u8; 8] = *b"OTTETAL1";
/// A row's texts, and five bytes before each cell.
pub(crate) const FRAME_MAX: usize = ROW_BYTES_MAX + COLUMNS_MAX * 5 + 64;
/// The last row of a sheet in Excel and LibreOffice.
pub(crate) const ROWS_OF_A_SHEET: u32 = 1 << 20;
/// Sheets of a workbook at most.
pub(crate) const SHEETS_MAX: usize = 1_000;
/// Bytes of a sheet's name at most.
pub(crate) const NAME_MAX: usize = 1_024;

pub(crate) const SHEETS: u8 = b'L';
pub(crate) const SHEET: u8 = b'S';
pub(crate) const ROW: u8 = b'R';
pub(crate) const REFUSED: u8 = b'E';
pub(crate) const DONE: u8 = b'Z';

pub(crate) const EMPTY: u8 = 0;
pub(crate) const TEXT: u8 = 1;
pub(crate) const NUMBER: u8 = 2;
pub(crate) const DATE: u8 = 3;
pub(crate) const ERROR: u8 = 4;

/// What the parent asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Request {
    pub(crate) kind: FileKind,
    pub(crate) seconds: u32,
    pub(crate) rows_max: u32,
    pub(crate) size: u64,
    pub(crate) sheet: Option<String>,
}

const KINDS: [FileKind; 4] = [FileKind::Xlsx, FileKind::Xls, FileKind::Xlsm, FileKind::Ods];

impl Request {
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let kind = KINDS.iter().position(|k| *k == self.kind).unwrap_or_default() as u8;
        // No sheet has a longer name: a longer wish is not found, and must not run into the file's bytes.
        let sheet = self.sheet.as_deref().unwrap_or_default();
        let sheet = &sheet[..sheet.floor_char_boundary(NAME_MAX)];
        out.write_all(&MAGIC)?;
        out.write_all(&[kind, u8::from(self.sheet.is_some())])?;
        out.write_all(&self.seconds.to_le_bytes())?;
        out.write_all(&self.rows_max.to_le_bytes())?;
        out.write_all(&self.size.to_le_bytes())?;
        out.write_all(&(sheet.len() as u32).to_le_bytes())?;
        out.write_all(sheet.as_bytes())
    }

    /// None where the bytes are no request.
    pub(crate) fn read(input: &mut impl Read) -> io::Result<Option<Request>> {
        let mut head = [0; 30];
        input.read_exact(&mut head)?;
        let mut fields = Fields(&head);
        let magic = fields.take(MAGIC.len());
        let kind = fields.byte().and_then(|k| KINDS.get(usize::from(k)).copied());
        let named = fields.byte() == Some(1);
        let (seconds, rows_max) = (fields.number().unwrap_or(0), fields.number().unwrap_or(0));
        let size = u64::from(fields.number().unwrap_or(0)) | u64::from(fields.number().unwrap_or(0)) << 32;
        let mut sheet = vec![0; (fields.number().unwrap_or(0) as usize).min(NAME_MAX)];
        input.read_exact(&mut sheet)?;
        let (Some(MAGIC), Some(kind)) = (magic.and_then(|m| m.try_into().ok()), kind) else {
            return Ok(None);
        };
        let sheet = named.then(|| String::from_utf8_lossy(&sheet).into_owned());
        Ok(Some(Request { kind, seconds, rows_max, size, sheet }))
    }
}

/// Why the child gives no rows. The words are the parent's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Why {
    Password = 1,
    NoSuchSheet,
    DuplicateSheet,
    NoSheets,
    TooManyColumns,
    CellTooLong,
    RowTooLarge,
    TooManyRows,
    Container,
    Markup,
    Content,
    Order,
    NotUnpacked,
    TooManySheets,
    ErrorWord,
}

impl Why {
    pub(crate) const ALL: [Why; 15] = [
        Why::Password,
        Why::NoSuchSheet,
        Why::DuplicateSheet,
        Why::NoSheets,
        Why::TooManyColumns,
        Why::CellTooLong,
        Why::RowTooLarge,
        Why::TooManyRows,
        Why::Container,
        Why::Markup,
        Why::Content,
        Why::Order,
        Why::NotUnpacked,
        Why::TooManySheets,
        Why::ErrorWord,
    ];
}

/// The end of the reading: no rows, or no more.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The file, at a row where that is known.
    File { why: Why, row: u32, name: String },
    /// The parent is gone.
    Pipe(io::Error),
}

impl From<Why> for Refusal {
    fn from(why: Why) -> Refusal {
        Refusal::File { why, row: 0, name: String::new() }
    }
}

impl From<io::Error> for Refusal {
    fn from(e: io::Error) -> Refusal {
        Refusal::Pipe(e)
    }
}

/// Writes frames.
#[derive(Debug)]
pub(crate) struct Writer<W: Write>(pub(crate) W);

impl<W: Write> Writer<W> {
    pub(crate) fn frame(&mut self, tag: u8, payload: &[u8]) -> io::Result<()> {
        self.0.write_all(&[tag])?;
        self.0.write_all(&(payload.len() as u32).to_le_bytes())?;
        self.0.write_all(payload)
    }

    /// The names of all sheets, before any row.
    pub(crate) fn sheets(&mut self, sheets: &[(String, bool)]) -> io::Result<()> {
        let mut payload = Vec::new();
        for (name, hidden) in sheets {
            payload.push(u8::from(*hidden));
            payload.extend((name.len() as u32).to_le_bytes());
            payload.extend(name.as_bytes());
        }
        self.frame(SHEETS, &payload)
    }

    pub(crate) fn refusal(&mut self, why: Why, row: u32, name: &str) -> io::Result<()> {
        let mut payload = vec![why as u8];
        payload.extend(row.to_le_bytes());
        let end = name.floor_char_boundary(NAME_MAX);
        payload.extend(&name.as_bytes()[..end]);
        self.frame(REFUSED, &payload)?;
        self.0.flush()
    }
}

/// A row on its way out, in one buffer.
#[derive(Default, Debug)]
pub(crate) struct RowFrame {
    payload: Vec<u8>,
    columns: usize,
    filled: bool,
    texts: usize,
}

impl RowFrame {
    pub(crate) fn begin(&mut self, row: u32) {
        self.payload.clear();
        self.payload.extend(row.to_le_bytes());
        (self.columns, self.filled, self.texts) = (0, false, 0);
    }

    /// Cells written so far.
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// A row of empty cells is no row.
    pub(crate) fn is_filled(&self) -> bool {
        self.filled
    }

    pub(crate) fn payload(&self) -> &[u8] {
        &self.payload
    }

    pub(crate) fn empty(&mut self) {
        self.columns += 1;
        self.payload.push(EMPTY);
    }

    pub(crate) fn date(&mut self, day: i32) {
        (self.columns, self.filled) = (self.columns + 1, true);
        self.payload.push(DATE);
        self.payload.extend(day.to_le_bytes());
    }

    pub(crate) fn text(&mut self, tag: u8, text: &str) -> Result<(), Why> {
        if text.len() > CELL_CHARS_MAX && text.chars().count() > CELL_CHARS_MAX {
            return Err(Why::CellTooLong);
        }
        self.texts += text.len();
        if self.texts > ROW_BYTES_MAX {
            return Err(Why::RowTooLarge);
        }
        (self.columns, self.filled) = (self.columns + 1, true);
        self.payload.push(tag);
        self.payload.extend((text.len() as u32).to_le_bytes());
        self.payload.extend(text.as_bytes());
        Ok(())
    }
}

/// Takes fields off a frame; none where it is too short.
#[derive(Debug)]
pub(crate) struct Fields<'f>(pub(crate) &'f [u8]);

impl<'f> Fields<'f> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn take(&mut self, length: usize) -> Option<&'f [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }

    pub(crate) fn number(&mut self) -> Option<u32> {
        self.take(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    pub(crate) fn text(&mut self, max: usize) -> Option<&'f str> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length).filter(|_| length <= max)?).ok()
    }
}
