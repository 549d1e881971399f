//! Bytes in, observations and findings out.
//!
//! Invariant: knows no database and no clock. A file that cannot be opened, or is not what its mapping says, is the
//! only error; a row that cannot be read is a finding, and the rest of the file counts.

pub mod apply;
pub mod child;
mod csv;
pub mod encoding;
pub mod error;
mod extract_facts;
pub mod landscape_file;
pub mod law_files;
pub mod mapping;
#[doc(hidden)]
pub mod probe;
pub mod propose;
pub mod raw;
pub mod read;
mod sheet;
pub mod shipped;
pub mod show_row;
pub mod suggest;
mod tables;
mod values;

/// True where a text has something that could be a CPR number: for what people type, which others will read.
#[must_use]
pub fn hides_a_number(text: &str) -> bool {
    values::hide::hidden(text).is_some()
}
