//! Stories through the real router, on a real store with an invented municipality.

mod citizen;
mod help;
mod numbers;
mod roles;
mod row;
mod town;
