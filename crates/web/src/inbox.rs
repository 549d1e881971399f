//! The watched inbox: looks into the folders now and then, and begins an import for what has stood still.
//!
//! Invariant: one import at a time, in turn with those that people begin; each is work with a page of its own. Nothing is
//! accepted.

use crate::jobs::{Done, Watch};
use crate::pages::imports::send::TURN;
use crate::state::AppState;
use app::commands::import_extract::Progress;
use app::commands::inbox::{
    Batch, Looks, NotTaken, Rest, batches, clear_old, inbox_folders, make_folders, settle, take,
};
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use report::danish;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use store::jobs::JobKind;
use tokio::sync::oneshot;

/// Who reads in what lies in an inbox.
pub const ACTOR: &str = "indbakke";

/// What the watch saw last.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// Seconds between two looks; 0 where nobody watches.
    pub every: u64,
    /// When, RFC 3339; empty before the first look.
    pub at: String,
    /// Why the last look failed; empty where it did not.
    pub fault: String,
}

/// Looks again and again, until the server stops.
pub async fn watch(state: Arc<AppState>, every: Duration) {
    let mut looks = Looks::default();
    loop {
        let looked = pass(&state, &mut looks).await;
        if let Err(error) = &looked {
            eprintln!("Indbakken kunne ikke ses efter: {error:#}");
        }
        let mut watched = state.inbox.lock().unwrap_or_else(PoisonError::into_inner).clone();
        watched.every = every.as_secs();
        watched.at = edge::now();
        match looked {
            Err(error) => watched.fault = format!("{error:#}"),
            // What could not be taken is left alone for a while; until then it is still so.
            Ok(_) if looks.has_later() => {}
            Ok(_) => watched.fault.clear(),
        }
        *state.inbox.lock().unwrap_or_else(PoisonError::into_inner) = watched;
        tokio::time::sleep(every).await;
    }
}

/// One look: what has stood still is read in, one extract after the other. Gives how many there were.
///
/// # Errors
/// Where folders or store cannot be read. A file that is refused is no error: it is moved, and said where it is.
pub async fn pass(state: &Arc<AppState>, looks: &mut Looks) -> anyhow::Result<usize> {
    // The municipality's own files as they are now, and not as they were when the server was started.
    let session = state.base.of(ACTOR, &edge::now(), Purpose::AfvigelseRet).with_files_read_again()?;
    let folders = inbox_folders(&session).await?;
    make_folders(&folders)?;
    clear_old(&session, &folders).await?;
    let mut taken = 0;
    for batch in batches(&session, &folders, &mut Rest::Looks(looks), edge::seconds())? {
        match one(state, &session, &batch).await {
            Ok(()) => taken += 1,
            Err(error) => {
                looks.try_later(&batch, edge::seconds());
                anyhow::bail!("{}: {error:#}", batch.title);
            }
        }
    }
    Ok(taken)
}

/// One extract, to its end.
async fn one(state: &Arc<AppState>, session: &Session, batch: &Batch) -> anyhow::Result<()> {
    if settle(session, batch).await? {
        return Ok(());
    }
    let files = i64::try_from(batch.files.len()).unwrap_or(i64::MAX);
    let what = format!("Indbakke: {}, {}", batch.title, danish::count(files, "fil", "filer"));
    let watch = Watch::Import(Arc::new(Progress::default()));
    let (send, later) = oneshot::channel::<Option<anyhow::Error>>();
    let own = batch.clone();
    let job = state.jobs.begin(session, JobKind::Import, what, watch, move |session, watch| async move {
        let _turn = TURN.lock().await;
        let Watch::Import(progress) = watch else { anyhow::bail!("Arbejdet er ikke en indlæsning.") };
        // The work has a thread of its own.
        let handle = tokio::runtime::Handle::current();
        let took = tokio::task::block_in_place(|| handle.block_on(take(&session, &own, &progress)));
        let (answer, passing) = match took {
            Ok(imported) => (Ok(Done::Import(Arc::new(imported))), None),
            Err(NotTaken::Refused(why)) => (Err(anyhow::anyhow!(why)), None),
            Err(NotTaken::Later(error)) => {
                let told = anyhow::anyhow!("{error:#}");
                (Err(error), Some(told))
            }
        };
        // Nobody may be listening any more: the server is stopping.
        let _ = send.send(passing);
        answer
    });
    if let Err(error) = job.await {
        anyhow::bail!("arbejdet kunne ikke begyndes: {error:?}");
    }
    match later.await {
        Ok(Some(error)) => Err(error),
        Ok(None) | Err(_) => Ok(()),
    }
}
