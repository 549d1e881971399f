//! What all requests share: the open data folder, the picture that pages are drawn from, the work that runs.

use crate::drafts::Drafts;
use crate::error::WebError;
use crate::inbox::Watched;
use crate::jobs::Jobs;
use crate::mapping_drafts::DraftRoom;
use crate::waiting::WaitingRoom;
use app::commands::users::sign_in_limit::SignInLimit;
use app::current::Current;
use app::session::Session;
use domain::calendar::Day;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Mutex as Turn, RwLock};

/// How the server stands in the world.
#[derive(Clone, Debug, Default)]
pub struct Mode {
    /// Everything is invented, and each role is entered with one click. Only ever on the machine itself.
    pub demo: bool,
    /// People come over HTTPS, through a proxy that ends it: cookies say so.
    pub secure: bool,
    /// The names under which people reach the server (`ottetal.kommune.dk`); forms are taken from these alone. Empty
    /// means the machine itself.
    pub hosts: Vec<String>,
    /// The day that an invented municipality believes it is; else it is today.
    pub today: Option<Day>,
    /// How often the inbox is looked into; never where there is no time.
    pub inbox: Option<Duration>,
}

/// What all requests share.
pub struct AppState {
    /// The data folder, opened once.
    pub base: Session,
    /// How the server stands in the world.
    pub mode: Mode,
    /// Work that takes time.
    pub jobs: Jobs,
    /// Files that were sent and are not read in yet.
    pub waiting: WaitingRoom,
    /// Tables that people are changing.
    pub drafts: Drafts,
    /// Descriptions of sources that are being written.
    pub mapping_drafts: DraftRoom,
    /// Tries to sign in.
    pub tries: Mutex<SignInLimit>,
    /// What the watch of the inbox saw last.
    pub inbox: Mutex<Watched>,
    /// The municipality's name.
    pub kommune: String,
    picture: RwLock<Option<Arc<Current>>>,
    /// One redraws; the others wait for it.
    turn: Turn<()>,
}

impl AppState {
    /// The state of a server over an open folder.
    #[must_use]
    pub fn new(base: Session, mode: Mode) -> AppState {
        // A demo lends a municipality's code, and is not that municipality.
        let named = base.law.kommune(base.kommune()).filter(|_| !mode.demo);
        let kommune = named.map_or_else(String::new, |k| k.name.clone());
        AppState {
            base,
            mode,
            jobs: Jobs::default(),
            waiting: WaitingRoom::default(),
            drafts: Drafts::default(),
            mapping_drafts: DraftRoom::default(),
            tries: Mutex::default(),
            inbox: Mutex::default(),
            kommune,
            picture: RwLock::default(),
            turn: Turn::default(),
        }
    }

    /// The picture as the store is now.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn current(&self, session: &Session) -> Result<Arc<Current>, WebError> {
        let known = self.picture.read().await.clone();
        if let Some(picture) = &known
            && picture.holds(session).await?
        {
            return Ok(Arc::clone(picture));
        }
        let _mine = self.turn.lock().await;
        // Somebody may have redrawn it while we waited.
        let known = self.picture.read().await.clone();
        if let Some(picture) = &known
            && picture.holds(session).await?
        {
            return Ok(Arc::clone(picture));
        }
        let handle = tokio::runtime::Handle::current();
        let draw = || handle.block_on(Current::read(session, known.as_deref()));
        let picture = Arc::new(tokio::task::block_in_place(draw)?);
        *self.picture.write().await = Some(Arc::clone(&picture));
        Ok(picture)
    }
}
