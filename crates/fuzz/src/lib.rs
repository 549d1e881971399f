//! Hostile input: a target for each parser of our own, and files that are made to harm.
//!
//! Invariant: everything is made from a seed, so that a fault is met again. A target panics where an invariant does not
//! hold, and never otherwise. No number that could be a person's is made or kept.

pub mod campaign;
pub mod dice;
pub mod gauge;
pub mod hostile;
pub mod mutate;
pub mod targets;

pub use targets::TARGETS;
