//! Workbooks built part by part, so that every part can be wrong.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A ZIP file of these parts, packed.
pub(crate) fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // The one part that programs look for without unpacking.
        let options = SimpleFileOptions::default();
        let options = match *name {
            "mimetype" => options.compression_method(CompressionMethod::Stored),
            // The quickest level: some parts are hundreds of megabytes of one letter.
            _ => options.compression_level(Some(1)),
        };
        zip.start_file(*name, options).expect("a name");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A workbook as XML parts.
pub(crate) struct Book {
    sheets: Vec<(String, String)>,
    shared: Option<Vec<u8>>,
    date_1904: bool,
    more: Vec<(&'static str, Vec<u8>)>,
}

impl Book {
    /// A workbook with one sheet `Ark1` of this content (`<row>`s).
    pub(crate) fn of(rows: &str) -> Book {
        Book::new().sheet("Ark1", rows)
    }

    pub(crate) fn new() -> Book {
        Book { sheets: Vec::new(), shared: None, date_1904: false, more: Vec::new() }
    }

    /// Adds a sheet of these rows.
    pub(crate) fn sheet(self, name: &str, rows: &str) -> Book {
        self.raw_sheet(name, &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
    }

    /// Adds a sheet as it stands.
    pub(crate) fn raw_sheet(mut self, name: &str, xml: &str) -> Book {
        self.sheets.push((name.to_owned(), xml.to_owned()));
        self
    }

    /// The part of shared strings as it stands.
    pub(crate) fn shared(mut self, xml: impl Into<Vec<u8>>) -> Book {
        self.shared = Some(xml.into());
        self
    }

    pub(crate) fn date_1904(mut self) -> Book {
        self.date_1904 = true;
        self
    }

    pub(crate) fn part(mut self, name: &'static str, bytes: impl Into<Vec<u8>>) -> Book {
        self.more.push((name, bytes.into()));
        self
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let relation = |id: usize, kind: &str, target: &str| {
            format!(
                "<Relationship Id=\"r{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
            )
        };
        let (mut relations, mut sheets) = (String::new(), String::new());
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for (i, (name, xml)) in self.sheets.iter().enumerate() {
            relations += &relation(i, "worksheet", &format!("worksheets/sheet{i}.xml"));
            sheets += &format!("<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"r{i}\"/>", i + 1);
            parts.push((format!("xl/worksheets/sheet{i}.xml"), xml.as_bytes().to_vec()));
        }
        let date = if self.date_1904 { "<workbookPr date1904=\"1\"/>" } else { "" };
        // Style 1 is a date, 2 hours and minutes of any length, 3 kroner.
        let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"171\" formatCode=\"#,##0.00\\ &quot;kr.&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs></styleSheet>";
        parts.extend([
            ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
            (
                "_rels/.rels".to_owned(),
                format!("<Relationships>{}</Relationships>", relation(1, "officeDocument", "xl/workbook.xml")).into(),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                format!("<Relationships>{relations}</Relationships>").into(),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!("<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{date}<sheets>{sheets}</sheets></workbook>").into(),
            ),
            ("xl/styles.xml".to_owned(), styles.into()),
        ]);
        parts.extend(self.shared.map(|xml| ("xl/sharedStrings.xml".to_owned(), xml)));
        parts.extend(self.more.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)));
        let parts: Vec<(&str, Vec<u8>)> =
            parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        packed(&parts)
    }
}

/// Bytes that do not pack well, as lower-case letters, always the same.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            b'a' + (state % 26) as u8
        })
        .collect()
}
