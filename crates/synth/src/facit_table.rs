//! The hand-reviewed table: what each kind of error must make the 8-talskontrol report.
//!
//! System 1 is Nexus in both controls. Read a line as: this rule, this question, on these days of this number and
//! paragraph, with this probable cause. Nothing is computed from the comparison itself.
//! How a rule is defined decides what an error must give beside what it is meant for: a rate that is twelve times too
//! high is also another rate than the other system's.

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
    /// Both systems have a value that the other lacks.
    pub(crate) both: bool,
    pub(crate) place: Place,
    /// The source beside the two systems that shows it.
    pub(crate) source: Option<&'static str>,
    /// The value that must be shown stands in the error.
    pub(crate) valued: bool,
}

/// Which system a deviation is found in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// Between the two.
    Between,
    /// Inside the one that is wrong.
    Wrong,
    /// Inside each of the two.
    Each,
    /// Inside System 2.
    Second,
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
    /// The days of the paragraph among those that the error changed.
    AllChanged,
    /// Each of the error's further periods by itself.
    More,
}

/// Found between the two systems, on the days that were changed; the rest is filled in by the functions below.
const PLAIN: Must = Must {
    rule: "",
    question: None,
    attribute: None,
    under: Under::Right,
    days: Days::Changed,
    cause: None,
    both: false,
    place: Place::Between,
    source: None,
    valued: false,
};

const fn days(
    rule: &'static str,
    question: u8,
    under: Under,
    days: Days,
    cause: Option<&'static str>,
) -> Must {
    Must { rule, question: Some(question), under, days, cause, ..PLAIN }
}

const fn value(attribute: &'static str) -> Must {
    Must { rule: "forskellig_vaerdi", question: Some(3), attribute: Some(attribute), both: true, ..PLAIN }
}

/// Inside the wrong system.
const fn inside(rule: &'static str) -> Must {
    Must { rule, place: Place::Wrong, ..PLAIN }
}

/// Inside each of the two systems.
const fn inside_each(rule: &'static str) -> Must {
    Must { rule, place: Place::Each, ..PLAIN }
}

/// Between what was paid and what was granted.
const fn paid(rule: &'static str) -> Must {
    Must { rule, source: Some("prisme"), ..PLAIN }
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
            Kind::Overlap => "overlap",
            Kind::ExclusiveParagraf => "paragraffer_der_udelukker_hinanden",
            Kind::AfterDeath => "ydelse_efter_doed",
            Kind::UnderAge => "ydelse_foer_18",
            Kind::NoGroup => "maalgruppe_mangler",
            Kind::UnknownGroup => "ukendt_maalgruppe",
            Kind::StayWithoutAddress => "ophold_uden_adresse",
            Kind::NoCaseworker => "uden_sagsbehandler",
            Kind::InactiveCaseworker => "fratraadt_sagsbehandler",
            Kind::NoEntryReason => "uden_tilgangsaarsag",
            Kind::NoExitReason => "uden_afgangsaarsag",
            Kind::UnusualPrice => "usaedvanlig_pris",
            Kind::ExpiredListPrice => "udloebet_takst",
            Kind::OldIndividualRate => "gammel_individuel_takst",
            Kind::TwoPercents => "to_procenter",
            Kind::SupplementAlone => "tillaeg_uden_ydelse",
            Kind::PaidWithoutGrant => "betalt_uden_bevilling",
            Kind::GrantedNotPaid => "bevilget_ikke_betalt",
            Kind::PaidAfterEnd => "betalt_efter_slut",
            Kind::PaidAfterDeath => "betalt_efter_doed",
            Kind::WrongAccount => "forkert_konto",
            Kind::PaidOver => "betalt_for_meget",
            Kind::PaidUnder => "betalt_for_lidt",
            Kind::PaidTwice => "betalt_to_gange",
            Kind::PaidOtherProvider => "betalt_anden_leverandoer",
            Kind::PaidDespiteNo => "betalt_trods_nej",
            Kind::ReplacedNumber => "nyt_cpr_nummer",
            Kind::KnownSpelling => "kendt_stavemaade",
            Kind::UnknownSpelling => "ukendt_stavemaade",
            Kind::InvalidCpr => "ugyldigt_cpr",
            Kind::TextAccount => "ulaeselig_konto",
        }
    }
}

/// What a kind must give, by whether the error stands in System 1 or in System 2.
#[must_use]
pub(crate) fn must(kind: Kind, in_system_1: bool) -> Vec<Must> {
    match kind {
        Kind::MissingInSystem1
        | Kind::MissingInSystem2
        | Kind::MissingEnd
        | Kind::LateStart
        | Kind::OneDayLate
        | Kind::MixedParagraf
        | Kind::AnnulledButSettled
        | Kind::WrongDigit
        | Kind::JustRegistered => of_days(kind, in_system_1),
        Kind::OtherProvider
        | Kind::OtherRate
        | Kind::OtherGroup
        | Kind::DoubleRow
        | Kind::NoGroup
        | Kind::UnknownGroup
        | Kind::UnusualPrice
        | Kind::ExpiredListPrice
        | Kind::TwoPercents
        | Kind::Overlap
        | Kind::UnknownSpelling => of_values(kind, in_system_1),
        _ => of_one_source(kind),
    }
}

fn of_days(kind: Kind, in_system_1: bool) -> Vec<Must> {
    use Days::{All, Changed};
    use Under::{Right, WrongNumber, WrongParagraf};
    // An open row keeps the list price of its last year.
    let expired = Must { source: Some("takster"), days: Days::More, ..inside("udloebet_takst") };
    // A home costs many times an hour of support.
    let unusual = Must { under: WrongParagraf, days: Days::More, ..inside("usaedvanlig_dagspris") };
    match (kind, in_system_1) {
        (Kind::MissingInSystem1, true) => vec![days(ONLY_2, 1, Right, All, None)],
        (Kind::MissingInSystem2, false) => vec![days(ONLY_1, 2, Right, All, None)],
        (Kind::MissingEnd, true) => {
            vec![days(DAYS_1, 4, Right, Changed, Some("slutdato_mangler")), expired]
        }
        (Kind::MissingEnd, false) => {
            vec![days(DAYS_2, 3, Right, Changed, Some("slutdato_mangler")), expired]
        }
        // The system that begins later lacks the days; the other one has them.
        (Kind::LateStart, true) => vec![days(DAYS_2, 3, Right, Changed, None)],
        (Kind::LateStart, false) => vec![days(DAYS_1, 4, Right, Changed, None)],
        (Kind::OneDayLate, true) => vec![days(DAYS_2, 3, Right, Changed, Some("en_dag_forskudt"))],
        (Kind::OneDayLate, false) => vec![days(DAYS_1, 4, Right, Changed, Some("en_dag_forskudt"))],
        (Kind::MixedParagraf, true) => vec![
            days(ONLY_2, 1, Right, All, Some("blandet_paragraf")),
            days(ONLY_1, 2, WrongParagraf, All, Some("blandet_paragraf")),
            unusual,
        ],
        (Kind::MixedParagraf, false) => vec![
            days(ONLY_1, 2, Right, All, Some("blandet_paragraf")),
            days(ONLY_2, 1, WrongParagraf, All, Some("blandet_paragraf")),
            unusual,
        ],
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
        _ => Vec::new(),
    }
}

fn of_values(kind: Kind, in_system_1: bool) -> Vec<Must> {
    let takster = Some("takster");
    match kind {
        Kind::OtherProvider => vec![value("leverandoer")],
        Kind::UnknownSpelling => vec![Must { cause: Some("lignende_navn"), ..value("leverandoer") }],
        Kind::OtherRate => vec![value("pris")],
        Kind::OtherGroup => vec![value("maalgruppe")],
        Kind::DoubleRow => vec![inside("dobbelt_raekke")],
        Kind::Overlap => vec![value("pris"), inside("overlap")],
        Kind::UnusualPrice => vec![value("pris"), inside("usaedvanlig_dagspris")],
        Kind::ExpiredListPrice => {
            vec![value("pris"), Must { source: takster, ..inside("udloebet_takst") }]
        }
        Kind::TwoPercents => vec![value("pris"), inside("to_procenter")],
        // The one that has a målgruppe has what the other lacks, and not the other way round.
        Kind::NoGroup => {
            let question = Some(if in_system_1 { 3 } else { 4 });
            let lacks = Must { question, both: false, ..value("maalgruppe") };
            vec![lacks, inside("maalgruppe_mangler")]
        }
        Kind::UnknownGroup => {
            vec![value("maalgruppe"), Must { valued: true, ..inside("ukendt_kode") }]
        }
        _ => Vec::new(),
    }
}

fn of_one_source(kind: Kind) -> Vec<Must> {
    let caseworkers = Some("sagsbehandlere");
    let cpr = Some("cpr");
    match kind {
        Kind::ExclusiveParagraf => vec![inside_each("udelukker_hinanden")],
        Kind::AfterDeath => {
            vec![Must { days: Days::AllChanged, source: cpr, ..inside_each("efter_doed") }]
        }
        Kind::UnderAge => {
            vec![Must { days: Days::AllChanged, source: cpr, ..inside_each("under_alder") }]
        }
        Kind::StayWithoutAddress => vec![inside("ophold_uden_adresse")],
        Kind::NoCaseworker => vec![inside("sagsbehandler_mangler")],
        Kind::InactiveCaseworker => {
            vec![Must { valued: true, source: caseworkers, ..inside("sagsbehandler_mangler") }]
        }
        Kind::NoEntryReason => vec![Must { valued: true, ..inside("ny_uden_oplysning") }],
        Kind::NoExitReason => vec![inside("ophoert_uden_aarsag")],
        Kind::OldIndividualRate => vec![Must {
            place: Place::Second,
            source: Some("individuelle_takster"),
            ..inside("individuel_takst_gammel")
        }],
        Kind::SupplementAlone => vec![inside("tillaeg_uden_hoved")],
        Kind::PaidWithoutGrant => vec![paid("betalt_uden_bevilling")],
        Kind::GrantedNotPaid => vec![paid("bevilget_uden_betaling")],
        Kind::PaidAfterEnd => vec![paid("betalt_efter_slut")],
        Kind::PaidAfterDeath => vec![paid("betalt_efter_doed")],
        Kind::WrongAccount => vec![paid("konto_anden_paragraf")],
        Kind::PaidOver => vec![paid("betalt_over")],
        Kind::PaidUnder => vec![paid("betalt_under")],
        Kind::PaidTwice => vec![paid("samme_regning")],
        Kind::PaidOtherProvider => vec![paid("betalt_anden_leverandoer")],
        Kind::PaidDespiteNo => vec![paid("betalt_trods_nej")],
        // A replaced number and a known spelling give nothing; what no program can read is a finding of the import.
        _ => Vec::new(),
    }
}
