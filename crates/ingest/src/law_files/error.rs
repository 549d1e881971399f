//! What is said of a law file that cannot be used.
//!
//! Never an English sentence of a parser alone: file, line and remedy stand in Danish around it.

use std::fmt;

/// A fault in a law file: the first one found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawFileError {
    /// The file: `lov/ydelser.toml`.
    pub file: String,
    /// Line of the file, 1 the first; `None` where the fault lies between files.
    pub line: Option<usize>,
    /// What is wrong and what to do, in Danish.
    pub message: String,
}

impl fmt::Display for LawFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", linje {line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for LawFileError {}
