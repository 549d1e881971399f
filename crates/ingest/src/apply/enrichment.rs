//! One line that costs without citizens (berigelse). Its amount is for its days, so it has both ends.

use super::activity::COUNT_MAX;
use super::codes;
use super::line::Line;
use crate::mapping::Field;
use domain::amount::Quantity;
use domain::calendar::Day;
use domain::observation::Enrichment;

pub(super) fn read(line: &mut Line<'_, '_>) -> Option<Enrichment> {
    let amount = line.amount(false);
    let label = line.needed_text(Field::Label);
    let period = line.period(&codes::LINE_DAYS_NEEDED);
    let ends = period.filter(|period| period.from > Day::FIRST && !period.is_open());
    if let (Some(period), None) = (period, ends) {
        let field = if period.from == Day::FIRST { Field::Start } else { Field::End };
        line.say(field, &codes::LINE_DAYS_NEEDED);
    }
    Some(Enrichment {
        place: line.place,
        label: label?,
        kind: line.text(Field::KindWord),
        paragraf: line.paragraf(ends?),
        account: line.text(Field::Account),
        provider: line.text(Field::Provider),
        period: ends?,
        amount: amount?,
        places: line.number(Field::Places, COUNT_MAX).map(Quantity),
        owner: line.text(Field::Who),
        expires: line.day(Field::Expires, &codes::DATE_UNREADABLE),
    })
}
