//! The key world: every error that was put in is found, and nothing else. Recall and precision per rule.

use crate::rows::text;
use crate::world::{World, seeds};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use synth::Errors;

/// What a line of the key and a line of the program must agree on.
const COMPARED: [&str; 12] = [
    "system_1",
    "system_2",
    "regel",
    "spoergsmaal",
    "attribut",
    "paragraf",
    "cpr",
    "fra",
    "til",
    "dage",
    "begge",
    "forklaring",
];

type Line = (String, Vec<String>);

/// The control and the compared fields.
fn compared(system_2: &str, line: &Value) -> Line {
    (system_2.to_owned(), COMPARED.iter().map(|key| line[*key].to_string()).collect())
}

fn key(world: &World) -> Vec<Line> {
    let text_of = std::fs::read_to_string(&world.written.facit).unwrap();
    let lines = text_of.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| compared(text(&line, "kontrol_system_2"), &line)).collect()
}

fn found(world: &World) -> Vec<Line> {
    ["as2007", "boern_og_voksne"]
        .into_iter()
        .flat_map(|two| world.lines(two).iter().map(|line| compared(two, line)).collect::<Vec<_>>())
        .collect()
}

#[derive(Default)]
struct Score {
    wanted: usize,
    found: usize,
    hit: usize,
}

impl Score {
    fn print(&self, name: &str) {
        let percent = |of: usize| if of == 0 { 100.0 } else { 100.0 * self.hit as f64 / of as f64 };
        println!(
            "regel {name:<22} recall {:>3.0} % ({}/{}) præcision {:>3.0} % ({}/{})",
            percent(self.wanted),
            self.hit,
            self.wanted,
            percent(self.found),
            self.hit,
            self.found
        );
    }
}

fn scores(wanted: &[Line], found: &[Line]) -> BTreeMap<String, Score> {
    let rule = |line: &Line| line.1[2].trim_matches('"').to_owned();
    let [in_key, in_found]: [BTreeSet<&Line>; 2] = [wanted.iter().collect(), found.iter().collect()];
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for line in wanted {
        let score = scores.entry(rule(line)).or_default();
        score.wanted += 1;
        score.hit += usize::from(in_found.contains(line));
    }
    for line in found {
        scores.entry(rule(line)).or_default().found += 1;
    }
    let said_once = in_found.len() == found.len() && in_key.len() == wanted.len();
    assert!(said_once, "en linje står to gange");
    scores
}

#[test]
fn everything_found_nothing_else_reported() {
    for seed in seeds() {
        let world = World::new(*seed, 600, Errors::Key);
        let (wanted, found) = (key(&world), found(&world));
        println!(
            "\nFacit, frø {seed}: {} borgere, {} fejl, {} linjer",
            world.made.people.len(),
            world.made.errors.len(),
            wanted.len()
        );
        let scores = scores(&wanted, &found);
        scores.iter().for_each(|(name, score)| score.print(name));
        let difference = |a: &[Line], b: &[Line]| {
            a.iter().filter(|l| !b.contains(l)).map(|l| format!("{l:?}\n")).collect::<String>()
        };
        let (missed, extra) = (difference(&wanted, &found), difference(&found, &wanted));
        assert!(missed.is_empty() && extra.is_empty(), "ikke fundet:\n{missed}ikke i facit:\n{extra}");
        let kinds: BTreeSet<&str> = world.made.errors.iter().map(|e| e.kind.key()).collect();
        assert_eq!(kinds.len(), 44, "alle slags fejl er der: {kinds:?}");
        assert_eq!(scores.len(), 32, "alle regler er prøvet: {:?}", scores.keys());
        findings(&world);
    }
}

/// Errors that are findings of the import are found there, and rows of a replaced number are the same person's.
fn findings(world: &World) {
    let text_of = std::fs::read_to_string(&world.written.findings).unwrap();
    for line in text_of.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let Some(code) = line["kode"].as_str() else { continue };
        let wanted = line["raekker"].as_u64().unwrap();
        let of_source = world.written.imports.iter().filter(|import| line["kilde"] == import.source);
        let found: u64 = of_source.map(|import| world.findings_of(import, code)).sum();
        assert_eq!(found, wanted, "{line}");
    }
}

/// Reading the same files again is the same import, and the control says the same.
#[test]
fn a_repeated_import_changes_nothing() {
    let world = World::new(1, 120, Errors::Key);
    let before = world.control("as2007", &["--format", "jsonl"]).bytes;
    for import in &world.written.imports {
        let ran = world.import(&import.arguments());
        assert!(ran.out.contains("findes allerede"), "{}", ran.out);
    }
    world.place.done(&["grundlag", "accepter"]);
    assert_eq!(world.control("as2007", &["--format", "jsonl"]).bytes, before);
}
