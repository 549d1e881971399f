//! The spreadsheet child: spreadsheets are opened in a process of their own that limits itself.
//!
//! Invariant: the parent never opens a spreadsheet and never trusts an answer; every frame is measured and checked. No
//! clear file on disk: bytes go and come by pipe.

mod answer;
mod host;
mod inside;
mod limits;
mod wire;

pub(crate) use host::read_spreadsheet;
pub use inside::child_main;
pub(crate) use wire::{
    ERROR, NAME_MAX, NUMBER, ROW, ROWS_OF_A_SHEET, Refusal, Request, RowFrame, SHEET, SHEETS_MAX, TEXT, Why,
    Writer,
};

use crate::error::FileError;
use crate::raw::Sink;
use crate::read::ReadHints;
use std::ffi::OsString;
use std::io::Read;
use std::path::PathBuf;

/// Memory that the child may take over its start, in bytes.
pub const CHILD_MEMORY: u64 = 256 << 20;

/// How to start the spreadsheet child: its main must be [`child_main`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChildProgram {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
}

/// What an answer of a child comes to: every row that held went to the sink. `Err(None)` for an answer that does not
/// hold. For the targets of `probe`.
pub(crate) fn judged(
    answer: &mut dyn Read,
    hints: &ReadHints,
    sink: &mut Sink<'_>,
) -> Result<(), Option<FileError>> {
    match answer::Answer::default().read(answer, hints, sink) {
        answer::Ending::Done | answer::Ending::Stopped => Ok(()),
        answer::Ending::Refused(error) => Err(Some(error)),
        answer::Ending::Broken(_) => Err(None),
    }
}
