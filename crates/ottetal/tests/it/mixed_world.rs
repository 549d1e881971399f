//! The mixed world: one to three errors a citizen, also overlapping. The program reports the same days as the oracle.

use crate::days::{Days, day};
use crate::mixed_oracle::{Place, Reported, reported};
use crate::rows::text;
use crate::world::{World, seeds};
use serde_json::Value;
use std::collections::BTreeSet;
use synth::{Errors, System};

const ATTRIBUTES: [&str; 6] =
    ["leverandoer", "maalgruppe", "timer", "pris", "handlekommune", "betalingskommune"];

/// The rules that the oracle has its own answer to: the questions between the systems, and double rows. The other rules
/// are held by the key world and by the naive implementation beside the kernel.
const ASKED: [&str; 7] = [
    "kun_i_system_2",
    "kun_i_system_1",
    "dage_kun_i_system_2",
    "dage_kun_i_system_1",
    "forskellig_vaerdi",
    "afventer_overfoersel",
    "dobbelt_raekke",
];

fn of_program(lines: &[Value]) -> Reported {
    let mut out = Reported::new();
    for line in lines.iter().filter(|line| ASKED.contains(&text(line, "regel"))) {
        let attribute = ATTRIBUTES.into_iter().find(|key| line["attribut"] == **key);
        assert_eq!(attribute.is_some(), !line["attribut"].is_null());
        let question = line["spoergsmaal"].as_u64().map(|q| q as u8);
        let place = (question, attribute, text(line, "cpr").to_owned(), text(line, "paragraf").to_owned());
        let days: Days = (day(text(line, "fra"))..=day(text(line, "til"))).collect();
        assert_eq!(line["dage"], days.len());
        let all = out.entry(place).or_default();
        // Double rows in both systems may lie on the same days; two periods of one question may not.
        assert!(question.is_none() || all.is_disjoint(&days), "samme dag to gange: {line}");
        all.extend(days);
    }
    out
}

#[test]
fn the_same_days_as_the_naive_oracle() {
    for seed in seeds() {
        let world = World::new(*seed, 700, Errors::Mixed(350));
        for system_2 in [System::As2007, System::BoernOgVoksne] {
            let expected = reported(&world.made, system_2);
            let lines = world.lines(system_2.key());
            let found = of_program(&lines);
            let places: BTreeSet<&Place> = expected.keys().chain(found.keys()).collect();
            let wrong: Vec<String> = places
                .iter()
                .filter(|place| expected.get(**place) != found.get(**place))
                .map(|place| format!("{place:?}: {}", told(expected.get(*place), found.get(*place))))
                .collect();
            let days: usize = expected.values().map(Days::len).sum();
            println!(
                "blandet verden, frø {seed}, nexus mod {}: {} fejl, {} afvigelser, {} steder, {days} dage, {} forkerte steder",
                system_2.key(),
                world.made.errors.len(),
                lines.len(),
                places.len(),
                wrong.len()
            );
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            let questions: BTreeSet<Option<u8>> = expected.keys().map(|place| place.0).collect();
            assert_eq!(questions, BTreeSet::from([None, Some(1), Some(2), Some(3), Some(4)]));
        }
    }
}

fn told(expected: Option<&Days>, found: Option<&Days>) -> String {
    let none = Days::new();
    let (expected, found) = (expected.unwrap_or(&none), found.unwrap_or(&none));
    let some = |days: BTreeSet<&i32>| {
        let runs = crate::days::runs(&days.into_iter().copied().collect());
        runs.iter()
            .map(|(a, b)| format!("{} - {}", crate::days::iso(*a), crate::days::iso(*b)))
            .collect::<Vec<_>>()
    };
    format!(
        "mangler {:?}, for meget {:?}",
        some(expected.difference(found).collect()),
        some(found.difference(expected).collect())
    )
}
