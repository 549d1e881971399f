//! What is written: the same bytes twice, the quirks in place, and every row readable by splitting at semicolons.

use crate::made;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use synth::{Errors, Municipality, Priced, Row, System, Written, write_bench};

pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("synth-{}-{name}", std::process::id()));
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn written(made: &Municipality, dir: &Path) -> Written {
    made.write(dir).expect("mappen kan skrives")
}

pub(crate) fn file(written: &Written, source: &str) -> Vec<u8> {
    let import = written.imports.iter().find(|i| i.source == source).expect("kilden er skrevet");
    fs::read(&import.file).expect("filen kan læses")
}

pub(crate) fn danish(day: synth::Date) -> String {
    let (y, m, d) = day.parts();
    format!("{d:02}-{m:02}-{y}")
}

pub(crate) fn number(text: &str) -> f64 {
    text.replace('.', "").replace(',', ".").parse().expect("et dansk tal")
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_does_not() {
    let folders = [Folder::new("a"), Folder::new("b"), Folder::new("c")];
    let [a, b, c] = [(0, 7), (1, 7), (2, 8)].map(|(at, seed)| {
        let dir: &Path = &folders[at].0;
        let out = written(&made(seed, 120, Errors::Key), dir);
        let mut files: Vec<Vec<u8>> = out.imports.iter().map(|i| fs::read(&i.file).unwrap()).collect();
        files.push(fs::read(&out.facit).unwrap());
        files.push(fs::read(&out.errors).unwrap());
        files
    });
    assert!(a == b);
    assert!(a != c);
    // The tables do not depend on the seed.
    assert_eq!(a[..2], c[..2]);
}

#[test]
fn nexus_reads_back_by_plain_splitting() {
    let folder = Folder::new("nexus");
    let made = made(2, 300, Errors::Key);
    let text = String::from_utf8(file(&written(&made, &folder.0), "nexus")).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("byte order mark");
    let lines: Vec<Vec<&str>> = text.split_terminator("\r\n").map(|line| line.split(';').collect()).collect();
    assert_eq!(lines[0][0], "Borger CPR");
    assert_eq!(lines.len() - 1, made.rows(System::Nexus).len());
    assert!(!text.contains('"'));
    let mut own: HashMap<&str, &str> = HashMap::new();
    for (fields, row) in lines[1..].iter().zip(made.rows(System::Nexus)) {
        assert_eq!(fields.len(), 23);
        assert_eq!(*own.entry(fields[22]).or_insert(fields[0]), fields[0], "et Borger-ID er ét CPR-nummers");
        assert_eq!(fields[22].len(), 7);
        assert_eq!(fields[0].replace('-', ""), row.cpr.to_string());
        assert_eq!(fields[7], danish(row.from));
        assert_eq!(fields[8], row.to.map_or(String::new(), danish));
        match row.priced {
            Priced::Unshown => assert_eq!(fields[12], ""),
            _ => assert_eq!((number(fields[12]) * 10_000.0).round() as i64, row.rate),
        }
        assert_eq!(fields[11].is_empty(), row.hours == 0);
        assert!(row.from >= made.window.from, "en række begynder før systemet");
    }
    assert!(lines.iter().any(|fields| fields[9] == "Annulleret"));
    assert!(lines.iter().any(|fields| fields[10].contains(" | ")));
    assert!(lines.iter().any(|fields| fields[15] == "Esbjerg Kommune"));
}

#[test]
fn as2007_reads_back_and_adds_up_to_its_total() {
    let folder = Folder::new("as2007");
    let made = made(2, 300, Errors::Key);
    let bytes = file(&written(&made, &folder.0), "as2007");
    assert!(std::str::from_utf8(&bytes).is_err(), "Windows-1252 er ikke UTF-8");
    let text = encoding_rs::WINDOWS_1252.decode(&bytes).0;
    let lines: Vec<Vec<&str>> = text.split_terminator("\r\n").map(|line| line.split(';').collect()).collect();
    assert_eq!(lines[1], ["Udtrukket: 01-03-2026"]);
    assert_eq!(lines[2], ["Periode: 01-01-2016 - 28-02-2026"]);
    let (total, rows) = lines[4..].split_last().unwrap();
    assert_eq!(rows.len(), made.rows(System::As2007).len());
    let sum: f64 = rows.iter().map(|fields| number(fields[20])).sum();
    assert!((sum - number(total[20])).abs() < 0.005, "{sum}");
    assert!(rows.iter().all(|fields| fields.len() == 21 && total.len() == 21));
    let with = |test: fn(&[&str]) -> bool| rows.iter().filter(|fields| test(fields)).count();
    assert!(with(|f| f[0] == "TILLÆG") > 20 && with(|f| f[15].starts_with('-')) > 5);
    assert!(with(|f| f[1].len() == 9) > 100 && with(|f| f[1].contains('-')) == 0);
    assert!(with(|f| f[12] == "Uoplyst") > 100);
    assert!(with(|f| f[10].len() == 3) > 5 && with(|f| !f[9].is_empty()) == 0);
    assert!(with(|f| f[5] == "MY_1.12 Socialpædagogisk støtte") > 10);
}

/// Kroner are the rows' own rate times their days, for the units where that is a plain product.
#[test]
fn a_row_by_the_doegn_costs_its_rate_times_its_days() {
    let folder = Folder::new("kroner");
    let made = made(6, 100, Errors::None);
    let bytes = file(&written(&made, &folder.0), "as2007");
    let text = encoding_rs::WINDOWS_1252.decode(&bytes).0;
    let day = |text: &str| {
        let parts: Vec<u32> = text.split('-').map(|p| p.parse().unwrap()).collect();
        synth::Date::ymd(parts[2] as i32, parts[1], parts[0])
    };
    let mut checked = 0;
    for line in text.split_terminator("\r\n").skip(4).filter(|line| line.starts_with("HOVED")) {
        let fields: Vec<&str> = line.split(';').collect();
        if fields[13] == "Døgn" && fields[12] != "Uoplyst" && day(fields[12]) <= made.window.to {
            let days = day(fields[12]).0 - day(fields[11]).0 + 1;
            let exact = number(fields[15]) * f64::from(days);
            assert!((exact - number(fields[20])).abs() < 0.15, "{fields:?}");
            checked += 1;
        }
    }
    assert!(checked > 100);
}

#[test]
fn the_workbook_is_one_and_holds_103_and_104_only() {
    let folder = Folder::new("bv");
    let made = made(2, 300, Errors::Key);
    let bytes = file(&written(&made, &folder.0), "boern_og_voksne");
    assert!(bytes.starts_with(b"PK") && bytes.len() > 10_000);
    let rows: &[Row] = made.rows(System::BoernOgVoksne);
    assert!(rows.len() > 100);
    assert!(rows.iter().all(|row| ["SEL § 103", "SEL § 104"].contains(&row.paragraf())));
}

#[test]
fn the_tables_translate_every_word_of_the_settlement_system() {
    let folder = Folder::new("tabeller");
    let made = made(2, 300, Errors::Key);
    let out = written(&made, &folder.0);
    let table = String::from_utf8(file(&out, "oversaettelse")).unwrap();
    let faelles = String::from_utf8(file(&out, "faelles_sprog")).unwrap();
    let lines: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(';').collect()).collect();
    let bytes = file(&out, "as2007");
    let text = encoding_rs::WINDOWS_1252.decode(&bytes).0;
    for line in text.lines().skip(4).filter(|line| !line.starts_with("Total")) {
        let fields: Vec<&str> = line.split(';').collect();
        let fits = |l: &&Vec<&str>| l[1] == fields[5] && (l[2].is_empty() || l[2] == fields[6]);
        assert_eq!(lines.iter().filter(fits).count(), 1, "{fields:?}");
    }
    for line in &lines {
        assert_eq!(line.len(), 8);
        assert!(faelles.contains(&format!(";{};{};", line[6], line[7])), "{line:?}");
    }
}

#[test]
fn the_imports_say_what_to_state() {
    let folder = Folder::new("import");
    let out = written(&made(2, 50, Errors::Key), &folder.0);
    let nexus = out.imports.iter().find(|i| i.source == "nexus").unwrap();
    let stated = &nexus.arguments()[..7];
    let expected = ["--kilde", "nexus", "--udtraek", "2026-03-01", "--daekker", "2018-03-01", "2026-02-28"];
    assert_eq!(stated, expected);
    assert_eq!(out.imports[0].arguments().len(), 3);
}

#[test]
fn the_measuring_files_have_the_rows_asked_for_and_some_differences() {
    let folder = Folder::new("maaling");
    let bench = write_bench(&folder.0, 5000, 1).expect("mappen kan skrives");
    let nexus = fs::read(&bench.nexus.file).unwrap();
    let as2007 = fs::read(&bench.as2007.file).unwrap();
    let lines = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
    assert_eq!(lines(&nexus), 5001);
    assert_eq!(lines(&as2007), 5005);
    let prisme = fs::read(&bench.prisme.file).unwrap();
    assert_eq!((lines(&prisme), bench.prisme.rows), (5001, 5000));
    assert!((100..200).contains(&bench.differences), "{}", bench.differences);
    let again = Folder::new("maaling2");
    let second = write_bench(&again.0, 5000, 1).expect("mappen kan skrives");
    assert!(nexus == fs::read(&second.nexus.file).unwrap());
    assert!(as2007 == fs::read(&second.as2007.file).unwrap());
}
