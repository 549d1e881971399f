//! What a file is, from its bytes.
//!
//! Invariant: a name decides nothing. What is no table is told by what it is, so that a person knows what went wrong.

use super::zip;
use crate::encoding::{self, Encoding};
use crate::error::FileError;

/// The kinds of file that are read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FileKind {
    /// Text with a separator.
    Csv,
    /// Excel from 2007 on.
    Xlsx,
    /// Excel until 2003.
    Xls,
    /// Excel from 2007 on, with macros (which are never run).
    Xlsm,
    /// LibreOffice Calc.
    Ods,
}

/// What the first bytes say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    Text,
    Zip,
    /// The container of older Office files, and of newer ones with a password.
    Ole,
}

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

const NO_TABLES: [(&[u8], &str); 10] = [
    (b"%PDF", "en PDF-fil"),
    (b"\x89PNG\r\n", "et billede (PNG)"),
    (b"\xFF\xD8\xFF", "et billede (JPEG)"),
    (b"GIF8", "et billede (GIF)"),
    (b"II*\0", "et billede (TIFF)"),
    (b"MM\0*", "et billede (TIFF)"),
    (b"{\\rtf", "et tekstdokument (RTF)"),
    (b"SQLite format 3\0", "en database (SQLite)"),
    (b"PAR1", "en Parquet-fil"),
    (b"\x7FELF", "et program"),
];

const PACKED: [(&[u8], &str); 6] = [
    (b"\x1F\x8B", "gzip"),
    (b"7z\xBC\xAF\x27\x1C", "7z"),
    (b"Rar!\x1A\x07", "RAR"),
    (b"\xFD7zXZ\0", "xz"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
    (b"BZh9", "bzip2"),
];

/// Tells from the first bytes what a file is. `name` is only used to say what the file pretends to be.
pub(crate) fn find(name: &str, head: &[u8]) -> Result<Found, FileError> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Found::Zip);
    }
    if head.starts_with(OLE) {
        return Ok(Found::Ole);
    }
    if let Some((_, found)) = NO_TABLES.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(FileError::NotATable { found });
    }
    if let Some((_, found)) = PACKED.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(FileError::Packed { found });
    }
    let blank = |b: &u8| matches!(b, 0xEF | 0xBB | 0xBF | 0xFF | 0xFE | 0 | 0x1A) || b.is_ascii_whitespace();
    if head.len() < super::HEAD && head.iter().all(blank) && !head.iter().all(|b| *b == 0 && head.len() > 4) {
        return Err(FileError::Empty);
    }
    if let Some(found) = markup(head) {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        return Err(FileError::MarkupAsSpreadsheet { found, extension: extension.chars().take(8).collect() });
    }
    text(head)
}

/// Web pages and XML; many systems save them as `.xls`.
fn markup(head: &[u8]) -> Option<&'static str> {
    let start: Vec<u8> = head
        .iter()
        .take(4096)
        .filter(|b| !matches!(b, 0 | 0xEF | 0xBB | 0xBF | 0xFF | 0xFE))
        .map(u8::to_ascii_lowercase)
        .collect();
    let start = start.trim_ascii_start();
    let has = |needle: &[u8]| start.windows(needle.len()).any(|part| part == needle);
    if start.starts_with(b"mime-version:") {
        return Some("en gemt webside (MHTML)");
    }
    if !start.starts_with(b"<") {
        return None;
    }
    if has(b"<html") || has(b"<!doctype html") || has(b"<table") || has(b"<body") || has(b"<head") {
        Some("en webside (HTML)")
    } else if has(b"urn:schemas-microsoft-com:office:spreadsheet") {
        Some("et XML-regneark fra Excel 2003")
    } else if start.starts_with(b"<?xml") {
        Some("en XML-fil")
    } else {
        None
    }
}

/// Text has few control characters beside tabs and line ends; UTF-16 is looked at as UTF-16.
fn text(head: &[u8]) -> Result<Found, FileError> {
    if matches!(encoding::sniff(head, true).encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return Ok(Found::Text);
    }
    let controls = head.iter().filter(|b| matches!(b, 0..=8 | 0x0E..=0x1F | 0x7F)).count();
    if controls >= 4 && controls * 50 > head.len() {
        return Err(FileError::Binary { checked: head.len(), controls });
    }
    Ok(Found::Text)
}

/// Tells from the whole file which spreadsheet it is.
pub(crate) fn spreadsheet(found: Found, bytes: &[u8]) -> Result<FileKind, FileError> {
    if found == Found::Ole { ole(bytes) } else { zip::spreadsheet(bytes) }
}

/// The container's directory has entries of 128 bytes that begin with a name in UTF-16.
fn ole(bytes: &[u8]) -> Result<FileKind, FileError> {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        bytes.chunks(128).any(|entry| entry.starts_with(&name))
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        Err(FileError::PasswordProtected)
    } else if has("Workbook") || has("Book") {
        Ok(FileKind::Xls)
    } else if has("WordDocument") {
        Err(FileError::NotATable { found: "et Word-dokument" })
    } else if has("PowerPoint Document") {
        Err(FileError::NotATable { found: "en PowerPoint-præsentation" })
    } else if has("__properties_version1.0") {
        Err(FileError::NotATable { found: "en Outlook-mail" })
    } else {
        Err(FileError::Damaged { detail: "en ældre Office-fil uden projektmappe i".to_owned() })
    }
}
