//! What happens to a work item, and what it then is: a fold over its events, oldest first.

use super::ItemId;
use crate::calendar::Day;

/// What closed an item: only data does, and this says which part of it was another than when the item was last seen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ClosedBy {
    /// The imports of the sources.
    Data,
    /// Fælles sprog, a translation, or what was decided about providers.
    Language,
    /// The program, the law or settings.
    Rules,
}

impl ClosedBy {
    /// All.
    pub const ALL: [ClosedBy; 3] = [ClosedBy::Data, ClosedBy::Language, ClosedBy::Rules];

    /// The stable word of files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            ClosedBy::Data => "rettet_i_data",
            ClosedBy::Language => "oversaettelse_aendret",
            ClosedBy::Rules => "regel_aendret",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            ClosedBy::Data => "rettet i data",
            ClosedBy::Language => "oversættelse ændret",
            ClosedBy::Rules => "regel ændret",
        }
    }

    /// Reads [`ClosedBy::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<ClosedBy> {
        ClosedBy::ALL.into_iter().find(|by| by.key() == key)
    }
}

/// What an item is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Status {
    /// Nobody has taken it up, or what was accepted has run out.
    #[default]
    Open,
    /// It was closed and has come back.
    CameBack,
    /// Somebody is finding out.
    Investigating,
    /// A source must deliver first.
    AwaitsSource,
    /// As it should be, until a day.
    Accepted,
    /// A closed system or a closed year: a reasoned end of its own.
    CannotBeCorrected,
    /// The data no longer has it.
    Closed(ClosedBy),
    /// It goes on as a part of another.
    Merged(ItemId),
}

impl Status {
    /// Those that a person may set.
    pub const SETTABLE: [Status; 4] =
        [Status::Investigating, Status::AwaitsSource, Status::Accepted, Status::CannotBeCorrected];

    /// The stable word of files and of the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Status::Open => "aaben",
            Status::CameBack => "genopstaaet",
            Status::Investigating => "under_afklaring",
            Status::AwaitsSource => "afventer_kilde",
            Status::Accepted => "accepteret",
            Status::CannotBeCorrected => "kan_ikke_rettes",
            Status::Closed(_) => "lukket",
            Status::Merged(_) => "lagt_sammen",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Status::Open => "Åben".to_owned(),
            Status::CameBack => "Genopstået".to_owned(),
            Status::Investigating => "Under afklaring".to_owned(),
            Status::AwaitsSource => "Afventer kilde".to_owned(),
            Status::Accepted => "Accepteret".to_owned(),
            Status::CannotBeCorrected => "Kan ikke rettes".to_owned(),
            Status::Closed(by) => format!("Lukket: {}", by.text()),
            Status::Merged(into) => format!("Lagt sammen med {into}"),
        }
    }

    /// True where a run can still see it, close it or carry it on.
    #[must_use]
    pub fn is_alive(self) -> bool {
        !matches!(self, Status::Closed(_) | Status::Merged(_))
    }

    /// True where somebody has something to do about it.
    #[must_use]
    pub fn is_work(self) -> bool {
        matches!(self, Status::Open | Status::CameBack | Status::Investigating | Status::AwaitsSource)
    }
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EventKind {
    /// A run saw it for the first time.
    Found {
        /// The item that it was a part of.
        split_from: Option<ItemId>,
    },
    /// A person said what it is.
    Set {
        /// One of [`Status::SETTABLE`].
        status: Status,
        /// Why.
        reason: String,
        /// The last day on which that holds.
        until: Option<Day>,
    },
    /// A person said who has it; empty takes it back.
    Assigned(String),
    /// A person wrote something.
    Comment(String),
    /// A run no longer saw it.
    Closed {
        /// What was another.
        by: ClosedBy,
        /// Days of it that the run did not try: they lay outside its window.
        untried_days: i64,
        /// Another rule has days of it now, so that it is not put right.
        goes_on: bool,
    },
    /// A run saw it as a part of another.
    Merged(ItemId),
    /// A run saw it again after it was closed.
    CameBack,
    /// A run saw it after the last day on which it was accepted.
    AcceptEnded,
}

impl EventKind {
    /// The stable word of files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            EventKind::Found { .. } => "fundet",
            EventKind::Set { .. } => "sat",
            EventKind::Assigned(_) => "ansvarlig",
            EventKind::Comment(_) => "kommentar",
            EventKind::Closed { .. } => "lukket",
            EventKind::Merged(_) => "lagt_sammen",
            EventKind::CameBack => "genopstaaet",
            EventKind::AcceptEnded => "accept_udloebet",
        }
    }
}

/// Something that happened to an item. Never changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// To which.
    pub item: ItemId,
    /// What.
    pub kind: EventKind,
    /// Who: a user's name.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// The carried run's number and the day of its basis; `None` where a person did it.
    pub run: Option<(i64, Day)>,
}

/// What an item's events add up to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// What it is.
    pub status: Status,
    /// Why, where a person set it.
    pub reason: String,
    /// The last day on which that holds.
    pub until: Option<Day>,
    /// Who has it, where a person said so.
    pub assigned: String,
    /// The day of the basis in which it was gone, while it is.
    pub ended: Option<Day>,
    /// It is closed, but another rule has days of it.
    pub goes_on: bool,
    /// How often it has come back.
    pub times_back: u32,
}

/// Adds up events, oldest first.
#[must_use]
pub fn fold<'e>(events: impl IntoIterator<Item = &'e Event>) -> Standing {
    let mut now = Standing::default();
    for event in events {
        let day = event.run.map(|(_, day)| day);
        match &event.kind {
            EventKind::Found { .. } => now.turn(Status::Open),
            EventKind::Set { status, reason, until } => {
                now.status = *status;
                now.reason.clone_from(reason);
                now.until = *until;
            }
            EventKind::Assigned(who) => now.assigned.clone_from(who),
            EventKind::Comment(_) => {}
            EventKind::Closed { by, goes_on, .. } => {
                now.turn(Status::Closed(*by));
                now.ended = day;
                now.goes_on = *goes_on;
            }
            EventKind::Merged(into) => {
                now.turn(Status::Merged(*into));
                now.ended = day;
            }
            EventKind::CameBack => {
                now.turn(Status::CameBack);
                now.times_back += 1;
            }
            EventKind::AcceptEnded => now.turn(Status::Open),
        }
    }
    now
}

impl Standing {
    /// Another status, which no person gave a reason for.
    fn turn(&mut self, status: Status) {
        *self = Standing {
            status,
            assigned: std::mem::take(&mut self.assigned),
            times_back: self.times_back,
            ..Standing::default()
        };
    }
}
