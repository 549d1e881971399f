//! The front page.

use crate::error::Answer;
use crate::guard::Needs;
use crate::page::Page;
use crate::routes::{Route, see};
use crate::visit::Visit;
use app::access::Right;
use askama::Template;
use axum::routing::get;

pub(crate) fn routes() -> Vec<Route> {
    vec![see("/", Needs::Any(&[Right::SeeFigures, Right::SeeRounded, Right::SeeImports]), get(show))]
}

#[derive(Template)]
#[template(path = "pages/forside.html")]
struct FrontPage {
    page: Page,
}

async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    visit.plain(&FrontPage { page: visit.page_of("Forside", &current) })
}
