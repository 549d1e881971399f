//! What one 8-talskontrol is asked to do: a pair of systems, a window, paragraphs, attributes, a level.

use crate::calendar::Period;
use crate::landscape::Attribute;
use crate::law::ParagrafId;

/// The level at which questions 3 and 4 compare days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Level {
    /// Citizen × paragraph.
    #[default]
    Paragraf,
    /// Per indsatsydelse inside each citizen × paragraph.
    Ydelse,
    /// Per provider inside each citizen × paragraph.
    Leverandoer,
}

impl Level {
    /// The word of the command line and of files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Level::Paragraf => "paragraf",
            Level::Ydelse => "ydelse",
            Level::Leverandoer => "leverandoer",
        }
    }

    /// Reads [`Level::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Level> {
        [Level::Paragraf, Level::Ydelse, Level::Leverandoer].into_iter().find(|l| l.key() == key)
    }
}

/// One control. Which system is which stands in the sources handed in beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// Days asked about.
    pub window: Period,
    /// Paragraphs asked about; empty means all.
    pub paragraffer: Vec<ParagrafId>,
    /// Attributes compared: those asked for, or the default ones, that both sources have.
    pub attributes: Vec<Attribute>,
    /// Level of questions 3 and 4.
    pub level: Level,
    /// Our own municipality.
    pub own_kommune: u16,
    /// A difference whose row was registered fewer days than this before the earlier extract waits for transfer.
    pub transfer_days: i64,
}

/// Normal wait for a transfer between systems, in days.
pub const TRANSFER_DAYS: i64 = 14;
