//! `generate`: the parts of `docs/` that the program can tell by itself. Never writes what a person wrote.

use crate::workspace::{cargo, root, succeed};

/// Runs the hidden subcommand of `ottetal` that writes `regler.md` and the marked part of `cli.md`, in the project's
/// `docs/` or the folder stated. A test of `ottetal` fails while they are not as the code has them.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "ottetal", "--", "generer-docs"]);
    command.arg(arguments.first().map_or("docs", String::as_str));
    succeed(command.current_dir(root()), "Dokumentationen")
}
