//! What an event and a run carry beside their names, as JSON with a fixed order of keys.

use crate::error::StoreError;
use domain::calendar::Day;
use domain::work_item::{ClosedBy, EventKind, Fingerprint, ItemId, Status, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(skip_serializing_if = "String::is_empty")]
    status: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    tekst: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    til: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anden: Option<u32>,
    #[serde(skip_serializing_if = "is_zero")]
    uproevede_dage: i64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    fortsaetter: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands in a reference")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

#[derive(Serialize, Deserialize)]
struct WrittenTrace {
    systemer: BTreeMap<String, String>,
    andre: String,
    sprog: String,
    regler: String,
    kun_loebende: bool,
    omraade: String,
}

pub(super) fn write_event(kind: &EventKind) -> String {
    let body = match kind {
        EventKind::Found { split_from } => Body { anden: split_from.map(|id| id.0), ..Body::default() },
        EventKind::Set { status, reason, until } => Body {
            status: status.key().to_owned(),
            tekst: reason.clone(),
            til: until.map(|day| day.0),
            ..Body::default()
        },
        EventKind::Assigned(text) | EventKind::Comment(text) => {
            Body { tekst: text.clone(), ..Body::default() }
        }
        EventKind::Closed { by, untried_days, goes_on } => Body {
            status: by.key().to_owned(),
            uproevede_dage: *untried_days,
            fortsaetter: *goes_on,
            ..Body::default()
        },
        EventKind::Merged(into) => Body { anden: Some(into.0), ..Body::default() },
        EventKind::CameBack | EventKind::AcceptEnded => Body::default(),
    };
    json(&body)
}

pub(super) fn read_event(key: &str, body: &str) -> Result<EventKind, StoreError> {
    let damaged = || damaged(&format!("hændelsen «{key}»"));
    let body: Body = serde_json::from_str(body).map_err(|_| damaged())?;
    Ok(match key {
        "fundet" => EventKind::Found { split_from: body.anden.map(ItemId) },
        "sat" => EventKind::Set {
            status: Status::SETTABLE.into_iter().find(|s| s.key() == body.status).ok_or_else(damaged)?,
            reason: body.tekst,
            until: body.til.map(Day),
        },
        "ansvarlig" => EventKind::Assigned(body.tekst),
        "kommentar" => EventKind::Comment(body.tekst),
        "lukket" => EventKind::Closed {
            by: ClosedBy::from_key(&body.status).ok_or_else(damaged)?,
            untried_days: body.uproevede_dage,
            goes_on: body.fortsaetter,
        },
        "lagt_sammen" => EventKind::Merged(ItemId(body.anden.ok_or_else(damaged)?)),
        "genopstaaet" => EventKind::CameBack,
        "accept_udloebet" => EventKind::AcceptEnded,
        _ => return Err(damaged()),
    })
}

pub(super) fn write_trace(trace: &Trace) -> String {
    json(&WrittenTrace {
        systemer: trace.print.systems.clone(),
        andre: trace.print.others.clone(),
        sprog: trace.print.language.clone(),
        regler: trace.print.rules.clone(),
        kun_loebende: trace.current_only,
        omraade: trace.area.clone(),
    })
}

pub(super) fn read_trace(text: &str, day: Day) -> Result<Trace, StoreError> {
    let read: WrittenTrace = serde_json::from_str(text).map_err(|_| damaged("en kørsel"))?;
    Ok(Trace {
        day,
        print: Fingerprint {
            systems: read.systemer,
            others: read.andre,
            language: read.sprog,
            rules: read.regler,
        },
        current_only: read.kun_loebende,
        area: read.omraade,
    })
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("tekst og tal kan altid skrives")
}

pub(super) fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(format!(
        "Listen over afvigelser er beskadiget: {what} kan ikke læses. Hent mappen fra sikkerhedskopien."
    ))
}
