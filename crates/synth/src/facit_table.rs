//! The hand-reviewed table: what each kind of error must make the 8-talskontrol report.
//!
//! System 1 is Nexus in both controls. Read a line as: this rule, this question, on these days of this number and
//! paragraph, with this probable cause. Nothing is computed from the comparison itself.

use crate::errors::Kind;

/// One deviation that an error must give.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Must {
    pub(crate) rule: &'static str,
    pub(crate) question: Option<u8>,
    pub(crate) attribute: Option<&'static str>,
    /// Under which number and paragraph it is found.
    pub(crate) under: Under,
    pub(crate) days: Days,
    pub(crate) cause: Option<&'static str>,
}

/// Under which number and paragraph a deviation is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Under {
    /// The right ones.
    Right,
    /// The right number, the wrong paragraph.
    WrongParagraf,
    /// The wrong number.
    WrongNumber,
}

/// Which days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Days {
    /// The maximal periods of the paragraph in the window.
    All,
    /// The days that the error changed.
    Changed,
}

const fn days(
    rule: &'static str,
    question: u8,
    under: Under,
    days: Days,
    cause: Option<&'static str>,
) -> Must {
    Must { rule, question: Some(question), attribute: None, under, days, cause }
}

const fn value(attribute: &'static str) -> Must {
    Must {
        rule: "forskellig_vaerdi",
        question: Some(3),
        attribute: Some(attribute),
        under: Under::Right,
        days: Days::Changed,
        cause: None,
    }
}

const ONLY_2: &str = "kun_i_system_2";
const ONLY_1: &str = "kun_i_system_1";
const DAYS_2: &str = "dage_kun_i_system_2";
const DAYS_1: &str = "dage_kun_i_system_1";

impl Kind {
    /// The name of the kind in the answer key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Kind::MissingInSystem1 => "mangler_i_system_1",
            Kind::MissingInSystem2 => "mangler_i_system_2",
            Kind::MissingEnd => "manglende_slutdato",
            Kind::LateStart => "forskudt_start",
            Kind::OneDayLate => "forskudt_en_dag",
            Kind::MixedParagraf => "blandet_paragraf",
            Kind::OtherProvider => "anden_leverandoer",
            Kind::OtherRate => "anden_takst",
            Kind::OtherGroup => "anden_maalgruppe",
            Kind::DoubleRow => "dobbelt_raekke",
            Kind::AnnulledButSettled => "annulleret_men_afregnet",
            Kind::WrongDigit => "forkert_ciffer",
            Kind::JustRegistered => "ny_registrering",
        }
    }
}

/// What a kind must give, by whether the error stands in System 1 or in System 2.
#[must_use]
pub(crate) fn must(kind: Kind, in_system_1: bool) -> Vec<Must> {
    use Days::{All, Changed};
    use Under::{Right, WrongNumber, WrongParagraf};
    match (kind, in_system_1) {
        (Kind::MissingInSystem1, true) => vec![days(ONLY_2, 1, Right, All, None)],
        (Kind::MissingInSystem2, false) => vec![days(ONLY_1, 2, Right, All, None)],
        (Kind::MissingEnd, true) => vec![days(DAYS_1, 4, Right, Changed, Some("slutdato_mangler"))],
        (Kind::MissingEnd, false) => vec![days(DAYS_2, 3, Right, Changed, Some("slutdato_mangler"))],
        // The system that begins later lacks the days; the other one has them.
        (Kind::LateStart, true) => vec![days(DAYS_2, 3, Right, Changed, None)],
        (Kind::LateStart, false) => vec![days(DAYS_1, 4, Right, Changed, None)],
        (Kind::OneDayLate, true) => vec![days(DAYS_2, 3, Right, Changed, Some("en_dag_forskudt"))],
        (Kind::OneDayLate, false) => vec![days(DAYS_1, 4, Right, Changed, Some("en_dag_forskudt"))],
        (Kind::MixedParagraf, true) => vec![
            days(ONLY_2, 1, Right, All, Some("blandet_paragraf")),
            days(ONLY_1, 2, WrongParagraf, All, Some("blandet_paragraf")),
        ],
        (Kind::MixedParagraf, false) => vec![
            days(ONLY_1, 2, Right, All, Some("blandet_paragraf")),
            days(ONLY_2, 1, WrongParagraf, All, Some("blandet_paragraf")),
        ],
        (Kind::OtherProvider, _) => vec![value("leverandoer")],
        (Kind::OtherRate, _) => vec![value("pris")],
        (Kind::OtherGroup, _) => vec![value("maalgruppe")],
        (Kind::DoubleRow, _) => {
            vec![Must { rule: "dobbelt_raekke", question: None, attribute: None, ..value("") }]
        }
        (Kind::AnnulledButSettled, true) => vec![days(ONLY_2, 1, Right, All, Some("annulleret"))],
        (Kind::WrongDigit, true) => vec![
            days(ONLY_2, 1, Right, All, Some("andet_nummer")),
            days(ONLY_1, 2, WrongNumber, All, Some("andet_nummer")),
        ],
        (Kind::WrongDigit, false) => vec![
            days(ONLY_1, 2, Right, All, Some("andet_nummer")),
            days(ONLY_2, 1, WrongNumber, All, Some("andet_nummer")),
        ],
        (Kind::JustRegistered, true) => vec![days("afventer_overfoersel", 2, Right, Changed, None)],
        // These kinds stand in one system only.
        (Kind::MissingInSystem1 | Kind::AnnulledButSettled | Kind::JustRegistered, false)
        | (Kind::MissingInSystem2, true) => Vec::new(),
    }
}
