//! What the shared parts of pages are drawn from: choices, headings, chips, tabs, pages of a list, charts.
//!
//! Invariant: only texts and addresses that are ready to be shown; nothing here counts or decides.

pub mod strip;

use crate::number::Num;
use serde::Serialize;

/// One choice of a select, of checkboxes or of radio buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends; empty means all or none.
    pub value: String,
    /// What one reads.
    pub text: String,
    /// It is chosen.
    pub selected: bool,
}

impl Choice {
    /// A choice; chosen where its value is `chosen`.
    #[must_use]
    pub fn new(value: impl Into<String>, text: impl Into<String>, chosen: &str) -> Choice {
        let value = value.into();
        Choice { selected: value == chosen, text: text.into(), value }
    }
}

/// A place to go, or a fault with its field (`#felt`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Where.
    pub href: String,
    /// The words.
    pub text: String,
}

impl Link {
    /// A link.
    #[must_use]
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Link {
        Link { href: href.into(), text: text.into() }
    }
}

/// A chosen filter: what it says, and the list without it.
pub type Chip = Link;

/// A tab with its address.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    /// Where.
    pub href: String,
    /// The word.
    pub text: String,
    /// It is this one.
    pub current: bool,
    /// How many are behind it, as shown; may be empty.
    pub count: String,
}

/// The heading of a column.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The word.
    pub text: String,
    /// The unit of its numbers: `kr.`; may be empty.
    pub unit: String,
    /// It holds numbers, and stands to the right.
    pub number: bool,
    /// The list sorted by it; empty where it cannot be.
    pub href: String,
    /// `ascending` or `descending` where the list is sorted by it, else empty.
    pub sort: String,
}

/// A column of a list: its heading, the unit of its numbers, the word that it is sorted by (empty where it cannot be), and
/// whether it holds numbers.
pub(crate) type Column = (&'static str, &'static str, &'static str, bool);

impl Head {
    /// The headings of a list that is sorted by the column `now`, or the other way round. Columns whose largest stands
    /// first are `largest_first`; `sorted_by` gives the address of the list by a column.
    #[must_use]
    pub(crate) fn sorted(
        columns: &[Column],
        (now, backwards): (&str, bool),
        largest_first: impl Fn(&str) -> bool,
        sorted_by: impl Fn(&str) -> String,
    ) -> Vec<Head> {
        let head = |(text, unit, column, number): &Column| {
            let is_now = !column.is_empty() && *column == now;
            let sort = match (is_now, largest_first(column) == backwards) {
                (false, _) => "",
                (true, true) => "ascending",
                (true, false) => "descending",
            };
            Head {
                text: (*text).to_owned(),
                unit: (*unit).to_owned(),
                number: *number,
                href: if column.is_empty() { String::new() } else { sorted_by(column) },
                sort: sort.to_owned(),
            }
        };
        columns.iter().map(head).collect()
    }
}

/// A key figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// The number with its rows.
    pub num: Num,
    /// `kr.`; may be empty.
    pub unit: String,
    /// "38 færre end 1. marts"; may be empty.
    pub change: String,
}

/// One place in the row of pages.
#[derive(Clone, Debug, Default)]
pub struct PageLink {
    /// Its number; empty for those that are left out.
    pub text: String,
    /// Its address.
    pub href: String,
    /// It is this one.
    pub current: bool,
}

/// The pages of a list.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// "412 rækker, 1-50 vises".
    pub summary: String,
    /// How many pages.
    pub total: usize,
    /// The page before; empty on the first.
    pub previous: String,
    /// The page after; empty on the last.
    pub next: String,
    /// The pages that one can go to.
    pub items: Vec<PageLink>,
}

impl Pages {
    /// The pages around `current` (from 1; one that is not there becomes the first); `href` gives the address of a page.
    #[must_use]
    pub fn new(summary: String, current: usize, total: usize, href: impl Fn(usize) -> String) -> Pages {
        let current = if (1..=total).contains(&current) { current } else { 1 };
        let near = |page: usize| {
            total <= 7
                || page == 1
                || page == total
                || page.abs_diff(current) <= 1
                || (current <= 4 && page <= 5)
                || (current + 4 > total && page + 4 >= total)
        };
        let mut items: Vec<PageLink> = Vec::new();
        for page in 1..=total {
            if near(page) {
                items.push(PageLink { text: page.to_string(), href: href(page), current: page == current });
            } else if items.last().is_some_and(|last| !last.text.is_empty()) {
                items.push(PageLink::default());
            }
        }
        let previous = if current > 1 { href(current - 1) } else { String::new() };
        let next = if current < total { href(current + 1) } else { String::new() };
        Pages { summary, total, previous, next, items }
    }
}

/// The part of a list that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Which page, from 1; one that is not there becomes the first.
    pub at: usize,
    /// How many pages.
    pub count: usize,
    /// The rows.
    pub rows: std::ops::Range<usize>,
    /// "412 rækker · 1-50 vises"; empty where there are none. Other lists say lines, findings, citizens.
    pub summary: String,
}

impl Cut {
    /// Of a list of `total` rows, `size` a page.
    #[must_use]
    pub fn of(total: usize, asked: usize, size: usize) -> Cut {
        Cut::counted(total, asked, size, ["række", "rækker"])
    }

    /// Of a list of something else than rows: the words for one and for several.
    #[must_use]
    pub fn counted(total: usize, asked: usize, size: usize, [one, several]: [&str; 2]) -> Cut {
        let count = total.div_ceil(size).max(1);
        let at = if (1..=count).contains(&asked) { asked } else { 1 };
        let rows = (at - 1) * size..(at * size).min(total);
        let summary = match total {
            0 => String::new(),
            _ => format!(
                "{} · {}-{} vises",
                report::danish::count(total as i64, one, several),
                rows.start + 1,
                rows.end
            ),
        };
        Cut { at, count, rows, summary }
    }
}

/// A chart as the script draws it. The numbers are those of the table beside it, for the eye only.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Chart {
    /// `soejle`, `liggende` or `linje`.
    pub slags: &'static str,
    /// What stands along the axis; at most ten in bars.
    pub kategorier: Vec<String>,
    /// One or more rows of numbers.
    pub serier: Vec<Series>,
    /// `kr.`, `afvigelser`.
    pub enhed: String,
    /// Where each category leads; empty where none does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Bars on top of each other.
    pub stablet: bool,
}

/// One row of numbers of a chart.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Series {
    /// What it is.
    pub navn: String,
    /// One for each category.
    pub tal: Vec<i64>,
    /// `kilde-1` to `kilde-4` or `graa`; empty for the next one.
    pub farve: String,
}

impl Chart {
    /// As the page carries it.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
