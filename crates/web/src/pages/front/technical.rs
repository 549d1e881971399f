//! The front page of administrators: what was read in, what is late, what runs. No figure about citizens.

use super::arrivals::{ArrivalRow, arrival_rows};
use super::next::Next;
use crate::error::Answer;
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::work::{JobRow, job_rows};
use crate::visit::Visit;
use app::purpose::Purpose;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/drift.html")]
struct TechnicalPage {
    page: Page,
    arrivals: Vec<ArrivalRow>,
    others: Vec<ArrivalRow>,
    jobs: Vec<JobRow>,
    next: Next,
}

/// Jobs that are shown.
const JOBS: u32 = 15;

pub(super) async fn show(visit: &Visit) -> Answer {
    let current = visit.current().await?;
    let people = People::read(visit).await?;
    let (arrivals, others) = arrival_rows(visit, &current, &people);
    let late = arrivals.iter().filter(|row| row.is_late).count();
    let jobs = job_rows(visit, &visit.session(Purpose::Tilsyn), JOBS).await?;
    let mut page = visit.page_of("Drift", &current);
    page.answer = match (arrivals.len() + others.len(), late) {
        (0, _) => "Der er ikke indlæst noget endnu.".to_owned(),
        (_, 0) => "Alle kilder er kommet til tiden.".to_owned(),
        (_, 1) => "Én kilde mangler et udtræk.".to_owned(),
        (_, late) => format!("{late} kilder mangler et udtræk."),
    };
    let next = Next::of(visit, &current, &people).await?;
    visit.plain(&TechnicalPage { page, arrivals, others, jobs, next })
}
