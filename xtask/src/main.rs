//! The project's own commands: `cargo xtask demo | test | tidy | generate | assets | bench | campaign`.
//!
//! Invariant: depends on no crate, so that it starts at once; it changes no figure and no product code depends on it.

mod assets;
mod bench;
mod campaign;
mod demo;
mod generate;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask KOMMANDO

  demo [ARG…]      byg en syntetisk kommune i ./demo, læs den ind, og kør 8-talskontrollen
  test             fmt, clippy, tidy, alle prøver (starter selv PostgreSQL, hvis det findes)
  tidy             projektets egne regler: afhængigheder, længder, begreber, ingen CPR-numre
  generate         skriv de dele af docs/, som programmet selv kan fortælle
  assets           hent og byg det, som siderne bruger: udseende, letter, ikoner, diagrammer (kræver npm)
  bench [ARG…]     byg den hurtige udgave, og mål import og kontrol
  campaign SLAGS   prøv programmet i stykker: crash, faults, flips, kill, alle; eller skriv rapporten: report";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("demo") => demo::run(rest),
        Some("test") => test::run(),
        Some("tidy") => tidy::run(),
        Some("generate") => generate::run(rest),
        Some("assets") => assets::run(),
        Some("bench") => bench::run(rest),
        Some("campaign") => campaign::run(rest),
        Some("help" | "--help" | "-h") | None => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("Kender ikke kommandoen {other}.\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
