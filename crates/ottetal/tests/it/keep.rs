//! Backup, restoring and deletion as a user does them: the same figures from the copy, and what goes is listed first.

use crate::exit_codes::is_danish;
use crate::place;
use crate::world::World;
use std::fs;
use synth::Errors;
use testkit::{Place, Ran};

fn refused(ran: &Ran, words: &[&str]) {
    assert_eq!(ran.code, Some(1), "{}", ran.all());
    words.iter().for_each(|word| assert!(ran.err.contains(word), "«{word}» mangler i: {}", ran.err));
    is_danish(&ran.err);
}

fn text(path: &std::path::Path) -> String {
    path.display().to_string()
}

/// Runs the program on another data folder of the same place.
fn elsewhere(place: &Place, folder: &str, arguments: &[&str]) -> Ran {
    let folder = text(&place.path(folder));
    let ran = Ran::of(&mut place.bare(&[arguments, &["--mappe", &folder]].concat()));
    assert_eq!(ran.code, Some(0), "{}", ran.all());
    ran
}

const RUN: [&str; 5] = ["kontrol", "koer", "aar", "--format", "jsonl"];
const ITEMS: [&str; 5] = ["afvigelse", "liste", "--status", "alle", "--json"];

fn world() -> World {
    let world = World::new(1, 40, Errors::Key);
    let window = ["kontrol", "gem", "aar", "--fra", "2018-03-01", "--til", "2026-02-28"];
    world.place.done(&[&window[..], &["--system1", "nexus", "--system2", "as2007"]].concat());
    world
}

#[test]
fn a_restored_folder_gives_the_same_bytes() {
    let world = world();
    let place = &world.place;
    let control = place.done(&RUN).bytes;
    assert!(!control.is_empty());
    let items = place.done(&ITEMS).bytes;
    let copy = text(&place.path("kopi.ottetal"));
    let said = place.done(&["sikkerhedskopi", &copy]).out;
    assert!(said.contains("er skrevet og læst igen") && said.contains("Nøglen er ikke i kopien"), "{said}");
    refused(&place.run(&["sikkerhedskopi", &copy]), &["findes allerede"]);
    let inside = text(&place.data().join("kopi.ottetal"));
    refused(&place.run(&["sikkerhedskopi", &inside]), &["i selve datamappen"]);

    let restored = elsewhere(place, "ny", &["gendan", &copy]).out;
    assert!(restored.contains("er gendannet") && restored.contains("prøve"), "{restored}");
    assert_eq!(elsewhere(place, "ny", &RUN).bytes, control);
    assert_eq!(elsewhere(place, "ny", &ITEMS).bytes, items);
    let checked = elsewhere(place, "ny", &["tjek", "lager"]).out;
    assert!(checked.contains("Lageret er i orden."), "{checked}");

    let ny = text(&place.path("ny"));
    let again = Ran::of(&mut place.bare(&["gendan", &copy, "--mappe", &ny]));
    refused(&again, &["er allerede en datamappe", "tom mappe"]);
}

#[test]
fn a_name_without_a_folder_is_beside_the_user() {
    let place = place();
    place.done(&["init", "--kommune", "573"]);
    place.done(&["sikkerhedskopi", "kopi.ottetal"]);
    assert!(place.path("kopi.ottetal").is_file());
    elsewhere(&place, "ny", &["gendan", "kopi.ottetal"]);
}

#[test]
fn a_changed_copy_or_a_missing_key_is_said() {
    let place = place();
    place.done(&["init", "--kommune", "573"]);
    let copy = place.path("kopi.ottetal");
    place.done(&["sikkerhedskopi", &text(&copy)]);
    let whole = fs::read(&copy).unwrap();
    let restore = |place: &Place| {
        let ran = Ran::of(&mut place.bare(&["gendan", &text(&copy), "--mappe", &text(&place.path("ny"))]));
        assert!(!place.path("ny/ottetal.toml").exists(), "intet er blevet en datamappe");
        ran
    };
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    for broken in
        [&changed[..], &whole[..whole.len() - 1], &whole[..10], b"noget helt andet, der er langt nok"]
    {
        fs::write(&copy, broken).unwrap();
        refused(&restore(&place), &["Sikkerhedskopien kan ikke bruges", "Tag en anden kopi"]);
    }
    fs::write(&copy, &whole).unwrap();
    let other = crate::place();
    refused(&restore(&other), &["fingeraftryk", "--noegle", "genskabelsesarket"]);
    fs::remove_file(&copy).unwrap();
    refused(&restore(&place), &["findes ikke"]);
}

#[test]
fn a_citizen_goes_after_a_list_of_what_would() {
    let world = world();
    let place = &world.place;
    let ran = place.done(&RUN);
    let citizen = ran.lines()[0]["borger"].as_str().unwrap().to_owned();
    let files = place.data_files().len();
    refused(&place.run(&["slet", "borger", &citizen, "--grund", " "]), &["skal have en grund"]);
    refused(&place.run(&["slet", "borger", "B-ILLEGAL", "--grund", "x"]), &["ikke en borger"]);

    let would = place.done(&["slet", "borger", &citizen, "--grund", "anmodning"]).out;
    assert!(would.contains("ville blive slettet") && would.contains("Intet er slettet."), "{would}");
    assert_eq!(place.done(&RUN).bytes, ran.bytes, "listen alene sletter intet");
    assert_eq!(place.data_files().len(), files);

    let done = place.done(&["slet", "borger", &citizen, "--grund", "anmodning", "--udfoer"]).out;
    assert!(done.contains("er slettet:"), "{done}");
    let counts = |text: &str| -> Vec<String> {
        text.lines().filter(|l| l.contains(" i ") && l.starts_with("  ")).map(str::to_owned).collect()
    };
    assert!(counts(&would).len() >= 3, "{would}");
    assert_eq!(counts(&would), counts(&done), "det, der blev lovet, er det, der skete");
    assert_eq!(place.run(&["tjek", "lager"]).code, Some(0));
    place.done(&["grundlag", "accepter"]);
    assert!(!place.done(&RUN).out.contains(&citizen));
    refused(&place.run(&["slet", "borger", &citizen, "--grund", "igen", "--udfoer"]), &["findes ikke"]);
}

#[test]
fn an_import_goes_with_its_files() {
    let world = world();
    let place = &world.place;
    place.done(&RUN);
    let status = place.done(&["status"]).out;
    let own = status.split("(as2007)").nth(1).unwrap();
    let id = &own.split("indlæsning ").nth(1).unwrap()[..12];
    let before = place.data_files();

    let would = place.done(&["slet", "indlaesning", id, "--grund", "forkert fil"]).out;
    assert!(would.contains("ville blive slettet") && would.contains("Den gemte fil as2007"), "{would}");
    assert!(would.contains("1 grundlag og 1 kørsler"), "{would}");
    assert_eq!(place.data_files(), before);

    let done = place.done(&["slet", "indlaesning", id, "--grund", "forkert fil", "--udfoer"]).out;
    let what = |text: &str| text.lines().filter(|l| l.starts_with("  ")).count();
    assert_eq!(what(&would), what(&done), "{done}");
    assert_eq!(place.data_files().len() + 2, before.len(), "rækkerne og filen, som den kom");
    assert_eq!(place.run(&["tjek", "lager"]).code, Some(0));
    refused(&place.run(&["slet", "indlaesning", "000000000000", "--grund", "x"]), &["000000000000"]);
    refused(&place.run(&RUN), &["kan ikke bruges mere", id, "er slettet", "grundlag accepter"]);
}

#[test]
fn the_check_of_the_store_says_which_file_is_not_as_it_was() {
    let world = world();
    let place = &world.place;
    let is_rows = |path: &&std::path::PathBuf| path.ends_with("activities.parquet");
    let file = place.data_files().iter().find(is_rows).unwrap().clone();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let ran = place.run(&["tjek", "lager"]);
    assert_eq!(ran.code, Some(1), "{}", ran.all());
    assert!(ran.out.contains("FEJL: Filen") && ran.out.contains("1 fejl."), "{}", ran.out);
    is_danish(&ran.all());
    refused(&place.run(&["sikkerhedskopi", &text(&place.path("kopi"))]), &["er ikke, som den blev gemt"]);
    assert!(!place.path("kopi").exists());
}
