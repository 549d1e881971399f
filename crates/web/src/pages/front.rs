//! The front page: the state of the data as the figure 8, what did not run, what is late.
//!
//! Invariant: every figure is counted over the rows that the one who looks may see; whoever sees groups only gets
//! rounded figures without rows, and whoever sees no figure gets none.

mod arrivals;
mod balance;
mod charts;
mod eight;
mod empty;
mod next;
mod questions;
mod rounded;
mod technical;

use crate::error::Answer;
use crate::filter::{ItemFilter, NOBODY};
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::basis_corrections::beside::{Beside, beside};
use crate::pages::deviations::people::People;
use crate::parts::Tab;
use crate::query::address;
use crate::routes::{Route, see};
use crate::visit::Visit;
use app::access::{Reach, Right, Scope};
use app::current::figures::{Figures, loads};
use app::current::{ControlNow, Current};
use arrivals::{ArrivalRow, arrival_rows, findings_line};
use askama::Template;
use axum::routing::get;
use balance::{Balance, Scale};
use charts::{Development, Stake};
use domain::calendar::Day;
use eight::Eight;
use empty::Empty;
use next::Next;
use questions::{QuestionRow, question_rows};
use report::{danish, words};
use std::collections::BTreeSet;

pub(crate) fn routes() -> Vec<Route> {
    vec![see("/", Needs::Any(&[Right::SeeFigures, Right::SeeRounded, Right::SeeImports]), get(show))]
}

async fn show(visit: Visit) -> Answer {
    if visit.may(Right::SeeFigures) {
        return figures(&visit).await;
    }
    if visit.may(Right::SeeRounded) { rounded::show(&visit).await } else { technical::show(&visit).await }
}

#[derive(Template)]
#[template(path = "pages/forside.html")]
struct FrontPage {
    page: Page,
    heading: String,
    tabs: Vec<Tab>,
    empty: Option<Empty>,
    summary: Option<Summary>,
    about: String,
    limits: String,
    why_not: String,
    not_run_short: String,
    not_run: Vec<String>,
    notes: Vec<String>,
    eight: Option<Eight>,
    questions: Vec<QuestionRow>,
    balance: Option<Balance>,
    corrections: Vec<Beside>,
    development: Option<Development>,
    stake: Option<Stake>,
    loads: Vec<LoadRow>,
    arrivals: Vec<ArrivalRow>,
    others: Vec<ArrivalRow>,
    findings: (String, &'static str),
    next: Next,
    run_again: String,
}

/// The answer in words.
struct Summary {
    deviations: Num,
    deviations_word: &'static str,
    citizens: Num,
    citizens_word: &'static str,
    kroner: Num,
    unknown: String,
    day: String,
    change: String,
}

/// Somebody with open deviations.
struct LoadRow {
    who: String,
    open: Num,
    kroner: Num,
    unknown: String,
    oldest: String,
}

async fn figures(visit: &Visit) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeFigures)?;
    let fields = visit.fields();
    let named = Some(fields.one("kontrol")).filter(|name| !name.is_empty());
    let control = current.control(named).or_else(|| current.control(None));
    let people = People::read(visit).await?;
    let (arrivals, others) = arrival_rows(visit, &current, &people);
    let mut front = FrontPage {
        heading: "8-talskontrol".to_owned(),
        tabs: tabs(&current, control),
        empty: empty::of(visit, &current, control).await?,
        summary: None,
        about: String::new(),
        limits: limits(&scope),
        why_not: String::new(),
        not_run_short: String::new(),
        not_run: Vec::new(),
        notes: Vec::new(),
        eight: None,
        questions: Vec::new(),
        balance: None,
        corrections: Vec::new(),
        development: None,
        stake: None,
        loads: load_rows(&current, &scope),
        arrivals,
        others,
        findings: findings_line(visit, &current),
        next: Next::of(visit, &current, &people).await?,
        run_again: String::new(),
        page: visit.page_of("Forside", &current),
    };
    if let (None, Some(control)) = (&front.empty, control) {
        let figures = fill(visit, &mut front, &current, control, &scope);
        front.corrections = beside(visit, &current, control, &scope, &figures).await?;
    }
    visit.plain(&front)
}

fn fill(
    visit: &Visit,
    front: &mut FrontPage,
    current: &Current,
    control: &ControlNow,
    scope: &Scope,
) -> Figures {
    let at = current.controls.iter().position(|own| std::ptr::eq(own, control)).unwrap_or(0);
    let figures = Figures::of(current, at, Some(scope));
    let name = &control.shown.name;
    let all = found(name);
    front.heading = format!("8-talskontrol: {name}");
    front.summary = Some(summary(control, &figures, &all));
    front.why_not.clone_from(&control.why_not);
    if visit.may(Right::RunControl) && !control.why_not.is_empty() {
        front.run_again = super::control::path(name, "/koer");
    }
    let titles = titles(control);
    front.questions = question_rows(name, &figures, &titles);
    front.eight = Some(Eight::of(name, &figures, &titles));
    if let Some(ran) = control.ran.as_deref() {
        let report = ran.report();
        front.about = about(&report);
        front.not_run_short = not_run_in_short(&report);
        front.not_run = words::not_run(&report);
        front.notes = report.notes.to_vec();
        let scale = Scale::from_key(visit.fields().one("maal"));
        front.balance = Some(Balance::of(control, &figures, scale, report.control.level));
    }
    front.development = Development::of(name, &figures, control);
    front.stake = Stake::of(name, &figures);
    figures
}

/// Everything that the newest run of a control has found.
fn found(control: &str) -> ItemFilter {
    ItemFilter { kontrol: control.to_owned(), fund: true, ..ItemFilter::default() }
}

fn summary(control: &ControlNow, figures: &Figures, all: &ItemFilter) -> Summary {
    let href = all.address();
    let day = control.newest.as_ref().map_or(Day::FIRST, |run| run.trace.day);
    let before = figures.earlier.last();
    let change = before.map(|then| {
        let now: i64 = figures.parts[..4].iter().map(|count| count.deviations).sum();
        let difference = now - then.questions.iter().sum::<i64>();
        let than = if difference == 0 { "som" } else { "end" };
        format!("De fire spørgsmål har {} {than} {}.", changed(difference), then.day.danish())
    });
    Summary {
        deviations: Num::count(figures.all.deviations, Unit::Deviations, &href),
        deviations_word: if figures.all.deviations == 1 { "afvigelse" } else { "afvigelser" },
        citizens: Num::count(figures.all.citizens, Unit::Citizens, &href),
        citizens_word: citizens_word(figures.all.citizens),
        kroner: Num::kroner(figures.all.oere, &href),
        unknown: unknown(figures.all.unknown),
        day: day.danish(),
        change: change.unwrap_or_default(),
    }
}

fn citizens_word(count: i64) -> &'static str {
    if count == 1 { "borger" } else { "borgere" }
}

/// "38 færre".
fn changed(difference: i64) -> String {
    match difference {
        0 => "lige så mange".to_owned(),
        less @ ..0 => format!("{} færre", danish::whole(-less)),
        more => format!("{} flere", danish::whole(more)),
    }
}

/// "12 ukendt"; empty where all is known.
pub(crate) fn unknown(count: i64) -> String {
    if count == 0 { String::new() } else { format!("{} ukendt", danish::whole(count)) }
}

/// Titles of System 1 and System 2; their names where the run is not at hand.
pub(crate) fn titles(control: &ControlNow) -> [String; 2] {
    match control.ran.as_deref() {
        Some(ran) => ran.report().systems.map(|system| system.title),
        None => [control.shown.question.system_1.clone(), control.shown.question.system_2.clone()],
    }
}

/// What was asked, in one line.
pub(crate) fn about(report: &report::control_report::ControlReport<'_>) -> String {
    let [one, two] = &report.systems;
    let area = words::area(report).map_or_else(String::new, |area| format!(", {area}"));
    format!("{} (System 1) og {} (System 2): {}{area}.", one.title, two.title, words::asked(report))
}

/// "2 egenskaber er ikke sammenlignet, og 4 regler er ikke kørt, fordi udtrækkene mangler kolonner til dem."
pub(crate) fn not_run_in_short(report: &report::control_report::ControlReport<'_>) -> String {
    let rules: BTreeSet<_> = report.rules_not_run.iter().map(|lack| lack.rule).collect();
    let mut said = Vec::new();
    if !report.not_run.is_empty() {
        said.push(danish::count(report.not_run.len() as i64, "egenskab", "egenskaber"));
    }
    if !rules.is_empty() {
        said.push(danish::count(rules.len() as i64, "regel", "regler"));
    }
    format!(
        "{}, fordi udtrækkene mangler det, der skal til. Se hvad, og hvad der kan gøres",
        danish::list(&said)
    )
}

/// Whom the figures are about, where that is not everybody.
pub(crate) fn limits(scope: &Scope) -> String {
    if scope.is_everybody() {
        return String::new();
    }
    match scope.reach() {
        Reach::Own => "Tallene handler om dine egne borgere.",
        Reach::Team => "Tallene handler om dit teams borgere.",
        Reach::Area => "Tallene handler om dit områdes paragraffer.",
        Reach::Provider => "Tallene handler om dit tilbuds rækker.",
        Reach::Sample => "Tallene handler om månedens stikprøve: én borger af tyve, som ingen har valgt.",
        Reach::Whole => "",
    }
    .to_owned()
}

fn tabs(current: &Current, chosen: Option<&ControlNow>) -> Vec<Tab> {
    if current.controls.len() < 2 {
        return Vec::new();
    }
    let tab = |control: &ControlNow| Tab {
        href: address("/", &[("kontrol", &control.shown.name)]),
        text: control.shown.name.clone(),
        current: chosen.is_some_and(|own| std::ptr::eq(own, control)),
        count: String::new(),
    };
    current.controls.iter().map(tab).collect()
}

/// For those who give work to others: who has most.
fn load_rows(current: &Current, scope: &Scope) -> Vec<LoadRow> {
    if !matches!(scope.reach(), Reach::Area | Reach::Team) {
        return Vec::new();
    }
    let row = |load: app::current::figures::Load| {
        let who = if load.who.is_empty() { NOBODY } else { &load.who };
        let href = ItemFilter { ansvarlig: who.to_owned(), ..ItemFilter::default() }.address();
        LoadRow {
            who: if load.who.is_empty() { "Ingen er angivet".to_owned() } else { load.who },
            open: Num::count(load.count.deviations, Unit::Deviations, &href),
            kroner: Num::kroner(load.count.oere, &href),
            unknown: unknown(load.count.unknown),
            oldest: danish::count(load.oldest_days, "dag", "dage"),
        }
    };
    loads(current, scope).into_iter().take(8).map(row).collect()
}

/// The list of everything that the newest run of a control has found.
pub(crate) fn found_address(control: &str) -> String {
    found(control).address()
}
