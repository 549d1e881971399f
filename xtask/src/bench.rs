//! `bench`: the fast build, its timings, and the answer key on three seeds. Never part of `test`.

use crate::assets;
use crate::workspace::{cargo, succeed, target};
use std::process::Command;

/// What is measured, in order: the arguments to `ottetal`, to which the caller's own are added.
const STEPS: &[&[&str]] = &[&["maal"]];

/// Builds the release binary and runs the steps.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    assets::run()?;
    succeed(cargo().args(["build", "--release", "--package", "ottetal"]), "Bygningen")?;
    let program = target().join("release").join("ottetal");
    for step in STEPS {
        succeed(Command::new(&program).args(*step).args(arguments), "Målingen")?;
    }
    // The answer key on all three seeds; the tests use one.
    let mut seeds = cargo();
    seeds.env("OTTETAL_FROE_ALLE", "1");
    seeds.args(["test", "--package", "ottetal", "--test", "it", "key_world", "--", "--nocapture"]);
    succeed(&mut seeds, "Facit på tre frø")
}
