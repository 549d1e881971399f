//! Descriptions of sources that are being written: the file that they are written from, what a person has answered,
//! and what a trial showed.
//!
//! Invariant: they stand in memory alone, belong to the one who writes them, and go when a day's work is over. Nothing
//! is a source until it is saved.

use app::commands::import_extract::GivenFile;
use app::commands::propose_source::{Answers, Proposal, Question, Sample};
use app::commands::try_mapping::Trial;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Seconds that a draft stays after it was last worked on.
const PATIENCE: u64 = 4 * 60 * 60;
/// Drafts of one person, and of all: their files are in memory.
const MOST: (usize, usize) = (2, 8);

/// A description that is being written.
#[derive(Clone)]
pub struct Draft {
    /// Its name in addresses: a number for a new source, else the source's own name.
    pub key: String,
    /// Whose it is.
    pub by: String,
    /// The file that it is written from.
    pub file: Option<GivenFile>,
    /// The file's name, with what may be a person's number hidden.
    pub file_name: String,
    /// What was seen of the file.
    pub sample: Option<Arc<Sample>>,
    /// The text of the mapping that is changed, as it was seen; empty for a new source.
    pub base: String,
    /// What the file probably is.
    pub proposal: Proposal,
    /// What is asked of its words.
    pub questions: Vec<Question>,
    /// What has been answered. The kind holds only where `kind_said`.
    pub answers: Answers,
    /// The kind is known.
    pub kind_said: bool,
    /// What a trial of this text showed.
    pub tried: Option<TriedText>,
    /// It has been saved as the source of its name.
    pub saved: bool,
    since: u64,
}

/// A trial of a mapping's text.
#[derive(Clone)]
pub struct TriedText {
    /// The text.
    pub text: String,
    /// What it showed, or why the file could not be read with it.
    pub outcome: Result<Arc<Trial>, String>,
}

impl Draft {
    /// A draft of a proposal.
    #[must_use]
    pub fn new(key: String, by: &str, proposal: Proposal, answers: Answers) -> Draft {
        Draft {
            key,
            by: by.to_owned(),
            file: None,
            file_name: String::new(),
            sample: None,
            base: String::new(),
            kind_said: proposal.kind.is_some(),
            proposal,
            questions: Vec::new(),
            answers,
            tried: None,
            saved: false,
            since: 0,
        }
    }

    /// True where it changes a source that is there.
    #[must_use]
    pub fn is_change(&self) -> bool {
        !self.base.is_empty()
    }
}

/// All drafts.
#[derive(Default)]
pub struct DraftRoom {
    all: Mutex<Vec<Arc<Draft>>>,
}

impl DraftRoom {
    fn room(&self) -> MutexGuard<'_, Vec<Arc<Draft>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a draft in place of the one of its name. `now` is in seconds.
    pub fn put(&self, now: u64, draft: Draft) {
        let mut room = self.room();
        room.retain(|own| own.since + PATIENCE > now && (own.by != draft.by || own.key != draft.key));
        while room.iter().filter(|own| own.by == draft.by).count() >= MOST.0 {
            let first = room.iter().position(|own| own.by == draft.by);
            first.map(|at| room.remove(at));
        }
        while room.len() >= MOST.1 {
            room.remove(0);
        }
        room.push(Arc::new(Draft { since: now, ..draft }));
    }

    /// A draft, where it is this person's.
    #[must_use]
    pub fn get(&self, key: &str, by: &str, now: u64) -> Option<Arc<Draft>> {
        let room = self.room();
        room.iter().find(|own| own.key == key && own.by == by && own.since + PATIENCE > now).cloned()
    }

    /// The person's draft that was saved as the source of this name and has its file still.
    #[must_use]
    pub fn saved_as(&self, source: &str, by: &str, now: u64) -> Option<Arc<Draft>> {
        let room = self.room();
        let is =
            |own: &&Arc<Draft>| own.saved && own.answers.name == source && own.by == by && own.file.is_some();
        room.iter().find(|own| is(own) && own.since + PATIENCE > now).cloned()
    }

    /// Lets a draft go.
    pub fn let_go(&self, key: &str, by: &str) {
        self.room().retain(|own| own.key != key || own.by != by);
    }
}
