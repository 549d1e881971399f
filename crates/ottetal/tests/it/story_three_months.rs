//! A saved control over three months: what is put right, what splits, what comes back, what a person says of it.
//!
//! The files are written by hand, row by row, and so is what is expected of every item.

use crate::rows::{ROW, Row, Two, as2007, nexus, text};
use serde_json::Value;
use std::collections::BTreeMap;
use store::faults::POINTS;

/// A month: the day of both extracts and the last day that they cover.
struct Month {
    extracted: &'static str,
    last: &'static str,
}

const JANUARY: Month = Month { extracted: "2024-02-01", last: "2024-01-31" };
const FEBRUARY: Month = Month { extracted: "2024-03-01", last: "2024-02-29" };
const MARCH: Month = Month { extracted: "2024-04-01", last: "2024-03-31" };

const RUN: [&str; 3] = ["kontrol", "koer", "måned"];

fn save(two: &Two) {
    two.place.done(&[
        "kontrol",
        "gem",
        "måned",
        "--system1",
        "nexus",
        "--system2",
        "as2007",
        "--seneste",
        "3",
        "--rytme",
        "maanedlig",
        "--dag",
        "5",
    ]);
}

/// Reads in both extracts of a month and accepts them.
fn basis(two: &Two, month: &Month, one: &[Row<'_>], other: &[Row<'_>]) {
    for (source, bytes) in [("nexus", nexus(one)), ("as2007", as2007(other))] {
        let file = two.place.file(&format!("{source}_{}.csv", month.extracted), bytes);
        two.place.done(&[
            "import",
            "--kilde",
            source,
            "--udtraek",
            month.extracted,
            "--daekker",
            "2023-01-01",
            month.last,
            &file,
        ]);
    }
    two.place.done(&["grundlag", "accepter"]);
}

/// Every item ever made, by name.
fn items(two: &Two) -> BTreeMap<String, Value> {
    let lines = two.place.done(&["afvigelse", "liste", "--status", "alle", "--json"]).lines();
    lines.into_iter().map(|line| (text(&line, "afvigelse").to_owned(), line)).collect()
}

/// `paragraf fra - til status`, sorted: what a person sees of the list.
fn seen(two: &Two) -> Vec<String> {
    let of = |i: &Value| {
        let [p, from, to, status] =
            ["paragraf", "fra", "til", "status_tekst"].map(|key| text(i, key).to_owned());
        let back = i["gange_genopstaaet"].as_i64().unwrap();
        let split = if i["delt_fra"].is_null() { "" } else { ", delt" };
        format!("{p} {from} - {to} {status}{split}{}", if back > 0 { ", igen" } else { "" })
    };
    let mut out: Vec<String> = items(two).values().map(of).collect();
    out.sort();
    out
}

/// The item on a paragraph that begins on a day.
fn named(two: &Two, paragraf: &str, from: &str) -> String {
    let all = items(two);
    let mut fits = all.iter().filter(|(_, i)| text(i, "paragraf") == paragraf && text(i, "fra") == from);
    let (name, _) = fits.next().unwrap_or_else(|| panic!("{paragraf} {from} mangler i {all:#?}"));
    assert!(fits.next().is_none(), "{paragraf} {from} er flere");
    name.clone()
}

/// Six citizens; in Nexus the sixth is the only one, and the same each month, so that no file is empty.
fn rows<'n>(
    numbers: &'n [String],
    of_others: &[(usize, &'static str, &'static str, &'static str)],
) -> Vec<Row<'n>> {
    let same = Row { cpr: &numbers[5], paragraf: "SEL § 107", ..ROW };
    let others = of_others.iter().map(|(who, paragraf, from, to)| Row {
        cpr: &numbers[*who],
        paragraf,
        from,
        to,
        ..ROW
    });
    others.chain([same]).collect()
}

/// January: three that only AS2007 has, one of them accepted until the end of February.
fn january(two: &Two) {
    let numbers = &two.numbers;
    let other = [
        (0, "SEL § 103", "01-11-2023", ""),
        (1, "SEL § 104", "01-12-2023", "31-01-2024"),
        (2, "SEL § 85", "01-11-2023", "20-11-2023"),
        (3, "SEL § 103", "10-12-2023", ""),
    ];
    basis(two, &JANUARY, &rows(numbers, &[]), &rows(numbers, &other));
    let said = two.place.done(&RUN).out;
    assert!(said.contains("4 nye"), "{said}");
    assert_eq!(
        seen(two),
        [
            "SEL § 103 2023-11-01 - 2024-01-31 Åben",
            "SEL § 103 2023-12-10 - 2024-01-31 Åben",
            "SEL § 104 2023-12-01 - 2024-01-31 Åben",
            "SEL § 85 2023-11-01 - 2023-11-20 Åben",
        ]
    );
}

/// February, window December - February: § 104 gets two days in the middle of a gap and so splits; the one of
/// 10 December is put right; November's § 85 is outside the window.
fn february(two: &Two) {
    let numbers = &two.numbers;
    let one = [(3, "SEL § 103", "10-12-2023", ""), (1, "SEL § 104", "11-12-2023", "12-12-2023")];
    let other = [
        (0, "SEL § 103", "01-11-2023", ""),
        (1, "SEL § 104", "01-12-2023", "31-01-2024"),
        (3, "SEL § 103", "10-12-2023", ""),
    ];
    basis(two, &FEBRUARY, &rows(numbers, &one), &rows(numbers, &other));
}

fn after_february() -> [&'static str; 6] {
    [
        "SEL § 103 2023-12-01 - 2024-02-29 Accepteret",
        "SEL § 103 2023-12-10 - 2024-01-31 Lukket: rettet i data",
        // The citizen is in both now: the same days are lacking under another rule.
        "SEL § 104 2023-12-01 - 2023-12-10 Åben",
        "SEL § 104 2023-12-01 - 2024-01-31 Lukket: rettet i data",
        "SEL § 104 2023-12-13 - 2024-01-31 Åben",
        "SEL § 85 2023-11-01 - 2023-11-20 Åben",
    ]
}

/// March, window January - March: the one of 10 December is gone from Nexus again; § 104 splits in two parts.
fn march(two: &Two) {
    let numbers = &two.numbers;
    let one = [(1, "SEL § 104", "11-12-2023", "12-12-2023"), (1, "SEL § 104", "21-01-2024", "22-01-2024")];
    let other = [
        (0, "SEL § 103", "01-11-2023", ""),
        (1, "SEL § 104", "01-12-2023", "31-01-2024"),
        (3, "SEL § 103", "10-12-2023", ""),
    ];
    basis(two, &MARCH, &rows(numbers, &one), &rows(numbers, &other));
}

fn after_march() -> [&'static str; 7] {
    [
        // Accepted until 31 March, and the basis is of 1 April.
        "SEL § 103 2024-01-01 - 2024-03-31 Genopstået, igen",
        "SEL § 103 2024-01-01 - 2024-03-31 Åben",
        "SEL § 104 2023-12-01 - 2023-12-10 Åben",
        "SEL § 104 2023-12-01 - 2024-01-31 Lukket: rettet i data",
        "SEL § 104 2024-01-01 - 2024-01-20 Åben",
        "SEL § 104 2024-01-23 - 2024-01-31 Åben, delt",
        "SEL § 85 2023-11-01 - 2023-11-20 Åben",
    ]
}

#[test]
fn a_list_lives_over_three_months() {
    let two = Two::begin(6);
    save(&two);
    january(&two);
    let accepted = named(&two, "SEL § 103", "2023-11-01");
    let put_right = named(&two, "SEL § 103", "2023-12-10");
    people_say_what_they_may(&two, &accepted);
    let before = items(&two);
    assert!(two.place.done(&RUN).out.contains("uændret"), "den samme kørsel igen ændrer intet");
    assert_eq!(items(&two), before);

    february(&two);
    // Another question asked in passing shows and forgets.
    let window = ["--fra", "2023-11-01", "--til", "2024-02-29"];
    two.place.done(&[&["kontrol", "--system1", "nexus", "--system2", "as2007"][..], &window].concat());
    assert_eq!(items(&two), before, "kun en gemt kontrol rører listen");
    let said = two.place.done(&RUN).out;
    assert!(said.contains("2 nye, 1 set igen, 2 lukket (rettet i data), 1 urørt"), "{said}");
    assert_eq!(seen(&two), after_february());
    let times = two.place.done(&["afvigelse", "tid"]).out;
    // From 1 February to 1 March. Where the days stand under another rule nothing was put right.
    assert!(
        times.contains("1 rettet, halvdelen inden 29 dage, ni af ti inden 29 dage; 1 står endnu"),
        "{times}"
    );
    let closed = two.place.run(&["afvigelse", "saet", &put_right, "--status", "under_afklaring"]);
    assert!(closed.code == Some(1) && closed.err.contains("er lukket (rettet i data)"), "{}", closed.all());

    march(&two);
    let said = two.place.done(&RUN).out;
    assert!(said.contains("1 nye, 1 af dem delt fra andre, 3 set igen, 1 af dem genopstået"), "{said}");
    assert_eq!(seen(&two), after_march());
    let all = items(&two);
    assert_eq!(all[&put_right]["status"], "genopstaaet", "den samme, med sin historie");
    assert_eq!(
        (&all[&put_right]["foerst_set"], &all[&put_right]["alder_dage"]),
        (&"2024-02-01".into(), &60.into())
    );
    let shown = two.place.done(&["afvigelse", "vis", &put_right]).out;
    let told = ["Fundet (", "Lukket: rettet i data (", "Genopstået ("].map(|word| shown.find(word).unwrap());
    assert!(told.is_sorted(), "{shown}");
    assert!(shown.contains("som i AS2007 (as2007_2024-04-01.csv, række"), "{shown}");
    let older = named(&two, "SEL § 104", "2024-01-01");
    assert_eq!(all[&named(&two, "SEL § 104", "2024-01-23")]["delt_fra"], older.as_str());
    a_changed_language(&two);
}

fn people_say_what_they_may(two: &Two, accepted: &str) {
    let refused = |more: &[&str], word: &str| {
        let ran = two.place.run(&[&["afvigelse", "saet", accepted][..], more].concat());
        assert!(ran.code == Some(1) && ran.err.contains(word), "{more:?}: {}", ran.all());
    };
    let number = two.numbers[0].as_str();
    refused(&["--status", "accepteret"], "kræver en grund");
    refused(&["--status", "accepteret", "--grund", "aftalt"], "kræver en sidste dag");
    refused(&["--status", "accepteret", "--grund", "aftalt", "--til", "2024-01-31"], "før grundlagets dag");
    refused(&["--kommentar", &format!("spørg {number}")], "ligner et CPR-nummer");
    refused(&["--ansvarlig", number], "ligner et CPR-nummer");
    refused(&[], "intet at sætte");
    let set = ["--status", "accepteret", "--grund", "aftalt", "--til", "2024-03-31", "--ansvarlig", "Anna"];
    two.place.done(&[&["afvigelse", "saet", accepted][..], &set].concat());
    let annas =
        two.place.done(&["afvigelse", "liste", "--status", "alle", "--ansvarlig", "anna", "--json"]).lines();
    assert_eq!(annas.len(), 1);
    assert_eq!(annas[0]["gaelder_til"], "2024-03-31");
    assert!(
        !two.place.done(&["afvigelse", "liste"]).out.contains(accepted),
        "det accepterede er ikke arbejde"
    );
}

/// A translation that no longer has § 104 closes by language, not by data.
fn a_changed_language(two: &Two) {
    let before = items(two);
    let words = crate::rows::translation("as2007")
        .replace("as2007;MY SEL § 104;;;;;SEL § 104;Ydelsen på SEL § 104\r\n", "");
    let file = two.place.file("oversaettelse_2.csv", words);
    two.place.done(&["import", "--kilde", "oversaettelse", &file]);
    two.place.done(&["grundlag", "accepter"]);
    let said = two.place.done(&RUN).out;
    // What stands in Nexus on 21 and 22 January has nothing in AS2007 any more.
    assert!(said.contains("1 nye, ") && said.contains("2 lukket (oversættelse ændret)"), "{said}");
    let now = items(two);
    assert_eq!(now.len(), before.len() + 1);
    let closed = now.values().filter(|i| text(i, "status_tekst") == "Lukket: oversættelse ændret");
    assert!(closed.clone().all(|i| text(i, "paragraf") == "SEL § 104") && closed.count() == 2);
}

/// A basis older than the one that the list has come to shows and changes nothing.
#[test]
fn an_older_basis_shows_and_changes_nothing() {
    let two = Two::begin(6);
    save(&two);
    january(&two);
    let vis = two.place.done(&["grundlag", "vis"]).out;
    let old = vis.split(|c: char| !c.is_ascii_hexdigit()).find(|w| w.len() == 12).unwrap().to_owned();
    february(&two);
    two.place.done(&RUN);
    let before = items(&two);
    let ran = two.place.done(&[&RUN[..], &["--grundlag", &old]].concat()).out;
    assert!(
        ran.contains("grundlaget er fra 01-02-2024, og listen er allerede ført frem til 01-03-2024"),
        "{ran}"
    );
    assert_eq!(items(&two), before);
}

/// Killed anywhere between the control and the list: old or new, and running again ends as if nothing had happened.
#[test]
fn killed_between_run_and_list_the_run_is_repeated() {
    let whole = || {
        let two = Two::begin(6);
        save(&two);
        january(&two);
        february(&two);
        two
    };
    let untouched = whole();
    let before = items(&untouched);
    untouched.place.done(&RUN);
    let after = items(&untouched);
    for point in POINTS.into_iter().filter(|p| p.starts_with("items.") || p.starts_with("run.")) {
        let two = whole();
        let ran = two.place.run_with("OTTETAL_FEJLPUNKT", point, &RUN);
        assert_eq!(ran.code, None, "{point}: {}", ran.all());
        let now = items(&two);
        assert!(if point == "items.committed" { now == after } else { now == before }, "{point}");
        two.place.done(&RUN);
        assert_eq!(items(&two), after, "{point}: de samme navne og det samme indhold");
        assert_eq!(two.place.run(&["tjek"]).code, Some(0));
    }
}
