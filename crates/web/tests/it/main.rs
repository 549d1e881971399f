//! Stories through the real router, on a real store with an invented municipality.

mod deviations;
mod item;
mod meeting;
mod numbers;
mod roles;
mod town;
