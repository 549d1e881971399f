//! Work that takes time: a page of its own with how far it is, a stop, and what came of it.
//!
//! Invariant: that it was begun and how it ended stand in the store; what it found stays in memory, for it can be made
//! again. After a restart a page says what was cut off.

use crate::error::WebError;
use app::commands::import_extract::{self, Imported};
use app::commands::jobs::{begin_job, end_job};
use app::commands::run_control::RanControl;
use app::commands::run_saved::Outcome;
use app::edge;
use app::session::Session;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::jobs::{JobKind, JobOutcome};

/// Jobs whose results are remembered; older ones can be run again.
const REMEMBERED: usize = 20;

/// How far work is, and how it is told to stop.
#[derive(Clone, Debug)]
pub enum Watch {
    /// A control: stretches of citizens.
    Control(Arc<engine::Progress>),
    /// An import: bytes.
    Import(Arc<import_extract::Progress>),
    /// A check: files. It is not stopped.
    Check(Arc<engine::Progress>),
}

/// What work came to.
#[derive(Clone)]
pub enum Done {
    /// A control, and what became of the list where it was a saved one.
    Control(Arc<RanControl>, Option<Outcome>),
    /// An import.
    Import(Arc<Imported>),
    /// A check of everything that is kept.
    Check,
    /// The whole log, followed.
    Followed,
    /// Refused or failed: in words.
    Failed(String),
    /// Stopped by somebody.
    Stopped,
}

/// A piece of work.
pub struct Job {
    /// Its name in addresses.
    pub id: String,
    /// What kind.
    pub kind: JobKind,
    /// In words, without personal data.
    pub what: String,
    /// Who began it: the user's name.
    pub by: String,
    /// When, RFC 3339.
    pub begun: String,
    /// How far it is.
    pub watch: Watch,
    done: Mutex<Option<Done>>,
}

/// The work of this server.
#[derive(Default)]
pub struct Jobs {
    all: Mutex<BTreeMap<u64, Arc<Job>>>,
    next: AtomicU64,
}

impl Watch {
    /// How far: done and all; all is 0 until known.
    #[must_use]
    pub fn far(&self) -> (u64, u64) {
        match self {
            Watch::Control(own) | Watch::Check(own) => {
                (own.done.load(Ordering::Relaxed), own.total.load(Ordering::Relaxed))
            }
            Watch::Import(own) => (own.bytes.load(Ordering::Relaxed), own.total.load(Ordering::Relaxed)),
        }
    }

    /// Hundredths done, as far as known.
    #[must_use]
    pub fn percent(&self) -> u64 {
        let (done, all) = self.far();
        (done * 100).checked_div(all).unwrap_or(0).min(100)
    }

    fn stop(&self) {
        match self {
            Watch::Control(own) | Watch::Check(own) => own.stop.store(true, Ordering::Relaxed),
            Watch::Import(own) => own.stop.store(true, Ordering::Relaxed),
        }
    }

    fn is_stopped(&self) -> bool {
        match self {
            Watch::Control(own) | Watch::Check(own) => own.stop.load(Ordering::Relaxed),
            Watch::Import(own) => own.stop.load(Ordering::Relaxed),
        }
    }
}

impl Job {
    /// What it came to; `None` while it runs.
    #[must_use]
    pub fn done(&self) -> Option<Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells it to stop.
    pub fn stop(&self) {
        self.watch.stop();
    }
}

impl Jobs {
    /// Begins work in the background. That it was begun is durable when this returns.
    ///
    /// # Errors
    /// Where the store cannot be written; then nothing was begun.
    pub async fn begin<F>(
        &self,
        session: &Session,
        kind: JobKind,
        what: String,
        watch: Watch,
        work: impl FnOnce(Session, Watch) -> F + Send + 'static,
    ) -> Result<Arc<Job>, WebError>
    where
        F: Future<Output = anyhow::Result<Done>> + Send,
    {
        let id = begin_job(session, kind, &what).await?;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let begun = session.ctx.at.clone();
        let by = session.ctx.actor.clone();
        let job = Arc::new(Job { id, kind, what, by, begun, watch, done: Mutex::new(None) });
        self.remember(number, Arc::clone(&job));
        let (own, at_work) =
            (Arc::clone(&job), session.of(&session.ctx.actor, &session.ctx.at, purpose(session)));
        let handle = tokio::runtime::Handle::current();
        // A thread of its own: the work keeps a core for as long as it takes.
        tokio::task::spawn_blocking(move || handle.block_on(finish(own, at_work, work)));
        Ok(job)
    }

    fn remember(&self, number: u64, job: Arc<Job>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(number, job);
        while all.len() > REMEMBERED {
            let ended = all.iter().find(|(_, job)| job.done().is_some()).map(|(number, _)| *number);
            let Some(oldest) = ended else { break };
            all.remove(&oldest);
        }
    }

    /// The job of a name, while it is remembered.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Job>> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.values().find(|job| job.id == id).cloned()
    }

    /// Those that run, the newest first.
    #[must_use]
    pub fn running(&self) -> Vec<Arc<Job>> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.values().rev().filter(|job| job.done().is_none()).cloned().collect()
    }
}

fn purpose(session: &Session) -> app::purpose::Purpose {
    app::purpose::Purpose::parse(&session.ctx.purpose).unwrap_or(app::purpose::Purpose::AfvigelseRet)
}

async fn finish<F>(job: Arc<Job>, session: Session, work: impl FnOnce(Session, Watch) -> F)
where
    F: Future<Output = anyhow::Result<Done>>,
{
    let again = session.of(&session.ctx.actor, &session.ctx.at, purpose(&session));
    let done = match work(session, job.watch.clone()).await {
        Ok(done) => done,
        Err(_) if job.watch.is_stopped() => Done::Stopped,
        Err(error) => Done::Failed(format!("{error:#}")),
    };
    let (outcome, text) = match &done {
        Done::Control(..) | Done::Import(_) | Done::Check | Done::Followed => {
            (JobOutcome::Done, String::new())
        }
        Done::Failed(text) => (JobOutcome::Failed, text.clone()),
        Done::Stopped => (JobOutcome::Stopped, String::new()),
    };
    let again = again.of(&job.by, &edge::now(), purpose(&again));
    if let Err(error) = end_job(&again, &job.id, outcome, &text).await {
        eprintln!("At arbejdet {} er slut, kunne ikke skrives: {error:#}", job.id);
    }
    *job.done.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
}
