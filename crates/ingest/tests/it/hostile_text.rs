//! Text files that are broken, and files that are no text: a Danish sentence each.

use crate::support::{child, read_with, refused, says};
use ingest::encoding::Encoding;
use ingest::read::ReadHints;
use std::io::{self, Read};

#[test]
fn nothing_in_the_file() {
    refused("a.csv", b"", "Filen er tom");
    refused("a.xlsx", b"", "Filen er tom");
    refused("a.csv", b"\xEF\xBB\xBF", "Filen er tom");
    refused("a.csv", b"\xFF\xFE", "Filen er tom");
    refused("a.csv", b"\xFE\xFF\0\r\0\n", "Filen er tom");
    refused("a.csv", b"\r\n  \r\n\t\n", "Filen er tom");
    refused("a.csv", b"sep=;\r\n", "Filen er tom");
}

#[test]
fn zeros_in_text() {
    refused("a.csv", b"navn;sted\nx;y\nz;\0\n", "Linje 3 indeholder NUL-byte");
    refused("a.csv", &[0; 5000], "Filen er ikke en tekstfil");
    let mut late = b"a;b\n".repeat(600_000);
    late.extend(b"x;\0\n");
    refused("a.csv", &late, "Linje 600001 indeholder NUL-byte");
}

#[test]
fn utf_16_that_is_not_whole() {
    let mut bytes: Vec<u8> = "\u{FEFF}a;b\n1;2".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.push(b'x');
    refused("a.csv", &bytes, "tegnet på linje 2 mangler en del");
    let half = b"\xFF\xFEa\0;\0\x00\xD8b\0\n\0";
    refused("a.csv", half, "tegnet på linje 1 mangler en del");
}

#[test]
fn a_quote_that_never_ends() {
    refused("a.csv", b"a;b\n\"x;y\nz;w\n", "den post, der begynder på linje 2");
    refused("a.csv", b"a;b\n1;2\n3;\"", "den post, der begynder på linje 3");
    // Windows-1252 in the middle of it changes nothing.
    refused("a.csv", b"a;b\n\n\"\xE6;y", "den post, der begynder på linje 3");
}

#[test]
fn a_quote_that_swallows_the_file() {
    let mut bytes = b"a;b\n1;\"2\n".to_vec();
    bytes.extend(b"1;2\n".repeat(100_000));
    refused("a.csv", &bytes, "Linje 2 har en celle på mere end 32767 tegn");
}

#[test]
fn a_line_of_a_million_columns() {
    let mut bytes = b"a;b\n".to_vec();
    bytes.extend(b"x;".repeat(1_000_000));
    refused("a.csv", &bytes, "Linje 2 har mere end 1000 kolonner");
    let mut at_the_limit = b"x;".repeat(999);
    at_the_limit.extend(b"y\n");
    assert!(crate::support::read("a.csv", &at_the_limit).is_ok());
    refused("a.csv", &b"x;".repeat(1_000), "Linje 1 har mere end 1000 kolonner");
}

#[test]
fn a_giant_cell() {
    refused("a.csv", &[b'x'; 32_768], "Linje 1 har en celle på mere end 32767 tegn");
    let fits = "æ".repeat(32_767);
    assert!(crate::support::read("a.csv", fits.as_bytes()).is_ok());
    refused("a.csv", "æ".repeat(32_768).as_bytes(), "celle på mere end 32767 tegn");
}

#[test]
fn a_giant_cell_is_not_held_in_memory() {
    let bytes = io::Cursor::new(b"a;b\n1;\"").chain(io::repeat(b'x').take(2 << 30));
    let outcome = read_with("a.csv", &mut { bytes }, &ReadHints::default(), &child());
    says(outcome, "Linje 2 har en celle på mere end 32767 tegn");
}

#[test]
fn a_giant_row() {
    let mut bytes = Vec::new();
    for _ in 0..900 {
        bytes.extend([b'x'; 20_000]);
        bytes.push(b';');
    }
    refused("a.csv", &bytes, "Linje 1 fylder mere end 8,0 MB i alt");
}

#[test]
fn too_much_of_it() {
    let size = ReadHints { size_max: 10, ..ReadHints::default() };
    says(read_with("a.csv", &mut &b"a;b\n1;2\n3;4\n"[..], &size, &child()), "Filen er for stor");
    let rows = ReadHints { rows_max: 2, ..ReadHints::default() };
    says(read_with("a.csv", &mut &b"a;b\n1;2\n3;4\n"[..], &rows, &child()), "Filen har mere end 2 rækker");
}

#[test]
fn another_encoding_than_stated() {
    let hints = ReadHints { encoding: Some(Encoding::Utf8), ..ReadHints::default() };
    says(
        read_with("a.csv", &mut &b"a;b\n1;\xE6\n"[..], &hints, &child()),
        "siger, at filen er skrevet i UTF-8, men det er linje 2 ikke",
    );
}

#[test]
fn web_pages_and_xml_with_a_spreadsheets_name() {
    refused("a.xls", b"<html><body><table>", "Filen hedder .xls, men er en webside (HTML)");
    refused("a.xls", b"\xEF\xBB\xBF\r\n <TABLE border=1>", "en webside (HTML)");
    let wide: Vec<u8> = "\u{FEFF}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused("a.xls", &wide, "en webside (HTML)");
    refused("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "en gemt webside (MHTML)");
    let xml = b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
    refused("a.xls", xml, "et XML-regneark fra Excel 2003");
    refused("data.xml", b"<?xml version=\"1.0\"?><a/>", "Filen hedder .xml, men er en XML-fil");
}

#[test]
fn files_of_other_kinds() {
    refused("a.csv", b"%PDF-1.7\n%\xE2\xE3", "men en PDF-fil");
    refused("a.csv", b"\x89PNG\r\n\x1A\n\0\0", "men et billede (PNG)");
    refused("a.csv", b"\xFF\xD8\xFF\xE0\0\x10JFIF", "men et billede (JPEG)");
    refused("a.csv", b"{\\rtf1\\ansi", "men et tekstdokument (RTF)");
    refused("a.csv", b"SQLite format 3\0....", "men en database (SQLite)");
    refused("a.csv", b"PAR1\x15\x04", "men en Parquet-fil");
    refused("a.csv", b"\x1F\x8B\x08\0", "Filen er pakket (gzip)");
    refused("a.csv", b"7z\xBC\xAF\x27\x1C\0\x04", "Filen er pakket (7z)");
    let program: Vec<u8> = (0..4000u32).map(|i| (i * 7 % 31) as u8).collect();
    refused("a.csv", &program, "Filen er ikke en tekstfil");
}

struct Failing(usize);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::other("disken svarer ikke"));
        }
        let n = self.0.min(buffer.len());
        buffer[..n].fill(b'\n');
        self.0 -= n;
        Ok(n)
    }
}

#[test]
fn bytes_that_do_not_come() {
    for good in [0, 100, 3 << 20] {
        let outcome = read_with("a.csv", &mut Failing(good), &ReadHints::default(), &child());
        says(outcome, "Filen kunne ikke læses (disken svarer ikke)");
    }
}
