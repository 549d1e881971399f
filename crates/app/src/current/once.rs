//! What a picture computes when somebody first asks for it, or before anybody does.
//!
//! Invariant: computed once a picture. Who asks while it is made waits for it: fifty people after a new basis are one
//! computation.

use super::Current;
use crate::commands::case_year::CaseYear;
use crate::commands::overview_systems::Systems;
use crate::commands::sheets::{self, beside};
use crate::month::bases_by_day;
use crate::session::Session;
use crate::tables::usage::Usage;
use crate::unit_figures::YearsKept;
use domain::calendar::Month;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A thing that is made once.
#[derive(Debug)]
pub(super) struct Once<T> {
    made: OnceLock<Arc<T>>,
    turn: Mutex<()>,
}

impl<T> Default for Once<T> {
    fn default() -> Once<T> {
        Once { made: OnceLock::new(), turn: Mutex::default() }
    }
}

impl<T> Once<T> {
    fn get(&self, make: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<Arc<T>> {
        if let Some(made) = self.made.get() {
            return Ok(Arc::clone(made));
        }
        let _mine = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = self.made.get() {
            return Ok(Arc::clone(made));
        }
        let made = Arc::new(make()?);
        Ok(Arc::clone(self.made.get_or_init(|| made)))
    }
}

impl Current {
    /// Who is in which system of the newest basis: read when first asked for.
    ///
    /// # Errors
    /// Where rows cannot be read.
    pub fn systems(&self, session: &Session) -> anyhow::Result<Arc<Systems>> {
        self.systems.get(|| match self.basis.as_deref() {
            Some(content) => Systems::read(session, content),
            None => Ok(Systems::default()),
        })
    }

    /// The years of bases that somebody has asked for: each read once.
    #[must_use]
    pub fn years(&self) -> &YearsKept {
        &self.years
    }

    /// The rows of the newest basis with their words: read when first asked for.
    ///
    /// # Errors
    /// Where rows cannot be read.
    pub fn usage(&self, session: &Session) -> anyhow::Result<Arc<Usage>> {
        self.usage.get(|| match self.basis.as_deref() {
            Some(content) => Usage::read(session, content),
            None => Ok(Usage::default()),
        })
    }

    /// What the year of the newest basis costs, citizen by citizen: computed when first asked for.
    ///
    /// # Errors
    /// Where rows cannot be read.
    pub fn year(&self, session: &Session) -> anyhow::Result<Arc<CaseYear>> {
        self.year.get(|| match self.basis.as_deref() {
            Some(content) => CaseYear::read(session, self, content),
            None => Ok(CaseYear::default()),
        })
    }

    /// Makes all that pages of the newest basis ask for, so that nobody waits for it. Keeps a core for a while.
    ///
    /// # Errors
    /// Where rows cannot be read; pages that need them say so.
    pub async fn prepare(&self, session: &Session) -> anyhow::Result<()> {
        self.year(session)?;
        self.usage(session)?;
        self.systems(session)?;
        self.prepare_units(session).await?;
        for sheet in sheets::list(session).await? {
            beside::months(session, &sheet.line).await?;
        }
        Ok(())
    }

    /// The years that units are shown of the newest month.
    async fn prepare_units(&self, session: &Session) -> anyhow::Result<()> {
        let bases = bases_by_day(session).await?;
        let (Some(newest), Some(control)) = (bases.last(), self.control(None)) else { return Ok(()) };
        let (year, _) = Month(newest.day.next().month().0 - 1).year_month();
        let before = bases.iter().rfind(|basis| basis.day.month() < newest.day.month());
        for basis in [Some(newest), before].into_iter().flatten() {
            self.years.get(session, basis.id.as_str(), &control.shown.question.system_1, year).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn many_who_ask_at_once_get_one_thing_and_a_failure_is_tried_again() {
        let (once, made) = (Once::<usize>::default(), AtomicUsize::new(0));
        assert!(once.get(|| anyhow::bail!("ikke nu")).is_err());
        let make = || Ok(made.fetch_add(1, Ordering::SeqCst) + 1);
        let answers: Vec<usize> = std::thread::scope(|scope| {
            let asked: Vec<_> = (0..8).map(|_| scope.spawn(|| once.get(make).map(|own| *own))).collect();
            let heard = asked.into_iter().map(|own| own.join().expect("en tråd").expect("et svar"));
            heard.collect()
        });
        assert_eq!((answers, made.into_inner()), (vec![1; 8], 1));
    }
}
