//! The pages: HTTP in, Danish HTML out. Reads through `app` and `report`, writes only through the verbs of `app`.
//!
//! Invariants: every route stands in one table with the right that it asks for ([`routes`]); whom an answer is about is
//! in the log before the answer leaves ([`visit`]); no outgoing connection.

pub mod assets;
pub mod drafts;
pub mod error;
pub mod filter;
pub mod guard;
pub mod headers;
pub mod inbox;
pub mod jobs;
pub mod mapping_drafts;
mod menu;
pub mod number;
mod open_links;
pub mod page;
mod page_dates;
mod page_words;
pub mod pages;
pub mod parts;
pub mod query;
pub mod routes;
pub mod server;
pub mod signed;
pub mod state;
pub mod style_sheet;
pub mod upload;
pub mod visit;
pub mod waiting;
