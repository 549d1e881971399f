//! The pages, one file each; the parts of a large one in its folder.

pub mod citizen;
pub mod front;
pub mod help;
pub mod row;
pub mod sign_in;
