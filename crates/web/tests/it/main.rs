//! Stories through the real router, on a real store with an invented municipality.

mod control;
mod front;
mod look;
mod numbers;
mod roles;
mod town;
