//! G12: killed at any point, the data folder is as before or as after; the import can be repeated and ends alike.

use crate::place;
use crate::rows::translation;
use crate::world::World;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use store::faults::POINTS;
use synth::{Errors, Plan, generate};
use testkit::Place;

/// The verb between an import and a run.
const BASIS: [&str; 2] = ["grundlag", "accepter"];

struct Steps {
    place: Place,
    nexus: String,
}

impl Steps {
    /// Everything is there but Nexus.
    fn begin(world: &World) -> Steps {
        let place = place();
        place.done(&["init", "--kommune", "573", "--froe", "1"]);
        let file = place.file("oversaettelse.csv", translation("as2007"));
        place.done(&["import", "--kilde", "oversaettelse", &file]);
        let path = |source| {
            world.written.imports.iter().find(|i| i.source == source).unwrap().file.display().to_string()
        };
        place.done(&["import", "--kilde", "as2007", &path("as2007")]);
        let saved = ["kontrol", "gem", "aar", "--fra", "2024-01-01", "--til", "2024-12-31"];
        place.done(&[&saved[..], &["--system1", "nexus", "--system2", "as2007"]].concat());
        Steps { place, nexus: path("nexus") }
    }

    fn import(&self) -> [&str; 4] {
        ["import", "--kilde", "nexus", &self.nexus]
    }

    fn run(&self) -> Vec<&str> {
        vec!["kontrol", "koer", "aar", "--format", "jsonl"]
    }

    /// What `status` says, without the time of the basis; and that `tjek` finds everything whole.
    fn state(&self) -> String {
        let checked = self.place.run(&["tjek"]);
        assert_eq!(checked.code, Some(0), "{}", checked.all());
        let out = self.place.done(&["status"]).out
            + &self.place.done(&["afvigelse", "liste", "--status", "alle", "--json"]).out;
        out.lines().map(|line| line.split(", godkendt").next().unwrap().to_owned() + "\n").collect()
    }

    /// To the end; the control's bytes.
    fn rest(&self) -> (String, Vec<u8>) {
        self.place.done(&self.import());
        self.place.done(&BASIS);
        let ran = self.place.done(&self.run());
        (self.state(), ran.bytes)
    }
}

/// Kills one step at a point, and looks.
fn killed(steps: &Steps, point: &str, arguments: &[&str]) -> bool {
    let ran = steps.place.run_with("OTTETAL_FEJLPUNKT", point, arguments);
    if ran.code.is_some() {
        assert_eq!(ran.code, Some(0), "{point}: {}", ran.all());
        return false;
    }
    true
}

#[test]
fn g12_killed_at_every_named_point() {
    let world = World::new(1, 40, Errors::Key);
    let whole = Steps::begin(&world);
    let expected = whole.rest();
    for point in POINTS {
        let steps = Steps::begin(&world);
        let import = steps.import();
        let run = steps.run();
        let plan: [&[&str]; 3] = [&import, &BASIS, &run];
        let mut died = 0;
        for (at, arguments) in plan.into_iter().enumerate() {
            let before = steps.state();
            if !killed(&steps, point, arguments) {
                continue;
            }
            died += 1;
            let after = steps.state();
            steps.place.done(arguments);
            let done = steps.state();
            assert!(after == before || after == done, "{point}, trin {at}:\n{before}\n{after}\n{done}");
        }
        assert_eq!(died, 1, "{point} nås i netop ét trin");
        assert_eq!(steps.rest(), expected, "{point}: som om intet var hændt");
    }
}

/// SIGKILL at moments spread over the time that a whole import takes.
#[test]
fn g12_killed_at_any_moment() {
    const MOMENTS: u32 = 14;
    let place = place();
    let made = generate(&Plan { seed: 3, citizens: 3_000, errors: Errors::None, ..Plan::default() });
    let written = made.write(&place.path("udtraek")).unwrap();
    let file = written.imports.iter().find(|i| i.source == "nexus").unwrap().file.display().to_string();
    let import = ["import", "--kilde", "nexus", &file];
    let begin = || {
        let place = crate::place();
        place.done(&["init", "--kommune", "573", "--froe", "1"]);
        place
    };

    let whole = begin();
    let old = whole.done(&["status"]).out;
    let started = Instant::now();
    whole.done(&import);
    let takes = started.elapsed();
    let new = whole.done(&["status"]).out;
    assert_ne!(old, new);

    let mut seen = BTreeSet::new();
    for moment in 0..MOMENTS {
        let place = begin();
        let mut child = place.start(&import);
        std::thread::sleep(Duration::from_micros(500) + takes * moment / MOMENTS);
        child.kill().unwrap();
        child.wait().unwrap();
        let state = place.done(&["status"]).out;
        assert!(state == old || state == new, "efter {moment}/{MOMENTS}:\n{state}");
        seen.insert(state == new);
        assert_eq!(place.run(&["tjek"]).code, Some(0));
        let again = place.done(&import);
        assert_eq!(place.done(&["status"]).out, new, "{}", again.out);
        assert_eq!(place.run(&["tjek"]).code, Some(0));
    }
    assert!(seen.contains(&false), "mindst én blev slået ihjel undervejs");
}
