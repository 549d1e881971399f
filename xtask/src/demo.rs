//! `demo`: the newcomer's first command.
//!
//! The dev profile, whose hot crates are optimised: building takes less time than a release build saves.

use crate::assets;
use crate::workspace::{cargo, succeed};

/// Runs `ottetal demo` in `./demo`, or where `--mappe` says.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    // Without npm the demo still runs; its pages are plain.
    if let Err(why) = assets::run() {
        eprintln!("{why}");
    }
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "ottetal", "--", "demo"]);
    if !arguments.iter().any(|argument| argument == "--mappe" || argument.starts_with("--mappe=")) {
        command.args(["--mappe", "demo"]);
    }
    eprintln!("Bygger Ottetal (første gang tager det nogle minutter) …");
    succeed(command.args(arguments), "Demoen")
}
