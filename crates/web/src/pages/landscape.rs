//! The data landscape: each source with whose citizens it holds, from when, who answers for it and what it is used for;
//! what is declared beside what the extracts show.
//!
//! Invariant: names no citizen. A contradiction changes no figure; it says what to do.

mod card;
mod export;
mod field;
mod form;
mod history;
mod lines;
mod list;
mod save;
mod words;

use crate::guard::Needs;
use crate::routes::{Route, act, see};
use app::access::Right;
use axum::routing::{get, post};

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Right::SeeLandscape);
    let edit = Needs::To(Right::EditLandscape);
    vec![
        see("/datalandskab", read, get(list::show)),
        see("/datalandskab.xlsx", read, get(export::workbook)),
        see("/datalandskab/historik", read, get(history::show)),
        act("/datalandskab/historik", edit, post(history::restore)),
        see("/datalandskab/ny", edit, get(form::new_source)),
        see("/datalandskab/{kilde}", read, get(card::show)),
        see("/datalandskab/{kilde}/ret", edit, get(form::show)),
        act("/datalandskab/{kilde}/ret", edit, post(save::save)),
    ]
}
