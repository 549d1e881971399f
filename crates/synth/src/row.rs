//! A row of an extract, before it is written.

use crate::catalogue::{Group, YdelseId};
use crate::day::{Date, Span};
use crate::money::{Unit, amount};
use crate::number::Number;
use crate::providers::ProviderId;

/// The three systems.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum System {
    /// The case system, which delivers to Danmarks Statistik.
    Nexus,
    /// The settlement system.
    As2007,
    /// The older settlement system; here for §§ 103 and 104 only.
    BoernOgVoksne,
}

impl System {
    /// All three.
    pub const ALL: [System; 3] = [System::Nexus, System::As2007, System::BoernOgVoksne];

    /// The source's name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            System::Nexus => "nexus",
            System::As2007 => "as2007",
            System::BoernOgVoksne => "boern_og_voksne",
        }
    }

    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

/// What a supplement is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Supplement {
    /// Transport.
    Koersel,
    /// The citizen's own payment: income.
    Egenbetaling,
    /// Extra hours.
    EkstraTimer,
}

impl Supplement {
    pub(crate) const ALL: [Supplement; 3] =
        [Supplement::Koersel, Supplement::Egenbetaling, Supplement::EkstraTimer];

    pub(crate) fn text(self) -> &'static str {
        match self {
            Supplement::Koersel => "Kørsel",
            Supplement::Egenbetaling => "Egenbetaling",
            Supplement::EkstraTimer => "Ekstra timer",
        }
    }
}

/// A row as one system holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// Whose: index into the people.
    pub person: u32,
    /// The number that this system has for the person.
    pub cpr: Number,
    /// The service.
    pub ydelse: YdelseId,
    /// The place.
    pub provider: ProviderId,
    /// First day.
    pub from: Date,
    /// Last day; `None` while open.
    pub to: Option<Date>,
    /// What the rate is paid for.
    pub unit: Unit,
    /// Rate in 1/10.000 kroner.
    pub rate: i64,
    /// Hours a week in hundredths; 0 where the unit is not hours.
    pub hours: i64,
    /// Målgrupper, one or two.
    pub groups: [Option<Group>; 2],
    /// The status word of Nexus.
    pub status: &'static str,
    /// Day of registration, in Nexus.
    pub registered: Date,
    /// Number of the grant that the row is a part of.
    pub package: u32,
    /// What for, where the row is a supplement and no service.
    pub supplement: Option<Supplement>,
    /// Afregningspct: the part of the price that we pay.
    pub settled: u8,
    /// Belægningspct: the part of a place that the citizen fills.
    pub occupied: u8,
    /// Whether the settlement system pays it.
    pub settles: bool,
    /// Tilgangsårsag in Nexus.
    pub entry: &'static str,
    /// Afgangsårsag in Nexus; empty where it runs on, or on under another rate.
    pub exit: &'static str,
    /// The assessment (udredning) in Nexus.
    pub assessment: &'static str,
    /// The caseworker.
    pub caseworker: &'static str,
    /// How the place is written on the row.
    pub written: Spelt,
    /// Where the rate is from.
    pub priced: Priced,
}

/// How a row writes its place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Spelt {
    /// The register's name, and the P-number.
    Register,
    /// The register's name, neither P-number nor address.
    Placeless,
    /// A spelling that the register lists, no P-number.
    Known,
    /// A spelling that nobody lists, no P-number.
    Unknown,
}

/// Where a row's rate is from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Priced {
    /// The place's list price of the year.
    List,
    /// Agreed for the citizen.
    Individual,
    /// The row shows no rate; what it costs stands in [`Row::rate`].
    Unshown,
    /// Typed wrong.
    Typed,
}

/// Status words of rows that never took effect.
pub(crate) const NEVER: [&str; 4] = ["Annulleret", "Fjernet", "Frafaldet", "Afslået"];

impl Row {
    /// True for a service that took effect: it counts citizens and days.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.supplement.is_none() && !NEVER.contains(&self.status)
    }

    /// The place's name as the row has it.
    #[must_use]
    pub fn place_name(&self) -> String {
        match self.written {
            Spelt::Register | Spelt::Placeless => self.provider.get().name.to_owned(),
            Spelt::Known => self.provider.known_spelling(),
            Spelt::Unknown => self.provider.unknown_spelling(),
        }
    }

    /// The P-number as the row has it.
    #[must_use]
    pub fn p_number(&self) -> String {
        if self.written == Spelt::Register { self.provider.p_number() } else { String::new() }
    }

    /// Øre for the row's days inside `within`.
    #[must_use]
    pub fn price(&self, within: Span) -> i64 {
        let whole = self.days(within).map_or(0, |days| amount(self.unit, self.rate, self.hours, days));
        if self.settled == 100 { whole } else { whole * i64::from(self.settled) / 100 }
    }

    /// The row's days inside `window`.
    #[must_use]
    pub fn days(&self, window: Span) -> Option<Span> {
        let to = self.to.unwrap_or(window.to);
        (self.from <= to).then_some(Span { from: self.from, to }).and_then(|own| own.within(window))
    }

    /// The written paragraph; empty where untranslated.
    #[must_use]
    pub fn paragraf(&self) -> &'static str {
        self.ydelse.get().paragraf
    }

    /// Målgruppe codes, joined.
    #[must_use]
    pub fn group_codes(&self, joined_by: &str) -> String {
        self.groups.iter().flatten().map(|g| g.code()).collect::<Vec<_>>().join(joined_by)
    }
}
