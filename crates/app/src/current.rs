//! The picture that pages are drawn from: the newest run of each saved control, the list as it stands, and who belongs
//! to whom. Made from the store, kept in memory, made again where the store has something newer.
//!
//! Invariant: a picture never changes. A run is made again from its basis, not remembered, and is used only where it is
//! the run that the list was carried over (same basis, question and program give the same name and the same bytes).

mod board;
mod directory;
pub mod figures;
mod once;
mod rows;

pub use board::BoardItem;
pub use directory::{Directory, RowText, Who};
pub use rows::RowScope;

use crate::access::{Scope, Subject};
use crate::basis_content::BasisContent;
use crate::commands::accept_basis::find_basis;
use crate::commands::case_year::CaseYear;
use crate::commands::list_items::Routes;
use crate::commands::overview_systems::Systems;
use crate::commands::read_arrivals::{Arrival, read_arrivals};
use crate::commands::run_control::{RanControl, compute_control};
use crate::commands::save_control::{ShownControl, list_saved};
use crate::session::Session;
use crate::tables::usage::Usage;
use crate::unit_figures::YearsKept;
use domain::calendar::Day;
use domain::coverage::Reached;
use domain::deviation::Deviation;
use domain::person::CitizenId;
use domain::work_item::{Item, ItemId, ItemKey};
use engine::Progress;
use once::Once;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use store::work_items::{CarriedRun, SeenThen};
use store::{BasisId, Stamp};

/// A saved control as it stands.
#[derive(Clone)]
pub struct ControlNow {
    /// Its name, its question, when it runs.
    pub shown: ShownControl,
    /// The newest run that carried the list.
    pub newest: Option<CarriedRun>,
    /// The newest before it of another basis: what a change is measured from.
    pub before: Option<CarriedRun>,
    /// What the newest run of each earlier basis saw, the oldest first; at most [`EARLIER`].
    pub earlier: Arc<Vec<EarlierRun>>,
    /// The newest run, made again.
    pub ran: Option<Arc<RanControl>>,
    /// The content of its basis.
    pub content: Option<Arc<BasisContent>>,
    /// Why it could not be made again; empty where it was.
    pub why_not: String,
}

/// A run before the newest one, of another basis.
pub struct EarlierRun {
    /// The run.
    pub run: CarriedRun,
    /// What it saw.
    pub seen: Vec<SeenThen>,
}

/// Earlier runs that are kept in mind: two years of months.
pub const EARLIER: usize = 24;

/// The picture.
pub struct Current {
    /// What it was made from.
    pub stamp: Stamp,
    /// The saved controls, by name.
    pub controls: Vec<ControlNow>,
    /// The newest accepted basis.
    pub basis: Option<Arc<BasisContent>>,
    /// Who belongs to whom.
    pub directory: Arc<Directory>,
    /// The newest day of a basis that has touched the list.
    pub today: Day,
    /// What arrived last from each source.
    pub arrivals: Arc<Vec<Arrival>>,
    /// The versions of law and landscape that it was drawn with.
    files: String,
    systems: Arc<Once<Systems>>,
    years: Arc<YearsKept>,
    usage: Arc<Once<Usage>>,
    year: Arc<Once<CaseYear>>,
    runs: BTreeMap<String, BTreeSet<i64>>,
    board: Vec<Arc<BoardItem>>,
    by_id: HashMap<ItemId, usize>,
}

impl ControlNow {
    /// The deviation of an item in the newest run.
    #[must_use]
    pub fn deviation(&self, item: &Item) -> Option<&Deviation> {
        let (ran, run) = (self.ran.as_ref()?, self.newest.as_ref()?);
        if run.seq != item.last.run {
            return None;
        }
        let deviation = ran.deviations().get(item.sighting.position as usize)?;
        let systems = ran.systems().each_ref().map(|system| system.name.as_str());
        let written = &ran.law().paragraf(deviation.paragraf).written;
        // A citizen whose number was replaced since has another id on the list.
        let key = ItemKey {
            citizen: item.key.citizen,
            ..ItemKey::of(deviation, written, systems, ran.control().level)
        };
        (key == item.key).then_some(deviation)
    }
}

impl Current {
    /// A source as people say it; its name where nothing has arrived from it.
    #[must_use]
    pub fn title(&self, source: &str) -> String {
        let known = self.arrivals.iter().find(|arrival| arrival.source == source);
        known.map_or_else(|| source.to_owned(), |arrival| arrival.title.clone())
    }

    /// Draws the picture anew, using what `before` already has where it still holds.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn read(session: &Session, before: Option<&Current>) -> anyhow::Result<Current> {
        let stamp = session.store.stamp(&session.ctx).await?;
        let files = session.files_version();
        if let Some(before) = before
            && before.files == files
            && (Stamp { events: before.stamp.events, ..stamp }) == before.stamp
        {
            return before.with_events(session, stamp).await;
        }
        let mut contents = Contents { session, known: before, loaded: BTreeMap::new() };
        let newest = session.store.bases().newest(&session.ctx).await?;
        let basis = match newest {
            // A basis whose import is deleted is none; pages say so by having none.
            Some(basis) => contents.of(&basis.id).await.ok(),
            None => None,
        };
        let runs = session.store.work_items().runs(&session.ctx).await?;
        let mut controls = Vec::new();
        for shown in list_saved(session).await? {
            controls.push(control_now(session, &mut contents, before, shown, &runs).await?);
        }
        let directory = match (&basis, before) {
            (Some(now), Some(before)) if before.basis.as_ref().is_some_and(|own| Arc::ptr_eq(own, now)) => {
                Arc::clone(&before.directory)
            }
            (Some(content), _) => Arc::new(Directory::read(session, content)?),
            (None, _) => Arc::default(),
        };
        let today = runs.iter().map(|run| run.trace.day).max().unwrap_or(Day::FIRST);
        let mut routes = Routes::new(session);
        let items = session.store.work_items().all(&session.ctx).await?;
        let board: Vec<Arc<BoardItem>> = items
            .into_iter()
            .map(|item| BoardItem::of(item, &mut routes, &controls, &directory, today))
            .collect();
        let by_id = board.iter().enumerate().map(|(at, own)| (own.listed.item.id, at)).collect();
        let mut seqs: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for run in runs {
            seqs.entry(run.control).or_default().insert(run.seq);
        }
        let arrivals = Arc::new(read_arrivals(session, basis.as_deref()).await?);
        let (systems, years, year) = (Arc::default(), Arc::default(), Arc::default());
        let usage = Arc::default();
        Ok(Current {
            stamp,
            controls,
            basis,
            directory,
            today,
            arrivals,
            files,
            systems,
            years,
            usage,
            year,
            runs: seqs,
            board,
            by_id,
        })
    }

    /// The same picture with what happened to items since.
    async fn with_events(&self, session: &Session, stamp: Stamp) -> anyhow::Result<Current> {
        let mut board = self.board.clone();
        let mut routes = Routes::new(session);
        for item in session.store.work_items().changed_since(&session.ctx, self.stamp.events).await? {
            if let Some(at) = self.by_id.get(&item.id) {
                board[*at] = BoardItem::of(item, &mut routes, &self.controls, &self.directory, self.today);
            }
        }
        Ok(Current {
            stamp,
            controls: self.controls.clone(),
            basis: self.basis.clone(),
            directory: Arc::clone(&self.directory),
            today: self.today,
            arrivals: Arc::clone(&self.arrivals),
            files: self.files.clone(),
            systems: Arc::clone(&self.systems),
            years: Arc::clone(&self.years),
            usage: Arc::clone(&self.usage),
            year: Arc::clone(&self.year),
            runs: self.runs.clone(),
            board,
            by_id: self.by_id.clone(),
        })
    }

    /// True where nothing has changed since.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn holds(&self, session: &Session) -> anyhow::Result<bool> {
        Ok(session.files_version() == self.files && session.store.stamp(&session.ctx).await? == self.stamp)
    }

    /// The control of a name; without one, the one that compares most citizens.
    #[must_use]
    pub fn control(&self, name: Option<&str>) -> Option<&ControlNow> {
        match name {
            Some(name) => self.controls.iter().find(|control| control.shown.name == name),
            None => {
                let reach = |control: &ControlNow| control.ran.as_ref().map_or(0, |ran| ran.reached().len());
                // Of two as large, the first by name.
                self.controls.iter().rev().max_by_key(|control| reach(control))
            }
        }
    }

    /// The numbers of the runs of a control that carried the list.
    #[must_use]
    pub fn runs_of(&self, control: &str) -> &BTreeSet<i64> {
        static NONE: BTreeSet<i64> = BTreeSet::new();
        self.runs.get(control).unwrap_or(&NONE)
    }

    /// The citizens on each paragraph that a control compared, where the scope holds them.
    pub fn reached<'c>(
        &'c self,
        scope: &'c Scope,
        control: &'c ControlNow,
    ) -> impl Iterator<Item = &'c Reached> {
        let ran = control.ran.as_deref();
        ran.into_iter().flat_map(move |ran| {
            let inside = move |row: &&Reached| {
                scope.is_everybody()
                    || self.sees(scope, row.citizen, &ran.law().paragraf(row.paragraf).written)
            };
            ran.reached().iter().filter(inside)
        })
    }

    /// True where the scope holds a citizen on a paragraph; an empty paragraph asks for the citizen as such.
    #[must_use]
    pub fn sees(&self, scope: &Scope, citizen: CitizenId, paragraf: &str) -> bool {
        let Who { caseworkers, teams, providers } = self.directory.who(citizen);
        scope.holds(&Subject {
            citizen: Some(citizen),
            caseworkers,
            teams,
            paragraf,
            providers,
            assigned: "",
        })
    }
}

/// The contents of bases, each loaded once.
struct Contents<'a> {
    session: &'a Session,
    known: Option<&'a Current>,
    loaded: BTreeMap<String, Arc<BasisContent>>,
}

impl Contents<'_> {
    async fn of(&mut self, id: &BasisId) -> anyhow::Result<Arc<BasisContent>> {
        if let Some(found) = self.loaded.get(id.as_str()) {
            return Ok(Arc::clone(found));
        }
        // Deleting a citizen changes what a basis holds; then nothing that is known is used.
        let known = self.known.into_iter().flat_map(|current| {
            current.basis.iter().chain(current.controls.iter().filter_map(|control| control.content.as_ref()))
        });
        let same_people = match self.known {
            Some(current) => {
                current.stamp.deleted == self.session.store.stamp(&self.session.ctx).await?.deleted
            }
            None => false,
        };
        let found = known.filter(|_| same_people).find(|content| content.shown.basis.id == *id);
        let content = match found {
            Some(content) => Arc::clone(content),
            None => {
                let shown = find_basis(self.session, Some(id.as_str())).await?;
                Arc::new(BasisContent::load(self.session, shown).await?)
            }
        };
        self.loaded.insert(id.as_str().to_owned(), Arc::clone(&content));
        Ok(content)
    }
}

async fn control_now(
    session: &Session,
    contents: &mut Contents<'_>,
    before: Option<&Current>,
    shown: ShownControl,
    runs: &[CarriedRun],
) -> anyhow::Result<ControlNow> {
    let own: Vec<&CarriedRun> = runs.iter().filter(|run| run.control == shown.name).collect();
    let newest = own.last().map(|run| (*run).clone());
    let earlier = newest.as_ref().and_then(|now| own.iter().rev().find(|run| run.basis != now.basis));
    let mut out = ControlNow {
        before: earlier.map(|run| (*run).clone()),
        earlier: Arc::new(earlier_runs(session, &own).await?),
        newest,
        shown,
        ran: None,
        content: None,
        why_not: String::new(),
    };
    let Some(run) = out.newest.clone() else { return Ok(out) };
    let content = match contents.of(&run.basis).await {
        Ok(content) => content,
        Err(error) => {
            out.why_not = error.to_string();
            return Ok(out);
        }
    };
    let known = before.and_then(|current| {
        current.controls.iter().find(|own| {
            own.content.as_ref().is_some_and(|had| Arc::ptr_eq(had, &content))
                && own.ran.as_ref().is_some_and(|ran| *ran.run() == run.run)
        })
    });
    let ran = match known.and_then(|control| control.ran.clone()) {
        Some(ran) => Ok(ran),
        None => made_again(session, &content, &out.shown, &run).await.map(Arc::new),
    };
    out.content = Some(content);
    match ran {
        Ok(ran) if *ran.run() == run.run => out.ran = Some(ran),
        Ok(_) => {
            out.why_not = "Den seneste kørsel er lavet af en anden udgave af Ottetal, eller spørgsmålet er gemt igen siden. \
                           Kør kontrollen igen, så vises dens tal."
                .to_owned();
        }
        Err(error) => out.why_not = error.to_string(),
    }
    Ok(out)
}

/// The last run of each basis before that of the newest run.
async fn earlier_runs(session: &Session, own: &[&CarriedRun]) -> anyhow::Result<Vec<EarlierRun>> {
    let Some(newest) = own.last() else { return Ok(Vec::new()) };
    let mut bases = vec![&newest.basis];
    let mut out = Vec::new();
    for run in own.iter().rev() {
        if out.len() == EARLIER {
            break;
        }
        if !bases.contains(&&run.basis) {
            bases.push(&run.basis);
            let seen = session.store.work_items().seen_in(&session.ctx, run.seq).await?;
            out.push(EarlierRun { run: (*run).clone(), seen });
        }
    }
    out.reverse();
    Ok(out)
}

async fn made_again(
    session: &Session,
    content: &BasisContent,
    shown: &ShownControl,
    run: &CarriedRun,
) -> anyhow::Result<RanControl> {
    let request = shown.question.on(run.trace.day, run.basis.as_str());
    compute_control(session, content, &request, &Progress::default()).await
}
