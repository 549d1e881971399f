//! `tidy`: what the project holds and no compiler asks for. Prints every fault with its file, line and remedy.

mod cpr;
mod edges;
mod glossary;
mod lexer;
mod log_words;
mod manifest;
mod sources;
mod traces;

use crate::workspace::{File, files};

/// A fault: place and what to do.
pub(crate) struct Fault {
    /// Path from the root, with `:line` where there is one.
    pub(crate) place: String,
    /// What is wrong, and the remedy.
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Fault {
        Fault { place: place.into(), message: message.into() }
    }

    pub(crate) fn at(path: &str, line: usize, message: impl Into<String>) -> Fault {
        Fault::new(format!("{path}:{line}"), message)
    }
}

/// One rule: what it is called, and the faults it finds.
type Rule = (&'static str, fn(&[File]) -> Vec<Fault>);

const RULES: &[Rule] = &[
    ("afhængigheder mellem crates", edges::between_crates),
    ("én ejer af hver tung crate", edges::heavy),
    ("moduldokumentation og længder", sources::check),
    ("Cpr kun, hvor det må nævnes", sources::cpr_type),
    ("ingen huskesedler eller stier fra en arbejdsplads", traces::check),
    ("ingen mulige CPR-numre", cpr::check),
    ("begreber", glossary::check),
    ("loggens ord", log_words::check),
];

/// Runs all rules.
pub(crate) fn run() -> Result<(), String> {
    let files = files()?;
    let mut count = 0;
    for (name, rule) in RULES {
        let faults = rule(&files);
        if !faults.is_empty() {
            println!("tidy: {name}");
        }
        for fault in &faults {
            println!("  {}: {}", fault.place, fault.message);
        }
        count += faults.len();
    }
    if count > 0 {
        return Err(format!("tidy: {count} fejl."));
    }
    println!("tidy: {} regler, {} filer, ingen fejl.", RULES.len(), files.len());
    Ok(())
}
