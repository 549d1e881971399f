//! `proev`: the campaigns of hostile input, each ending in one JSON line. Also the spreadsheet child of its own files.
//!
//! Invariant: fails where a file or an input did what it must never do, and says which.

use fuzz::{TARGETS, campaign, gauge, hostile, targets};
use ingest::child::ChildProgram;
use std::fs;
use std::process::ExitCode;
use std::time::Duration;

const HELP: &str = "\
proev KAMPAGNE

  filer [ORD]                 læs alle fjendtlige filer, eller dem med ordet i navnet
  maal [--sekunder N] [MÅL…]  kør målene med ændrede filer, N sekunder for hvert (10)
  froe N [MÅL…]               kør målene med N ændrede filer hver
  fil STI MÅL                 kør ét mål på én fil";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["regneark-barn"] => std::process::exit(ingest::child::child_main()),
        ["filer"] => files(""),
        ["filer", word] => files(word),
        ["maal", "--sekunder", seconds, names @ ..] => match seconds.parse() {
            Ok(seconds) => fuzzed(names, |_, time| time >= Duration::from_secs(seconds)),
            Err(_) => Err(format!("{seconds} er ikke et antal sekunder.")),
        },
        ["maal", names @ ..] => fuzzed(names, |_, time| time >= Duration::from_secs(10)),
        ["froe", count, names @ ..] => match count.parse::<u64>() {
            Ok(count) => fuzzed(names, |done, _| done >= count),
            Err(_) => Err(format!("{count} er ikke et antal.")),
        },
        ["fil", path, name] => one(path, name),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn files(word: &str) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    // What is left in the folder for temporary files would be seen there.
    let folder = std::env::temp_dir().join(format!("ottetal-fjendtlige-{}", std::process::id()));
    fs::create_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    std::env::set_current_dir(&folder).map_err(|e| e.to_string())?;
    let trial = hostile::Trial::new(ChildProgram { program, args: vec!["regneark-barn".into()] });
    let (mut read, mut refused, mut worst, mut slowest) = (0, 0, Duration::ZERO, String::new());
    let mut faults = Vec::new();
    for case in hostile::cases().into_iter().filter(|case| case.what.contains(word)) {
        if !word.is_empty() {
            eprintln!("{case:?}");
        }
        match trial.of(&case) {
            Ok(outcome) => {
                if outcome.took > Duration::from_secs(2) {
                    eprintln!("{:?}: {:?}, {}", outcome.took, case, outcome.said);
                }
                *(if outcome.read { &mut read } else { &mut refused }) += 1;
                if outcome.took > worst {
                    (worst, slowest) = (outcome.took, case.what.clone());
                }
            }
            Err(fault) => {
                eprintln!("{case:?}: {fault}");
                faults.push(format!("{case:?}: {fault}"));
            }
        }
    }
    let left = fs::read_dir(&folder).map_or(0, Iterator::count);
    fs::remove_dir_all(&folder).ok();
    if left > 0 {
        faults.push(format!("{left} filer er efterladt"));
    }
    println!(
        "{{\"kampagne\":\"fjendtlige filer\",\"filer\":{},\"afvist\":{refused},\"laest\":{read},\"fejl\":{},\"vaerste_ms\":{},\"langsomst\":\"{}\",\"barn_mib\":{},\"selv_mib\":{}}}",
        read + refused + faults.len(),
        faults.len(),
        worst.as_millis(),
        slowest.replace(['"', '\\'], "'"),
        gauge::largest_child_kib() >> 10,
        gauge::own_peak_kib() >> 10,
    );
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn fuzzed(names: &[&str], enough: impl Fn(u64, Duration) -> bool) -> Result<(), String> {
    let chosen: Vec<&targets::Target> = if names.is_empty() {
        TARGETS.iter().collect()
    } else {
        let found = names.iter().map(|name| targets::find(name).ok_or(format!("Kender ikke målet {name}.")));
        found.collect::<Result<_, _>>()?
    };
    let (mut faults, mut counts) = (Vec::new(), Vec::new());
    for target in chosen {
        let run = campaign::run(target, 8, &enough);
        eprintln!("{:<14}{:>12} kørsler, længst {:?}", target.name, run.executions, run.worst);
        counts.push(format!("\"{}\":{}", target.name, run.executions));
        if let Some((input, said)) = run.fault {
            let path = std::env::temp_dir().join(format!("ottetal-fund-{}", target.name));
            fs::write(&path, input).map_err(|e| e.to_string())?;
            faults.push(format!("{}: {said}\n  filen ligger i {}", target.name, path.display()));
        }
    }
    println!(
        "{{\"kampagne\":\"fuzz\",\"motor\":\"froe\",\"fejl\":{},\"koersler\":{{{}}}}}",
        faults.len(),
        counts.join(",")
    );
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn one(path: &str, name: &str) -> Result<(), String> {
    let target = targets::find(name).ok_or(format!("Kender ikke målet {name}."))?;
    (target.run)(&fs::read(path).map_err(|e| format!("{path}: {e}"))?);
    Ok(())
}
