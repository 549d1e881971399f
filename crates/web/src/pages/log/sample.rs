//! The month's sample of look-ups, to be judged: was there a reason to look?

use super::words::{self, LineRow};
use crate::error::Answer;
use crate::page::Page;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use app::commands::log_sample::draw_sample;
use app::purpose::Purpose;
use askama::Template;
use report::danish;

#[derive(Template)]
#[template(path = "pages/log_stikproeve.html")]
struct SamplePage {
    page: Page,
    trail: Vec<Link>,
    rows: Vec<(LineRow, String)>,
}

pub(super) async fn show(visit: Visit) -> Answer {
    // The right to see citizens says who is in the sample: those can be opened and judged.
    let scope = visit.scope(Right::SeeCitizen)?;
    let sample = draw_sample(&visit.session(Purpose::Tilsyn), &scope, visit.who.today).await?;
    let month = report::danish::iso_day(&sample.month.iso()).get(3..).unwrap_or("").to_owned();
    let mut page = visit.page("Stikprøve af opslag");
    page.answer = match (sample.drawn.len(), sample.about_sample) {
        (0, _) => format!(
            "Ingen af de {} opslag i {month} kom med i stikprøven.",
            danish::whole(sample.look_ups as u64)
        ),
        (drawn, among) => format!(
            "{} trukket blandt {} om stikprøvens borgere; i alt {} opslag om én borger i {month}.",
            danish::count(drawn as i64, "opslag", "opslag"),
            danish::whole(among as u64),
            danish::whole(sample.look_ups as u64),
        ),
    };
    let rows = sample.drawn.into_iter().map(|line| {
        let citizen = line.citizens.first().map_or_else(String::new, |citizen| format!("/borgere/{citizen}"));
        (words::row(&visit, line), citizen)
    });
    visit.plain(&SamplePage { page, trail: vec![Link::new("/log", "Log")], rows: rows.collect() })
}
