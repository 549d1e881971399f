//! The verbs of the product, one file each. The command line and, later, pages call these and nothing below.
//!
//! Invariant: clock, environment and chance enter here, at [`edge`], and are handed on as values.

pub mod access;
pub mod basis_content;
pub mod commands;
pub mod current;
pub mod decisions;
pub mod edge;
pub mod finding_codes;
pub mod in_place;
pub mod lines;
pub mod local;
pub mod month;
mod price_notes;
pub mod purpose;
pub mod session;
pub mod settings;
pub mod sources;
pub mod tables;
pub mod text_of_people;
pub mod unit_figures;
pub mod validation;
