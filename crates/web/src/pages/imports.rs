//! What has been read in: each source with its newest extract, what is late, and the door for new files.

mod findings;
pub(crate) mod inbox;
mod rows;
pub(crate) mod send;
mod shown;
mod source;
pub(crate) mod words;

use crate::error::Answer;
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::routes::{Route, act, see, take};
use crate::visit::Visit;
use app::access::Right;
use app::commands::read_status::{SourceStatus, Status, read_status_on};
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use axum::routing::{get, post};
use domain::calendar::Day;
use domain::work_item::Rhythm;
use inbox::Inbox;
use report::danish;

pub(crate) fn routes() -> Vec<Route> {
    let see_imports = Needs::To(Right::SeeImports);
    let import = Needs::To(Right::Import);
    vec![
        see("/indlaesning", see_imports, get(show)),
        take("/indlaesning", import, post(send::receive_files)),
        see("/indlaesning/nye/{id}", import, get(send::show)),
        act("/indlaesning/nye/{id}", import, post(send::read_in)),
        act("/indlaesning/nye/{id}/opgiv", import, post(send::give_up)),
        see("/indlaesning/kilde/{navn}", see_imports, get(source::show)),
        see("/indlaesning/{id}", see_imports, get(shown::show)),
        see("/indlaesning/{id}/fund", see_imports, get(findings::show)),
        see("/indlaesning/{id}/raekker", Needs::To(Right::SeeRows), get(rows::show)),
    ]
}

#[derive(Template)]
#[template(path = "pages/indlaesning.html")]
struct ImportsPage {
    page: Page,
    may_import: bool,
    waiting: Option<(String, String)>,
    sources: Vec<SourceRow>,
    contradictions: Vec<(String, String)>,
    findings: Vec<(String, String)>,
    inbox: Inbox,
    never: Vec<NeverRow>,
    unreadable: Vec<(String, String)>,
    proposal: bool,
}

/// A source that has been read in.
struct SourceRow {
    title: String,
    href: String,
    history: String,
    kind: &'static str,
    extracted: String,
    covers: String,
    rows: Num,
    findings: Num,
    at: String,
    by: String,
    in_basis: bool,
    beside: bool,
    late: String,
    expected: String,
}

/// A source that has not.
struct NeverRow {
    title: String,
    expected: String,
}

async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let status = read_status_on(&session, visit.day()).await?;
    let mut contradictions = Vec::new();
    let mut unreadable = Vec::new();
    for source in &status.sources {
        if let Err(why) = &source.declared {
            unreadable.push((source.name.clone(), why.clone()));
        }
        for text in source.contradictions(session.kommune()) {
            contradictions.push((title(source).to_owned(), text));
        }
    }
    let people = People::read(&visit).await?;
    let sources: Vec<SourceRow> =
        status.sources.iter().filter_map(|source| row(source, &people, visit.day())).collect();
    let never = status.sources.iter().filter(|source| source.newest.is_none() && source.declared.is_ok());
    let waiting = visit.state.waiting.of(&visit.who.user.name, edge::seconds());
    let mut page = visit.page("Indlæsning");
    page.answer = answer(&status);
    visit.plain(&ImportsPage {
        page,
        may_import: visit.may(Right::Import),
        waiting: waiting.map(|waiting| {
            let files = danish::count(waiting.files.len() as i64, "fil", "filer");
            let text = format!("Du har sendt {files}, som ikke er læst ind endnu.");
            (format!("/indlaesning/nye/{}", waiting.id), text)
        }),
        proposal: sources.iter().any(|source| !source.in_basis && !source.beside),
        never: never.map(|source| never_row(source, visit.day())).collect(),
        sources,
        contradictions,
        unreadable,
        findings: inbox::findings(&visit, &session).await?,
        inbox: inbox::read(&visit, &session).await?,
    })
}

fn title(source: &SourceStatus) -> &str {
    source.declared.as_ref().map_or(source.name.as_str(), |declared| declared.title.as_str())
}

fn row(source: &SourceStatus, people: &People, today: Day) -> Option<SourceRow> {
    let import = source.newest.as_ref()?;
    let findings: u64 = source.findings.iter().map(|count| count.count).sum();
    let href = words::at(&import.id);
    let history =
        if source.imports > 1 { format!("/indlaesning/kilde/{}", source.name) } else { String::new() };
    Some(SourceRow {
        title: title(source).to_owned(),
        history,
        kind: words::kind(import.kind),
        extracted: words::extracted(&import.facts),
        covers: words::covers(&import.facts),
        rows: Num::count(import.totals.read.rows, Unit::Rows, href.clone()),
        findings: Num::count(findings, Unit::Findings, format!("{href}/fund")),
        at: edge::local_time(&import.imported_at),
        by: people.shown(&import.imported_by),
        in_basis: source.in_basis,
        beside: source.beside,
        late: late(source, today),
        expected: expected(source, today),
        href,
    })
}

fn never_row(source: &SourceStatus, today: Day) -> NeverRow {
    NeverRow { title: title(source).to_owned(), expected: expected(source, today) }
}

/// "9 dage forsinket"; empty where it is not.
fn late(source: &SourceStatus, today: Day) -> String {
    let days = source.missing_since.map(|expected| i64::from(today.0 - expected.0));
    days.map_or_else(String::new, |days| danish::count(days, "dag forsinket", "dage forsinket"))
}

/// The day on which an extract is expected, or was; empty where none is.
fn expected(source: &SourceStatus, today: Day) -> String {
    if let Some(expected) = source.missing_since {
        return expected.danish();
    }
    let next = source.expected_day.and_then(|day| Rhythm::Monthly(day).next_after(today));
    next.map_or_else(String::new, Day::danish)
}

fn answer(status: &Status) -> String {
    let imported = status.sources.iter().filter(|source| source.newest.is_some());
    let late: Vec<String> = imported
        .clone()
        .filter(|source| source.missing_since.is_some())
        .map(|source| title(source).to_owned())
        .collect();
    let outside = imported.clone().filter(|source| !source.in_basis && !source.beside).count();
    if imported.count() == 0 {
        return "Der er ikke læst noget ind endnu.".to_owned();
    }
    let came = match late.len() {
        0 => "Alt, der er ventet, er kommet.".to_owned(),
        1 => format!("1 udtræk er forsinket: {}.", late[0]),
        many => format!("{many} udtræk er forsinket: {}.", danish::list(&late)),
    };
    match outside {
        0 => format!("{came} De nyeste indlæsninger er i grundlaget."),
        1 => format!("{came} Den nyeste indlæsning fra en kilde er ikke i grundlaget endnu."),
        many => format!("{came} De nyeste indlæsninger fra {many} kilder er ikke i grundlaget endnu."),
    }
}
