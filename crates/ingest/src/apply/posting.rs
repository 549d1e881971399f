//! One posting of a finance system.
//!
//! Invariant: a posting is never set aside for its citizen or its account; kroner without day or amount are.

use super::codes;
use super::line::Line;
use crate::mapping::Field;
use crate::raw::Cell;
use crate::values::hide;
use domain::calendar::Period;
use domain::observation::Posting;
use domain::person::Cpr;
use domain::wording::WordId;

pub(super) fn read(line: &mut Line<'_, '_>) -> Option<Posting<Cpr>> {
    let credit = sign(line);
    let amount = line.amount(credit.unwrap_or(false));
    let booked = if line.is_empty(Field::Booked) {
        line.say(Field::Booked, &codes::BOOKED_UNREADABLE);
        None
    } else {
        line.day(Field::Booked, &codes::BOOKED_UNREADABLE)
    };
    let citizen = line.citizen_if_any();
    let (at, findings) = (line.at, &mut *line.findings);
    let account = line.words.account(at, &mut |field, fault| findings.cell(at, field, fault));
    let art = line.word(Field::Art);
    let posting = Posting {
        citizen,
        place: line.place,
        booked: booked?,
        concerns: concerns(line),
        amount: amount?,
        account: account.account,
        konto: account.konto,
        art: if art == WordId::EMPTY { account.art } else { art },
        provider: line.provider(),
        bill: bill(line),
        text: line.word(Field::Text),
    };
    credit.map(|_| posting)
}

/// True for credit; without such a column the amount has its own sign. `None` where the word is not known.
fn sign(line: &mut Line<'_, '_>) -> Option<bool> {
    if !line.at.layout.has(Field::Sign) {
        return Some(false);
    }
    line.listed(Field::Sign, &line.mapping.words.sign, &codes::SIGN_UNKNOWN)
}

/// The days that the posting pays for: both ends, or it is not known.
fn concerns(line: &mut Line<'_, '_>) -> Option<Period> {
    if line.is_empty(Field::Start) && line.is_empty(Field::End) {
        return None;
    }
    if line.is_empty(Field::Start) || line.is_empty(Field::End) {
        let there = if line.is_empty(Field::Start) { Field::End } else { Field::Start };
        line.say(there, &codes::CONCERNS_WRONG);
        return None;
    }
    line.period(&codes::CONCERNS_WRONG).filter(|period| !period.is_open())
}

/// The number of the bill. One that could be a person's is not kept at all: hidden, two bills would be one.
fn bill(line: &mut Line<'_, '_>) -> WordId {
    if let Cell::Text(text) | Cell::Number(text) = line.at.cell(Field::Bill)
        && hide::hidden(text).is_some()
    {
        line.say(Field::Bill, &codes::BILL_HIDDEN);
        return WordId::EMPTY;
    }
    line.word(Field::Bill)
}
