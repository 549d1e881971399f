//! The pages, one file each; the parts of a large one in its folder.

pub mod administration;
pub mod basis;
pub mod basis_corrections;
pub mod cases;
pub mod citizen;
pub mod control;
pub mod deviations;
pub mod front;
pub mod help;
pub mod imports;
pub mod item;
pub mod landscape;
pub mod language;
pub mod learning;
pub mod log;
pub mod meeting;
pub mod password;
pub mod row;
pub mod sheets;
pub mod sign_in;
pub mod sources;
pub mod start;
pub mod to_correct;
pub mod validation;
pub mod work;
pub mod year;
