//! The day of an extract and the days it covers: from title rows, from the file's name, or as stated.
//!
//! Invariant: what the caller states wins; what files say otherwise is kept beside it, so that it can be said.

use crate::apply::layout::text_of;
use crate::mapping::Mapping;
use crate::mapping::check::compared;
use crate::raw::{Cell, RawRow};
use crate::values::clean;
use crate::values::date::DateForms;
use domain::calendar::{Day, Period};

/// What one file says about itself.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct FileFacts {
    pub(crate) title_day: Option<Day>,
    pub(crate) title_covers: Option<Period>,
    pub(crate) name_day: Option<Day>,
    pub(crate) name_covers: Option<Period>,
}

impl FileFacts {
    /// What the name says by the mapping's pattern.
    pub(crate) fn of_name(name: &str, mapping: &Mapping) -> FileFacts {
        let Some(pattern) = &mapping.extract.file_name else { return FileFacts::default() };
        let mut found = Named::default();
        let name = compared(name);
        let pattern = compared(pattern);
        let matched = (0..=name.len())
            .filter(|at| name.is_char_boundary(*at))
            .any(|at| found.matches(&name[at..], &pattern));
        if !matched {
            return FileFacts::default();
        }
        let covers = match (found.from, found.to) {
            (Some(from), Some(to)) => Period::from_included(from, to),
            (Some(from), None) => found.extracted.and_then(|day| Period::from_included(from, day)),
            _ => None,
        };
        FileFacts { name_day: found.extracted, name_covers: covers, ..FileFacts::default() }
    }

    /// Looks at one row above the headings.
    pub(crate) fn title_row(&mut self, row: &RawRow<'_>, mapping: &Mapping) {
        for (at, cell) in row.cells.iter().enumerate() {
            let text = text_of(*cell);
            let (label, rest) = split_label(&text);
            let label = compared(label);
            let beside = row.cells[at + 1..].iter().map(|c| clean(*c)).filter(|c| *c != Cell::Empty);
            let days: Vec<Day> =
                if rest.is_empty() { beside.flat_map(|c| days_in_cell(c)).collect() } else { days_in(rest) };
            if is_label(&label, &mapping.extract.day_labels)
                && let [day, ..] = days.as_slice()
            {
                self.title_day.get_or_insert(*day);
            }
            if is_label(&label, &mapping.extract.covers_labels)
                && let [from, to, ..] = days.as_slice()
                && let Some(period) = Period::from_included(*from, *to)
            {
                self.title_covers.get_or_insert(period);
            }
        }
    }
}

/// True where the text is a label or begins with one: "Udtrukket den".
fn is_label(text: &str, labels: &[String]) -> bool {
    labels.iter().any(|label| {
        text.strip_prefix(label.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// "Udtrukket: 01-03-2026" as label and rest; a cell of a label alone has no rest.
fn split_label(text: &str) -> (&str, &str) {
    // The first of a colon and a digit: in "Udtrukket 01-03-2026 kl. 08:15" the colon is no label's.
    let at = text.find(|c: char| c == ':' || c.is_ascii_digit()).unwrap_or(text.len());
    (text[..at].trim(), text[at..].trim_start_matches(':').trim())
}

fn days_in_cell(cell: Cell<'_>) -> Vec<Day> {
    match cell {
        Cell::Date(day) => vec![day],
        Cell::Text(text) => days_in(text),
        Cell::Number(text) => DateForms::USUAL.of_sheet_number(text).map(|r| r.day).into_iter().collect(),
        Cell::Empty | Cell::Error(_) => Vec::new(),
    }
}

/// The days written in a text: "01-01-2021 - 28-02-2026", "fra 1. januar 2021 til 28-02-2026".
fn days_in(text: &str) -> Vec<Day> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut days = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // A day may be three words long: "1. januar 2021".
        let read = [3, 1].into_iter().find_map(|length| {
            let part = words.get(at..at + length)?.join(" ");
            Some((DateForms::USUAL.read(part.trim_matches([',', '.', ';', '(', ')']))?, length))
        });
        match read {
            Some((read, length)) if !read.from_serial => {
                days.push(read.day);
                at += length;
            }
            _ => at += 1,
        }
    }
    if days.is_empty() {
        let parts = text.split_once('–').or_else(|| text.split_once("--"));
        if let Some((a, b)) = parts {
            days.extend([a, b].iter().filter_map(|t| DateForms::USUAL.read(t.trim())).map(|r| r.day));
        }
    }
    days
}

/// What a pattern's places held.
#[derive(Default)]
struct Named {
    extracted: Option<Day>,
    from: Option<Day>,
    to: Option<Day>,
}

impl Named {
    /// True where the name begins as the pattern says; a star stands for anything.
    fn matches(&mut self, name: &str, pattern: &str) -> bool {
        if pattern.is_empty() {
            return true;
        }
        if let Some(rest) = pattern.strip_prefix('*') {
            return (0..=name.len())
                .filter(|at| name.is_char_boundary(*at))
                .any(|at| self.matches(&name[at..], rest));
        }
        for (place, which) in [("{extracted}", 0), ("{from}", 1), ("{to}", 2)] {
            if let Some(rest) = pattern.strip_prefix(place) {
                return day_at(name).is_some_and(|(day, length)| {
                    let matched = self.matches(&name[length..], rest);
                    if matched {
                        *[&mut self.extracted, &mut self.from, &mut self.to][which] = Some(day);
                    }
                    matched
                });
            }
        }
        let mut letters = pattern.chars();
        let first = letters.next();
        name.chars().next() == first
            && self.matches(&name[first.map_or(0, char::len_utf8)..], letters.as_str())
    }
}

/// The day that a text begins with, and its length.
fn day_at(text: &str) -> Option<(Day, usize)> {
    [10, 8].into_iter().find_map(|length| {
        let part = text.get(..length)?;
        let separated = part.replace('_', "-");
        let read = DateForms::USUAL.read(&separated)?;
        (!read.from_serial).then_some((read.day, length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_titles() {
        let iso = |text: &str| days_in(text).iter().map(|d| d.iso()).collect::<Vec<_>>().join(" ");
        assert_eq!(iso("01-01-2021 - 28-02-2026"), "2021-01-01 2026-02-28");
        assert_eq!(iso("fra 1. januar 2021 til 28-02-2026"), "2021-01-01 2026-02-28");
        assert_eq!(iso("01-01-2021–28-02-2026"), "2021-01-01 2026-02-28");
        assert_eq!(iso("hele året"), "");
    }

    #[test]
    fn days_in_names() {
        let day = |name: &str, pattern: &str| {
            let mut named = Named::default();
            let found = (0..=name.len()).any(|at| named.matches(&name[at..], pattern));
            found.then(|| {
                [named.extracted, named.from, named.to].map(|d| d.map_or(String::new(), |d| d.iso()))
            })
        };
        let day = |name, pattern| day(name, pattern).map(|d| d.join(","));
        assert_eq!(
            day("nexus_indsatser_2026-03-01.csv", "nexus_indsatser_{extracted}").unwrap(),
            "2026-03-01,,"
        );
        assert_eq!(day("x_20260301 (2).csv", "{extracted}").unwrap(), "2026-03-01,,");
        assert_eq!(day("a_01-01-2021_31-12-2021.csv", "{from}_{to}").unwrap(), ",2021-01-01,2021-12-31");
        assert_eq!(day("nexus.csv", "nexus_{extracted}"), None);
    }
}
