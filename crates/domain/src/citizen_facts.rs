//! What the register of persons says of one citizen: birth, death, where the citizen lives and who pays.
//!
//! Invariant: order of lines and how they divide a stay change nothing. What the register does not say is unknown,
//! never guessed.

use crate::area::Area;
use crate::calendar::{Day, Period};
use crate::observation::PersonRecord;
use crate::periods::Periods;
use crate::person::CitizenId;

/// One citizen in the register of persons; all unknown where the register is not there.
#[derive(Clone, Copy, Debug, Default)]
pub struct CitizenFacts<'r> {
    records: &'r [PersonRecord<CitizenId>],
    /// Day of birth.
    pub born: Option<Day>,
    /// Day of death: the last day that counts.
    pub dead: Option<Day>,
}

impl<'r> CitizenFacts<'r> {
    /// The facts of a citizen's lines. Where lines differ, the earliest day is taken.
    #[must_use]
    pub fn of(records: &'r [PersonRecord<CitizenId>]) -> CitizenFacts<'r> {
        let born = records.iter().filter_map(|r| r.born).min();
        let dead = records.iter().filter_map(|r| r.dead).min();
        CitizenFacts { records, born, dead }
    }

    /// The days after the day of death.
    #[must_use]
    pub fn after_death(&self) -> Option<Period> {
        Period::new(self.dead?.next(), Day::OPEN)
    }

    /// Days on which the citizen is not of the area's age; none where the area has no age or the birth is unknown.
    #[must_use]
    pub fn outside_age(&self, area: Option<&Area>) -> Periods {
        match (area, self.born) {
            (Some(area), Some(born)) if area.has_age() => {
                Periods::from(Period::ALWAYS).minus(&area.days_of_age(born))
            }
            _ => Periods::none(),
        }
    }

    /// Days before the area's age.
    #[must_use]
    pub fn below_age(&self, area: Option<&Area>) -> Option<Period> {
        let from = self.born?.birthday(i32::from(area?.age_from?));
        Period::new(Day::FIRST, from)
    }

    /// Days on which the register names a municipality that `is_own` denies. The last residence of a dead citizen runs
    /// on, so that days after death belong where the citizen belonged.
    pub(crate) fn elsewhere(
        &self,
        kommune: impl Fn(&PersonRecord<CitizenId>) -> Option<u16>,
        is_own: impl Fn(u16) -> bool,
    ) -> Periods {
        let days = |own: bool| {
            let of = self.records.iter().filter(|r| kommune(r).is_some_and(|code| is_own(code) == own));
            Periods::union_of(of.map(|r| self.held_on(r.residence)))
        };
        days(false).minus(&days(true))
    }

    /// Days on which the register names some municipality.
    pub(crate) fn known(&self, kommune: impl Fn(&PersonRecord<CitizenId>) -> Option<u16>) -> Periods {
        let of = self.records.iter().filter(|r| kommune(r).is_some());
        Periods::union_of(of.map(|r| self.held_on(r.residence)))
    }

    /// True where the citizen moved to or from our municipality at most `days` days from a day.
    pub(crate) fn moved_near(&self, day: Day, days: i64, is_own: impl Fn(u16) -> bool) -> bool {
        let own = self.records.iter().filter(|r| r.kommune.is_some_and(&is_own));
        let near = |moved: Day| i64::from(moved.0 - day.0).abs() <= days;
        let stays = Periods::union_of(own.map(|r| self.held_on(r.residence)));
        stays.iter().any(|stay| {
            (stay.from > Day::FIRST && near(stay.from)) || (stay.until < Day::OPEN && near(stay.until))
        })
    }

    fn held_on(&self, residence: Period) -> Period {
        let ended_by_death = self.dead.is_some_and(|dead| residence.until >= dead);
        if ended_by_death { Period { until: Day::OPEN, ..residence } } else { residence }
    }
}
