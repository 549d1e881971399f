//! The reading layer from outside: whole files in, rows or a Danish sentence out.
//!
//! Invariant: every file is built by the test; every spreadsheet goes through the real child process.

mod books;
mod gauge;
mod hostile_sheets;
mod hostile_text;
mod kilder;
mod office;
mod properties;
mod sheets;
mod support;
mod text;
