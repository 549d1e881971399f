//! G1: nested, open-ended, touching, one-day and leap-day periods. Every overlap, gap and difference is found.
//!
//! Everything against everything: each history of System 1 meets each history of System 2 in a citizen of its own.

use crate::days::{Days, danish, day, iso, runs};
use crate::rows::{ROW, Row, Two, text};
use std::collections::BTreeSet;

const FROM: &str = "2024-02-01";
const TO: &str = "2024-03-31";

/// First and last day; no last day is an open end.
type Period = (&'static str, Option<&'static str>);

const HISTORIES: &[&[Period]] = &[
    &[],
    // One day, the leap day, the days around it.
    &[("2024-02-29", Some("2024-02-29"))],
    &[("2024-02-28", Some("2024-02-28"))],
    &[("2024-02-28", Some("2024-03-01"))],
    // First and last day of the window, and over its edges.
    &[("2024-02-01", Some("2024-02-01"))],
    &[("2024-03-31", Some("2024-03-31"))],
    &[("2023-12-15", Some("2024-02-10"))],
    &[("2024-03-20", Some("2024-04-30"))],
    &[("2023-01-01", Some("2025-06-30"))],
    // Outside alone.
    &[("2023-01-01", Some("2024-01-31"))],
    &[("2024-04-01", None)],
    // Open ends.
    &[("2024-02-15", None)],
    &[("2020-02-29", None)],
    // Touching, a gap of a day, nested, partly over each other, the same twice, one inside an open one.
    &[("2024-02-10", Some("2024-02-28")), ("2024-02-29", Some("2024-03-10"))],
    &[("2024-02-10", Some("2024-02-28")), ("2024-03-01", Some("2024-03-10"))],
    &[("2024-02-05", Some("2024-03-25")), ("2024-02-20", Some("2024-03-05"))],
    &[("2024-02-05", Some("2024-02-29")), ("2024-02-29", Some("2024-03-25"))],
    &[("2024-02-10", Some("2024-03-10")), ("2024-02-10", Some("2024-03-10"))],
    &[("2024-02-03", None), ("2024-02-10", Some("2024-02-12"))],
    &[
        ("2024-02-03", Some("2024-02-03")),
        ("2024-02-05", Some("2024-02-05")),
        ("2024-02-04", Some("2024-02-04")),
    ],
    // Nested in the first, after one that lies between: comparing with the previous row only misses it.
    &[
        ("2024-02-02", Some("2024-03-30")),
        ("2024-02-10", Some("2024-02-11")),
        ("2024-03-01", Some("2024-03-02")),
    ],
];

/// The days of a history inside the window, and those on which two of its rows lie.
fn days(history: &[Period]) -> (Days, Days) {
    let window = day(FROM)..=day(TO);
    let held: Vec<Days> = history
        .iter()
        .map(|(from, to)| {
            (day(from)..=to.map_or(day("2025-12-31"), day)).filter(|d| window.contains(d)).collect::<Days>()
        })
        .collect();
    let all: Days = held.iter().flatten().copied().collect();
    let twice =
        all.iter().filter(|d| held.iter().filter(|one| one.contains(d)).count() > 1).copied().collect();
    (all, twice)
}

/// Question or rule, first and last day.
type Found = (String, String, String);

fn expected(one: &[Period], two: &[Period]) -> BTreeSet<Found> {
    let ((one, one_twice), (two, two_twice)) = (days(one), days(two));
    let both = !one.is_empty() && !two.is_empty();
    let mut out = BTreeSet::new();
    let mut add = |what: &str, days: &Days| {
        out.extend(runs(days).into_iter().map(|(a, b)| (what.to_owned(), iso(a), iso(b))));
    };
    add(if both { "3" } else { "1" }, &two.difference(&one).copied().collect());
    add(if both { "4" } else { "2" }, &one.difference(&two).copied().collect());
    add("dobbelt i nexus", &one_twice);
    add("dobbelt i as2007", &two_twice);
    out
}

fn rows<'a>(cpr: &'a str, texts: &'a [(String, String)]) -> impl Iterator<Item = Row<'a>> {
    texts.iter().map(move |(from, to)| Row { cpr, from, to, ..ROW })
}

#[test]
fn g1_everything_against_everything() {
    let pairs: Vec<(usize, usize)> =
        (0..HISTORIES.len()).flat_map(|a| (0..HISTORIES.len()).map(move |b| (a, b))).skip(1).collect();
    let two = Two::begin(pairs.len() as u32);
    let texts: Vec<Vec<(String, String)>> = HISTORIES
        .iter()
        .map(|h| {
            h.iter().map(|(a, b)| (danish(day(a)), b.map_or(String::new(), |b| danish(day(b))))).collect()
        })
        .collect();
    let numbers = two.numbers.clone();
    let people = || numbers.iter().zip(&pairs);
    let one: Vec<Row<'_>> = people().flat_map(|(cpr, (a, _))| rows(cpr, &texts[*a])).collect();
    let other: Vec<Row<'_>> = people().flat_map(|(cpr, (_, b))| rows(cpr, &texts[*b])).collect();
    let two = two.with(&one, &other);

    let lines = two.lines(FROM, TO, &["--med-cpr", "--formaal", "TILSYN"]);
    let mut checked = 0;
    for (cpr, (a, b)) in people() {
        let own = lines.iter().filter(|line| text(line, "cpr") == cpr);
        let found: BTreeSet<Found> = own
            .map(|line| {
                let what = match line["spoergsmaal"].as_u64() {
                    Some(question) => question.to_string(),
                    None => format!("dobbelt i {}{}", text(line, "system_1"), text(line, "system_2")),
                };
                assert_eq!(line["dage"], day(text(line, "til")) - day(text(line, "fra")) + 1);
                (what, text(line, "fra").to_owned(), text(line, "til").to_owned())
            })
            .collect();
        assert_eq!(
            found,
            expected(HISTORIES[*a], HISTORIES[*b]),
            "{:?} mod {:?}",
            HISTORIES[*a],
            HISTORIES[*b]
        );
        checked += found.len();
    }
    assert_eq!(checked, lines.len());
    assert!(checked > 500, "{checked}");
}
