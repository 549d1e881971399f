//! `bench`: the fast build, its timings, and the answer key on three seeds. Never part of `test`.

use crate::assets;
use crate::workspace::{cargo, root, succeed, target};
use std::path::Path;
use std::process::{Command, Stdio};

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
    pages(&program)?;
    // The answer key on all three seeds; the tests use one.
    let mut seeds = cargo();
    seeds.env("OTTETAL_FROE_ALLE", "1");
    seeds.args(["test", "--package", "ottetal", "--test", "it", "key_world", "--", "--nocapture"]);
    succeed(&mut seeds, "Facit på tre frø")
}

/// Citizens of the municipality that pages are measured on.
const CITIZENS: &str = "10000";

/// Fifty people with five seconds between clicks, on a large municipality.
fn pages(program: &Path) -> Result<(), String> {
    if !assets::npm_is_there() {
        println!("sider: ikke målt (Node.js 20 eller nyere mangler).");
        return Ok(());
    }
    let folder = target().join("maal-sider");
    let e2e = root().join("e2e");
    assets::packages(&e2e)?;
    let mut demo = Command::new(program);
    demo.args(["demo", "--borgere", CITIZENS, "--uden-server", "--mappe"]).arg(&folder).stdout(Stdio::null());
    succeed(&mut demo, "Den store demo")?;
    let mut node = Command::new("node");
    node.arg("maaling/sider.mjs")
        .current_dir(&e2e)
        .env("OTTETAL_PROGRAM", program)
        .env("OTTETAL_MAPPE", &folder);
    succeed(&mut node, "Målingen af siderne")
}
