//! What one 8-talskontrol is asked to do: a pair of systems, a window, paragraphs, attributes, a level.

use crate::area::Area;
use crate::calendar::Period;
use crate::deviation::RuleCode;
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
    /// Rules to be put; empty means all that can run.
    pub rules: Vec<RuleCode>,
    /// Which citizens: `None` means everybody.
    pub area: Option<Area>,
    /// Limits of the rules.
    pub limits: Limits,
}

impl Control {
    /// A control of every paragraph in a window, with the normal limits.
    #[must_use]
    pub fn of(window: Period, own_kommune: u16) -> Control {
        Control {
            window,
            paragraffer: Vec::new(),
            attributes: Vec::new(),
            level: Level::Paragraf,
            own_kommune,
            transfer_days: TRANSFER_DAYS,
            rules: Vec::new(),
            area: None,
            limits: Limits::default(),
        }
    }

    /// True where the paragraph is asked about: by name, and by the area.
    #[must_use]
    pub fn is_about(&self, paragraf: ParagrafId) -> bool {
        (self.paragraffer.is_empty() || self.paragraffer.contains(&paragraf))
            && self.area.as_ref().is_none_or(|area| area.holds(paragraf))
    }

    /// True where the rule is to be put.
    #[must_use]
    pub fn asks(&self, rule: RuleCode) -> bool {
        self.rules.is_empty() || self.rules.contains(&rule)
    }
}

/// Limits that a municipality may set (`datalandskab.toml`, `[graenser]`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Days without the paragraph after which a case begins anew.
    pub gap_days: i64,
    /// Day price this many times over, or under, the normal is unusual; in tenths: 30 is three times.
    pub unusual_tenths: i64,
    /// Rows of a provider and paragraph, at least, before there is a normal.
    pub unusual_rows: u32,
    /// Øre a month up to which a payment is not looked at.
    pub payment_oere: i64,
    /// Months before the last posting in which a payment may still come.
    pub payment_months: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { gap_days: 30, unusual_tenths: 30, unusual_rows: 5, payment_oere: 10_000, payment_months: 2 }
    }
}

/// Normal wait for a transfer between systems, in days.
pub const TRANSFER_DAYS: i64 = 14;
