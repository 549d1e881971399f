//! Files that an office program saved itself: the same table in each kind of spreadsheet, read as the same rows.

use crate::support::read;
use domain::landscape::ExtractFacts;
use ingest::apply::Reader;
use ingest::mapping::Mapping;
use ingest::read::{FileKind, ReadHints, ReadSummary, read_rows};
use std::fs;
use std::path::Path;

fn file(kind: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/regneark");
    fs::read(folder.join(format!("ydelser.{kind}"))).expect("the file is in the folder")
}

fn read_kind(kind: &str) -> (ReadSummary, Vec<String>) {
    read("udtraek", &file(kind)).unwrap_or_else(|refused| panic!("{kind}: {refused}"))
}

#[test]
fn every_kind_says_the_same() {
    for (kind, found) in
        [("xlsx", FileKind::Xlsx), ("xlsm", FileKind::Xlsm), ("xls", FileKind::Xls), ("ods", FileKind::Ods)]
    {
        let (summary, rows) = read_kind(kind);
        assert_eq!(summary.kind, found, "{kind}");
        assert_eq!(summary.sheets, ["Ydelser", "Skjult", "Sum & rest"], "{kind}");
        assert_eq!(summary.hidden_sheets, ["Skjult"], "{kind}");
        // LibreOffice saved the text of this formula as the number 0 in the older kind: it is what the file holds.
        // An open document has an error as text; the reading of values knows the word.
        let error = if kind == "ods" { "#DIV/0!" } else { "!#DIV/0!" };
        let word = if kind == "xls" { "0#" } else { "ord 007" };
        assert_eq!(
            rows,
            [
                "Ydelser!1: Borger||Periode||Økonomi|Økonomi|Økonomi",
                "Ydelser!2: CPR|Navn|Fra|Til|Takst|Andel|I alt",
                "Ydelser!3: 0302800008|Prøve Ærø|2021-12-31@|2024-02-29@|1352.03#|0.625#|2704.06#",
                &format!("Ydelser!4: 007||1900-03-01@||-188#|SAND|{error}"),
                &format!("Ydelser!5: {word}|linje et\nlinje to"),
                "Skjult!1: x",
                "Sum & rest!5: ||101900000#",
            ],
            "{kind}"
        );
    }
}

/// Half a file is never read as a whole one: the same rows (only the properties were cut off), or a refusal.
#[test]
fn cut_anywhere_no_row_is_lost_in_silence() {
    for kind in ["xlsx", "xls", "ods"] {
        let whole = file(kind);
        let (_, rows) = read_kind(kind);
        let mut refusals = 0;
        for at in (16..whole.len()).step_by(whole.len() / 60) {
            match read("udtraek", &whole[..at]) {
                Ok((_, found)) => assert_eq!(found, rows, "{kind} {at}"),
                Err(refused) => {
                    refusals += 1;
                    let message = refused.to_string();
                    let words = ["Regnearket er beskadiget", "Læsningen af regnearket gik i stå"];
                    assert!(words.iter().any(|w| message.starts_with(w)), "{kind} {at}: {message}");
                }
            }
        }
        assert!(refusals > 40, "{kind}: {refusals}");
    }
}

#[test]
fn a_workbook_with_macros_says_that_they_are_not_run() {
    let mapping = "format = 1\nname = \"p\"\ntitle = \"Prøve\"\nkind = \"activities\"\nlayout = \"antaget\"\n\
                   [file]\nsheet = \"Ydelser\"\n[source]\nreads_paragraphs = true\n\
                   [columns]\ncpr = [\"CPR\"]\nparagraf = [\"Navn\"]\nstart = [\"Fra\"]\nend = [\"Til\"]\n";
    let mapping = Mapping::parse(mapping, "p").unwrap_or_else(|refused| panic!("{refused}"));
    let law = ingest::law_files::load_embedded();
    for (kind, notes) in [("xlsm", 1), ("xlsx", 0)] {
        let mut reader = Reader::new(&mapping, &law, 573, ExtractFacts::default());
        reader.start_file(0, "udtraek");
        let bytes = file(kind);
        let summary = read_rows(
            "udtraek",
            &mut &bytes[..],
            0,
            &ReadHints::default(),
            &crate::support::child(),
            &mut |row| reader.row(row),
        )
        .unwrap();
        reader.end_file(Some(&summary)).unwrap_or_else(|refused| panic!("{refused}"));
        let extract = reader.finish();
        let said: Vec<_> = extract.findings.iter().filter(|finding| finding.code == "IND065").collect();
        assert_eq!(said.len(), notes, "{kind}");
        assert!(said.iter().all(|finding| finding.reason.contains("ikke kørt")), "{kind}");
    }
}
