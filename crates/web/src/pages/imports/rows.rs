//! The rows behind the counts of an import: each opens to its line in the file.
//!
//! Invariant: a row about a citizen is listed only for whom the scope holds; the page says where it leaves some out.

use super::shown::trail;
use super::words;
use crate::error::Answer;
use crate::page::Page;
use crate::pages::citizen::row_address;
use crate::parts::{Cut, Link, Pages};
use crate::query::address;
use crate::visit::Visit;
use app::access::Right;
use app::commands::explain_citizen::SourceRow;
use app::commands::list_rows::{Part, list_rows};
use app::commands::show_basis::title_of;
use app::commands::show_import::show_import;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use report::danish;

/// Rows a page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "pages/indlaesning_raekker.html")]
struct RowsPage {
    page: Page,
    trail: Vec<Link>,
    rows: Vec<Line>,
    total: usize,
    hidden: String,
    pages: Pages,
}

struct Line {
    file: String,
    sheet: String,
    row: u32,
    href: String,
    citizen: String,
}

/// The address of the rows of a part.
pub(super) fn at(import: &str, part: Part) -> String {
    address(
        &format!("/indlaesning/{import}/raekker"),
        &[("som", if part == Part::Used { "" } else { "aldrig" })],
    )
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let fields = visit.fields();
    let part = if fields.one("som") == "aldrig" { Part::NeverTookEffect } else { Part::Used };
    let scope = visit.scope(Right::SeeRows)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let shown = show_import(&session, &id).await?;
    let current = visit.current().await?;
    let listed = list_rows(&session, &id, part).await?;
    let all = listed.rows.len();
    let mut rows = listed.rows;
    if !scope.is_everybody() {
        rows.retain(|row| row.citizen.is_some_and(|citizen| current.sees(&scope, citizen, "")));
    }
    let cut = Cut::of(rows.len(), fields.number("side").unwrap_or(1), PAGE);
    let here = at(&id, part);
    let side = |number: usize| {
        let number = if number == 1 { String::new() } else { number.to_string() };
        let separator = if here.contains('?') { "&" } else { "?" };
        if number.is_empty() { here.clone() } else { format!("{here}{separator}side={number}") }
    };
    let lines: Vec<Line> = rows[cut.rows.clone()]
        .iter()
        .map(|row| Line {
            file: listed
                .import
                .files
                .get(usize::from(row.at.file))
                .map_or_else(String::new, |f| f.name.clone()),
            sheet: row.at.sheet.clone(),
            row: row.at.row,
            href: row_address(&SourceRow {
                import: id.clone(),
                source: listed.import.source.clone(),
                file: row.at.file,
                sheet: row.at.sheet.clone(),
                row: row.at.row,
            }),
            citizen: row.citizen.map_or_else(String::new, |citizen| citizen.to_string()),
        })
        .collect();
    let what = if part == Part::Used { "Brugt" } else { "Aldrig trådt i kraft" };
    let mut page = visit.page(format!("{what}: {}", title_of(&session, &shown.import)));
    page.answer = match part {
        Part::Used => format!("{} er med i tallene.", danish::count(rows.len() as i64, "række", "rækker")),
        Part::NeverTookEffect => format!(
            "{} er gemt, men tæller ikke, for ydelsen trådte aldrig i kraft.",
            danish::count(rows.len() as i64, "række", "rækker")
        ),
    };
    let template = RowsPage {
        page,
        trail: trail(&shown, &session),
        total: rows.len(),
        hidden: match all - rows.len() {
            0 => String::new(),
            left => format!(
                "{} om borgere uden for dit område er ikke vist.",
                danish::count(left as i64, "række", "rækker")
            ),
        },
        rows: lines,
        pages: Pages::new(cut.summary.clone(), cut.at, cut.count, side),
    };
    let about: Vec<_> = rows[cut.rows].iter().filter_map(|row| row.citizen).collect();
    let object = format!("{} {}", words::at(&shown.import.id), what.to_lowercase());
    visit.show(Purpose::AfvigelseRet, "liste_raekker", &object, about, &template).await
}
