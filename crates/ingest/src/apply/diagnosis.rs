//! One diagnosis or målgruppe of a citizen. The code is kept as written; what it means is decided at the run.

use super::codes;
use super::line::Line;
use crate::mapping::Field;
use domain::observation::Diagnosis;
use domain::person::Cpr;
use domain::wording::WordId;

pub(super) fn read(line: &mut Line<'_, '_>) -> Option<Diagnosis<Cpr>> {
    let citizen = line.citizen();
    let valid = line.period(&codes::LINE_DATES);
    let code = line.word(Field::Code);
    if code == WordId::EMPTY {
        line.say(Field::Code, &codes::LINE_INCOMPLETE);
        return None;
    }
    let system = line.word(Field::CodeSystem);
    Some(Diagnosis { citizen: citizen?, place: line.place, system, code, valid: valid? })
}
