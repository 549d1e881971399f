//! The data landscape and own law files, as a municipality writes them in its data folder.

use crate::exit_codes::is_danish;
use crate::rows::{ROW, Row, Two, kontrol, text};
use std::fs;

const LANDSCAPE: &str = "format = 1\n\
    [kilde.nexus]\ntitel = \"Nexus voksne\"\nborgere = \"handlekommune\"\nrolle = \"leverer\"\nansvarlig = \"Myndighed\"\n\
    [[kilde.nexus.undtagelse]]\nleverandoer = \"Rammehuset\"\nfra = 2024-03-01\ntil = 2024-04-30\ngrund = \"rammestyret\"\n\
    [[kilde.nexus.rettes]]\nfelt = \"alle\"\naf = \"Sagsbehandler\"\nsted = \"Indsatsen\"\n";

fn write(two: &Two, name: &str, content: &str) {
    let path = two.place.data().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// A citizen at an excepted provider, in System 2 alone, and one who is in both.
fn world() -> Two {
    let two = Two::begin(2);
    let numbers = two.numbers.clone();
    let both = Row { cpr: &numbers[0], ..ROW };
    let alone = Row { cpr: &numbers[1], place: "Rammehuset", from: "01-01-2024", to: "31-12-2024", ..ROW };
    two.with(&[both], &[both, alone])
}

fn days(two: &Two) -> Vec<(String, String)> {
    let lines = two.lines("2024-01-01", "2024-12-31", &[]);
    let day = |line, key| text(line, key).to_owned();
    lines.iter().map(|line| (day(line, "fra"), day(line, "til"))).collect()
}

#[test]
fn a_dated_exception_takes_its_days_out_and_the_heading_names_the_area() {
    let two = world();
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(days(&two), [pair("2024-01-01", "2024-12-31")]);
    write(&two, "datalandskab.toml", LANDSCAPE);
    // The figures are the basis's: a changed file is said, and holds when it is accepted.
    let said = two.place.done(&kontrol("2024-01-01", "2024-12-31")).err;
    assert!(said.contains("datalandskab.toml er ændret, siden grundlaget blev godkendt"), "{said}");
    assert_eq!(days(&two), [pair("2024-01-01", "2024-12-31")]);
    two.place.done(&["grundlag", "accepter"]);
    assert_eq!(days(&two), [pair("2024-01-01", "2024-02-29"), pair("2024-05-01", "2024-12-31")]);
    let base = kontrol("2024-01-01", "2024-12-31");
    let table = two.place.done(&base).out;
    assert!(table.contains("Nexus voksne") && table.contains("Voksne (fra 18 år)"), "{table}");
    let other = LANDSCAPE.replace("\"leverer\"", "\"sammenlignes\"")
        + "[kilde.as2007]\nrolle = [{ rolle = \"leverer\", fra = 2024-11-01 }]\n";
    write(&two, "datalandskab.toml", &other);
    two.place.done(&["grundlag", "accepter"]);
    let said = two.place.done(&base).err;
    assert!(
        said.contains(
            "as2007 leverer til Danmarks Statistik 01-11-2024 - 31-12-2024, men System 1 er nexus."
        ),
        "{said}"
    );
    let all = two.place.done(&[&base[..], &["--omraade", "alle"]].concat()).out;
    assert!(all.contains("Alle borgere og paragraffer"), "{all}");
    let none = two.place.run(&[&base[..], &["--omraade", "unge"]].concat());
    assert_eq!(none.code, Some(1));
    assert!(
        none.err.contains("Området «unge» kan ikke bruges: det findes ikke. Områder: voksne"),
        "{}",
        none.err
    );
    is_danish(&none.err);
}

#[test]
fn a_landscape_with_mistakes_is_refused_whole_with_all_of_them() {
    let two = world();
    write(&two, "datalandskab.toml", "format = 1\n[kilde.nexus]\nsidn = 2018-01-01\nborgere = \"os\"\n");
    let refused = two.place.run(&["grundlag", "accepter"]);
    assert_eq!(refused.code, Some(1));
    for words in
        ["datalandskab.toml har 2 fejl", "linje 3:", "Mente du `siden`?", "linje 4:", "`borgere` er \"os\""]
    {
        assert!(refused.err.contains(words), "«{words}» mangler i: {}", refused.err);
    }
    is_danish(&refused.err);
    // What is accepted already goes on.
    two.place.done(&["status"]);
    two.place.done(&kontrol("2024-01-01", "2024-12-31"));
    let checked = two.place.run(&["tjek"]);
    assert!(checked.code == Some(1) && checked.out.contains("Datalandskab   FEJL: "), "{}", checked.all());
}

#[test]
fn declared_is_shown_beside_found() {
    let two = world();
    let place = &two.place;
    let shown = place.done(&["datalandskab", "skabelon"]).out;
    assert!(shown.contains("format = 1"), "{shown}");
    place.done(&["datalandskab", "skabelon", "--gem"]);
    let again = place.run(&["datalandskab", "skabelon", "--gem"]);
    assert!(again.code == Some(1) && again.err.contains("findes allerede"), "{}", again.all());
    assert_eq!(fs::read_to_string(place.data().join("datalandskab.toml")).unwrap(), shown);

    let excepted_from_as2007 = LANDSCAPE.to_owned()
        + "[kilde.as2007]\nrolle = \"leverer\"\n[[kilde.as2007.undtagelse]]\nleverandoer = \"RAMMEHUSET\"\ngrund = \"ramme\"\n\
           [kilde.nexxus]\n";
    write(&two, "datalandskab.toml", &excepted_from_as2007);
    let shown = place.done(&["datalandskab", "vis"]).out;
    for words in [
        "Nexus voksne (nexus)",
        "borgere        vi er handlekommune for  (datalandskab.toml)",
        "rammehuset 01-03-2024 - 30-04-2024: rammestyret  (datalandskab.toml)",
        "ansvarlig      Myndighed  (datalandskab.toml)",
        "udtræk ventes  den 3. i måneden  (kildebeskrivelsen)",
        "rettes af      alle: Sagsbehandler, Indsatsen  (datalandskab.toml)",
        "borgere        vi betaler for  (kildebeskrivelsen)",
    ] {
        assert!(shown.contains(words), "«{words}» mangler i:\n{shown}");
    }
    let found = place.run(&["datalandskab", "tjek"]);
    assert_eq!(found.code, Some(1));
    for words in [
        "as2007 skal ikke have borgere hos rammehuset (ramme), men har 1 række hos dem",
        "as2007 har ingen, der er angivet til at rette første og sidste dag",
        "nexxus står i datalandskabet, men programmet kender ingen kilde af det navn",
        "Både nexus og as2007 er angivet som leverandør til Danmarks Statistik alle dage",
        "nexus skulle have et nyt udtræk",
    ] {
        assert!(found.out.contains(words), "«{words}» mangler i:\n{}", found.out);
    }
    assert!(!found.out.contains("[population]"), "{}", found.out);
    is_danish(&found.out);
}

#[test]
fn an_own_law_file_adds_an_area_and_belongs_to_the_version() {
    let two = world();
    let place = &two.place;
    let version = |place: &testkit::Place| place.done(&["tjek"]).out.lines().next().unwrap().to_owned();
    let before = version(place);
    let own = include_str!("../../../ingest/tests/data/boern_og_familie.toml");
    write(&two, "lov/boern_og_familie.toml", own);
    assert_ne!(version(place), before);
    let list = place.done(&["omraade", "liste"]).out;
    assert!(
        list.contains("boern_og_familie     Børn og Familie (til og med 22 år) fra 01-01-2024"),
        "{list}"
    );
    let shown = place.done(&["omraade", "vis", "boern_og_familie"]).out;
    assert!(shown.contains("til dagen før 23 år") && shown.contains("BL § 32, BL § 43"), "{shown}");
    place.done(&["grundlag", "accepter"]);
    let table = place
        .done(&[&kontrol("2024-01-01", "2024-12-31")[..], &["--omraade", "boern_og_familie"]].concat())
        .out;
    assert!(table.contains("Børn og Familie (til og med 22 år); BL § 32 og BL § 43"), "{table}");
    let before =
        place.run(&[&kontrol("2023-01-01", "2024-12-31")[..], &["--omraade", "boern_og_familie"]].concat());
    assert!(
        before.code == Some(1) && before.err.contains("ikke defineret den første dag"),
        "{}",
        before.all()
    );
    write(&two, "lov/boern_og_familie.toml", &own.replace("navn = \"Anbringelsessteder\"", ""));
    let refused = place.run(&["status"]);
    assert!(
        refused.err.contains("lov/boern_og_familie.toml, linje 15: paragraf BL § 43: `navn` mangler."),
        "{}",
        refused.err
    );
}
