//! The controls: the saved ones, a new one, and the way to what came of it.
//!
//! Invariant: a control is about no more than its asker may see: whoever has some paragraphs runs it on those alone.

mod answer;
mod citizens;
mod files;
mod form;
mod saved;
mod systems;

use crate::error::{Answer, WebError};
use crate::guard::Needs;
use crate::jobs::{Done, Watch};
use crate::page::Page;
use crate::parts::{Choice, Link};
use crate::query::{Fields, address, escaped};
use crate::routes::{Route, act, see};
use crate::visit::{Visit, html, to};
use app::access::Right;
use app::commands::run_control::compute_control;
use app::commands::run_saved::{day_on, run_saved};
use app::commands::save_control::save_control;
use app::current::Current;
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use engine::Progress;
use form::Form;
use saved::{SavedRow, saved_rows};
use std::sync::Arc;
use store::jobs::JobKind;

pub(crate) fn routes() -> Vec<Route> {
    let run = Needs::To(Right::RunControl);
    vec![
        see("/kontrol", run, get(show)),
        act("/kontrol/koer", run, post(run_once)),
        act("/kontrol/gem", Needs::To(Right::SaveControl), post(save)),
        act("/kontrol/{navn}/koer", run, post(run_kept)),
        see("/kontrol/svar/{job}", run, get(answer::show)),
        see("/kontrol/svar/{job}/{fil}", run, get(files::send)),
        see("/kontrol/{navn}/borgere", Needs::To(Right::SeeRows), get(citizens::show)),
        see("/kontrol/overblik", run, get(systems::show)),
    ]
}

/// The address of a saved control and something of it.
#[must_use]
pub(crate) fn path(name: &str, tail: &str) -> String {
    // In a path a plus is a plus, and a space is %20.
    format!("/kontrol/{}{tail}", escaped(name).replace('+', "%20"))
}

/// The citizens behind a count of a control's newest run; `system` is `1`, `2`, `begge`, `kun1`, `kun2` or empty.
#[must_use]
pub(crate) fn citizens_address(name: &str, paragraf: &str, system: &str) -> String {
    address(&path(name, "/borgere"), &[("paragraf", paragraf), ("system", system)])
}

const SAVED: &str = "Gemt kontrol: ";

/// What a job that runs a saved control is about.
#[must_use]
pub(crate) fn saved_text(name: &str) -> String {
    format!("{SAVED}{name}")
}

/// The control's name in such a text.
#[must_use]
pub(crate) fn name_in(what: &str) -> &str {
    what.strip_prefix(SAVED).unwrap_or("")
}

#[derive(Template)]
#[template(path = "pages/kontrol.html")]
struct ControlPage {
    page: Page,
    saved: Vec<SavedRow>,
    has_basis: bool,
    several: bool,
    can_save: bool,
    open: bool,
    faults: Vec<Link>,
    form: Form,
    choices: Choices,
}

/// What the form lets one choose.
struct Choices {
    system_1: Vec<Choice>,
    system_2: Vec<Choice>,
    window: Vec<Choice>,
    attributes: Vec<Choice>,
    levels: Vec<Choice>,
    rules: Vec<Choice>,
    areas: Vec<Choice>,
    rhythms: Vec<Choice>,
    rules_chosen: usize,
}

async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let fields = visit.fields();
    let kept = current.controls.iter().find(|own| own.shown.name == fields.one("ret"));
    let form = match kept {
        Some(control) => Form::of_saved(&control.shown),
        None if fields.has("system1") => Form::of(&fields),
        None => Form::likely(&current),
    };
    let open = kept.is_some() || fields.has("ny") || fields.has("system1") || current.controls.is_empty();
    Ok(html(drawn(&visit, &current, form, Vec::new(), open)?))
}

fn drawn(
    visit: &Visit,
    current: &Current,
    form: Form,
    faults: Vec<Link>,
    open: bool,
) -> Result<String, WebError> {
    let saved = saved_rows(visit, current);
    let mut page = visit.page_of("Kontrol", current);
    let waiting = saved.iter().filter(|row| row.waits).count();
    page.answer = match (saved.len(), waiting) {
        (0, _) => "Der er ingen gemt kontrol endnu.".to_owned(),
        (1, 0) => "Den gemte kontrol har kørt på det nyeste grundlag.".to_owned(),
        (_, 0) => "De gemte kontroller har kørt på det nyeste grundlag.".to_owned(),
        (_, 1) => "Én gemt kontrol venter på at blive kørt.".to_owned(),
        (_, more) => format!("{more} gemte kontroller venter på at blive kørt."),
    };
    let systems = form::systems(current).len();
    let choices = form.choices(visit, current);
    Ok(ControlPage {
        page,
        saved,
        has_basis: current.basis.is_some() && systems > 1,
        several: systems > 2,
        can_save: visit.may(Right::SaveControl),
        open,
        faults,
        form,
        choices,
    }
    .render()?)
}

/// The form again with what was typed and what is wrong with it.
fn refused(visit: &Visit, current: &Current, form: Form, faults: Vec<Link>) -> Answer {
    let body = drawn(visit, current, form, faults, true)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(body)).into_response())
}

async fn run_once(visit: Visit, body: String) -> Answer {
    let current = visit.current().await?;
    let form = Form::of(&Fields::of(&body));
    let question = match form.question(&visit, &current) {
        Ok(question) => question,
        Err(faults) => return refused(&visit, &current, form, faults),
    };
    let Some(content) = current.basis.clone() else { return Err(no_basis()) };
    let day = day_on(&content.shown, &question.system_1, &question.system_2)?;
    let request = question.on(day, content.shown.basis.id.as_str());
    let what = form::in_words(&current, &question, day);
    visit.saw(Purpose::AfvigelseRet, "koer_kontrol", &what, []).await?;
    let progress = Arc::new(Progress::default());
    let watch = Watch::Control(Arc::clone(&progress));
    let session = visit.session(Purpose::AfvigelseRet);
    let work = move |session: app::session::Session, _| async move {
        let ran = compute_control(&session, &content, &request, &progress).await?;
        Ok(Done::Control(Arc::new(ran), None))
    };
    let job = visit.state.jobs.begin(&session, JobKind::Control, what, watch, work).await?;
    Ok(to(&format!("/arbejde/{}", job.id)))
}

fn no_basis() -> WebError {
    WebError::Refused(
        "Der er intet godkendt grundlag at køre på. Indlæs udtræk, og godkend dem under Indlæsning."
            .to_owned(),
    )
}

async fn save(visit: Visit, body: String) -> Answer {
    let current = visit.current().await?;
    let form = Form::of(&Fields::of(&body));
    let question = match form.question(&visit, &current) {
        Ok(question) => question,
        Err(faults) => return refused(&visit, &current, form, faults),
    };
    let session = visit.session(Purpose::AfvigelseRet);
    if let Err(error) = save_control(&session, &form.name, &question, form.replaces).await {
        return match WebError::told(error) {
            WebError::Refused(text) => refused(&visit, &current, form, vec![Link::new("#navn", text)]),
            other => Err(other),
        };
    }
    Ok(to("/kontrol?gjort=kontrol"))
}

async fn run_kept(visit: Visit, Path(name): Path<String>) -> Answer {
    let current = visit.current().await?;
    if current.controls.iter().all(|control| control.shown.name != name) {
        return Err(WebError::NotFound(
            "Der er ingen gemt kontrol med det navn. Se dem under Kontrol.".to_owned(),
        ));
    }
    if current.basis.is_none() {
        return Err(no_basis());
    }
    let job = begin_saved(&visit, name).await?;
    Ok(to(&format!("/arbejde/{job}")))
}

/// Runs a saved control on the newest basis in the background. Gives the name of the work.
///
/// # Errors
/// Where the work cannot be begun.
pub(crate) async fn begin_saved(visit: &Visit, name: String) -> Result<String, WebError> {
    let what = saved_text(&name);
    // Pressed twice, or by two: the one that runs is the answer to both.
    if let Some(job) = visit.state.jobs.running().into_iter().find(|job| job.what == what) {
        return Ok(job.id.clone());
    }
    let progress = Arc::new(Progress::default());
    let watch = Watch::Control(Arc::clone(&progress));
    let session = visit.session(Purpose::AfvigelseRet);
    let work = move |session: app::session::Session, _| async move {
        let ran = run_saved(&session, &name, None, &progress).await?;
        Ok(Done::Control(Arc::new(ran.ran), Some(ran.outcome)))
    };
    let job = visit.state.jobs.begin(&session, JobKind::Control, what, watch, work).await?;
    Ok(job.id.clone())
}
