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
    /// Inside one system: two rows that differ stand for the same service on the same day.
    Overlap,
    /// Inside one system: two paragraphs on the same days that exclude each other.
    UdelukkerHinanden,
    /// Inside one system: days after the day of death.
    EfterDoed,
    /// Inside one system: days before the area's age.
    UnderAlder,
    /// Inside one system: rows without målgruppe.
    MaalgruppeMangler,
    /// Inside one system: a målgruppe code that the law has not on that day.
    UkendtKode,
    /// Inside one system: a stay without P-number and address.
    OpholdUdenAdresse,
    /// Inside one system: a running case without a caseworker who is there.
    SagsbehandlerMangler,
    /// Inside one system: a new case without reason of beginning or assessment.
    NyUdenOplysning,
    /// Inside one system: a case ended without a reason.
    OphoertUdenAarsag,
    /// Inside one system: a day price far from that of the place's other rows.
    UsaedvanligDagspris,
    /// Inside one system: a rate that equals a list price no longer in force.
    UdloebetTakst,
    /// Inside one system: an individual rate that equals a list price no longer in force.
    IndividuelTakstGammel,
    /// Inside one system: both percentages of a row differ from 100.
    ToProcenter,
    /// Inside one system: a supplement on days without a main service in either.
    TillaegUdenHoved,
    /// Payments: paid for months after the month of death.
    BetaltEfterDoed,
    /// Payments: paid on the account of another paragraph than the granted one.
    KontoAndenParagraf,
    /// Payments: paid after the grant ended.
    BetaltEfterSlut,
    /// Payments: paid without a grant.
    BetaltUdenBevilling,
    /// Payments: paid although no row is to be settled.
    BetaltTrodsNej,
    /// Payments: the same bill more than once.
    SammeRegning,
    /// Payments: granted and priced, and nothing paid.
    BevilgetUdenBetaling,
    /// Payments: paid to another provider than the granted one.
    BetaltAndenLeverandoer,
    /// Payments: more paid than granted.
    BetaltOver,
    /// Payments: less paid than granted.
    BetaltUnder,
}

impl RuleCode {
    /// All, in the order of reports.
    pub const ALL: [RuleCode; 32] = [
        RuleCode::KunISystem2,
        RuleCode::KunISystem1,
        RuleCode::DageKunISystem2,
        RuleCode::DageKunISystem1,
        RuleCode::ForskelligVaerdi,
        RuleCode::AfventerOverfoersel,
        RuleCode::DobbeltRaekke,
        RuleCode::Overlap,
        RuleCode::UdelukkerHinanden,
        RuleCode::EfterDoed,
        RuleCode::UnderAlder,
        RuleCode::MaalgruppeMangler,
        RuleCode::UkendtKode,
        RuleCode::OpholdUdenAdresse,
        RuleCode::SagsbehandlerMangler,
        RuleCode::NyUdenOplysning,
        RuleCode::OphoertUdenAarsag,
        RuleCode::UsaedvanligDagspris,
        RuleCode::UdloebetTakst,
        RuleCode::IndividuelTakstGammel,
        RuleCode::ToProcenter,
        RuleCode::TillaegUdenHoved,
        RuleCode::BetaltEfterDoed,
        RuleCode::KontoAndenParagraf,
        RuleCode::BetaltEfterSlut,
        RuleCode::BetaltUdenBevilling,
        RuleCode::BetaltTrodsNej,
        RuleCode::SammeRegning,
        RuleCode::BevilgetUdenBetaling,
        RuleCode::BetaltAndenLeverandoer,
        RuleCode::BetaltOver,
        RuleCode::BetaltUnder,
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
            RuleCode::Overlap => "overlap",
            RuleCode::UdelukkerHinanden => "udelukker_hinanden",
            RuleCode::EfterDoed => "efter_doed",
            RuleCode::UnderAlder => "under_alder",
            RuleCode::MaalgruppeMangler => "maalgruppe_mangler",
            RuleCode::UkendtKode => "ukendt_kode",
            RuleCode::OpholdUdenAdresse => "ophold_uden_adresse",
            RuleCode::SagsbehandlerMangler => "sagsbehandler_mangler",
            RuleCode::NyUdenOplysning => "ny_uden_oplysning",
            RuleCode::OphoertUdenAarsag => "ophoert_uden_aarsag",
            RuleCode::UsaedvanligDagspris => "usaedvanlig_dagspris",
            RuleCode::UdloebetTakst => "udloebet_takst",
            RuleCode::IndividuelTakstGammel => "individuel_takst_gammel",
            RuleCode::ToProcenter => "to_procenter",
            RuleCode::TillaegUdenHoved => "tillaeg_uden_hoved",
            RuleCode::BetaltEfterDoed => "betalt_efter_doed",
            RuleCode::KontoAndenParagraf => "konto_anden_paragraf",
            RuleCode::BetaltEfterSlut => "betalt_efter_slut",
            RuleCode::BetaltUdenBevilling => "betalt_uden_bevilling",
            RuleCode::BetaltTrodsNej => "betalt_trods_nej",
            RuleCode::SammeRegning => "samme_regning",
            RuleCode::BevilgetUdenBetaling => "bevilget_uden_betaling",
            RuleCode::BetaltAndenLeverandoer => "betalt_anden_leverandoer",
            RuleCode::BetaltOver => "betalt_over",
            RuleCode::BetaltUnder => "betalt_under",
        }
    }

    /// True for rules that put the finance system's postings against grants.
    #[must_use]
    pub fn is_about_payments(self) -> bool {
        self >= RuleCode::BetaltEfterDoed
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
    /// The claimed days begin after the day of death.
    Doed,
    /// The citizen moved from or to our municipality near the beginning of the days.
    Flyttet,
    /// The days begin or end where one of the systems was taken into use, or lie before.
    Systemskifte,
    /// The two providers' names are nearly the same.
    LignendeNavn,
}

impl Cause {
    /// One of each, for lists of help texts; what the first two point to is nobody and nothing.
    pub const ONE_OF_EACH: [Cause; 11] = [
        Cause::AndetNummer(CitizenId(0)),
        Cause::Doed,
        Cause::BlandetParagraf(ParagrafId(0)),
        Cause::Annulleret,
        Cause::Uoversat,
        Cause::EnDagForskudt,
        Cause::Flyttet,
        Cause::Systemskifte,
        Cause::SlutdatoMangler,
        Cause::KunUdenfor,
        Cause::LignendeNavn,
    ];

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
            Cause::Doed => "doed",
            Cause::Flyttet => "flyttet",
            Cause::Systemskifte => "systemskifte",
            Cause::LignendeNavn => "lignende_navn",
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
pub type DeviationOrder<'a> = (
    (ParagrafId, CitizenId, Option<u8>, Period, Option<Attribute>, RuleCode, Option<Side>),
    (&'a str, &'a str, &'a str, &'a [Vec<String>; 2], Option<Oere>),
);

impl Deviation {
    /// The value that deviations are sorted by.
    #[must_use]
    pub fn order(&self) -> DeviationOrder<'_> {
        (
            (self.paragraf, self.citizen, self.question, self.period, self.attribute, self.rule, self.within),
            (self.ydelse.as_str(), self.leverandoer.as_str(), self.shared.as_str(), &self.values, self.oere),
        )
    }
}
