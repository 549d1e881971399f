//! One case that is expected before a decision. It may be about nobody known; then it has a label.

use super::activity::{COUNT_MAX, HOURS_MAX};
use super::codes;
use super::line::Line;
use crate::mapping::Field;
use crate::values::Fault;
use domain::amount::Quantity;
use domain::calendar::Day;
use domain::observation::{Expectation, ExpectationState};
use domain::person::Cpr;
use domain::price::Unit;

pub(super) fn read(line: &mut Line<'_, '_>) -> Option<Expectation<Cpr>> {
    let rate = line.rate();
    let unit = line.unit();
    let citizen = line.citizen_if_any();
    let label = line.text(Field::Label);
    if citizen.is_none() && label.is_empty() {
        line.say(Field::Label, &codes::LINE_INCOMPLETE);
        return None;
    }
    let period = line.period(&codes::LINE_DATES);
    if let Some(period) = period
        && period.from == Day::FIRST
    {
        line.say(Field::Start, &codes::START_MISSING);
        return None;
    }
    let paragraf = line.paragraf(period?);
    if paragraf.is_empty() {
        line.say(Field::Paragraf, &codes::LINE_PARAGRAF_MISSING);
        return None;
    }
    let state = state(line)?;
    Some(Expectation {
        citizen,
        place: line.place,
        label,
        paragraf,
        provider: line.text(Field::Provider),
        period: period?,
        rate: rate?,
        unit: unit?,
        quantity: quantity(line, unit?),
        certainty: certainty(line)?,
        who: line.text(Field::Who),
        state,
    })
}

/// Without the column, or empty, it is still expected.
fn state(line: &mut Line<'_, '_>) -> Option<ExpectationState> {
    line.listed(Field::State, &line.mapping.words.state, &codes::LINE_WORD)
}

fn quantity(line: &mut Line<'_, '_>, unit: Unit) -> Option<Quantity> {
    let most = if unit == Unit::TimePrUge { HOURS_MAX } else { COUNT_MAX };
    line.number(Field::Quantity, most).map(Quantity)
}

/// Whole percent; 100 where nothing is said. One that cannot be read sets the line aside: it would change kroner.
fn certainty(line: &mut Line<'_, '_>) -> Option<u8> {
    if line.is_empty(Field::Certainty) {
        return Some(100);
    }
    let percent =
        line.share(Field::Certainty).filter(|share| *share <= 10_000).map(|share| (share + 50) / 100);
    if percent.is_none() {
        let detail = "Sandsynligheden er 0-100 procent.".to_owned();
        line.say(Field::Certainty, Fault { code: &codes::LINE_INCOMPLETE, detail });
    }
    percent.and_then(|percent| u8::try_from(percent).ok())
}
