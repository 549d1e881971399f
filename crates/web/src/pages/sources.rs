//! The sources: how the files of each system are read; described from a file, tried, copied, changed.

mod draft;
mod drawn;
mod form;
mod from_file;
mod reread;
mod shown;
mod trial;

use super::imports::words;
use crate::error::Answer;
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::routes::{Route, act, see, take};
use crate::visit::Visit;
use app::access::Right;
use app::commands::propose_source::kind_label;
use app::edge;
use app::purpose::Purpose;
use app::sources::{self, KnownSource};
use askama::Template;
use axum::routing::{get, post};
use report::danish;
use std::collections::BTreeMap;
use store::imports::Import;

pub(crate) fn routes() -> Vec<Route> {
    let see_them = Needs::To(Right::SeeImports);
    let edit = Needs::To(Right::EditLanguage);
    let import = Needs::To(Right::Import);
    vec![
        see("/kilder", see_them, get(show)),
        see("/kilder/ny", edit, get(from_file::show)),
        take("/kilder/ny", edit, post(from_file::receive)),
        see("/kilder/nye/{id}", edit, get(draft::show)),
        act("/kilder/nye/{id}", edit, post(draft::answer)),
        act("/kilder/nye/{id}/opgiv", edit, post(draft::give_up)),
        act("/indlaesning/nye/{id}/beskriv/{nr}", edit, post(from_file::of_waiting)),
        see("/kilder/{navn}", see_them, get(shown::show)),
        act("/kilder/{navn}/kopi", edit, post(shown::copy)),
        see("/kilder/{navn}/ret", edit, get(draft::show_change)),
        act("/kilder/{navn}/ret", edit, post(draft::answer_change)),
        act("/kilder/{navn}/ret/opgiv", edit, post(draft::give_up_change)),
        act("/kilder/{navn}/indlaes", import, post(reread::read_in)),
        act("/kilder/{navn}/laes-igen", import, post(reread::read_again)),
    ]
}

#[derive(Template)]
#[template(path = "pages/kilder.html")]
struct SourcesPage {
    page: Page,
    may_edit: bool,
    used: Vec<SourceRow>,
    unused: Vec<SourceRow>,
    unreadable: Vec<(String, String)>,
}

struct SourceRow {
    name: String,
    title: String,
    kind: &'static str,
    own: bool,
    version: String,
    at: String,
    rows: Option<Num>,
    imports: Num,
    /// The newest import was read with another version.
    older: bool,
}

async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let mut imports: BTreeMap<String, Vec<Import>> = BTreeMap::new();
    for import in session.store.imports().list(&session.ctx).await? {
        imports.entry(import.source.clone()).or_default().push(import);
    }
    let (mut used, mut unused, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    for (name, known) in sources::all(&session.edge.folder)? {
        let own = imports.remove(&name).unwrap_or_default();
        match known {
            Ok(known) if own.is_empty() => unused.push(row(&known, &own)),
            Ok(known) => used.push(row(&known, &own)),
            Err(why) => unreadable.push((name, format!("{why:#}"))),
        }
    }
    let own = used.iter().chain(&unused).filter(|row| row.own).count();
    let mut page = visit.page("Kilder");
    page.answer = format!(
        "{} er i brug; {} er jeres egne beskrivelser.",
        danish::count(used.len() as i64, "kilde", "kilder"),
        danish::whole(own as u64)
    );
    visit.plain(&SourcesPage { page, may_edit: visit.may(Right::EditLanguage), used, unused, unreadable })
}

fn row(known: &KnownSource, imports: &[Import]) -> SourceRow {
    let mapping = &known.mapping;
    let newest = imports.last();
    SourceRow {
        name: mapping.name().to_owned(),
        title: mapping.title().to_owned(),
        kind: kind_label(mapping.kind()).0,
        own: known.own.is_some(),
        version: mapping.version().to_owned(),
        at: newest.map_or_else(String::new, |import| edge::local_time(&import.imported_at)),
        rows: newest.map(|import| Num::count(import.totals.read.rows, Unit::Rows, words::at(&import.id))),
        imports: match imports.len() {
            // Before the first there is no page of them.
            0 => Num::count(0, Unit::Others, ""),
            some => Num::count(some as i64, Unit::Others, format!("/indlaesning/kilde/{}", mapping.name())),
        },
        older: newest.is_some_and(|import| import.mapping_version != mapping.version()),
    }
}
