//! One source: declared beside found, field by field; who corrects what, on which screen; imports; what was changed.

use super::field::{FieldRow, rows};
use super::lines::{SourceLine, line};
use super::list::{WrongLine, read, trail, wrong_lines};
use super::words;
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::imports::words as imports;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use app::commands::declare::{ChangedField, SourceChange, read_declared, source_changes};
use app::commands::source_cards::SourceCard;
use app::edge::local_time;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::calendar::Day;
use domain::landscape::Correction;
use report::danish;

/// Imports that a card shows.
const IMPORTS: usize = 6;

#[derive(Template)]
#[template(path = "pages/datalandskab/kort.html")]
struct CardPage {
    page: Page,
    trail: Vec<Link>,
    edit: String,
    unknown: String,
    line: SourceLine,
    wrong: Vec<WrongLine>,
    fields: Vec<FieldRow>,
    corrects: Vec<CorrectRow>,
    nobody: Vec<&'static str>,
    exceptions: Vec<(String, String, String)>,
    imports: Vec<ImportRow>,
    all_imports: String,
    changes: Vec<ChangeRow>,
}

/// Who corrects a field.
struct CorrectRow {
    field: String,
    who: String,
    place: String,
    from: &'static str,
}

/// An import of the source.
struct ImportRow {
    at: String,
    href: String,
    extracted: String,
    rows: Num,
    change: String,
    by: String,
}

/// A change of what is declared.
pub(super) struct ChangeRow {
    pub(super) at: String,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) fields: Vec<(&'static str, Vec<String>, Vec<String>)>,
}

pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let (mut cards, _) = read(&session, visit.day()).await?;
    let wrong = wrong_lines(&visit, &session, &cards).await?;
    let Some(at) = cards.iter().position(|card| card.name == name) else {
        return Err(not_there(&visit, &name));
    };
    let card = cards.swap_remove(at);
    let links = visit.may(Right::SeeImports);
    let people = People::read(&visit).await?;
    let here = super::list::href(&name);
    let wrong: Vec<WrongLine> = wrong.into_iter().filter(|own| own.href == here).collect();
    let changes = source_changes(&session, &name).await?;
    let declared = read_declared(&session, &name).await?;
    let line = line(&card, visit.day(), visit.day(), links);
    let mut page = visit.page(&card.title);
    page.answer = answer(&line, wrong.len());
    visit.plain(&CardPage {
        page,
        trail: trail(),
        edit: if visit.may(Right::EditLandscape) { format!("{here}/ret") } else { String::new() },
        unknown: card.mapped.as_ref().err().cloned().unwrap_or_default(),
        fields: rows(&card, &declared.written),
        corrects: corrects(&card),
        nobody: nobody(&card),
        exceptions: exceptions(&card),
        imports: import_rows(&card, &people, links),
        all_imports: if links && !card.imports.is_empty() {
            format!("/indlaesning/kilde/{name}")
        } else {
            String::new()
        },
        changes: changes.into_iter().map(|own| change_row(own, &people)).collect(),
        line,
        wrong,
    })
}

fn not_there(visit: &Visit, name: &str) -> WebError {
    let how = if visit.may(Right::EditLandscape) { " Den kan beskrives under Ny kilde." } else { "" };
    let known = app::sources::find(&visit.state.base.edge.folder, name).is_ok();
    WebError::NotFound(if known {
        format!("Kilden er hverken beskrevet i datalandskabet eller læst ind endnu.{how}")
    } else {
        format!("Der er ingen kilde af det navn i datalandskabet.{how}")
    })
}

fn answer(line: &SourceLine, wrong: usize) -> String {
    let came = match (&line.rows, line.extracted.is_empty()) {
        (None, _) => "Kilden er ikke læst ind endnu.".to_owned(),
        (Some(rows), true) => format!("Det seneste udtræk har {} rækker; dets dag er ukendt.", rows.text),
        (Some(rows), false) => {
            format!(
                "Det seneste udtræk er fra {} og har {} rækker: {}.",
                line.extracted, rows.text, line.state
            )
        }
    };
    match wrong {
        0 => format!("{came} Alt passer med det, der er sagt."),
        1 => format!("{came} 1 ting passer ikke."),
        many => format!("{came} {many} ting passer ikke."),
    }
}

fn corrects(card: &SourceCard) -> Vec<CorrectRow> {
    let Some(source) = &card.source else { return Vec::new() };
    let own = card.declared.as_ref().map_or(&[][..], |own| &own.corrects);
    let mut out: Vec<CorrectRow> = Vec::new();
    for (key, text) in Correction::FIELDS {
        let Some(found) = source.corrects.iter().find(|one| one.field == key) else { continue };
        out.push(CorrectRow {
            field: text.to_owned(),
            who: found.who.clone(),
            place: found.place.clone(),
            from: if own.iter().any(|one| one.field == key) { "kommunen" } else { "kildebeskrivelsen" },
        });
    }
    out
}

/// The fields that are compared and that nobody is said to correct.
fn nobody(card: &SourceCard) -> Vec<&'static str> {
    let Some(source) = &card.source else { return Vec::new() };
    if source.attributes.is_empty() {
        return Vec::new();
    }
    let compared = source.attributes.iter().map(|own| (own.key(), own.text()));
    [("periode", "første og sidste dag")]
        .into_iter()
        .chain(compared)
        .filter(|(key, _)| source.who_corrects(key).is_none())
        .map(|(_, text)| text)
        .collect()
}

/// Provider, days, reason.
fn exceptions(card: &SourceCard) -> Vec<(String, String, String)> {
    let Some(source) = &card.source else { return Vec::new() };
    let mapped =
        source.except_providers.iter().map(|name| (name.clone(), "alle dage".to_owned(), String::new()));
    let own = source.exceptions.iter().map(|own| {
        let days = words::in_days(own.valid);
        (
            own.provider.clone(),
            if days.is_empty() { "alle dage".to_owned() } else { days },
            own.reason.clone(),
        )
    });
    own.chain(mapped).collect()
}

fn import_rows(card: &SourceCard, people: &People, links: bool) -> Vec<ImportRow> {
    let all = &card.imports;
    let newest = (0..all.len()).rev().take(IMPORTS);
    newest
        .map(|at| {
            let (own, before) = (&all[at], at.checked_sub(1).map(|at| &all[at]));
            let href = if links { imports::at(&own.id) } else { String::new() };
            let rows = own.totals.read.rows;
            ImportRow {
                at: local_time(&own.imported_at),
                extracted: own.facts.extracted.map_or_else(String::new, Day::danish),
                rows: Num::count(rows, Unit::Rows, href.clone()),
                change: before.map_or_else(String::new, |own| imports::change(rows, own.totals.read.rows)),
                by: if links { people.shown(&own.imported_by) } else { String::new() },
                href,
            }
        })
        .collect()
}

fn change_row(own: SourceChange, people: &People) -> ChangeRow {
    let field = |ChangedField { key, before, after }: ChangedField| {
        let said = |all: Vec<String>| all.iter().map(|text| words::value(key, text)).collect();
        (words::label(key), said(before), said(after))
    };
    ChangeRow {
        at: local_time(&own.at),
        by: people.shown(&own.by),
        reason: own.reason,
        fields: own.fields.into_iter().map(field).collect(),
    }
}

/// "3 udgaver", for the pages of the file.
pub(super) fn count(number: usize, one: &str, several: &str) -> String {
    danish::count(i64::try_from(number).unwrap_or(i64::MAX), one, several)
}
