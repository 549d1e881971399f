//! A control as a table, a workbook, CSV or JSON lines. Writers are dumb: every figure comes from `domain`.
//!
//! Invariant: the same report gives the same bytes. Nothing here reads a clock.

pub mod control_report;
pub mod csv;
pub mod danish;
pub mod disposition;
pub mod item_list;
pub mod jsonl;
pub mod landscape;
mod part;
pub mod plain_list;
pub mod rank;
pub mod sheet_lines;
pub mod slides;
pub mod table;
pub mod words;
pub mod workbook;

#[cfg(test)]
mod tests;
