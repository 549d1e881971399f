//! A control as text for a terminal: what did not run, what the systems say, what the questions found, and where to
//! begin. For a person; machines read JSON lines.
//!
//! Invariant: it adds up before the reader's eyes, and every number over several paragraphs says what it counts.

mod balance;
pub(crate) mod grid;
mod heading;
mod largest;
mod questions;
mod reach;

use crate::control_report::ControlReport;
use std::io::{self, Write};

pub(crate) use reach::untranslated_by_weight;

/// A narrower screen gets this all the same.
pub(crate) const NARROWEST: usize = 88;

/// Writes a control for a screen of `width` columns.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(report: &ControlReport<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let width = width.max(NARROWEST);
    heading::write(report, width, out)?;
    balance::write(report, width, out)?;
    questions::write(report, width, out)?;
    reach::causes(report, width, out)?;
    reach::coverage(report, width, out)?;
    largest::write(report, width, out)
}

/// A heading with a line under it.
pub(crate) fn section(title: &str, width: usize, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{title}\n{}", "─".repeat(grid::seen(title).min(width)))
}
