//! G9: no row disappears: read = used + never took effect + set aside, in rows and in rates; and what the control
//! says that it had is what the imports say that they used.

use crate::rows::{ROW, Row, Two, nexus};
use crate::world::World;
use synth::Errors;

/// Rows and the sum of rates of a line of an import, in 1/10.000 kroner.
fn tally(out: &str, what: &str) -> (i64, i64) {
    let start = format!("  {what:<22}");
    let Some(line) = out.lines().find(|line| line.starts_with(&start)) else { return (0, 0) };
    let number = |text: &str| -> i64 {
        text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
    };
    let rows = number(line[start.len()..].split("rækker").next().unwrap());
    let rates = line.split("takster i alt ").nth(1).map_or(0, |text| {
        let (whole, part) = text.trim_end_matches(" kr.").split_once(',').unwrap_or((text, "0"));
        let sign = if whole.starts_with('-') || whole.starts_with('−') { -1 } else { 1 };
        let part: String = part.chars().filter(char::is_ascii_digit).collect();
        sign * (number(whole) * 10_000 + format!("{part:0<4}").parse::<i64>().unwrap())
    });
    (rows, rates)
}

fn ties(out: &str) -> (i64, i64) {
    let parts = ["brugt", "aldrig trådt i kraft", "sat til side"].map(|what| tally(out, what));
    let read = tally(out, "læst");
    assert_eq!(read.0, parts.iter().map(|p| p.0).sum::<i64>(), "{out}");
    assert_eq!(read.1, parts.iter().map(|p| p.1).sum::<i64>(), "{out}");
    read
}

#[test]
fn g9_rows_and_rates_tie_from_file_to_control() {
    let world = World::new(1, 250, Errors::Mixed(200));
    let place = crate::place();
    place.done(&["init", "--kommune", "573", "--froe", "1"]);
    let mut rows = std::collections::BTreeMap::new();
    for import in &world.written.imports {
        let all = import.arguments();
        let all: Vec<&str> = ["import"].into_iter().chain(all.iter().map(String::as_str)).collect();
        let out = place.done(&all).out;
        assert_eq!(ties(&out).0, import.rows as i64, "alle filens rækker er læst: {out}");
        rows.insert(import.source, tally(&out, "brugt").0 + tally(&out, "aldrig trådt i kraft").0);
    }
    for (system_2, title) in [("as2007", "AS2007"), ("boern_og_voksne", "KMD Børn og Voksne")] {
        let out = world.control(system_2, &[]).out;
        for (source, title) in [("nexus", "KMD Nexus"), (system_2, title)] {
            let grouped =
                |n: i64| if n >= 1000 { format!("{}.{:03}", n / 1000, n % 1000) } else { n.to_string() };
            let line = format!("{title}: {} rækker", grouped(rows[source]));
            assert!(out.contains(&line), "{line} mangler i\n{out}");
        }
    }
}

#[test]
fn g9_what_is_set_aside_is_counted_with_its_rates() {
    let two = Two::begin(6);
    let numbers = two.numbers.clone();
    let row = |at: usize| Row { cpr: &numbers[at], ..ROW };
    let rows = [
        row(0),
        Row { rate: "1,0001", ..row(1) },
        Row { from: "31-02-2024", rate: "10,00", ..row(2) },
        Row { status: "Annulleret", rate: "100,00", ..row(3) },
        Row { status: "Ved ikke", rate: "1.000,00", ..row(4) },
        Row { rate: "ulæselig", ..row(5) },
    ];
    let out = two.import("nexus", "nexus.csv", nexus(&rows)).out;
    assert_eq!(ties(&out), (6, 16_110_001), "{out}");
    assert_eq!(tally(&out, "brugt"), (3, 5_010_001));
    assert_eq!(tally(&out, "aldrig trådt i kraft"), (1, 1_000_000));
    assert_eq!(tally(&out, "sat til side"), (2, 10_100_000));
}
