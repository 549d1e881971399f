//! What the system sees of a month: extracts, bases, runs, answers; and the ticks and names that people have written.
//!
//! Invariant: what is seen is the same for everybody; it counts no citizen and names none.

use super::steps::{Due, STEPS, Step, Tick};
use super::{Done, Part, StepDone, StepNow, StepSetting, due_in, own_dates, tick_name};
use crate::commands::correct_source::{SentSheet, sheets};
use crate::commands::users::confirm::{Confirmed, quarter, to_confirm};
use crate::current::Current;
use crate::edge::local_day;
use crate::in_place::everybody;
use crate::lines::{self, Kept};
use crate::session::Session;
use crate::settings;
use crate::validation::{self, Answered};
use domain::calendar::{Day, Month};
use domain::work_item::Status;
use std::collections::{BTreeMap, BTreeSet};
use store::BasisId;
use store::imports::{Import, Kind};
use store::work_items::CarriedRun;

/// An accepted basis and the day that its systems speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasisLine {
    /// Its name.
    pub id: BasisId,
    /// The earliest extract of its systems; without one the day on which it was accepted.
    pub day: Day,
    /// When it was accepted, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
}

/// All bases that nothing whole is deleted from, by day, of one day the newest last.
///
/// # Errors
/// Where the store cannot be read.
pub async fn bases_by_day(session: &Session) -> anyhow::Result<Vec<BasisLine>> {
    let imports = session.store.imports().list(&session.ctx).await?;
    let days: BTreeMap<&str, Day> =
        imports.iter().filter_map(|import| Some((import.id.as_str(), import.facts.extracted?))).collect();
    let mut out = Vec::new();
    for basis in session.store.bases().list(&session.ctx).await?.into_iter().rev() {
        if basis.gone.iter().any(|gone| gone.whole) {
            continue;
        }
        let systems = basis.of_kind(Kind::Activities);
        let extracted = systems.filter_map(|part| days.get(part.import.as_str()).copied()).min();
        let Some(day) = extracted.or_else(|| local_day(&basis.accepted_at)) else { continue };
        out.push(BasisLine { id: basis.id, day, at: basis.accepted_at, by: basis.accepted_by });
    }
    out.sort_by_key(|basis| basis.day);
    Ok(out)
}

/// Everything that the steps of a month ask.
pub(super) struct Seen<'c> {
    current: &'c Current,
    month: Month,
    imports: Vec<Import>,
    bases: Vec<BasisLine>,
    runs: Vec<CarriedRun>,
    answered: Vec<Answered>,
    answers_day: u8,
    sheets: Vec<Kept<SentSheet>>,
    /// Quarters in which somebody has answered for every role.
    confirmed: BTreeSet<String>,
    settings: BTreeMap<String, StepSetting>,
    ticks: BTreeMap<String, Kept<StepDone>>,
}

impl<'c> Seen<'c> {
    pub(super) async fn read(
        session: &Session,
        current: &'c Current,
        month: Month,
    ) -> anyhow::Result<Seen<'c>> {
        let settings = lines::newest::<StepSetting>(session).await?;
        let ticks = lines::newest::<StepDone>(session).await?;
        let answers_day = settings::value(session, &settings::VALIDATION_DAY).await?;
        Ok(Seen {
            current,
            month,
            imports: session.store.imports().list(&session.ctx).await?,
            bases: bases_by_day(session).await?,
            runs: session.store.work_items().runs(&session.ctx).await?,
            answered: validation::answered(session, month).await?,
            sheets: sheets(session).await?,
            confirmed: confirmed(session, month.year_month().0).await?,
            answers_day: u8::try_from(answers_day).unwrap_or(12),
            settings: settings.into_iter().map(|own| (own.name, own.line)).collect(),
            ticks: ticks.into_iter().map(|own| (own.name.clone(), own)).collect(),
        })
    }

    /// A step of the month.
    pub(super) fn monthly(&self, step: &'static Step) -> StepNow {
        let own = self.settings.get(step.key).and_then(|own| own_dates(step, &own.datoer));
        let own_day = own.and_then(|dates| dates.first().copied());
        let parts = match step.tick {
            Tick::Arrivals => self.arrivals(),
            Tick::Answers => self.answers(),
            _ => Vec::new(),
        };
        let due = match (own_day, step.due) {
            (Some((_, day)), _) => Day(self.month.first().0 + day as i32 - 1),
            (None, Due::Sources) => {
                parts.iter().map(|part| part.due).max().unwrap_or(due_in(step.due, self.month, 1))
            }
            (None, due) => due_in(due, self.month, self.answers_day),
        };
        let period = self.month.iso();
        let done = self.sees(step.tick, &parts).or_else(|| self.tick(step.key, &period));
        self.step(step, period, due, done, parts, own_day.is_some())
    }

    /// The steps of a year on each of their days.
    pub(super) fn yearly(&self, year: i32) -> Vec<StepNow> {
        let mut out = Vec::new();
        for step in STEPS.iter().filter(|step| !step.is_monthly()) {
            let own = self.settings.get(step.key).and_then(|own| own_dates(step, &own.datoer));
            let is_own = own.is_some();
            let Due::Dates(dates) = step.due else { continue };
            for (at, (month, day)) in own.unwrap_or_else(|| dates.to_vec()).into_iter().enumerate() {
                // The 29th of February is the 28th in other years.
                let due = Day::from_ymd(year, month, day).or_else(|| Day::from_ymd(year, month, 28));
                let Some(due) = due else { continue };
                let period = format!("{year}-{}", at + 1);
                let seen =
                    (step.tick == Tick::Users && self.confirmed.contains(&quarter(due))).then(|| Done {
                        text: "alle roller er bekræftet".to_owned(),
                        at: String::new(),
                        by: String::new(),
                        by_hand: false,
                    });
                let done = seen.or_else(|| self.tick(step.key, &period));
                out.push(self.step(step, period, due, done, Vec::new(), is_own));
            }
        }
        out
    }

    fn step(
        &self,
        step: &'static Step,
        period: String,
        due: Day,
        done: Option<Done>,
        parts: Vec<Part>,
        own_date: bool,
    ) -> StepNow {
        let set = self.settings.get(step.key);
        let who = set.map(|own| own.hvem.clone()).filter(|who| !who.is_empty());
        StepNow {
            step,
            period,
            due,
            done,
            parts,
            who: who.unwrap_or_else(|| step.who.to_owned()),
            deputy: set.map(|own| own.stedfortraeder.clone()).unwrap_or_default(),
            own_date,
        }
    }

    fn tick(&self, key: &str, period: &str) -> Option<Done> {
        let kept = self.ticks.get(&tick_name(key, period))?;
        Some(Done {
            text: kept.line.bemaerkning.clone(),
            at: kept.saved_at.clone(),
            by: kept.saved_by.clone(),
            by_hand: true,
        })
    }

    fn sees(&self, tick: Tick, parts: &[Part]) -> Option<Done> {
        let seen = |text: String, at: &str, by: &str| Done {
            text,
            at: at.to_owned(),
            by: by.to_owned(),
            by_hand: false,
        };
        let whole = !parts.is_empty() && parts.iter().all(|part| part.done.is_some());
        match tick {
            Tick::Hand | Tick::Users => None,
            Tick::Arrivals => whole.then(|| seen(format!("{} kilder er kommet", parts.len()), "", "")),
            Tick::Answers => whole.then(|| seen(format!("{} enheder har svaret", parts.len()), "", "")),
            Tick::Basis => {
                let basis = self.bases.iter().rfind(|basis| basis.day.month() == self.month)?;
                Some(seen(format!("grundlag fra {}", basis.day.danish()), &basis.at, &basis.by))
            }
            Tick::Run => {
                let newest = self.current.controls.iter().map(|control| self.run_of(&control.shown.name));
                let all: Option<Vec<&CarriedRun>> = newest.collect();
                let last = all?.into_iter().max_by_key(|run| run.seq)?;
                Some(seen(
                    format!("kørt på grundlaget fra {}", last.trace.day.danish()),
                    &last.carried_at,
                    &last.carried_by,
                ))
            }
            Tick::SecondRun => self.second_run().map(|run| {
                seen(
                    format!("anden kørsel på grundlaget fra {}", run.trace.day.danish()),
                    &run.carried_at,
                    &run.carried_by,
                )
            }),
            Tick::Translated => {
                self.translated().then(|| seen("ingen ord uden oversættelse".to_owned(), "", ""))
            }
            Tick::Sheets => {
                let of_month = |own: &&Kept<SentSheet>| {
                    !own.line.fortrudt
                        && local_day(&own.saved_at).is_some_and(|day| day.month() == self.month)
                };
                let sent: Vec<&Kept<SentSheet>> = self.sheets.iter().filter(of_month).collect();
                let newest = sent.iter().max_by_key(|own| own.seq)?;
                let text = if sent.len() == 1 {
                    "1 ark er sendt".to_owned()
                } else {
                    format!("{} ark er sendt", sent.len())
                };
                Some(seen(text, &newest.saved_at, &newest.saved_by))
            }
            Tick::NoneOpen => self.none_open().then(|| seen("alle har et svar".to_owned(), "", "")),
        }
    }

    /// The newest run of a control on a basis of the month.
    fn run_of(&self, control: &str) -> Option<&CarriedRun> {
        self.runs.iter().rfind(|run| run.control == control && run.trace.day.month() == self.month)
    }

    /// The newest run of the month whose control ran before in the month on another basis.
    fn second_run(&self) -> Option<&CarriedRun> {
        let of_month = |run: &&CarriedRun| run.trace.day.month() == self.month;
        self.runs.iter().filter(of_month).rfind(|run| {
            let others = self.runs.iter().filter(of_month);
            others
                .clone()
                .any(|other| other.control == run.control && other.seq < run.seq && other.basis != run.basis)
        })
    }

    /// True where the newest runs are of the month, and left no word without a paragraph.
    fn translated(&self) -> bool {
        let mut ran = self.current.controls.iter().filter(|control| control.ran.is_some()).peekable();
        ran.peek().is_some()
            && ran.all(|control| {
                let of_month = control.newest.as_ref().is_some_and(|run| run.trace.day.month() == self.month);
                let left = control.ran.as_deref().map(|ran| ran.report().coverage.untranslated.is_empty());
                of_month && left == Some(true)
            })
    }

    /// True where the newest run is of the month, and everything that it saw has somebody's word.
    fn none_open(&self) -> bool {
        let of_month = |control: &crate::current::ControlNow| {
            control.newest.as_ref().is_some_and(|run| run.trace.day.month() == self.month)
        };
        if self.current.controls.is_empty() || !self.current.controls.iter().all(of_month) {
            return false;
        }
        let Some(everybody) = everybody() else { return false };
        let mut open = self.current.items(&everybody).filter(|own| {
            own.control.is_some()
                && matches!(own.listed.item.standing.status, Status::Open | Status::CameBack)
        });
        open.next().is_none()
    }

    /// The sources with an expected day, and whether the month's extract has come.
    fn arrivals(&self) -> Vec<Part> {
        let first = self.month.first();
        let in_use = |ended: Option<Day>| ended.is_none_or(|ended| ended > first);
        let waited = self.current.arrivals.iter().filter(|own| in_use(own.ended));
        let part = |own: &crate::commands::read_arrivals::Arrival| {
            let day = own.rhythm.day?;
            let found = self.imports.iter().rfind(|import| {
                import.source == own.source && day_of(import).is_some_and(|day| day.month() == self.month)
            });
            Some(Part {
                title: own.title.clone(),
                due: Day(first.0 + i32::from(day) - 1),
                done: found.and_then(day_of).map(|day| format!("udtræk af {}", day.danish())),
            })
        };
        waited.filter_map(part).collect()
    }

    /// The units whose leaders answer. Before the month has a basis there is nothing to answer.
    fn answers(&self) -> Vec<Part> {
        if !self.bases.iter().any(|basis| basis.day.month() == self.month) {
            return Vec::new();
        }
        let due = due_in(Due::Answers, self.month, self.answers_day);
        let part = |own: &Answered| Part {
            title: own.unit.title.clone(),
            due,
            done: own
                .answer
                .as_ref()
                .map(|kept| format!("svaret {}", crate::edge::local_time(&kept.saved_at))),
        };
        self.answered.iter().map(part).collect()
    }
}

/// The quarters of a year in which somebody has answered for every role.
async fn confirmed(session: &Session, year: i32) -> anyhow::Result<BTreeSet<String>> {
    let said = lines::newest::<Confirmed>(session).await?;
    let mut out = BTreeSet::new();
    for day in [1, 4, 7, 10].into_iter().filter_map(|month| Day::from_ymd(year, month, 1)) {
        let name = quarter(day);
        if said.iter().any(|own| own.line.kvartal == name)
            && to_confirm(session, day).await?.iter().all(|own| !own.is_open())
        {
            out.insert(name);
        }
    }
    Ok(out)
}

fn day_of(import: &Import) -> Option<Day> {
    import.facts.extracted.or_else(|| local_day(&import.imported_at))
}
