//! The files of `eksempler/slides/` as numbers. They are the project's own, so what cannot be read is a fault.

use domain::calendar::{Day, Period};

/// A file's lines after its heading, as cells.
pub(super) fn cells(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().skip(1).map(|line| line.split(';').collect())
}

/// `1.239.540` or `384.813,41` in hundredths.
pub(super) fn hundredths(text: &str) -> i64 {
    let (whole, part) = text.split_once(',').unwrap_or((text, ""));
    let digits = format!("{}{part:0<2}", whole.replace('.', ""));
    digits.parse().unwrap_or_else(|_| panic!("{text} er ikke et tal i eksempler/slides"))
}

/// First and last day, both included.
pub(super) fn period(from: &str, to: &str) -> Period {
    let day = |text: &str| Day::parse(text).unwrap_or_else(|| panic!("{text} er ikke en dag"));
    Period::from_included(day(from), day(to)).expect("en periode slutter efter sin begyndelse")
}
