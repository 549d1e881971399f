//! The pages, one file each; the parts of a large one in its folder.

pub mod control;
pub mod basis;
pub mod front;
pub mod imports;
pub mod log;
pub mod sign_in;
pub mod work;
