//! The four questions, the rules inside one system and the payments: a line each.

use super::{changed, found, unknown};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use app::current::figures::{Count, Figures, PARTS};

/// The words by which an address asks for a part.
pub(super) const KEYS: [&str; PARTS] = ["1", "2", "3", "4", "i", "b"];

/// A line.
pub(super) struct QuestionRow {
    /// "1" to "4"; empty for the others.
    pub(super) number: &'static str,
    /// The question in words.
    pub(super) text: String,
    /// The list.
    pub(super) href: String,
    /// How many.
    pub(super) deviations: Num,
    /// About how many.
    pub(super) citizens: Num,
    /// The sum of what is known.
    pub(super) kroner: Num,
    /// "12 ukendt".
    pub(super) unknown: String,
    /// "38 færre"; empty where there is nothing to set it beside.
    pub(super) change: String,
}

/// A part's address.
pub(super) fn part_address(control: &str, part: usize) -> String {
    ItemFilter { spoergsmaal: KEYS[part].to_owned(), ..found(control) }.address()
}

/// What a part asks, by the systems' titles.
pub(super) fn part_text(part: usize, titles: &[String; 2]) -> String {
    let [one, two] = titles;
    match part {
        0 => format!("Borgere i {two}, som ikke er i {one}"),
        1 => format!("Borgere i {one}, som ikke er i {two}"),
        2 => format!("Bevilget i {two} anderledes end i {one}"),
        3 => format!("Bevilget i {one} anderledes end i {two}"),
        4 => "Inden for ét system".to_owned(),
        _ => "Betaling mod bevilling".to_owned(),
    }
}

pub(super) fn question_rows(control: &str, figures: &Figures, titles: &[String; 2]) -> Vec<QuestionRow> {
    let row = |(part, count): (usize, &Count)| {
        let href = part_address(control, part);
        let change = if part < 4 { figures.change(part + 1) } else { None };
        QuestionRow {
            number: if part < 4 { KEYS[part] } else { "" },
            text: part_text(part, titles),
            deviations: Num::count(count.deviations, Unit::Deviations, &href),
            citizens: Num::count(count.citizens, Unit::Citizens, &href),
            kroner: Num::kroner(count.oere, &href),
            unknown: unknown(count.unknown),
            change: change.map_or_else(String::new, changed),
            href,
        }
    };
    figures.parts.iter().enumerate().map(row).collect()
}
