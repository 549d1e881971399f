//! What one has looked at oneself: of whom, when, why.

use super::asked::{LogFilter, whats};
use super::words::{self, LineRow};
use super::{PAGE, not_understood, pages};
use crate::error::Answer;
use crate::page::Page;
use crate::parts::{Chip, Choice, Pages};
use crate::visit::Visit;
use app::commands::read_log::read_own_log;
use app::purpose::Purpose;
use askama::Template;
use report::danish;

#[derive(Template)]
#[template(path = "pages/log_egne.html")]
struct OwnLogPage {
    page: Page,
    filter: LogFilter,
    whats: Vec<Choice>,
    chips: Vec<Chip>,
    reset: String,
    rows: Vec<LineRow>,
    pages: Pages,
    total: u64,
}

const HERE: &str = "/log/egne";

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::SagOpfoelgning);
    // By whom is not asked: whatever an address says, it is oneself.
    let mut filter = LogFilter { actor: String::new(), ..LogFilter::of(&visit.fields()) };
    let mut found = read_own_log(&session, &filter.question(PAGE)).await?;
    if found.lines.is_empty() && filter.side > 1 {
        filter.side = 1;
        found = read_own_log(&session, &filter.question(PAGE)).await?;
    }
    let mut page = visit.page("Egne opslag");
    page.answer = match (filter.is_all(), found.total) {
        (true, 0) => "Du har ikke set eller gjort noget endnu.".to_owned(),
        (true, total) => {
            format!("{} linjer om, hvad du har set og gjort. Den nyeste står først.", danish::whole(total))
        }
        (false, total) => format!("{} af dine linjer passer til filtrene.", danish::whole(total)),
    };
    page.notices.extend(not_understood(&filter));
    visit.plain(&OwnLogPage {
        page,
        whats: whats(&filter.what),
        chips: filter.chips(HERE),
        reset: if filter.is_all() { String::new() } else { HERE.to_owned() },
        pages: pages(&filter, HERE, found.total),
        total: found.total,
        rows: found.lines.into_iter().map(|line| words::row(&visit, line)).collect(),
        filter,
    })
}
