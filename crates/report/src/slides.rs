//! Published figures recomputed: what was printed, what is right, and why they differ, in one line each.
//!
//! The printed figures stand in `eksempler/slides/` and beside the computation that tries them; nothing here is a
//! result. A right figure comes from the same functions as every other figure of the product.

mod day_counts;
mod numbers;
mod sums;

use std::fmt::Write as _;

/// One published figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slide {
    /// `S1` … `S8`.
    pub key: &'static str,
    /// Where it was printed.
    pub at: &'static str,
    /// As printed.
    pub printed: String,
    /// As it is; empty where the printed figure is right and only its meaning is missing.
    pub right: String,
    /// Why they differ, or what the figure means.
    pub cause: String,
    /// Every line behind it, as printed and as recomputed.
    pub lines: Vec<String>,
}

/// All eight, in order.
///
/// # Panics
/// Where a file of `eksempler/slides/` cannot be read: a fault of this program.
#[must_use]
pub fn published() -> Vec<Slide> {
    vec![
        day_counts::day_rate(),
        day_counts::full_year(),
        sums::unit_price(),
        sums::deviation(),
        sums::heading(),
        sums::savings(),
        sums::distinct_citizens(),
        sums::rounding(),
    ]
}

/// The slides as a screen shows them: a line each, then the lines behind.
#[must_use]
pub fn screen(slides: &[Slide]) -> String {
    let mut out = String::new();
    for slide in slides {
        let figures = match (slide.printed.as_str(), slide.right.as_str()) {
            (printed, "") => printed.to_owned(),
            (printed, right) => format!("trykt {printed}, rigtigt {right}"),
        };
        let _ = writeln!(out, "{}  {}: {figures}: {}", slide.key, slide.at, slide.cause);
    }
    for slide in slides.iter().filter(|slide| !slide.lines.is_empty()) {
        let _ = writeln!(out, "\n{}  {}", slide.key, slide.at);
        for line in &slide.lines {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}

#[cfg(test)]
mod tests;
