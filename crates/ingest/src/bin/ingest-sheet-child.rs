//! The spreadsheet child of this crate's tests.
//!
//! Invariant: nothing but the child's main, so that the tests run what the product runs.

fn main() {
    std::process::exit(ingest::child::child_main());
}
