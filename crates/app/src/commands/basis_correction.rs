//! Korrektion til grundlag: what people know before the systems do, as a named line beside a figure, never inside it.
//!
//! Invariant: what a correction is (in force, fallen away, run out, taken back) is computed from the data and the day,
//! never typed. One that has fallen away or run out counts nowhere.

use crate::current::Current;
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use anyhow::bail;
use domain::amount::Oere;
use domain::calendar::{Day, Period};
use domain::observation::{Role, Standing};
use domain::periods::Periods;
use domain::person::CitizenId;
use domain::work_item::{ClosedBy, ItemId, Status};
use serde::{Deserialize, Serialize};

/// Days that a correction may hold, at most: twelve months.
pub const LONGEST_DAYS: i32 = 366;

/// A correction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The source whose figure it is laid beside.
    pub system: String,
    /// The paragraph as written.
    pub paragraf: String,
    /// First day.
    pub fra: String,
    /// Last day.
    pub til: String,
    /// Full-year persons in hundredths, with sign.
    pub aarsvaerk: Option<i64>,
    /// Kroner in øre, with sign.
    pub oere: Option<i64>,
    /// Why.
    pub hvorfor: String,
    /// Who answers for it: a user's name or a team.
    pub ejer: String,
    /// The last day on which it holds.
    pub udloeber: String,
    /// The deviation that it belongs to; empty for none.
    pub afvigelse: String,
    /// Somebody has taken it back.
    pub taget_tilbage: bool,
}

impl Line for Correction {
    const KIND: &'static str = "korrektion";
}

impl Correction {
    /// The days.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        Period::from_included(Day::parse(&self.fra)?, Day::parse(&self.til)?)
    }

    /// The last day on which it holds.
    #[must_use]
    pub fn expires(&self) -> Option<Day> {
        Day::parse(&self.udloeber)
    }

    /// True where it takes something out of the figure.
    fn takes_out(&self) -> bool {
        self.aarsvaerk.or(self.oere).is_some_and(|amount| amount < 0)
    }
}

/// What a correction is now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It ran out, and the data do not agree yet.
    RunOut,
    /// It holds.
    InForce,
    /// The data agree: the day of the basis, and how they came to.
    Agreed(Day, String),
    /// Somebody has taken it back.
    TakenBack,
}

impl State {
    /// The word of addresses and files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            State::RunOut => "udloebet",
            State::InForce => "gaelder",
            State::Agreed(..) => "faldet_bort",
            State::TakenBack => "taget_tilbage",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(&self) -> &'static str {
        match self {
            State::RunOut => "Udløbet",
            State::InForce => "Gælder",
            State::Agreed(..) => "Faldet bort",
            State::TakenBack => "Taget tilbage",
        }
    }
}

/// A correction with what it is now.
#[derive(Clone, Debug)]
pub struct StandingCorrection {
    /// The line.
    pub kept: Kept<Correction>,
    /// What it is.
    pub state: State,
    /// Whom it is about, by the id of now.
    pub citizen: Option<CitizenId>,
}

impl StandingCorrection {
    /// True where it is laid beside the figure.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.state == State::InForce
    }

    /// Its kroner; none where it has none.
    #[must_use]
    pub fn oere(&self) -> Oere {
        Oere(self.kept.line.oere.unwrap_or(0))
    }

    /// Its full-year persons in hundredths.
    #[must_use]
    pub fn hundredths(&self) -> i64 {
        self.kept.line.aarsvaerk.unwrap_or(0)
    }
}

/// All corrections: those that ran out first, then those in force, then the others; the newest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn corrections(
    session: &Session,
    current: &Current,
    today: Day,
) -> anyhow::Result<Vec<StandingCorrection>> {
    let mut out = Vec::new();
    for kept in lines::newest::<Correction>(session).await? {
        let citizen = kept.citizen.map(|id| now(current, id));
        let state = state(session, current, &kept.line, citizen, today)?;
        out.push(StandingCorrection { kept, state, citizen });
    }
    let order = |own: &StandingCorrection| match own.state {
        State::RunOut => 0,
        State::InForce => 1,
        State::Agreed(..) => 2,
        State::TakenBack => 3,
    };
    out.sort_by_key(|own| (order(own), std::cmp::Reverse(number(&own.kept.name))));
    Ok(out)
}

/// The number of a correction's or a sheet's name.
#[must_use]
pub fn number(name: &str) -> u32 {
    name.parse().unwrap_or(0)
}

fn now(current: &Current, citizen: CitizenId) -> CitizenId {
    let merged = current.basis.as_ref().and_then(|content| content.merged.get(&citizen).copied());
    merged.unwrap_or(citizen)
}

fn state(
    session: &Session,
    current: &Current,
    line: &Correction,
    citizen: Option<CitizenId>,
    today: Day,
) -> anyhow::Result<State> {
    if line.taget_tilbage {
        return Ok(State::TakenBack);
    }
    if let Some(id) = ItemId::parse(&line.afvigelse) {
        if let Some(agreed) = agreed_by_item(current, id) {
            return Ok(agreed);
        }
    } else if let (Some(citizen), Some(period)) = (citizen, line.period())
        && let Some(agreed) = agreed_by_rows(session, current, line, citizen, period)?
    {
        return Ok(agreed);
    }
    let over = line.expires().is_none_or(|last| last < today);
    Ok(if over { State::RunOut } else { State::InForce })
}

/// Its deviation is closed: by data, or because a change of rules or language took it away.
fn agreed_by_item(current: &Current, id: ItemId) -> Option<State> {
    let mut item = current.item_of_anybody(id)?;
    // Merged items lead on; a chain is short.
    for _ in 0..8 {
        match item.listed.item.standing.status {
            Status::Merged(into) => item = current.item_of_anybody(into)?,
            Status::Closed(by) => {
                let standing = &item.listed.item.standing;
                let day = standing.ended.unwrap_or(item.listed.item.last.day);
                let how = match by {
                    ClosedBy::Data if standing.goes_on => {
                        return None;
                    }
                    ClosedBy::Data => "udtrækket er enigt".to_owned(),
                    by => format!("afvigelsen er lukket: {}", by.text()),
                };
                return Some(State::Agreed(day, how));
            }
            _ => return None,
        }
    }
    None
}

/// Without a deviation: both systems of the control claim the days, or none does where it takes something out.
fn agreed_by_rows(
    session: &Session,
    current: &Current,
    line: &Correction,
    citizen: CitizenId,
    period: Period,
) -> anyhow::Result<Option<State>> {
    let Some(content) = current.basis.as_deref() else { return Ok(None) };
    let control = current.controls.iter().find(|control| {
        let question = &control.shown.question;
        question.system_1 == line.system || question.system_2 == line.system
    });
    let Some(control) = control else { return Ok(None) };
    let told = crate::commands::explain_citizen::explain_with(session, content, citizen)?;
    let claimed = |source: &str| {
        let own = told.strips.iter().filter(|strip| {
            strip.at.source == source
                && strip.role == Role::Main
                && strip.standing == Standing::Counts
                && strip.paragraf.is_some_and(|id| content.law.paragraf(id).written == line.paragraf)
        });
        Periods::union_of(own.map(|strip| strip.period)).within(period).days()
    };
    let question = &control.shown.question;
    let wanted = if line.takes_out() { 0 } else { period.days() };
    let agrees = [&question.system_1, &question.system_2].into_iter().all(|name| claimed(name) == wanted);
    let day = content.shown.imports.iter().filter_map(|import| import.facts.extracted).max();
    Ok(agrees.then(|| State::Agreed(day.unwrap_or(current.today), "udtrækket er enigt".to_owned())))
}

/// What is to be said of a correction.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// What it says.
    pub line: Correction,
    /// Whom it is about.
    pub citizen: Option<CitizenId>,
}

/// Lays a correction beside the figure. Gives its number.
///
/// # Errors
/// Where something is lacking, or a text has something like a number of a person. Then nothing is saved.
pub async fn correct_basis(session: &Session, new: NewCorrection, today: Day) -> anyhow::Result<u32> {
    let line = new.line;
    if line.period().is_none() {
        bail!("Skriv første og sidste dag; den første må ikke ligge efter den sidste. Intet er gemt.");
    }
    if line.aarsvaerk.unwrap_or(0) == 0 && line.oere.unwrap_or(0) == 0 {
        bail!("Skriv helårspersoner, kroner eller begge, med minus hvis noget skal ud. Intet er gemt.");
    }
    if line.hvorfor.trim().is_empty() {
        bail!("Skriv, hvorfor tallet skal korrigeres. Intet er gemt.");
    }
    if line.ejer.trim().is_empty() {
        bail!("Skriv, hvem der ejer korrektionen. Intet er gemt.");
    }
    match line.expires() {
        None => bail!("Skriv den sidste dag, korrektionen må gælde. Intet er gemt."),
        Some(last) if last < today => {
            bail!("{} er gået. Vælg en dag, der ikke er. Intet er gemt.", last.danish())
        }
        Some(last) if last.0 > today.0 + LONGEST_DAYS => {
            bail!(
                "En korrektion må højst gælde i 12 måneder. Vælg en dag før {}. Intet er gemt.",
                last.danish()
            )
        }
        Some(_) => {}
    }
    let all = lines::history::<Correction>(session, None).await?;
    let number = all.iter().map(|kept| number(&kept.name)).max().unwrap_or(0) + 1;
    let saved = NewLine {
        name: number.to_string(),
        reason: line.hvorfor.trim().to_owned(),
        line: Some(line),
        citizen: new.citizen,
        before: Some(0),
    };
    lines::save(session, &[saved]).await?;
    Ok(number)
}

/// Takes a correction back, as it was seen.
///
/// # Errors
/// Where there is none, no reason is given, or somebody has changed it since.
pub async fn take_back(session: &Session, number: u32, before: i64, reason: &str) -> anyhow::Result<()> {
    let name = number.to_string();
    let Some(kept) = lines::get::<Correction>(session, &name).await? else {
        bail!("Der er ingen korrektion {number}.");
    };
    if reason.trim().is_empty() {
        bail!("Skriv, hvorfor korrektionen tages tilbage. Intet er ændret.");
    }
    let line = Correction { taget_tilbage: true, ..kept.line };
    let saved = NewLine {
        name,
        line: Some(line),
        citizen: kept.citizen,
        reason: reason.to_owned(),
        before: Some(before),
    };
    lines::save(session, &[saved]).await
}

/// What was said of a correction, the oldest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn correction_history(
    session: &Session,
    number: u32,
) -> anyhow::Result<Vec<Kept<Option<Correction>>>> {
    lines::history::<Correction>(session, Some(&number.to_string())).await
}
