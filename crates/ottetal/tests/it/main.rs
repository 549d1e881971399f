//! The real program on real files: whole municipalities with an answer key, and the mistakes that others made.
//!
//! Every test runs the `ottetal` that was just built, in a throwaway place with a home of its own. What is expected is
//! worked out here by sets of days, or by hand; nothing is asked of the crates under test.

mod days;
mod disposition;
mod exit_codes;
mod g01_periods;
mod g02_unreadable;
mod g03_order;
mod g06_last_day;
mod g09_rows_in;
mod g10_did_not_run;
mod g11_same_bytes;
mod g12_killed;
mod g13_odd_files;
mod json_lines;
mod keep;
mod key_world;
mod landscape;
mod mixed_oracle;
mod mixed_world;
mod no_cpr;
mod own_files;
mod providers;
mod rows;
mod server;
mod story_three_months;
mod users;
mod world;

use testkit::Place;

/// A place for the program that was just built.
fn place() -> Place {
    Place::new(env!("CARGO_BIN_EXE_ottetal"))
}
