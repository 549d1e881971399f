//! The pages in a real browser: `e2e/` by Node's own test runner, where Node and Chromium are.
//!
//! Never changes a file outside `target/` and `e2e/node_modules`.

use super::tools::{install_chromium, is_root};
use crate::assets;
use crate::workspace::{cargo, root, succeed, target};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The names that Chromium goes by.
const PROGRAMS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Runs the journeys, or says in one line why not.
pub(super) fn run() -> Result<(), String> {
    if !assets::npm_is_there() {
        println!("sider i browser: ikke kørt (Node.js 20 eller nyere mangler).");
        return Ok(());
    }
    let found = chromium().or_else(|| (is_root() && install_chromium()).then(chromium).flatten());
    let Some(chromium) = found else {
        println!("sider i browser: ikke kørt (Chromium mangler; apt-get install chromium).");
        return Ok(());
    };
    let e2e = root().join("e2e");
    assets::packages(&e2e)?;
    succeed(cargo().args(["build", "--quiet", "--package", "ottetal"]).current_dir(root()), "cargo build")?;
    let program = target().join("debug").join("ottetal");
    let demo = demo(&program)?;
    let page = style_page()?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=dot"]).current_dir(&e2e).stdin(Stdio::null());
    node.env("OTTETAL_CHROMIUM", chromium).env("OTTETAL_STILARK", page);
    node.env("OTTETAL_PROGRAM", program).env("OTTETAL_DEMO", demo);
    succeed(&mut node, "Siderne i browseren")
}

/// A demo municipality that every test copies.
fn demo(program: &Path) -> Result<PathBuf, String> {
    let folder = target().join("e2e-demo");
    let mut command = Command::new(program);
    command.args(["demo", "--uden-server", "--borgere", "300", "--mappe"]).arg(&folder).stdout(Stdio::null());
    succeed(&mut command, "Demoen")?;
    Ok(folder)
}

/// The page that has every shared part, as a file.
fn style_page() -> Result<PathBuf, String> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "web", "--example", "stilark"]);
    let output = command.current_dir(root()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("Stilarket kunne ikke laves: {error}."))?;
    if !output.status.success() {
        return Err("Stilarket kunne ikke laves.".to_owned());
    }
    let file = target().join("stilark.html");
    std::fs::write(&file, output.stdout).map_err(|error| format!("{}: {error}.", file.display()))?;
    Ok(file)
}

fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    PROGRAMS
        .iter()
        .find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}
