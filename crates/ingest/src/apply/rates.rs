//! One list price, or one rate agreed for a citizen. A rate without its unit or its days is no price.

use super::codes;
use super::line::Line;
use crate::mapping::Field;
use domain::amount::Rate;
use domain::calendar::Period;
use domain::observation::{IndividualRate, ListPrice};
use domain::person::Cpr;
use domain::price::Unit;
use domain::wording::{ProviderId, WordId};

/// What the two have in common.
struct Priced {
    provider: ProviderId,
    service: WordId,
    paragraf: WordId,
    valid: Period,
    rate: Rate,
    unit: Unit,
}

fn priced(line: &mut Line<'_, '_>) -> Option<Priced> {
    let rate = line.rate();
    let unit = line.unit();
    let valid = line.period(&codes::LINE_DATES);
    let paragraf = line.paragraf(valid.unwrap_or(Period::ALWAYS));
    let paragraf = line.words.wording.word(&paragraf);
    let (provider, service) = (line.provider(), line.word(Field::Service));
    Some(Priced { provider, service, paragraf, valid: valid?, rate: rate?, unit: unit? })
}

pub(super) fn list_price(line: &mut Line<'_, '_>) -> Option<ListPrice> {
    let priced = priced(line);
    // A list belongs to a place: a line without one would price everybody's rows.
    if priced.as_ref().is_some_and(|p| p.provider == ProviderId::NONE) {
        line.say(Field::Provider, &codes::LINE_INCOMPLETE);
        return None;
    }
    let Priced { provider, service, paragraf, valid, rate, unit } = priced?;
    Some(ListPrice { place: line.place, provider, service, paragraf, valid, rate, unit })
}

pub(super) fn individual(line: &mut Line<'_, '_>) -> Option<IndividualRate<Cpr>> {
    let citizen = line.citizen();
    let Priced { provider, service, paragraf, valid, rate, unit } = priced(line)?;
    Some(IndividualRate {
        citizen: citizen?,
        place: line.place,
        provider,
        service,
        paragraf,
        valid,
        rate,
        unit,
    })
}
