//! The table of contents of a ZIP file: which spreadsheet it is, and whether it may be unpacked.
//!
//! Invariant: nothing is unpacked here. What the table declares may be false; the child's limits hold then.

use super::FileKind;
use crate::error::FileError;

/// Unpacked bytes that no ratio makes suspect.
const HARMLESS: u64 = 100 << 20;
/// A spreadsheet's XML packs 10 to 60 times; a bomb a thousand times.
const RATIO_MAX: u64 = 400;
/// Unpacked bytes at most, whatever the ratio.
const UNPACKED_MAX: u64 = 8 << 30;
/// A spreadsheet has some dozens of parts.
const ENTRIES_MAX: usize = 20_000;

#[derive(Debug)]
struct Entry<'z> {
    name: &'z [u8],
    unpacked: u64,
    encrypted: bool,
}

/// Which spreadsheet a ZIP file is.
pub(super) fn spreadsheet(bytes: &[u8]) -> Result<FileKind, FileError> {
    let entries = entries(bytes)?;
    let unpacked = entries.iter().fold(0u64, |sum, entry| sum.saturating_add(entry.unpacked));
    let packed = bytes.len() as u64;
    if unpacked > UNPACKED_MAX || (unpacked > HARMLESS && unpacked / packed.max(1) > RATIO_MAX) {
        return Err(FileError::ZipBomb { packed, unpacked });
    }
    let has = |name: &[u8]| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
    let under = |folder: &[u8]| entries.iter().any(|entry| entry.name.starts_with(folder));
    if entries.iter().any(|entry| entry.encrypted) {
        return Err(FileError::Packed { found: "en ZIP-fil med adgangskode" });
    }
    if has(b"xl/workbook.bin") {
        return Err(FileError::UnsupportedSpreadsheet { found: "en binær Excel-projektmappe (.xlsb)" });
    }
    if has(b"[Content_Types].xml") && under(b"xl/") {
        return Ok(if has(b"xl/vbaProject.bin") { FileKind::Xlsm } else { FileKind::Xlsx });
    }
    if has(b"content.xml") && has(b"mimetype") {
        // Stands unpacked at the beginning; where it does not, the child will tell.
        let start = &bytes[..bytes.len().min(512)];
        let says = |kind: &[u8]| start.windows(kind.len()).any(|part| part == kind);
        if says(b"application/vnd.oasis.opendocument.") && !says(b"opendocument.spreadsheet") {
            return Err(FileError::NotATable { found: "et LibreOffice-dokument uden regneark" });
        }
        return Ok(FileKind::Ods);
    }
    if under(b"word/") {
        return Err(FileError::NotATable { found: "et Word-dokument" });
    }
    if under(b"ppt/") {
        return Err(FileError::NotATable { found: "en PowerPoint-præsentation" });
    }
    Err(FileError::Packed { found: "en ZIP-fil" })
}

fn damaged(detail: &str) -> FileError {
    FileError::Damaged { detail: detail.to_owned() }
}

/// The entries that the table of contents lists.
fn entries(bytes: &[u8]) -> Result<Vec<Entry<'_>>, FileError> {
    let end = end_of_directory(bytes).ok_or_else(|| damaged("slutningen af filen mangler"))?;
    let broken = || damaged("indholdsfortegnelsen er ikke hel");
    let mut at = directory(bytes, end).ok_or_else(broken)?;
    let mut entries = Vec::new();
    while at < end && bytes[at..].starts_with(b"PK\x01\x02") {
        let header = bytes.get(at..at + 46).ok_or_else(broken)?;
        let (name, extra, comment) = (u16_at(header, 28), u16_at(header, 30), u16_at(header, 32));
        let name_end = at + 46 + usize::from(name);
        let extra_end = name_end + usize::from(extra);
        let unpacked = match u32_at(header, 24) {
            u32::MAX => size_64(bytes.get(name_end..extra_end).ok_or_else(broken)?).ok_or_else(broken)?,
            size => u64::from(size),
        };
        let name = bytes.get(at + 46..name_end).ok_or_else(broken)?;
        entries.push(Entry { name, unpacked, encrypted: u16_at(header, 8) & 1 == 1 });
        if entries.len() > ENTRIES_MAX {
            return Err(damaged("den har flere dele, end noget regneark har"));
        }
        at = extra_end + usize::from(comment);
    }
    Ok(entries)
}

/// Where the record that ends a ZIP file begins; a comment may follow it.
fn end_of_directory(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(22 + 65_535);
    (from..=bytes.len().checked_sub(22)?).rev().find(|&at| bytes[at..].starts_with(b"PK\x05\x06"))
}

/// Where the table of contents begins, also where bytes were put before the file or it has 64-bit sizes.
fn directory(bytes: &[u8], end: usize) -> Option<usize> {
    let begins = |at: usize| bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02"));
    if u16_at(&bytes[end..], 10) == 0 {
        return Some(end);
    }
    let (size, offset) = (u32_at(&bytes[end..], 12), u32_at(&bytes[end..], 16));
    if offset == u32::MAX || size == u32::MAX {
        let locator = bytes.get(end.checked_sub(20)?..end)?;
        let at = usize::try_from(u64_at(locator, 8)?).ok()?;
        let record = bytes.get(at..)?.get(..56)?;
        let offset = usize::try_from(u64_at(record, 48)?).ok()?;
        return (locator.starts_with(b"PK\x06\x07") && record.starts_with(b"PK\x06\x06") && begins(offset))
            .then_some(offset);
    }
    let stated = offset as usize;
    let counted = end.checked_sub(size as usize)?;
    [stated, counted].into_iter().find(|at| begins(*at))
}

/// The unpacked size in the field for 64-bit sizes; it stands first there.
fn size_64(mut extra: &[u8]) -> Option<u64> {
    while extra.len() >= 4 {
        let (id, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        if id == 1 {
            return u64_at(extra, 4);
        }
        extra = extra.get(4 + length..)?;
    }
    None
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
