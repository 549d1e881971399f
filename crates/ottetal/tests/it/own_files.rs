//! As a new user with files of his own: other headings, another order, other dates, own words.

use crate::rows::{ROW, Row, Two, as2007, kontrol, nexus, text, translation};
use std::fs;
use testkit::Place;

/// Edits the copied description as `docs/kilder.md` tells.
fn edit(place: &Place, name: &str, changes: &[(&str, &str)]) {
    let path = place.data().join("kilder").join(name).join("kilde.toml");
    let mut toml = fs::read_to_string(&path).unwrap();
    for (old, new) in changes {
        assert!(toml.contains(old), "{old} står ikke i\n{toml}");
        toml = toml.replacen(old, new, 1);
    }
    fs::write(&path, toml).unwrap();
}

/// What the user's own system writes: title row, other headings in another order, days as 20240131, an own word for
/// what was granted, the day after as the end date.
fn own_file(numbers: &[String]) -> String {
    let lines = [
        format!("Dagtilbud;20240101;20240201;{};Aktiv;Dagcenter Engen;500,00", numbers[0]),
        format!("Dagtilbud;20240101;;{};Aktiv;Dagcenter Engen;500,00", numbers[1]),
        format!("Bosted;20240301;Løbende;{};Aktiv;Dagcenter Engen;500,00", numbers[2]),
        format!("Dagtilbud;20240101;20240101;{};Aktiv;Dagcenter Engen;500,00", numbers[3]),
        format!("Dagtilbud;20240101;;{};Kladde;Dagcenter Engen;500,00", numbers[4]),
    ];
    format!(
        "Udtræk til økonomi\r\nTilbud;Første dag;Stopper;Personnr.;Tilstand;Sted;Døgnpris\r\n{}\r\n",
        lines.join("\r\n")
    )
}

const CHANGES: &[(&str, &str)] = &[
    ("title = \"KMD Nexus (vores)\"", "title = \"Vores system\""),
    ("optional = [\"service\"]", "optional = [\"paragraf\", \"unit\"]"),
    ("reads_paragraphs = true", "reads_paragraphs = false"),
    ("cpr = [\"Borger CPR\", \"CPR-nummer\", \"CPR\"]", "cpr = \"Personnr.\""),
    ("service = [\"Indsats\", \"Indsatsnavn\"]", "service = \"Tilbud\""),
    ("provider = [\"Leverandør\", \"Leverandørnavn\"]", "provider = \"Sted\""),
    ("start = [\"Startdato\", \"Fra\"]", "start = \"Første dag\""),
    ("end = [\"Slutdato\", \"Til\"]", "end = \"Stopper\""),
    ("status = [\"Status\"]", "status = \"Tilstand\""),
    ("rate = [\"Takst\"]", "rate = \"Døgnpris\""),
    (
        "end_date = \"last_day\"",
        "end_date = \"day_after\"\nopen_end = [\"Løbende\"]\ndates = [\"yyyymmdd\"]\n\n[units]\ndefault = \"doegn\"",
    ),
    ("counts = [\n", "counts = [\n    \"Aktiv\",\n"),
    ("never_took_effect = [", "never_took_effect = [\"Kladde\", "),
];

/// The description copied, a slip of the pen refused, then edited as it should be.
fn copy_and_edit(place: &Place, file: &str) {
    let made = place.done(&["kilde", "ny", "vores", "--fra", "nexus"]).out;
    assert!(made.contains("kilde.toml") && made.contains("kilde proev vores"), "{made}");
    let again = place.run(&["kilde", "ny", "vores", "--fra", "nexus"]);
    assert!(again.code == Some(1) && again.err.contains("findes allerede"), "{}", again.all());

    // A slip of the pen is found with its line and the nearest word.
    edit(place, "vores", &[("title = \"KMD Nexus (vores)\"", "titel = \"KMD Nexus (vores)\"")]);
    let slip = place.run(&["kilde", "proev", "vores", file]);
    assert_eq!(slip.code, Some(1));
    assert!(
        slip.err.contains("titel") && slip.err.contains("title") && slip.err.contains("kilde.toml"),
        "{}",
        slip.err
    );
    edit(place, "vores", &[("titel = ", "title = ")]);
    edit(place, "vores", CHANGES);
}

#[test]
fn own_files_with_renamed_and_moved_columns() {
    let two = Two::begin(5);
    let place = &two.place;
    let numbers = two.numbers.clone();
    let file = place.file("vores udtræk.csv", own_file(&numbers));

    // The shipped description does not fit, and says which column is nearest.
    let refused = place.run(&["import", "--kilde", "nexus", &file]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("Mangler kolonnen 'Borger CPR'"), "{}", refused.err);
    assert!(refused.err.contains("[columns]") && refused.err.contains("slet dens linje"), "{}", refused.err);

    copy_and_edit(place, &file);
    let tried = place.done(&["kilde", "proev", "vores", &file]).out;
    assert!(tried.contains("Vores system") && tried.contains("intet er gemt"), "{tried}");
    assert!(tried.contains("5 rækker læst, 3 brugt, 1 aldrig trådt i kraft, 1 sat til side"), "{tried}");
    assert!(tried.contains("IND014"), "slut = start er en række uden dage: {tried}");
    assert!(!place.done(&["status"]).out.contains("indlæsning vores"), "prøven gemte intet");
    assert!(place.done(&["kilde", "liste"]).out.contains("Vores system"));

    let stated = ["--udtraek", "2026-01-01", "--daekker", "2016-01-01", "2025-12-31"];
    place.done(&[&["import", "--kilde", "vores"][..], &stated, &[&file]].concat());
    let words = translation("as2007") + "vores;Dagtilbud;;;;;SEL § 104;\r\nvores;Bosted;;;;;SEL § 107;\r\n";
    let words = place.file("ord.csv", words);
    place.done(&["import", "--kilde", "oversaettelse", &words]);
    two.import("as2007", "as2007.csv", as2007(&[Row { cpr: &numbers[1], ..ROW }]));
    place.done(&["grundlag", "accepter"]);

    let ran = place.done(&[
        "kontrol",
        "--system1",
        "vores",
        "--system2",
        "as2007",
        "--fra",
        "01-01-2024",
        "--til",
        "31-12-2024",
        "--format",
        "jsonl",
        "--med-cpr",
        "--formaal",
        "AFVIGELSE-RET",
    ]);
    let found: Vec<_> = ran
        .lines()
        .iter()
        .map(|l| {
            (
                text(l, "cpr").to_owned(),
                text(l, "paragraf").to_owned(),
                l["dage"].as_i64().unwrap(),
                text(l, "til").to_owned(),
            )
        })
        .collect();
    // The end date is the day after: 1 January to 1 February is 31 days, and an open end stays open.
    let wanted = [
        (numbers[0].clone(), "SEL § 104".to_owned(), 31, "2024-01-31".to_owned()),
        (numbers[2].clone(), "SEL § 107".to_owned(), 306, "2024-12-31".to_owned()),
    ];
    assert_eq!(found, wanted, "{}", ran.out);
    assert!(
        ran.lines()
            .iter()
            .all(|l| l["system_1"] == "vores" && l["oere"] == l["dage"].as_i64().unwrap() * 50_000)
    );
}

/// A column that the description has and the file has not is not compared: it is listed first, and asked for by name
/// the control fails. Compared, it would be a deviation of everybody.
#[test]
fn a_column_that_the_file_came_without_is_not_compared() {
    let two = Two::begin(2);
    let place = &two.place;
    let cpr = two.numbers[0].as_str();
    let row = Row { cpr, ..ROW };
    let without: String = nexus(&[row])
        .lines()
        .map(|line| {
            let cells: Vec<&str> =
                line.split(';').enumerate().filter(|(at, _)| *at != 7).map(|(_, c)| c).collect();
            cells.join(";") + "\r\n"
        })
        .collect();
    assert!(!without.contains("Målgruppe"));
    let said = two.import("nexus", "nexus.csv", without).out;
    assert!(said.contains("IND070") && said.contains("Målgruppe"), "{said}");
    two.import("as2007", "as2007.csv", as2007(&[row]));
    place.done(&["grundlag", "accepter"]);
    assert!(two.lines("2024-01-01", "2024-12-31", &[]).is_empty());
    let base = kontrol("2024-01-01", "2024-12-31");
    let table = place.done(&base).out;
    assert!(table.contains("! Målgruppe er ikke sammenlignet: KMD Nexus har ikke kolonnen"), "{table}");
    let asked = place.run(&[&base[..], &["--attribut", "maalgruppe"]].concat());
    assert_eq!(asked.code, Some(1));
    assert!(asked.err.contains("målgruppe kunne ikke sammenlignes: KMD Nexus"), "{}", asked.err);
}

/// A changed description is a new version: the same file is a new import, and `status` says so until then.
#[test]
fn a_changed_description_is_a_new_version() {
    let two = Two::begin(5);
    let place = &two.place;
    let file = place.file("vores.csv", own_file(&two.numbers));
    place.done(&["kilde", "ny", "vores", "--fra", "nexus"]);
    edit(place, "vores", CHANGES);
    let first = place.done(&["import", "--kilde", "vores", &file]).out;
    assert!(place.done(&["import", "--kilde", "vores", &file]).out.contains("findes allerede"));
    edit(place, "vores", &[("end_date = \"day_after\"", "end_date = \"last_day\"")]);
    assert!(place.done(&["status"]).out.contains("Kildebeskrivelsen er ændret"));
    let second = place.done(&["import", "--kilde", "vores", &file]).out;
    assert!(!second.contains("findes allerede") && !second.contains("IND014"), "{second}");
    let id = |out: &str| out.split("Indlæsning ").nth(1).unwrap()[..12].to_owned();
    assert_ne!(id(&first), id(&second));
    assert!(!place.done(&["status"]).out.contains("Kildebeskrivelsen er ændret"));
}
