//! `…/udkast`: what somebody has changed in a table and not saved, with its effect; and the saving.

use super::{Behind, path};
use crate::drafts::{Computed, Held};
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::language::touched::TouchedAsked;
use crate::parts::Link;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::access::Right;
use app::purpose::Purpose;
use app::tables::cells::{Lines, read_rows_of};
use app::tables::draft::Change;
use app::tables::effect::{ControlEffect, Sum, Touched, effect};
use app::tables::save::{self, Virkning};
use app::tables::{Table, headings};
use askama::Template;
use domain::language::Language;
use domain::provider_register::ProviderRegister;
use report::danish;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/sprog/udkast.html")]
struct DraftPage {
    page: Page,
    trail: Vec<Link>,
    path: &'static str,
    table: &'static str,
    changes: Vec<ChangeRow>,
    /// Where the effect is fetched from; empty where it is there, or cannot be.
    compute: String,
    effect: String,
    words: String,
    controls: Vec<ControlRow>,
    parts: Vec<PartRow>,
    why_nots: Vec<String>,
}

/// A change in words.
pub(super) struct ChangeRow {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) colour: &'static str,
    pub(super) line: String,
    pub(super) what: Vec<(String, String, String)>,
}

struct ControlRow {
    name: String,
    gone: Num,
    new: Num,
    changed: Num,
    citizens: Num,
    oere: Num,
}

struct PartRow {
    paragraf: String,
    question: String,
    gone: Num,
    new: Num,
    changed: Num,
}

/// Changes as rows of a page.
pub(super) fn change_rows(changes: Vec<Change>, headings: &[String]) -> Vec<ChangeRow> {
    let line = |row: &[String]| {
        let filled = row.iter().filter(|cell| !cell.is_empty()).take(4).cloned();
        filled.collect::<Vec<_>>().join(" · ")
    };
    let row = |change: Change| {
        let (kind, colour) = match (&change.before, &change.after) {
            (None, _) => ("ny", "success"),
            (Some(_), Some(_)) => ("ændret", "info"),
            (Some(_), None) => ("fjernes", "warning"),
        };
        let what = match (&change.before, &change.after) {
            (Some(before), Some(after)) => {
                let cells = before.iter().zip(after).zip(headings).filter(|((a, b), _)| a != b);
                cells.map(|((a, b), heading)| (heading.clone(), a.clone(), b.clone())).collect()
            }
            (None, Some(after)) => {
                let cells = after.iter().zip(headings).filter(|(cell, _)| !cell.is_empty());
                cells.map(|(cell, heading)| (heading.clone(), String::new(), cell.clone())).collect()
            }
            _ => Vec::new(),
        };
        let shown = change.before.as_ref().or(change.after.as_ref());
        let line = shown.map_or_else(String::new, |row| line(row));
        ChangeRow { name: change.name, kind, colour, line, what }
    };
    changes.into_iter().map(row).collect()
}

/// A deviation that is touched, in the control that it was computed for.
pub(super) struct Found<'e> {
    /// The control.
    pub(super) control: &'e str,
    /// The deviation.
    pub(super) own: &'e Touched,
    /// No control before has it: two controls of the same system find the same inside it.
    pub(super) first: bool,
}

/// The touched deviations that the one who looks may see.
pub(super) fn visible<'e>(
    visit: &Visit,
    behind: &Behind,
    controls: &'e [ControlEffect],
) -> Result<Vec<Found<'e>>, WebError> {
    let scope = visit.scope(Right::SeeRows)?;
    let mut known = BTreeMap::new();
    let mut met = BTreeSet::new();
    let mut out = Vec::new();
    for control in controls {
        for own in &control.touched {
            let key = (own.key.citizen, own.key.paragraf.as_str());
            let holds = *known.entry(key).or_insert_with(|| {
                scope.is_everybody() || behind.current.sees(&scope, own.key.citizen, &own.key.paragraf)
            });
            let first = met.insert((&own.key, own.period, own.fate));
            if holds {
                out.push(Found { control: &control.name, own, first });
            }
        }
    }
    Ok(out)
}

pub(super) async fn show(visit: Visit, table: Table) -> Answer {
    let behind = Behind::read(&visit).await?;
    let mut page = visit.page_of(format!("Udkast: {}", table.title()), &behind.current);
    let trail = vec![Link::new(path(table), table.title())];
    let Some(held) = visit.state.drafts.get(&visit.who.user.name, table) else {
        page.answer = "Du har ingen ændringer, der ikke er gemt.".to_owned();
        return visit.plain(&blank(page, trail, table));
    };
    let basis = behind.content().map_or_else(String::new, |content| content.shown.basis.id.to_string());
    let known = held.computed.clone().filter(|computed| computed.effect.basis == basis);
    let computed = match known {
        None if visit.fields().one("virkning") == "nu" => Some(compute(&visit, &behind, &held)?),
        known => known,
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let changes = change_rows(held.draft.changes(), &headings(&session, table)?);
    let mut template = DraftPage { changes, ..blank(page, trail, table) };
    template.page.answer = changed(template.changes.len());
    match computed {
        None => {
            template.compute = format!("{}/udkast?virkning=nu", path(table));
        }
        Some(computed) => {
            let found = visible(&visit, &behind, &computed.effect.controls)?;
            let sum = Sum::of(found.iter().filter(|found| found.first).map(|found| found.own));
            template.effect = in_words(&sum);
            template.words = rows_in_words(&behind, &computed);
            template.controls = control_rows(table, &computed.effect.controls, &found);
            template.parts = part_rows(table, &found);
            let why = computed.effect.controls.iter().filter(|control| !control.why_not.is_empty());
            template.why_nots = why.map(|control| format!("{}: {}", control.name, control.why_not)).collect();
        }
    }
    visit.plain(&template)
}

fn blank(page: Page, trail: Vec<Link>, table: Table) -> DraftPage {
    DraftPage {
        page,
        trail,
        path: path(table),
        table: table.title(),
        changes: Vec::new(),
        compute: String::new(),
        effect: String::new(),
        words: String::new(),
        controls: Vec::new(),
        parts: Vec::new(),
        why_nots: Vec::new(),
    }
}

fn changed(count: usize) -> String {
    format!("{}, ikke gemt endnu.", danish::count(count as i64, "ændring", "ændringer"))
}

/// Computes what a draft would do, and remembers it.
fn compute(visit: &Visit, behind: &Behind, held: &Held) -> Result<Arc<Computed>, WebError> {
    let session = visit.session(Purpose::AfvigelseRet);
    let Some(content) = behind.content() else {
        return Err(WebError::Refused(
            "Der er intet godkendt grundlag at regne virkningen ud på.".to_owned(),
        ));
    };
    let handle = tokio::runtime::Handle::current();
    // A core is kept busy for a while; other requests have theirs.
    let work = || -> anyhow::Result<Computed> {
        let read = read_rows_of(&session, held.draft.table, &held.draft.rows())?;
        let effect = handle.block_on(effect(&session, &behind.current, &read.lines))?;
        let language = match &read.lines {
            Lines::Translation(lines) => Some(Language::new(content.lines.clone(), lines.clone())),
            Lines::Language(lines) => {
                let mut language = content.language.clone();
                language.lines.clone_from(lines);
                Some(language)
            }
            Lines::Providers(_) => None,
        };
        let meanings = language.map(|language| behind.usage.meanings(&language, &content.law));
        let register = match &read.lines {
            Lines::Providers(records) => {
                let (same, different) = handle.block_on(content.spellings(&session))?;
                Some(ProviderRegister::new(records, &same, &different))
            }
            _ => None,
        };
        Ok(Computed { effect, meanings, register })
    };
    let computed = Arc::new(tokio::task::block_in_place(work)?);
    visit.state.drafts.computed(&visit.who.user.name, &held.draft, Arc::clone(&computed));
    Ok(computed)
}

fn in_words(sum: &Sum) -> String {
    if sum.all == 0 {
        return "Berører ingen afvigelser.".to_owned();
    }
    let unknown = match sum.unknown {
        0 => String::new(),
        many => format!(" ({} med ukendt beløb)", danish::whole(many as i64)),
    };
    let [gone, new, changed] = sum.fates.map(|count| danish::whole(count as i64));
    format!(
        "Berører {} hos {}, {} kr.{unknown}: {gone} falder væk, {new} kommer til, {changed} ændrer sig.",
        danish::count(sum.all as i64, "afvigelse", "afvigelser"),
        danish::count(sum.citizens as i64, "borger", "borgere"),
        danish::kroner(sum.oere),
    )
}

/// "1.204 rækker bliver oversat.", of the rows that the one who looks may see.
fn rows_in_words(behind: &Behind, computed: &Computed) -> String {
    let usage = &behind.usage;
    let mut counts = [0i64; 3];
    if let Some(after) = &computed.meanings {
        // Nearly all words mean what they did: their rows need no look.
        let words = 0..usage.words.len();
        let moved: Vec<bool> = words.map(|word| usage.own.of_word(word) != after.of_word(word)).collect();
        for row in behind.rows.iter().map(|at| behind.row(*at)).filter(|row| moved[row.word]) {
            let (then, now) = (usage.own.untranslated(row).is_empty(), after.untranslated(row).is_empty());
            let told = |of: &app::tables::usage::Meanings| -> Vec<_> {
                of.of(row).map(|(told, days)| (told.paragraf, told.ydelse.clone(), days)).collect()
            };
            match (then, now) {
                (false, true) => counts[0] += 1,
                (true, false) => counts[1] += 1,
                _ if told(&usage.own) != told(after) => counts[2] += 1,
                _ => {}
            }
        }
        return sentence(
            counts,
            ["bliver oversat", "mister deres paragraf", "skifter paragraf eller indsatsydelse"],
        );
    }
    let (Some(after), Some(content)) = (&computed.register, behind.content()) else { return String::new() };
    let known: Vec<[bool; 2]> = usage
        .words
        .iter()
        .map(|word| {
            let source = &usage.imports[word.import].source;
            [&content.providers, after].map(|register| register.of(source, &word.provider).is_some())
        })
        .collect();
    for at in &behind.rows {
        match known[behind.row(*at).word] {
            [false, true] => counts[0] += 1,
            [true, false] => counts[1] += 1,
            _ => {}
        }
    }
    sentence(counts, ["får en kendt leverandør", "mister deres kendte leverandør", ""])
}

fn sentence(counts: [i64; 3], words: [&str; 3]) -> String {
    let said: Vec<String> = counts
        .iter()
        .zip(words)
        .filter(|(count, _)| **count > 0)
        .map(|(count, words)| format!("{} {words}", danish::count(*count, "række", "rækker")))
        .collect();
    if said.is_empty() {
        "Ingen rækker skifter betydning.".to_owned()
    } else {
        format!("{}.", danish::list(&said))
    }
}

fn num(table: Table, count: usize, asked: &TouchedAsked) -> Num {
    Num::count(count as i64, Unit::Deviations, asked.address(table))
}

fn control_rows(table: Table, controls: &[ControlEffect], found: &[Found<'_>]) -> Vec<ControlRow> {
    let row = |control: &ControlEffect| {
        let own = found.iter().filter(|found| found.control == control.name).map(|found| found.own);
        let sum = Sum::of(own);
        let asked = TouchedAsked { kontrol: control.name.clone(), ..TouchedAsked::default() };
        let of = |at: usize, what: &str| {
            num(table, sum.fates[at], &TouchedAsked { hvad: what.to_owned(), ..asked.clone() })
        };
        ControlRow {
            name: control.name.clone(),
            gone: of(0, "falder"),
            new: of(1, "kommer"),
            changed: of(2, "aendrer"),
            citizens: Num::count(sum.citizens as i64, Unit::Citizens, asked.address(table)),
            oere: Num::kroner(sum.oere, asked.address(table)),
        }
    };
    controls.iter().filter(|control| control.why_not.is_empty()).map(row).collect()
}

fn part_rows(table: Table, found: &[Found<'_>]) -> Vec<PartRow> {
    let mut parts: BTreeMap<(String, String), Vec<&Touched>> = BTreeMap::new();
    for Found { own, .. } in found.iter().filter(|found| found.first) {
        let key = (own.key.paragraf.clone(), super::touched::part_of(own).to_owned());
        parts.entry(key).or_default().push(own);
    }
    let row = |((paragraf, question), own): ((String, String), Vec<&Touched>)| {
        let sum = Sum::of(own);
        let asked = TouchedAsked {
            paragraf: paragraf.clone(),
            spoergsmaal: question.clone(),
            ..TouchedAsked::default()
        };
        let of = |at: usize, what: &str| {
            num(table, sum.fates[at], &TouchedAsked { hvad: what.to_owned(), ..asked.clone() })
        };
        PartRow {
            gone: of(0, "falder"),
            new: of(1, "kommer"),
            changed: of(2, "aendrer"),
            question: super::touched::part_text(&question),
            paragraf,
        }
    };
    parts.into_iter().map(row).collect()
}

pub(super) async fn take_back(visit: Visit, table: Table, body: String) -> Answer {
    if let Some(mut held) = visit.state.drafts.get(&visit.who.user.name, table) {
        held.draft.take_back(Fields::of(&body).one("navn"));
        visit.state.drafts.put(&visit.who.user.name, held.draft);
    }
    Ok(to(&format!("{}/udkast", path(table))))
}

pub(super) async fn give_up(visit: Visit, table: Table) -> Answer {
    visit.state.drafts.let_go(&visit.who.user.name, table);
    Ok(to(&format!("{}?gjort=tabel_opgivet", path(table))))
}

pub(super) async fn save(visit: Visit, table: Table, body: String) -> Answer {
    let sent = Fields::of(&body);
    let Some(held) = visit.state.drafts.get(&visit.who.user.name, table) else {
        return Err(WebError::Refused(
            "Der er ingen ændringer at gemme. De er gemt, opgivet, eller serveren er startet igen."
                .to_owned(),
        ));
    };
    // The municipality's own files as they are now, and not as they were when the server was started.
    let session = visit.session(Purpose::AfvigelseRet).with_files_read_again()?;
    // What is kept of the effect is for all: it is kept by who sees everybody.
    let everybody = visit.scope(Right::SeeRows).is_ok_and(|scope| scope.is_everybody());
    let effect = held.computed.filter(|_| everybody).map_or_else(Vec::new, |computed| {
        computed.effect.controls.iter().filter(|control| control.why_not.is_empty()).map(kept).collect()
    });
    let handle = tokio::runtime::Handle::current();
    let work = || handle.block_on(save::save(&session, &held.draft, sent.one("grund"), effect));
    let import = tokio::task::block_in_place(work)?;
    visit.state.drafts.let_go(&visit.who.user.name, table);
    Ok(to(&format!("/oversaettelse/aendringer/{import}?gjort=tabel")))
}

fn kept(control: &ControlEffect) -> Virkning {
    let sum = Sum::of(&control.touched);
    Virkning {
        kontrol: control.name.clone(),
        falder: sum.fates[0],
        kommer: sum.fates[1],
        aendrer: sum.fates[2],
        borgere: sum.citizens,
        oere: sum.oere.0,
    }
}
