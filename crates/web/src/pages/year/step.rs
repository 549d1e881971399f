//! One step: what it is, who takes it, when, and each time that it was ticked.

use super::asked_month;
use crate::error::Answer;
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::edge::local_time;
use app::month::steps::Step;
use app::month::{self, StepNow, StepSetting, month_steps, setting_of, ticks_of, year_steps};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::calendar::{Day, Month};
use report::danish;

/// A step in a table.
pub(crate) struct StepRow {
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    pub(crate) what: &'static str,
    pub(crate) href: String,
    pub(crate) due: String,
    /// Whose date it is, where that is not the table's.
    pub(crate) own_date: bool,
    pub(crate) who: String,
    pub(crate) deputy: String,
    pub(crate) state: &'static str,
    pub(crate) badge: &'static str,
    /// How it was done; empty while it is not.
    pub(crate) done: String,
    pub(crate) by_hand: bool,
    pub(crate) parts: Vec<PartRow>,
    /// The page that does it, for who may go there.
    pub(crate) link: Option<Link>,
    pub(crate) period: String,
}

/// A part of a step.
pub(crate) struct PartRow {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) is_done: bool,
}

/// A step as the one who looks sees it.
pub(crate) fn row(visit: &Visit, people: &People, own: &StepNow, today: Day) -> StepRow {
    let (state, badge) = match (&own.done, own.is_late(today)) {
        (Some(_), _) => ("Gjort", "success"),
        (None, true) => ("Sent", "error"),
        (None, false) if own.due.0 - today.0 <= 3 => ("Nu", "warning"),
        (None, false) => ("Kommer", "none"),
    };
    let done = own.done.as_ref().map_or_else(String::new, |done| {
        let who = if done.at.is_empty() {
            String::new()
        } else {
            format!("{}, {}", local_time(&done.at), people.shown(&done.by))
        };
        match (done.text.is_empty(), who.is_empty()) {
            (true, _) => who,
            (false, true) => done.text.clone(),
            (false, false) => format!("{}; {who}", done.text),
        }
    });
    let part = |part: &month::Part| PartRow {
        title: part.title.clone(),
        is_done: part.done.is_some(),
        text: part.done.clone().unwrap_or_else(|| format!("ventes {}", part.due.danish())),
    };
    StepRow {
        key: own.step.key,
        title: own.step.title,
        what: own.step.what,
        href: format!("/aaret/{}", own.step.key),
        due: own.due.danish(),
        own_date: own.own_date,
        who: own.who.clone(),
        deputy: own.deputy.clone(),
        state,
        badge,
        done,
        by_hand: own.done.as_ref().is_some_and(|done| done.by_hand),
        parts: own.parts.iter().map(part).collect(),
        link: link(visit, own.step),
        period: own.period.clone(),
    }
}

fn link(visit: &Visit, step: &Step) -> Option<Link> {
    let (href, text, rights) = step.page;
    let may = !href.is_empty() && rights.iter().any(|right| visit.may(*right));
    may.then(|| Link::new(href, text))
}

#[derive(Template)]
#[template(path = "pages/aaret_trin.html")]
struct StepPage {
    page: Page,
    trail: Vec<Link>,
    rows: Vec<StepRow>,
    source: &'static str,
    link: Option<Link>,
    is_monthly: bool,
    month: String,
    setting: StepSetting,
    key: &'static str,
    usual: String,
    before: i64,
    people: Vec<Choice>,
    may_edit: bool,
    history: Vec<(String, String)>,
}

pub(super) async fn show(visit: Visit, Path(key): Path<String>) -> Answer {
    let step = month::step(&key)?;
    let current = visit.current().await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let (month, today) = (asked_month(&visit), visit.day());
    let (year, _) = month.year_month();
    let all = if step.is_monthly() {
        month_steps(&session, &current, month, today).await?
    } else {
        year_steps(&session, &current, year).await?
    };
    let own = all.iter().filter(|own| own.step.key == step.key);
    let (setting, before) = setting_of(&session, step.key).await?;
    let mut page = visit.page(step.title);
    let users = People::read(&visit).await?;
    let rows: Vec<StepRow> = own.map(|own| row(&visit, &users, own, today)).collect();
    page.answer = step.what.to_owned();
    let who = visit.scope(Right::EditMonth);
    let people = match &who {
        Ok(_) => users.names(),
        Err(_) => Vec::new(),
    };
    let history = ticks_of(&session, step.key).await?;
    let history = history.into_iter().rev().map(|kept| {
        let period = kept.name.rsplit(' ').next().unwrap_or("").to_owned();
        let period = Month::parse(&period).map_or(period, danish::month);
        let text = match kept.line {
            None => format!("{period}: hakket er taget tilbage"),
            Some(line) if line.bemaerkning.is_empty() => format!("{period}: gjort"),
            Some(line) => format!("{period}: gjort, «{}»", line.bemaerkning),
        };
        (format!("{}, {}", local_time(&kept.saved_at), users.shown(&kept.saved_by)), text)
    });
    let template = StepPage {
        trail: vec![Link::new("/aaret", "Årets gang")],
        source: step.source,
        link: link(&visit, step),
        is_monthly: step.is_monthly(),
        month: month.iso(),
        key: step.key,
        usual: format!("Tomt felt: {}.", step.who.to_lowercase()),
        setting,
        before,
        people,
        may_edit: who.is_ok(),
        history: history.collect(),
        rows,
        page,
    };
    visit.plain(&template)
}

/// Who takes it, who steps in, and when.
pub(super) async fn set(visit: Visit, Path(key): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let text = |key: &str| fields.one(key).to_owned();
    let setting =
        StepSetting { hvem: text("hvem"), stedfortraeder: text("stedfortraeder"), datoer: text("datoer") };
    let before = fields.number("set").unwrap_or(0) as i64;
    month::set_step(&visit.session(Purpose::AfvigelseRet), &key, setting, before).await?;
    Ok(to(&format!("/aaret/{key}?gjort=sat")))
}
