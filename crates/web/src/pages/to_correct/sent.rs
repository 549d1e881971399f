//! `/rettelser/{nr}`: a sheet that is sent, and what the extracts since have ticked off.

use super::PAGE;
use super::line::{Frame, Row, Ways};
use super::reveal::{Wish, choices};
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::deviations::words::Words;
use crate::pages::system_links::OpenIn;
use crate::parts::{Choice, Cut, Link, Pages, Tab};
use crate::query::{Fields, address};
use crate::visit::{Visit, to};
use app::access::{Right, Scope};
use app::commands::correct_source::{Ask, Reports, SentLine, SentSheet, Tick, regret_sheet, tick};
use app::current::{BoardItem, Current};
use app::lines::{self, Kept};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::calendar::Day;
use domain::work_item::ItemId;
use report::danish;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/rettelser/sendt.html")]
struct SentPage {
    page: Page,
    trail: Vec<Link>,
    number: u32,
    done: Num,
    all: Num,
    late: Option<Num>,
    facts: Vec<(&'static str, String)>,
    regretted: String,
    tabs: Vec<Tab>,
    total: usize,
    outside: usize,
    rows: Vec<Row>,
    pages: Pages,
    query: String,
    export: String,
    purposes: Vec<Choice>,
    shows: bool,
    regrets: bool,
    seq: i64,
    fault: String,
    today: String,
    open: OpenIn,
}

/// A line with its deviation and what became of it.
pub(super) struct Ticked<'c> {
    pub(super) line: &'c SentLine,
    pub(super) own: &'c Arc<BoardItem>,
    pub(super) now: Ask,
    pub(super) tick: Tick,
}

/// What became of the lines that the scope holds: late ones first, then those that stand, then the others.
pub(super) fn ticked<'c>(
    current: &'c Current,
    scope: &'c Scope,
    sheet: &'c SentSheet,
    today: Day,
) -> Vec<Ticked<'c>> {
    let reports = Reports::of(current);
    let mut out: Vec<Ticked<'c>> = sheet
        .linjer
        .iter()
        .filter_map(|line| {
            let own = current.item(scope, ItemId::parse(&line.afvigelse)?)?;
            let now = reports.now(own);
            let works = own.listed.item.standing.status.is_work();
            let tick = tick(sheet, line, own, works.then_some(&now), today);
            Some(Ticked { line, own, now: now.0, tick })
        })
        .collect();
    out.sort_by(|a, b| {
        (order(&a.tick), a.own.listed.item.key.citizen, a.own.listed.item.id).cmp(&(
            order(&b.tick),
            b.own.listed.item.key.citizen,
            b.own.listed.item.id,
        ))
    });
    out
}

fn order(tick: &Tick) -> u8 {
    match tick {
        Tick::Late => 0,
        Tick::Changed => 1,
        Tick::Stands => 2,
        Tick::Corrected(_) => 3,
        Tick::Regretted(_) => 4,
    }
}

/// The one answer to a sheet that is not there, and to one without a line that the one who looks may see.
pub(super) fn none() -> WebError {
    WebError::NotFound(
        "Der er intet rettelsesark med det nummer, som du kan se. Find det under Rettelsesark.".to_owned(),
    )
}

/// A sheet by its number.
pub(super) async fn found(visit: &Visit, number: &str) -> Result<Kept<SentSheet>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let known = if number.chars().all(|c| c.is_ascii_digit()) && number.len() < 9 {
        lines::get::<SentSheet>(&session, number).await?
    } else {
        None
    };
    known.ok_or_else(none)
}

pub(super) async fn show(visit: Visit, Path(number): Path<String>) -> Answer {
    let fields = visit.fields();
    drawn(&visit, &number, &fields, &Wish::None, "").await
}

/// The sheet, with who the citizens are where that was asked for.
pub(super) async fn drawn(visit: &Visit, number: &str, fields: &Fields, wish: &Wish, fault: &str) -> Answer {
    let kept = found(visit, number).await?;
    let sheet = &kept.line;
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let all = ticked(&current, &scope, sheet, visit.day());
    if all.is_empty() {
        return Err(none());
    }
    let chosen = known_state(fields.one("tilstand"));
    let list: Vec<&Ticked<'_>> = all.iter().filter(|own| holds(chosen, &own.tick)).collect();
    let at = |tilstand: &str, side: usize| {
        let side = if side > 1 { side.to_string() } else { String::new() };
        address(&format!("/rettelser/{number}"), &[("tilstand", tilstand), ("side", &side)])
    };
    let count = |tilstand: &'static str| {
        let count = all.iter().filter(|own| holds(tilstand, &own.tick)).count();
        Num::count(count as i64, Unit::Deviations, at(tilstand, 1))
    };
    let cut = Cut::of(list.len(), fields.number("side").unwrap_or(1), PAGE);
    let visible = &list[cut.rows.clone()];
    let items: Vec<&Arc<BoardItem>> = visible.iter().map(|own| own.own).collect();
    let shown = wish.shown(visit, &current, &items).await?;
    let ways = Ways::read(visit, &current, &sheet.system, &items).await?;
    let words = Words::new(visit, &current, &scope);
    let law = current.basis.as_deref().map_or(&*visit.state.base.law, |content| &content.law);
    let frame = Frame { visit, words: &words, law, shown: &shown, ways: Some(&ways) };
    let people = People::read(visit).await?;
    let template = SentPage {
        trail: vec![Link::new("/rettelser", "Rettelsesark")],
        number: number.parse().unwrap_or(0),
        done: count("rettet"),
        all: count(""),
        late: Some(count("forsinket")).filter(|late| late.value != Some(0)),
        facts: facts(&kept, &people),
        regretted: if sheet.fortrudt { kept.reason.clone() } else { String::new() },
        tabs: tabs(&all, chosen, at),
        total: list.len(),
        outside: sheet.linjer.len() - all.len(),
        rows: visible.iter().map(|own| frame.sent(own.own, own.line, &own.now, &own.tick)).collect(),
        pages: Pages::new(cut.summary.clone(), cut.at, cut.count, |side| at(chosen, side)),
        query: at(chosen, cut.at).split_once('?').map_or_else(String::new, |(_, query)| query.to_owned()),
        export: format!("/rettelser/{number}/ark.xlsx"),
        purposes: if visible.is_empty() { Vec::new() } else { choices(visit) },
        shows: shown.purpose.is_some(),
        open: ways.lacking(),
        regrets: visit.may(Right::WorkItems)
            && !sheet.fortrudt
            && all.iter().any(|own| own.tick.is_open())
            && kept.saved_by == visit.who.user.name,
        seq: kept.seq,
        fault: fault.to_owned(),
        today: current.today.danish(),
        page: visit.page_of(format!("Rettelsesark {number} til {}", sheet.titel), &current),
    };
    let about = items.iter().map(|own| own.listed.item.key.citizen);
    let (purpose, what) = match shown.purpose {
        Some(purpose) => (purpose, "vis_identitet"),
        None => (Purpose::AfvigelseRet, "rettelsesark"),
    };
    visit.show(purpose, what, &format!("ark {number}"), about, &template).await
}

const STATES: [(&str, &str); 6] = [
    ("", "Alle"),
    ("forsinket", "Forsinket"),
    ("aendret", "Ændret"),
    ("staar", "Står endnu"),
    ("rettet", "Rettet i data"),
    ("fortrudt", "Fortrudt"),
];

fn known_state(word: &str) -> &'static str {
    STATES.into_iter().find(|(key, _)| *key == word).map_or("", |(key, _)| key)
}

fn holds(tilstand: &str, tick: &Tick) -> bool {
    tilstand.is_empty() || tick.key() == tilstand
}

fn tabs(all: &[Ticked<'_>], chosen: &str, at: impl Fn(&str, usize) -> String) -> Vec<Tab> {
    let tab = |(key, text): (&str, &str)| {
        let count = all.iter().filter(|own| holds(key, &own.tick)).count();
        Tab {
            href: at(key, 1),
            text: text.to_owned(),
            current: key == chosen,
            count: danish::whole(count as i64),
        }
    };
    let there = STATES
        .into_iter()
        .filter(|(key, _)| key.is_empty() || *key == chosen || all.iter().any(|own| holds(key, &own.tick)));
    there.map(tab).collect()
}

fn facts(kept: &Kept<SentSheet>, people: &People) -> Vec<(&'static str, String)> {
    let sheet = &kept.line;
    let who = if sheet.hvem.is_empty() { "ingen er udpeget".to_owned() } else { people.shown(&sheet.hvem) };
    let mut out = vec![
        ("Til", who),
        ("Sendt", format!("{} af {}", danish::iso_day(&sheet.sendt), people.shown(&kept.saved_by))),
        ("Frist", danish::iso_day(&sheet.frist)),
    ];
    if !sheet.besked.is_empty() {
        out.push(("Besked", sheet.besked.clone()));
    }
    out
}

/// Takes the sheet back.
pub(super) async fn regret(visit: Visit, Path(number): Path<String>, body: String) -> Answer {
    let fields = Fields::of(&body);
    let kept = found(&visit, &number).await?;
    if kept.saved_by != visit.who.user.name {
        let (current, scope) = (visit.current().await?, visit.scope(Right::SeeRows)?);
        if ticked(&current, &scope, &kept.line, visit.day()).is_empty() {
            return Err(none());
        }
        return Err(WebError::Refused(
            "Kun den, der har sendt arket, kan tage det tilbage. Intet er ændret.".to_owned(),
        ));
    }
    let session = visit.session(Purpose::AfvigelseRet);
    let before = fields.one("seq").parse().unwrap_or(-1);
    match regret_sheet(&session, number.parse().unwrap_or(0), before, fields.one("hvorfor")).await {
        Ok(()) => Ok(to(&format!("/rettelser/{number}?gjort=taget_tilbage"))),
        Err(error) => match WebError::told(error) {
            WebError::Refused(text) => drawn(&visit, &number, &Fields::default(), &Wish::None, &text).await,
            other => Err(other),
        },
    }
}
