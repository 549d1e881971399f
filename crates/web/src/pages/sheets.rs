//! The municipality's own spreadsheets until they are switched off: the list, and the forms that change it.
//!
//! Invariant: what a page shows of a sheet's lines is inside the scope of the one who looks; whether a sheet is ready to
//! be switched off is asked of all its lines.

mod change;
mod export;
mod form;
mod lines;
mod one;
mod words;

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::routes::{Route, act, see};
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::commands::sheets::beside::{self, Explanations, MonthCount, SheetMonth};
use app::commands::sheets::compare::Beside;
use app::commands::sheets::{Sheet, SheetState, list as list_sheets};
use app::current::Current;
use app::lines::Kept;
use app::purpose::Purpose;
use app::settings;
use askama::Template;
use axum::routing::{get, post};
use report::danish;
use std::sync::Arc;

pub(crate) fn routes() -> Vec<Route> {
    let (see_sheets, edit) = (Needs::To(Right::SeeSheets), Needs::To(Right::EditSheets));
    vec![
        see("/regneark", see_sheets, get(show)),
        see("/regneark/ny", edit, get(form::new)),
        act("/regneark/ny", edit, post(form::create)),
        see("/regneark/{nr}", see_sheets, get(one::show)),
        see("/regneark/{nr}/forskelle.xlsx", see_sheets, get(export::workbook)),
        see("/regneark/{nr}/ret", edit, get(form::edit)),
        act("/regneark/{nr}/ret", edit, post(form::save)),
        act("/regneark/{nr}/tilstand", edit, post(change::set_state)),
        act("/regneark/{nr}/sluk", edit, post(change::switch_off)),
        act("/regneark/{nr}/forklar", edit, post(change::explain)),
    ]
}

/// A sheet with its months, and what the one who looks may see of them.
struct Seen {
    kept: Kept<Sheet>,
    months: Vec<SheetMonth>,
    written: Explanations,
    scope: Scope,
    current: Arc<Current>,
    /// Months in a row that must agree.
    needed: usize,
}

impl Seen {
    async fn read(visit: &Visit, kept: Kept<Sheet>) -> Result<Seen, WebError> {
        let session = visit.session(Purpose::AfvigelseRet);
        let scope = visit.scope(Right::SeeRows)?;
        let current = visit.current().await?;
        let written = beside::explanations(&session, &kept.name).await?;
        let needed = settings::value(&session, &settings::SHEET_MONTHS).await?;
        let handle = tokio::runtime::Handle::current();
        let read = || handle.block_on(beside::months(&session, &kept.line));
        let months = tokio::task::block_in_place(read)?;
        let needed = usize::try_from(needed).unwrap_or(usize::MAX);
        Ok(Seen { kept, months, written, scope, current, needed })
    }

    fn sees(&self, month: &SheetMonth, line: &Beside) -> bool {
        self.scope.is_everybody() || self.current.sees(&self.scope, line.citizen, month.paragraf(line))
    }

    fn count(&self, month: &SheetMonth) -> MonthCount {
        beside::count(&self.kept.name, month, &self.written, |line| self.sees(month, line))
    }

    fn is_ready(&self) -> bool {
        beside::is_ready(&self.kept.name, &self.months, &self.written, self.needed)
    }
}

#[derive(Template)]
#[template(path = "pages/regneark.html")]
struct SheetsPage {
    page: Page,
    may_edit: bool,
    rows: Vec<SheetRow>,
}

struct SheetRow {
    href: String,
    title: String,
    owner: String,
    used_for: String,
    used_by: String,
    page_href: String,
    page_title: String,
    state: &'static str,
    colour: &'static str,
    since: String,
    month: String,
    alike: Option<Num>,
    explained: Option<Num>,
    unexplained: Option<Num>,
    ready: bool,
}

async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let mut rows = Vec::new();
    let all = list_sheets(&session).await?;
    let off = all.iter().filter(|kept| kept.line.tilstand == SheetState::Slukket).count();
    let answer = match (off, all.len()) {
        (_, 0) => "Ingen regneark er skrevet op endnu.".to_owned(),
        (off, count) if off == count => {
            format!("Alle {} er slukket.", danish::count(count as i64, "regneark", "regneark"))
        }
        (off, count) => format!("{off} af {count} regneark er slukket."),
    };
    for kept in all {
        let seen = Seen::read(&visit, kept).await?;
        rows.push(row(&seen));
    }
    let mut page = visit.page("Regneark");
    page.answer = answer;
    visit.plain(&SheetsPage { page, may_edit: visit.may(Right::EditSheets), rows })
}

fn row(seen: &Seen) -> SheetRow {
    let (sheet, number) = (&seen.kept.line, seen.kept.name.as_str());
    let newest = seen.months.last().filter(|month| month.why_not.is_empty());
    let counts = newest.map(|month| (seen.count(month), month.month.iso()));
    let num = |of: fn(&MonthCount) -> usize, vis: &str| {
        counts.as_ref().map(|(count, month)| {
            Num::count(of(count), Unit::Rows, lines::address_of(number, month, vis, "", 1))
        })
    };
    SheetRow {
        href: format!("/regneark/{number}"),
        title: sheet.titel.clone(),
        owner: sheet.ejer.clone(),
        used_for: sheet.bruges_til.clone(),
        used_by: sheet.bruges_af.clone(),
        page_title: words::page_title(&sheet.side),
        page_href: sheet.side.clone(),
        state: sheet.tilstand.text(),
        colour: words::colour(sheet.tilstand),
        since: words::off_since(sheet),
        month: newest.map_or_else(String::new, |month| danish::month(month.month)),
        alike: num(|count| count.alike, "ens"),
        explained: num(|count| count.explained, "forklaret"),
        unexplained: num(|count| count.unexplained, "uforklaret"),
        ready: sheet.tilstand == SheetState::VedSiden && seen.is_ready(),
    }
}
