//! A deviation that lives from run to run: what it is the same as, what people and data have done to it.
//!
//! Invariant: only data closes an item, and what it is now is a fold over events that are only ever added. Nothing here
//! knows a clock: a day is the day of a basis.

use crate::amount::Oere;
use crate::calendar::{Day, Period};
use crate::control::Level;
use crate::deviation::{Deviation, Duty, RuleCode};
use crate::landscape::Attribute;
use crate::person::{CitizenId, read_code, write_code};
use std::fmt;

mod carry_over;
mod correction_time;
mod event;
mod reach;
mod rhythm;
mod route;

#[cfg(test)]
mod tests;

pub use carry_over::{Step, carry_over};
pub use correction_time::{CorrectionTime, correction_times};
pub use event::{ClosedBy, Event, EventKind, Standing, Status, fold};
pub use reach::{Fingerprint, Reach, Trace};
pub use rhythm::{Rhythm, Span};
pub use route::{field_of, side_of};

/// The name of a work item, shown as `A-` and six characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

impl ItemId {
    /// Ids lie below this number: six characters of five bits.
    pub const LIMIT: u32 = 1 << 30;

    /// Reads the shown form.
    #[must_use]
    pub fn parse(text: &str) -> Option<ItemId> {
        read_code(text, "A-").map(ItemId)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_code(f, "A-", self.0)
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What two sightings of the same item agree in, beside a common day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ItemKey {
    /// The rule.
    pub rule: RuleCode,
    /// Who.
    pub citizen: CitizenId,
    /// The paragraph as written: it outlives the numbers of one law book.
    pub paragraf: String,
    /// The sources that the rule was put to: System 1 and System 2, or one of them.
    pub sources: Vec<String>,
    /// The attribute that differs.
    pub attribute: Option<Attribute>,
    /// The level at which days were compared; paragraph where that makes no difference.
    pub level: Level,
    /// The indsatsydelse at that level.
    pub ydelse: String,
    /// The provider's key at that level.
    pub leverandoer: String,
}

impl ItemKey {
    /// The key of a deviation. `paragraf` is its paragraph as written; `systems` the names of System 1 and System 2.
    #[must_use]
    pub fn of(deviation: &Deviation, paragraf: &str, systems: [&str; 2], level: Level) -> ItemKey {
        let sources: Vec<String> = match deviation.within {
            Some(side) => vec![systems[side.index()].to_owned()],
            None => systems.map(str::to_owned).to_vec(),
        };
        let by_level = matches!(
            (deviation.rule, deviation.question),
            (RuleCode::DageKunISystem1 | RuleCode::DageKunISystem2, _)
                | (RuleCode::AfventerOverfoersel, Some(3 | 4))
        );
        ItemKey {
            rule: deviation.rule,
            citizen: deviation.citizen,
            paragraf: paragraf.to_owned(),
            sources,
            attribute: deviation.attribute,
            level: if by_level { level } else { Level::Paragraf },
            ydelse: deviation.ydelse.clone(),
            leverandoer: deviation.leverandoer.clone(),
        }
    }
}

/// What one run saw of an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sighting {
    /// The days, inside that run's window.
    pub period: Period,
    /// Kroner at stake; `None` means unknown.
    pub oere: Option<Oere>,
    /// Supplements; `None` means unknown.
    pub oere_tillaeg: Option<Oere>,
    /// The question of the 8-talskontrol.
    pub question: Option<u8>,
    /// What it asked of people.
    pub duty: Duty,
    /// What others may share with it.
    pub shared: String,
    /// Its place among the run's deviations.
    pub position: u32,
}

impl Sighting {
    /// What the run of these deviations saw at `position`.
    #[must_use]
    pub fn of(deviation: &Deviation, position: u32) -> Sighting {
        Sighting {
            period: deviation.period,
            oere: deviation.oere,
            oere_tillaeg: deviation.oere_tillaeg,
            question: deviation.question,
            duty: deviation.duty,
            shared: deviation.shared.clone(),
            position,
        }
    }
}

/// A deviation of a run, ready to be matched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// What it is the same as.
    pub key: ItemKey,
    /// What was seen.
    pub seen: Sighting,
}

/// When an item was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The carried run's number.
    pub run: i64,
    /// The day of its basis.
    pub day: Day,
}

/// A work item as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Its name.
    pub id: ItemId,
    /// Its place in the order in which items were made: the smallest is the oldest.
    pub order: i64,
    /// What it is the same as.
    pub key: ItemKey,
    /// The item that it was a part of.
    pub split_from: Option<ItemId>,
    /// The run that saw it first.
    pub first: Seen,
    /// The run that saw it last.
    pub last: Seen,
    /// What that run saw.
    pub sighting: Sighting,
    /// What people and data have done to it.
    pub standing: Standing,
}

impl Item {
    /// Days from the day it was first seen until the day it was closed or, open, until `today`.
    #[must_use]
    pub fn age_days(&self, today: Day) -> i64 {
        let until = self.standing.ended.unwrap_or(today);
        i64::from(until.0) - i64::from(self.first.day.0)
    }
}
