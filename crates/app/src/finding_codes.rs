//! What import may say about a row, for the help: each code in words.

use ingest::apply::codes::{ALL, Each};

/// A kind of finding.
#[derive(Clone, Copy, Debug)]
pub struct FindingCode {
    /// `IND001`.
    pub code: &'static str,
    /// What becomes of the row.
    pub effect: &'static str,
    /// How often it is listed.
    pub each: &'static str,
    /// Why.
    pub reason: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// All codes, in order.
#[must_use]
pub fn finding_codes() -> Vec<FindingCode> {
    ALL.iter()
        .map(|code| FindingCode {
            code: code.code,
            effect: code.effect.text(),
            each: if code.each == Each::Row { "hver række" } else { "én gang for hver værdi" },
            reason: code.reason,
            remedy: code.remedy,
        })
        .collect()
}
