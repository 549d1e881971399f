//! Stories through the real router, on a real store with an invented municipality.

mod administration;
mod basis;
mod basis_corrections;
mod cases;
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
mod sheets;
mod sources;
mod to_correct;
mod town;
