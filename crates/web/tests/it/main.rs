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
mod inbox;
mod interference;
mod item;
mod landscape;
mod log;
mod meeting;
mod numbers;
mod roles;
mod row;
mod sheets;
mod to_correct;
mod town;
