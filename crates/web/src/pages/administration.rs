//! Administration: versions, whether everything is in order, users with their rights, and the municipality's own numbers.
//!
//! Invariant: names no citizen. Nobody changes their own rights here, and there is no set-up over HTTP.

mod confirm;
mod settings;
mod user;
mod users;
mod versions;

use crate::error::Answer;
use crate::guard::Needs;
use crate::jobs::{Done, Watch};
use crate::page::Page;
use crate::routes::{Route, act, see};
use crate::visit::{Visit, to};
use app::access::Right;
use app::commands::health::{HealthLine, State, check_all, read_health};
use app::purpose::Purpose;
use askama::Template;
use axum::routing::{get, post};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::jobs::JobKind;
use versions::{Version, versions};

pub(crate) fn routes() -> Vec<Route> {
    let (look, rule) = (Needs::To(Right::SeeAdministration), Needs::To(Right::Administer));
    let confirm = Needs::To(Right::ConfirmUsers);
    vec![
        see("/administration", look, get(show)),
        act("/administration/tjek", rule, post(check)),
        see("/administration/brugere", look, get(users::show)),
        see("/administration/brugere/ny", rule, get(users::new)),
        act("/administration/brugere/ny", rule, post(users::create)),
        see("/administration/brugere/bekraeft", confirm, get(confirm::show)),
        act("/administration/brugere/bekraeft", confirm, post(confirm::answer)),
        see("/administration/brugere/{navn}", look, get(user::show)),
        act("/administration/brugere/{navn}/rolle", rule, post(user::give)),
        act("/administration/brugere/{navn}/afslut", rule, post(user::end)),
        act("/administration/brugere/{navn}/spaer", rule, post(user::block)),
        act("/administration/brugere/{navn}/log-ud", rule, post(user::sign_out)),
        act("/administration/brugere/{navn}/kode", rule, post(user::new_password)),
        see("/administration/indstillinger", look, get(settings::show)),
        act("/administration/indstillinger", rule, post(settings::set)),
        act("/administration/indstillinger/graense", rule, post(settings::set_limit)),
        act("/administration/indstillinger/vent", rule, post(settings::set_wait)),
        act("/administration/indstillinger/omraade", rule, post(settings::set_area)),
    ]
}

#[derive(Template)]
#[template(path = "pages/administration/overblik.html")]
struct OverviewPage {
    page: Page,
    may_check: bool,
    may_log: bool,
    health: Vec<HealthRow>,
    whole: Vec<(String, String)>,
    head: (String, Vec<String>),
    versions: Vec<Version>,
    shipped: Vec<Version>,
}

/// A thing that is looked at, with the word of its state and the colour that repeats it.
struct HealthRow {
    line: HealthLine,
    word: &'static str,
    colour: &'static str,
}

async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let health = read_health(&session, visit.day()).await?;
    let bad = health.lines.iter().filter(|line| line.state == State::Bad).count();
    let look = health.lines.iter().filter(|line| line.state == State::Look).count();
    let mut page = visit.page("Administration");
    page.answer = match (bad, look) {
        (0, 0) => "Alt er, som det skal være.".to_owned(),
        (0, look) => format!("Intet er galt, men {} skal ses efter.", things(look)),
        (bad, _) => format!("{} kræver, at nogen gør noget.", things(bad)),
    };
    let whole = health.checked.as_ref().map(|kept| &kept.line.hele).into_iter().flatten();
    let (versions, shipped) = versions(&visit, &session).await?;
    visit.plain(&OverviewPage {
        may_check: visit.may(Right::Administer),
        may_log: visit.may(Right::SeeLog),
        whole: whole.map(|(what, count)| (what.clone(), report::danish::whole(*count))).collect(),
        head: (report::danish::whole(health.head.lines), parts(&health.head.hash)),
        versions,
        shipped,
        health: health.lines.into_iter().map(with_word).collect(),
        page,
    })
}

/// A long hash in parts that a narrow page can break between.
fn parts(hash: &str) -> Vec<String> {
    hash.as_bytes().chunks(8).map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

fn things(count: usize) -> String {
    report::danish::count(count as i64, "ting", "ting")
}

fn with_word(line: HealthLine) -> HealthRow {
    let (word, colour) = match line.state {
        State::Good => ("i orden", "success"),
        State::Look => ("se efter", "warning"),
        State::Bad => ("galt", "error"),
    };
    HealthRow { line, word, colour }
}

/// A full check, as work with a page of its own.
async fn check(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let progress = Arc::new(engine::Progress::default());
    let watch = Watch::Check(Arc::clone(&progress));
    let what = "Fuldt tjek af alt, der er gemt".to_owned();
    let work = move |session: app::session::Session, _: Watch| async move {
        let mut tell = |far: store::CheckProgress| {
            progress.total.store(far.of as u64, Ordering::Relaxed);
            progress.done.store(far.files as u64, Ordering::Relaxed);
        };
        check_all(&session, &mut tell).await?;
        Ok(Done::Check)
    };
    let job = visit.state.jobs.begin(&session, JobKind::Check, what, watch, work).await?;
    Ok(to(&format!("/arbejde/{}", job.id)))
}
