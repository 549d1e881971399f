//! `generate`: the parts of `docs/` that the program can tell by itself. Never writes what a person wrote.

use crate::workspace::{cargo, root, succeed};

/// Runs the hidden subcommand of `ottetal` that writes into the project's `docs/`.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "ottetal", "--", "generer-docs"]);
    succeed(command.args(arguments).current_dir(root()), "Dokumentationen")
}
