//! New files: sent, looked at, and read in when the one who sent them has seen what they are taken for.
//!
//! Invariant: nothing is kept before that. Imports are made one after the other, for each holds its whole extract in
//! memory.

mod asked;

use super::words;
use crate::error::{Answer, WebError};
use crate::jobs::{Done, Watch};
use crate::page::{Notice, NoticeKind, Page};
use crate::parts::{Choice, Link};
use crate::query::Fields;
use crate::upload;
use crate::visit::{Visit, html, to};
use crate::waiting::{Waiting, WaitingFile};
use app::access::Right;
use app::commands::guess_source::guess_sources;
use app::commands::import_extract::{GivenFile, ImportExtract, Progress, import_extract, shown_name};
use app::edge;
use app::purpose::Purpose;
use app::sources;
use askama::Template;
use asked::{AskedFile, Fault, LEAVE_OUT, requests};
use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use report::danish;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::jobs::JobKind;
use tokio::sync::{Mutex, oneshot};

/// One import at a time.
pub(crate) static TURN: Mutex<()> = Mutex::const_new(());

#[derive(Template)]
#[template(path = "pages/indlaesning_nye.html")]
struct NewFilesPage {
    page: Page,
    trail: Vec<Link>,
    action: String,
    give_up: String,
    faults: Vec<Link>,
    files: Vec<FileFields>,
}

/// The fields of one file.
struct FileFields {
    source_id: String,
    day_id: String,
    from_id: String,
    to_id: String,
    current_id: String,
    name: String,
    size: String,
    unreadable: String,
    sources: Vec<Choice>,
    source_hint: String,
    source_fault: String,
    /// Where the file can be described as a source; empty where the role may not.
    describe: String,
    asked: AskedFile,
    day_hint: String,
    days_hint: &'static str,
    days_fault: String,
    day_fault: String,
}

pub(super) async fn receive_files(visit: Visit, form: Multipart) -> Answer {
    visit.scope(Right::Import)?;
    let sent = upload::receive(&visit, form).await?;
    if sent.files.is_empty() {
        return Err(WebError::Refused(
            "Der var ingen filer med, eller de var tomme. Vælg en eller flere filer, og send igen."
                .to_owned(),
        ));
    }
    let session = visit.session(Purpose::AfvigelseRet);
    let guesses = guess_sources(&session, &sent.files).await?;
    let files = sent.files.into_iter().zip(guesses).map(|(file, guess)| {
        let (name, size) = match &file {
            GivenFile::Sent(name, bytes) => (shown_name(name), bytes.len() as u64),
            GivenFile::At(path) => (shown_name(&path.to_string_lossy()), 0),
        };
        WaitingFile { name, size, file, guess }
    });
    let id = visit.state.waiting.take_in(&visit.who.user.name, edge::seconds(), files.collect());
    Ok(to(&format!("/indlaesning/nye/{id}")))
}

fn find(visit: &Visit, id: &str) -> Result<Arc<Waiting>, WebError> {
    visit.state.waiting.get(id, &visit.who.user.name, edge::seconds()).ok_or_else(|| {
        WebError::NotFound(
            "Filerne er her ikke længere: de er læst ind, eller der er gået mere end en time. Se på siden Indlæsning, eller \
             send dem igen."
                .to_owned(),
        )
    })
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let waiting = find(&visit, &id)?;
    let asked = waiting.files.iter().map(AskedFile::guessed).collect();
    visit.plain(&drawn(&visit, &waiting, asked, &[])?)
}

fn drawn(
    visit: &Visit,
    waiting: &Waiting,
    asked: Vec<AskedFile>,
    faults: &[Fault],
) -> Result<NewFilesPage, WebError> {
    let known = sources::all(&visit.state.base.edge.folder)?;
    let known: Vec<(String, String)> = known
        .into_iter()
        .filter_map(|(name, known)| Some((name, known.ok()?.mapping.title().to_owned())))
        .collect();
    let unsure = waiting.files.iter().filter(|file| file.guess.source.is_none()).count();
    let mut page = visit.page("Nye filer");
    page.answer = match unsure {
        0 => format!("{} er genkendt. Se, at det er rigtigt, og læs ind.", count(waiting.files.len())),
        1 => "1 fil er ikke genkendt med sikkerhed: vælg dens kilde.".to_owned(),
        many => format!("{many} filer er ikke genkendt med sikkerhed: vælg deres kilder."),
    };
    if !faults.is_empty() {
        let text = "Intet er læst ind endnu. Ret felterne herunder, og prøv igen.".to_owned();
        page.notices.push(Notice { kind: NoticeKind::Warning, text });
    }
    let files = waiting.files.iter().zip(asked).enumerate();
    let may_describe = visit.may(Right::EditLanguage);
    let address = format!("/indlaesning/nye/{}", waiting.id);
    Ok(NewFilesPage {
        page,
        trail: vec![Link::new("/indlaesning", "Indlæsning")],
        give_up: format!("{address}/opgiv"),
        action: address.clone(),
        files: files
            .map(|(at, (file, asked))| {
                let describe =
                    may_describe && file.guess.unreadable.is_empty() && file.guess.source.is_none();
                let describe = if describe { format!("{address}/beskriv/{}", at + 1) } else { String::new() };
                FileFields { describe, ..fields(at, file, asked, &known, faults) }
            })
            .collect(),
        faults: faults
            .iter()
            .map(|fault| Link::new(format!("#{}-{}", fault.field, fault.file + 1), &*fault.text))
            .collect(),
    })
}

fn count(files: usize) -> String {
    danish::count(i64::try_from(files).unwrap_or(i64::MAX), "fil", "filer")
}

fn fields(
    at: usize,
    file: &WaitingFile,
    asked: AskedFile,
    known: &[(String, String)],
    faults: &[Fault],
) -> FileFields {
    let guess = &file.guess;
    let title = |name: &String| {
        known.iter().find(|(own, _)| own == name).map_or(name.clone(), |(_, title)| title.clone())
    };
    let mut choices = vec![Choice::new("", "vælg kilde", &asked.source)];
    // Those that fit stand first.
    choices.extend(guess.fitting.iter().map(|name| Choice::new(name.as_str(), title(name), &asked.source)));
    let others = known.iter().filter(|(name, _)| !guess.fitting.contains(name));
    choices.extend(others.map(|(name, title)| {
        Choice::new(name.as_str(), format!("{title} (kolonnerne passer ikke)"), &asked.source)
    }));
    choices.push(Choice::new(LEAVE_OUT, "læs ikke filen ind", &asked.source));
    let fault = |field: &str| {
        let own = faults.iter().find(|fault| fault.file == at && fault.field == field);
        own.map_or_else(String::new, |fault| fault.text.clone())
    };
    let source_hint = match (&guess.source, guess.fitting.len()) {
        (Some(_), 1) => "Genkendt på kolonnerne.".to_owned(),
        (Some(_), _) => "Passer bedst på kolonnerne og filens navn.".to_owned(),
        (None, 0) => "Ingen kilde passer på filens kolonner.".to_owned(),
        (None, many) => format!("{many} kilder passer lige godt."),
    };
    let says = guess.facts;
    let id = |field: &str| format!("{field}-{}", at + 1);
    FileFields {
        source_id: id("kilde"),
        day_id: id("udtraek"),
        from_id: id("fra"),
        to_id: id("til"),
        current_id: id("loebende"),
        name: file.name.clone(),
        size: words::size(file.size),
        unreadable: guess.unreadable.clone(),
        sources: choices,
        source_hint,
        source_fault: fault("kilde"),
        day_hint: if says.extracted.is_some() {
            "Står i filen eller dens navn."
        } else {
            "Står ikke i filen."
        }
        .to_owned(),
        days_hint: match (says.covers, guess.as_last) {
            (Some(_), _) => "Står i filen eller dens navn.",
            (None, Some(_)) => "Som sidst, flyttet med udtræksdagen.",
            (None, None) => "Står ikke i filen; tomt betyder ukendt.",
        },
        day_fault: fault("udtraek"),
        days_fault: fault("fra"),
        describe: String::new(),
        asked,
    }
}

pub(super) async fn read_in(visit: Visit, Path(id): Path<String>, body: String) -> Answer {
    visit.scope(Right::Import)?;
    let waiting = find(&visit, &id)?;
    let sent = Fields::of(&body);
    let asked: Vec<AskedFile> = (1..=waiting.files.len()).map(|at| AskedFile::sent(&sent, at)).collect();
    let made = match requests(&waiting, &asked) {
        Ok(made) => made,
        Err(faults) => {
            let page = html(drawn(&visit, &waiting, asked, &faults)?.render()?);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let mut jobs = Vec::new();
    let mut after: Option<oneshot::Receiver<()>> = None;
    for request in made {
        let (done, next) = oneshot::channel();
        jobs.push(begin(&visit, request, after.replace(next), done).await?);
    }
    visit.state.waiting.let_go(&id, &visit.who.user.name);
    match &jobs[..] {
        [] => Ok(to("/indlaesning?gjort=opgivet")),
        [one] => Ok(to(&format!("/arbejde/{one}"))),
        _ => Ok(to("/arbejde")),
    }
}

/// Begins one import, to be made when the one before it is over. Gives the name of the work.
async fn begin(
    visit: &Visit,
    request: ImportExtract,
    before: Option<oneshot::Receiver<()>>,
    done: oneshot::Sender<()>,
) -> Result<String, WebError> {
    // The municipality's own files as they are now, and not as they were when the server was started.
    let session = visit.session(Purpose::AfvigelseRet).with_files_read_again()?;
    let title = sources::find(&session.edge.folder, &request.source)?.mapping.title().to_owned();
    let what = format!("Indlæsning: {title}, {}", count(request.files.len()));
    let watch = Watch::Import(Arc::new(Progress::default()));
    let job =
        visit.state.jobs.begin(&session, JobKind::Import, what, watch, move |session, watch| async move {
            if let Some(before) = before {
                // However the one before ended, it is this one's turn.
                let _ = before.await;
            }
            let turn = TURN.lock().await;
            let Watch::Import(progress) = watch else { anyhow::bail!("Arbejdet er ikke en indlæsning.") };
            if progress.stop.load(Ordering::Relaxed) {
                anyhow::bail!("Indlæsningen blev stoppet. Intet er ændret.");
            }
            // The work has a thread of its own.
            let handle = tokio::runtime::Handle::current();
            let work = || handle.block_on(import_extract(&session, &request, &progress));
            let imported = tokio::task::block_in_place(work);
            drop((turn, done));
            Ok(Done::Import(Arc::new(imported?)))
        });
    Ok(job.await?.id.clone())
}

pub(super) async fn give_up(visit: Visit, Path(id): Path<String>) -> Answer {
    let waiting = find(&visit, &id)?;
    visit.state.waiting.let_go(&waiting.id, &visit.who.user.name);
    Ok(to("/indlaesning?gjort=opgivet"))
}
