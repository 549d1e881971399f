//! `/oversaettelse/aendringer`: what was changed in the three tables, by whom and why; what was expected of it, and what
//! came of it; and the button that takes the newest versions into use.

use super::draft::{ChangeRow, change_rows};
use super::path;
use crate::error::{Answer, WebError};
use crate::filter::{ItemFilter, Totals};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::control::begin_saved;
use crate::parts::Link;
use crate::visit::{Visit, to};
use app::access::Right;
use app::edge;
use app::lines::Kept;
use app::purpose::Purpose;
use app::session::Session;
use app::tables::draft::Draft;
use app::tables::save::{self, Sprogaendring};
use app::tables::{Table, Version, headings, lines_of, newest};
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;
use report::danish;
use store::ImportId;

#[derive(Template)]
#[template(path = "pages/sprog/aendringer.html")]
struct ChangesPage {
    page: Page,
    trail: Vec<Link>,
    /// What the basis does not use yet, in words; empty where nothing.
    waits: String,
    may_use: bool,
    jobs: Vec<Link>,
    rows: Vec<SavedRow>,
}

struct SavedRow {
    href: String,
    at: String,
    by: String,
    table: &'static str,
    what: String,
    reason: String,
    expected: String,
    state: &'static str,
    colour: &'static str,
}

#[derive(Template)]
#[template(path = "pages/sprog/aendring.html")]
struct ChangePage {
    page: Page,
    trail: Vec<Link>,
    facts: Vec<(&'static str, String, String)>,
    waits: bool,
    may_use: bool,
    jobs: Vec<Link>,
    changes: Vec<ChangeRow>,
    cut: usize,
    expected: Vec<ExpectedRow>,
    after: Vec<AfterRow>,
}

struct ExpectedRow {
    control: String,
    gone: String,
    new: String,
    changed: String,
    citizens: String,
    oere: String,
}

struct AfterRow {
    control: String,
    closed: Num,
    new: Num,
    seen: Num,
    on_newest: bool,
}

/// Changed lines that a page shows.
const SHOWN: usize = 200;

fn what(line: &Sprogaendring) -> String {
    let said: Vec<String> = [
        (line.nye, "ny", "nye"),
        (line.aendrede, "ændret", "ændrede"),
        (line.fjernede, "fjernet", "fjernede"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, several)| danish::count(count as i64, one, several))
    .collect();
    danish::list(&said)
}

/// Each control's expected effect, for who sees everybody: it was counted over all.
fn expected(visit: &Visit, line: &Sprogaendring) -> Vec<ExpectedRow> {
    let everybody = visit.scope(Right::SeeRows).is_ok_and(|scope| scope.is_everybody());
    let text = |count: usize| danish::whole(count as i64);
    let all = line.virkning.iter().filter(|_| everybody).map(|own| ExpectedRow {
        control: own.kontrol.clone(),
        gone: text(own.falder),
        new: text(own.kommer),
        changed: text(own.aendrer),
        citizens: text(own.borgere),
        oere: danish::kroner(Oere(own.oere)),
    });
    all.collect()
}

/// How a version stands to the newest basis.
fn state(version: &Version, line: &Sprogaendring) -> (&'static str, &'static str) {
    match (version.id() == line.import, version.in_basis) {
        (true, true) => ("i brug", "success"),
        (true, false) => ("ikke i brug endnu", "warning"),
        (false, _) => ("afløst", "none"),
    }
}

async fn versions(session: &Session) -> Result<Vec<Version>, WebError> {
    let mut out = Vec::new();
    for table in Table::ALL {
        out.push(newest(session, table).await?);
    }
    Ok(out)
}

/// Controls that run now.
fn running(visit: &Visit) -> Vec<Link> {
    if !visit.may(Right::RunControl) {
        return Vec::new();
    }
    let jobs = visit.state.jobs.running().into_iter();
    jobs.map(|job| Link::new(format!("/arbejde/{}", job.id), job.what.clone())).collect()
}

pub(super) async fn list(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let versions = versions(&session).await?;
    let all = save::changes(&session).await?;
    let row = |kept: &Kept<Sprogaendring>| {
        let line = &kept.line;
        let table = Table::of_source(&line.tabel).unwrap_or(Table::Oversaettelse);
        let version = versions.iter().find(|version| version.table == table);
        let (state, colour) = version.map_or(("", "none"), |version| state(version, line));
        let expected: Vec<String> = expected(&visit, line)
            .iter()
            .map(|own| format!("{}: {} falder væk, {} kommer til", own.control, own.gone, own.new))
            .collect();
        SavedRow {
            href: format!("/oversaettelse/aendringer/{}", line.import),
            at: edge::local_time(&kept.saved_at),
            by: kept.saved_by.clone(),
            table: table.title(),
            what: what(line),
            reason: kept.reason.clone(),
            expected: expected.join("; "),
            state,
            colour,
        }
    };
    let rows: Vec<SavedRow> = all.iter().map(row).collect();
    let mut page = visit.page("Ændringer i tabellerne");
    page.answer = match rows.len() {
        0 => "Ingen har ændret tabellerne her endnu.".to_owned(),
        many => format!("{} er gemt.", danish::count(many as i64, "ændring", "ændringer")),
    };
    visit.plain(&ChangesPage {
        page,
        trail: vec![Link::new("/oversaettelse", "Oversættelse")],
        waits: waiting(&versions),
        may_use: visit.may(Right::Import),
        jobs: running(&visit),
        rows,
    })
}

fn waiting(versions: &[Version]) -> String {
    let titles: Vec<String> =
        versions.iter().filter(|v| !v.in_basis).map(|v| v.table.title().to_owned()).collect();
    if titles.is_empty() {
        return String::new();
    }
    format!("Grundlaget bruger den gamle udgave, til den nye er godkendt: {}.", danish::list(&titles))
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let all = save::changes(&session).await?;
    let Some(kept) = all.into_iter().find(|kept| kept.line.import == id) else {
        return Err(WebError::NotFound(
            "Der er ingen ændring med det navn. Se dem under Ændringer.".to_owned(),
        ));
    };
    let line = &kept.line;
    let table = Table::of_source(&line.tabel).unwrap_or(Table::Oversaettelse);
    let version = newest(&session, table).await?;
    let (word, _) = state(&version, line);
    let waits = word == "ikke i brug endnu";
    let mut changes = change_rows(difference(&session, &version, line).await?, &headings(&session, table)?);
    let cut = changes.len().saturating_sub(SHOWN);
    changes.truncate(SHOWN);
    let mut page = visit.page(format!("Ændring i {}", table.title()));
    page.answer = format!("{}, {word}.", what(line));
    let import = if visit.may(Right::SeeImports) { format!("/indlaesning/{id}") } else { String::new() };
    visit.plain(&ChangePage {
        page,
        trail: vec![
            Link::new(path(table), table.title()),
            Link::new("/oversaettelse/aendringer", "Ændringer"),
        ],
        facts: vec![
            ("Gemt", edge::local_time(&kept.saved_at), String::new()),
            ("Af", kept.saved_by.clone(), String::new()),
            ("Hvorfor", kept.reason.clone(), String::new()),
            ("Udgave", id, import),
        ],
        waits,
        may_use: visit.may(Right::Import),
        jobs: running(&visit),
        cut,
        changes,
        expected: expected(&visit, line),
        after: if waits { Vec::new() } else { after(&visit).await? },
    })
}

/// The lines of two versions beside each other.
async fn difference(
    session: &Session,
    now: &Version,
    line: &Sprogaendring,
) -> Result<Vec<app::tables::draft::Change>, WebError> {
    let table = now.table;
    let before = match line.foer.as_str() {
        "" => app::tables::cells::Lines::none(table),
        id => lines_of(session, table, &ImportId::parse(id)?).await?,
    };
    let after = lines_of(session, table, &ImportId::parse(&line.import)?).await?;
    let before = Version { rows: before.rows(), lines: before, ..now.clone() };
    Ok(Draft::towards(&before, after.rows()).changes())
}

/// What the newest run of each control did to the list, as the one who looks sees it.
async fn after(visit: &Visit) -> Result<Vec<AfterRow>, WebError> {
    let (Ok(scope), true) = (visit.scope(Right::SeeRows), visit.may(Right::SeeFigures)) else {
        return Ok(Vec::new());
    };
    let current = visit.current().await?;
    let basis = current.basis.as_ref().map(|content| content.shown.basis.id.clone());
    let row = |control: &app::current::ControlNow| {
        let of = |status: &str, fund: bool| {
            let kontrol = control.shown.name.clone();
            let filter = ItemFilter { kontrol, status: status.to_owned(), fund, ..ItemFilter::default() };
            let totals = Totals::of(filter.select(&current, &scope));
            Num::count(totals.items as i64, Unit::Deviations, filter.address())
        };
        AfterRow {
            control: control.shown.name.clone(),
            closed: of("lukket_sidst", false),
            new: of("nye", false),
            seen: of("", true),
            on_newest: control.newest.as_ref().map(|run| &run.basis) == basis.as_ref(),
        }
    };
    Ok(current.controls.iter().map(row).collect())
}

pub(super) async fn take_into_use(visit: Visit) -> Answer {
    visit.scope(Right::Import)?;
    // The folder's own files as they are now, and not as they were when the server was started.
    let session = visit.session(Purpose::AfvigelseRet).with_files_read_again()?;
    let handle = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| handle.block_on(save::take_into_use(&session)))?;
    if visit.may(Right::RunControl) {
        let current = visit.current().await?;
        for control in &current.controls {
            begin_saved(&visit, control.shown.name.clone()).await?;
        }
    }
    Ok(to("/oversaettelse/aendringer?gjort=taget_i_brug"))
}
