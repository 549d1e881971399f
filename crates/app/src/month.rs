//! Årets gang: the steps of a month and of a year, when they are due, who takes them, and which are done.
//!
//! Invariant: a step that the system can see done is ticked by what it sees, with when; people tick only the others. Ticks
//! and names are lines that people write; the steps themselves are data of the project ([`steps`]).

mod seen;
pub mod steps;

use crate::current::Current;
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use domain::calendar::{Day, Month, days_in_month};
use seen::Seen;
use serde::{Deserialize, Serialize};
use steps::{Due, STEPS, Step};

pub use seen::{BasisLine, bases_by_day};

/// Who takes a step, who steps in, and the municipality's own dates for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepSetting {
    /// Who takes it.
    #[serde(default)]
    pub hvem: String,
    /// Who steps in.
    #[serde(default)]
    pub stedfortraeder: String,
    /// Own dates as people write them: `16` for a step of the month, `31-03, 30-09` for one of the year; empty for the
    /// project's.
    #[serde(default)]
    pub datoer: String,
}

impl Line for StepSetting {
    const KIND: &'static str = "trin";
}

/// Somebody says that a step is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDone {
    /// What is worth knowing of it; may be empty.
    #[serde(default)]
    pub bemaerkning: String,
}

impl Line for StepDone {
    const KIND: &'static str = "trin_gjort";
}

/// How a step came to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// In words: "grundlag fra 01-03-2026".
    pub text: String,
    /// When it was said or seen, RFC 3339.
    pub at: String,
    /// By whom: a user's name.
    pub by: String,
    /// A person said so; else the system saw it.
    pub by_hand: bool,
}

/// A part of a step: one source of the extracts, one unit of the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What.
    pub title: String,
    /// When it is due.
    pub due: Day,
    /// How it was done; `None` where it is not.
    pub done: Option<String>,
}

/// A step in its month or on its day of the year.
#[derive(Clone, Debug)]
pub struct StepNow {
    /// The step.
    pub step: &'static Step,
    /// Its occurrence: `2026-03`, for steps of the year `2026-1`.
    pub period: String,
    /// The last day on which it is in time.
    pub due: Day,
    /// How it was done.
    pub done: Option<Done>,
    /// What it is made of, where that is more than one thing.
    pub parts: Vec<Part>,
    /// Who takes it; the project's usual role where nobody is named.
    pub who: String,
    /// Who steps in; may be empty.
    pub deputy: String,
    /// The date is the municipality's own.
    pub own_date: bool,
}

impl StepNow {
    /// True where it is not done, and its day has passed.
    #[must_use]
    pub fn is_late(&self, today: Day) -> bool {
        self.done.is_none() && self.due < today
    }
}

/// The steps of a month with those of the year that fall in it: late ones first, then by day.
///
/// # Errors
/// Where the store cannot be read.
pub async fn month_steps(
    session: &Session,
    current: &Current,
    month: Month,
    today: Day,
) -> anyhow::Result<Vec<StepNow>> {
    let seen = Seen::read(session, current, month).await?;
    let mut out: Vec<StepNow> =
        STEPS.iter().filter(|step| step.is_monthly()).map(|step| seen.monthly(step)).collect();
    let (year, _) = month.year_month();
    out.extend(seen.yearly(year).into_iter().filter(|own| own.due.month() == month));
    in_order(&mut out, today);
    Ok(out)
}

/// The steps of a year, each on its days, by day.
///
/// # Errors
/// Where the store cannot be read.
pub async fn year_steps(session: &Session, current: &Current, year: i32) -> anyhow::Result<Vec<StepNow>> {
    let january = Day::from_ymd(year, 1, 1).unwrap_or(Day::FIRST);
    let seen = Seen::read(session, current, january.month()).await?;
    let mut out = seen.yearly(year);
    out.sort_by(|a, b| (a.due, a.step.key).cmp(&(b.due, b.step.key)));
    Ok(out)
}

/// The steps that are not done and come next: late ones first. Of this month and the next.
///
/// # Errors
/// Where the store cannot be read.
pub async fn next_steps(
    session: &Session,
    current: &Current,
    today: Day,
    most: usize,
) -> anyhow::Result<Vec<StepNow>> {
    let mut out = month_steps(session, current, today.month(), today).await?;
    out.retain(|own| own.done.is_none());
    if out.len() < most {
        let after = month_steps(session, current, today.month().next(), today).await?;
        out.extend(after.into_iter().filter(|own| own.done.is_none()));
    }
    out.truncate(most);
    Ok(out)
}

fn in_order(steps: &mut [StepNow], today: Day) {
    steps.sort_by_key(|own| (!own.is_late(today), own.due, own.step.key));
}

/// The name of an occurrence among the ticks.
fn tick_name(key: &str, period: &str) -> String {
    format!("{key} {period}")
}

/// Says that a step is done, or with `done` false that it is not.
///
/// # Errors
/// Where there is no such step, the system ticks it by itself, or the text has a number of a person.
pub async fn tick(
    session: &Session,
    key: &str,
    period: &str,
    done: bool,
    remark: &str,
) -> anyhow::Result<()> {
    let step = step(key)?;
    let fits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if !fits(period) || period.len() > 10 {
        bail!("Trinnet «{}» har ingen periode «{period}». Intet er gemt.", step.title);
    }
    let line = StepDone { bemaerkning: remark.trim().to_owned() };
    let line = NewLine {
        name: tick_name(key, period),
        line: done.then_some(line),
        citizen: None,
        reason: String::new(),
        before: None,
    };
    lines::save(session, &[line]).await
}

/// Says who takes a step, who steps in, and when.
///
/// # Errors
/// Where there is no such step, a date is none, or somebody else changed it since.
pub async fn set_step(session: &Session, key: &str, setting: StepSetting, before: i64) -> anyhow::Result<()> {
    let step = step(key)?;
    if !setting.datoer.trim().is_empty() && own_dates(step, &setting.datoer).is_none() {
        bail!(
            "«{}» er ingen dato for «{}». Skriv {}. Intet er gemt.",
            setting.datoer.trim(),
            step.title,
            if step.is_monthly() {
                "en dag i måneden fra 1 til 28, fx 16"
            } else {
                "dag og måned, fx 31-03, 30-09"
            }
        );
    }
    let line = NewLine {
        name: key.to_owned(),
        line: Some(setting),
        citizen: None,
        reason: String::new(),
        before: Some(before),
    };
    lines::save(session, &[line]).await
}

/// What somebody has set of a step, and the number of that line; 0 where nobody has.
///
/// # Errors
/// Where the store cannot be read.
pub async fn setting_of(session: &Session, key: &str) -> anyhow::Result<(StepSetting, i64)> {
    let kept = lines::get::<StepSetting>(session, key).await?;
    let before = lines::history::<StepSetting>(session, Some(key)).await?.last().map_or(0, |own| own.seq);
    Ok((kept.map(|own| own.line).unwrap_or_default(), before))
}

/// Every tick of a step, the oldest first; `None` where it was taken back.
///
/// # Errors
/// Where the store cannot be read.
pub async fn ticks_of(session: &Session, key: &str) -> anyhow::Result<Vec<Kept<Option<StepDone>>>> {
    let start = format!("{key} ");
    let mut all = lines::history::<StepDone>(session, None).await?;
    all.retain(|own| own.name.starts_with(&start));
    Ok(all)
}

/// The step of a key.
///
/// # Errors
/// Where there is none.
pub fn step(key: &str) -> anyhow::Result<&'static Step> {
    match STEPS.iter().find(|step| step.key == key) {
        Some(step) => Ok(step),
        None => Err(store::StoreError::NotFound(
            "Der er intet trin med det navn. Se trinnene under Årets gang.".to_owned(),
        )
        .into()),
    }
}

/// Own dates as typed; `None` where they are none.
fn own_dates(step: &Step, text: &str) -> Option<Vec<(u32, u32)>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let dates: Option<Vec<(u32, u32)>> = parts
        .map(|part| {
            if step.is_monthly() {
                let day: u32 = part.parse().ok()?;
                return (1..=28).contains(&day).then_some((0, day));
            }
            let (day, month) = part.split_once('-')?;
            let (day, month): (u32, u32) = (day.parse().ok()?, month.parse().ok()?);
            ((1..=12).contains(&month) && day >= 1 && day <= days_in_month(2024, month))
                .then_some((month, day))
        })
        .collect();
    dates.filter(|dates| !dates.is_empty() && (dates.len() == 1 || !step.is_monthly()))
}

/// The last day on which a step of the month is in time, by the project's table.
fn due_in(due: Due, month: Month, answers: u8) -> Day {
    let first = month.first();
    let day = |of_month: u8| Day(first.0 + i32::from(of_month) - 1);
    match due {
        Due::Workday(number) => workdays(month).nth(usize::from(number) - 1).unwrap_or(first),
        Due::WorkdayFromEnd(number) => {
            let all: Vec<Day> = workdays(month).collect();
            all[all.len().saturating_sub(usize::from(number))]
        }
        Due::Day(of_month) => day(of_month),
        Due::Answers => day(answers),
        // Where no source has a day, the extracts are awaited on the third.
        Due::Sources => day(3),
        Due::Dates(_) => first,
    }
}

/// Monday to Friday; holidays are not taken out.
fn workdays(month: Month) -> impl Iterator<Item = Day> {
    let period = month.period();
    // The first day of 1970 was a Thursday.
    (period.from.0..period.until.0).map(Day).filter(|day| (day.0 + 3).rem_euclid(7) < 5)
}

#[cfg(test)]
mod tests;
