//! Every shipped source: its example is read as a user's file is, and becomes what `eksempel.forventet` says.
//!
//! `OPDATER=1 cargo test -p ingest kilder` writes the expected results, and the spreadsheet, anew.

use domain::amount::plain_decimal;
use domain::calendar::Day;
use domain::landscape::ExtractFacts;
use domain::person::Cpr;
use ingest::apply::{Extract, Reader};
use ingest::child::ChildProgram;
use ingest::mapping::Mapping;
use ingest::read::read_rows;
use ingest::shipped;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use std::fmt::Write;
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

/// The extract as a person reads it. A citizen is shown by the order in which the file names them.
fn told(extract: &Extract) -> String {
    let mut out = String::new();
    let facts = extract.facts;
    let covers = facts.covers.map_or("ukendt".to_owned(), |p| format!("{p:?}"));
    let day = facts.extracted.map_or("ukendt".to_owned(), |d| d.iso());
    writeln!(out, "Udtrukket {day} · dækker {covers} · kun løbende: {}", facts.current_only).unwrap();
    let totals = extract.totals;
    for (word, tally) in [
        ("læst", totals.read),
        ("brugt", totals.used),
        ("uden virkning", totals.never_took_effect),
        ("sat til side", totals.set_aside),
    ] {
        let rates = plain_decimal(i64::try_from(tally.rate_sum).unwrap());
        writeln!(out, "{word}: {} rækker, takster {rates}", tally.rows).unwrap();
    }
    writeln!(out, "sprunget over: {} rækker", totals.skipped_rows).unwrap();
    tell_activities(extract, &mut out);
    for line in &extract.language {
        writeln!(out, "sprog: {line:?}").unwrap();
    }
    for line in &extract.translations {
        writeln!(out, "oversættelse: {line:?}").unwrap();
    }
    out.push('\n');
    for f in &extract.findings {
        let place = if f.sheet.is_empty() { String::new() } else { format!("{}, ", f.sheet) };
        let (effect, column, value) = (f.effect.text(), &f.column, &f.value);
        writeln!(out, "{} {effect} · {place}række {} · {column} = {value:?} · {}", f.code, f.row, f.reason)
            .unwrap();
    }
    out
}

fn tell_activities(extract: &Extract, out: &mut String) {
    let mut people: Vec<Cpr> = Vec::new();
    for row in &extract.activities {
        let person = people.iter().position(|c| *c == row.citizen).unwrap_or_else(|| {
            people.push(row.citizen);
            people.len() - 1
        });
        let provider = extract.wording.provider_of(row.provider);
        let text = |id| extract.wording.text(id);
        let number = |scaled: Option<i64>| scaled.map_or("-".to_owned(), plain_decimal);
        writeln!(
            out,
            "\nrække {}: person {} · {:?} · {:?} · {:?}\n  paragraf {:?} · ydelse {:?} · konto {:?} · status {:?}\n  \
             leverandør {:?} P {:?} CVR {:?} · ejer {:?}\n  målgruppe {:?} · timer {} · takst {} {} · antal {}\n  \
             handle {:?} · betaler {:?} · sagsbehandler {:?} · registreret {:?}",
            row.place.row,
            person + 1,
            row.period(),
            row.role,
            row.standing,
            text(row.paragraf),
            text(row.service),
            text(row.account),
            text(row.status),
            provider.name,
            provider.p_number,
            provider.cvr,
            text(row.ownership),
            text(row.maalgrupper),
            number(row.hours.map(|h| h.0)),
            number(row.rate.map(|r| r.0)),
            row.unit.map_or("uden enhed", domain::price::Unit::text),
            number(row.count.map(|c| c.0)),
            row.handlekommune,
            row.betalingskommune,
            text(row.caseworker),
            row.registered,
        )
        .unwrap();
    }
    if !people.is_empty() {
        tell_found(extract, out);
        writeln!(out, "navne til identitetslageret: {}", extract.names.len()).unwrap();
    }
}

fn tell_found(extract: &Extract, out: &mut String) {
    let found = &extract.found;
    let day = |day: Option<Day>| day.map_or("-".to_owned(), Day::iso);
    let (first, last, registered) = (day(found.first_day), day(found.last_day), day(found.last_registered));
    writeln!(out, "\nfundet: {} borgere · {first} til {last} · {} åbne", found.citizens, found.open_rows)
        .unwrap();
    writeln!(out, "senest registreret {registered} · handle {:?}", found.handlekommune).unwrap();
    writeln!(out, "betaler {:?} · værdier {:?}", found.betalingskommune, found.attributes).unwrap();
    writeln!(out, "statusord {:?}", found.statuses).unwrap();
}

fn check(source: &str, file: &str, called: &str) {
    let told = told(&read(source, &folder(source).join(file), called));
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
    let path = folder("boern_og_voksne").join("eksempel.xlsx");
    if std::env::var_os("OPDATER").is_some() {
        write_spreadsheet(&path);
    }
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

/// The spreadsheet example: `#` is before a number, `@` before a date, anything else is text.
const SPREADSHEET: &[&str] = &[
    "#302800010|Prøve Et|#104|Dagtilbuddet Engen|#1018099515|Varde Kommunes|@2021-01-01||#493490.95|#1352.03|Team Voksen 1",
    "#1506750021|Prøve To|107|Bostedet Bakken|1019000017|Privat tilbud|@2022-03-01|31/12/23|#1645000|#2450|Team Voksen 2",
    "221190-0030|Prøve Tre|105/85|Bofællesskabet Åsen||Øvrige Kommuners|01/07/20|@9999-12-31|#498000|#3405.3296703296705|Team Voksen 1",
    "#903660040|Prøve Fire|#85|Intet|||@2024-02-01|01-02-2024|#0|1.352,0300|Team Voksen 3",
    "281282-0050|Prøve Fem|#96.1|intet|||@2023-01-01|@2022-12-31|#1224848.2|#3365|",
    "1205990060|Prøve Seks|238a|Særlig plads|1018099549|Region|#45047|31/12/2023|#100|#N/A|Team Voksen 2",
    "508710071|Prøve Syv|§105/85|Lundbo §105/85||Varde Kommunes|31/02/21||#100|#188|Team Voksen 4",
    "AB1704-8800|Prøve Otte|104|Dagtilbuddet Engen||Varde Kommunes|@2021-01-01||#100|#188|Team Voksen 4",
    "Sum:||||||||#4461000||",
];

/// Writes the example of `boern_og_voksne`: numbers of persons as numbers and as text, dates of both kinds.
fn write_spreadsheet(path: &Path) {
    let headings = "Sagens personnummer|Sagspersons navn|Paragraf nummer|Stedets navn|P-nummer|Ejer|Startdato|Slutdato|\
                    Beløb|Dagstakst|Sagsbehandler";
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet().set_name("Ydelser").unwrap();
    sheet.write_string(0, 0, "Ydelsesliste, voksne").unwrap();
    sheet.write_string(1, 0, "Udtrukket: 01-03-2026").unwrap();
    sheet.write_string(1, 3, "Periode: 01-01-2020 - 28-02-2026").unwrap();
    sheet.write_row(2, 0, headings.split('|')).unwrap();
    let as_date = Format::new().set_num_format("dd-mm-yyyy");
    for (at, row) in (3..).zip(SPREADSHEET) {
        for (column, value) in (0..).zip(row.split('|')) {
            let number = value.strip_prefix('#').and_then(|n| n.parse::<f64>().ok());
            if let Some(number) = number {
                sheet.write_number(at, column, number).unwrap();
            } else if let Some(day) = value.strip_prefix('@') {
                let day = ExcelDateTime::parse_from_str(day).unwrap();
                sheet.write_datetime_with_format(at, column, &day, &as_date).unwrap();
            } else if !value.is_empty() {
                sheet.write_string(at, column, value).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}
