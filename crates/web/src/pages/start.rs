//! Kom i gang: the guide's steps with what the system itself sees done, and one paragraph at a time until it is in place.
//!
//! Invariant: a step's state is what the data say; where the data cannot say it, a person does, with name and day.

mod guide;
mod paragraf;
mod rows;

use crate::error::Answer;
use crate::filter::ItemFilter;
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::control::citizens_address;
use crate::pages::deviations::people::People;
use crate::pages::front::titles;
use crate::parts::Tab;
use crate::query::{address, escaped};
use crate::routes::{Route, act, see};
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::current::{ControlNow, Current};
use app::in_place::{
    Measure, ParagrafNow, Persons, Signature, Standing, everybody, paragraffer, signatures, standing,
};
use app::lines::Kept;
use app::purpose::Purpose;
use app::settings;
use askama::Template;
use axum::routing::{get, post};
use domain::calendar::Day;
use guide::GuideRow;
use report::danish;
use std::collections::BTreeMap;

const SEES: Needs = Needs::Any(&[Right::SignParagraf, Right::EditMonth]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        see("/kom-i-gang", SEES, get(show)),
        see("/kom-i-gang/trin/{nr}", SEES, get(rows::show)),
        act("/kom-i-gang/trin", Needs::To(Right::EditMonth), post(guide::tick)),
        see("/kom-i-gang/{paragraf}", SEES, get(paragraf::show)),
        act("/kom-i-gang/{paragraf}", Needs::To(Right::SignParagraf), post(paragraf::sign)),
        act("/kom-i-gang/{paragraf}/tilbage", Needs::To(Right::SignParagraf), post(paragraf::take_back)),
    ]
}

#[derive(Template)]
#[template(path = "pages/kom_i_gang.html")]
struct StartPage {
    page: Page,
    tabs: Vec<Tab>,
    titles: [String; 2],
    guide: Vec<GuideRow>,
    rows: Vec<ParagrafRow>,
    limit: String,
    limits: String,
    may_tick: bool,
    why_not: String,
}

/// A paragraph in the table.
struct ParagrafRow {
    paragraf: String,
    href: String,
    measure: &'static str,
    numbers: Numbers,
    standing: &'static str,
    badge: &'static str,
    signed: String,
}

/// The numbers of a paragraph, in the table and on its own page.
struct Numbers {
    counts: [Num; 2],
    difference: String,
    accepted_part: String,
    rest: String,
    open: Num,
    accepted: Num,
    cannot: Num,
}

impl Numbers {
    fn of(control: &str, own: &ParagrafNow) -> Numbers {
        let items = |status: &str, count: i64| {
            let filter = ItemFilter { status: status.to_owned(), ..filter(control, &own.paragraf) };
            Num::count(count, Unit::Deviations, filter.address())
        };
        Numbers {
            counts: counts(control, own),
            difference: signed_text(own.measure, own.difference),
            accepted_part: signed_text(own.measure, own.accepted_part),
            rest: signed_text(own.measure, own.rest),
            open: items("arbejde", own.open),
            accepted: items("accepteret", own.accepted),
            cannot: items("kan_ikke_rettes", own.cannot),
        }
    }
}

/// The paragraph's page.
fn path(control: &str, chosen: bool, paragraf: &str) -> String {
    let path = format!("/kom-i-gang/{}", escaped(paragraf).replace('+', "%20"));
    address(&path, &[("kontrol", if chosen { control } else { "" })])
}

/// The control that the address asks for, else the one that compares most; with whether it was asked for.
fn chosen<'c>(visit: &Visit, current: &'c Current) -> Option<(usize, &'c ControlNow, bool)> {
    let fields = visit.fields();
    let named = Some(fields.one("kontrol")).filter(|name| !name.is_empty());
    let asked = named.and_then(|name| current.control(Some(name)));
    let control = asked.or_else(|| current.control(None))?;
    let at = current.controls.iter().position(|own| std::ptr::eq(own, control))?;
    Some((at, control, asked.is_some()))
}

/// The paragraphs as the one who looks may count them, each with where it stands for everybody.
fn standings(
    current: &Current,
    at: usize,
    scope: &Scope,
    signed: &BTreeMap<String, Kept<Signature>>,
    tenths: i64,
) -> Vec<(ParagrafNow, Standing)> {
    let whole = everybody().map(|all| paragraffer(current, at, &all)).unwrap_or_default();
    let own = if scope.is_everybody() { whole.clone() } else { paragraffer(current, at, scope) };
    let of = |paragraf: &str| {
        let line = whole.iter().find(|line| line.paragraf == paragraf)?;
        Some(standing(line, signed.get(paragraf).map(|kept| &kept.line), tenths))
    };
    own.into_iter()
        .map(|line| (of(&line.paragraf).unwrap_or(Standing::NotBegun), line))
        .map(|(s, l)| (l, s))
        .collect()
}

async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeFigures)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let tenths = settings::value(&session, &settings::AGREE_TENTHS).await?;
    let found = chosen(&visit, &current);
    let mut out = StartPage {
        tabs: tabs(&current, found.map(|(_, control, _)| control)),
        titles: found.map_or_else(Default::default, |(_, control, _)| titles(control)),
        guide: guide::rows(&visit, &current, &scope, found.map(|(_, control, _)| control)).await?,
        rows: Vec::new(),
        limit: limit_text(tenths),
        limits: crate::pages::front::limits(&scope),
        may_tick: visit.may(Right::EditMonth),
        why_not: found.map_or_else(String::new, |(_, control, _)| control.why_not.clone()),
        page: visit.page_of("Kom i gang", &current),
    };
    if let Some((at, control, asked)) = found {
        let name = &control.shown.name;
        let signed = signatures(&session, name).await?;
        let people = People::read(&visit).await?;
        let all = standings(&current, at, &scope, &signed, tenths);
        out.page.answer = answer(&all);
        out.rows = all.iter().map(|(own, state)| row(name, asked, own, *state, &signed, &people)).collect();
    }
    visit.plain(&out)
}

fn answer(all: &[(ParagrafNow, Standing)]) -> String {
    let count = |wish: Standing| all.iter().filter(|(_, state)| *state == wish).count();
    let (placed, again) = (count(Standing::InPlace), count(Standing::LookAgain));
    let start = match placed {
        0 => format!(
            "Ingen af {} er på plads endnu.",
            danish::count(all.len() as i64, "paragraf", "paragraffer")
        ),
        some => {
            format!("{some} af {} er på plads.", danish::count(all.len() as i64, "paragraf", "paragraffer"))
        }
    };
    let again = match again {
        0 => String::new(),
        1 => " Én skal ses igen.".to_owned(),
        more => format!(" {more} skal ses igen."),
    };
    let next = all.iter().find(|(_, state)| !matches!(state, Standing::InPlace));
    let next = next.map_or_else(String::new, |(own, _)| format!(" Næste er {}.", own.paragraf));
    format!("{start}{again}{next}")
}

fn row(
    control: &str,
    asked: bool,
    own: &ParagrafNow,
    state: Standing,
    signed: &BTreeMap<String, Kept<Signature>>,
    people: &People,
) -> ParagrafRow {
    let signature = signed.get(&own.paragraf);
    ParagrafRow {
        href: path(control, asked, &own.paragraf),
        measure: own.measure.text(),
        numbers: Numbers::of(control, own),
        standing: state.text(),
        badge: badge(state),
        signed: signature.map_or_else(String::new, |kept| {
            format!("{}, {}", app::edge::local_time(&kept.saved_at), people.shown(&kept.saved_by))
        }),
        paragraf: own.paragraf.clone(),
    }
}

/// Everything of a paragraph that the newest run has seen.
fn filter(control: &str, paragraf: &str) -> ItemFilter {
    ItemFilter {
        kontrol: control.to_owned(),
        fund: true,
        paragraf: paragraf.to_owned(),
        ..ItemFilter::default()
    }
}

/// System 1 and System 2 in the paragraph's measure; full-year persons open to their days.
fn counts(control: &str, own: &ParagrafNow) -> [Num; 2] {
    [0, 1].map(|side| {
        let href = citizens_address(control, &own.paragraf, ["1", "2"][side]);
        match own.measure {
            Measure::Citizens => Num::count(own.bridge.citizens.systems[side], Unit::Citizens, href),
            Measure::FullYears => {
                let num = Num::count(own.bridge.days.systems[side], Unit::Days, href);
                Num { text: danish::two_decimals(own.counts[side].scaled()), ..num }
            }
        }
    })
}

/// A count as people write it in its measure.
fn plain_text(measure: Measure, persons: Persons) -> String {
    match measure {
        Measure::Citizens => danish::whole(persons.scaled() / 10_000),
        Measure::FullYears => danish::two_decimals(persons.scaled()),
    }
}

/// The same with its sign.
fn signed_text(measure: Measure, persons: Persons) -> String {
    match measure {
        Measure::Citizens => danish::signed(persons.scaled() / 10_000),
        Measure::FullYears => danish::signed_two_decimals(persons.scaled()),
    }
}

fn limit_text(tenths: i64) -> String {
    match tenths {
        0 => "Tallene er enige, når der ingen forskel er.".to_owned(),
        _ => format!("Tallene er enige, når forskellen er højst {},{} person.", tenths / 10, tenths % 10),
    }
}

/// The colour of a standing; its word says the same.
fn badge(state: Standing) -> &'static str {
    match state {
        Standing::NotBegun => "none",
        Standing::Begun => "info",
        Standing::Agree => "warning",
        Standing::InPlace => "success",
        Standing::LookAgain => "error",
    }
}

fn tabs(current: &Current, chosen: Option<&ControlNow>) -> Vec<Tab> {
    if current.controls.len() < 2 {
        return Vec::new();
    }
    let tab = |control: &ControlNow| Tab {
        href: address("/kom-i-gang", &[("kontrol", &control.shown.name)]),
        text: control.shown.name.clone(),
        current: chosen.is_some_and(|own| std::ptr::eq(own, control)),
        count: String::new(),
    };
    current.controls.iter().map(tab).collect()
}

/// The day of the newest run's basis.
fn day_of(control: &ControlNow) -> Day {
    control.newest.as_ref().map_or(Day::FIRST, |run| run.trace.day)
}
