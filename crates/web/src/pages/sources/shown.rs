//! One source in words: which columns it reads, what words mean, where it comes from, and how it has changed.
//!
//! Invariant: an older version is never edited; what was read with it names it.

use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::imports::words;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::documents::{DocumentNow, change_document, document_history, read_document};
use app::commands::propose_source::{
    ColumnLine, Line, Mapping, PARTS, changes, columns, describe, kind_label,
};
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use app::sources::{self, KnownSource};
use askama::Template;
use axum::extract::Path;
use report::danish;

#[derive(Template)]
#[template(path = "pages/kilde.html")]
struct SourcePage {
    page: Page,
    trail: Vec<Link>,
    name: String,
    own: bool,
    may_edit: bool,
    may_import: bool,
    facts: Vec<(&'static str, String)>,
    columns: Vec<ColumnLine>,
    parts: Vec<(&'static str, Vec<Line>)>,
    copy_name: String,
    text: String,
    imports: Vec<ImportRow>,
    older: bool,
    waiting: String,
    versions: Vec<VersionRow>,
    by_hand: bool,
}

struct ImportRow {
    href: String,
    at: String,
    by: String,
    extracted: String,
    rows: Num,
    version: String,
    now: bool,
}

struct VersionRow {
    at: String,
    by: String,
    reason: String,
    version: String,
    changes: Vec<String>,
}

pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let known = find(&session, &name)?;
    let mapping = &known.mapping;
    let people = People::read(&visit).await?;
    let imports = imports(&session, mapping, &people).await?;
    let document = match &known.own {
        Some(_) => Some(read_document(&session, &file_of(&name)).await?),
        None => None,
    };
    let now = edge::seconds();
    let waiting = visit.state.mapping_drafts.saved_as(&name, &visit.who.user.name, now);
    let mut page = visit.page(mapping.title());
    page.answer = answer(&known, imports.len());
    let older = imports.first().is_some_and(|import| !import.now);
    visit.plain(&SourcePage {
        page,
        trail: vec![Link::new("/kilder", "Kilder")],
        own: known.own.is_some(),
        may_edit: visit.may(Right::EditLanguage),
        may_import: visit.may(Right::Import),
        facts: facts(&known),
        columns: columns(mapping),
        parts: parts(mapping),
        copy_name: format!("vores_{name}").chars().take(40).collect(),
        text: known.text.clone(),
        older,
        imports,
        waiting: waiting
            .filter(|draft| !draft.is_change())
            .map_or_else(String::new, |draft| draft.file_name.clone()),
        by_hand: document.as_ref().is_some_and(|document| document.by_hand),
        versions: versions(&session, &name, document.as_ref(), &people).await?,
        name,
    })
}

fn find(session: &Session, name: &str) -> Result<KnownSource, WebError> {
    sources::find(&session.edge.folder, name).map_err(|why| {
        WebError::NotFound(format!("Der er ingen kilde af det navn, eller den kan ikke læses. {why:#}"))
    })
}

fn file_of(name: &str) -> String {
    format!("kilder/{name}/kilde.toml")
}

fn answer(known: &KnownSource, imports: usize) -> String {
    let row = kind_label(known.mapping.kind()).1;
    let read = match imports {
        0 => "Der er ikke læst noget ind med den endnu.".to_owned(),
        many => format!("Der er læst ind {}.", danish::count(many as i64, "gang", "gange")),
    };
    format!("En række er {row}. {read}")
}

fn facts(known: &KnownSource) -> Vec<(&'static str, String)> {
    let mapping = &known.mapping;
    let whose = if known.own.is_some() { "jeres egen beskrivelse" } else { "følger med programmet" };
    vec![
        ("Navn", mapping.name().to_owned()),
        ("Slags", kind_label(mapping.kind()).0.to_owned()),
        ("Hvis", whose.to_owned()),
        ("Version", mapping.version().to_owned()),
    ]
}

/// All but the columns, which have a table of their own.
fn parts(mapping: &Mapping) -> Vec<(&'static str, Vec<Line>)> {
    let lines = describe(mapping);
    let of = |part: &'static str| {
        let own: Vec<Line> = lines.iter().filter(|line| line.part == part).cloned().collect();
        (part, own)
    };
    PARTS.into_iter().skip(1).map(of).filter(|(_, lines)| !lines.is_empty()).collect()
}

async fn imports(session: &Session, mapping: &Mapping, people: &People) -> Result<Vec<ImportRow>, WebError> {
    let all = session.store.imports().list(&session.ctx).await?;
    let own = all.into_iter().rev().filter(|import| import.source == mapping.name());
    Ok(own
        .map(|import| {
            let href = words::at(&import.id);
            ImportRow {
                at: edge::local_time(&import.imported_at),
                by: people.shown(&import.imported_by),
                extracted: words::extracted(&import.facts),
                rows: Num::count(import.totals.read.rows, Unit::Rows, href.clone()),
                now: import.mapping_version == mapping.version(),
                version: import.mapping_version,
                href,
            }
        })
        .collect())
}

/// The versions of an own mapping, the newest first, each with what it changed.
async fn versions(
    session: &Session,
    name: &str,
    document: Option<&DocumentNow>,
    people: &People,
) -> Result<Vec<VersionRow>, WebError> {
    if document.is_none() {
        return Ok(Vec::new());
    }
    let history = document_history(session, &file_of(name)).await?;
    let mut rows: Vec<VersionRow> = Vec::new();
    let mut before: Option<Mapping> = None;
    for kept in history {
        let Some(line) = kept.line else { continue };
        let mapping = Mapping::parse(&line.text, name).ok();
        let changes = match (&before, &mapping) {
            (Some(old), Some(new)) => changed(old, new),
            (None, Some(_)) => vec!["den første version, der er gemt her".to_owned()],
            (_, None) => vec!["kan ikke læses af dette program".to_owned()],
        };
        rows.push(VersionRow {
            at: edge::local_time(&kept.saved_at),
            by: people.shown(&kept.saved_by),
            reason: kept.reason,
            version: mapping.as_ref().map_or_else(String::new, |mapping| mapping.version().to_owned()),
            changes,
        });
        before = mapping.or(before);
    }
    rows.reverse();
    Ok(rows)
}

fn changed(old: &Mapping, new: &Mapping) -> Vec<String> {
    let text = |(line, stood): (Line, String)| match (stood.is_empty(), line.value.is_empty()) {
        (true, _) => format!("{}: {} (nyt)", line.what, line.value),
        (_, true) => format!("{}: er taget ud (var {stood})", line.what),
        _ => format!("{}: {} (var {stood})", line.what, line.value),
    };
    let changes: Vec<String> = changes(old, new).into_iter().map(text).collect();
    if changes.is_empty() { vec!["kun bemærkninger eller opstilling".to_owned()] } else { changes }
}

/// An own copy of a source to change.
pub(super) async fn copy(visit: Visit, Path(name): Path<String>, body: String) -> Answer {
    visit.scope(Right::EditLanguage)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let known = find(&session, &name)?;
    let sent = Fields::of(&body);
    let own = sent.one("navn");
    let all = sources::all(&session.edge.folder)?;
    if all.iter().any(|(taken, _)| taken == own) {
        return Err(WebError::Refused(format!(
            "Der er allerede en kilde, der hedder «{own}». Vælg et andet navn."
        )));
    }
    let text = Mapping::with_name(&known.text, own).map_err(|error| WebError::Refused(error.message))?;
    let reason = format!("Lavet ud fra {}.", known.mapping.title());
    change_document(&session, &file_of(own), "", &text, &reason).await?;
    Ok(to(&format!("/kilder/{own}?gjort=kilde_kopi")))
}
