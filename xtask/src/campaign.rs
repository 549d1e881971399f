//! `campaign`: breaks the program on purpose, many times, and counts what it did: killed at every durable call, told
//! that the disk is full or failing, given files with a bit turned, killed at random under two imports.
//!
//! Everything runs on an invented municipality in a folder of its own under `target/`. Nothing else is touched.

mod crash;
mod disk;
mod faults;
mod flips;
mod hostile;
mod kill;
mod plan;
mod report;
mod scenario;
mod trace;
mod world;

use crate::workspace::{cargo, succeed};
use plan::Plan;
use world::World;

const HELP: &str = "\
cargo xtask campaign SLAGS [--all | --sample N] [--scenario NAVN]

  crash    slå programmet ihjel ved hvert varigt kald
  faults   lad hvert varigt kald svare, at disken er fuld eller fejler; og en disk, der virkelig er fuld
  flips    vend en bit i hver slags fil (--sample N vendinger pr. slags; ellers 40)
  kill     kill -9 på tilfældige tidspunkter under to indlæsninger (--sample N runder; ellers 100)
  filer    alle fjendtlige filer gennem den rigtige indlæsning
  fuzz     tilfældige ændringer til hver egen læser (--sample N sekunder pr. læser; ellers 60)
  alle     dem alle
  report   skriv docs/trust-report.md af docs/trust-report.jsonl";

/// Runs a campaign and notes its figures; an error where one of its goals was not met.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let plan = Plan::read(arguments.get(1..).unwrap_or_default())?;
    let kind = arguments.first().map_or("", String::as_str);
    if kind == "report" {
        return report::write();
    }
    if !["crash", "faults", "flips", "kill", "filer", "fuzz", "alle"].contains(&kind) {
        return Err(HELP.to_owned());
    }
    let mut figures = Vec::new();
    if ["filer", "alle"].contains(&kind) {
        figures.extend(noted(hostile::files()?)?);
    }
    if ["fuzz", "alle"].contains(&kind) {
        figures.extend(noted(hostile::readers(plan.sample.unwrap_or(60))?)?);
    }
    if ["filer", "fuzz"].contains(&kind) {
        return reds(&figures);
    }
    build()?;
    let mut world = World::begin()?;
    if ["crash", "alle"].contains(&kind) {
        figures.extend(crash::run(&mut world, &plan)?);
    }
    if ["faults", "alle"].contains(&kind) {
        figures.extend(faults::run(&mut world, &plan)?);
        figures.extend(noted(disk::run(&mut world)?)?);
    }
    if ["flips", "alle"].contains(&kind) {
        figures.extend(noted(flips::run(&mut world, &plan)?)?);
    }
    if ["kill", "alle"].contains(&kind) {
        figures.extend(noted(kill::run(&mut world, &plan)?)?);
    }
    reds(&figures)
}

/// An error that names the campaigns whose goal was not met.
fn reds(figures: &[report::Figure]) -> Result<(), String> {
    let red: Vec<String> = figures.iter().filter(|f| !f.holds).map(|f| f.campaign.clone()).collect();
    if red.is_empty() { Ok(()) } else { Err(format!("Målet er ikke nået i: {}.", red.join(", "))) }
}

fn noted(figures: Vec<report::Figure>) -> Result<Vec<report::Figure>, String> {
    report::append(&figures)?;
    Ok(figures)
}

/// A few runs of the crash and fault campaigns for the test command; says so in one line where it cannot.
pub(crate) fn sample() -> Result<(), String> {
    if !trace::is_there() {
        println!("Nedbrud og fejl: ikke kørt (strace er her ikke).");
        return Ok(());
    }
    build()?;
    let mut world = World::begin()?;
    let mut figures = Vec::new();
    for scenario in ["import", "control", "backup"] {
        let plan = Plan { sample: Some(3), scenario: Some(scenario.to_owned()), notes: false };
        figures.extend(crash::run(&mut world, &plan)?);
        figures.extend(faults::run(&mut world, &plan)?);
    }
    let red: Vec<String> = figures.iter().filter(|f| !f.holds).map(|f| f.reason.clone()).collect();
    if red.is_empty() { Ok(()) } else { Err(format!("Nedbrud og fejl:\n{}", red.join("\n"))) }
}

fn build() -> Result<(), String> {
    succeed(cargo().args(["build", "--quiet", "--package", "ottetal", "--package", "synth"]), "Bygningen")
}
