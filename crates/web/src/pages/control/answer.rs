//! What a control that nobody saved has found: its lists, the heaviest first.
//!
//! Invariant: only deviations that the one who looks may see are counted or shown, and no målgruppe to a role without it.

use super::files;
use crate::error::{Answer, WebError};
use crate::jobs::Done;
use crate::number::{Num, Unit};
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::{Cut, Link, Pages, Tab};
use crate::query::address;
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::commands::run_control::RanControl;
use app::current::Current;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;
use domain::deviation::{Deviation, RuleCode};
use domain::landscape::Attribute;
use domain::overview::Kind;
use domain::person::CitizenId;
use report::{danish, rank, words};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Deviations a page.
const PAGE: usize = 50;
/// The lists: the four questions, inside one system, payments.
const PARTS: [&str; 6] = ["1", "2", "3", "4", "i", "b"];

#[derive(Template)]
#[template(path = "pages/kontrol/svar.html")]
struct AnswerPage {
    page: Page,
    about: String,
    compared: String,
    not_run_short: String,
    not_run: Vec<String>,
    notes: Vec<String>,
    files: Vec<Link>,
    form: String,
    tabs: Vec<Tab>,
    part: String,
    empty: bool,
    rows: Vec<Row>,
    total: Num,
    citizens: usize,
    oere: i64,
    days: i64,
    unknown: String,
    pages: Pages,
}

struct Row {
    citizen: String,
    href: String,
    paragraf: String,
    from: String,
    last: String,
    days: i64,
    kroner: Option<String>,
    what: String,
    message: String,
    duty: &'static str,
}

/// The result of a job, where the one who looks may see it at all.
pub(super) fn result(visit: &Visit, id: &str) -> Result<Arc<RanControl>, WebError> {
    let gone = || {
        WebError::NotFound(
            "Svaret huskes ikke mere: det blev ikke gemt. Kør kontrollen igen under Kontrol, eller gem den."
                .to_owned(),
        )
    };
    let job = visit.state.jobs.get(id).ok_or_else(gone)?;
    match job.done() {
        Some(Done::Control(ran, None)) => Ok(ran),
        _ => Err(gone()),
    }
}

/// The deviations that the scope holds, in the order of the run.
pub(super) fn seen<'r>(current: &Current, scope: &Scope, ran: &'r RanControl) -> Vec<&'r Deviation> {
    let everybody = scope.is_everybody();
    let inside = |deviation: &&Deviation| {
        everybody || current.sees(scope, deviation.citizen, &ran.law().paragraf(deviation.paragraf).written)
    };
    ran.deviations().iter().filter(inside).collect()
}

/// True where it says somebody's målgruppe.
pub(super) fn says_maalgruppe(deviation: &Deviation) -> bool {
    deviation.attribute == Some(Attribute::Maalgruppe) || deviation.rule == RuleCode::UkendtKode
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let ran = result(&visit, &id)?;
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let seen = seen(&current, &scope, &ran);
    let fields = visit.fields();
    let of_part = |part: &str| seen.iter().filter(|own| part_of(own) == part).count();
    let first = PARTS.into_iter().find(|part| of_part(part) > 0).unwrap_or(PARTS[0]);
    let part = PARTS.into_iter().find(|part| *part == fields.one("del")).unwrap_or(first);
    let own = rank::by_weight(seen.iter().copied().filter(|own| part_of(own) == part));
    let total = own.len();
    let nouns = ["afvigelse", "afvigelser"];
    let cut = Cut::counted(total, fields.number("side").unwrap_or(1), PAGE, nouns);
    let shown = &own[cut.rows];
    let base = format!("/kontrol/svar/{id}");
    let here = |page: usize| {
        let page = if page > 1 { page.to_string() } else { String::new() };
        address(&base, &[("del", part), ("side", &page)])
    };
    let citizens: BTreeSet<CitizenId> = own.iter().map(|d| d.citizen).collect();
    let report = ran.report();
    let template = AnswerPage {
        about: super::super::front::about(&report),
        compared: words::compared(&report),
        not_run_short: super::super::front::not_run_in_short(&report),
        not_run: words::not_run(&report),
        notes: report.notes.to_vec(),
        files: files::links(&base),
        form: form_address(&ran),
        tabs: PARTS.map(|key| tab(&base, key, part, of_part(key))).into(),
        part: part_text(part, &ran),
        empty: seen.is_empty(),
        rows: shown.iter().map(|d| row(&visit, &ran, d)).collect(),
        total: Num::count(total, Unit::Deviations, here(1)),
        citizens: citizens.len(),
        oere: own.iter().filter_map(|d| d.oere).sum::<Oere>().0,
        days: own.iter().map(|d| d.period.days()).sum(),
        unknown: super::super::front::unknown(own.iter().filter(|d| d.oere.is_none()).count() as i64),
        pages: Pages::new(cut.summary, cut.at, cut.count, here),
        page: frame(&visit, &current, &ran, &seen),
    };
    let object = format!("{id} {part} side {}", cut.at);
    visit
        .show(Purpose::AfvigelseRet, "svar_kontrol", &object, shown.iter().map(|d| d.citizen), &template)
        .await
}

fn frame(visit: &Visit, current: &Current, ran: &RanControl, seen: &[&Deviation]) -> Page {
    let report = ran.report();
    let [one, two] = &report.systems;
    let mut page = visit.page_of(format!("8-talskontrol: {} og {}", one.title, two.title), current);
    let citizens: BTreeSet<CitizenId> = seen.iter().map(|d| d.citizen).collect();
    page.answer = match seen.len() {
        0 => "Ingen afvigelser.".to_owned(),
        some => format!(
            "{} om {}. Svaret er ikke gemt.",
            danish::count(some as i64, "afvigelse", "afvigelser"),
            danish::count(citizens.len() as i64, "borger", "borgere")
        ),
    };
    let newest = current.basis.as_deref().map(|content| content.shown.basis.id.to_string());
    if newest.is_some_and(|id| id != report.basis.0) {
        page.notices.push(Notice {
            kind: NoticeKind::Warning,
            text: format!(
                "Der er godkendt et nyere grundlag, siden kontrollen kørte. Svaret er fra grundlaget, der blev godkendt {}.",
                danish::iso_day(&report.basis.1)
            ),
        });
    }
    page
}

fn part_of(deviation: &Deviation) -> &'static str {
    match deviation.question {
        Some(question @ 1..=4) => PARTS[usize::from(question) - 1],
        _ if deviation.rule.is_about_payments() => "b",
        _ => "i",
    }
}

fn part_text(part: &str, ran: &RanControl) -> String {
    match part {
        "i" => "Inden for ét system".to_owned(),
        "b" => "Betaling mod bevilling".to_owned(),
        question => words::question(&ran.report(), question.parse().unwrap_or(1)),
    }
}

fn tab(base: &str, key: &str, chosen: &str, count: usize) -> Tab {
    Tab {
        href: address(base, &[("del", key)]),
        text: match key {
            "i" => "I ét system".to_owned(),
            "b" => "Betaling".to_owned(),
            question => format!("Spørgsmål {question}"),
        },
        current: key == chosen,
        count: danish::whole(count as i64),
    }
}

/// The form with the same question, to change it or save it.
fn form_address(ran: &RanControl) -> String {
    let report = ran.report();
    let control = report.control;
    let paragraffer: Vec<&str> =
        control.paragraffer.iter().map(|id| report.law.paragraf(*id).written.as_str()).collect();
    let area = control.area.as_ref().map_or("", |area| area.name.as_str());
    let written = address(
        "/kontrol",
        &[
            ("system1", &report.systems[0].name),
            ("system2", &report.systems[1].name),
            ("vindue", "datoer"),
            ("fra", &control.window.from.iso()),
            ("til", &control.window.last_day().iso()),
            ("paragraffer", &paragraffer.join(", ")),
            ("niveau", control.level.key()),
            ("omraade", area),
        ],
    );
    format!("{written}#ny")
}

fn row(visit: &Visit, ran: &RanControl, deviation: &Deviation) -> Row {
    let report = ran.report();
    let hidden = says_maalgruppe(deviation) && !visit.may(Right::SeeMaalgruppe);
    Row {
        citizen: deviation.citizen.to_string(),
        href: format!("/borgere/{}", deviation.citizen),
        paragraf: report.law.paragraf(deviation.paragraf).written.clone(),
        from: deviation.period.from.danish(),
        last: deviation.period.last_day().danish(),
        days: deviation.period.days(),
        kroner: deviation.oere.map(danish::kroner),
        what: words::capital(&words::kind(&report, &Kind::of(deviation))),
        message: if hidden {
            format!("{} Din rolle ser ikke målgrupper.", domain::rules::rule(deviation.rule).what)
        } else {
            report.message(deviation)
        },
        duty: deviation.duty.text(),
    }
}
