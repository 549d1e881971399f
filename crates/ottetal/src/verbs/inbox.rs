//! `indbakke`: one look into the inbox, for those who have no server running all day.

use anyhow::Context as _;
use app::commands::import_extract::Progress;
use app::commands::inbox::{
    Batch, NotTaken, Rest, batches, clear_old, inbox_folders, make_folders, settle, take,
};
use app::commands::jobs::{begin_job, end_job};
use app::edge::{self, Edge};
use app::purpose::Purpose;
use app::session::Session;
use report::danish;
use std::io::Write;
use std::process::ExitCode;
use store::jobs::{JobKind, JobOutcome};

pub(super) async fn run(edge: &Edge) -> anyhow::Result<ExitCode> {
    let opened = Session::open(edge, Purpose::AfvigelseRet).await?;
    let session = opened.of(web::inbox::ACTOR, &edge::now(), Purpose::AfvigelseRet);
    let mut out = std::io::stdout();
    let folders = inbox_folders(&session).await?;
    make_folders(&folders)?;
    clear_old(&session, &folders).await?;
    let mut well = true;
    for own in folders.iter().filter(|own| !own.fault.is_empty()) {
        well = false;
        writeln!(out, "! {}", own.fault)?;
    }
    let ready = batches(&session, &folders, &mut Rest::Age, edge::seconds())?;
    let lying: usize = folders.iter().map(|own| own.waiting.len()).sum();
    for batch in &ready {
        let (text, good) = one(&session, batch).await?;
        well &= good;
        writeln!(out, "{}: {text}", batch.title)?;
    }
    if ready.is_empty() {
        let text = match lying {
            0 => "Der ligger ingen filer i indbakken.".to_owned(),
            some => format!(
                "{} i indbakken har ændret sig for nylig og tages næste gang.",
                danish::count(some as i64, "fil", "filer")
            ),
        };
        writeln!(out, "{text}")?;
    }
    session.store.close().await;
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// One extract: what came of it in words, and whether it went well.
async fn one(session: &Session, batch: &Batch) -> anyhow::Result<(String, bool)> {
    if settle(session, batch).await? {
        return Ok(("filerne var læst ind i forvejen og er flyttet til laest.".to_owned(), true));
    }
    let files = danish::count(batch.files.len() as i64, "fil", "filer");
    let job = begin_job(session, JobKind::Import, &format!("Indbakke: {}, {files}", batch.title)).await?;
    let handle = tokio::runtime::Handle::current();
    // The reading keeps its thread for as long as it takes.
    let took = tokio::task::block_in_place(|| handle.block_on(take(session, batch, &Progress::default())));
    match took {
        Ok(imported) => {
            end_job(session, &job, JobOutcome::Done, "").await?;
            let rows = danish::count(imported.totals.read.rows as i64, "række", "rækker");
            let day = imported.facts.extracted.map_or_else(|| "ukendt dag".to_owned(), |day| day.danish());
            Ok((format!("{files} læst ind, {rows}, udtræk af {day}. Indlæsning {}.", imported.id), true))
        }
        Err(NotTaken::Refused(why)) => {
            end_job(session, &job, JobOutcome::Failed, &why).await?;
            Ok((format!("afvist. {why}"), false))
        }
        Err(NotTaken::Later(error)) => {
            end_job(session, &job, JobOutcome::Failed, &format!("{error:#}")).await?;
            Err(error).context("Filerne er ikke flyttet og tages næste gang")
        }
    }
}
