//! One file a verb.

pub mod accept_basis;
pub mod back_up;
pub mod check;
pub mod demo_users;
pub mod disposition;
pub mod erase;
pub mod explain_citizen;
pub mod export_cpr;
pub mod find_citizen;
pub mod import_extract;
pub mod init;
pub mod landscape;
pub mod list_items;
pub mod providers;
pub mod read_log;
pub mod read_status;
pub mod reveal;
pub mod run_control;
pub mod run_saved;
pub mod save_control;
pub mod set_item;
pub mod show_item;
pub mod show_row;
mod tee;
pub mod try_source;
pub mod users;
