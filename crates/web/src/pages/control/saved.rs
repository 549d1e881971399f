//! The saved controls: what each asks, when it ran, when it is to run.

use super::form::paragraffer;
use super::path;
use crate::query::address;
use crate::visit::Visit;
use app::access::Right;
use app::current::{ControlNow, Current};
use app::edge::local_time;
use domain::work_item::{Rhythm, Span};

/// A saved control.
pub(super) struct SavedRow {
    /// Its name.
    pub(super) name: String,
    /// Its figures.
    pub(super) href: String,
    /// What it asks, in words.
    pub(super) question: String,
    /// "hver måned den 5."
    pub(super) rhythm: String,
    /// The day of the newest run's basis, and when it ran.
    pub(super) newest: String,
    /// When it is to run.
    pub(super) state: String,
    /// The badge's colour.
    pub(super) key: &'static str,
    /// Where it is run.
    pub(super) run: String,
    /// Where it runs just now; else empty.
    pub(super) running: String,
    /// Where it is changed; empty for those who may not.
    pub(super) change: String,
    /// It is to be run.
    pub(super) waits: bool,
}

pub(super) fn saved_rows(visit: &Visit, current: &Current) -> Vec<SavedRow> {
    current.controls.iter().map(|control| row(visit, current, control)).collect()
}

fn row(visit: &Visit, current: &Current, control: &ControlNow) -> SavedRow {
    let (shown, question) = (&control.shown, &control.shown.question);
    let window = match question.span {
        Span::Fixed(days) => format!("{} - {}", days.from.danish(), days.last_day().danish()),
        Span::LastMonths(1) => "den seneste måned".to_owned(),
        Span::LastMonths(months) => format!("de seneste {months} måneder"),
    };
    let newest = control.newest.as_ref();
    let behind = match (newest, current.basis.as_deref()) {
        (Some(run), Some(content)) => run.basis != content.shown.basis.id,
        _ => false,
    };
    let (state, key, waits) = match (newest, shown.next) {
        (None, _) => ("Aldrig kørt".to_owned(), "warning", true),
        (Some(_), _) if behind => ("Nyt grundlag: kør den".to_owned(), "warning", true),
        (Some(_), Some(day)) if day <= visit.day() => {
            (format!("Skulle køre {}", day.danish()), "warning", true)
        }
        (Some(_), Some(day)) => (format!("Næste {}", day.danish()), "none", false),
        (Some(_), None) => ("Når nogen kører den".to_owned(), "none", false),
    };
    let what = super::saved_text(&shown.name);
    let running = visit.state.jobs.running().into_iter().find(|job| job.what == what);
    SavedRow {
        href: address("/", &[("kontrol", &shown.name)]),
        question: format!(
            "{} mod {}, {window}, {}",
            current.title(&question.system_1),
            current.title(&question.system_2),
            paragraffer(question)
        ),
        rhythm: match question.rhythm {
            Rhythm::OnDemand => "når nogen kører den".to_owned(),
            Rhythm::Monthly(day) => format!("hver måned den {day}."),
        },
        newest: newest.map_or_else(String::new, |run| {
            format!("grundlag {}, kørt {}", run.trace.day.danish(), local_time(&run.carried_at))
        }),
        state,
        key,
        run: path(&shown.name, "/koer"),
        running: running.map_or_else(String::new, |job| format!("/arbejde/{}", job.id)),
        change: if visit.may(Right::SaveControl) {
            format!("{}#ny", address("/kontrol", &[("ret", &shown.name)]))
        } else {
            String::new()
        },
        waits,
        name: shown.name.clone(),
    }
}
