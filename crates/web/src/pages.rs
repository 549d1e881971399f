//! The pages, one file each; the parts of a large one in its folder.

pub mod basis;
pub mod citizen;
pub mod control;
pub mod deviations;
pub mod front;
pub mod help;
pub mod imports;
pub mod item;
pub mod log;
pub mod meeting;
pub mod row;
pub mod sign_in;
pub mod sources;
pub mod work;
