//! A disk that is really full: a file system in memory that is a little larger each time, and then large enough.
//!
//! Needs the right to mount; where that is missing it is said in one line and nothing is done.

use super::faults::said;
use super::report::Figure;
use super::scenario::Scenario;
use super::world::World;
use crate::workspace::quietly;
use std::path::Path;
use std::process::Command;

/// More room each time, in KiB.
const STEP: u64 = 24;
/// As many sizes.
const SIZES: u64 = 40;

/// The mount, gone when dropped.
struct Disk<'p>(&'p Path);

impl<'p> Disk<'p> {
    fn mount(place: &'p Path, kib: u64) -> Option<Disk<'p>> {
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"]).arg(place);
        quietly(&mut command).then_some(Disk(place))
    }

    fn grow(&self, kib: u64) -> bool {
        quietly(Command::new("mount").args(["-o", &format!("remount,size={kib}k")]).arg(self.0))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        quietly(Command::new("umount").arg(self.0));
    }
}

/// Imports onto disks that are full sooner and later.
pub(super) fn run(world: &mut World) -> Result<Vec<Figure>, String> {
    let all = Scenario::all(world)?;
    let Some(import) = all.iter().find(|scenario| scenario.name == "import") else { return Ok(Vec::new()) };
    let reference = import.reference(world)?;
    import.begin(world)?;
    let least = used(&world.now())? / 1024 + 200;
    let place = world.now();
    let (mut refused, mut done, mut wrong) = (0, 0, Vec::new());
    for at in 0..SIZES {
        let Some(disk) = Disk::mount(&place, least + at * STEP) else {
            println!("disk: ikke kørt (et filsystem kan ikke monteres her).");
            return Ok(Vec::new());
        };
        if import.begin(world).is_err() {
            continue;
        }
        let ran = world.run(&import.words)?;
        if ran.code == Some(0) {
            done += 1
        } else {
            refused += 1
        }
        if let Err(why) = said(&ran, "ENOSPC") {
            wrong.push(format!("{} KiB: {why}", least + at * STEP));
        }
        let grown = disk.grow(64 * 1024);
        let state = world.state()?;
        let fits = state == reference.old || state == reference.new;
        let again = world.run(&import.words)?.code == Some(0);
        if !(grown && fits && again && import.end(world)? == reference.end) {
            wrong.push(format!("{} KiB: ikke som før eller efter, da der blev plads", least + at * STEP));
        }
    }
    let measured = format!("{refused} gange fuld, {done} gange plads nok; {} brud", wrong.len());
    println!("disk: {measured}");
    wrong.iter().for_each(|one| println!("  {one}"));
    Ok(vec![Figure {
        campaign: "faults/fuld disk".to_owned(),
        goal: "0 brud: afvist på dansk, og næste kørsel lykkes, når der er plads".to_owned(),
        measured,
        holds: wrong.is_empty(),
        reason: wrong.into_iter().next().unwrap_or_default(),
    }])
}

fn used(folder: &Path) -> Result<u64, String> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder).map_err(|e| e.to_string())?.flatten() {
        let path = entry.path();
        // A file system in memory gives out whole pages.
        sum += if path.is_dir() {
            used(&path)?
        } else {
            path.metadata().map_or(0, |about| about.len().div_ceil(4096) * 4096)
        };
    }
    Ok(sum)
}
