//! One bit turned in a file of the data folder, of its backup or of its key: seen, or without any meaning.
//!
//! Seen: `tjek lager` (for a backup: `gendan`) refuses it in Danish words. Without meaning: a control over everything,
//! the list of deviations and `status` are the same bytes as before. Anything else is an undetected fault.

use super::plan::{Dice, Plan};
use super::report::Figure;
use super::scenario::Scenario;
use super::trace;
use super::world::World;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Default)]
struct Tally {
    flips: usize,
    seen: usize,
    harmless: usize,
    older: usize,
    wrong: Vec<String>,
}

/// Flips so many bits in each kind of file.
pub(super) fn run(world: &mut World, plan: &Plan) -> Result<Vec<Figure>, String> {
    let each = plan.sample.unwrap_or(40);
    world.place("koert")?;
    world.done(&["datalandskab", "skabelon", "--gem"])?;
    world.done(&["grundlag", "accepter"])?;
    world.keep("vendes")?;
    let mut figures = vec![figure("flips/datamappe", flip_all(world, "vendes", &|_| true, each)?)];
    if let Some(figure) = written_ahead(world, each)? {
        figures.push(figure);
    }
    Ok(figures)
}

/// The files of a write-ahead log: a program killed when it had committed and not yet moved it into the database.
fn written_ahead(world: &mut World, each: usize) -> Result<Option<Figure>, String> {
    if !trace::is_there() {
        println!("flips: skriveloggen er ikke prøvet (strace er her ikke).");
        return Ok(None);
    }
    let all = Scenario::all(world)?;
    let Some(save) = all.iter().find(|scenario| scenario.name == "save") else { return Ok(None) };
    let reference = save.reference(world)?;
    save.begin(world)?;
    let calls = trace::count(world, &world.line(&save.words), "")?;
    for aim in trace::aims(&calls, |call| trace::is_of(world, call)).into_iter().rev() {
        save.begin(world)?;
        trace::inject(world, &world.line(&save.words), &aim, "signal=KILL", "")?;
        world.keep("log")?;
        let waits = fs::metadata(world.at("data/ottetal.db-wal")).is_ok_and(|about| about.len() > 8_000);
        if waits && save.look(world)? == reference.new {
            let mut tally = flip_all(world, "log", &|name| name == "db-wal", each * 4)?;
            // The state before is what SQLite gives where its log is cut: the newest change is as if it was not made.
            let (older, wrong): (Vec<_>, Vec<_>) =
                tally.1.wrong.drain(..).partition(|told| told.contains(&reference.old));
            tally.1.older = older.len();
            tally.1.wrong = wrong;
            return Ok(Some(figure("flips/skrivelog (WAL)", tally)));
        }
    }
    println!("flips: skriveloggen er ikke prøvet (ingen drab efterlod en).");
    Ok(None)
}

type Kinds = BTreeMap<String, [usize; 3]>;

fn figure(campaign: &str, (kinds, tally): (Kinds, Tally)) -> Figure {
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, [flips, seen, harmless])| format!("{kind} {flips}/{seen}/{harmless}"))
        .collect();
    let older = if tally.older > 0 {
        format!(", {} gav den hele tilstand før den sidste ændring", tally.older)
    } else {
        String::new()
    };
    let measured = format!(
        "{} vendinger: {} set, {} uden betydning{older}, {} USETE (slags vendt/set/uden betydning: {})",
        tally.flips,
        tally.seen,
        tally.harmless,
        tally.wrong.len(),
        kinds.join(", ")
    );
    println!("{campaign}: {measured}");
    Figure {
        campaign: campaign.to_owned(),
        goal: "0 usete: set af «tjek lager» eller «gendan», eller samme bytes i kontrol, liste og status"
            .to_owned(),
        measured,
        holds: tally.wrong.is_empty(),
        reason: tally
            .wrong
            .first()
            .map(|told| told.lines().next().unwrap_or("").to_owned())
            .unwrap_or_default(),
    }
}

fn flip_all(
    world: &World,
    state: &str,
    wanted: &dyn Fn(&str) -> bool,
    each: usize,
) -> Result<(Kinds, Tally), String> {
    world.place(state)?;
    let mut by_kind: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut files = Vec::new();
    walk(&world.now(), &mut files)?;
    files.sort();
    for file in files {
        let kind = kind_of(&file);
        let empty = file.metadata().map_or(0, |about| about.len()) == 0;
        if !empty && wanted(&kind) && kind != "skriver" {
            by_kind.entry(kind).or_default().push(file);
        }
    }
    let reference = told(world)?;
    let (mut kinds, mut tally, mut dice) = (Kinds::new(), Tally::default(), Dice(8));
    for (kind, files) in by_kind {
        let count = kinds.entry(kind).or_default();
        for n in 0..each {
            let (seen, harmless) = (tally.seen, tally.harmless);
            world.place(state)?;
            flip(world, &files[n % files.len()], &reference, &mut dice, &mut tally)?;
            count[0] += 1;
            count[1] += tally.seen - seen;
            count[2] += tally.harmless - harmless;
        }
    }
    Ok((kinds, tally))
}

fn flip(
    world: &World,
    file: &Path,
    reference: &str,
    dice: &mut Dice,
    tally: &mut Tally,
) -> Result<(), String> {
    let mut bytes = fs::read(file).map_err(|e| e.to_string())?;
    let (at, bit) = (dice.below(bytes.len() as u64) as usize, dice.below(8));
    bytes[at] ^= 1 << bit;
    fs::write(file, bytes).map_err(|e| e.to_string())?;
    tally.flips += 1;
    let place = format!("{} byte {at} bit {bit}", file.strip_prefix(world.now()).unwrap_or(file).display());
    let restored = world.at("gendannet").display().to_string();
    let copy = world.at("kopi.bin");
    let ran = if file == copy {
        world.run(&["gendan", &copy.display().to_string(), "--mappe", &restored])?
    } else {
        world.run(&["tjek", "lager"])?
    };
    let words = format!("{}{}", ran.out, ran.err);
    match ran.code {
        Some(1) if words.contains("Fejl:") || words.contains("FEJL:") => tally.seen += 1,
        Some(0) if file != copy => {
            let now = told(world)?;
            if now == reference {
                tally.harmless += 1;
            } else {
                let told = format!("{place}: ikke set, og svaret er et andet\n{now}");
                println!("  {}", told.lines().next().unwrap_or(""));
                tally.wrong.push(told);
            }
        }
        other => {
            println!("  {place}: {other:?} {words}");
            tally.wrong.push(format!("{place}: endte med {other:?}"));
        }
    }
    Ok(())
}

/// All that a user can be told wrongly.
fn told(world: &World) -> Result<String, String> {
    Ok(format!("{}{}", world.state()?, world.figures()?))
}

fn kind_of(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match name.rsplit_once('.') {
        _ if name == "ottetal.db" || name == "people.db" || name.ends_with(".toml") => name,
        Some((_, end)) => end.to_owned(),
        None => name,
    }
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|e| e.to_string())?.flatten() {
        if entry.path().is_dir() { walk(&entry.path(), out)? } else { out.push(entry.path()) }
    }
    Ok(())
}
