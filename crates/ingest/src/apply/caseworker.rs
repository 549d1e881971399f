//! One caseworker with team and days of employment. A name is compared as the case system writes it.

use super::codes;
use super::line::Line;
use crate::mapping::Field;
use domain::observation::Caseworker;

pub(super) fn read(line: &mut Line<'_, '_>) -> Option<Caseworker> {
    let active = line.period(&codes::LINE_DATES);
    let name = line.needed_text(Field::Caseworker);
    Some(Caseworker { place: line.place, name: name?, team: line.text(Field::Team), active: active? })
}
