//! The disponering of a year: figures worked out by hand, and every cell opened and added up.

use crate::exit_codes::is_danish;
use crate::rows::{ROW, Row, Two, text};
use crate::world::World;
use serde_json::Value;
use std::collections::BTreeMap;
use synth::Errors;
use testkit::Place;

const BUDGET: &str = "År;Budget;Dato;Konto;Paragraf;Beløb;Tekst\r\n\
    2024;Oprindeligt;01-10-2023;5.38.59;;140.000,00;Dagtilbud\r\n\
    2024;Tillægsbevilling;01-02-2024;5.38.59;;10.000,00;En plads mere\r\n";
const BERIGELSE: &str = "Betegnelse;Art;Paragraf;Konto;Leverandør;Fra;Til;Beløb;Pladser;Ejer;Udløber\r\n\
    Sommerpulje;Pulje;SEL § 104;;;01-01-2024;31-12-2024;10.000,00;;Økonomi;31-12-2099\r\n\
    Gammel pulje;Pulje;SEL § 104;;;01-01-2024;31-12-2024;99.000,00;;Økonomi;31-12-2020\r\n";

fn asked<'a>(system: &'a str, year: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["disponering", "--system", system, "--aar", year][..], more].concat()
}

/// Figures by row and column of the page.
fn figures(place: &Place, system: &str, year: &str) -> BTreeMap<(String, String), Value> {
    let lines = place.done(&asked(system, year, &["--format", "jsonl"])).lines();
    lines.into_iter().map(|l| ((text(&l, "nr").to_owned(), text(&l, "kolonne").to_owned()), l)).collect()
}

#[test]
fn a_small_year_is_added_up_by_hand() {
    let two = Two::begin(3);
    let numbers = two.numbers.clone();
    two.import("berigelse", "berigelse.csv", BERIGELSE);
    two.import("budget", "budget.csv", BUDGET);
    let priced = Row { cpr: &numbers[0], from: "01-01-2024", to: "31-12-2024", ..ROW };
    let half = Row { cpr: &numbers[1], from: "01-07-2024", ..ROW };
    let unpriced = Row { cpr: &numbers[2], from: "01-01-2024", to: "31-01-2024", rate: "", unit: "", ..ROW };
    let two = two.with(&[priced], &[priced, priced, half, unpriced]);
    let found = figures(&two.place, "as2007", "2024");
    let of = |column: &str, key: &str| found[&("alt".to_owned(), column.to_owned())][key].as_i64();
    // 366 and 184 days at 500 kr.; the double row counts once.
    assert_eq!(of("brutto", "oere"), Some((366 + 184) * 50_000));
    assert_eq!(of("berigelse", "oere"), Some(1_000_000));
    assert_eq!(of("ialt", "oere"), Some((366 + 184) * 50_000 + 1_000_000));
    assert_eq!(of("borgere", "antal"), Some(3));
    assert_eq!(of("personaar", "helaarspersoner"), Some((366 + 184 + 31) * 10_000 / 366));
    assert_eq!(of("budget", "oere"), Some(15_000_000));
    // The half runs on: 500 kr. in 366 days, less the 184 that are paid; the others end with the year or before.
    assert_eq!(of("helaarsvirkning", "oere"), Some((366 - 184) * 50_000));
    let table = two.place.done(&asked("as2007", "2024", &[])).out;
    for words in [
        "DISPONERING 2024: AS2007",
        "der er ingen liste for 2024",
        "1 række uden pris (31 dage)",
        "tæller én gang: en anden række er ens",
        "Momsafløftning er ukendt for 275.000 kr.",
        "3 forløb · 3 forskellige borgere",
        "merforbrug",
        "135.000",
        "tæller ikke: ikke bekræftet siden 31-12-2020",
        "as2007.csv, række 5",
        "Voksne (fra 18 år)",
    ] {
        assert!(table.contains(words), "«{words}» mangler i:\n{table}");
    }
    let original = two.place.done(&asked("as2007", "2024", &["--budget", "oprindeligt"])).out;
    assert!(original.contains("145.000"), "{original}");
    let earlier = two.place.done(&asked("as2007", "2024", &["--pr-dag", "2024-01-15"])).out;
    assert!(earlier.contains("1 budgetlinje på 10.000 kr. er besluttet efter 15-01-2024"), "{earlier}");
    for wrong in ["9:netto", "alt:nitto", "5.38.99:netto"] {
        let refused = two.place.run(&asked("as2007", "2024", &["--aabn", wrong]));
        assert_eq!(refused.code, Some(1));
        is_danish(&refused.err);
    }
}

#[test]
fn every_cell_opens_to_rows_that_add_up_to_it() {
    let world = World::new(1, 250, Errors::Mixed(60));
    let found = figures(&world.place, "as2007", "2025");
    let quotient =
        |column: &str| column.starts_with("enhedspris") || column == "forloeb" || column == "borgere";
    let mut opened = 0;
    for ((row, column), line) in found.iter().filter(|((_, column), _)| !quotient(column)) {
        // Every column of the total, and the whole of every line.
        if row != "alt" && column != "ialt" {
            continue;
        }
        let cell = format!("{row}:{column}");
        let parts =
            world.place.done(&asked("as2007", "2025", &["--aabn", &cell, "--format", "jsonl"])).lines();
        let sum = |key: &str| parts.iter().map(|part| part[key].as_i64().unwrap()).sum::<i64>();
        if let Some(oere) = line["oere"].as_i64() {
            assert_eq!(sum("oere"), oere, "{cell}");
        } else {
            let scaled = (sum("dage") * 10_000 * 2 + 365) / (2 * 365);
            assert_eq!(Some(scaled), line["helaarspersoner"].as_i64(), "{cell}");
        }
        assert!(parts.iter().all(|part| text(part, "sted").contains("række")), "{cell}");
        opened += 1;
    }
    assert!(opened > 20, "{opened}");
    let write = |name: &str| {
        let file = world.place.path(name);
        world.place.done(&asked("as2007", "2025", &["--format", "xlsx", "--ud", file.to_str().unwrap()]));
        std::fs::read(file).unwrap()
    };
    assert_eq!(write("a.xlsx"), write("b.xlsx"), "samme grundlag, samme bytes");
}
