//! An open data folder with the law, for the length of one call.

use crate::edge::Edge;
use crate::local;
use crate::purpose::Purpose;
use domain::landscape::Landscape;
use domain::law::LawBook;
use ingest::landscape_file::LandscapeErrors;
use std::sync::{Arc, PoisonError, RwLock};
use store::faults::Faults;
use store::{Context, Key, Options, Settings, Store};

/// What every verb works on.
pub struct Session {
    /// The outside of the call.
    pub edge: Edge,
    /// The data folder.
    pub store: Store,
    /// Who asks, why and when.
    pub ctx: Context,
    /// The law of this program, with the municipality's own additions.
    pub law: Arc<LawBook>,
    landscape: Arc<Result<Landscape, LandscapeErrors>>,
    /// What all who have the folder open together know of its files.
    files: Arc<RwLock<Files>>,
}

/// The folder's own files as they were when they were last read.
#[derive(Clone)]
struct Files {
    law: Arc<LawBook>,
    landscape: Arc<Result<Landscape, LandscapeErrors>>,
}

impl Files {
    fn read(edge: &Edge) -> anyhow::Result<Files> {
        let documents = local::documents(&edge.folder)?;
        Ok(Files {
            law: Arc::new(local::law(&documents)?),
            landscape: Arc::new(local::landscape(&documents)),
        })
    }
}

impl Session {
    /// Opens the data folder.
    ///
    /// # Errors
    /// Where it is none, the key does not fit, or another writes to it.
    pub async fn open(edge: &Edge, purpose: Purpose) -> anyhow::Result<Session> {
        let settings = Settings::read(&edge.folder)?;
        let files = Files::read(edge)?;
        let path = edge.key_path(settings.kommune);
        let key = Key::load(&path)?;
        let ctx = edge.context(purpose);
        let store = Store::open(&ctx, &edge.folder, key, options(edge)).await?;
        Ok(Session {
            edge: edge.clone(),
            store,
            ctx,
            law: Arc::clone(&files.law),
            landscape: Arc::clone(&files.landscape),
            files: Arc::new(RwLock::new(files)),
        })
    }

    /// The same folder, opened once, for another who asks: what a server answers each request with. Law and landscape
    /// are as last read.
    #[must_use]
    pub fn of(&self, actor: &str, now: &str, purpose: Purpose) -> Session {
        let edge = Edge { actor: actor.to_owned(), now: now.to_owned(), ..self.edge.clone() };
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner).clone();
        Session {
            ctx: edge.context(purpose),
            edge,
            store: self.store.clone(),
            law: files.law,
            landscape: files.landscape,
            files: Arc::clone(&self.files),
        }
    }

    /// Reads the folder's law and landscape again, for everybody who comes after.
    ///
    /// # Errors
    /// Where a file cannot be read; then what was known stays.
    pub fn read_files_again(&self) -> anyhow::Result<()> {
        let read = Files::read(&self.edge)?;
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    /// The same call with the law and the landscape as the folder's files say them now.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn with_files_read_again(&self) -> anyhow::Result<Session> {
        self.read_files_again()?;
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(Session {
            law: files.law,
            landscape: files.landscape,
            edge: self.edge.clone(),
            store: self.store.clone(),
            ctx: self.ctx.clone(),
            files: Arc::clone(&self.files),
        })
    }

    /// Which versions of law and landscape the call has: pictures that were drawn with others are drawn again.
    #[must_use]
    pub fn files_version(&self) -> String {
        let landscape = self.landscape.as_ref().as_ref().map_or("?", |landscape| landscape.version.as_str());
        format!("{} {landscape}", self.law.version)
    }

    /// What the municipality declares of its sources; empty where it has written nothing.
    ///
    /// # Errors
    /// All mistakes of its file.
    pub fn landscape(&self) -> anyhow::Result<&Landscape> {
        self.landscape.as_ref().as_ref().map_err(|errors| anyhow::Error::new(errors.clone()))
    }

    /// Our own municipality's code.
    #[must_use]
    pub fn kommune(&self) -> u16 {
        self.store.settings().kommune
    }
}

/// The law of this program.
#[must_use]
pub fn law() -> LawBook {
    ingest::law_files::load_embedded()
}

/// Version of this program.
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn options(edge: &Edge) -> Options {
    let faults = match edge.fault.as_deref() {
        None => Faults::none(),
        Some(point) => point.parse().map_or_else(|_| Faults::abort_at(point), Faults::abort_at_nth),
    };
    Options { faults, environment: crate::edge::environment(), ..Options::default() }
}
