//! Stories through the real router, on a real store with an invented municipality.

mod numbers;
mod roles;
mod town;
