//! What is wrong in a mapping file, in Danish, with the line and what to do.

use std::fmt;

/// A mapping that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingError {
    /// The file's name as the user knows it.
    pub file: String,
    /// Line, 1 is the first; 0 where the fault has no line.
    pub line: usize,
    /// What is wrong and what to do, in Danish.
    pub message: String,
}

impl fmt::Display for MappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.file, self.message)
        } else {
            write!(f, "{}, linje {}: {}", self.file, self.line, self.message)
        }
    }
}

impl std::error::Error for MappingError {}

/// The line, from 1, that a byte offset lies in.
fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1
}

/// The line of `key` inside `[table]` (the empty name is the top of the file); 0 where it does not stand there.
pub(super) fn line_of(text: &str, table: &str, key: &str) -> usize {
    let mut current = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.split(']').next()) {
            name.trim().clone_into(&mut current);
            if key.is_empty() && current == table {
                return number + 1;
            }
            continue;
        }
        let before = line.split('=').next().unwrap_or("").trim().trim_matches('"');
        if current == table && before == key && !key.is_empty() {
            return number + 1;
        }
    }
    0
}

/// The parser's own complaint, said in Danish.
pub(super) fn from_toml(error: &toml::de::Error, text: &str, file: &str) -> MappingError {
    let line = error.span().map_or(0, |span| line_at(text, span.start));
    let said = error.message();
    let quoted = |at: usize| said.split('`').nth(at).unwrap_or("");
    let message = if said.starts_with("unknown field") {
        let known: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
        let near = crate::suggest::nearest(quoted(1), known.iter().copied())
            .map(|at| format!(" Mente du '{}'?", known[at]))
            .unwrap_or_default();
        format!("Nøglen '{}' findes ikke her.{near} Alle nøgler står i docs/kilder.md.", quoted(1))
    } else if said.starts_with("missing field") {
        format!("Nøglen '{}' mangler. Se docs/kilder.md.", quoted(1))
    } else if said.starts_with("duplicate key") {
        "Den samme nøgle står to gange. Behold den ene.".to_owned()
    } else if said.contains("untagged enum") {
        "Skriv en tekst i anførselstegn eller en liste af tekster: [\"Startdato\", \"Fra\"].".to_owned()
    } else if said.starts_with("invalid type") {
        format!("Værdien er af en forkert slags ({said}). Se docs/kilder.md.")
    } else {
        format!("Linjen kan ikke læses som TOML ({said}). Ret skrivemåden; se eksemplerne i docs/kilder.md.")
    };
    MappingError { file: file.to_owned(), line, message }
}
