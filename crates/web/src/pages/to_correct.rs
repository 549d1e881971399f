//! Rettelsesark: what is to be put right, by system and by who can do it; sheets that are sent, and what the next extract
//! ticked off.
//!
//! Invariant: lines come from the list of deviations that the one who looks may see; a sheet sent by somebody who sees
//! more shows only those, and says so.

mod export;
mod filter;
mod groups;
mod line;
mod reveal;
mod sent;
mod sheet;

use crate::guard::Needs;
use crate::routes::{Route, act, see};
use app::access::Right;
use axum::routing::{get, post};

pub(crate) use export::{basis, download};

pub(crate) fn routes() -> Vec<Route> {
    let rows = Needs::To(Right::SeeRows);
    let sends = Needs::To(Right::WorkItems);
    let shows = Needs::To(Right::Reveal);
    vec![
        see("/rettelser", rows, get(groups::show)),
        see("/rettelser/ark", rows, get(sheet::show)),
        see("/rettelser/ark.xlsx", rows, get(export::sheet)),
        act("/rettelser/ark/vis", shows, post(reveal::on_sheet)),
        act("/rettelser/send", sends, post(sheet::send)),
        see("/rettelser/{nr}", rows, get(sent::show)),
        see("/rettelser/{nr}/ark.xlsx", rows, get(export::sent)),
        act("/rettelser/{nr}/vis", shows, post(reveal::on_sent)),
        act("/rettelser/{nr}/fortryd", sends, post(sent::regret)),
    ]
}

/// Lines a page.
const PAGE: usize = 100;
