//! `synth`: writes a synthetic municipality by hand. The program under test never runs it.

use std::path::Path;
use std::process::ExitCode;
use synth::{Errors, Municipality, Plan, generate, write_bench};

const USE: &str = "Brug: synth MAPPE [BORGERE] [SEED] [ren|facit|blandet|maaling]
  ren      ingen fejl
  facit    højst én fejl pr. borger, med facit.jsonl (standard)
  blandet  en til tre fejl hos hver tiende borger
  maaling  tre store filer; BORGERE er da antal rækker i hver";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<String, String> {
    let dir = Path::new(arguments.first().ok_or(USE)?);
    let number = |at: usize, default: u64| match arguments.get(at) {
        Some(text) => text.parse().map_err(|_| format!("\"{text}\" er ikke et tal.\n{USE}")),
        None => Ok(default),
    };
    let (size, seed) = (number(1, 400)?, number(2, 1)?);
    let errors = match arguments.get(3).map_or("facit", String::as_str) {
        "ren" => Errors::None,
        "facit" => Errors::Key,
        "blandet" => Errors::Mixed(100),
        "maaling" => return measure(dir, size, seed),
        other => return Err(format!("\"{other}\" er ikke en slags kommune.\n{USE}")),
    };
    let citizens = u32::try_from(size).map_err(|_| "For mange borgere.".to_owned())?;
    let made = generate(&Plan { seed, citizens, errors, ..Plan::default() });
    let written = made.write(dir).map_err(|e| e.to_string())?;
    let imports: Vec<String> = written
        .imports
        .iter()
        .map(|i| format!("import {}   # {} rækker", i.arguments().join(" "), i.rows))
        .collect();
    Ok(format!("{}\n{}", imports.join("\n"), counts(&made)))
}

fn counts(made: &Municipality) -> String {
    format!("{} borgere, {} fejl, {} linjer facit", made.people.len(), made.errors.len(), made.facit.len())
}

fn measure(dir: &Path, rows: u64, seed: u64) -> Result<String, String> {
    let rows = usize::try_from(rows).map_err(|_| "For mange rækker.".to_owned())?;
    let bench = write_bench(dir, rows, seed).map_err(|e| e.to_string())?;
    Ok(format!("{rows} rækker i hver fil, {} borgere, {} forskelle", bench.citizens, bench.differences))
}
