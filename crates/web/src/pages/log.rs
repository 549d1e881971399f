//! The log: who did what, for which purpose, about whom.
//!
//! Invariant: all of it for the auditor alone, and reading it is a line of it; one's own lines for everybody.

mod asked;
mod chain;
mod export;
mod line;
mod own;
mod receipt;
mod sample;
pub(crate) mod words;

use crate::error::Answer;
use crate::guard::Needs;
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::{Chip, Choice, Cut, Pages};
use crate::routes::{Route, act, see};
use crate::visit::Visit;
use app::access::Right;
use app::commands::read_log::{LogPage, read_log};
use app::purpose::Purpose;
use askama::Template;
use asked::LogFilter;
use axum::routing::{get, post};
use report::danish;
use words::LineRow;

pub(crate) fn routes() -> Vec<Route> {
    let own = Needs::To(Right::SeeOwnLog);
    let all = Needs::To(Right::SeeLog);
    vec![
        see("/log", all, get(show)),
        see("/log.csv", all, get(export::show)),
        see("/log/egne", own, get(own::show)),
        see("/log/linje/{nr}", own, get(line::show)),
        see("/log/borger/{id}", all, get(receipt::show)),
        see("/log/stikproeve", all, get(sample::show)),
        see("/log/kaede", all, get(chain::show)),
        act("/log/kaede", all, post(chain::follow)),
    ]
}

/// Lines a page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "pages/log.html")]
struct LogListPage {
    page: Page,
    filter: LogFilter,
    whats: Vec<Choice>,
    purposes: Vec<Choice>,
    chips: Vec<Chip>,
    reset: String,
    rows: Vec<LineRow>,
    pages: Pages,
    csv: String,
    total: u64,
}

async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let mut filter = LogFilter::of(&visit.fields());
    let mut found = read_log(&session, &filter.question(PAGE)).await?;
    if found.lines.is_empty() && filter.side > 1 {
        filter.side = 1;
        found = read_log(&session, &filter.question(PAGE)).await?;
    }
    let mut page = visit.page("Log");
    page.answer = match (filter.is_all(), found.total) {
        (true, total) => format!("{} linjer, den nyeste først.", danish::whole(total)),
        (false, 1) => "1 linje passer til filtrene.".to_owned(),
        (false, total) => format!("{} linjer passer til filtrene.", danish::whole(total)),
    };
    page.notices.extend(not_understood(&filter));
    visit.plain(&drawn(&visit, page, filter, found))
}

fn drawn(visit: &Visit, page: Page, filter: LogFilter, found: LogPage) -> LogListPage {
    LogListPage {
        page,
        whats: asked::whats(&filter.what),
        purposes: asked::purposes(&filter.purpose),
        chips: filter.chips("/log"),
        reset: if filter.is_all() { String::new() } else { "/log".to_owned() },
        pages: pages(&filter, "/log", found.total),
        csv: LogFilter { side: 1, ..filter.clone() }.address("/log.csv"),
        total: found.total,
        rows: found.lines.into_iter().map(|line| words::row(visit, line)).collect(),
        filter,
    }
}

/// What of an address could not be read, so that nobody takes an unfiltered list for a filtered one.
fn not_understood(filter: &LogFilter) -> Option<Notice> {
    let text = filter.not_understood()?;
    Some(Notice { kind: NoticeKind::Warning, text })
}

fn pages(filter: &LogFilter, here: &str, total: u64) -> Pages {
    let all = usize::try_from(total).unwrap_or(usize::MAX);
    let cut = Cut::counted(all, filter.side, PAGE, ["linje", "linjer"]);
    Pages::new(cut.summary, cut.at, cut.count, |side| LogFilter { side, ..filter.clone() }.address(here))
}
