//! The imports of one source, the newest first: what came when, and how it grew.

use super::words;
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::parts::Link;
use crate::visit::Visit;
use app::commands::show_basis::title_of;
use app::commands::show_import::FoundInImport;
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use report::danish;
use store::imports::Import;

#[derive(Template)]
#[template(path = "pages/indlaesning_kilde.html")]
struct SourcePage {
    page: Page,
    trail: Vec<Link>,
    rows: Vec<ImportRow>,
    gone: Vec<GoneRow>,
}

struct ImportRow {
    href: String,
    extracted: String,
    covers: String,
    files: String,
    rows: Num,
    change: String,
    citizens: Option<String>,
    set_aside: String,
    at: String,
    by: String,
    in_basis: bool,
}

struct GoneRow {
    href: String,
    id: String,
    at: String,
    why: String,
}

pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let mut all = session.store.imports().list(&session.ctx).await?;
    all.retain(|import| import.source == name);
    let mut deleted = session.store.imports().all_deleted(&session.ctx).await?;
    deleted.retain(|import| import.source == name);
    let Some(newest) = all.last().or(deleted.last()) else {
        return Err(WebError::NotFound(
            "Der er ikke læst noget ind fra en kilde af det navn. Se kilderne på siden Indlæsning."
                .to_owned(),
        ));
    };
    let title = title_of(&session, newest);
    let basis = session.store.bases().newest(&session.ctx).await?;
    let now = basis.as_ref().and_then(|basis| basis.import_of(&name)).cloned();
    let people = People::read(&visit).await?;
    let rows: Vec<ImportRow> = (0..all.len())
        .rev()
        .map(|at| {
            let before = at.checked_sub(1).map(|at| &all[at]);
            row(&all[at], before, &people, now.as_ref() == Some(&all[at].id))
        })
        .collect();
    let mut page = visit.page(title);
    page.answer = format!("{} er gemt.", danish::count(rows.len() as i64, "indlæsning", "indlæsninger"));
    visit.plain(&SourcePage {
        page,
        trail: vec![Link::new("/indlaesning", "Indlæsning")],
        rows,
        gone: deleted.iter().rev().map(gone).collect(),
    })
}

fn row(import: &Import, before: Option<&Import>, people: &People, in_basis: bool) -> ImportRow {
    let href = words::at(&import.id);
    let files: Vec<&str> = import.files.iter().map(|file| file.name.as_str()).collect();
    let read = import.totals.read.rows;
    let citizens = FoundInImport::of(import).citizens;
    ImportRow {
        extracted: words::extracted(&import.facts),
        covers: words::covers(&import.facts),
        files: files.join(", "),
        rows: Num::count(read, Unit::Rows, href.clone()),
        change: before.map_or_else(String::new, |before| words::change(read, before.totals.read.rows)),
        citizens: (citizens > 0).then(|| danish::whole(citizens)),
        set_aside: danish::whole(import.totals.set_aside.rows),
        at: edge::local_time(&import.imported_at),
        by: people.shown(&import.imported_by),
        in_basis,
        href,
    }
}

fn gone(import: &Import) -> GoneRow {
    let last = import.deletions.last();
    GoneRow {
        href: words::at(&import.id),
        id: import.id.to_string(),
        at: last.map_or_else(String::new, |deletion| edge::local_time(&deletion.at)),
        why: last.map_or_else(String::new, |deletion| deletion.reason.clone()),
    }
}
