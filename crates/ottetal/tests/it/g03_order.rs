//! G3: the order of rows, a row written twice, a row cut in two: nothing is reported otherwise.

use crate::days::{danish, day, iso};
use crate::place;
use crate::world::World;
use serde_json::Value;
use std::fs;
use synth::Errors;
use testkit::Place;

/// The lines without what only says where a row stands, and without double rows.
fn bare(lines: &[Value]) -> Vec<String> {
    lines
        .iter()
        .filter(|line| line["regel"] != "dobbelt_raekke")
        .map(|line| {
            let mut line = line.clone();
            for key in ["raekker_1", "raekker_2", "budskab"] {
                assert!(line.as_object_mut().unwrap().remove(key).is_some());
            }
            line.to_string()
        })
        .collect()
}

/// The same world with another Nexus file.
fn with_nexus(world: &World, nexus: &str) -> Vec<Value> {
    let place: Place = place();
    place.done(&["init", "--kommune", "573", "--froe", "1"]);
    let file = place.file("nexus_indsatser_2026-03-01.csv", nexus);
    for import in &world.written.imports {
        let mut all = import.arguments();
        if import.source == "nexus" {
            *all.last_mut().unwrap() = file.clone();
        }
        let all: Vec<&str> = ["import"].into_iter().chain(all.iter().map(String::as_str)).collect();
        place.done(&all);
    }
    place.done(&["grundlag", "accepter"]);
    let (from, to) = (world.made.window.from.to_string(), world.made.window.to.to_string());
    let all = [
        "kontrol",
        "--system1",
        "nexus",
        "--system2",
        "as2007",
        "--fra",
        &from,
        "--til",
        &to,
        "--format",
        "jsonl",
    ];
    place.done(&all).lines()
}

/// A fixed shuffling: each row to a place that follows from its number.
fn shuffled<T>(rows: Vec<T>) -> Vec<T> {
    let mut keyed: Vec<(u64, T)> =
        (1u64..).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20).zip(rows).collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// A row of more than a day as two that touch.
fn cut(row: &str) -> Vec<String> {
    let cells: Vec<&str> = row.split(';').collect();
    let number = |text: &str| {
        let p: Vec<&str> = text.split('-').collect();
        day(&format!("{}-{}-{}", p[2], p[1], p[0]))
    };
    let from = number(cells[7]);
    let to = if cells[8].is_empty() { from + 1_000 } else { number(cells[8]) };
    if to <= from {
        return vec![row.to_owned()];
    }
    let middle = from + (to - from) / 3;
    let with = |from: &str, to: &str| {
        let mut cells = cells.clone();
        (cells[7], cells[8]) = (from, to);
        cells.join(";")
    };
    assert!(iso(middle) < iso(to));
    vec![with(cells[7], &danish(middle)), with(&danish(middle + 1), cells[8])]
}

#[test]
fn g3_order_doubling_and_cutting_change_nothing() {
    let world = World::new(1, 250, Errors::Key);
    let before = world.control("as2007", &["--format", "jsonl"]).lines();
    let file = world.written.imports.iter().find(|i| i.source == "nexus").unwrap();
    let text = fs::read_to_string(&file.file).unwrap();
    let (header, rows) = text.split_once("\r\n").unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    let whole = |rows: Vec<String>| format!("{header}\r\n{}\r\n", rows.join("\r\n"));
    let owned = || rows.iter().map(|r| (*r).to_owned()).collect::<Vec<String>>();

    let order = with_nexus(&world, &whole(shuffled(owned())));
    assert_eq!(bare(&order), bare(&before), "rækkernes orden");
    assert_eq!(order.len(), before.len());

    let doubled = rows.iter().enumerate().flat_map(|(at, row)| vec![(*row).to_owned(); 1 + at % 2]).collect();
    let doubled = with_nexus(&world, &whole(shuffled(doubled)));
    assert_eq!(bare(&doubled), bare(&before), "hver anden række to gange");
    assert!(doubled.len() > before.len() + 200, "dobbelte rækker siges");

    let cut = rows.iter().flat_map(|row| cut(row)).collect();
    assert_eq!(bare(&with_nexus(&world, &whole(cut))), bare(&before), "hver række delt i to");
}
