//! The data landscape: whose citizens a source holds, and what one import of it covers.
//!
//! `declared` is what a municipality says of its sources in `datalandskab.toml`; `contradictions` sets it beside what
//! the imports hold.

mod address;
mod contradictions;
mod declared;

pub use address::{AddressFault, KEY_PLACE, SystemAddress};
pub use contradictions::{Contradiction, SeenImport, SeenSource, about_arrival, contradictions};
pub use declared::{
    Correction, Dated, Declared, Exception, Landscape, LimitChanges, OwnershipColumn, PairWait, Places,
    PriceChanges, Rhythm, SourceRole, Use,
};

use crate::calendar::{Day, Period};
use crate::periods::Periods;
use crate::price::{PriceTerms, Unit};
use crate::wording::{Provider, normalised};

/// Whose citizens a source holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Population {
    /// Those for whom we are handlekommune.
    Handlekommune,
    /// Those for whom we pay.
    Betalingskommune,
    /// Either.
    Both,
    /// Not declared: nothing is cut.
    #[default]
    Unknown,
}

/// A value that two sources are compared by on common days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Attribute {
    /// Provider.
    Leverandoer,
    /// Target groups.
    Maalgruppe,
    /// Hours a week, summed.
    Timer,
    /// Price of the day, summed.
    Pris,
    /// Municipality that acts.
    Handlekommune,
    /// Municipality that pays.
    Betalingskommune,
}

impl Attribute {
    /// All, in the order of reports.
    pub const ALL: [Attribute; 6] = [
        Attribute::Leverandoer,
        Attribute::Maalgruppe,
        Attribute::Timer,
        Attribute::Pris,
        Attribute::Handlekommune,
        Attribute::Betalingskommune,
    ];

    /// The word of the command line and of files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Attribute::Leverandoer => "leverandoer",
            Attribute::Maalgruppe => "maalgruppe",
            Attribute::Timer => "timer",
            Attribute::Pris => "pris",
            Attribute::Handlekommune => "handlekommune",
            Attribute::Betalingskommune => "betalingskommune",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Attribute::Leverandoer => "leverandør",
            Attribute::Maalgruppe => "målgruppe",
            Attribute::Timer => "timer pr. uge",
            Attribute::Pris => "pris pr. dag",
            Attribute::Handlekommune => "handlekommune",
            Attribute::Betalingskommune => "betalingskommune",
        }
    }

    /// Reads [`Attribute::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Attribute> {
        Attribute::ALL.into_iter().find(|a| a.key() == key)
    }
}

/// What a source's mapping declares about it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Source {
    /// The mapping's name: `nexus`.
    pub name: String,
    /// As screens write it: "KMD Nexus".
    pub title: String,
    /// Whose citizens it holds.
    pub population: Population,
    /// Since when it has been in use; its rows before are truncated, not new.
    pub since: Option<Day>,
    /// Whether it delivers to Danmarks Statistik.
    pub delivers_to_dst: bool,
    /// Providers whose citizens are not in it although the population says so (rammestyrede): names or P-numbers,
    /// normalised.
    pub except_providers: Vec<String>,
    /// Providers whose citizens are not in it on some days; [`Source::except_providers`] are those of all days.
    pub exceptions: Vec<Exception>,
    /// Whose citizens it holds on which days, where that has changed; the other days are [`Source::population`].
    pub populations: Vec<Dated<Population>>,
    /// The first day on which it was no longer in use.
    pub until: Option<Day>,
    /// Who may correct which field, and where.
    pub corrects: Vec<Correction>,
    /// Attributes for which it has the columns.
    pub attributes: Vec<Attribute>,
    /// Whether its written paragraphs are read by the built-in reader.
    pub reads_paragraphs: bool,
    /// The unit of its rates where a row has none.
    pub unit: Option<Unit>,
    /// Keys of the columns that its rows have: a rule that asks for one that is not there is not run.
    pub columns: Vec<String>,
    /// What its prices mean.
    pub terms: PriceTerms,
    /// Days from the end of a month until its amounts are normally there; for a finance system.
    pub lag_days: u16,
}

impl Source {
    /// True where its rows have the column of this key (`caseworker`, `entry_reason` …).
    #[must_use]
    pub fn has_column(&self, key: &str) -> bool {
        self.columns.iter().any(|column| column == key)
    }

    /// Whose citizens it holds on the days of a window, in parts without overlap.
    #[must_use]
    pub fn populations_in(&self, window: Period) -> Vec<(Population, Periods)> {
        let mut rest = Periods::from(window);
        let mut out = Vec::new();
        for dated in &self.populations {
            let days = rest.within(dated.valid);
            if !days.is_empty() {
                rest = rest.minus(&days);
                out.push((dated.value, days));
            }
        }
        if !rest.is_empty() {
            out.push((self.population, rest));
        }
        out
    }

    /// The days on which a provider's citizens are not expected in it.
    #[must_use]
    pub fn excepted_days(&self, provider: &Provider) -> Periods {
        if self.except_providers.iter().any(|name| is_named(provider, name)) {
            return Periods::from(Period::ALWAYS);
        }
        let dated = self.exceptions.iter().filter(|e| e.is_about(provider));
        Periods::union_of(dated.map(|e| e.valid))
    }

    /// Who may correct a field of its rows ([`Correction::FIELDS`]): the one stated for it, else for all others.
    #[must_use]
    pub fn who_corrects(&self, field: &str) -> Option<&Correction> {
        let stated = |wanted: &str| self.corrects.iter().find(|c| c.field == wanted);
        stated(field).or_else(|| stated(Correction::REST))
    }
}

/// True where a provider's name, P-number or CVR number is the normalised text.
fn is_named(provider: &Provider, text: &str) -> bool {
    !provider.is_none()
        && [&provider.name, &provider.p_number, &provider.cvr]
            .into_iter()
            .any(|own| !own.is_empty() && normalised(own) == text)
}

/// What is known about one import of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ExtractFacts {
    /// The day of the extract.
    pub extracted: Option<Day>,
    /// The days it covers.
    pub covers: Option<Period>,
    /// An extract of running cases only.
    pub current_only: bool,
}

#[cfg(test)]
mod tests;
