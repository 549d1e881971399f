//! Exit codes 0, 1, 2, and what is said: in Danish, what, where and what to do.

use crate::place;
use crate::rows::{NEXUS, ROW, Row, Two, nexus};
use testkit::Ran;

/// Words of the libraries beneath that must never reach a user.
const ENGLISH: [&str; 22] = [
    "error:",
    "Error",
    "Usage",
    "tip:",
    "argument",
    "required",
    "unexpected",
    "invalid value",
    "for more information",
    "os error",
    "No such file",
    "Permission denied",
    "missing",
    "unrecognized",
    "possible values",
    "Options:",
    "Commands:",
    "cannot be used",
    "provided",
    "panicked",
    "failed",
    "expected",
];

pub(crate) fn is_danish(text: &str) {
    let found: Vec<_> = ENGLISH.iter().filter(|word| text.contains(**word)).collect();
    assert!(found.is_empty(), "{found:?} i:\n{text}");
}

fn said(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}", ran.all());
    assert!(ran.err.starts_with("Fejl: "), "{}", ran.all());
    assert!(ran.out.is_empty(), "intet på den almindelige udgang: {}", ran.out);
    words.iter().for_each(|word| assert!(ran.err.contains(word), "«{word}» mangler i: {}", ran.err));
    is_danish(&ran.err);
}

const CONTROL: [&str; 9] =
    ["kontrol", "--system1", "nexus", "--system2", "as2007", "--fra", "2024-01-01", "--til", "2024-12-31"];

#[test]
fn wrong_use_is_2_and_explained_in_danish() {
    let place = place();
    let with = |more: &[&'static str]| [&CONTROL[..], more].concat();
    let cases: [(Vec<&str>, &[&str]); 15] = [
        (vec!["kontrl"], &["«kontrl» er ikke en kommando", "Mente du «kontrol»?"]),
        (vec!["kontrol"], &["Der mangler: --system1 <KILDE>", "Brug: ottetal kontrol"]),
        (vec!["import", "--kilde", "nexus"], &["Der mangler: <FIL>"]),
        (vec!["kilde"], &[]),
        (
            vec!["import", "--kilde", "nexus", "--udtraek", "i går", "f.csv"],
            &["«i går»", "2026-03-01 eller 01-03-2026"],
        ),
        (vec!["import", "--kilde", "nexus", "--udtraek", "31-02-2024", "f.csv"], &["«31-02-2024»"]),
        (vec!["import", "--kilde", "nexus", "--daekker", "2024-01-01"], &["--daekker"]),
        (vec!["init", "--kommune", "Varde"], &["«Varde»", "--kommune"]),
        (with(&["--med-cpr"]), &["Der mangler: --formaal <KODE>"]),
        (with(&["--med-cpr", "--formaal", "NYSGERRIG"]), &["«NYSGERRIG»", "TILSYN", "NØDADGANG"]),
        (with(&["--niveau", "borger"]), &["paragraf, ydelse, leverandoer"]),
        (with(&["--attribut", "farve"]), &["leverandoer, maalgruppe, timer, pris"]),
        (with(&["--format", "pdf"]), &["tabel, csv, jsonl, xlsx"]),
        (with(&["--fra", "2024-01-01"]), &["kun stå én gang"]),
        (with(&["--paragaf", "104"]), &["«--paragaf» kendes ikke her", "--paragraf"]),
    ];
    for (arguments, words) in cases {
        let ran = place.run(&arguments);
        if arguments == ["kilde"] {
            assert_eq!(ran.code, Some(2), "{}", ran.all());
            assert!(ran.err.contains("proev"), "{}", ran.all());
            is_danish(&ran.err);
        } else {
            said(&ran, 2, words);
        }
    }
}

#[test]
fn help_is_0_and_danish_for_every_verb() {
    let place = place();
    for verb in [
        "",
        "init",
        "import",
        "kilde",
        "kilde ny",
        "kilde proev",
        "grundlag",
        "grundlag accepter",
        "status",
        "kontrol",
        "kontrol gem",
        "kontrol gemte",
        "kontrol koer",
        "afvigelse",
        "afvigelse liste",
        "afvigelse vis",
        "afvigelse saet",
        "afvigelse grupper",
        "afvigelse tid",
        "forklar",
        "demo",
        "sikkerhedskopi",
        "gendan",
        "slet",
        "slet borger",
        "slet indlaesning",
        "tjek",
        "tjek lager",
    ] {
        let mut arguments: Vec<&str> = verb.split_whitespace().collect();
        arguments.push("--hjaelp");
        let ran = Ran::of(&mut place.bare(&arguments));
        assert_eq!(ran.code, Some(0), "{verb}: {}", ran.all());
        assert!(ran.out.contains("Brug: ottetal") && ran.out.contains("Tilvalg:"), "{}", ran.out);
        is_danish(&ran.out);
    }
    assert_eq!(Ran::of(&mut place.bare(&[])).code, Some(2));
    let version = Ran::of(&mut place.bare(&["--version"]));
    assert!(version.code == Some(0) && version.out.starts_with("ottetal "), "{}", version.all());
}

#[test]
fn what_cannot_be_done_is_1_and_says_what_to_do() {
    let place = place();
    said(&place.run(&["status"]), 1, &["er ikke en datamappe", "ottetal init"]);
    said(&place.run(&["init", "--kommune", "999"]), 1, &["999 er ikke en kommunekode", "573"]);
    place.done(&["init", "--kommune", "573"]);
    said(&place.run(&["init", "--kommune", "573"]), 1, &["er allerede en datamappe"]);
    let nothing = place.path("findes_ikke.csv").display().to_string();
    said(&place.run(&["import", "--kilde", "nexus", &nothing]), 1, &["findes ikke", "Kontrollér stien"]);
    said(
        &place.run(&["import", "--kilde", "nexsus", &nothing]),
        1,
        &["ingen kilde «nexsus»", "Mente du «nexus»?"],
    );
    let folder = place.path("").display().to_string();
    said(&place.run(&["import", "--kilde", "nexus", &folder]), 1, &["er en mappe", "Angiv filerne"]);
    said(&place.run(&CONTROL), 1, &["intet godkendt grundlag", "ottetal grundlag accepter"]);
    said(&place.run(&["grundlag", "accepter"]), 1, &["ingen indlæsninger", "ottetal import"]);
    said(&place.run(&["grundlag", "vis", "abc"]), 1, &["«abc»"]);
    said(&place.run(&["forklar", "hvem"]), 1, &["«hvem» er ikke en borger", "B-"]);
    said(&place.run(&["kilde", "ny", "Vores Egen", "--fra", "nexus"]), 1, &["«Vores Egen»", "små bogstaver"]);
    said(&place.run(&["kilde", "ny", "vores", "--fra", "nexsus"]), 1, &["Mente du «nexus»?"]);

    let numbers = crate::world::numbers(1);
    let file = place.file("nexus.csv", nexus(&[Row { cpr: &numbers[0], ..ROW }]));
    // The columns of another system: refused with what is nearest.
    said(
        &place.run(&["import", "--kilde", "as2007", &file]),
        1,
        &["nexus.csv", "AS2007", "Mangler kolonnen 'Borger CPR nummer'. Nærmest: 'Borger CPR'", "kilde.toml"],
    );
    place.done(&["import", "--kilde", "nexus", &file]);
    place.done(&["grundlag", "accepter"]);
    said(
        &place.run(&CONTROL),
        1,
        &["ingen indlæsning af «as2007»", "Systemer i grundlaget: nexus", "ottetal import --kilde as2007"],
    );
    let deep = place.path("ingen/mappe.jsonl").display().to_string();
    let two = Two::begin(1).with(&[], &[]);
    said(&two.place.run(&[&CONTROL[..], &["--ud", &deep]].concat()), 1, &["mappe.jsonl kan ikke skrives"]);
    said(
        &two.place.run(&[&CONTROL[..], &["--paragraf", "1234"]].concat()),
        1,
        &["«1234»", "ikke en paragraf"],
    );
    assert_eq!(two.place.run(&CONTROL).code, Some(0), "ingen afvigelser er også gjort");
}

#[test]
fn a_wrong_or_lost_key_is_said() {
    let two = Two::begin(1).with(&[], &[]);
    let key = two.place.home().join(".config/ottetal/573.noegle");
    let safe = two.place.path("573.noegle");
    std::fs::rename(&key, &safe).unwrap();
    said(&two.place.run(&["status"]), 1, &["573.noegle"]);
    let other = place();
    other.done(&["init", "--kommune", "573"]);
    let wrong = other.home().join(".config/ottetal/573.noegle").display().to_string();
    said(&two.place.run(&["status", "--noegle", &wrong]), 1, &["nøgle"]);
    std::fs::rename(&safe, &key).unwrap();
    two.place.done(&["status"]);
}

#[test]
fn dates_the_wrong_way_round_are_wrong_use() {
    let two = Two::begin(1).with(&[], &[]);
    let file = two.place.file("n.csv", format!("{NEXUS}\r\n"));
    let reversed = ["import", "--kilde", "nexus", "--daekker", "2024-12-31", "2024-01-01", &file];
    said(&two.place.run(&reversed), 2, &["--daekker", "31-12-2024 ligger efter 01-01-2024"]);
    let mut window = CONTROL;
    window.swap(6, 8);
    said(&two.place.run(&window), 2, &["31-12-2024", "01-01-2024"]);
}

/// Only running cases: what the other system ended before is outside, not a deviation.
#[test]
fn running_cases_only_is_a_property_of_the_import() {
    let two = Two::begin(2);
    let numbers = two.numbers.clone();
    let ended = Row { cpr: &numbers[0], to: "30-06-2024", ..ROW };
    let running = Row { cpr: &numbers[1], ..ROW };
    let two = two.with(&[], &[ended, running]);
    assert_eq!(two.lines("2024-01-01", "2024-12-31", &[]).len(), 2);
    let file = two.place.path("nexus.csv").display().to_string();
    let stated = ["--udtraek", "2026-01-01", "--daekker", "2016-01-01", "2025-12-31", "--kun-loebende"];
    let ran = two.place.done(&[&["import", "--kilde", "nexus"][..], &stated, &[&file]].concat());
    assert!(!ran.out.contains("findes allerede"), "det, der oplyses, er en del af indlæsningen: {}", ran.out);
    two.place.done(&["grundlag", "accepter"]);
    let lines = two.lines("2024-01-01", "2024-12-31", &["--med-cpr", "--formaal", "TILSYN"]);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["cpr"], numbers[1].as_str());
    let table = two.place.done(&CONTROL).out;
    assert!(table.contains("Uden for sammenligningen"), "{table}");
}
