//! What has happened to a deviation, newest first, and what each run saw of it.

use crate::page::{Notice, NoticeKind};
use crate::pages::deviations::people::People;
use app::commands::show_item::ShownItem;
use app::edge::local_time;
use domain::message::days_in_words;
use domain::work_item::{Event, EventKind};
use report::danish;

/// Something that happened.
pub(crate) struct HistoryLine {
    /// When, as people read it.
    pub(crate) when: String,
    /// When, RFC 3339.
    pub(crate) at: String,
    /// Who; empty for a run.
    pub(crate) by: String,
    /// What.
    pub(crate) text: String,
    /// Words of a person: a comment, or a reason.
    pub(crate) words: String,
}

/// What a run saw.
pub(crate) struct SightingLine {
    /// The day of its basis.
    pub(crate) day: String,
    /// The days.
    pub(crate) days: String,
    /// Kroner; none is unknown.
    pub(crate) kroner: Option<String>,
    /// The control.
    pub(crate) control: String,
}

/// The history, newest first.
pub(super) fn lines(shown: &ShownItem, people: &People) -> Vec<HistoryLine> {
    shown.events.iter().rev().map(|event| line(event, people)).collect()
}

fn line(event: &Event, people: &People) -> HistoryLine {
    let (text, words) = in_words(event, people);
    let by = if event.run.is_some() { String::new() } else { people.shown(&event.by) };
    HistoryLine { when: local_time(&event.at), at: event.at.clone(), by, text, words }
}

/// What happened, and the words that a person gave it.
pub(crate) fn in_words(event: &Event, people: &People) -> (String, String) {
    let basis = event.run.map_or(String::new(), |(_, day)| format!(" på grundlaget fra {}", day.danish()));
    let none = String::new;
    match &event.kind {
        EventKind::Found { split_from: None } => (format!("Fundet{basis}"), none()),
        EventKind::Found { split_from: Some(from) } => {
            (format!("Fundet som en del af {from}{basis}"), none())
        }
        EventKind::Set { status, reason, until } => {
            let until = until.map_or(String::new(), |day| format!(" til og med {}", day.danish()));
            (format!("{}{until}", status.text()), reason.clone())
        }
        EventKind::Assigned(who) if who.is_empty() => ("Tildelingen er fjernet".to_owned(), none()),
        EventKind::Assigned(who) => (format!("Tildelt {}", people.shown(who)), none()),
        EventKind::Comment(text) => ("Kommentar".to_owned(), text.clone()),
        EventKind::Closed { by, untried_days, goes_on } => {
            let untried = match untried_days {
                0 => String::new(),
                days => format!(
                    "; {} lå uden for kontrollens dage og er ikke prøvet",
                    danish::count(*days, "dag", "dage")
                ),
            };
            let on = if *goes_on { "; dagene står nu under en anden regel" } else { "" };
            (format!("Lukket: {}{basis}{untried}{on}", by.text()), none())
        }
        EventKind::Merged(into) => (format!("Lagt sammen med {into}{basis}"), none()),
        EventKind::CameBack => (format!("Genopstået{basis}"), none()),
        EventKind::AcceptEnded => (format!("Åbnet igen: accepten er udløbet{basis}"), none()),
    }
}

/// What the runs saw, newest first.
pub(super) fn sightings(shown: &ShownItem) -> Vec<SightingLine> {
    let line = |(seen, sighting, run): &(
        domain::work_item::Seen,
        domain::work_item::Sighting,
        store::work_items::CarriedRun,
    )| {
        SightingLine {
            day: seen.day.danish(),
            days: days_in_words(sighting.period),
            kroner: sighting.oere.map(danish::kroner_with_oere),
            control: run.control.clone(),
        }
    };
    shown.sightings.iter().rev().map(line).collect()
}

/// What others wrote while somebody typed.
pub(super) fn meanwhile(shown: &ShownItem, seen: usize, people: &People) -> Notice {
    let told = shown.events.iter().skip(seen).map(|event| {
        let (text, words) = in_words(event, people);
        let words = if words.is_empty() { String::new() } else { format!(" («{words}»)") };
        let by = if event.run.is_some() { "en kørsel".to_owned() } else { people.shown(&event.by) };
        format!("{by}: {text}{words}")
    });
    let told: Vec<String> = told.collect();
    Notice {
        kind: NoticeKind::Warning,
        text: format!(
            "Mens du skrev, skete der noget her: {}. Intet af dit er gemt endnu, og det står stadig i felterne. Se det igennem, og gem igen.",
            told.join("; ")
        ),
    }
}
