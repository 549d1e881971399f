//! Columns of text on a terminal: numbers to the right, letters counted as they are seen, long texts cut by "…".

use std::io::{self, Write};

/// How a column stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// To the left; may be cut where the line is full.
    Text,
    /// To the right; never cut.
    Number,
    /// To the left, never cut: what follows a number.
    Tail,
}

/// A row.
enum Row {
    Cells(Vec<String>),
    Rule,
}

/// A table of text.
pub(crate) struct Grid<'t> {
    columns: Vec<(&'t str, Align)>,
    rows: Vec<Row>,
}

const GAP: usize = 2;
const NARROWEST: usize = 8;

impl<'t> Grid<'t> {
    pub(crate) fn new(columns: &[(&'t str, Align)]) -> Grid<'t> {
        Grid { columns: columns.to_vec(), rows: Vec::new() }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        debug_assert_eq!(N, self.columns.len());
        self.rows.push(Row::Cells(cells.into()));
    }

    /// A row of as many cells as there are columns.
    pub(crate) fn row_of(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(Row::Cells(cells));
    }

    /// A line before the totals.
    pub(crate) fn rule(&mut self) {
        self.rows.push(Row::Rule);
    }

    /// Writes the table, indented by two.
    pub(crate) fn write(&self, width: usize, out: &mut impl Write) -> io::Result<()> {
        let widths = self.widths(width.saturating_sub(GAP));
        let headings: Vec<String> = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        self.write_cells(&headings, &widths, out)?;
        for row in &self.rows {
            match row {
                Row::Cells(cells) => self.write_cells(cells, &widths, out)?,
                Row::Rule => {
                    let line: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
                    self.write_cells(&line, &widths, out)?;
                }
            }
        }
        Ok(())
    }

    fn write_cells(&self, cells: &[String], widths: &[usize], out: &mut impl Write) -> io::Result<()> {
        let mut line = String::new();
        for ((cell, (_, align)), width) in cells.iter().zip(&self.columns).zip(widths) {
            if *width == 0 {
                continue;
            }
            line.push_str("  ");
            let cell = cut(cell, *width);
            let pad = " ".repeat(width - seen(&cell));
            match align {
                Align::Number => line.extend([pad, cell]),
                Align::Text | Align::Tail => line.extend([cell, pad]),
            }
        }
        writeln!(out, "{}", line.trim_end())
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|(name, _)| seen(name)).collect();
        for row in &self.rows {
            if let Row::Cells(cells) = row {
                for (at, cell) in cells.iter().enumerate() {
                    widths[at] = widths[at].max(seen(cell));
                }
            }
        }
        loop {
            let filled = widths.iter().filter(|w| **w > 0).count();
            let total: usize = widths.iter().sum::<usize>() + GAP * filled.saturating_sub(1);
            let longest = (0..widths.len())
                .filter(|at| self.columns[*at].1 == Align::Text && widths[*at] > NARROWEST)
                .max_by_key(|at| widths[*at]);
            match longest {
                Some(at) if total > width => widths[at] -= 1,
                _ => return widths,
            }
        }
    }
}

/// Places that a text takes on the screen: marks that stand on a letter take none.
pub(crate) fn seen(text: &str) -> usize {
    text.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).count()
}

fn cut(text: &str, width: usize) -> String {
    // A line break in a value must not break the table.
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if seen(&plain) <= width {
        return plain;
    }
    let mut out: String = plain.chars().take(width.saturating_sub(1)).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// Writes words in lines no longer than `width`, every line indented, the first one by `first`.
pub(crate) fn wrapped(
    text: &str,
    first: &str,
    indent: usize,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut line = format!("{first:<indent$}");
    let mut empty = true;
    for word in unbroken(text) {
        if !empty && seen(&line) + 1 + seen(&word) > width {
            writeln!(out, "{line}")?;
            line = " ".repeat(indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !c.is_control()));
        empty = false;
    }
    writeln!(out, "{}", line.trim_end())
}

/// Words, with those in one that no line end may part: `SEL § 103`, `System 1`, `5 kr.`, `(31 dage)`.
fn unbroken(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut glue = false;
    for word in text.split_whitespace() {
        let goes_with_last = matches!(word, "§" | "kr." | "dage" | "dage)" | "dag" | "dag)");
        match out.last_mut() {
            Some(last) if glue || goes_with_last => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
        glue = matches!(word, "§" | "System" | "spørgsmål" | "program" | "(§");
    }
    out
}
