//! The programs that `test` needs: there, installed now, or said in one line.

use crate::workspace::{cargo, quietly};
use std::process::Command;

/// rustfmt and clippy; installed by rustup where they are missing.
pub(super) fn components() -> Result<(), String> {
    for (name, argument) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let is_there = || quietly(cargo().args([argument, "--version"]));
        if is_there() {
            continue;
        }
        println!("Henter {name} …");
        if !quietly(Command::new("rustup").args(["component", "add", name])) || !is_there() {
            return Err(format!("{name} mangler og kunne ikke hentes. Kør: rustup component add {name}"));
        }
    }
    Ok(())
}

/// True if cargo-deny is installed.
pub(super) fn deny_is_there() -> bool {
    quietly(cargo().args(["deny", "--version"]))
}

/// True if we may install programs and become other users.
pub(super) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Installs PostgreSQL by apt-get; true if that went well.
pub(super) fn install_postgres() -> bool {
    install("PostgreSQL", "postgresql")
}

/// Installs Chromium by apt-get; true if that went well.
pub(super) fn install_chromium() -> bool {
    install("Chromium", "chromium")
}

fn install(name: &str, package: &str) -> bool {
    let apt = |arguments: &[&str]| {
        quietly(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    if !apt(&["--version"]) {
        return false;
    }
    println!("Installerer {name} …");
    let install = ["install", "--yes", "--no-install-recommends", package];
    apt(&install) || (apt(&["update"]) && apt(&install))
}
