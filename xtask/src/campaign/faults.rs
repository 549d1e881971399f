//! Every durable call, and every write to a file, told once and from then on that the disk is full or fails: refused in
//! Danish words that say what and what to do, the folder readable at once, and the next run as if nothing had been.

use super::crash::{again, whole};
use super::plan::Plan;
use super::report::Figure;
use super::scenario::{self, Outcome, Reference, Scenario};
use super::trace::{self, Aim};
use super::world::{Ran, World};
use std::time::Instant;

/// Words of the system and of libraries beneath that must never reach a user.
const ENGLISH: [&str; 12] = [
    "error",
    "Error",
    "panicked",
    "failed",
    "No such",
    "denied",
    "No space",
    "space left",
    "is full",
    "I/O",
    "(code:",
    "unable to",
];

#[derive(Default)]
struct Tally {
    runs: usize,
    refused: usize,
    done: usize,
    not_reached: usize,
    elsewhere: usize,
    wrong: Vec<String>,
}

/// All scenarios that are wanted, a figure each. Starting anew is left to the crash campaign.
pub(super) fn run(world: &mut World, plan: &Plan) -> Result<Vec<Figure>, String> {
    scenario::each(world, plan, "faults", one)
}

fn one(world: &World, plan: &Plan, scenario: &Scenario) -> Result<Figure, String> {
    let begun = Instant::now();
    let reference = scenario.reference(world)?;
    scenario.begin(world)?;
    let calls = trace::count(world, &world.line(&scenario.words), ",write")?;
    let aims = trace::aims(&calls, |call| trace::is_of(world, call));
    let can = aims.len();
    let mut cases = Vec::new();
    for aim in aims {
        for (error, on) in [("ENOSPC", ""), ("ENOSPC", "+"), ("EIO", ""), ("EIO", "+")] {
            // Every later write would also be what the program says, and what wakes its threads.
            if on.is_empty() || aim.call.name != "write" {
                cases.push((aim.clone(), error, on));
            }
        }
    }
    let mut tally = Tally::default();
    for (aim, error, on) in plan.of(cases) {
        if let Err(why) = fail(world, scenario, &reference, (&aim, error, on), &mut tally) {
            let told = format!("faults/{} {error}{on} ved kald {}: {why}", scenario.name, aim.told());
            println!("  {told}");
            tally.wrong.push(told);
        }
    }
    let measured = format!(
        "{can} kald, {} forsøg med fuld disk og læse-/skrivefejl, én gang og vedvarende: {} afvist, {} gjort alligevel, \
         {} ikke nået, {} ramte noget andet end en fil; {} brud",
        tally.runs,
        tally.refused,
        tally.done,
        tally.not_reached,
        tally.elsewhere,
        tally.wrong.len()
    );
    println!("faults/{}: {measured} ({:.0} s)", scenario.name, begun.elapsed().as_secs_f64());
    Ok(Figure {
        campaign: format!("faults/{}", scenario.name),
        goal: "0 brud: afvist på dansk med hvad og hvad man gør, mappen kan læses, næste kørsel lykkes"
            .to_owned(),
        measured,
        holds: tally.wrong.is_empty(),
        reason: tally.wrong.into_iter().next().unwrap_or_default(),
    })
}

fn fail(
    world: &World,
    scenario: &Scenario,
    reference: &Reference,
    (aim, error, on): (&Aim, &str, &str),
    tally: &mut Tally,
) -> Result<(), String> {
    scenario.begin(world)?;
    let hit = trace::inject(world, &world.line(&scenario.words), aim, &format!("error={error}"), on)?;
    tally.runs += 1;
    tally.not_reached += usize::from(hit.hit.is_none());
    let state = whole(world, scenario)?;
    if hit.hit.as_ref().is_some_and(|call| !trace::is_of(world, call)) {
        // Threads took turns otherwise: what failed was a pipe between them, not a file.
        tally.elsewhere += 1;
        return again(world, scenario, reference, &state);
    }
    said(&hit.ran, error)?;
    if hit.ran.code == Some(0) {
        tally.done += 1;
        if state != reference.new {
            return Err(format!("sagde, at det var gjort, men:\n{state}"));
        }
    } else {
        tally.refused += 1;
        if scenario.outcome != Outcome::Steps && state != reference.old && state != reference.new {
            return Err(format!("hverken gammel eller ny:\n{state}"));
        }
        if hit.ran.err.contains("Intet er ændret") && state != reference.old {
            return Err(format!("sagde, at intet er ændret, men det er det: {}", hit.ran.err));
        }
    }
    again(world, scenario, reference, &state)?;
    if scenario.end(world)? == reference.end { Ok(()) } else { Err("enden er en anden".to_owned()) }
}

/// Code 0 or 1; in Danish; what is full or failing, and what to do.
pub(super) fn said(ran: &Ran, error: &str) -> Result<(), String> {
    let english: Vec<&str> = ENGLISH.into_iter().filter(|word| ran.err.contains(word)).collect();
    if !english.is_empty() {
        return Err(format!("engelsk {english:?}: {}", ran.err));
    }
    match ran.code {
        Some(0) => Ok(()),
        Some(1) => {
            let about: &[&str] = if error == "ENOSPC" { &["fuld", "plads"] } else { &["disken", "drevet"] };
            let names = about.iter().any(|word| ran.err.contains(word));
            let advises =
                ["kør igen", "Skaf plads", "prøv igen", "Hent mappen", "Se efter", "sikkerhedskopi"];
            if names && advises.iter().any(|word| ran.err.contains(word)) {
                return Ok(());
            }
            Err(format!("siger ikke, hvad der er galt, og hvad man gør: {}", ran.err))
        }
        other => Err(format!("endte med {other:?}: {}{}", ran.out, ran.err)),
    }
}
