//! Rettelsesark: what is to be put right in a system, in that system's own words, sent as a sheet that the next extract
//! ticks off.
//!
//! Invariant: where the data do not say what is right, both sides are shown and nothing is guessed. Nobody ticks a line
//! off: what became of it is read from the list of deviations.

mod sheets;
mod words;

use crate::current::{BoardItem, Current};
use domain::calendar::Period;
use domain::deviation::{Deviation, Duty, RuleCode, Side};
use domain::landscape::Attribute;
use domain::message::{causes_in_words, claiming, decimal};
use domain::work_item::Item;
use report::control_report::ControlReport;
pub use sheets::{
    LINES_MAX, SentLine, SentSheet, Tick, deadline, on_sheets, regret_sheet, send_sheet, sent_line, sheets,
    tick,
};
use words::{in_words, inside, lacking};

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
