//! Bases: what figures are made from, what a new one would change, and the ones before.

mod new;
mod shown;

use crate::error::Answer;
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::routes::{Route, act, see};
use crate::visit::Visit;
use app::access::Right;
use app::commands::show_basis::{BasisLine, list_bases};
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use axum::routing::{get, post};
use report::danish;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        see("/grundlag", Needs::To(Right::SeeImports), get(show)),
        see("/grundlag/nyt", Needs::To(Right::Import), get(new::show)),
        act("/grundlag/godkend", Needs::To(Right::Import), post(new::accept)),
        see("/grundlag/{id}", Needs::To(Right::SeeImports), get(shown::show)),
    ]
}

#[derive(Template)]
#[template(path = "pages/grundlag.html")]
struct BasesPage {
    page: Page,
    may_import: bool,
    has_imports: bool,
    rows: Vec<BasisRow>,
}

struct BasisRow {
    href: String,
    at: String,
    by: String,
    id: String,
    imports: Num,
    law: String,
    program: String,
    controls: String,
    newest: bool,
    gone: bool,
}

async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let bases = list_bases(&session).await?;
    let has_imports = !bases.is_empty() || !session.store.imports().list(&session.ctx).await?.is_empty();
    let people = People::read(&visit).await?;
    let rows: Vec<BasisRow> =
        bases.into_iter().enumerate().map(|(at, line)| row(line, &people, at == 0)).collect();
    let mut page = visit.page("Grundlag");
    page.answer = match rows.first() {
        None => "Der er ikke godkendt et grundlag endnu.".to_owned(),
        Some(newest) => {
            let imports = danish::count(newest.imports.value.unwrap_or(0), "indlæsning", "indlæsninger");
            format!("Tal regnes på grundlaget fra {}: {imports}.", newest.at)
        }
    };
    visit.plain(&BasesPage { page, may_import: visit.may(Right::Import), has_imports, rows })
}

fn row(line: BasisLine, people: &People, newest: bool) -> BasisRow {
    let controls: Vec<String> = line.controls.into_iter().collect();
    let basis = line.basis;
    BasisRow {
        imports: Num::count(basis.imports.len() as i64, Unit::Others, format!("/grundlag/{}", basis.id)),
        href: format!("/grundlag/{}", basis.id),
        at: edge::local_time(&basis.accepted_at),
        by: people.shown(&basis.accepted_by),
        id: basis.id.to_string(),
        law: basis.law_version,
        program: basis.program_version,
        controls: danish::list(&controls),
        newest,
        gone: !basis.gone.is_empty(),
    }
}
