//! Work that takes time: how far it is, a stop, what came of it, and what ended before.
//!
//! Invariant: names no citizen; each kind of work leads to its own page with the answer.

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::jobs::{Done, Job};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::query::address;
use crate::routes::{Route, act, see};
use crate::visit::{Visit, html, to};
use app::access::Right;
use app::commands::jobs::{find_job, list_jobs};
use app::commands::run_saved::Outcome;
use app::edge::local_time;
use app::purpose::Purpose;
use app::session::Session;
use askama::Template;
use axum::extract::Path;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use domain::work_item::ClosedBy;
use report::danish;
use std::sync::Arc;
use store::jobs::{JobKind, JobOutcome};

pub(crate) fn routes() -> Vec<Route> {
    let readers = Needs::Any(&[Right::RunControl, Right::SeeImports]);
    let workers = Needs::Any(&[Right::RunControl, Right::Import]);
    vec![
        see("/arbejde", readers, get(list)),
        see("/arbejde/{id}", readers, get(show)),
        act("/arbejde/{id}/stop", workers, post(stop)),
    ]
}

/// A piece of work in a list.
pub(crate) struct JobRow {
    /// Its page.
    pub(crate) href: String,
    /// What it is about.
    pub(crate) what: String,
    /// "Kontrol" or "Indlæsning".
    pub(crate) kind: &'static str,
    /// Who began it.
    pub(crate) by: String,
    /// When.
    pub(crate) begun: String,
    /// When it ended; empty while it runs.
    pub(crate) ended: String,
    /// "Færdig", "62 %".
    pub(crate) state: String,
    /// The badge's colour.
    pub(crate) key: &'static str,
    /// Why it failed or was cut off; may be empty.
    pub(crate) text: String,
}

#[derive(Template)]
#[template(path = "pages/kontrol/arbejde_liste.html")]
struct ListPage {
    page: Page,
    jobs: Vec<JobRow>,
}

#[derive(Template)]
#[template(path = "pages/kontrol/arbejde.html")]
struct JobPage {
    page: Page,
    id: String,
    running: bool,
    percent: u64,
    far: String,
    stop: String,
    state: &'static str,
    key: &'static str,
    text: String,
    carried: Vec<(String, &'static str)>,
    links: Vec<(String, String)>,
}

/// Work that a list holds.
const LISTED: u32 = 50;

async fn list(visit: Visit) -> Answer {
    let jobs = job_rows(&visit, &visit.session(Purpose::Tilsyn), LISTED).await?;
    let running = jobs.iter().filter(|job| job.ended.is_empty()).count();
    let mut page = visit.page("Arbejde");
    page.answer = match running {
        0 => "Intet kører lige nu.".to_owned(),
        1 => "Ét arbejde kører.".to_owned(),
        more => format!("{more} arbejder kører."),
    };
    visit.plain(&ListPage { page, jobs })
}

/// The newest work, as a list shows it.
pub(crate) async fn job_rows(visit: &Visit, session: &Session, limit: u32) -> Result<Vec<JobRow>, WebError> {
    let kept = list_jobs(session, limit).await?;
    let people = People::read(visit).await?;
    Ok(kept.into_iter().map(|job| job_row(visit, &people, job)).collect())
}

fn job_row(visit: &Visit, people: &People, job: store::jobs::Job) -> JobRow {
    let running = visit.state.jobs.get(&job.id).filter(|own| own.done().is_none());
    let (state, key) = match (&job.end, running) {
        (Some(end), _) => {
            let (word, key) = ended(end.outcome);
            (word.to_owned(), key)
        }
        (None, Some(own)) => (format!("Kører, {} %", own.watch.percent()), "info"),
        (None, None) => ("Slutter".to_owned(), "info"),
    };
    let (ended, text) = job.end.map_or_else(Default::default, |end| (local_time(&end.at), end.text));
    JobRow {
        href: format!("/arbejde/{}", job.id),
        what: job.what,
        kind: kind_word(job.kind),
        by: people.shown(&job.by),
        begun: local_time(&job.at),
        ended,
        state,
        key,
        text,
    }
}

fn kind_word(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Control => "Kontrol",
        JobKind::Import => "Indlæsning",
        JobKind::Check => "Tjek",
    }
}

fn ended(outcome: JobOutcome) -> (&'static str, &'static str) {
    match outcome {
        JobOutcome::Done => ("Færdig", "success"),
        JobOutcome::Failed => ("Mislykket", "error"),
        JobOutcome::Stopped => ("Stoppet", "none"),
        JobOutcome::CutOff => ("Afbrudt", "warning"),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let Some(job) = visit.state.jobs.get(&id) else { return forgotten(&visit, &id).await };
    let Some(done) = job.done() else {
        let people = People::read(&visit).await?;
        return visit.plain(&running(&visit, &job, &people));
    };
    if let Some(answer) = answer_of(&visit, &job, &done) {
        return Ok(leads_to(&visit, &answer));
    }
    // A part of a page that polls is shown the whole page: what came of it is more than the part.
    if !visit.part.is_empty() {
        return Ok(leads_to(&visit, &visit.path));
    }
    visit.plain(&finished(&visit, &job, &done))
}

/// To the answer's page; a part of a page that polls is told to go there.
fn leads_to(visit: &Visit, address: &str) -> axum::response::Response {
    if visit.part.is_empty() {
        return to(address);
    }
    ([("hx-redirect", address.to_owned())], html(String::new())).into_response()
}

/// The page of the answer, where work has one of its own that the one who looks may see.
fn answer_of(visit: &Visit, job: &Job, done: &Done) -> Option<String> {
    match done {
        Done::Control(_, None) if !visit.may(Right::RunControl) => None,
        Done::Control(_, None) => Some(format!("/kontrol/svar/{}", job.id)),
        Done::Import(imported) => {
            let did = if imported.already { "fandtes" } else { "indlaest" };
            Some(format!("/indlaesning/{}?gjort={did}", imported.id))
        }
        Done::Check if visit.may(Right::SeeAdministration) => {
            Some("/administration?gjort=tjekket".to_owned())
        }
        Done::Followed if visit.may(Right::SeeLog) => Some("/log/kaede?gjort=fulgt".to_owned()),
        Done::Check | Done::Followed => None,
        Done::Control(_, Some(_)) | Done::Failed(_) | Done::Stopped => None,
    }
}

fn blank(visit: &Visit, id: &str, what: &str) -> JobPage {
    JobPage {
        page: visit.page(what),
        id: format!("arbejde-{}", id.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
        running: false,
        percent: 0,
        far: String::new(),
        stop: String::new(),
        state: "",
        key: "none",
        text: String::new(),
        carried: Vec::new(),
        links: Vec::new(),
    }
}

fn running(visit: &Visit, job: &Arc<Job>, people: &People) -> JobPage {
    let percent = job.watch.percent();
    let begun = format!("begyndt {} af {}", local_time(&job.begun), people.shown(&job.by));
    let own = may_stop(visit, job);
    JobPage {
        running: true,
        percent,
        far: match job.watch.far() {
            (_, 0) => format!("Gør klar; {begun}"),
            _ => format!("{percent} %, {begun}"),
        },
        stop: if own { format!("/arbejde/{}/stop", job.id) } else { String::new() },
        ..blank(visit, &job.id, &job.what)
    }
}

fn finished(visit: &Visit, job: &Arc<Job>, done: &Done) -> JobPage {
    let mut page = blank(visit, &job.id, &job.what);
    match done {
        Done::Control(_, None) => {
            (page.state, page.key) = ended(JobOutcome::Done);
            page.text = "Svaret kan ses af dem, der kører kontroller.".to_owned();
        }
        Done::Control(ran, Some(outcome)) => {
            (page.state, page.key) = ended(JobOutcome::Done);
            let name = super::control::name_in(&job.what);
            page.links = vec![
                (address("/", &[("kontrol", name)]), "Se tallene på forsiden".to_owned()),
                (super::front::found_address(name), "Se afvigelserne".to_owned()),
            ];
            (page.text, page.carried) = outcome_in_words(outcome);
            if ran.differs_from_before() {
                page.text.push_str(
                    " Den samme kontrol på det samme grundlag har givet andre tal før. Det er en fejl i Ottetal: meld den.",
                );
            }
        }
        Done::Failed(text) => {
            (page.state, page.key) = ended(JobOutcome::Failed);
            page.text = format!("{text} Intet er ændret.");
            page.links = vec![again(job.kind)];
        }
        Done::Stopped => {
            (page.state, page.key) = ended(JobOutcome::Stopped);
            page.text = "Arbejdet blev stoppet. Intet er ændret.".to_owned();
            page.links = vec![again(job.kind)];
        }
        Done::Check => {
            (page.state, page.key) = ended(JobOutcome::Done);
            page.text = "Hvad tjekket fandt, kan ses af dem, der ser administrationen.".to_owned();
        }
        Done::Followed => {
            (page.state, page.key) = ended(JobOutcome::Done);
            page.text = "Om loggen er hel, kan ses af dem, der ser loggen.".to_owned();
        }
        Done::Import(_) => {}
    }
    page
}

fn again(kind: JobKind) -> (String, String) {
    match kind {
        JobKind::Control => ("/kontrol".to_owned(), "Til kontrollerne".to_owned()),
        JobKind::Import => ("/indlaesning".to_owned(), "Til indlæsningerne".to_owned()),
        JobKind::Check => ("/administration".to_owned(), "Til administrationen".to_owned()),
    }
}

/// What a run did to the list.
fn outcome_in_words(outcome: &Outcome) -> (String, Vec<(String, &'static str)>) {
    match outcome {
        Outcome::Already => (
            "Grundlaget er det samme som sidst, og listen er som før. Godkend et nyere grundlag for at få nye tal.".to_owned(),
            Vec::new(),
        ),
        Outcome::Older { day, newest } => (
            format!(
                "Grundlaget er fra {}, og listen er allerede ført frem til {}. Et ældre grundlag ændrer den ikke.",
                day.danish(),
                newest.danish()
            ),
            Vec::new(),
        ),
        Outcome::Carried(own) => {
            let closed = |by: ClosedBy| own.closed.get(&by).copied().unwrap_or(0);
            let lines = [
                (own.new, "nye"),
                (own.seen, "set igen"),
                (own.came_back, "genopstået: de var lukket"),
                (own.accept_ended, "ikke længere accepteret: fristen er ude"),
                (closed(ClosedBy::Data), "lukket: rettet i data"),
                (closed(ClosedBy::Language), "lukket: oversættelsen er ændret"),
                (closed(ClosedBy::Rules), "lukket: en regel er ændret"),
                (own.merged, "lagt sammen med en anden"),
                (own.untouched, "uden for kontrollen: som før"),
            ];
            let shown = lines.into_iter().filter(|(count, _)| *count > 0);
            (
                "Listen er ført frem.".to_owned(),
                shown.map(|(count, text)| (danish::whole(count as i64), text)).collect(),
            )
        }
    }
}

/// Work that this server does not remember: what the store says of it.
async fn forgotten(visit: &Visit, id: &str) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let Some(job) = find_job(&session, id).await? else {
        return Err(WebError::NotFound(
            "Der er intet arbejde med det navn. Se det, der er, under Arbejde.".to_owned(),
        ));
    };
    // A part that polls, over from before a restart: the page as a whole says what became of the work.
    if !visit.part.is_empty() {
        return Ok(leads_to(visit, &visit.path));
    }
    let mut page = blank(visit, id, &job.what);
    let people = People::read(visit).await?;
    let begun = format!("Begyndt {} af {}.", local_time(&job.at), people.shown(&job.by));
    match job.end {
        Some(end) => {
            (page.state, page.key) = ended(end.outcome);
            let kept = if end.outcome == JobOutcome::Done {
                " Svaret blev ikke gemt, og serveren er startet igen siden: kør det igen for at se det."
            } else {
                ""
            };
            page.text = format!("{begun} Slut {}. {}{kept}", local_time(&end.at), end.text);
        }
        None => page.text = begun,
    }
    page.links = vec![again(job.kind)];
    visit.plain(&page)
}

/// Whoever began it may stop it, and whoever may do the same. A check runs to its end.
fn may_stop(visit: &Visit, job: &Job) -> bool {
    match job.kind {
        JobKind::Control => visit.may(Right::RunControl),
        JobKind::Import => visit.may(Right::Import),
        JobKind::Check => false,
    }
}

async fn stop(visit: Visit, Path(id): Path<String>) -> Answer {
    let Some(job) = visit.state.jobs.get(&id) else {
        return Err(WebError::NotFound("Arbejdet kører ikke mere. Se det under Arbejde.".to_owned()));
    };
    if !may_stop(&visit, &job) {
        return Err(WebError::Denied("Din rolle kan ikke stoppe det arbejde.".to_owned()));
    }
    job.stop();
    Ok(to(&format!("/arbejde/{id}")))
}
