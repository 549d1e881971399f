//! Every shipped source: its example is read as a user's file is, and becomes what `eksempel.forventet` says.
//!
//! `OPDATER=1 cargo test -p ingest kilder` writes the expected results, and the spreadsheet, anew.

mod tell;
mod workbooks;

use domain::landscape::ExtractFacts;
use domain::person::Cpr;
use ingest::apply::{Extract, Reader};
use ingest::child::ChildProgram;
use ingest::mapping::Mapping;
use ingest::read::read_rows;
use ingest::shipped;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

const OWN: u16 = 573;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kilder").join(name)
}

fn child() -> ChildProgram {
    ChildProgram { program: env!("CARGO_BIN_EXE_ingest-sheet-child").into(), args: Vec::new() }
}

/// Reads a file by a shipped mapping; `called` is the name that the user's file would have.
fn read(source: &str, path: &Path, called: &str) -> Extract {
    let mapping = Mapping::parse(shipped::find(source).unwrap().toml, source).unwrap();
    let law = ingest::law_files::load_embedded();
    let mut reader = Reader::new(&mapping, &law, OWN, ExtractFacts::default());
    reader.start_file(0, called);
    let mut file = File::open(path).unwrap();
    let size = file.metadata().unwrap().len();
    let summary =
        read_rows(called, &mut file, size, &mapping.hints(), &child(), &mut |row| reader.row(row)).unwrap();
    reader.end_file(Some(&summary)).unwrap_or_else(|refused| panic!("{refused}"));
    reader.finish()
}

fn check(source: &str, file: &str, called: &str) {
    let told = tell::told(&read(source, &folder(source).join(file), called));
    assert_no_number(&told);
    let expected = folder(source).join("eksempel.forventet");
    if std::env::var_os("OPDATER").is_some() {
        fs::write(&expected, &told).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&expected).unwrap(),
        told,
        "{source}: kør OPDATER=1 cargo test -p ingest kilder"
    );
}

/// No run of ten digits, nor six and four, that could be a person's number.
fn assert_no_number(told: &str) {
    for word in told.split(|c: char| !c.is_ascii_digit() && c != '-') {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 10 && (word.len() == 10 || word.as_bytes()[6] == b'-') {
            assert!(Cpr::parse(&digits).is_err(), "et muligt CPR-nummer er vist");
        }
    }
}

/// Writes the example that is a workbook anew.
fn workbook(source: &str, write: fn(&Path)) {
    if std::env::var_os("OPDATER").is_some() {
        write(&folder(source).join("eksempel.xlsx"));
    }
}

#[test]
fn nexus() {
    check("nexus", "eksempel.csv", "nexus_indsatser_2026-03-01.csv");
}

#[test]
fn as2007() {
    check("as2007", "eksempel.csv", "ydelsesanalyse.csv");
}

#[test]
fn boern_og_voksne() {
    workbook("boern_og_voksne", workbooks::ydelsesliste);
    check("boern_og_voksne", "eksempel.xlsx", "ydelsesliste.xlsx");
}

#[test]
fn faelles_sprog() {
    check("faelles_sprog", "eksempel.csv", "masteroversigt.csv");
}

#[test]
fn oversaettelse() {
    check("oversaettelse", "eksempel.csv", "oversaettelse.csv");
}

#[test]
fn borgerliste() {
    check("borgerliste", "eksempel.csv", "borgerliste.csv");
}

#[test]
fn dispositionsark() {
    workbook("dispositionsark", workbooks::dispositionsark);
    check("dispositionsark", "eksempel.xlsx", "disponering 2026.xlsx");
}

#[test]
fn prisme() {
    check("prisme", "eksempel.csv", "prisme_posteringer_2026-03-01.csv");
}

#[test]
fn cpr() {
    check("cpr", "eksempel.csv", "cpr_borgere_2026-03-01.csv");
}

#[test]
fn diagnose() {
    check("diagnose", "eksempel.csv", "diagnoser.csv");
}

#[test]
fn takster() {
    check("takster", "eksempel.csv", "takster.csv");
}

#[test]
fn individuelle_takster() {
    check("individuelle_takster", "eksempel.csv", "individuelle_takster.csv");
}

#[test]
fn leverandoerer() {
    check("leverandoerer", "eksempel.csv", "leverandoerer.csv");
}

#[test]
fn forventninger() {
    workbook("forventninger", workbooks::forventninger);
    check("forventninger", "eksempel.xlsx", "forventninger.xlsx");
}

#[test]
fn berigelse() {
    check("berigelse", "eksempel.csv", "berigelse.csv");
}

#[test]
fn budget() {
    check("budget", "eksempel.csv", "budget.csv");
}

#[test]
fn sagsbehandlere() {
    check("sagsbehandlere", "eksempel.csv", "sagsbehandlere.csv");
}

/// Every shipped source has a test here that reads its example.
#[test]
fn every_shipped_source_has_an_example_and_what_it_becomes() {
    for source in shipped::shipped() {
        let expected = fs::read_to_string(folder(source.name).join("eksempel.forventet"));
        assert!(expected.is_ok_and(|told| told.contains("rækker")), "{}", source.name);
        assert!(source.notes.starts_with("# "), "{}", source.name);
    }
}
