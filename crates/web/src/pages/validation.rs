//! Validering: each unit's leader says each month whether the figures can be recognised; what is not becomes an objection.
//!
//! Invariant: a unit's figures are seen by its own leaders and by those who see everybody; nobody else.

mod citizens;
mod figures;
mod objections;
mod unit;

pub(crate) use objections::visible;

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::number::{Num, Unit as Kind};
use crate::page::Page;
use crate::pages::year::asked_month;
use crate::parts::Link;
use crate::query::address;
use crate::routes::{Route, act, see};
use crate::visit::Visit;
use app::access::Right;
use app::edge::local_time;
use app::month::bases_by_day;
use app::purpose::Purpose;
use app::settings;
use app::validation::{Answered, ObjectionState, Unit, answered};
use askama::Template;
use axum::routing::{get, post};
use domain::calendar::{Day, Month};
use report::danish;

const SEES: Needs = Needs::Any(&[Right::ValidateFigures, Right::EditMonth]);

pub(crate) fn routes() -> Vec<Route> {
    let (answers, edits) = (Needs::To(Right::ValidateFigures), Needs::To(Right::EditMonth));
    vec![
        see("/validering", SEES, get(show)),
        see("/validering/indsigelser", SEES, get(objections::show)),
        see("/validering/indsigelser/{navn}", SEES, get(objections::one)),
        act("/validering/indsigelser/{navn}/svar", edits, post(objections::reply)),
        act("/validering/indsigelser/{navn}/luk", answers, post(objections::close)),
        see("/validering/{enhed}", SEES, get(unit::show)),
        act("/validering/{enhed}", answers, post(unit::answer)),
        see("/validering/{enhed}/borgere", SEES, get(citizens::show)),
    ]
}

/// True where the one who looks may see a unit's figures.
pub(crate) fn may_see(visit: &Visit, unit: &Unit) -> bool {
    is_own(visit, unit) || visit.scope(Right::SeeFigures).is_ok_and(|scope| scope.is_everybody())
}

/// True where the one who looks leads the unit.
pub(crate) fn is_own(visit: &Visit, unit: &Unit) -> bool {
    visit.may(Right::ValidateFigures) && unit.is_led_by(visit.who.grant())
}

/// The last day of a month on which leaders are to have answered.
///
/// # Errors
/// Where the store cannot be read.
pub(crate) async fn deadline(visit: &Visit, month: Month) -> Result<Day, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let day = settings::value(&session, &settings::VALIDATION_DAY).await?;
    Ok(Day(month.first().0 + i32::try_from(day).unwrap_or(12) - 1))
}

#[derive(Template)]
#[template(path = "pages/validering.html")]
struct OverviewPage {
    page: Page,
    previous: Link,
    next: Link,
    rows: Vec<UnitRow>,
    deadline: String,
    alive: Num,
}

/// A unit in the table.
struct UnitRow {
    title: String,
    href: String,
    leaders: String,
    state: String,
    badge: &'static str,
    recognised: String,
    objections: Option<Num>,
    own: bool,
}

async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let month = asked_month(&visit);
    let deadline = deadline(&visit, month).await?;
    let has_basis = bases_by_day(&session).await?.iter().any(|basis| basis.day.month() == month);
    let all = answered(&session, month).await?;
    let seen = visible(&visit).await?;
    let alive = |unit: &str| {
        seen.iter()
            .filter(|own| own.line.enhed == unit && own.line.tilstand != ObjectionState::Lukket)
            .count()
    };
    let rows: Vec<UnitRow> =
        all.iter().map(|own| row(&visit, own, month, deadline, alive(&own.unit.key))).collect();
    let mut page = visit.page_of(format!("Validering: {}", danish::month(month)), &current);
    page.answer = answer(&all, deadline, visit.day(), has_basis);
    let link =
        |month: Month| Link::new(address("/validering", &[("maaned", &month.iso())]), danish::month(month));
    let open = seen.iter().filter(|own| own.line.tilstand != ObjectionState::Lukket).count();
    let template = OverviewPage {
        previous: link(Month(month.0 - 1)),
        next: link(month.next()),
        rows,
        deadline: deadline.danish(),
        alive: Num::count(open as i64, Kind::Others, "/validering/indsigelser"),
        page,
    };
    visit.plain(&template)
}

fn answer(all: &[Answered], deadline: Day, today: Day, has_basis: bool) -> String {
    if !has_basis {
        return "Der er intet grundlag fra måneden, så der er ingen tal at svare på.".to_owned();
    }
    let done = all.iter().filter(|own| own.answer.is_some()).count();
    let left = all.len() - done;
    let start = format!("{done} af {} har svaret.", danish::count(all.len() as i64, "enhed", "enheder"));
    match (left, deadline < today) {
        (0, _) => start,
        (_, true) => format!("{start} Fristen var {}.", deadline.danish()),
        (_, false) => format!("{start} Fristen er {}.", deadline.danish()),
    }
}

fn row(visit: &Visit, own: &Answered, month: Month, deadline: Day, alive: usize) -> UnitRow {
    let href = address(&format!("/validering/{}", own.unit.key), &[("maaned", &month.iso())]);
    let (state, badge) = match &own.answer {
        Some(kept) => (format!("Svaret {}", local_time(&kept.saved_at)), "success"),
        None if deadline < visit.day() => (format!("Ikke svaret siden {}", deadline.danish()), "error"),
        None => ("Ikke svaret".to_owned(), "none"),
    };
    let sees = may_see(visit, &own.unit);
    let recognised = own.answer.as_ref().map_or_else(String::new, |kept| {
        let yes = kept.line.tal.iter().filter(|mark| mark.genkendt).count();
        format!("{yes} af {}", kept.line.tal.len())
    });
    UnitRow {
        title: own.unit.title.clone(),
        href: if sees { href } else { String::new() },
        leaders: danish::list(&own.unit.leader_names()),
        state,
        badge,
        recognised: if sees { recognised } else { String::new() },
        objections: sees.then(|| {
            let href = address("/validering/indsigelser", &[("enhed", &own.unit.key)]);
            Num::count(alive as i64, Kind::Others, href)
        }),
        own: is_own(visit, &own.unit),
    }
}
