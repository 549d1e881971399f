//! Stories through the real router, on a real store with an invented municipality.

mod basis;
mod citizen;
mod control;
mod deviations;
mod front;
mod help;
mod imports;
mod interference;
mod item;
mod log;
mod meeting;
mod numbers;
mod propose;
mod roles;
mod row;
mod sources;
mod town;
