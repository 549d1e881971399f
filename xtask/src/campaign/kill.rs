//! kill -9 at random moments under two imports at once.

use super::plan::{Dice, Plan};
use super::report::Figure;
use super::world::World;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The one that writes second waits for the first, so both live for a while.
const BOTH: [&str; 2] = ["nexus", "boern_og_voksne"];

/// Rounds of two imports, each killed at a moment of its own.
pub(super) fn run(world: &mut World, plan: &Plan) -> Result<Vec<Figure>, String> {
    let rounds = plan.sample.unwrap_or(100);
    let states = states(world)?;
    let begun = Instant::now();
    world.place("foer")?;
    for source in BOTH {
        world.done(&world.import(source))?;
    }
    let takes = u64::try_from(begun.elapsed().as_micros()).unwrap_or(200_000);
    let end = end(world)?;
    let mut dice = Dice(9);
    let (mut seen, mut wrong) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for round in 0..rounds {
        world.place("foer")?;
        let mut children = Vec::new();
        for source in BOTH {
            children.push(world.start(&world.import(source))?);
        }
        for child in &mut children {
            std::thread::sleep(Duration::from_micros(dice.below(takes)));
            child.kill().map_err(|e| e.to_string())?;
        }
        for mut child in children {
            child.wait().map_err(|e| e.to_string())?;
        }
        let state = world.state()?;
        match states.iter().find(|(_, known)| *known == state) {
            Some((name, _)) => *seen.entry(name).or_default() += 1,
            None => wrong.push(format!("runde {round}: en tilstand, der ikke er nogen af de fire:\n{state}")),
        }
        let checked = world.run(&["tjek", "lager"])?;
        if checked.code != Some(0) {
            wrong.push(format!("runde {round}: tjek lager: {}{}", checked.out, checked.err));
        }
        for source in BOTH {
            world.done(&world.import(source))?;
        }
        if self::end(world)? != end {
            wrong.push(format!("runde {round}: enden er en anden"));
        }
    }
    let seen: Vec<String> = seen.iter().map(|(name, count)| format!("{name} {count}")).collect();
    let measured = format!("{rounds} runder ({}); {} brud", seen.join(", "), wrong.len());
    println!("kill: {measured}");
    wrong.iter().for_each(|one| println!("  {one}"));
    Ok(vec![Figure {
        campaign: "kill/to indlæsninger".to_owned(),
        goal: "0 brud: hver indlæsning er der helt eller slet ikke, og samme ende".to_owned(),
        measured,
        holds: wrong.is_empty(),
        reason: wrong.into_iter().next().unwrap_or_default(),
    }])
}

/// What a user sees where neither, one, the other or both are there.
fn states(world: &World) -> Result<Vec<(&'static str, String)>, String> {
    let mut all = Vec::new();
    for (name, sources) in
        [("ingen", &[][..]), ("kun den ene", &BOTH[..1]), ("kun den anden", &BOTH[1..]), ("begge", &BOTH[..])]
    {
        world.place("foer")?;
        for source in sources {
            world.done(&world.import(source))?;
        }
        all.push((name, world.state()?));
    }
    Ok(all)
}

fn end(world: &World) -> Result<String, String> {
    world.done(&["grundlag", "accepter"])?;
    Ok(format!("{}{}", world.state()?, world.figures()?))
}
