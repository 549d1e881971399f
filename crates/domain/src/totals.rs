//! Control totals: what came in is what is used and what was set aside, asserted when read and again when written.

use std::ops::AddAssign;

/// Rows, and the sum of their rates and amounts as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Number of rows.
    pub rows: u64,
    /// Sum of the readable rates, in 1/10.000 kroner.
    pub rate_sum: i128,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.rows += other.rows;
        self.rate_sum += other.rate_sum;
    }
}

/// The totals of one import.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ControlTotals {
    /// Data rows in the files: not titles, headings, empty lines, total rows.
    pub read: Tally,
    /// Rows that count.
    pub used: Tally,
    /// Rows that are kept and can explain, but never took effect.
    pub never_took_effect: Tally,
    /// Rows that are set aside with a finding.
    pub set_aside: Tally,
    /// Rows skipped because they are headings, titles, blank or totals.
    pub skipped_rows: u64,
}

impl ControlTotals {
    /// True where nothing was lost: rows and sums in = rows and sums out.
    #[must_use]
    pub fn balance(&self) -> bool {
        let mut out = self.used;
        out += self.never_took_effect;
        out += self.set_aside;
        out == self.read
    }
}
