//! The pages: HTTP in, Danish HTML out. Reads through `app` and `report`, writes only through the verbs of `app`.
//!
//! Invariants: every route stands in one table with the right that it asks for ([`routes`]); whom an answer is about is
//! in the log before the answer leaves ([`visit`]); no outgoing connection.

pub mod assets;
pub mod number;
pub mod page;
pub mod parts;
pub mod style_sheet;
