//! Which numbers become the key of a citizen, and which are said to be none.

use crate::apply::{Extract, Reader};
use crate::mapping::Mapping;
use crate::raw::{Cell, RawRow};
use domain::landscape::ExtractFacts;
use std::sync::OnceLock;

fn law() -> &'static domain::law::LawBook {
    static LAW: OnceLock<domain::law::LawBook> = OnceLock::new();
    LAW.get_or_init(crate::law_files::load_embedded)
}

fn read(kind: &str, rows: &[[Cell<'_>; 3]]) -> Extract {
    let text = format!(
        "format = 1\nname = \"proeve\"\ntitle = \"Prøve\"\nkind = \"{kind}\"\n[columns]\ncpr = \"CPR\"\nstart = \
         \"Start\"\ncitizen_key = \"Borger-ID\"\n[empty]\ncitizen_key = [\"ingen\"]\n"
    );
    let mapping = Mapping::parse(&text, "kilde.toml").unwrap_or_else(|error| panic!("{error}"));
    let mut reader = Reader::new(&mapping, law(), 573, ExtractFacts::default());
    reader.start_file(0, "prøve.xlsx");
    let headings = ["CPR", "Start", "Borger-ID"].map(Cell::Text);
    for (at, cells) in (1..).zip(std::iter::once(&headings).chain(rows)) {
        let _ = reader.row(&RawRow { sheet: "", row: at, cells });
    }
    reader.end_file(None).unwrap_or_else(|refused| panic!("{refused}"));
    reader.finish()
}

fn row<'c>(cpr: &'c str, key: Cell<'c>) -> [Cell<'c>; 3] {
    [Cell::Text(cpr), Cell::Text("01-01-2021"), key]
}

fn keys(extract: &Extract) -> Vec<&str> {
    extract.keys.iter().map(|(_, key)| key.as_str()).collect()
}

fn said(extract: &Extract) -> Vec<(&'static str, u32, &str)> {
    let rows = extract.findings.iter().filter(|finding| finding.row > 0);
    rows.map(|finding| (finding.code, finding.row, finding.value.as_str())).collect()
}

const A: &str = "030280-0010";
const B: &str = "150675-0021";
const C: &str = "221190-0030";

#[test]
fn a_citizen_has_the_key_of_their_rows_and_an_empty_cell_says_nothing() {
    let extract = read(
        "activities",
        &[
            row(A, Cell::Text(" 7004-xq ")),
            row(A, Cell::Text("7004-xq")),
            row(B, Cell::Empty),
            row(B, Cell::Number("812345")),
            row(C, Cell::Text("Ingen")),
        ],
    );
    assert_eq!((keys(&extract), said(&extract)), (vec!["7004-xq", "812345"], vec![]));
    assert_eq!(extract.activities.len(), 5);
    assert!(extract.found.fields.contains("citizen_key"));
}

#[test]
fn a_register_of_persons_may_bring_them_too() {
    let extract = read("persons", &[row(A, Cell::Text("7004"))]);
    assert_eq!(keys(&extract), ["7004"]);
}

#[test]
fn what_may_be_a_cpr_number_is_not_kept_and_not_shown() {
    for number in ["150675-0021", "1506750021", "30280-0010", "302800010", "B-150675 0021", "15061975-0021"] {
        let extract = read("activities", &[row(A, Cell::Text(number))]);
        let [(code, 2, shown)] = said(&extract)[..] else { panic!("{:?}", said(&extract)) };
        assert_eq!((keys(&extract).len(), code), (0, "IND105"), "{number}");
        assert!(!shown.bytes().any(|b| b.is_ascii_digit()), "{shown}");
        assert_eq!(extract.totals.used.rows, 1, "rækken tæller");
    }
}

#[test]
fn what_is_no_key_is_said() {
    let long = "x".repeat(81);
    let day = domain::calendar::Day::parse("2024-01-01").unwrap();
    for cell in [
        Cell::Text(&long),
        Cell::Error("#I/T"),
        Cell::Date(day),
        Cell::Number("1,23E+15"),
        Cell::Text("a\u{7}b"),
    ] {
        let extract = read("activities", &[row(A, cell)]);
        assert_eq!(said(&extract).iter().map(|(code, ..)| *code).collect::<Vec<_>>(), ["IND106"], "{cell:?}");
        assert_eq!(keys(&extract).len(), 0);
    }
}

#[test]
fn a_key_that_might_open_somebody_else_is_nobodys() {
    let several = read(
        "activities",
        &[
            row(A, Cell::Text("s1")),
            row(A, Cell::Text("s2")),
            row(B, Cell::Text("b")),
            row(C, Cell::Text("s2")),
        ],
    );
    assert_eq!(keys(&several), ["b"]);
    assert_eq!(said(&several), [("IND107", 3, "a*"), ("IND108", 5, "a*")]);

    let shared = read(
        "activities",
        &[row(A, Cell::Text("team")), row(B, Cell::Text("team")), row(C, Cell::Text("team"))],
    );
    assert_eq!(keys(&shared).len(), 0);
    assert_eq!(said(&shared), [("IND108", 3, "aaaa"), ("IND108", 4, "aaaa")]);
}
