//! A citizen's receipt: when and for which purposes somebody looked, for the one who asks for it on the citizen's behalf.
//!
//! Invariant: no employee is named unless supervision asks for it; the Court of Justice weighs their rights too
//! (C-579/21).

use super::asked::LogFilter;
use super::words::{self, LineRow};
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::Link;
use crate::visit::Visit;
use app::commands::read_log::{LogQuestion, LookUps, read_log, receipt};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::person::CitizenId;
use report::danish;

#[derive(Template)]
#[template(path = "pages/log_borger.html")]
struct ReceiptPage {
    page: Page,
    trail: Vec<Link>,
    days: Vec<DayRow>,
    /// The lines with the employees, where supervision asks.
    lines: Option<Vec<LineRow>>,
    more: u64,
    all: String,
    with: String,
    without: String,
}

struct DayRow {
    day: String,
    purpose: String,
    times: Num,
}

/// Lines shown with employees.
const LINES: u32 = 500;

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let Some(citizen) = CitizenId::parse(&id) else {
        return Err(WebError::NotFound(
            "Det er ikke en borgers id: det er B- og seks tegn. Skriv det i filteret på siden Log."
                .to_owned(),
        ));
    };
    let supervision = visit.fields().one("tilsyn") == "ja";
    // On the citizen's behalf it is the right of access; with names it is supervision.
    let purpose = if supervision { Purpose::Tilsyn } else { Purpose::IndsigtArt15 };
    let session = visit.session(purpose);
    let found = receipt(&session, citizen).await?;
    let here = format!("/log/borger/{citizen}");
    let (lines, more) = if supervision {
        let asked = LogQuestion { citizen: Some(citizen), limit: LINES, ..LogQuestion::default() };
        let lines = read_log(&session, &asked).await?;
        let more = lines.total.saturating_sub(u64::from(LINES));
        (Some(lines.lines.into_iter().map(|line| words::row(&visit, line)).collect()), more)
    } else {
        (None, 0)
    };
    let mut page = visit.page(format!("Opslag om {citizen}"));
    page.answer = answer(&found);
    visit.plain(&ReceiptPage {
        page,
        trail: vec![Link::new("/log", "Log")],
        days: found.into_iter().map(|look_ups| day(citizen, look_ups)).collect(),
        lines,
        more,
        all: LogFilter { citizen: citizen.to_string(), side: 1, ..LogFilter::default() }.address("/log"),
        with: format!("{here}?tilsyn=ja"),
        without: here,
    })
}

fn day(citizen: CitizenId, look_ups: LookUps) -> DayRow {
    let asked = LogFilter {
        purpose: look_ups.purpose.clone(),
        citizen: citizen.to_string(),
        from: look_ups.day.iso(),
        to: look_ups.day.iso(),
        last: look_ups.last.to_string(),
        side: 1,
        ..LogFilter::default()
    };
    DayRow {
        day: look_ups.day.danish(),
        purpose: words::purpose(&look_ups.purpose),
        times: Num::count(look_ups.times, Unit::Others, asked.address("/log")),
    }
}

fn answer(found: &[LookUps]) -> String {
    let times: u64 = found.iter().map(|look_ups| look_ups.times).sum();
    let mut days: Vec<_> = found.iter().map(|look_ups| look_ups.day).collect();
    days.dedup();
    match (times, days.len()) {
        (0, _) => "Ingen har slået borgeren op.".to_owned(),
        (1, _) => "Borgeren er vist 1 gang.".to_owned(),
        (many, 1) => format!("Borgeren er vist {} gange, alle på samme dag.", danish::whole(many)),
        (many, days) => format!("Borgeren er vist {} gange på {days} dage.", danish::whole(many)),
    }
}
