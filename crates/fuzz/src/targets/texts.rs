//! Text files: blocks, lines, separators, encodings, and rows put to a mapping.
//!
//! Invariant: bytes that are a spreadsheet are left to the hostile files; no child is started here.

use super::check_message;
use domain::landscape::ExtractFacts;
use domain::law::LawBook;
use ingest::apply::Reader;
use ingest::child::ChildProgram;
use ingest::encoding::Encoding;
use ingest::mapping::Mapping;
use ingest::probe;
use ingest::raw::Cell;
use ingest::read::{CELL_CHARS_MAX, COLUMNS_MAX, FileKind, ReadHints, ReadSummary, read_rows};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::OnceLock;

type Rows = Vec<Vec<String>>;

fn no_child() -> ChildProgram {
    ChildProgram { program: "/findes/ikke".into(), args: Vec::new() }
}

/// Reads a text; `None` where the bytes are a spreadsheet. Checks what holds for every file.
fn read(input: &mut dyn Read, hints: &ReadHints) -> Result<(ReadSummary, Rows), String> {
    let (mut rows, mut line): (Rows, u32) = (Vec::new(), 0);
    let outcome = read_rows("fil.csv", input, 0, hints, &no_child(), &mut |row| {
        assert!(row.row > line, "lines go forward: {} after {line}", row.row);
        line = row.row;
        assert!((1..=COLUMNS_MAX).contains(&row.cells.len()) && row.sheet.is_empty());
        rows.push(row.cells.iter().map(cell).collect());
        ControlFlow::Continue(())
    });
    match outcome {
        Ok(summary) => {
            assert_eq!((summary.kind, summary.rows), (FileKind::Csv, rows.len() as u64));
            Ok((summary, rows))
        }
        Err(error) => {
            check_message(&error.to_string());
            Err(error.to_string())
        }
    }
}

fn cell(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => {
            assert!(
                !text.trim().is_empty() && text.chars().count() <= CELL_CHARS_MAX && !text.contains('\0')
            );
            (*text).to_owned()
        }
        Cell::Number(_) | Cell::Date(_) | Cell::Error(_) => panic!("a text file has only texts"),
    }
}

/// Gives the bytes a few at a time.
struct Drops<'b>(&'b [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 = self.1 % 7 + 1;
        let length = self.1.min(buffer.len());
        self.0.read(&mut buffer[..length])
    }
}

/// The same rows however the bytes come, and the same cells when the rows are written and read again.
pub(super) fn csv(data: &[u8]) {
    if !matches!(probe::container(data), Ok(FileKind::Csv)) {
        return;
    }
    let hints = ReadHints::default();
    let whole = read(&mut &data[..], &hints);
    assert_eq!(whole, read(&mut Drops(data, 0), &hints));
    let Ok((_, rows)) = whole else { return };
    // A first line of one cell may be `sep=;`, which is no row.
    if rows.first().is_some_and(|row| row.len() == 1) {
        return;
    }
    let mut again = String::new();
    for row in &rows {
        let cells: Vec<String> =
            row.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
        again.push_str(&cells.join(";"));
        again.push_str("\r\n");
    }
    let stated = ReadHints { separator: Some(b';'), encoding: Some(Encoding::Utf8), ..ReadHints::default() };
    if let Ok((_, found)) = read(&mut again.as_bytes(), &stated) {
        assert_eq!(found, rows);
    }
}

/// A text gives the same rows in every encoding that holds it.
pub(super) fn encodings(data: &[u8]) {
    let text = super::text(data);
    let text = text.trim_start_matches('\u{feff}');
    let units = || [0xFEFF].into_iter().chain(text.encode_utf16());
    let wrappings: [Vec<u8>; 3] = [
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        units().flat_map(u16::to_le_bytes).collect(),
        units().flat_map(u16::to_be_bytes).collect(),
    ];
    let read = wrappings.iter().filter_map(|bytes| read(&mut &bytes[..], &ReadHints::default()).ok());
    let rows: Vec<Rows> = read.map(|(_, rows)| rows).collect();
    assert!(rows.windows(2).all(|pair| pair[0] == pair[1]), "{rows:?}");
}

fn nexus() -> &'static (Mapping, LawBook) {
    static NEXUS: OnceLock<(Mapping, LawBook)> = OnceLock::new();
    NEXUS.get_or_init(|| {
        let toml = ingest::shipped::find("nexus").expect("a shipped source").toml;
        (Mapping::parse(toml, "nexus").expect("it is checked"), ingest::law_files::load_embedded())
    })
}

/// Columns that every row of this target has.
const HEADING: &[u8] =
    "Borger CPR;Borger navn;Paragraf;Indsats;Leverandør;Startdato;Slutdato;Status;Takst;Takstenhed\n"
        .as_bytes();

/// Rows in are rows out, and no finding shows what could be a person's number.
pub(super) fn rows(data: &[u8]) {
    let (mapping, law) = nexus();
    let bytes = [HEADING, data].concat();
    if !matches!(probe::container(&bytes), Ok(FileKind::Csv)) {
        return;
    }
    let mut reader = Reader::new(mapping, law, 573, ExtractFacts::default());
    reader.start_file(0, "nexus.csv");
    let summary =
        read_rows("nexus.csv", &mut &bytes[..], 0, &mapping.hints(), &no_child(), &mut |row| reader.row(row));
    let Ok(summary) = summary else { return };
    if let Err(refused) = reader.end_file(Some(&summary)) {
        return check_message(&refused.to_string());
    }
    let extract = reader.finish();
    assert!(extract.totals.balance());
    for finding in &extract.findings {
        for said in [&finding.sheet, &finding.column, &finding.value, &finding.reason, &finding.remedy] {
            assert!(!ingest::hides_a_number(said), "{} shows what could be a person's number", finding.code);
        }
    }
}
