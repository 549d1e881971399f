//! Tables that people are changing, and what the changes would do.
//!
//! Invariant: a draft stands in memory alone, belongs to one person, and goes when it is saved or given up, or when the
//! server stops. What was computed belongs to the draft as it was then: a further change forgets it.

use app::tables::Table;
use app::tables::draft::Draft;
use app::tables::effect::Effect;
use app::tables::usage::Meanings;
use domain::provider_register::ProviderRegister;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a draft would do to the figures and rows of a basis.
pub struct Computed {
    /// Deviations.
    pub effect: Effect,
    /// What words mean with it, for a table that translates.
    pub meanings: Option<Meanings>,
    /// Who providers are with it, for the register.
    pub register: Option<ProviderRegister>,
}

/// A draft with what is known of it.
#[derive(Clone)]
pub struct Held {
    /// The changes.
    pub draft: Draft,
    /// What they would do, where somebody has asked.
    pub computed: Option<Arc<Computed>>,
}

/// All drafts, by person and table.
#[derive(Default)]
pub struct Drafts {
    all: Mutex<BTreeMap<(String, Table), Held>>,
}

impl Drafts {
    fn all(&self) -> MutexGuard<'_, BTreeMap<(String, Table), Held>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The draft of a person.
    #[must_use]
    pub fn get(&self, by: &str, table: Table) -> Option<Held> {
        self.all().get(&(by.to_owned(), table)).cloned()
    }

    /// Keeps a draft; one without changes goes.
    pub fn put(&self, by: &str, draft: Draft) {
        let key = (by.to_owned(), draft.table);
        if draft.is_empty() {
            self.all().remove(&key);
        } else {
            self.all().insert(key, Held { draft, computed: None });
        }
    }

    /// Keeps what a draft would do, where it is still the same draft.
    pub fn computed(&self, by: &str, draft: &Draft, computed: Arc<Computed>) {
        let mut all = self.all();
        if let Some(held) = all.get_mut(&(by.to_owned(), draft.table))
            && held.draft.base == draft.base
            && held.draft.changes() == draft.changes()
        {
            held.computed = Some(computed);
        }
    }

    /// Lets a draft go.
    pub fn let_go(&self, by: &str, table: Table) {
        self.all().remove(&(by.to_owned(), table));
    }
}
