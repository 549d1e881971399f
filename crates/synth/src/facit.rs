//! The answer key: one line a deviation that must be reported, from the errors and the hand-reviewed table.

use crate::catalogue::YdelseId;
use crate::day::{Date, Span, merged};
use crate::errors::{Injected, Kind, in_boern_og_voksne};
use crate::facit_table::{Days, Under, must};
use crate::number::Number;
use crate::row::{Row, System};
use serde::Serialize;
use std::collections::BTreeMap;

/// A deviation that a control must report.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Expected {
    /// System 2 of the control; System 1 is Nexus.
    pub system_2: System,
    /// Written paragraph.
    pub paragraf: &'static str,
    /// Under which number.
    pub cpr: Number,
    /// 1-4; `None` for a rule inside one system.
    pub question: Option<u8>,
    /// The days.
    pub span: Span,
    /// The rule's key.
    pub rule: &'static str,
    /// The attribute's key.
    pub attribute: Option<&'static str>,
    /// Both systems have a value that the other lacks.
    pub both: bool,
    /// The system that a rule inside one system concerns.
    pub within: Option<System>,
    /// The probable cause's key.
    pub cause: Option<&'static str>,
    /// The error that it comes from.
    pub kind: Kind,
}

/// A citizen's true days by service, inside the window, as maximal periods.
pub(crate) fn true_days(rows: &[Row], window: Span) -> BTreeMap<YdelseId, Vec<Span>> {
    let mut days: BTreeMap<YdelseId, Vec<Span>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.counts()) {
        days.entry(row.ydelse).or_default().extend(row.days(window));
    }
    days.retain(|_, spans| !spans.is_empty());
    days.into_iter().map(|(ydelse, spans)| (ydelse, merged(spans))).collect()
}

/// What an error must give in both controls.
pub(crate) fn expected(error: &Injected, truth: &BTreeMap<YdelseId, Vec<Span>>) -> Vec<Expected> {
    [System::As2007, System::BoernOgVoksne]
        .into_iter()
        .filter(|two| error.system == System::Nexus || error.system == *two)
        .flat_map(|two| in_control(error, truth, two))
        .collect()
}

fn in_control(error: &Injected, truth: &BTreeMap<YdelseId, Vec<Span>>, two: System) -> Vec<Expected> {
    let concerned: Vec<YdelseId> = match error.ydelse {
        Some(one) => vec![one],
        None => truth.keys().copied().collect(),
    };
    let compared = |id: &YdelseId| two == System::As2007 || in_boern_og_voksne(*id);
    let mut out = Vec::new();
    for ydelse in concerned.into_iter().filter(compared) {
        for line in must(error.kind, error.system == System::Nexus) {
            if line.attribute.is_some_and(|attribute| !has(two, attribute)) {
                continue;
            }
            let spans = match line.days {
                Days::All => truth.get(&ydelse).cloned().unwrap_or_default(),
                Days::Changed => error.touched.into_iter().collect(),
            };
            let paragraf =
                if line.under == Under::WrongParagraf { error.other.unwrap_or(ydelse) } else { ydelse };
            let cpr = if line.under == Under::WrongNumber { error.wrong } else { None };
            out.extend(spans.into_iter().map(|span| Expected {
                system_2: two,
                paragraf: paragraf.get().paragraf,
                cpr: cpr.unwrap_or(error.cpr),
                question: line.question,
                span,
                rule: line.rule,
                attribute: line.attribute,
                both: line.attribute.is_some(),
                within: line.question.is_none().then_some(error.system),
                cause: line.cause,
                kind: error.kind,
            }));
        }
    }
    out
}

/// Børn og Voksne has no column of målgrupper: what a source has not is not compared.
fn has(system: System, attribute: &str) -> bool {
    system != System::BoernOgVoksne || attribute != "maalgruppe"
}

#[derive(Serialize)]
struct Line<'a> {
    fejl: &'a str,
    kontrol_system_1: &'a str,
    kontrol_system_2: &'a str,
    system_1: Option<&'a str>,
    system_2: Option<&'a str>,
    cpr: String,
    regel: &'a str,
    spoergsmaal: Option<u8>,
    paragraf: &'a str,
    attribut: Option<&'a str>,
    begge: bool,
    fra: String,
    til: String,
    dage: i32,
    forklaring: Option<&'a str>,
}

/// The key as JSON lines.
pub(crate) fn json_lines(expected: &[Expected]) -> serde_json::Result<String> {
    let mut out = String::new();
    for e in expected {
        let shown = |system: System| (e.within.is_none() || e.within == Some(system)).then_some(system.key());
        out.push_str(&serde_json::to_string(&Line {
            fejl: e.kind.key(),
            kontrol_system_1: System::Nexus.key(),
            kontrol_system_2: e.system_2.key(),
            system_1: shown(System::Nexus),
            system_2: shown(e.system_2),
            cpr: e.cpr.to_string(),
            regel: e.rule,
            spoergsmaal: e.question,
            paragraf: e.paragraf,
            attribut: e.attribute,
            begge: e.both,
            fra: e.span.from.to_string(),
            til: e.span.to.to_string(),
            dage: e.span.days(),
            forklaring: e.cause,
        })?);
        out.push('\n');
    }
    Ok(out)
}

#[derive(Serialize)]
struct Label<'a> {
    fejl: &'a str,
    system: &'a str,
    cpr: String,
    forkert_cpr: Option<String>,
    paragraf: Option<&'a str>,
    fra: Option<String>,
    til: Option<String>,
}

/// The errors themselves as JSON lines: what was done where, in the mixed world too.
pub(crate) fn label_lines(errors: &[Injected]) -> serde_json::Result<String> {
    let day = |day: Date| day.to_string();
    let mut out = String::new();
    for e in errors {
        out.push_str(&serde_json::to_string(&Label {
            fejl: e.kind.key(),
            system: e.system.key(),
            cpr: e.cpr.to_string(),
            forkert_cpr: e.wrong.map(|n| n.to_string()),
            paragraf: e.ydelse.map(|y| y.get().paragraf),
            fra: e.touched.map(|s| day(s.from)),
            til: e.touched.map(|s| day(s.to)),
        })?);
        out.push('\n');
    }
    Ok(out)
}
