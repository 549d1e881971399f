//! One line of the register of persons.
//!
//! Invariant: what cannot be read of one thing (the home, a former number) takes nothing else of the line with it.

use super::cells;
use super::codes::{self, Code};
use super::line::Line;
use crate::mapping::Field;
use crate::raw::Cell;
use crate::values::{Fault, cpr};
use domain::calendar::Period;
use domain::observation::PersonRecord;
use domain::person::Cpr;

pub(super) fn read(line: &mut Line<'_, '_>) -> Option<PersonRecord<Cpr>> {
    let citizen = line.citizen()?;
    let born = line.day(Field::Born, &codes::DATE_UNREADABLE);
    let mut dead = line.day(Field::Dead, &codes::DATE_UNREADABLE);
    if dead.is_some() && dead < born {
        line.say(Field::Dead, &codes::DEAD_BEFORE_BORN);
        dead = None;
    }
    let residence = line.period(&codes::RESIDENCE_WRONG);
    let kommune = line.kommune(Field::Kommune);
    Some(PersonRecord {
        citizen,
        place: line.place,
        born,
        dead,
        residence: residence.unwrap_or(Period::ALWAYS),
        // Days that cannot be read say nothing of where somebody lives.
        kommune: kommune.filter(|_| residence.is_some()),
        betalingskommune: line.kommune(Field::Betalingskommune),
        protected: protected(line),
        formerly: formerly(line, citizen),
    })
}

/// An unknown word protects.
fn protected(line: &mut Line<'_, '_>) -> bool {
    let cell = line.at.cell(Field::Protected);
    if cell == Cell::Empty {
        return false;
    }
    cells::yes_or_no(cell).unwrap_or_else(|| {
        line.say(Field::Protected, &codes::PROTECTED_UNKNOWN);
        true
    })
}

/// The earlier number, where there is one and it is another.
fn formerly(line: &mut Line<'_, '_>, citizen: Cpr) -> Option<Cpr> {
    let nobody = |code: &'static Code| [&codes::CPR_MISSING, &codes::CPR_ZEROS].contains(&code);
    match cpr::read(line.at.cell(Field::FormerCpr)) {
        Ok((former, _)) => (former != citizen).then_some(former),
        Err(code) if nobody(code) => None,
        Err(code) => {
            let detail = code.reason.to_owned();
            line.say(Field::FormerCpr, Fault { code: &codes::FORMER_CPR_WRONG, detail });
            None
        }
    }
}
