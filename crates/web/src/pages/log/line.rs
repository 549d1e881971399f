//! One line of the log with all citizens that it is about.

use super::words::{self, LineRow};
use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use app::commands::read_log::{LogQuestion, read_log, read_own_log};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use report::danish;

#[derive(Template)]
#[template(path = "pages/log_linje.html")]
struct LinePage {
    page: Page,
    trail: Vec<Link>,
    line: LineRow,
    citizens: Vec<Link>,
}

pub(super) async fn show(visit: Visit, Path(nr): Path<String>) -> Answer {
    // Others' lines are not there for those who may only see their own.
    let none =
        || WebError::NotFound("Der er ingen linje af dette nummer i loggen, som du kan se.".to_owned());
    let seq: i64 = nr.parse().map_err(|_| none())?;
    let asked = LogQuestion { seq: Some(seq), limit: 1, ..LogQuestion::default() };
    let all = visit.may(Right::SeeLog);
    let found = if all {
        read_log(&visit.session(Purpose::Tilsyn), &asked).await?
    } else {
        read_own_log(&visit.session(Purpose::SagOpfoelgning), &asked).await?
    };
    let line = found.lines.into_iter().next().ok_or_else(none)?;
    let citizens = line.citizens.iter().map(|citizen| {
        let href = match (all, visit.may(Right::SeeCitizen)) {
            (true, _) => format!("/log/borger/{citizen}"),
            (false, true) => format!("/borgere/{citizen}"),
            (false, false) => String::new(),
        };
        Link::new(href, citizen.to_string())
    });
    let citizens: Vec<Link> = citizens.collect();
    let trail = if all { Link::new("/log", "Log") } else { Link::new("/log/egne", "Egne opslag") };
    let row = words::row(&visit, line);
    let mut page = visit.page(format!("Linje {} i loggen", danish::whole(seq)));
    page.answer = match citizens.len() {
        0 => format!("{}, {}. Linjen er ikke om en borger.", row.what, row.at),
        many => format!("{}, {}: om {}.", row.what, row.at, danish::count(many as i64, "borger", "borgere")),
    };
    visit.plain(&LinePage { page, trail: vec![trail], line: row, citizens })
}
