//! The one language: the translation, Fælles sprog and the register of providers, seen with the rows behind them, changed,
//! and measured before they are saved.
//!
//! Invariant: the tables themselves name no citizen and are for all who may see the language; numbers of rows and kroner
//! are counted over rows that the one who looks may see, and stand nowhere for who may see none.

mod beside;
mod changes;
mod check;
mod common;
mod draft;
mod form;
mod places;
mod providers;
mod rows;
mod sheets;
mod touched;
mod translation;

use crate::error::WebError;
use crate::guard::Needs;
use crate::routes::{Route, act, see, take};
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::basis_content::BasisContent;
use app::current::Current;
use app::purpose::Purpose;
use app::tables::Table;
use app::tables::usage::{Usage, UsedRow};
use axum::extract::{Multipart, Path};
use axum::routing::{get, post};
use domain::calendar::Day;
use domain::law::ParagrafId;
use domain::person::CitizenId;
use std::collections::HashMap;
use std::sync::Arc;

const SEE: Needs = Needs::To(Right::SeeLanguage);
const EDIT: Needs = Needs::To(Right::EditLanguage);

pub(crate) fn routes() -> Vec<Route> {
    let mut all = vec![
        see("/oversaettelse", SEE, get(translation::show)),
        see("/oversaettelse/raekker", SEE, get(rows::show)),
        see("/oversaettelse/aendringer", SEE, get(changes::list)),
        see("/oversaettelse/aendringer/{id}", SEE, get(changes::show)),
        act("/oversaettelse/tag-i-brug", Needs::To(Right::Import), post(changes::take_into_use)),
        see("/faelles-sprog", SEE, get(common::show)),
        see("/faelles-sprog/tjek", SEE, get(check::show)),
        see("/faelles-sprog/beslutning", EDIT, get(check::form)),
        act("/faelles-sprog/beslutning", EDIT, post(check::decide)),
        see("/leverandoerer", SEE, get(providers::show)),
        act("/leverandoerer/navne", EDIT, post(providers::decide)),
        see("/leverandoerer/{nr}", SEE, get(places::show)),
    ];
    for table in Table::ALL {
        all.extend(of_table(table));
    }
    all
}

/// The routes by which a table is changed.
fn of_table(table: Table) -> Vec<Route> {
    let [line, draft, back, save, give_up, touched, sheet, file] = match table {
        Table::Oversaettelse => [
            "/oversaettelse/linje",
            "/oversaettelse/udkast",
            "/oversaettelse/udkast/tilbage",
            "/oversaettelse/udkast/gem",
            "/oversaettelse/udkast/opgiv",
            "/oversaettelse/udkast/afvigelser",
            "/oversaettelse/ark",
            "/oversaettelse.xlsx",
        ],
        Table::FaellesSprog => [
            "/faelles-sprog/linje",
            "/faelles-sprog/udkast",
            "/faelles-sprog/udkast/tilbage",
            "/faelles-sprog/udkast/gem",
            "/faelles-sprog/udkast/opgiv",
            "/faelles-sprog/udkast/afvigelser",
            "/faelles-sprog/ark",
            "/faelles-sprog.xlsx",
        ],
        Table::Leverandoerer => [
            "/leverandoerer/linje",
            "/leverandoerer/udkast",
            "/leverandoerer/udkast/tilbage",
            "/leverandoerer/udkast/gem",
            "/leverandoerer/udkast/opgiv",
            "/leverandoerer/udkast/afvigelser",
            "/leverandoerer/ark",
            "/leverandoerer.xlsx",
        ],
    };
    vec![
        see(line, EDIT, get(move |visit: Visit| form::show(visit, table))),
        act(line, EDIT, post(move |visit: Visit, body: String| form::send(visit, table, body))),
        see(draft, EDIT, get(move |visit: Visit| draft::show(visit, table))),
        act(back, EDIT, post(move |visit: Visit, body: String| draft::take_back(visit, table, body))),
        act(save, EDIT, post(move |visit: Visit, body: String| draft::save(visit, table, body))),
        act(give_up, EDIT, post(move |visit: Visit| draft::give_up(visit, table))),
        see(touched, EDIT, get(move |visit: Visit| touched::show(visit, table))),
        take(sheet, EDIT, post(move |visit: Visit, form: Multipart| sheets::receive(visit, table, form))),
        see(file, SEE, get(move |visit: Visit| sheets::workbook(visit, table))),
    ]
}

/// The address of a table's page.
pub(super) fn path(table: Table) -> &'static str {
    match table {
        Table::Oversaettelse => "/oversaettelse",
        Table::FaellesSprog => "/faelles-sprog",
        Table::Leverandoerer => "/leverandoerer",
    }
}

/// Rows of the newest basis that the one who looks may see, with their words.
struct Behind {
    current: Arc<Current>,
    usage: Arc<Usage>,
    /// Places in the usage.
    rows: Vec<usize>,
    /// The one who looks may see rows at all.
    may: bool,
}

impl Behind {
    async fn read(visit: &Visit) -> Result<Behind, WebError> {
        let current = visit.current().await?;
        let session = visit.session(Purpose::AfvigelseRet);
        let (scope, figures) = (visit.scope(Right::SeeRows).ok(), visit.may(Right::SeeFigures));
        let Some(scope) = scope.filter(|_| figures && current.basis.is_some()) else {
            return Ok(Behind { current, usage: Arc::default(), rows: Vec::new(), may: false });
        };
        let usage = tokio::task::block_in_place(|| current.usage(&session))?;
        let rows = seen(&current, &scope, &usage);
        Ok(Behind { current, usage, rows, may: true })
    }

    fn content(&self) -> Option<&BasisContent> {
        self.current.basis.as_deref()
    }

    fn row(&self, at: usize) -> &UsedRow {
        &self.usage.rows[at]
    }

    /// The day that the basis speaks of.
    fn day(&self) -> Day {
        self.usage.year.map_or(self.current.today, |year| year.until)
    }

    /// "01-03-2025 til 28-02-2026".
    fn year(&self) -> String {
        let text = |year: domain::calendar::Period| {
            format!("{} til {}", year.from.danish(), year.last_day().danish())
        };
        self.usage.year.map_or_else(String::new, text)
    }
}

/// The places of the rows that a scope holds: each on one of its paragraphs. What names no citizen is for who sees everybody.
fn seen(current: &Current, scope: &Scope, usage: &Usage) -> Vec<usize> {
    let all = 0..usage.rows.len();
    if scope.is_everybody() {
        return all.collect();
    }
    let Some(content) = current.basis.as_deref() else { return Vec::new() };
    let mut known: HashMap<(CitizenId, Option<ParagrafId>), bool> = HashMap::new();
    let mut holds = |citizen: CitizenId, paragraf: Option<ParagrafId>| {
        *known.entry((citizen, paragraf)).or_insert_with(|| {
            let written = paragraf.map_or("", |id| content.law.paragraf(id).written.as_str());
            current.sees(scope, citizen, written)
        })
    };
    all.filter(|at| {
        let row = &usage.rows[*at];
        let Some(citizen) = row.citizen else { return false };
        usage.own.of(row).any(|(told, _)| holds(citizen, told.paragraf))
    })
    .collect()
}

/// A path parameter.
type Nr = Path<String>;
