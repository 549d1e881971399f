//! Work that somebody waits for on a page: noted when it begins and ends, so that a restart can say what was cut off.

use crate::edge;
use crate::session::Session;
use crate::text_of_people::refuse_number;
use store::jobs::{Job, JobKind, JobOutcome};

/// What is said of work that the program did not live to finish.
const CUT_OFF: &str = "Ottetal blev lukket, før det var færdigt. Intet halvt er gemt: begynd igen.";

/// Notes that work begins, and gives its name. `what` is for a person.
///
/// # Errors
/// Where the text has something that could be a number of a person, or it could not be noted. Then do not begin.
pub async fn begin_job(session: &Session, kind: JobKind, what: &str) -> anyhow::Result<String> {
    refuse_number("Beskrivelsen af arbejdet", what)?;
    let id: String = edge::random::<8>()?.iter().map(|byte| format!("{byte:02x}")).collect();
    session.store.jobs().begin(&session.ctx, &id, kind, what).await?;
    Ok(id)
}

/// Notes how it ended. `text` is for a person: what came of it, or why it stopped.
///
/// # Errors
/// Where there is no such work, it has ended, or it could not be noted.
pub async fn end_job(session: &Session, id: &str, outcome: JobOutcome, text: &str) -> anyhow::Result<()> {
    // An error may name a file, and files are named by people: such a text is not kept.
    let text = if refuse_number("Teksten", text).is_ok() { text } else { "" };
    Ok(session.store.jobs().end(&session.ctx, id, outcome, text).await?)
}

/// The newest work, newest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn list_jobs(session: &Session, limit: u32) -> anyhow::Result<Vec<Job>> {
    Ok(session.store.jobs().list(&session.ctx, limit).await?)
}

/// The work of a name; `None` where there is none.
///
/// # Errors
/// Where the store cannot be read.
pub async fn find_job(session: &Session, id: &str) -> anyhow::Result<Option<Job>> {
    Ok(session.store.jobs().get(&session.ctx, id).await?)
}

/// Notes of all work without an end that it was cut off: for a program that has just started and does none. Gives them.
///
/// # Errors
/// Where it could not be noted.
pub async fn note_cut_off(session: &Session) -> anyhow::Result<Vec<Job>> {
    let jobs = session.store.jobs();
    let left = jobs.without_end(&session.ctx).await?;
    for job in &left {
        jobs.end(&session.ctx, &job.id, JobOutcome::CutOff, CUT_OFF).await?;
    }
    Ok(left)
}
