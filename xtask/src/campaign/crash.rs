//! Killed at every durable call: whole, old or new, nothing told is lost, and the same command again ends alike.

use super::plan::Plan;
use super::report::Figure;
use super::scenario::{self, Outcome, Reference, Scenario};
use super::trace::{self, Aim};
use super::world::{World, timeless};
use std::time::Instant;

#[derive(Default)]
struct Tally {
    runs: usize,
    not_reached: usize,
    elsewhere: usize,
    old: usize,
    new: usize,
    between: usize,
    wrong: Vec<String>,
}

/// All scenarios that are wanted, a figure each.
pub(super) fn run(world: &mut World, plan: &Plan) -> Result<Vec<Figure>, String> {
    scenario::each(world, plan, "crash", one)
}

fn one(world: &World, plan: &Plan, scenario: &Scenario) -> Result<Figure, String> {
    let begun = Instant::now();
    let reference = scenario.reference(world)?;
    scenario.begin(world)?;
    let calls = trace::count(world, &world.line(&scenario.words), "")?;
    let wanted = |call: &trace::Call| trace::is_of(world, call);
    let aims = trace::aims(&calls, wanted);
    let (of, can) = (calls.iter().filter(|call| wanted(call)).count(), aims.len());
    let mut tally = Tally::default();
    for aim in plan.of(aims) {
        if let Err(why) = kill(world, scenario, &reference, &aim, &mut tally) {
            let told = format!("crash/{} ved kald {}: {why}", scenario.name, aim.told());
            println!("  {told}");
            tally.wrong.push(told);
        }
    }
    let measured = format!(
        "{of} varige kald, {can} kan rammes for sig, {} prøvet: {} gammel, {} ny, {} undervejs, {} ikke nået, {} ramte et \
         andet kald; {} brud",
        tally.runs,
        tally.old,
        tally.new,
        tally.between,
        tally.not_reached,
        tally.elsewhere,
        tally.wrong.len()
    );
    println!("crash/{}: {measured} ({:.0} s)", scenario.name, begun.elapsed().as_secs_f64());
    Ok(Figure {
        campaign: format!("crash/{}", scenario.name),
        goal: "0 brud: hel, gammel eller ny, intet meldt tabt, samme ende".to_owned(),
        measured,
        holds: tally.wrong.is_empty(),
        reason: tally.wrong.into_iter().next().unwrap_or_default(),
    })
}

fn kill(
    world: &World,
    scenario: &Scenario,
    reference: &Reference,
    aim: &Aim,
    tally: &mut Tally,
) -> Result<(), String> {
    scenario.begin(world)?;
    let hit = trace::inject(world, &world.line(&scenario.words), aim, "signal=KILL", "")?;
    tally.runs += 1;
    match &hit.hit {
        None => tally.not_reached += 1,
        Some(_) if !hit.is(aim) => tally.elsewhere += 1,
        Some(_) => {}
    }
    let state = whole(world, scenario)?;
    if state == reference.new {
        tally.new += 1;
    } else if state == reference.old {
        tally.old += 1;
    } else if scenario.outcome == Outcome::Steps {
        tally.between += 1;
    } else {
        return Err(format!("hverken gammel eller ny:\n{state}"));
    }
    let told = timeless(&hit.ran.out);
    if !told.is_empty() && told == reference.said && state != reference.new {
        return Err("det, der var meldt som gjort, er væk".to_owned());
    }
    again(world, scenario, reference, &state)?;
    let end = scenario.end(world)?;
    if end == reference.end {
        Ok(())
    } else {
        Err(format!("enden er en anden:\n{end}\nmod\n{}", reference.end))
    }
}

/// What a user sees, after `tjek` has found everything whole.
pub(super) fn whole(world: &World, scenario: &Scenario) -> Result<String, String> {
    let state = scenario.look(world)?;
    if scenario.outcome != Outcome::Folder || world.at("data/ottetal.toml").exists() {
        let checked = world.run(&["tjek"])?;
        if checked.code != Some(0) {
            return Err(format!("tjek fandt fejl:\n{}{}", checked.out, checked.err));
        }
    }
    Ok(state)
}

/// The same command again.
pub(super) fn again(
    world: &World,
    scenario: &Scenario,
    reference: &Reference,
    state: &str,
) -> Result<(), String> {
    let ran = world.run(&scenario.words)?;
    if ran.code != Some(0) {
        let was_done =
            scenario.already.is_some_and(|words| ran.err.contains(words)) && *state == reference.new;
        if !was_done {
            return Err(format!("samme kommando igen: {:?} {}", ran.code, ran.err));
        }
    }
    let now = scenario.look(world)?;
    if now == reference.new {
        Ok(())
    } else {
        Err(format!("efter samme kommando igen:\n{now}\nmod\n{}", reference.new))
    }
}
