//! `test`: everything that must hold, in one command, on a machine with nothing but Rust.
//!
//! Never leaves a server or a folder behind.

mod browser;
mod postgres;
mod tools;

use crate::assets;
use crate::campaign;
use crate::tidy;
use crate::workspace::{cargo, root, succeed};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs all of it, stops at the first fault, prints what took how long.
pub(crate) fn run() -> Result<(), String> {
    let started = Instant::now();
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let done = steps(&mut times);
    println!();
    for (name, took) in &times {
        println!("  {name:<28} {:>7.1} s", took.as_secs_f64());
    }
    println!("  {:<28} {:>7.1} s", "i alt", started.elapsed().as_secs_f64());
    done
}

fn steps(times: &mut Vec<(&'static str, Duration)>) -> Result<(), String> {
    let mut step = |name: &'static str, work: &mut dyn FnMut() -> Result<(), String>| {
        println!("== {name}");
        let started = Instant::now();
        let done = work();
        times.push((name, started.elapsed()));
        done
    };
    step("værktøj", &mut tools::components)?;
    step("aktiver", &mut pages_look)?;
    step("cargo fmt --check", &mut || {
        succeed(here().args(["fmt", "--all", "--check"]), "cargo fmt --check")
    })?;
    step("cargo clippy", &mut || {
        let arguments = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
        succeed(here().args(arguments), "cargo clippy")
    })?;
    step("tidy", &mut tidy::run)?;
    step("cargo test", &mut tests)?;
    step("sider i browser", &mut browser::run)?;
    step("nedbrud og fejl", &mut campaign::sample)?;
    step("cargo deny", &mut deny)
}

/// The assets; a machine without npm tests everything else.
fn pages_look() -> Result<(), String> {
    if assets::npm_is_there() {
        return assets::run();
    }
    println!("aktiver: ikke bygget (Node.js 20 eller nyere med npm mangler).");
    Ok(())
}

/// Cargo in the project's folder, without a keyboard.
fn here() -> Command {
    let mut command = cargo();
    command.current_dir(root()).stdin(Stdio::null());
    command
}

fn tests() -> Result<(), String> {
    let server = match postgres::start() {
        Ok(server) => Some(server),
        Err(why) => {
            println!("PostgreSQL: {why} De prøver, der spørger PostgreSQL, bliver sprunget over.");
            None
        }
    };
    let mut command = here();
    // What tests say of themselves ("sprunget over", recall and precision) is for the reader of the log.
    command.args(["test", "--workspace", "--quiet", "--", "--nocapture"]);
    // Tests of panics would fill the log with their stacks.
    command.env("RUST_BACKTRACE", "0");
    // One seed: the same histories in every run.
    command.env("PROPTEST_RNG_SEED", "8");
    match &server {
        Some(server) => {
            println!("PostgreSQL: {}", server.version);
            command.env("OTTETAL_TEST_PG", &server.address).env("PATH", server.path());
        }
        None => {
            command.env_remove("OTTETAL_TEST_PG");
        }
    }
    succeed(&mut command, "cargo test")
}

fn deny() -> Result<(), String> {
    if !tools::deny_is_there() {
        println!("cargo deny: ikke kørt (programmet er her ikke; cargo install cargo-deny).");
        return Ok(());
    }
    succeed(here().args(["deny", "check", "bans", "licenses", "sources"]), "cargo deny")?;
    println!("cargo deny: advisories ikke kørt (kræver en database fra nettet).");
    Ok(())
}
