//! The answer key: one line a deviation that must be reported, from the errors and the hand-reviewed table.

use crate::catalogue::YdelseId;
use crate::day::{Date, Span, merged};
use crate::errors::{Injected, Kind};
use crate::facit_table::{Days, Must, Place, Under, must};
use crate::number::Number;
use crate::row::{Row, System};
use crate::spoil::is_shared;
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
    /// The source beside the two systems that shows it.
    pub source: Option<&'static str>,
    /// The values that must be shown in the system that it is within, where the key says which.
    pub values: Vec<&'static str>,
    /// Øre, where the error itself says how many.
    pub oere: Option<i64>,
    /// The error that it comes from.
    pub kind: Kind,
}

impl Expected {
    /// Whole months, for what is found month by month.
    #[must_use]
    pub fn months(&self) -> Option<i32> {
        (self.source == Some("prisme")).then(|| self.span.to.month() - self.span.from.month() + 1)
    }
}

/// A finding that an import must give.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ExpectedFinding {
    /// The source.
    pub source: &'static str,
    /// The finding's code, where it has one of its own.
    pub code: Option<&'static str>,
    /// The error that it comes from.
    pub kind: Kind,
    /// How many rows.
    pub rows: usize,
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
    let compared = |id: &YdelseId| two == System::As2007 || is_shared(*id);
    let mut out = Vec::new();
    for ydelse in concerned.into_iter().filter(compared) {
        for line in must(error.kind, error.system == System::Nexus) {
            if line.attribute.is_some_and(|attribute| !has(two, attribute)) {
                continue;
            }
            let whole = truth.get(&ydelse).cloned().unwrap_or_default();
            let spans: Vec<Span> = match line.days {
                Days::All => whole,
                Days::Changed => error.touched.into_iter().collect(),
                Days::AllChanged => {
                    whole.into_iter().filter_map(|span| span.within(error.touched?)).collect()
                }
                Days::More => error.more.clone(),
            };
            for within in places(&line, error, two) {
                out.extend(spans.iter().map(|span| one(&line, error, two, (ydelse, *span), within)));
            }
        }
    }
    out
}

/// The systems that a deviation is within; one `None` where it lies between them.
fn places(line: &Must, error: &Injected, two: System) -> Vec<Option<System>> {
    match line.place {
        Place::Between => vec![None],
        Place::Wrong => vec![Some(error.system)],
        Place::Each => vec![Some(System::Nexus), Some(two)],
        Place::Second => vec![Some(two)],
    }
}

fn one(
    line: &Must,
    error: &Injected,
    two: System,
    (ydelse, span): (YdelseId, Span),
    within: Option<System>,
) -> Expected {
    let wrong = line.under == Under::WrongParagraf;
    let paragraf = if wrong { error.other.unwrap_or(ydelse) } else { ydelse };
    let cpr = if line.under == Under::WrongNumber { error.wrong } else { None };
    Expected {
        system_2: two,
        paragraf: paragraf.get().paragraf,
        cpr: cpr.unwrap_or(error.cpr),
        question: line.question,
        span,
        rule: line.rule,
        attribute: line.attribute,
        both: line.both,
        within,
        cause: line.cause,
        source: line.source,
        values: if line.valued { error.values.clone() } else { Vec::new() },
        oere: if line.source == Some("prisme") { error.oere } else { None },
        kind: error.kind,
    }
}

/// What the import must say of errors that no control sees.
pub(crate) fn findings(errors: &[Injected]) -> Vec<ExpectedFinding> {
    let mut counts: BTreeMap<(&'static str, Kind), usize> = BTreeMap::new();
    for error in errors.iter().filter(|e| matches!(e.kind, Kind::InvalidCpr | Kind::TextAccount)) {
        *counts.entry((error.place(), error.kind)).or_default() += 1;
    }
    let of = |((source, kind), rows)| ExpectedFinding {
        source,
        // The first six digits are no date; the account has a form that no pattern fits.
        code: Some(if kind == Kind::InvalidCpr { "IND003" } else { "IND095" }),
        kind,
        rows,
    };
    counts.into_iter().map(of).collect()
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
    anden_kilde: Option<&'a str>,
    maaneder: Option<i32>,
    vaerdier: &'a [&'a str],
    oere_i_fejlen: Option<i64>,
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
            anden_kilde: e.source,
            maaneder: e.months(),
            vaerdier: &e.values,
            oere_i_fejlen: e.oere,
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
            system: e.place(),
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

#[derive(Serialize)]
struct Fund<'a> {
    fejl: &'a str,
    kilde: &'a str,
    kode: Option<&'a str>,
    raekker: usize,
}

/// What imports must find, as JSON lines.
pub(crate) fn finding_lines(findings: &[ExpectedFinding]) -> serde_json::Result<String> {
    let mut out = String::new();
    for f in findings {
        let line = Fund { fejl: f.kind.key(), kilde: f.source, kode: f.code, raekker: f.rows };
        out.push_str(&serde_json::to_string(&line)?);
        out.push('\n');
    }
    Ok(out)
}

#[derive(Serialize)]
struct Alias {
    cpr: String,
    tidligere: String,
}

/// Numbers that are one person's, as JSON lines.
pub(crate) fn alias_lines(aliases: &[(Number, Number)]) -> serde_json::Result<String> {
    let mut out = String::new();
    for (now, before) in aliases {
        let line = Alias { cpr: now.to_string(), tidligere: before.to_string() };
        out.push_str(&serde_json::to_string(&line)?);
        out.push('\n');
    }
    Ok(out)
}
