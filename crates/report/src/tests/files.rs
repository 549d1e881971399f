//! JSON lines and CSV, read back.

use super::given::{Given, P104, days, deviation, town};
use domain::deviation::{RuleCode, Side};
use domain::landscape::Attribute;
use domain::person::CitizenId;
use serde_json::Value;

/// Synthetic: fails modulus 11.
const CPR: &str = "0203801234";

fn lines(given: &Given) -> Vec<String> {
    let mut out = Vec::new();
    crate::jsonl::write(&given.report(), &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

fn csv(given: &Given) -> String {
    let mut out = Vec::new();
    crate::csv::write(&given.report(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn with_cpr() -> Given {
    let mut given = town();
    given.cpr.insert(CitizenId(10), CPR.to_owned());
    given
}

#[test]
fn json_lines_are_the_machine_form() {
    insta::assert_snapshot!(lines(&town()).join("\n"));
}

#[test]
fn json_keys_stand_in_their_order() {
    let expected = [
        "system_1",
        "system_2",
        "niveau",
        "spoergsmaal",
        "regel",
        "pligt",
        "paragraf",
        "ydelse",
        "leverandoer",
        "borger",
        "fra",
        "til",
        "dage",
        "oere",
        "oere_tillaeg",
        "attribut",
        "vaerdi_1",
        "vaerdi_2",
        "begge",
        "raekker_1",
        "raekker_2",
        "forklaring",
        "forklaringer",
        "anden_borger",
        "anden_paragraf",
        "budskab",
        "raekker_andre",
    ];
    for line in lines(&town()) {
        let Value::Object(object) = serde_json::from_str(&line).unwrap() else { panic!("{line}") };
        assert_eq!(object.len(), expected.len());
        let places: Vec<usize> =
            expected.iter().map(|key| line.find(&format!("\"{key}\":")).unwrap()).collect();
        assert!(places.is_sorted(), "{line}");
    }
}

#[test]
fn a_double_row_names_one_system() {
    let given = town();
    let line = lines(&given).into_iter().find(|l| l.contains("dobbelt_raekke")).unwrap();
    let value: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["system_1"], Value::Null);
    assert_eq!(value["system_2"], "boern_og_voksne");
    assert_eq!(value["spoergsmaal"], Value::Null);
}

#[test]
fn cpr_is_written_only_where_the_report_holds_it() {
    assert!(!lines(&town()).iter().any(|line| line.contains("\"cpr\"")));
    let lines = lines(&with_cpr());
    let value = |line: &String| serde_json::from_str::<Value>(line).unwrap();
    let (known, other): (Vec<Value>, Vec<Value>) =
        lines.iter().map(value).partition(|v| v["borger"] == CitizenId(10).to_string());
    assert!(!known.is_empty() && known.iter().all(|v| v["cpr"] == CPR));
    assert!(other.iter().all(|v| v["cpr"] == Value::Null && v.get("cpr").is_some()));
    let csv = csv(&with_cpr());
    assert!(csv.starts_with("\u{feff}CPR;System 1;"));
    assert!(csv.contains("\r\n020380-1234;KMD Nexus;"));
}

#[test]
fn csv_is_what_a_danish_excel_opens() {
    insta::assert_snapshot!(csv(&town()).replace('\r', "␍").replace('\u{feff}', "<BOM>"));
}

#[test]
fn csv_has_as_many_cells_in_every_row() {
    let text = csv(&town());
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(false).from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), town().deviations.len());
    assert!(rows.iter().all(|row| row.len() == 26));
}

#[test]
fn no_cell_of_csv_is_a_formula() {
    let text = csv(&hostile());
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let mut neutralised = 0;
    for row in reader.records().map(Result::unwrap) {
        for cell in &row {
            let number = cell.bytes().all(|b| b.is_ascii_digit() || b"-,".contains(&b));
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
            neutralised += usize::from(cell.starts_with('\''));
        }
        assert_eq!(&row[13], "-12,50", "a negative amount stays a number");
    }
    assert_eq!(neutralised, 6 * 5, "each of title, ydelse, provider and both values");
}

/// Every text that comes from a file begins as a formula would.
pub(super) fn hostile() -> Given {
    let mut given = Given::empty();
    for (number, start) in ["=", "+", "-", "@", "\t", "\r"].into_iter().enumerate() {
        let text = format!("{start}1+cmd|'/c calc'!A1; \"x\"\n");
        given.titles[0] = "=2+5".to_owned();
        let mut found = deviation(
            RuleCode::ForskelligVaerdi,
            Some(3),
            number as u32,
            P104,
            days("2021-01-01", "2021-01-31"),
        );
        found.attribute = Some(Attribute::Handlekommune);
        found.values = [vec![text.clone()], vec![text.clone()]];
        found.ydelse = text.clone();
        found.leverandoer = text.clone();
        found.shared = text;
        found.oere = Some(domain::amount::Oere(-1250));
        found.rows[Side::Two.index()] = Vec::new();
        given.deviations.push(found);
    }
    given.counted()
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(lines(&town()), lines(&town()));
    assert_eq!(csv(&town()), csv(&town()));
}
