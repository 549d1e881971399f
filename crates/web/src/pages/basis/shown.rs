//! One basis: its imports, its texts, and the controls that ran on it.

use crate::error::Answer;
use crate::number::{Num, Unit};
use crate::page::{Notice, NoticeKind, Page};
use crate::pages::deviations::people::People;
use crate::pages::imports::words;
use crate::parts::Link;
use crate::query::escaped;
use crate::visit::Visit;
use app::access::Right;
use app::commands::save_control::ShownControl;
use app::commands::show_basis::{BasisPage, BasisPart, document_text, show_basis};
use app::edge;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use report::danish;
use store::work_items::CarriedRun;

#[derive(Template)]
#[template(path = "pages/grundlag_vis.html")]
struct ShownPage {
    page: Page,
    trail: Vec<Link>,
    facts: Vec<(&'static str, String)>,
    parts: Vec<PartRow>,
    documents: Vec<(String, String)>,
    runs: Vec<RunRow>,
    others: usize,
    /// Saved controls that can be run on it now: the words of the button, and where.
    waiting: Vec<(String, String)>,
}

struct PartRow {
    href: String,
    title: String,
    kind: &'static str,
    extracted: String,
    covers: String,
    rows: Num,
    deleted: bool,
}

struct RunRow {
    control: String,
    href: String,
    at: String,
    by: String,
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let shown = show_basis(&session, &id).await?;
    let basis = &shown.basis;
    let mut page = visit.page(format!("Grundlag {}", edge::local_time(&basis.accepted_at)));
    page.answer = answer(&shown);
    page.notices.extend(gone(&shown));
    let people = People::read(&visit).await?;
    let may_run = shown.newest && visit.may(Right::RunControl);
    let waiting = shown.waiting.iter().filter(|_| may_run);
    visit.plain(&ShownPage {
        trail: vec![Link::new("/indlaesning", "Indlæsning"), Link::new("/grundlag", "Grundlag")],
        facts: facts(&shown, &people),
        parts: shown.parts.iter().map(part).collect(),
        documents: basis.documents.iter().map(|(name, hash)| document(name, hash)).collect(),
        runs: shown.runs.iter().map(|run| run_row(run, &people, visit.may(Right::RunControl))).collect(),
        others: shown.others,
        waiting: waiting.map(run_now).collect(),
        page,
    })
}

fn answer(shown: &BasisPage) -> String {
    let imports = danish::count(shown.parts.len() as i64, "indlæsning", "indlæsninger");
    let controls = match shown.runs.len() {
        0 => "ingen gemt kontrol er kørt på dem endnu".to_owned(),
        runs => danish::count(runs as i64, "kørsel af en gemt kontrol", "kørsler af gemte kontroller"),
    };
    let now = if shown.newest { " Tal regnes på dette grundlag." } else { " Et nyere grundlag gælder nu." };
    format!("{imports}, {controls}.{now}")
}

fn gone(shown: &BasisPage) -> Option<Notice> {
    let (whole, parts): (Vec<_>, Vec<_>) = shown.basis.gone.iter().partition(|gone| gone.whole);
    let text = match (whole.last(), parts.last()) {
        (Some(gone), _) => format!(
            "Grundlaget kan ikke bruges mere: en indlæsning er slettet {}. Læs et nyt udtræk ind, og godkend et nyt grundlag.",
            edge::local_time(&gone.at)
        ),
        (None, Some(gone)) => format!(
            "Rækker om en borger er slettet {}. Tal, der regnes på grundlaget nu, kan afvige fra dem, der blev regnet før.",
            edge::local_time(&gone.at)
        ),
        (None, None) => return None,
    };
    Some(Notice { kind: NoticeKind::Warning, text })
}

fn facts(shown: &BasisPage, people: &People) -> Vec<(&'static str, String)> {
    let basis = &shown.basis;
    vec![
        (
            "Godkendt",
            format!("{} af {}", edge::local_time(&basis.accepted_at), people.shown(&basis.accepted_by)),
        ),
        ("Grundlag", basis.id.to_string()),
        ("Lov", basis.law_version.clone()),
        ("Program", format!("Ottetal {}", basis.program_version)),
    ]
}

fn part(part: &BasisPart) -> PartRow {
    let import = &part.import;
    let href = words::at(&import.id);
    PartRow {
        title: part.title.clone(),
        kind: words::kind(import.kind),
        extracted: words::extracted(&import.facts),
        covers: words::covers(&import.facts),
        rows: Num::count(import.totals.read.rows, Unit::Rows, href.clone()),
        deleted: part.deleted,
        href,
    }
}

fn document(name: &str, hash: &str) -> (String, String) {
    (document_text(name).to_owned(), hash.get(..16).unwrap_or(hash).to_owned())
}

fn run_row(run: &CarriedRun, people: &People, links: bool) -> RunRow {
    let href = if links { "/kontrol".to_owned() } else { String::new() };
    RunRow {
        control: run.control.clone(),
        href,
        at: edge::local_time(&run.carried_at),
        by: people.shown(&run.carried_by),
    }
}

fn run_now(control: &ShownControl) -> (String, String) {
    // A name may have spaces and slashes; in a path a plus is a plus.
    (format!("Kør {}", control.name), format!("/kontrol/{}/koer", escaped(&control.name).replace('+', "%20")))
}
