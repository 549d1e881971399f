//! Findings as they are made: each with its place, at most so many of a kind in a file, all of them counted.

use super::codes::{self, Code, Each};
use super::layout::Layout;
use crate::mapping::Field;
use crate::raw::{Cell, RawRow};
use crate::values::{Fault, hide};
use domain::finding::{Effect, Finding};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Findings of one code that are kept for one file; more are only counted.
pub const KEPT_OF_A_CODE: u64 = 10_000;

/// The findings of one import.
#[derive(Default, Debug)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    counts: BTreeMap<&'static str, u64>,
    in_file: HashMap<&'static str, (&'static Code, u64)>,
    seen: HashSet<(&'static str, String)>,
    file: u16,
}

/// The row that is being read.
#[derive(Clone, Copy)]
pub(crate) struct At<'r> {
    pub(crate) row: &'r RawRow<'r>,
    pub(crate) layout: &'r Layout,
}

impl<'r> At<'r> {
    pub(crate) fn cell(&self, field: Field) -> Cell<'r> {
        self.layout.cell(self.row.cells, field)
    }

    /// Why the row cannot be read: a shifted or broken one would put each value under a wrong heading.
    pub(crate) fn broken(&self) -> Option<&'static Code> {
        if self.layout.is_cut_off(self.row) {
            return Some(&codes::ROW_TOO_SHORT);
        }
        self.layout.is_shifted(self.row).then_some(&codes::ROW_TOO_LONG)
    }
}

impl Findings {
    pub(crate) fn start_file(&mut self, file: u16) {
        self.file = file;
        self.in_file.clear();
        self.seen.clear();
    }

    /// Something about one cell of a row.
    pub(crate) fn cell(&mut self, at: At<'_>, field: Field, fault: &Fault) {
        let value = || match at.cell(field) {
            Cell::Empty => String::new(),
            Cell::Date(day) => day.danish(),
            // Whatever stands in a column of numbers of persons is shown by its form alone.
            Cell::Text(text) | Cell::Number(text) | Cell::Error(text)
                if matches!(field, Field::Cpr | Field::FormerCpr | Field::CitizenKey) =>
            {
                hide::form(text)
            }
            Cell::Text(text) | Cell::Number(text) | Cell::Error(text) => hide::shown(text),
        };
        self.add(fault.code, at.row.sheet, at.row.row, at.layout.heading(field), value, &fault.detail);
    }

    /// Something about a whole row.
    pub(crate) fn row(&mut self, at: At<'_>, code: &'static Code) {
        self.add(code, at.row.sheet, at.row.row, "", String::new, "");
    }

    /// Something about a whole file or sheet.
    pub(crate) fn file(&mut self, code: &'static Code, sheet: &str, column: &str, value: &str, detail: &str) {
        self.add(code, sheet, 0, column, || hide::shown(value), detail);
    }

    fn add(
        &mut self,
        code: &'static Code,
        sheet: &str,
        row: u32,
        column: &str,
        value: impl FnOnce() -> String,
        detail: &str,
    ) {
        *self.counts.entry(code.code).or_default() += 1;
        let (_, in_file) = self.in_file.entry(code.code).or_insert((code, 0));
        *in_file += 1;
        if *in_file > KEPT_OF_A_CODE {
            return;
        }
        let value = value();
        if code.each == Each::Value
            && !self.seen.insert((code.code, format!("{column}\u{1f}{sheet}\u{1f}{value}")))
        {
            return;
        }
        let reason =
            if detail.is_empty() { code.reason.to_owned() } else { format!("{} {detail}", code.reason) };
        self.kept.push(Finding {
            code: code.code,
            effect: code.effect,
            file: self.file,
            sheet: sheet.to_owned(),
            row,
            column: column.to_owned(),
            value,
            reason,
            remedy: code.remedy.to_owned(),
        });
    }

    /// Says of every code that was met too often how often it was.
    pub(crate) fn end_file(&mut self) {
        let mut many: Vec<(&'static str, u64)> = self
            .in_file
            .values()
            .filter(|(code, count)| *count > KEPT_OF_A_CODE && code.effect != Effect::Note)
            .map(|(code, count)| (code.code, *count))
            .collect();
        many.sort_unstable();
        for (code, count) in many {
            let detail = format!("{code}: {count} i alt, de første {KEPT_OF_A_CODE} er vist.");
            self.file(&codes::MANY_OF_A_KIND, "", "", code, &detail);
        }
    }

    /// The findings, and how many there were of each code.
    pub(crate) fn finish(self) -> (Vec<Finding>, BTreeMap<&'static str, u64>) {
        (self.kept, self.counts)
    }
}
