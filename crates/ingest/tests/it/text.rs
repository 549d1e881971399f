//! Text files as Danish systems write them.

use crate::support::{child, read, read_with, rows};
use ingest::encoding::Encoding;
use ingest::raw::Cell;
use ingest::read::{FileKind, ReadHints, read_rows};
use std::fmt::Write;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

const DANISH: &str = "navn;sted\r\nØsterhåb;Ærø\r\n";
const DANISH_ROWS: [&str; 2] = ["1: navn|sted", "2: Østerhåb|Ærø"];

#[test]
fn every_encoding_is_found() {
    let windows = encoding_rs::WINDOWS_1252.encode(DANISH).0.into_owned();
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(DANISH.as_bytes());
    for (bytes, encoding) in [
        (DANISH.as_bytes().to_vec(), Encoding::Utf8),
        (marked, Encoding::Utf8),
        (windows, Encoding::Windows1252),
        (utf16(DANISH, true, true), Encoding::Utf16Le),
        (utf16(DANISH, false, true), Encoding::Utf16Be),
        (utf16(DANISH, true, false), Encoding::Utf16Le),
        (utf16(DANISH, false, false), Encoding::Utf16Be),
    ] {
        let (summary, found) = read("a.csv", &bytes).unwrap();
        assert_eq!(found, DANISH_ROWS, "{encoding}");
        assert_eq!(summary.encoding, Some(encoding));
        assert_eq!((summary.kind, summary.separator, summary.rows), (FileKind::Csv, Some(b';'), 2));
        assert_eq!((summary.mixed_encoding, summary.double_encoded), (None, None));
    }
}

#[test]
fn every_separator_is_found() {
    for separator in [';', ',', '\t', '|'] {
        let text = "a;b;c\n1;2;3\n\"x;y\";;z\n".replace(';', &separator.to_string());
        let (summary, found) = read("a.txt", text.as_bytes()).unwrap();
        assert_eq!(summary.separator, Some(separator as u8));
        assert_eq!(found[2], format!("3: x{separator}y||z"));
    }
}

#[test]
fn decimal_commas_and_dates_are_no_separators() {
    let text = "takst;timer;antal;pct\n1352,03;37,5;1,0;5,0\n1400,00;12,5;2,0;6,0\n";
    assert_eq!(rows("a.csv", text.as_bytes())[1], "2: 1352,03|37,5|1,0|5,0");
    let without_head = "1,5;2,5;3,5\n1,5;2,5;3,5\n";
    assert_eq!(rows("a.csv", without_head.as_bytes())[0], "1: 1,5|2,5|3,5");
    let commas = "0199900000,2021-01-01,1352.03\n0199900000,2021-02-01,1352.03\n";
    assert_eq!(rows("a.csv", commas.as_bytes())[0], "1: 0199900000|2021-01-01|1352.03");
}

#[test]
fn title_rows_and_sentences_with_commas_do_not_mislead() {
    let text = "Udtræk, dannet den 1. maj 2021, af en medarbejder\n\nparagraf;ydelse\n§ 85;Støtte, hjemme\n§ 103;Ophold, dag\n";
    assert_eq!(rows("a.csv", text.as_bytes())[2], "4: § 85|Støtte, hjemme");
}

#[test]
fn the_first_line_may_name_the_separator() {
    assert_eq!(rows("a.csv", b"sep=,\r\na,b\r\n1;2,3\r\n"), ["2: a|b", "3: 1;2|3"]);
    assert_eq!(rows("a.csv", b"sep=\t\na\tb\n"), ["2: a|b"]);
    assert_eq!(rows("a.csv", b"\"sep=;\"\na;b\n"), ["2: a|b"]);
    assert_eq!(rows("a.csv", "\u{FEFF}SEP=|\na|b\n".as_bytes()), ["2: a|b"]);
    assert_eq!(rows("a.csv", &utf16("sep=;\r\na;b", true, true)), ["2: a|b"]);
    assert_eq!(rows("a.csv", b"separat;b\n1;2\n")[0], "1: separat|b");
}

#[test]
fn a_row_has_the_line_that_its_record_starts_on() {
    let text = "a;b\n\n\n\"x\ny\";1\r\n\"d\"\"e\";2\r\rf;3";
    assert_eq!(rows("a.csv", text.as_bytes()), ["1: a|b", "4: x\ny|1", "6: d\"e|2", "8: f|3"]);
}

#[test]
fn every_line_end_is_one() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a;b", "1;2", "3;4"].join(end);
        assert_eq!(rows("a.csv", text.as_bytes()), ["1: a|b", "2: 1|2", "3: 3|4"], "{end:?}");
    }
}

#[test]
fn only_headers_are_rows_too() {
    assert_eq!(rows("a.csv", b"navn;sted"), ["1: navn|sted"]);
    assert_eq!(rows("a.csv", b"# navn;sted\n"), ["1: # navn|sted"]);
    assert_eq!(rows("a.csv", b"navn\n"), ["1: navn"]);
}

#[test]
fn blank_cells_are_empty_and_other_spaces_stay() {
    let found = rows("a.csv", "a;b;c\n ;\u{a0}; x \n;;\n  \n\u{1A}".as_bytes());
    assert_eq!(found, ["1: a|b|c", "2: || x ", "3: ||"]);
}

#[test]
fn a_quote_inside_a_cell_is_a_character() {
    assert_eq!(rows("a.csv", b"a;b\nrude 5\" bred;2\n")[1], "2: rude 5\" bred|2");
}

#[test]
fn text_is_composed() {
    let found = rows("a.csv", "na\u{308}vn;A\u{30A}rhus\nx;\u{308}y\n".as_bytes());
    assert_eq!(found, ["1: nävn|Århus", "2: x|\u{308}y"]);
}

#[test]
fn an_ascii_beginning_does_not_hide_windows_1252() {
    let mut bytes = b"id;sted\n".to_vec();
    while bytes.len() < 3 << 20 {
        bytes.extend(b"12345;almindelig tekst uden danske bogstaver\n");
    }
    bytes.extend(b"1;\xC6r\xF8\n2;\xC5rhus\n");
    let (summary, found) = read("a.csv", &bytes).unwrap();
    assert_eq!(summary.encoding, Some(Encoding::Windows1252));
    assert_eq!(summary.mixed_encoding, None);
    assert!(found[found.len() - 2].ends_with(": 1|Ærø") && found[found.len() - 1].ends_with(": 2|Århus"));
}

#[test]
fn a_file_put_together_of_two_encodings_is_read_and_noted() {
    for padding in [0, 2 << 20] {
        let mut bytes = "id;sted\n1;Ærø\n".as_bytes().to_vec();
        while bytes.len() < padding {
            bytes.extend("12345;Østerhåb\n".as_bytes());
        }
        bytes.extend(b"8;\xC6r\xF8\n9;");
        bytes.extend("Ærø \n".as_bytes());
        let (summary, found) = read("a.csv", &bytes).unwrap();
        let last = found.len();
        assert_eq!(summary.encoding, Some(Encoding::Utf8));
        assert_eq!(summary.mixed_encoding, Some(u32::try_from(last).unwrap() - 1));
        assert_eq!(found[last - 2], format!("{}: 8|Ærø", last - 1));
        assert_eq!(found[last - 1], format!("{last}: 9|Ærø "));
    }
}

#[test]
fn text_encoded_twice_is_noted() {
    let (summary, found) = read("a.csv", "id;sted\n1;\u{c3}\u{2020}r\u{c3}\u{b8}\n".as_bytes()).unwrap();
    assert_eq!(summary.double_encoded, Some(2));
    assert_eq!(found[1], "2: 1|\u{c3}\u{2020}r\u{c3}\u{b8}");
}

#[test]
fn half_a_character_on_each_side_of_a_separator_is_two_cells() {
    let (summary, found) = read("a.csv", b"a;b\n\xC3;\xA6\n").unwrap();
    assert_eq!(found[1], "2: \u{c3}|\u{a6}");
    assert_eq!(summary.encoding, Some(Encoding::Windows1252));
}

#[test]
fn what_the_mapping_states_is_used() {
    let hints =
        ReadHints { separator: Some(b','), encoding: Some(Encoding::Windows1252), ..ReadHints::default() };
    let (summary, found) = read_with("a.csv", &mut &b"a;b,\xE6\n"[..], &hints, &child()).unwrap();
    assert_eq!(found, ["1: a;b|æ"]);
    assert_eq!((summary.separator, summary.encoding), (Some(b','), Some(Encoding::Windows1252)));
}

#[test]
fn the_sink_may_stop() {
    let mut seen = 0;
    let summary =
        read_rows("a.csv", &mut &b"a;b\n1;2\n3;4\n"[..], 0, &ReadHints::default(), &child(), &mut |_| {
            seen += 1;
            if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!((seen, summary.rows, summary.stopped), (2, 2, true));
}

/// Gives a head and then the same line again and again, in pieces of odd sizes.
fn endless(lines: u64) -> impl Read {
    let line = "0199900000;§ 103 Beskyttet beskæftigelse;2021-01-01;31-12-9999;1.352,03\n";
    let mut block = String::new();
    for _ in 0..1000 {
        block.write_str(line).unwrap();
    }
    let blocks = (0..lines / 1000).map(move |_| Cursor::new(block.clone()));
    let mut readers = blocks;
    let mut present = readers.next();
    std::io::BufReader::with_capacity(
        7919,
        Chain(move |buffer: &mut [u8]| {
            while let Some(reader) = &mut present {
                let n = reader.read(buffer)?;
                if n > 0 {
                    return Ok(n);
                }
                present = readers.next();
            }
            Ok(0)
        }),
    )
}

struct Chain<F>(F);

impl<F: FnMut(&mut [u8]) -> std::io::Result<usize>> Read for Chain<F> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        (self.0)(buffer)
    }
}

#[test]
fn a_large_file_streams_and_every_row_is_whole() {
    let lines = 400_000;
    let mut count = 0u64;
    let summary = read_rows("a.csv", &mut endless(lines), 0, &ReadHints::default(), &child(), &mut |row| {
        count += 1;
        assert_eq!(u64::from(row.row), count);
        assert_eq!(row.cells.len(), 5);
        assert_eq!(row.cells[1], Cell::Text("§ 103 Beskyttet beskæftigelse"));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!((summary.rows, count), (lines, lines));
}

#[test]
fn a_text_file_may_have_any_name() {
    let (summary, found) = read("udtræk.xlsx", DANISH.as_bytes()).unwrap();
    assert_eq!((summary.kind, found), (FileKind::Csv, DANISH_ROWS.map(str::to_owned).to_vec()));
}
