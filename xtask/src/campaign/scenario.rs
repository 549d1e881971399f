//! The commands that campaigns break, what each begins from, and what tells that it has been done.
//!
//! Each runs on the embedded default: SQLite and files in the folder.

use super::plan::Plan;
use super::report::{self, Figure};
use super::trace;
use super::world::{Ran, World, timeless};
use std::fs;

/// What is looked at when a scenario has been broken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The data folder's state: the old or the new.
    State,
    /// The same, and the states on the way that the same command takes to the end.
    Steps,
    /// A data folder that is made: none, or whole.
    Folder,
    /// A file beside the data folder: none, or whole.
    File,
}

/// One command to break.
pub(super) struct Scenario {
    /// Its name on the command line.
    pub(super) name: &'static str,
    /// The state it begins from.
    pub(super) from: &'static str,
    /// Its words.
    pub(super) words: Vec<String>,
    /// What must be old or new.
    pub(super) outcome: Outcome,
    /// What the command says, with code 1, where it was done before.
    pub(super) already: Option<&'static str>,
    /// Commands that come after it, before figures are compared.
    pub(super) then: &'static [&'static [&'static str]],
}

/// What a scenario gives when nothing breaks it.
pub(super) struct Reference {
    /// Before.
    pub(super) old: String,
    /// After.
    pub(super) new: String,
    /// What the command said.
    pub(super) said: String,
    /// At the end of what comes after.
    pub(super) end: String,
}

const KOER: &[&str] = &["kontrol", "koer", "aar", "--format", "jsonl"];
const RUN: &[&[&str]] = &[KOER];
const ACCEPT: &[&[&str]] = &[&["grundlag", "accepter"], KOER];

impl Scenario {
    fn new(name: &'static str, from: &'static str, words: &[&str]) -> Scenario {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        Scenario { name, from, words, outcome: Outcome::State, already: None, then: RUN }
    }

    /// All of them.
    pub(super) fn all(world: &World) -> Result<Vec<Scenario>, String> {
        world.place("koert")?;
        let status = world.done(&["status"])?.out;
        let after = |text: &str, mark: &str, length: usize| {
            text.split(mark).nth(1).and_then(|rest| rest.get(..length)).unwrap_or_default().to_owned()
        };
        let as2007 = status.split("(as2007)").nth(1).unwrap_or_default();
        let import = after(as2007, "indlæsning ", 12);
        let items = world.done(&["afvigelse", "liste", "--status", "alle", "--json"])?.out;
        let citizen = after(&items, "\"borger\":\"", 8);
        let [copy, fresh, data] =
            ["kopi.bin", "ny.bin", "data"].map(|name| world.at(name).display().to_string());
        let reason = ["--grund", "prøve", "--udfoer"];
        let mut all = vec![
            Scenario {
                already: Some("er allerede en datamappe"),
                outcome: Outcome::Folder,
                then: &[],
                ..Scenario::new("init", "tom", &["init", "--kommune", "573", "--froe", "1"])
            },
            Scenario {
                then: &[&["grundlag", "accepter"]],
                ..Scenario::new("import", "foer", &world.import("nexus"))
            },
            Scenario { then: &[], ..Scenario::new("basis", "indlaest", &["grundlag", "accepter"]) },
            Scenario::new("control", "klar", KOER),
            Scenario::new(
                "save",
                "klar",
                &["kontrol", "gem", "ny", "--seneste", "12", "--system1", "nexus", "--system2", "as2007"],
            ),
            Scenario {
                outcome: Outcome::File,
                already: Some("findes allerede"),
                ..Scenario::new("backup", "koert", &["sikkerhedskopi", &fresh])
            },
            Scenario {
                outcome: Outcome::Folder,
                already: Some("er allerede en datamappe"),
                ..Scenario::new("restore", "kopi", &["gendan", &copy, "--mappe", &data])
            },
            Scenario {
                then: &[&["status"]],
                ..Scenario::new("delete", "koert", &[&["slet", "indlaesning", &import][..], &reason].concat())
            },
            Scenario {
                outcome: Outcome::Steps,
                already: Some("findes ikke"),
                then: ACCEPT,
                ..Scenario::new("citizen", "koert", &[&["slet", "borger", &citizen][..], &reason].concat())
            },
            Scenario { then: &[&["grundlag", "vis"]], ..Scenario::new("migrate", "v1", &["status"]) },
        ];
        // Only the copy, and the key in the home.
        fs::remove_dir_all(world.at("data")).map_err(|e| e.to_string())?;
        world.keep("kopi")?;
        all.retain(|scenario| !scenario.words.iter().any(String::is_empty));
        Ok(all)
    }

    /// Begins anew.
    pub(super) fn begin(&self, world: &World) -> Result<(), String> {
        world.place(self.from)
    }

    /// What it gives when nothing breaks it.
    pub(super) fn reference(&self, world: &World) -> Result<Reference, String> {
        self.begin(world)?;
        let old = self.look(world)?;
        self.begin(world)?;
        let said = timeless(&world.done(&self.words)?.out);
        let new = self.look(world)?;
        let end = self.end(world)?;
        Ok(Reference { old, new, said, end })
    }

    /// What a user sees now. A migration is done by looking, so its old and new are alike.
    pub(super) fn look(&self, world: &World) -> Result<String, String> {
        if self.outcome == Outcome::Folder && !world.at("data/ottetal.toml").exists() {
            let ran = world.run(&["status"])?;
            let none = ran.code == Some(1) && ran.err.contains("er ikke en datamappe");
            return Ok(if none { "ingen datamappe".to_owned() } else { ran.err });
        }
        if self.outcome == Outcome::File {
            return Ok(format!("{}{}", world.state()?, world.at("ny.bin").exists()));
        }
        let mut text = world.state()?;
        if self.outcome == Outcome::Steps {
            // What is left to delete.
            let asked: Vec<&String> = self.words.iter().filter(|word| *word != "--udfoer").collect();
            let ran = world.run(&asked)?;
            text.push_str(&format!("{}{}", ran.out, ran.err));
        }
        Ok(text)
    }

    /// Goes to the end: what comes after, and the figures.
    pub(super) fn end(&self, world: &World) -> Result<String, String> {
        let mut text = String::new();
        for words in self.then {
            let ran: Ran = world.run(words)?;
            text.push_str(&timeless(&ran.out));
            if ran.code != Some(0) {
                text.push_str(&timeless(&ran.err));
            }
        }
        text.push_str(&world.figures()?);
        if self.outcome == Outcome::File {
            // What a copy is worth is what comes out of it.
            let restored = world.at("gendannet").display().to_string();
            let copy = world.at("ny.bin").display().to_string();
            world.done(&["gendan", &copy, "--mappe", &restored])?;
            let list = ["afvigelse", "liste", "--status", "alle", "--json", "--mappe", &restored];
            text.push_str(&world.done(&list)?.out);
        }
        Ok(text)
    }
}

/// A figure of each scenario that is wanted; none where `strace` is not here.
pub(super) fn each(
    world: &mut World,
    plan: &Plan,
    campaign: &str,
    one: fn(&World, &Plan, &Scenario) -> Result<Figure, String>,
) -> Result<Vec<Figure>, String> {
    if !trace::is_there() {
        println!("{campaign}: ikke kørt (strace er her ikke).");
        return Ok(Vec::new());
    }
    let all = Scenario::all(world)?;
    let mut figures = Vec::new();
    for scenario in all.iter().filter(|scenario| plan.wants(scenario.name)) {
        let figure = one(world, plan, scenario)?;
        // At once: a campaign may be stopped before its end.
        if plan.notes {
            report::append(std::slice::from_ref(&figure))?;
        }
        figures.push(figure);
    }
    Ok(figures)
}
