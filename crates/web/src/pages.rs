//! The pages, one file each; the parts of a large one in its folder.

pub mod control;
pub mod front;
pub mod sign_in;
pub mod work;
