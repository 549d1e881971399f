//! Sheets that are sent, and what became of each line.
//!
//! Invariant: a kept sheet names deviations, never citizens, and no text of it reads as a person's number.

use super::Ask;
use crate::commands::basis_correction::number;
use crate::commands::list_items::Target;
use crate::current::{BoardItem, Current};
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use crate::settings;
use anyhow::bail;
use domain::calendar::{Day, Period};
use domain::work_item::{ClosedBy, ItemId, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lines of a sheet, at most: more than anybody types before the next extract.
pub const LINES_MAX: usize = 500;

/// A sheet that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentSheet {
    /// The source.
    pub system: String,
    /// Its title.
    pub titel: String,
    /// To whom.
    pub hvem: String,
    /// The day on which it was sent.
    pub sendt: String,
    /// The day on which it is to be typed.
    pub frist: String,
    /// A word along with it.
    pub besked: String,
    /// The lines.
    pub linjer: Vec<SentLine>,
    /// Somebody has taken the sheet back.
    pub fortrudt: bool,
}

/// A line of a sheet as it was sent. Whom it is about is the deviation's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentLine {
    /// `A-` and six characters.
    pub afvigelse: String,
    /// The screen.
    pub sted: String,
    /// The field.
    pub felt: String,
    /// What stood there.
    pub fra: String,
    /// What it is to be, or what the other side has.
    pub til: String,
    /// It was to be clarified.
    pub afklar: bool,
    /// First and last day of the deviation.
    pub dage: [String; 2],
    /// The row as its system knows it.
    pub raekke: String,
}

impl Line for SentSheet {
    const KIND: &'static str = "rettelsesark";
}

impl SentSheet {
    /// The deadline.
    #[must_use]
    pub fn deadline(&self) -> Option<Day> {
        Day::parse(&self.frist)
    }
}

/// When a correction in a source is to be typed: the day of its next extract, else as the setting says.
///
/// # Errors
/// Where the store cannot be read.
pub async fn deadline(session: &Session, current: &Current, source: &str, today: Day) -> anyhow::Result<Day> {
    let arrival = current.arrivals.iter().find(|arrival| arrival.source == source);
    if let Some(day) = arrival.and_then(|arrival| arrival.expected(today)) {
        return Ok(day);
    }
    let days = settings::value(session, &settings::CORRECTION_DAYS).await?;
    Ok(Day(today.0 + i32::try_from(days).unwrap_or(0)))
}

/// Keeps a sheet. Gives its number.
///
/// # Errors
/// Where there are no lines, or more than anybody types. Then nothing is kept.
pub async fn send_sheet(session: &Session, sheet: SentSheet) -> anyhow::Result<u32> {
    if sheet.linjer.is_empty() {
        bail!("Der er ingen rettelser at sende. Intet er sendt.");
    }
    if sheet.linjer.len() > LINES_MAX {
        bail!("Et ark kan højst have {LINES_MAX} rettelser. Vælg en paragraf ad gangen. Intet er sendt.");
    }
    let all = lines::history::<SentSheet>(session, None).await?;
    let next = all.iter().map(|kept| number(&kept.name)).max().unwrap_or(0) + 1;
    let line = SentSheet { linjer: sheet.linjer.into_iter().map(without_numbers).collect(), ..sheet };
    let new = NewLine {
        name: next.to_string(),
        line: Some(line),
        citizen: None,
        reason: String::new(),
        before: Some(0),
    };
    lines::save(session, &[new]).await?;
    Ok(next)
}

/// A P-number may read as a person's number; a kept line does without.
fn without_numbers(line: SentLine) -> SentLine {
    let plain = |text: String| {
        if !ingest::hides_a_number(&text) {
            return text;
        }
        let hidden: String = text.chars().map(|c| if c.is_ascii_digit() { '·' } else { c }).collect();
        format!("{hidden} (se afvigelsen)")
    };
    SentLine { fra: plain(line.fra), til: plain(line.til), raekke: plain(line.raekke), ..line }
}

/// Takes a sheet back: its lines are no longer asked for.
///
/// # Errors
/// Where there is none, no reason is given, or somebody has changed it since.
pub async fn regret_sheet(session: &Session, number: u32, before: i64, reason: &str) -> anyhow::Result<()> {
    let name = number.to_string();
    let Some(kept) = lines::get::<SentSheet>(session, &name).await? else {
        bail!("Der er intet ark {number}.");
    };
    if reason.trim().is_empty() {
        bail!("Skriv, hvorfor arket fortrydes. Intet er ændret.");
    }
    let line = SentSheet { fortrudt: true, ..kept.line };
    let new =
        NewLine { name, line: Some(line), citizen: None, reason: reason.to_owned(), before: Some(before) };
    lines::save(session, &[new]).await
}

/// The sheets, the newest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn sheets(session: &Session) -> anyhow::Result<Vec<Kept<SentSheet>>> {
    let mut all = lines::newest::<SentSheet>(session).await?;
    all.sort_by_key(|kept| std::cmp::Reverse(number(&kept.name)));
    Ok(all)
}

/// The newest sheet that each deviation stands on; those taken back are none.
#[must_use]
pub fn on_sheets(sheets: &[Kept<SentSheet>]) -> BTreeMap<ItemId, u32> {
    let mut out = BTreeMap::new();
    for kept in sheets.iter().rev().filter(|kept| !kept.line.fortrudt) {
        let items = kept.line.linjer.iter().filter_map(|line| ItemId::parse(&line.afvigelse));
        out.extend(items.map(|item| (item, number(&kept.name))));
    }
    out
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tick {
    /// It stands, and should have been typed.
    Late,
    /// It stands.
    Stands,
    /// It stands otherwise: what is asked for now.
    Changed,
    /// The data no longer have it, since the basis of a day.
    Corrected(Day),
    /// Nobody is to type it any more, and why.
    Regretted(String),
}

impl Tick {
    /// The word of addresses and files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Tick::Late => "forsinket",
            Tick::Stands => "staar",
            Tick::Changed => "aendret",
            Tick::Corrected(_) => "rettet",
            Tick::Regretted(_) => "fortrudt",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(&self) -> &'static str {
        match self {
            Tick::Late => "Forsinket",
            Tick::Stands => "Står endnu",
            Tick::Changed => "Ændret",
            Tick::Corrected(_) => "Rettet i data",
            Tick::Regretted(_) => "Fortrudt",
        }
    }

    /// True where somebody still has something to type.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Tick::Late | Tick::Stands | Tick::Changed)
    }
}

/// What became of a line of a sheet; `own` is its deviation, `now` what is asked for now where it stands, with the days
/// that its control looks at.
#[must_use]
pub fn tick(
    sheet: &SentSheet,
    line: &SentLine,
    own: &Arc<BoardItem>,
    now: Option<&(Ask, Option<Period>)>,
    today: Day,
) -> Tick {
    let standing = &own.listed.item.standing;
    match standing.status {
        // Corrected first: a sheet taken back afterwards does not undo what was typed.
        Status::Closed(ClosedBy::Data) if !standing.goes_on => {
            Tick::Corrected(standing.ended.unwrap_or(own.listed.item.last.day))
        }
        Status::Closed(ClosedBy::Data) => Tick::Regretted("en anden regel har dagene nu".to_owned()),
        Status::Closed(by) => Tick::Regretted(by.text().to_owned()),
        Status::Merged(into) => Tick::Regretted(format!("lagt sammen med {into}")),
        Status::Accepted | Status::CannotBeCorrected => {
            let why = if standing.reason.is_empty() { "" } else { ": " };
            Tick::Regretted(format!("{}{why}{}", standing.status.text().to_lowercase(), standing.reason))
        }
        _ if sheet.fortrudt => Tick::Regretted("arket er taget tilbage".to_owned()),
        _ => {
            let window = now.and_then(|(_, window)| *window);
            let same = same_days(line, own.listed.item.sighting.period, window)
                && now
                    .is_none_or(|(ask, _)| own.listed.item.key.attribute.is_none() || same_values(line, ask));
            match (same, sheet.deadline().is_some_and(|deadline| deadline < today)) {
                (false, _) => Tick::Changed,
                (true, true) => Tick::Late,
                (true, false) => Tick::Stands,
            }
        }
    }
}

/// True where the days are as they were, but for what a later extract always moves: the window's first day, and one more
/// month of the same.
fn same_days(line: &SentLine, now: Period, window: Option<Period>) -> bool {
    let [Some(first), Some(last)] = line.dage.each_ref().map(|day| Day::parse(day)) else { return false };
    let begins = first == now.from || window.is_some_and(|w| now.from == w.from && first < now.from);
    let ends =
        last == now.last_day() || window.is_some_and(|w| now.until == w.until && last < now.last_day());
    begins && ends
}

fn same_values(line: &SentLine, ask: &Ask) -> bool {
    let now = without_numbers(SentLine { fra: ask.from.clone(), til: ask.to.clone(), ..SentLine::default() });
    (now.fra, now.til) == (line.fra.clone(), line.til.clone())
}

/// A line as it is kept.
#[must_use]
pub fn sent_line(own: &BoardItem, target: &Target, ask: &Ask) -> SentLine {
    let item = &own.listed.item;
    SentLine {
        afvigelse: item.id.to_string(),
        sted: target.place.clone(),
        felt: target.field.clone(),
        fra: ask.from.clone(),
        til: ask.to.clone(),
        afklar: ask.clarify,
        dage: [item.sighting.period.from.iso(), item.sighting.period.last_day().iso()],
        raekke: ask.row.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(first: &str, last: &str) -> SentLine {
        SentLine { dage: [first.to_owned(), last.to_owned()], ..SentLine::default() }
    }

    fn days(first: &str, last: &str) -> Period {
        let day = |text| Day::parse(text).expect("en dag");
        Period::from_included(day(first), day(last)).expect("dage")
    }

    #[test]
    fn a_moved_window_and_one_more_month_change_nothing() {
        let window = Some(days("2024-03-01", "2026-02-28"));
        let sent = line("2024-02-01", "2026-01-31");
        assert!(same_days(&sent, days("2024-03-01", "2026-02-28"), window));
        assert!(!same_days(&sent, days("2024-03-01", "2026-02-10"), window), "rettet noget af det");
        assert!(!same_days(&sent, days("2024-05-01", "2026-02-28"), window), "rettet noget af det");
        assert!(same_days(&line("2025-05-01", "2025-06-01"), days("2025-05-01", "2025-06-01"), None));
    }

    #[test]
    fn a_number_of_a_place_is_not_kept() {
        let number = ["010101", "1234"].concat();
        let kept = without_numbers(SentLine { til: format!("{number} i Nexus"), ..SentLine::default() });
        assert!(!kept.til.contains(&number) && kept.til.contains("se afvigelsen"), "{}", kept.til);
    }
}
