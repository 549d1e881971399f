//! The finance system and the registers as they are written: headings, forms, and what they owe each other.

use crate::files::{Folder, danish, file, number, written};
use crate::made;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use synth::{Errors, Kind, System, Written};

type Table = (Vec<String>, Vec<Vec<String>>);

/// Headings and rows of a file in Windows-1252 or UTF-8.
fn table(out: &Written, source: &str) -> Table {
    let bytes = file(out, source);
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|bad| encoding_rs::WINDOWS_1252.decode(bad.as_bytes()).0.into_owned());
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .split_terminator("\r\n")
        .map(|line| line.split(';').map(str::to_owned).collect::<Vec<String>>());
    let headings = lines.next().expect("overskrifter");
    let rows: Vec<Vec<String>> = lines.collect();
    let import = out.imports.iter().find(|import| import.source == source).expect("kilden er skrevet");
    assert_eq!(rows.len(), import.rows, "{source}");
    assert!(rows.iter().all(|row| row.len() == headings.len()), "{source}");
    (headings, rows)
}

#[test]
fn the_files_have_the_names_and_headings_that_are_agreed() {
    let folder = Folder::new("registre");
    let out = written(&made(1, 200, Errors::Key), &folder.0);
    let expected = [
        (
            "prisme",
            "prisme_posteringer_2026-03-01.csv",
            "CPR-nr.;Kontostreng;Bogføringsdato;Periode fra;Periode til;Beløb;Art;Leverandør CVR;Leverandør;Bilagsnr.;Posteringstekst",
        ),
        (
            "cpr",
            "cpr_borgere_2026-03-01.csv",
            "CPR-nr.;Navn;Fødselsdato;Dødsdato;Bopælskommune;Tilflyttet;Fraflyttet;Betalingskommune;Adressebeskyttelse;Tidligere CPR-nr.",
        ),
        ("diagnose", "diagnoser.csv", "CPR-nr.;Kodesystem;Kode;Fra;Til"),
        ("takster", "takster.csv", "Leverandør;P-nummer;Ydelse;Paragraf;Gyldig fra;Gyldig til;Takst;Enhed"),
        (
            "individuelle_takster",
            "individuelle_takster.csv",
            "CPR-nr.;Leverandør;P-nummer;Ydelse;Paragraf;Gyldig fra;Gyldig til;Takst;Enhed",
        ),
        (
            "leverandoerer",
            "leverandoerer.csv",
            "Navn;Stavemåder;CVR-nr.;P-nummer;Driftsherre;Ejerforhold;Afregningsform;Normal forsinkelse (dage);EAN;Gyldig fra;Gyldig til",
        ),
        (
            "berigelse",
            "berigelse.csv",
            "Betegnelse;Art;Paragraf;Konto;Leverandør;Fra;Til;Beløb;Pladser;Ejer;Udløber",
        ),
        ("budget", "budget.csv", "År;Budget;Dato;Konto;Paragraf;Beløb;Tekst"),
        ("sagsbehandlere", "sagsbehandlere.csv", "Sagsbehandler;Team;Fra;Til"),
    ];
    for (source, name, headings) in expected {
        let import = out.imports.iter().find(|import| import.source == source).expect("kilden er skrevet");
        assert_eq!(import.file.file_name().unwrap(), name);
        let (found, rows) = table(&out, source);
        assert_eq!(found.join(";"), headings);
        assert!(rows.len() > 5, "{source}");
    }
}

#[test]
fn postings_read_back_as_what_was_booked() {
    let folder = Folder::new("prisme");
    let made = made(2, 300, Errors::Key);
    let out = written(&made, &folder.0);
    let (_, rows) = table(&out, "prisme");
    for (row, posting) in rows.iter().zip(&made.postings) {
        assert_eq!((number(&row[5]) * 100.0).round() as i64, posting.amount);
        assert_eq!(row[2], danish(posting.booked));
        assert_eq!(row[3], if posting.shown { danish(posting.concerns.from) } else { String::new() });
        let within = posting.concerns.from.month() == posting.concerns.to.month();
        assert!(within && made.ledger.covers.within(posting.concerns) == Some(posting.concerns));
        assert!(posting.booked > posting.concerns.to && posting.booked <= made.ledger.covers.to);
        assert!(posting.dranst == 2 || posting.booked.0 <= posting.concerns.from.month_end().0 + 30);
        let parts: Vec<usize> = row[1].split('-').map(str::len).collect();
        assert_eq!(posting.unreadable.is_none(), parts == [5, 9, 6, 3], "{row:?}");
    }
    let count = |test: &dyn Fn(&[String]) -> bool| rows.iter().filter(|row| test(row)).count();
    let shown = count(&|row| !row[3].is_empty()) * 100 / rows.len();
    assert!((75..90).contains(&shown), "{shown}");
    assert!(count(&|row| row[0].is_empty()) > 20 && count(&|row| row[0] == "0000000000") > 20);
    assert!(count(&|row| row[10] == "Korrektion" && row[5].starts_with('-')) > 3);
    assert!(count(&|row| row[10].starts_with("Refusion")) > 3);
    assert!(count(&|row| row[9].is_empty()) > 50);
}

/// In a municipality without errors every bill lies within the place's normal delay, and all rows have their price.
#[test]
fn what_is_clean_is_clean_in_the_registers_too() {
    let folder = Folder::new("ren");
    let made = made(4, 300, Errors::None);
    let out = written(&made, &folder.0);
    let (_, providers) = table(&out, "leverandoerer");
    let delay: BTreeMap<&str, i32> =
        providers.iter().map(|row| (row[0].as_str(), row[7].parse().unwrap())).collect();
    for posting in made.postings.iter().filter(|posting| posting.dranst == 1) {
        let days = posting.booked.0 - posting.concerns.to.month_end().0;
        assert!(days <= delay[posting.provider.get().name]);
    }
    let (_, people) = table(&out, "cpr");
    let dead: BTreeMap<&str, &str> = people
        .iter()
        .filter(|row| !row[3].is_empty())
        .map(|row| (row[0].as_str(), row[3].as_str()))
        .collect();
    assert!(dead.len() > 3 && people.len() > made.people.len());
    assert!(people.iter().any(|row| !row[7].is_empty()));
    for row in System::ALL.iter().flat_map(|system| made.rows(*system)).filter(|row| row.counts()) {
        assert!(row.rate > 0 && row.settles && row.settled == 100 && !row.caseworker.is_empty());
        let life = &made.people[row.person as usize].life;
        assert!(life.dead.is_none_or(|dead| row.to.is_some_and(|to| to <= dead)));
        assert!(life.moved_in.is_none_or(|day| day.0 + 60 <= row.from.0));
    }
    assert!(made.aliases().is_empty() && made.expected_findings().is_empty());
}

#[test]
fn list_prices_are_one_a_year_and_rise() {
    let folder = Folder::new("takster");
    let out = written(&made(1, 60, Errors::None), &folder.0);
    let (_, rows) = table(&out, "takster");
    let mut before: Option<&Vec<String>> = None;
    for row in &rows {
        if let Some(last) = before.filter(|last| last[..4] == row[..4]) {
            assert!(number(&last[6]) < number(&row[6]), "{row:?}");
            assert_eq!(last[5][6..].parse::<i32>().unwrap() + 1, row[4][6..].parse::<i32>().unwrap());
        }
        before = Some(row);
    }
    let names: BTreeSet<&String> = rows.iter().map(|row| &row[0]).collect();
    let (_, providers) = table(&out, "leverandoerer");
    assert_eq!(names.len() + 1, providers.len(), "Diverse har ingen takst");
    let cvr: BTreeSet<&String> = providers.iter().map(|row| &row[2]).collect();
    assert!(cvr.len() == providers.len() && cvr.iter().all(|number| number.len() == 8));
    assert!(providers.iter().all(|row| row[8].len() == 13));
}

#[test]
fn what_only_the_import_can_find_is_listed_beside_the_key() {
    let folder = Folder::new("fund");
    let made = made(1, 900, Errors::Key);
    let out = written(&made, &folder.0);
    let lines = |path: &std::path::Path| -> Vec<serde_json::Value> {
        let text = fs::read_to_string(path).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let found = lines(&out.findings);
    let of = |kind: Kind| made.errors.iter().filter(|error| error.kind == kind).count();
    let rows = |key: &str| -> u64 {
        found.iter().filter(|line| line["fejl"] == key).map(|line| line["raekker"].as_u64().unwrap()).sum()
    };
    assert_eq!(rows("ugyldigt_cpr") as usize, of(Kind::InvalidCpr));
    assert_eq!(rows("ulaeselig_konto") as usize, of(Kind::TextAccount));
    assert!(found.iter().filter(|line| line["fejl"] == "ugyldigt_cpr").all(|line| line["kode"] == "IND003"));
    let aliases = lines(&out.aliases);
    assert!(!aliases.is_empty() && aliases.len() == of(Kind::ReplacedNumber));
    let (_, people) = table(&out, "cpr");
    for alias in &aliases {
        assert!(people.iter().any(|row| alias["cpr"] == row[0] && alias["tidligere"] == row[9]));
    }
    let key = lines(&out.facit);
    assert!(key.iter().any(|line| line["anden_kilde"] == "prisme" && line["maaneder"].as_i64() > Some(1)));
    assert!(key.iter().any(|line| line["vaerdier"][0] == "tilgangsårsag"));
    let over = key.iter().filter(|line| line["regel"] == "betalt_over").collect::<Vec<_>>();
    assert!(!over.is_empty() && over.iter().all(|line| line["oere_i_fejlen"].as_i64() > Some(10_000)));
}
