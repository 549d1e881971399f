//! G11: no clock and no chance in the figures: one basis, one set of bytes in every form.

use crate::world::World;
use synth::Errors;

const FORMS: [&str; 4] = ["tabel", "csv", "jsonl", "xlsx"];

fn outputs(world: &World, run: &str) -> Vec<Vec<u8>> {
    FORMS
        .into_iter()
        .map(|form| {
            let name = format!("{run}.{form}");
            let to = world.place.path(&name).display().to_string();
            world.control("as2007", &["--format", form, "--ud", &to]);
            world.place.bytes(&name)
        })
        .collect()
}

#[test]
fn g11_the_same_basis_gives_the_same_bytes() {
    let [one, two] = [1, 1].map(|seed| World::new(seed, 150, Errors::Mixed(300)));
    let first = outputs(&one, "et");
    // A second later, for a clock that slipped in would show.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let again = outputs(&one, "to");
    let other = outputs(&two, "tre");
    for (at, form) in FORMS.into_iter().enumerate() {
        assert!(first[at].len() > 1_000, "{form}: {} byte", first[at].len());
        assert!(first[at] == again[at], "{form}: samme mappe, to gange");
        assert!(first[at] == other[at], "{form}: to mapper med samme frø");
    }
    let screen = one.control("as2007", &["--format", "jsonl"]).bytes;
    assert!(screen == first[2], "på skærmen som i filen");
}

#[test]
fn g11_citizen_ids_are_random_in_use() {
    let ids = || {
        let two = crate::rows::Two::begin(1);
        let place = crate::place();
        place.done(&["init", "--kommune", "573"]);
        let cpr = &two.numbers[0];
        for (source, text) in [
            ("nexus", crate::rows::nexus(&[crate::rows::Row { cpr, ..crate::rows::ROW }])),
            ("as2007", crate::rows::as2007(&[])),
        ] {
            let file = place.file(&format!("{source}.csv"), text);
            place.done(&["import", "--kilde", source, &file]);
        }
        place.done(&["grundlag", "accepter"]);
        let mut all = crate::rows::kontrol("2024-01-01", "2024-12-31");
        all.extend(["--format", "jsonl"]);
        place.done(&all).lines()[0]["borger"].to_string()
    };
    assert_ne!(ids(), ids());
}
