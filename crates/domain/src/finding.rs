//! What import says about a row that it could not read as it stands. Not an error: the rest of the file counts.

/// What a finding did to its row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Effect {
    /// The row is not in the figures.
    SetAside,
    /// The row is in the figures, without the value.
    ValueMissing,
    /// The row is in the figures with a value that was mended (a lost leading zero).
    Mended,
    /// Worth knowing.
    Note,
}

impl Effect {
    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Effect::SetAside => "sat til side",
            Effect::ValueMissing => "værdi mangler",
            Effect::Mended => "rettet ved indlæsning",
            Effect::Note => "bemærkning",
        }
    }
}

/// One finding: what, where, why, what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Stable code, `IND001` … in `docs/fund.md`.
    pub code: &'static str,
    /// What became of the row.
    pub effect: Effect,
    /// Index of the file in the import.
    pub file: u16,
    /// Sheet; empty for CSV.
    pub sheet: String,
    /// Row, 1 is the first; 0 where the finding is about the whole file.
    pub row: u32,
    /// The column's heading as the file writes it; empty where the finding is about the whole row.
    pub column: String,
    /// The value as written. Never a CPR number: the reader hides anything that could be one.
    pub value: String,
    /// Why it could not be read, in Danish.
    pub reason: String,
    /// What to do about it, in Danish.
    pub remedy: String,
}
