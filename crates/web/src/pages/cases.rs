//! Mine sager: a citizen on a paragraph a line, with what is granted, disposed and paid this year, and what people write
//! of the case themselves.
//!
//! Invariant: what people write hangs on citizen and paragraph, so that the next import takes nothing of it.

mod detail;
mod export;
mod filter;
mod list;
mod row;
mod save;

use crate::guard::Needs;
use crate::routes::{Route, act, see};
use app::access::Right;
use axum::routing::{get, post};

pub(crate) fn routes() -> Vec<Route> {
    let follows = Needs::To(Right::FollowUp);
    vec![
        see("/sager", follows, get(list::show)),
        see("/sager.xlsx", follows, get(export::workbook)),
        act("/sager/gem", follows, post(save::save)),
        see("/sager/{id}", follows, get(detail::show)),
    ]
}

/// Cases a page: each is a form, and the page stays under a hundred kilobytes.
const PAGE: usize = 30;
