//! A synthetic municipality read in by the program.

use crate::place;
use serde_json::Value;
use synth::{Errors, Municipality, Plan, Written, generate};
use testkit::{Place, Ran};

/// A municipality in a data folder, accepted as a basis.
pub(crate) struct World {
    pub(crate) place: Place,
    pub(crate) made: Municipality,
    pub(crate) written: Written,
}

/// Seeds: one in the test command, three where `OTTETAL_FROE_ALLE` is 1.
pub(crate) fn seeds() -> &'static [u64] {
    let all = std::env::var("OTTETAL_FROE_ALLE").is_ok_and(|v| v == "1");
    if all { &[1, 2, 3] } else { &[1] }
}

/// Invented numbers of as many people.
pub(crate) fn numbers(citizens: u32) -> Vec<String> {
    let plan = Plan { seed: 8, citizens, errors: Errors::None, ..Plan::default() };
    generate(&plan).people.iter().map(|person| person.number.to_string()).collect()
}

impl World {
    /// Makes it, writes its extracts, reads them in, accepts the basis.
    pub(crate) fn new(seed: u64, citizens: u32, errors: Errors) -> World {
        let place = place();
        let made = generate(&Plan { seed, citizens, errors, ..Plan::default() });
        let written = made.write(&place.path("udtraek")).unwrap();
        place.done(&["init", "--kommune", "573", "--froe", "1"]);
        let world = World { place, made, written };
        for import in &world.written.imports {
            world.import(&import.arguments());
        }
        world.place.done(&["grundlag", "accepter"]);
        world
    }

    pub(crate) fn import(&self, arguments: &[String]) -> Ran {
        let all: Vec<&str> = ["import"].into_iter().chain(arguments.iter().map(String::as_str)).collect();
        self.place.done(&all)
    }

    /// How many findings of a code an import's file has.
    pub(crate) fn findings_of(&self, import: &synth::Import, code: &str) -> u64 {
        let file = import.file.display().to_string();
        let told = self.place.done(&["kilde", "proev", import.source, &file]).out;
        let line = told.lines().find_map(|line| line.trim_start().strip_prefix(code));
        let count = line.and_then(|rest| rest.split_whitespace().next());
        count.map_or(0, |count| count.replace('.', "").parse().unwrap())
    }

    /// Nexus against another system over the whole window, §§ 103 and 104 only where the other has no more.
    pub(crate) fn control(&self, system_2: &str, more: &[&str]) -> Ran {
        let window = self.made.window;
        let [from, to] = [window.from.to_string(), window.to.to_string()];
        let mut all =
            vec!["kontrol", "--system1", "nexus", "--system2", system_2, "--fra", &from, "--til", &to];
        if system_2 == "boern_og_voksne" {
            all.extend(["--paragraf", "103", "--paragraf", "104"]);
        }
        all.extend(more);
        self.place.done(&all)
    }

    /// The same as JSON lines with CPR numbers.
    pub(crate) fn lines(&self, system_2: &str) -> Vec<Value> {
        self.control(system_2, &["--format", "jsonl", "--med-cpr", "--formaal", "TILSYN"]).lines()
    }
}
