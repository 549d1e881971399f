//! Every form of one control, read as its reader would.

mod files;
mod given;
mod table;
mod workbook;
