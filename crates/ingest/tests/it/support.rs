//! What the tests share: read a file whole, and say what is to come out.

use crate::gauge;
use ingest::child::ChildProgram;
use ingest::error::FileError;
use ingest::raw::{Cell, RawRow};
use ingest::read::{ReadHints, ReadSummary, read_rows};
use std::io::Read;
use std::ops::ControlFlow;

/// The crate's own child.
pub(crate) fn child() -> ChildProgram {
    ChildProgram { program: env!("CARGO_BIN_EXE_ingest-sheet-child").into(), args: Vec::new() }
}

/// A child that is a line of shell: one that hangs, lies or dies.
pub(crate) fn shell(line: &str) -> ChildProgram {
    ChildProgram { program: "/bin/sh".into(), args: vec!["-c".into(), line.into()] }
}

/// A row as text: `3: a|12#|2021-01-01@|!#N/A`, with the sheet's name before it if there is one.
fn written(row: &RawRow<'_>) -> String {
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => (*text).to_owned(),
            Cell::Number(number) => format!("{number}#"),
            Cell::Date(day) => format!("{}@", day.iso()),
            Cell::Error(error) => format!("!{error}"),
        })
        .collect();
    let sheet = if row.sheet.is_empty() { String::new() } else { format!("{}!", row.sheet) };
    format!("{sheet}{}: {}", row.row, cells.join("|"))
}

pub(crate) type Outcome = Result<(ReadSummary, Vec<String>), FileError>;

pub(crate) fn read_with(
    name: &str,
    input: &mut dyn Read,
    hints: &ReadHints,
    child: &ChildProgram,
) -> Outcome {
    gauge::watch();
    let mut rows = Vec::new();
    let summary = read_rows(name, input, 0, hints, child, &mut |row| {
        rows.push(written(row));
        ControlFlow::Continue(())
    });
    gauge::assert_children_stayed_small();
    Ok((summary?, rows))
}

pub(crate) fn read(name: &str, bytes: &[u8]) -> Outcome {
    read_with(name, &mut &bytes[..], &ReadHints::default(), &child())
}

/// The rows of a file that must be readable.
pub(crate) fn rows(name: &str, bytes: &[u8]) -> Vec<String> {
    read(name, bytes).expect("the file is readable").1
}

/// The file is refused with a message that has these words, and the next file is read as ever.
pub(crate) fn refused(name: &str, bytes: &[u8], words: &str) {
    says(read(name, bytes), words);
}

pub(crate) fn says(outcome: Outcome, words: &str) {
    let error = outcome.map(|(summary, _)| summary).expect_err("the file is refused");
    let message = error.to_string();
    assert!(message.contains(words), "{words:?} is not in {message:?} ({error:?})");
    assert!(message.ends_with('.') && message.contains(' '), "a whole sentence: {message:?}");
    assert_eq!(rows("hel.csv", b"a;b\n1;2\n"), ["1: a|b", "2: 1|2"]);
}
