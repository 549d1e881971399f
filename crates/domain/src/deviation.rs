//! A deviation: one reported period on which two sources, or one source with itself, disagree.

use crate::amount::Oere;
use crate::calendar::Period;
use crate::landscape::Attribute;
use crate::law::ParagrafId;
use crate::observation::RowPlace;
use crate::person::CitizenId;

/// One of the two systems of a control.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    /// System 1: the one that delivers to Danmarks Statistik.
    One,
    /// System 2.
    Two,
}

impl Side {
    /// 0 for System 1, 1 for System 2.
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Side::One => 0,
            Side::Two => 1,
        }
    }

    /// The other system.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::One => Side::Two,
            Side::Two => Side::One,
        }
    }
}

/// The rule that found a deviation. Its texts stand in `rules/`, one file a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RuleCode {
    /// Question 1: the citizen has the paragraph in System 2 only.
    KunISystem2,
    /// Question 2: the citizen has the paragraph in System 1 only.
    KunISystem1,
    /// Question 3: days in System 2 that System 1 lacks.
    DageKunISystem2,
    /// Question 4: days in System 1 that System 2 lacks.
    DageKunISystem1,
    /// Questions 3 and 4: an attribute differs on common days.
    ForskelligVaerdi,
    /// A difference of days so new that the transfer between the systems may not have run.
    AfventerOverfoersel,
    /// Inside one system: the same row twice on the same days.
    DobbeltRaekke,
}

impl RuleCode {
    /// All, in the order of reports.
    pub const ALL: [RuleCode; 7] = [
        RuleCode::KunISystem2,
        RuleCode::KunISystem1,
        RuleCode::DageKunISystem2,
        RuleCode::DageKunISystem1,
        RuleCode::ForskelligVaerdi,
        RuleCode::AfventerOverfoersel,
        RuleCode::DobbeltRaekke,
    ];

    /// The stable word of files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            RuleCode::KunISystem2 => "kun_i_system_2",
            RuleCode::KunISystem1 => "kun_i_system_1",
            RuleCode::DageKunISystem2 => "dage_kun_i_system_2",
            RuleCode::DageKunISystem1 => "dage_kun_i_system_1",
            RuleCode::ForskelligVaerdi => "forskellig_vaerdi",
            RuleCode::AfventerOverfoersel => "afventer_overfoersel",
            RuleCode::DobbeltRaekke => "dobbelt_raekke",
        }
    }

    /// Reads [`RuleCode::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<RuleCode> {
        RuleCode::ALL.into_iter().find(|r| r.key() == key)
    }
}

/// What a deviation asks of people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Duty {
    /// One of the systems is wrong.
    SkalRettes,
    /// Someone must say which is right, or that both are.
    SkalBekraeftes,
    /// To know.
    TilOrientering,
}

impl Duty {
    /// The stable word of files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Duty::SkalRettes => "skal_rettes",
            Duty::SkalBekraeftes => "skal_bekraeftes",
            Duty::TilOrientering => "til_orientering",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Duty::SkalRettes => "skal rettes",
            Duty::SkalBekraeftes => "skal bekræftes",
            Duty::TilOrientering => "til orientering",
        }
    }

    /// Reads [`Duty::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Duty> {
        [Duty::SkalRettes, Duty::SkalBekraeftes, Duty::TilOrientering].into_iter().find(|d| d.key() == key)
    }
}

/// The probable cause of a deviation. Laid on top; it never removes one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cause {
    /// The other system has the same days under a number one digit away, or with two digits swapped.
    AndetNummer(CitizenId),
    /// The other system has the same days on a paragraph that registrations mix with this one.
    BlandetParagraf(ParagrafId),
    /// The other system has the row, but it never took effect there.
    Annulleret,
    /// The other system's row on these days has no paragraph in Fælles sprog.
    Uoversat,
    /// The claiming row has no end; the other system's has.
    SlutdatoMangler,
    /// One day at the edge of days that both have.
    EnDagForskudt,
    /// The other system has the citizen on the paragraph, but only outside the window or the comparison.
    KunUdenfor,
}

impl Cause {
    /// The stable word of files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Cause::AndetNummer(_) => "andet_nummer",
            Cause::BlandetParagraf(_) => "blandet_paragraf",
            Cause::Annulleret => "annulleret",
            Cause::Uoversat => "uoversat",
            Cause::SlutdatoMangler => "slutdato_mangler",
            Cause::EnDagForskudt => "en_dag_forskudt",
            Cause::KunUdenfor => "kun_udenfor",
        }
    }
}

/// A row of a source that is neither of the two systems.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OtherRow {
    /// Which source: [`crate::registers::Other::index`].
    pub source: u16,
    /// Where in it.
    pub place: RowPlace,
}

/// One deviation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The rule that found it.
    pub rule: RuleCode,
    /// 1-4; `None` for rules inside one system.
    pub question: Option<u8>,
    /// The system that a rule inside one system concerns; `None` where both take part.
    pub within: Option<Side>,
    /// What it asks of people.
    pub duty: Duty,
    /// Who.
    pub citizen: CitizenId,
    /// On which paragraph.
    pub paragraf: ParagrafId,
    /// The indsatsydelse at level ydelse, else empty.
    pub ydelse: String,
    /// The provider's key at level leverandoer, else empty.
    pub leverandoer: String,
    /// The days.
    pub period: Period,
    /// Kroner at stake; `None` means unknown.
    pub oere: Option<Oere>,
    /// Supplements on the same days; `None` means unknown.
    pub oere_tillaeg: Option<Oere>,
    /// The attribute that differs; `None` for differences of days.
    pub attribute: Option<Attribute>,
    /// Values in System 1 and System 2: sorted, distinct; empty for differences of days.
    pub values: [Vec<String>; 2],
    /// Both lack a value of the other; the deviation is counted once, under question 3.
    pub both: bool,
    /// The rows of System 1 and System 2 on the days.
    pub rows: [Vec<RowPlace>; 2],
    /// Rows of other sources that show it: postings, the register of persons, rates.
    pub others: Vec<OtherRow>,
    /// Probable causes, the strongest first.
    pub causes: Vec<Cause>,
    /// What many deviations may share: "leverandør: Fonden A ≠ Fond A". Empty where nothing is shared.
    pub shared: String,
}

/// The order of every output: paragraph, citizen, question, first day, attribute, then what tells
/// two apart that agree in these.
pub type DeviationOrder<'a> =
    (ParagrafId, CitizenId, Option<u8>, Period, Option<Attribute>, RuleCode, Option<Side>, &'a str, &'a str);

impl Deviation {
    /// The value that deviations are sorted by.
    #[must_use]
    pub fn order(&self) -> DeviationOrder<'_> {
        (
            self.paragraf,
            self.citizen,
            self.question,
            self.period,
            self.attribute,
            self.rule,
            self.within,
            self.ydelse.as_str(),
            self.leverandoer.as_str(),
        )
    }
}
