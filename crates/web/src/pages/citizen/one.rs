//! `/borgere/{id}`: one citizen over all systems on one axis of time.

use super::reveal::{self, Form, From, SECONDS};
use super::rows::{Cost, Rows};
use super::sections::{Section, keys, sections, year_address};
use super::seen::{Looked, Seen, look};
use crate::error::{Answer, WebError};
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::basis_corrections::beside::of_citizen;
use crate::pages::deviations::words::Words;
use crate::pages::system_links::{self, OpenIn};
use crate::parts::{Choice, Link, Tab};
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::reveal::Revealed;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::calendar::{Day, Month};
use report::danish;

/// Years that one can go to, at most.
const YEARS: i32 = 8;

#[derive(Template)]
#[template(path = "pages/borger.html")]
pub(super) struct CitizenPage {
    page: Page,
    trail: Vec<Link>,
    action: String,
    open: Num,
    /// "åbne afvigelser. Ydelser i Nexus og AS2007 …", after the number.
    answer: String,
    facts: Vec<(&'static str, String)>,
    payments: String,
    tabs: Vec<Tab>,
    fra: String,
    til: String,
    paragraffer: Vec<Choice>,
    systems: Vec<Choice>,
    chips: Vec<Link>,
    reset: String,
    sections: Vec<Section>,
    rows: Rows,
    count: Num,
    form: Option<Form>,
    revealed: Option<Revealed>,
    seconds: u32,
    whole: String,
    from_item: String,
    corrections: Vec<crate::pages::basis_corrections::Row>,
    /// The ways into the systems.
    open_in: OpenIn,
}

impl CitizenPage {
    /// The ways into the systems, where the page offers to show who the citizen is, or does.
    pub(super) async fn with_ways(mut self, visit: &Visit, seen: &Seen) -> Result<CitizenPage, WebError> {
        let offers = self.form.as_ref().is_some_and(|form| form.why_not.is_empty());
        let may = offers || self.revealed.is_some();
        self.open_in = system_links::of_citizen(visit, &seen.current, seen.citizen, may).await?;
        Ok(self)
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let seen = match look(&visit, &id, Right::SeeCitizen).await? {
        Looked::Here(seen) => seen,
        Looked::Moved(now) => return Ok(to(&format!("/borgere/{now}"))),
    };
    let from = From::of(&visit.fields());
    let mut template = drawn(&visit, &seen, from, None).with_ways(&visit, &seen).await?;
    let scope = visit.scope(Right::SeeCitizen)?;
    template.corrections = of_citizen(&visit, &seen.current, &scope, seen.citizen).await?;
    let object = format!("{} {}", seen.citizen, visit.query);
    visit.show(Purpose::SagOpfoelgning, "se_borger", object.trim(), [seen.citizen], &template).await
}

/// The page; with who the citizen is where that was asked for.
pub(super) fn drawn(visit: &Visit, seen: &Seen, from: From, revealed: Option<Revealed>) -> CitizenPage {
    let rows = Rows::of(seen);
    let filter = ItemFilter { borger: seen.citizen.to_string(), ..ItemFilter::default() };
    let (fra, til) = keys(seen);
    let trail = match from.item.as_str() {
        "" => vec![Link::new("/borgere", "Borgere")],
        id => vec![Link::new("/afvigelser", "Afvigelser"), Link::new(format!("/afvigelser/{id}"), id)],
    };
    let page = visit.page_of(format!("Borger {}", seen.citizen), &seen.current);
    // Who may see no deviations has none here.
    let scope = visit.scope(Right::SeeRows).ok();
    let words = scope.as_ref().map(|scope| Words::new(visit, &seen.current, scope));
    CitizenPage {
        trail: if from.holds(seen) { trail } else { vec![Link::new("/borgere", "Borgere")] },
        action: format!("/borgere/{}", seen.citizen),
        open: Num::count(seen.open_items().count(), Unit::Deviations, filter.address()),
        answer: answer(seen),
        facts: facts(seen),
        payments: payments(seen),
        tabs: tabs(seen),
        chips: chips(seen),
        reset: if seen.zoom.paragraf.is_empty() && seen.zoom.system.is_empty() {
            String::new()
        } else {
            seen.zoom.only("", "").address()
        },
        paragraffer: paragraffer(seen),
        systems: systems(seen),
        sections: sections(seen, words.as_ref()),
        count: rows.count(seen),
        whole: whole(seen),
        from_item: seen.zoom.from_item.clone(),
        corrections: Vec::new(),
        open_in: OpenIn::default(),
        form: if revealed.is_some() { None } else { reveal::form(visit, seen, from) },
        seconds: SECONDS,
        fra,
        til,
        page,
        rows,
        revealed,
    }
}

fn answer(seen: &Seen) -> String {
    let open = seen.open_items().count();
    let word = if open == 1 { "åben afvigelse" } else { "åbne afvigelser" };
    let mut systems: Vec<String> = seen.explained.strips.iter().map(|strip| strip.system.clone()).collect();
    systems.sort();
    systems.dedup();
    if systems.is_empty() {
        return format!("{word}. Ingen af systemerne har ydelser til borgeren.");
    }
    format!("{word}. Borgeren har ydelser i {}.", danish::list(&systems))
}

fn facts(seen: &Seen) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let teams = &seen.current.directory.who(seen.citizen).teams;
    let mut own: Vec<String> = seen.explained.strips.iter().map(|s| s.caseworker.clone()).collect();
    own.retain(|name| !name.trim().is_empty());
    own.sort();
    own.dedup();
    out.push((
        "Sagsbehandler",
        if own.is_empty() { "står ikke i systemerne".to_owned() } else { danish::list(&own) },
    ));
    if !teams.is_empty() {
        out.push(("Team", danish::list(teams)));
    }
    let first = seen.explained.strips.iter().map(|s| s.period.from).filter(|day| *day > Day::FIRST).min();
    if let Some(first) = first {
        out.push(("Kendt siden", first.danish()));
    }
    out
}

/// The way to what was paid, where the basis has a finance system that knows the citizen.
fn payments(seen: &Seen) -> String {
    if seen.explained.payments.is_empty() { String::new() } else { seen.zoom.address_of("/betalinger") }
}

/// The days that one can go to.
fn tabs(seen: &Seen) -> Vec<Tab> {
    let last = seen.explained.until.unwrap_or(seen.zoom.days().from).ymd().0;
    let first = seen.explained.strips.iter().map(|s| s.period.from).filter(|day| *day > Day::FIRST).min();
    let first = first.map_or(last, |day| day.ymd().0).max(last - YEARS + 1).min(last);
    let tab = |text: String, href: String, current: bool| Tab { text, href, current, count: String::new() };
    let mut tabs =
        vec![tab("Seneste 24 måneder".to_owned(), seen.zoom.newest().address(), seen.zoom.is_default())];
    for year in (first..=last).rev() {
        let january = Month(year * 12);
        let current = seen.zoom.months == (january, Month(january.0 + 11));
        tabs.push(tab(year.to_string(), year_address(seen, year), current));
    }
    let all = whole(seen);
    let current = seen.zoom.address() == all;
    tabs.push(tab("Hele forløbet".to_owned(), all, current));
    tabs
}

/// The citizen from the first day that any system knows.
fn whole(seen: &Seen) -> String {
    let first = seen.explained.strips.iter().map(|s| s.period.from).filter(|day| *day > Day::FIRST).min();
    let newest = seen.zoom.newest().months;
    let from = first.map_or(newest.0, |day| day.month().min(newest.1));
    seen.zoom.at(from, newest.1).address()
}

fn paragraffer(seen: &Seen) -> Vec<Choice> {
    let mut out = vec![Choice::new("", "Alle", &seen.zoom.paragraf)];
    let mut known: Vec<&str> = Vec::new();
    for strip in &seen.explained.strips {
        let written = seen.written(strip.paragraf);
        if !known.contains(&written) {
            known.push(written);
            let (value, text) =
                if written.is_empty() { (super::zoom::WITHOUT, "Uden paragraf") } else { (written, written) };
            out.push(Choice::new(value, text, &seen.zoom.paragraf));
        }
    }
    out
}

fn systems(seen: &Seen) -> Vec<Choice> {
    let all = seen.systems().into_iter().map(|(name, title)| Choice::new(name, title, &seen.zoom.system));
    std::iter::once(Choice::new("", "Alle", &seen.zoom.system)).chain(all).collect()
}

fn chips(seen: &Seen) -> Vec<Link> {
    let zoom = &seen.zoom;
    let mut out = Vec::new();
    if !zoom.paragraf.is_empty() {
        let text = if zoom.paragraf == super::zoom::WITHOUT { "Uden paragraf" } else { &zoom.paragraf };
        out.push(Link::new(zoom.only("", &zoom.system).address(), text));
    }
    if !zoom.system.is_empty() {
        let title = seen.systems().into_iter().find(|(name, _)| *name == zoom.system).map(|(_, title)| title);
        out.push(Link::new(
            zoom.only(&zoom.paragraf, "").address(),
            title.unwrap_or_else(|| zoom.system.clone()),
        ));
    }
    out
}
