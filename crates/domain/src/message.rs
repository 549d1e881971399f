//! A deviation in words: "Ret X i SYSTEM. Fandt Y, forventede Z (fil, ark, række)."
//!
//! Invariant: no word here names a person or shows a number that could be one.

use crate::calendar::Period;
use crate::causes;
use crate::deviation::{Cause, Deviation, RuleCode, Side};
use crate::landscape::Attribute;
use crate::law::LawBook;
use crate::observation::RowPlace;
use crate::person::CitizenId;
use crate::rules::rule;

pub mod decimal;
mod inside;

/// What the words need beside the deviation.
pub struct Names<'a> {
    /// The law of the run.
    pub law: &'a LawBook,
    /// The systems' titles: "KMD Nexus".
    pub titles: [&'a str; 2],
    /// A row's place in words: `as2007.csv, række 12`.
    pub place: &'a dyn Fn(Side, &RowPlace) -> String,
    /// A provider's name for a shown key, where there is one.
    pub provider: &'a dyn Fn(&str) -> String,
}

/// What to correct, what was found and what was expected, with the place.
#[must_use]
pub fn message(deviation: &Deviation, names: &Names<'_>) -> String {
    let paragraf = &names.law.paragraf(deviation.paragraf).written;
    let days = days_in_words(deviation.period);
    match (deviation.rule, deviation.question, deviation.attribute) {
        (RuleCode::DobbeltRaekke, ..) => double_row(deviation, names, paragraf, &days),
        (rule, ..) if rule.is_about_payments() => inside::payment(deviation, names),
        (_, None, None) => inside::inside(deviation, names),
        (_, _, Some(attribute)) => value(deviation, names, paragraf, attribute, &days),
        (RuleCode::AfventerOverfoersel, question, _) => {
            let claiming = claiming(question);
            format!(
                "Vent på overførsel til {}. Fandt {paragraf} {days} kun i {}{}; den er netop registreret.",
                names.titles[claiming.other().index()],
                names.titles[claiming.index()],
                place(deviation, names, claiming)
            )
        }
        (_, question, _) => missing(deviation, names, paragraf, question, &days),
    }
}

/// The probable causes in words, the strongest first.
#[must_use]
pub fn causes_in_words(deviation: &Deviation, law: &LawBook) -> String {
    let words: Vec<String> = deviation
        .causes
        .iter()
        .map(|cause| match cause {
            Cause::AndetNummer(other) => format!("{} ({other})", causes::help(cause).0),
            Cause::BlandetParagraf(other) => {
                format!("{} ({})", causes::help(cause).0, law.paragraf(*other).written)
            }
            _ => causes::help(cause).0.to_owned(),
        })
        .collect();
    words.join("; ")
}

/// Why it matters and what to do: the strongest cause's advice, else the rule's.
#[must_use]
pub fn advice(deviation: &Deviation) -> (&'static str, &'static str) {
    let rule = rule(deviation.rule);
    let how = deviation.causes.first().map_or(rule.how, |cause| causes::help(cause).1);
    (rule.why, how)
}

/// The system that claims the days of a question.
#[must_use]
pub fn claiming(question: Option<u8>) -> Side {
    if matches!(question, Some(1 | 3)) { Side::Two } else { Side::One }
}

/// `01-01-2021 - 31-01-2021 (31 dage)`.
#[must_use]
pub fn days_in_words(period: Period) -> String {
    match period.days() {
        1 => format!("{} (1 dag)", period.from.danish()),
        days => format!("{} - {} ({days} dage)", period.from.danish(), period.last_day().danish()),
    }
}

fn missing(
    deviation: &Deviation,
    names: &Names<'_>,
    paragraf: &str,
    question: Option<u8>,
    days: &str,
) -> String {
    let claiming = claiming(question);
    let (has, lacks) = (names.titles[claiming.index()], names.titles[claiming.other().index()]);
    let what = match (deviation.ydelse.as_str(), deviation.leverandoer.as_str()) {
        ("", "") => paragraf.to_owned(),
        ("", provider) => format!("{paragraf} hos {}", (names.provider)(provider)),
        (ydelse, _) => format!("{paragraf}, {ydelse},"),
    };
    let place = place(deviation, names, claiming);
    if matches!(question, Some(1 | 2)) {
        format!("Ret {what} i {lacks}. Fandt borgeren uden {paragraf}, forventede {days} som i {has}{place}.")
    } else {
        format!(
            "Ret perioden for {what} i {lacks} eller {has}. Fandt ingen dage i {lacks}, forventede {days} som i {has}{place}."
        )
    }
}

fn value(
    deviation: &Deviation,
    names: &Names<'_>,
    paragraf: &str,
    attribute: Attribute,
    days: &str,
) -> String {
    let shown = |side: Side| -> String {
        let texts: Vec<String> = deviation.values[side.index()]
            .iter()
            .map(|v| match attribute {
                Attribute::Leverandoer => (names.provider)(v),
                Attribute::Timer => decimal::quantity(v),
                Attribute::Pris => decimal::price(v),
                _ => v.clone(),
            })
            .collect();
        if texts.is_empty() { "intet".to_owned() } else { texts.join(" og ") }
    };
    let [one, two] = names.titles;
    format!(
        "Ret {} på {paragraf} i {one} eller {two}. Fandt {} i {one}{}, forventede {} som i {two}{}; {days}.",
        attribute.text(),
        shown(Side::One),
        place(deviation, names, Side::One),
        shown(Side::Two),
        place(deviation, names, Side::Two),
    )
}

fn double_row(deviation: &Deviation, names: &Names<'_>, paragraf: &str, days: &str) -> String {
    let side = deviation.within.unwrap_or(Side::One);
    format!(
        "Ret den dobbelte række på {paragraf} i {}. Fandt {} ens rækker{}, forventede én; {days}.",
        names.titles[side.index()],
        deviation.rows[side.index()].len(),
        place(deviation, names, side)
    )
}

/// The first rows of one side, in brackets; the rest as a number. Rows of one sheet share its name.
fn place(deviation: &Deviation, names: &Names<'_>, side: Side) -> String {
    let rows = &deviation.rows[side.index()];
    let Some(first) = rows.first() else { return String::new() };
    let mut shown = (names.place)(side, first);
    if let Some(second) = rows.get(1) {
        if (second.file, second.sheet) == (first.file, first.sheet) {
            shown += &format!("{} {}", if rows.len() > 2 { "," } else { " og" }, second.row);
        } else {
            shown += &format!("; {}", (names.place)(side, second));
        }
    }
    match rows.len().saturating_sub(2) {
        0 => format!(" ({shown})"),
        1 => format!(" ({shown} og 1 række mere)"),
        more => format!(" ({shown} og {more} rækker mere)"),
    }
}

/// The other citizen that a cause points to.
#[must_use]
pub fn other_citizen(deviation: &Deviation) -> Option<CitizenId> {
    deviation.causes.iter().find_map(|cause| match cause {
        Cause::AndetNummer(other) => Some(*other),
        _ => None,
    })
}
