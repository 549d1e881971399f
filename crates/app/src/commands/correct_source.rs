//! Rettelsesark: what is to be put right in a system, in that system's own words, sent as a sheet that the next extract
//! ticks off.
//!
//! Invariant: where the data do not say what is right, both sides are shown and nothing is guessed. Nobody ticks a line
//! off: what became of it is read from the list of deviations.

use crate::commands::basis_correction::number;
use crate::commands::list_items::Target;
use crate::current::{BoardItem, Current};
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use crate::settings;
use anyhow::bail;
use domain::calendar::{Day, Period};
use domain::deviation::{Deviation, Duty, RuleCode, Side};
use domain::landscape::Attribute;
use domain::message::{causes_in_words, claiming, decimal};
use domain::work_item::{ClosedBy, Item, ItemId, Status};
use report::control_report::ControlReport;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lines of a sheet, at most: more than anybody types before the next extract.
pub const LINES_MAX: usize = 500;

/// Rows whose days a line tells, at most.
const ROWS_TOLD: usize = 3;

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What stands there: in the system that is put right.
    pub from: String,
    /// What it is to be; where that cannot be said, what the other side has.
    pub to: String,
    /// It cannot be said which side is right.
    pub clarify: bool,
    /// The probable cause; empty where none is known.
    pub hint: String,
    /// The row as its system knows it: service and provider; empty where the system has none.
    pub row: String,
}

/// A run's words, made once a page.
pub struct Reports<'c> {
    current: &'c Current,
    reports: Vec<Option<ControlReport<'c>>>,
}

/// True where somebody has something to put right or to clarify about it.
#[must_use]
pub fn is_to_correct(item: &Item) -> bool {
    item.standing.status.is_work() && item.sighting.duty != Duty::TilOrientering
}

impl<'c> Reports<'c> {
    /// Of the newest runs.
    #[must_use]
    pub fn of(current: &'c Current) -> Reports<'c> {
        let reports = current.controls.iter().map(|control| control.ran.as_ref().map(|ran| ran.report()));
        Reports { current, reports: reports.collect() }
    }

    /// What is asked of an item.
    #[must_use]
    pub fn ask(&self, own: &BoardItem) -> Ask {
        let told = self.current.deviation(own);
        let report = own.control.and_then(|at| self.reports[at].as_ref());
        let (Some((_, deviation)), Some(report)) = (told, report) else {
            let days = in_words(own.listed.item.sighting.period);
            return Ask {
                from: format!("{}: {days}", own.target.field),
                to: "den seneste kontrol nåede ikke dagene".to_owned(),
                clarify: true,
                hint: String::new(),
                row: String::new(),
            };
        };
        let at = side_of_target(own, report);
        let mut ask = asked(deviation, report, at);
        if ask.from.is_empty() {
            ask.from = self.days_of_rows(own, deviation, report, at);
        }
        ask.hint = causes(deviation, report);
        ask.row = self.row(own, deviation, report, at);
        ask
    }

    /// What is asked of an item now, with the days that its control looks at.
    #[must_use]
    pub fn now(&self, own: &BoardItem) -> (Ask, Option<Period>) {
        let report = own.control.and_then(|at| self.reports[at].as_ref());
        (self.ask(own), report.map(|report| report.control.window))
    }

    /// The rows' own days in the system that is put right.
    fn days_of_rows(
        &self,
        own: &BoardItem,
        deviation: &Deviation,
        report: &ControlReport<'_>,
        at: Side,
    ) -> String {
        let side = deviation.within.unwrap_or(at);
        let source = &report.systems[side.index()].name;
        let citizen = own.listed.item.key.citizen;
        let rows = &deviation.rows[side.index()];
        let told = rows.iter().take(ROWS_TOLD).filter_map(|place| {
            let row = self.current.directory.row_at(citizen, source, (place.file, place.row))?;
            Some(format!("række {}: {}", place.row, in_words(row.period)))
        });
        let mut told: Vec<String> = told.collect();
        if told.is_empty() {
            return in_words(deviation.period);
        }
        if rows.len() > ROWS_TOLD {
            told.push(format!("og {} rækker mere", rows.len() - ROWS_TOLD));
        }
        told.join("; ")
    }

    /// Service and provider of the row in the system that is put right; of the other one where it has none.
    fn row(&self, own: &BoardItem, deviation: &Deviation, report: &ControlReport<'_>, at: Side) -> String {
        for side in [at, at.other()] {
            let Some(place) = deviation.rows[side.index()].first() else { continue };
            let source = &report.systems[side.index()].name;
            let citizen = own.listed.item.key.citizen;
            let Some(row) = self.current.directory.row_at(citizen, source, (place.file, place.row)) else {
                continue;
            };
            let words: Vec<&str> =
                [row.service, row.provider].into_iter().filter(|word| !word.is_empty()).collect();
            let words = words.join(", ");
            return if side == at {
                words
            } else {
                format!("i {}: {words}", report.systems[side.index()].title)
            };
        }
        String::new()
    }
}

/// The side of the system that is put right.
fn side_of_target(own: &BoardItem, report: &ControlReport<'_>) -> Side {
    if report.systems[0].name == own.target.source { Side::One } else { Side::Two }
}

fn causes(deviation: &Deviation, report: &ControlReport<'_>) -> String {
    // Another citizen's id is shown on the deviation's own page alone.
    let Some(first) = deviation.causes.first() else { return String::new() };
    match first {
        domain::deviation::Cause::AndetNummer(_) => domain::causes::help(first).0.to_owned(),
        _ => causes_in_words(&Deviation { causes: vec![*first], ..deviation.clone() }, report.law),
    }
}

fn asked(deviation: &Deviation, report: &ControlReport<'_>, at: Side) -> Ask {
    let ask = |from: String, to: String, clarify: bool| Ask {
        from,
        to,
        clarify,
        hint: String::new(),
        row: String::new(),
    };
    let title = |side: Side| report.systems[side.index()].title.as_str();
    match (deviation.attribute, deviation.question, deviation.within) {
        (Some(attribute), ..) => {
            let shown = |side: Side| values(deviation, attribute, side, report);
            let here_is_empty = deviation.values[at.index()].is_empty();
            let there_is_empty = deviation.values[at.other().index()].is_empty();
            // Only an empty field says by itself that it is the one to be filled in.
            if here_is_empty && !there_is_empty && deviation.causes.is_empty() {
                ask("tomt".to_owned(), shown(at.other()), false)
            } else {
                ask(shown(at), format!("{} i {}", shown(at.other()), title(at.other())), true)
            }
        }
        (None, Some(question), None) => days(deviation, question, report, at, ask),
        (None, _, _) if deviation.rule.is_about_payments() => {
            let name = domain::rules::rule(deviation.rule).name;
            let kroner = deviation.oere.map_or_else(
                || "ukendt beløb".to_owned(),
                |oere| format!("{} kr.", report::danish::kroner(oere)),
            );
            ask(
                format!("{name}: {kroner}, {}", in_words(deviation.period)),
                inside(deviation).to_owned(),
                true,
            )
        }
        _ => match deviation.rule {
            RuleCode::DobbeltRaekke => {
                let side = deviation.within.unwrap_or(at);
                ask(format!("{} ens rækker", deviation.rows[side.index()].len()), "1 række".to_owned(), false)
            }
            RuleCode::MaalgruppeMangler
            | RuleCode::OpholdUdenAdresse
            | RuleCode::SagsbehandlerMangler
            | RuleCode::NyUdenOplysning
            | RuleCode::OphoertUdenAarsag => {
                ask(lacking(deviation.rule).to_owned(), inside(deviation).to_owned(), false)
            }
            RuleCode::UdloebetTakst | RuleCode::IndividuelTakstGammel | RuleCode::ToProcenter => {
                ask(lacking(deviation.rule).to_owned(), inside(deviation).to_owned(), true)
            }
            // The rows' own days, which the directory knows.
            _ => ask(String::new(), inside(deviation).to_owned(), true),
        },
    }
}

/// What stands in a field that has to be filled in or renewed.
fn lacking(rule: RuleCode) -> &'static str {
    match rule {
        RuleCode::MaalgruppeMangler => "målgruppe: tom",
        RuleCode::OpholdUdenAdresse => "P-nummer og adresse: tomme",
        RuleCode::SagsbehandlerMangler => "sagsbehandler: tom eller ikke aktiv",
        RuleCode::NyUdenOplysning => "tilgangsårsag eller udredning: tom",
        RuleCode::OphoertUdenAarsag => "afgangsårsag: tom",
        RuleCode::ToProcenter => "både afregnings- og belægningsprocent er under 100",
        _ => "takst fra et tidligere år",
    }
}

/// What a rule inside one system, or about payments, asks for.
fn inside(deviation: &Deviation) -> &'static str {
    match deviation.rule {
        RuleCode::MaalgruppeMangler => "vælg en målgruppe",
        RuleCode::OpholdUdenAdresse => "udfyld P-nummer eller adresse",
        RuleCode::SagsbehandlerMangler => "vælg en aktiv sagsbehandler",
        RuleCode::NyUdenOplysning => "udfyld det, der mangler",
        RuleCode::OphoertUdenAarsag => "vælg en afgangsårsag",
        RuleCode::UkendtKode => "vælg en kode, der findes",
        RuleCode::Overlap => "kun én række ad gangen",
        RuleCode::UdelukkerHinanden => "kun den ene ydelse på de samme dage",
        RuleCode::EfterDoed => "slut på dødsdagen",
        RuleCode::UnderAlder => "alder eller paragraf",
        RuleCode::UsaedvanligDagspris => "bekræft prisen, eller ret den",
        RuleCode::UdloebetTakst | RuleCode::IndividuelTakstGammel => "årets takst",
        RuleCode::ToProcenter => "bekræft begge, eller ret den ene",
        RuleCode::TillaegUdenHoved => "opret hovedydelsen, eller afslut tillægget",
        RuleCode::KontoAndenParagraf => "ompostér, eller ret paragraffen",
        RuleCode::BetaltAndenLeverandoer => "ret leverandøren, eller betalingen",
        RuleCode::SammeRegning => "én af regningerne",
        RuleCode::BevilgetUdenBetaling => "betal, eller afslut bevillingen",
        RuleCode::BetaltOver | RuleCode::BetaltUnder => "det bevilgede, eller en ny bevilling",
        RuleCode::BetaltEfterDoed
        | RuleCode::BetaltEfterSlut
        | RuleCode::BetaltUdenBevilling
        | RuleCode::BetaltTrodsNej => "stop betalingen, eller ret bevillingen",
        _ => "se rækkerne på afvigelsen",
    }
}

/// First and last day in words.
fn in_words(period: Period) -> String {
    let from = if period.from > Day::FIRST { period.from.danish() } else { "uden startdato".to_owned() };
    if period.is_open() {
        return format!("{from} uden slutdato");
    }
    if period.days() == 1 { from } else { format!("{from} til {}", period.last_day().danish()) }
}

/// Days that only one system has.
fn days(
    deviation: &Deviation,
    question: u8,
    report: &ControlReport<'_>,
    at: Side,
    ask: impl Fn(String, String, bool) -> Ask,
) -> Ask {
    let period = deviation.period;
    let days = in_words(period);
    let has = claiming(Some(question));
    let other = &report.systems[at.other().index()].title;
    let certain = question <= 2 && deviation.duty == Duty::SkalRettes && deviation.causes.is_empty();
    match (has == at, certain) {
        // The system that is put right lacks the citizen on the paragraph.
        (false, true) => ask("ingen dage".to_owned(), days, false),
        (false, false) => ask("ingen af dagene".to_owned(), format!("{days} i {other}"), true),
        (true, _) => ask(days, format!("ingen af dagene i {other}"), true),
    }
}

fn values(deviation: &Deviation, attribute: Attribute, side: Side, report: &ControlReport<'_>) -> String {
    let text = |value: &String| match attribute {
        Attribute::Leverandoer => report.providers.get(value).cloned().unwrap_or_else(|| value.clone()),
        Attribute::Timer => decimal::quantity(value),
        Attribute::Pris => decimal::price(value),
        _ => value.clone(),
    };
    let all: Vec<String> = deviation.values[side.index()].iter().map(text).collect();
    if all.is_empty() { "tomt".to_owned() } else { all.join(" og ") }
}

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
    fn an_open_end_is_said() {
        let open = Period { until: Day::OPEN, ..days("2025-01-01", "2025-01-02") };
        assert_eq!(in_words(open), "01-01-2025 uden slutdato");
        assert_eq!(in_words(days("2025-01-01", "2025-01-01")), "01-01-2025");
    }

    #[test]
    fn a_number_of_a_place_is_not_kept() {
        let kept = without_numbers(SentLine { til: "1003456789 i Nexus".to_owned(), ..SentLine::default() });
        assert!(!kept.til.contains("1003456789") && kept.til.contains("se afvigelsen"), "{}", kept.til);
    }
}
