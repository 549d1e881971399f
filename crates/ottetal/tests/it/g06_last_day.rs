//! G6: the last day is included everywhere. The days of the months add up to the days of the year.

use crate::days::{danish, day, iso};
use crate::rows::{ROW, Row, Two, text};
use serde_json::Value;
use std::collections::BTreeMap;

#[test]
fn g6_a_service_from_the_first_to_the_last_of_january_has_31_days() {
    let two = Two::begin(1);
    let cpr = two.numbers[0].clone();
    let row = Row { cpr: &cpr, from: "01-01-2024", to: "31-01-2024", ..ROW };
    let two = two.with(&[row], &[]);
    let lines = two.lines("2024-01-01", "2024-12-31", &[]);
    assert_eq!(lines.len(), 1);
    assert_eq!((text(&lines[0], "fra"), text(&lines[0], "til")), ("2024-01-01", "2024-01-31"));
    assert_eq!(lines[0]["dage"], 31);
    assert_eq!(lines[0]["oere"], 31 * 50_000);
    // The window's own last day is included too.
    for (from, to, days) in
        [("2024-01-31", "2024-01-31", 1), ("2024-01-30", "2024-02-15", 2), ("2024-02-01", "2024-02-15", 0)]
    {
        let lines = two.lines(from, to, &[]);
        assert_eq!(lines.iter().map(|l| l["dage"].as_i64().unwrap()).sum::<i64>(), days, "{from} - {to}");
    }
    let table = two.place.done(&[
        "kontrol",
        "--system1",
        "nexus",
        "--system2",
        "as2007",
        "--fra",
        "2024-01-31",
        "--til",
        "31-01-2024",
    ]);
    assert!(table.out.contains("1 afvigelse"), "{}", table.out);
}

/// Days and øre by citizen.
fn sums(lines: &[Value]) -> BTreeMap<String, (i64, i64)> {
    let mut out = BTreeMap::new();
    for line in lines {
        let sum: &mut (i64, i64) = out.entry(text(line, "borger").to_owned()).or_default();
        sum.0 += line["dage"].as_i64().unwrap();
        sum.1 += line["oere"].as_i64().unwrap();
    }
    out
}

/// Days and kroner, for each of three units: whole months, parts of months, a leap day, an open end, rates that round.
#[test]
fn g6_months_add_up_to_the_year() {
    let two = Two::begin(40);
    let numbers = two.numbers.clone();
    let spans: Vec<(String, String)> = (0..40)
        .map(|n| {
            let from = day("2023-11-20") + n * 11;
            let to = if n % 5 == 0 { String::new() } else { danish(from + n * 7) };
            (danish(from), to)
        })
        .collect();
    let rows: Vec<Row<'_>> = numbers
        .iter()
        .zip(&spans)
        .enumerate()
        .map(|(n, (cpr, (from, to)))| {
            let (unit, hours, rate) = [
                ("Døgn", "", "1.352,0300"),
                ("Måned", "", "41.512,34"),
                ("Time pr. uge", "7,25", "412,5150"),
            ][n % 3];
            Row { cpr, from, to, unit, hours, rate, ..ROW }
        })
        .collect();
    let two = two.with(&rows, &[]);
    let year = two.lines("2024-01-01", "2024-12-31", &[]);
    let mut by_month = BTreeMap::new();
    for month in 1..=12 {
        let first = day(&format!("2024-{month:02}-01"));
        let next = if month == 12 { "2025-01-01".to_owned() } else { format!("2024-{:02}-01", month + 1) };
        for (citizen, (days, oere)) in sums(&two.lines(&iso(first), &iso(day(&next) - 1), &[])) {
            let sum: &mut (i64, i64) = by_month.entry(citizen).or_default();
            (sum.0, sum.1) = (sum.0 + days, sum.1 + oere);
        }
    }
    assert_eq!(by_month, sums(&year));
    assert!(year.iter().any(|line| line["dage"] == 366), "et helt skudår er med");
    assert!(year.len() > 30);
}
