//! Stories through the real router, on a real store with an invented municipality.

mod control;
mod front;
mod basis;
mod imports;
mod log;
mod numbers;
mod roles;
mod town;
