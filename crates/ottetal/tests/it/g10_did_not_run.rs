//! G10: what did not run is said first; asked for by name, it is an error.

use crate::world::World;
use synth::Errors;

#[test]
fn g10_a_lacking_attribute_is_listed_first_and_asked_for_by_name_it_fails() {
    let world = World::new(1, 150, Errors::Key);
    let base = [
        "kontrol",
        "--system1",
        "nexus",
        "--system2",
        "boern_og_voksne",
        "--fra",
        "2020-01-01",
        "--til",
        "2024-12-31",
    ];
    let run = |more: &[&str]| world.place.run(&[&base, more].concat());

    let all = run(&[]);
    assert_eq!(all.code, Some(0));
    let at = |text: &str| all.out.find(text).unwrap_or_else(|| panic!("{text} mangler:\n{}", all.out));
    assert!(at("Kørte ikke") < at("Resultat"), "det, der ikke kørte, står først");
    for lacking in ["Målgruppe", "Timer pr. uge", "Handlekommune", "Betalingskommune"] {
        let said = at(&format!("! {lacking} er ikke sammenlignet: KMD Børn og Voksne har ikke kolonnen"));
        assert!(at("Kørte ikke") < said && said < at("Resultat"));
    }

    let asked = run(&["--attribut", "maalgruppe", "--attribut", "pris", "--format", "jsonl"]);
    assert_eq!(asked.code, Some(1));
    assert!(
        asked.err.contains("Fejl: målgruppe kunne ikke sammenlignes: KMD Børn og Voksne"),
        "{}",
        asked.err
    );
    assert!(!asked.err.contains("timer"), "kun det, der er spurgt om: {}", asked.err);
    let attributes: Vec<_> =
        asked.lines().iter().map(|line| line["attribut"].clone()).filter(|a| !a.is_null()).collect();
    assert!(!attributes.is_empty() && attributes.iter().all(|a| a == "pris"), "det, der kunne køre, kørte");

    let can = run(&["--attribut", "pris"]);
    assert_eq!(can.code, Some(0));
    assert!(!can.out.contains("er ikke sammenlignet"), "{}", can.out);
    // A rule that asks for a source that is not there is said too, with what to do.
    assert!(can.out.contains("! Ikke undersøgt: "), "{}", can.out);
    let asked = run(&["--regel", "under_alder"]);
    assert_eq!(asked.code, Some(0), "{}", asked.err);
}
