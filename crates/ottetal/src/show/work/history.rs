//! One deviation of the list with everything that has happened to it.

use super::{kroner, stamp, what};
use crate::show::line;
use app::commands::show_item::ShownItem;
use domain::message::days_in_words;
use domain::work_item::{Event, EventKind};
use std::io::{self, Write};

pub(crate) fn item(shown: &ShownItem, out: &mut impl Write) -> io::Result<()> {
    let (listed, item) = (&shown.listed, &shown.listed.item);
    let standing = &item.standing;
    line(out, &format!("{}  {}", item.id, what(item)))?;
    line(out, &format!("  {} om {}", item.key.paragraf, item.key.citizen))?;
    if !shown.message.is_empty() {
        line(out, &format!("  {}", shown.message))?;
        line(out, &format!("  Hvorfor: {}", shown.advice.0))?;
        line(out, &format!("  Sådan: {}", shown.advice.1))?;
    }
    if !shown.causes.is_empty() {
        line(out, &format!("  Mulig årsag: {}", shown.causes))?;
    }
    let until = standing.until.map_or(String::new(), |day| format!(" til og med {}", day.danish()));
    let reason = if standing.reason.is_empty() { String::new() } else { format!(": {}", standing.reason) };
    line(out, &format!("  Status: {}{until}{reason}", standing.status.text()))?;
    let responsible = match (listed.responsible.as_str(), listed.assigned) {
        ("", _) => "ikke udpeget; skriv, hvem der retter feltet, i kildens [landscape.corrects]".to_owned(),
        (who, true) => who.to_owned(),
        (who, false) => format!("{who} (kan rette feltet i systemet)"),
    };
    line(out, &format!("  Ansvarlig: {responsible}"))?;
    line(
        out,
        &format!(
            "  Først set {}, sidst {}; alder {} dage",
            item.first.day.danish(),
            item.last.day.danish(),
            listed.age_days
        ),
    )?;
    if let Some(from) = item.split_from {
        line(out, &format!("  Delt fra {from}"))?;
    }
    line(out, "  Set:")?;
    for (seen, sighting, run) in &shown.sightings {
        let sum = sighting.oere.map_or("ukendt beløb".to_owned(), |o| format!("{} kr.", kroner(o)));
        let days = days_in_words(sighting.period);
        line(
            out,
            &format!("    {}  {days}, {sum}; «{}», kørsel {}", seen.day.danish(), run.control, run.run),
        )?;
    }
    line(out, "  Sket:")?;
    for event in &shown.events {
        line(out, &format!("    {}  {}, {}", stamp(&event.at), in_words(event), event.by))?;
    }
    Ok(())
}

fn in_words(event: &Event) -> String {
    let basis = event.run.map_or(String::new(), |(_, day)| format!(" (grundlag fra {})", day.danish()));
    let words = match &event.kind {
        EventKind::Found { split_from: None } => "Fundet".to_owned(),
        EventKind::Found { split_from: Some(from) } => format!("Fundet, delt fra {from}"),
        EventKind::Set { status, reason, until } => {
            let until = until.map_or(String::new(), |day| format!(" til og med {}", day.danish()));
            let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            format!("{}{until}{reason}", status.text())
        }
        EventKind::Assigned(who) if who.is_empty() => "Ingen ansvarlig".to_owned(),
        EventKind::Assigned(who) => format!("Ansvarlig: {who}"),
        EventKind::Comment(text) => format!("Kommentar: {text}"),
        EventKind::Closed { by, untried_days, goes_on } => {
            let untried = match untried_days {
                0 => String::new(),
                days => format!("; {days} af dagene lå uden for kontrollens vindue og er ikke prøvet"),
            };
            let on = if *goes_on { "; dagene står nu under en anden regel" } else { "" };
            format!("Lukket: {}{untried}{on}", by.text())
        }
        EventKind::Merged(into) => format!("Lagt sammen med {into}"),
        EventKind::CameBack => "Genopstået".to_owned(),
        EventKind::AcceptEnded => "Åbnet igen: accepten er udløbet".to_owned(),
    };
    words + &basis
}
