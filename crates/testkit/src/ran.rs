//! What a run of the program said and how it ended.

use serde_json::Value;
use std::process::Command;

/// A run that has ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// Exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it said.
    pub out: String,
    /// What it complained of.
    pub err: String,
    /// What it said, byte for byte.
    pub bytes: Vec<u8>,
}

impl Ran {
    /// Runs a command to its end.
    ///
    /// # Panics
    /// Where it cannot be started, or the program panicked: that is never an answer.
    #[must_use]
    pub fn of(command: &mut Command) -> Ran {
        let output = command.output().expect("programmet starter");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let ran = Ran {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
            bytes: output.stdout,
        };
        assert!(!ran.err.contains("panicked at"), "{command:?}\n{}", ran.err);
        ran
    }

    /// What it said as JSON lines.
    ///
    /// # Panics
    /// Where a line is no JSON.
    #[must_use]
    pub fn lines(&self) -> Vec<Value> {
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.out.lines().map(read).collect()
    }

    /// Both of what it said and what it complained of.
    #[must_use]
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}
