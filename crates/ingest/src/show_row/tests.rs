//! Rows of small hand-made files.

use super::*;
use std::ffi::OsString;

fn mapping() -> Mapping {
    let text = "format = 1\nname = \"egen\"\ntitle = \"Egen\"\nkind = \"activities\"\n\n[columns]\ncpr = \"CPR\"\nname = \"Navn\"\n\
                start = \"Start\"\nservice = \"Ydelse\"\naddress = \"Adresse\"\n";
    Mapping::parse(text, "kilde.toml").unwrap_or_else(|error| panic!("{error}"))
}

fn row(text: &str, row: u32) -> Option<ShownRow> {
    let child = ChildProgram { program: "findes-ikke".into(), args: Vec::<OsString>::new() };
    let size = text.len() as u64;
    show_row(&mapping(), "a.csv", &mut text.as_bytes(), size, &child, Wanted { sheet: "", row }).unwrap()
}

const FILE: &str = "Udtræk fra egen;;;;;\n\nYdelse;CPR;Navn;Start;Adresse;Bemærkning\n\
    Bostøtte;030280-0010;Åse Prøve;01-01-2025;Vej 1;ring til Åse\n\
    Støtte til Prøve, 030280-0010;030280-0010;Åse Prøve;02-01-2025;;\n\
    forskudt;Bostøtte;030280-0010;Åse Prøve;01-01-2025;Vej 1;ekstra\n";

#[test]
fn the_columns_stand_as_in_the_file_and_nobody_is_named() {
    let shown = row(FILE, 4).unwrap();
    let cells: Vec<(&str, &str, &str)> =
        shown.cells.iter().map(|c| (c.heading.as_str(), c.field, c.text.as_str())).collect();
    assert_eq!(
        cells,
        [
            ("Ydelse", "service", "Bostøtte"),
            ("CPR", "cpr", HIDDEN),
            ("Navn", "name", HIDDEN),
            ("Start", "start", "01-01-2025"),
            ("Adresse", "address", HIDDEN),
        ]
    );
    assert_eq!(shown.unread, ["Bemærkning"], "kun overskriften");
}

#[test]
fn a_name_or_a_number_in_another_column_is_hidden_too() {
    let shown = row(FILE, 5).unwrap();
    assert_eq!(shown.cells[0].text, "Støtte til ••••••, ******-****");
    assert_eq!((shown.cells[4].text.as_str(), shown.cells[4].hidden), ("", false), "tom er tom");
}

#[test]
fn of_a_shifted_row_nothing_is_shown() {
    let shown = row(FILE, 6).unwrap();
    assert!(shown.cells.iter().all(|cell| cell.hidden && cell.text == HIDDEN), "{shown:?}");
}

#[test]
fn what_is_no_row_of_data_is_none() {
    for at in [1, 2, 3, 7, 1_000] {
        assert_eq!(row(FILE, at), None, "{at}");
    }
}
