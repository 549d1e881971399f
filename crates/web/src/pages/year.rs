//! Årets gang: the steps of the month and of the year, late ones first, so that a new person can run a month from it.
//!
//! Invariant: about no citizen; everybody who sees it sees the same.

mod step;

pub(crate) use step::{StepRow, row};

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::parts::Link;
use crate::query::{Fields, address};
use crate::routes::{Route, act, see};
use crate::visit::{Visit, to};
use app::access::Right;
use app::month::{self, StepNow, bases_by_day, month_steps, year_steps};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use axum::routing::{get, post};
use domain::calendar::Month;
use report::danish;

pub(crate) fn routes() -> Vec<Route> {
    let sees = Needs::To(Right::SeeMonth);
    let edits = Needs::To(Right::EditMonth);
    vec![
        see("/aaret", sees, get(show)),
        see("/aaret/{trin}", sees, get(step::show)),
        act("/aaret/{trin}", edits, post(step::set)),
        act("/aaret/{trin}/gjort", edits, post(tick)),
    ]
}

#[derive(Template)]
#[template(path = "pages/aaret.html")]
struct YearPage {
    page: Page,
    key: String,
    previous: Link,
    next: Link,
    /// Before it nothing was asked of anybody; empty where it was.
    before_us: String,
    steps: Vec<StepRow>,
    year: i32,
    of_year: Vec<StepRow>,
    may_edit: bool,
}

/// The month that the address asks for, else this one.
pub(crate) fn asked_month(visit: &Visit) -> Month {
    Month::parse(visit.fields().one("maaned")).unwrap_or_else(|| visit.day().month())
}

async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let (month, today) = (asked_month(&visit), visit.day());
    let steps = month_steps(&session, &current, month, today).await?;
    let (year, _) = month.year_month();
    let people = People::read(&visit).await?;
    let of_year = year_steps(&session, &current, year).await?;
    let first = bases_by_day(&session).await?.first().map(|basis| basis.day.month());
    let before_us = match first {
        Some(first) if month < first => {
            format!("Det første grundlag er fra {}. Før det har systemet intet set.", danish::month(first))
        }
        None => "Der er ikke godkendt et grundlag endnu. Begynd med de første trin.".to_owned(),
        _ => String::new(),
    };
    let mut page = visit.page_of(format!("Årets gang: {}", danish::month(month)), &current);
    page.answer = answer(&steps, &visit);
    let link = |month: Month| Link::new(address("/aaret", &[("maaned", &month.iso())]), danish::month(month));
    let template = YearPage {
        key: month.iso(),
        previous: link(Month(month.0 - 1)),
        next: link(month.next()),
        before_us,
        steps: steps.iter().map(|own| row(&visit, &people, own, today)).collect(),
        year,
        of_year: of_year.iter().map(|own| row(&visit, &people, own, today)).collect(),
        may_edit: visit.may(Right::EditMonth),
        page,
    };
    visit.plain(&template)
}

fn answer(steps: &[StepNow], visit: &Visit) -> String {
    let today = visit.day();
    let done = steps.iter().filter(|own| own.done.is_some()).count();
    let late = steps.iter().filter(|own| own.is_late(today)).count();
    let next = steps.iter().find(|own| own.done.is_none() && !own.is_late(today));
    let start = format!("{done} af {} er gjort", danish::count(steps.len() as i64, "trin", "trin"));
    let late = match late {
        0 => ", og intet er sent.".to_owned(),
        1 => ", og ét er sent.".to_owned(),
        more => format!(", og {more} er sene."),
    };
    let next =
        next.map_or_else(String::new, |own| format!(" Næste er {}: {}.", own.due.danish(), own.step.title));
    format!("{start}{late}{next}")
}

/// A person ticks a step, or takes the tick back.
async fn tick(visit: Visit, Path(key): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let (period, done) = (fields.one("periode"), fields.one("gjort") == "ja");
    let session = visit.session(Purpose::AfvigelseRet);
    month::tick(&session, &key, period, done, fields.one("bemaerkning")).await.map_err(WebError::told)?;
    let shown = fields.one("maaned");
    let back = if fields.one("fra") == "trin" { format!("/aaret/{key}") } else { "/aaret".to_owned() };
    let shown = Month::parse(shown).map_or_else(String::new, Month::iso);
    let word = if done { "sat" } else { "taget_tilbage" };
    Ok(to(&address(&back, &[("maaned", &shown), ("gjort", word)])))
}
