//! The municipality as its readers meet it: the key against a naive comparison, numbers, files, repetition.

mod files;
mod key;
mod numbers;
mod one_source;
mod oracle;
mod payments;
mod registers;

use synth::{Errors, Municipality, Plan, generate};

fn made(seed: u64, citizens: u32, errors: Errors) -> Municipality {
    generate(&Plan { seed, citizens, errors, ..Plan::default() })
}
