//! The workbook, read back cell by cell.

use super::files::hostile;
use super::given::{Given, P104, days, deviation, town};
use calamine::{Data, DataType, Range, Reader, Xlsx};
use domain::amount::Oere;
use domain::deviation::RuleCode;
use domain::person::CitizenId;
use std::io::Cursor;

fn bytes(given: &Given) -> Vec<u8> {
    crate::workbook::write(&given.report()).unwrap()
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn column(sheet: &Range<Data>, heading: &str) -> Vec<Data> {
    let at = sheet.rows().next().unwrap().iter().position(|c| c == heading).unwrap();
    sheet.rows().skip(1).map(|row| row[at].clone()).collect()
}

#[test]
fn sheets_stand_in_the_order_of_a_meeting() {
    let book = open(bytes(&town()));
    assert_eq!(
        book.sheet_names(),
        [
            "Overblik",
            "Spørgsmål 1",
            "Spørgsmål 2",
            "Spørgsmål 3",
            "Spørgsmål 4",
            "I ét system",
            "Betaling",
            "Årsager",
            "Dækning",
            "Regler"
        ]
    );
}

#[test]
fn cells_have_types() {
    let mut book = open(bytes(&town()));
    for (sheet, rows) in [("Spørgsmål 1", 7), ("Spørgsmål 3", 17), ("I ét system", 1)] {
        let sheet = book.worksheet_range(sheet).unwrap();
        assert_eq!(sheet.height(), rows + 1);
        assert!(column(&sheet, "Fra").iter().all(Data::is_datetime));
        assert!(column(&sheet, "Dage").iter().all(Data::is_float));
        assert!(column(&sheet, "Kroner").iter().all(|c| c.is_float() || *c == "ukendt"));
        assert!(column(&sheet, "Besked").iter().all(Data::is_string));
        assert!(column(&sheet, "Ansvarlig").iter().all(Data::is_empty));
    }
    let first = book.worksheet_range("Spørgsmål 1").unwrap();
    // Excel counts days from 1900: this is 1 July 2021.
    assert_eq!(column(&first, "Fra")[0].get_datetime().unwrap().as_f64(), 44_378.0);
    assert_eq!(column(&first, "Kroner")[0], 885_408.0);
}

#[test]
fn the_largest_amount_stands_first_and_the_unknown_last() {
    let mut book = open(bytes(&town()));
    let kroner = column(&book.worksheet_range("Spørgsmål 3").unwrap(), "Kroner");
    assert_eq!(kroner[0], -1_218_420.55);
    assert_eq!(*kroner.last().unwrap(), "ukendt");
    let sizes: Vec<f64> = kroner.iter().filter_map(Data::get_float).map(|k| -k.abs()).collect();
    assert!(sizes.is_sorted(), "{sizes:?}");
}

#[test]
fn the_overview_adds_up() {
    let mut book = open(bytes(&town()));
    let sheet = book.worksheet_range("Overblik").unwrap();
    let head = sheet.rows().position(|row| row[7] == "Kontrol").unwrap();
    let lines: Vec<&[Data]> = sheet.rows().skip(head + 1).take(6).collect();
    assert_eq!(lines[5][0], "Sum");
    for line in lines {
        let n = |at: usize| line[at].get_float().unwrap();
        assert_eq!(n(3) - n(2), n(4));
        assert_eq!(n(4), n(5) + n(6));
        assert_eq!(n(9) - n(8), n(10));
        assert_eq!(n(10), n(11) + n(12) + n(13) + n(14));
        assert_eq!([&line[7], &line[15]], ["stemmer", "stemmer"]);
        assert!((n(17) - n(16) - n(18)).abs() < 0.0002);
    }
}

#[test]
fn no_text_becomes_a_formula() {
    for given in [hostile(), town()] {
        let mut book = open(bytes(&given));
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).unwrap();
            assert!(formulas.used_cells().next().is_none(), "{name}");
        }
    }
    let mut book = open(bytes(&hostile()));
    let values = column(&book.worksheet_range("Spørgsmål 3").unwrap(), "Værdi 1");
    assert!(values.iter().any(|v| v.get_string().unwrap().starts_with("=1+cmd")), "{values:?}");
}

#[test]
fn a_full_sheet_goes_on_on_the_next() {
    let mut given = Given::empty();
    for citizen in 0..10 {
        let mut found =
            deviation(RuleCode::KunISystem2, Some(1), citizen, P104, days("2021-01-01", "2021-01-31"));
        found.oere = Some(Oere(i64::from(citizen) * 100));
        given.deviations.push(found);
    }
    let given = given.counted();
    let mut book = open(crate::workbook::write_within(&given.report(), 5).unwrap());
    assert_eq!(
        book.sheet_names()[1..5],
        ["Spørgsmål 1", "Spørgsmål 1 (2)", "Spørgsmål 1 (3)", "Spørgsmål 2"]
    );
    let heights = ["Spørgsmål 1", "Spørgsmål 1 (2)", "Spørgsmål 1 (3)"]
        .map(|name| book.worksheet_range(name).unwrap().height());
    assert_eq!(heights, [5, 5, 3]);
    let last = book.worksheet_range("Spørgsmål 1 (3)").unwrap();
    assert_eq!(column(&last, "Kroner"), [Data::Float(1.0), Data::Float(0.0)]);
}

#[test]
fn a_number_of_a_person_stands_first_and_as_text() {
    let mut given = town();
    given.cpr.insert(CitizenId(11), "0203801234".to_owned());
    let mut book = open(bytes(&given));
    let sheet = book.worksheet_range("Spørgsmål 1").unwrap();
    assert_eq!(sheet.rows().next().unwrap()[0], "CPR");
    assert_eq!(column(&sheet, "CPR")[0], "020380-1234");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let bytes = bytes(&town());
    assert_eq!(bytes, self::bytes(&town()));
    // Local file header: time and date of the entry. 1980-01-01, never the clock.
    assert_eq!(bytes[10..14], [0, 0, 0x21, 0]);
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("2026-11"), "the clock's date");
}

/// To look at: `target/eksempel/kontrol.xlsx`.
#[test]
fn an_example_is_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/eksempel");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("kontrol.xlsx"), bytes(&town())).unwrap();
}
