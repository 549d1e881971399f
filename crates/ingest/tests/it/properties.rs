//! Whatever the `csv` crate writes is read back, in every encoding and with every separator.

use crate::support::child;
use ingest::encoding::Encoding;
use ingest::raw::Cell;
use ingest::read::{ReadHints, read_rows};
use proptest::prelude::*;
use std::ops::ControlFlow;

#[derive(Clone, Copy, Debug)]
enum Written {
    Utf8 { mark: bool },
    Utf16 { little: bool, mark: bool },
    Windows1252,
}

impl Written {
    fn encoding(self) -> Encoding {
        match self {
            Written::Utf8 { .. } => Encoding::Utf8,
            Written::Utf16 { little: true, .. } => Encoding::Utf16Le,
            Written::Utf16 { little: false, .. } => Encoding::Utf16Be,
            Written::Windows1252 => Encoding::Windows1252,
        }
    }

    fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Written::Utf8 { mark } => format!("{}{text}", if mark { "\u{FEFF}" } else { "" }).into_bytes(),
            Written::Utf16 { little, mark } => {
                let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
                units.flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
            }
            Written::Windows1252 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        }
    }
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![
        any::<bool>().prop_map(|mark| Written::Utf8 { mark }),
        any::<(bool, bool)>().prop_map(|(little, mark)| Written::Utf16 { little, mark }),
        Just(Written::Windows1252),
    ]
}

/// Cells of Danish text, digits, separators, quotes and breaks; every character is in Windows-1252.
fn cell() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9æøåÆØÅéü§€½ ;,|\t.\"'\r\n#=-]{0,12}"
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (2usize..9).prop_flat_map(|width| prop::collection::vec(prop::collection::vec(cell(), width), 1..30))
}

fn back(bytes: &[u8], hints: &ReadHints) -> (Encoding, u8, Vec<Vec<String>>) {
    let mut rows = Vec::new();
    let summary = read_rows("a.csv", &mut &bytes[..], 0, hints, &child(), &mut |row| {
        let text = |cell: &Cell<'_>| match cell {
            Cell::Text(text) => (*text).to_owned(),
            _ => String::new(),
        };
        rows.push(row.cells.iter().map(text).collect());
        ControlFlow::Continue(())
    });
    let summary = summary.expect("what csv writes is readable");
    (summary.encoding.expect("text"), summary.separator.expect("text"), rows)
}

fn blank(cell: &str) -> String {
    if cell.chars().all(char::is_whitespace) { String::new() } else { cell.to_owned() }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_csv_writes_is_read_back(
        table in table(),
        written in written(),
        separator in prop::sample::select(vec![b';', b',', b'\t', b'|']),
        crlf in any::<bool>(),
        style in prop::sample::select(vec![csv::QuoteStyle::Necessary, csv::QuoteStyle::Always]),
    ) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator).terminator(terminator).quote_style(style).from_writer(Vec::new());
        let width = table[0].len();
        let head: Vec<String> = (0..width).map(|i| format!("kolonne {i}")).collect();
        writer.write_record(&head).unwrap();
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let hints = ReadHints { separator: Some(separator), ..ReadHints::default() };
        let bytes = written.bytes(&text);
        // Windows-1252 that happens to be a sequence of UTF-8 ("Å½" for "Ž") says the same as UTF-8 does.
        let happens = |bytes: &[u8]| bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
        prop_assume!(!matches!(written, Written::Windows1252) || !happens(&bytes));
        let (encoding, _, rows) = back(&bytes, &hints);
        let mut expected = vec![head];
        expected.extend(table.iter().map(|row| row.iter().map(|cell| blank(cell)).collect::<Vec<_>>()));
        prop_assert_eq!(rows, expected);
        if !text.is_ascii() {
            prop_assert_eq!(encoding, written.encoding());
        }
    }

    #[test]
    fn the_separator_of_an_extract_is_found(
        rows in prop::collection::vec((0u32..400_000, 0u32..99, 1u32..28, "[A-ZÆØÅ][a-zæøå]{2,9}(, [a-zæøå]{2,9})?"), 3..60),
        separator in prop::sample::select(vec![b';', b',', b'\t', b'|']),
        written in written(),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        writer.write_record(["paragraf", "navn", "fra", "takst", "timer"]).unwrap();
        for (takst, timer, day, name) in &rows {
            let record =
                ["§ 103", name, &format!("{day:02}-01-2021"), &format!("{takst},03"), &format!("{timer},5")];
            writer.write_record(record).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let (encoding, found, back) = back(&written.bytes(&text), &ReadHints::default());
        prop_assert_eq!(found, separator);
        prop_assert_eq!(encoding, written.encoding());
        prop_assert_eq!(back.len(), rows.len() + 1);
        prop_assert!(back.iter().all(|row| row.len() == 5));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut rows = 0u64;
        let outcome = read_rows("a.csv", &mut &bytes[..], 0, &ReadHints::default(), &child(), &mut |_| {
            rows += 1;
            ControlFlow::Continue(())
        });
        match outcome {
            Ok(summary) => prop_assert_eq!(summary.rows, rows),
            Err(error) => prop_assert!(error.to_string().ends_with('.')),
        }
    }

    #[test]
    fn text_that_is_mostly_separators_and_quotes_is_read_or_refused(text in "[a;,\"\r\n\t|æ]{0,200}") {
        let mut last = 0;
        let outcome = read_rows("a.csv", &mut text.as_bytes(), 0, &ReadHints::default(), &child(), &mut |row| {
            assert!(row.row > last);
            last = row.row;
            ControlFlow::Continue(())
        });
        let lines = text.lines().count() + text.matches('\r').count() + 1;
        prop_assert!(last as usize <= lines);
        prop_assert!(outcome.is_ok() || outcome.is_err_and(|e| e.to_string().ends_with('.')));
    }
}
