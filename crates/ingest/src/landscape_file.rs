//! `datalandskab.toml`: what a municipality declares of its sources → [`Landscape`].
//!
//! Invariant: a file with a mistake is refused whole, with all its mistakes at once; a key that nobody reads is a
//! mistake. "Til og med" of the file becomes a half-open period in `table`, and nowhere else.

pub mod edit;
pub mod limits;
mod settings;
mod source;
mod table;

use domain::landscape::Landscape;
use sha2::{Digest, Sha256};
use std::fmt;
use table::{Faults, Table};

/// The file's name in the data folder.
pub const FILE: &str = "datalandskab.toml";

/// A file to begin with: everything is explained and nothing is declared.
pub const TEMPLATE: &str = include_str!("landscape_file/skabelon.toml");

/// What is wrong in a landscape: every mistake, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandscapeErrors {
    /// The file's name as the user knows it.
    pub file: String,
    /// Line, 1 is the first, and what is wrong and what to do, in Danish.
    pub faults: Vec<(usize, String)>,
}

impl fmt::Display for LandscapeErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.faults.len();
        let mistakes = if count == 1 { "1 fejl".to_owned() } else { format!("{count} fejl") };
        write!(f, "{} har {mistakes} og bruges ikke, før den er rettet:", self.file)?;
        self.faults.iter().try_for_each(|(line, message)| write!(f, "\n  linje {line}: {message}"))
    }
}

impl std::error::Error for LandscapeErrors {}

/// Reads and checks a landscape.
///
/// # Errors
/// All mistakes of the file.
pub fn read(text: &str, file_name: &str) -> Result<Landscape, LandscapeErrors> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let faults = Faults::new(text);
    let landscape = Table::open(&faults).map(|top| landscape(top, text));
    let found = faults.sorted();
    match landscape {
        Some(landscape) if found.is_empty() => Ok(landscape),
        _ => Err(LandscapeErrors { file: file_name.to_owned(), faults: found }),
    }
}

fn landscape(mut top: Table<'_>, text: &str) -> Landscape {
    match top.number("format", 1..=1000) {
        Some(1) => {}
        Some(_) => top.say_at("format", "dette program læser format = 1."),
        None => top.say("`format` mangler. Skriv format = 1 øverst."),
    }
    let sources =
        top.named_tables("kilde").into_iter().map(|(name, table)| source::read(name, table)).collect();
    let landscape = Landscape {
        version: version_of(text),
        sources,
        waits: settings::waits(&mut top),
        limits: settings::limits(&mut top),
        area: settings::area(&mut top),
        ownership_columns: settings::ownership_columns(&mut top),
    };
    top.finish();
    landscape
}

/// First 12 hexadecimal digits of the SHA-256 of the text; line ends and spaces at the end of lines do not matter.
fn version_of(text: &str) -> String {
    let mut hash = Sha256::new();
    for line in text.trim_end().lines() {
        hash.update(line.trim_end().as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
