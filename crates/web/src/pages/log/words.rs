//! A line of the log in words.

use crate::number::{Num, Unit};
use crate::parts::Link;
use app::access::Right;
use app::commands::read_log::in_words;
use app::edge;
use app::purpose::Purpose;
use store::log::Entry;

use crate::visit::Visit;

/// A line as it is shown.
pub(crate) struct LineRow {
    pub(crate) seq: i64,
    pub(crate) at: String,
    pub(crate) actor: String,
    pub(crate) purpose: String,
    pub(crate) what: String,
    pub(crate) object: String,
    /// The citizen, where it is about one.
    pub(crate) citizen: Option<Link>,
    /// The citizens, where it is about several.
    pub(crate) citizens: Option<Num>,
}

/// A purpose in words.
pub(crate) fn purpose(code: &str) -> String {
    let text = match Purpose::parse(code) {
        Some(Purpose::SagOpfoelgning) => "Opfølgning på en sag",
        Some(Purpose::AfvigelseRet) => "En afvigelse rettes",
        Some(Purpose::BetalingKontrol) => "Kontrol af betaling",
        Some(Purpose::RefusionMellemkom) => "Refusion mellem kommuner",
        Some(Purpose::DstLeverance) => "Levering til Danmarks Statistik",
        Some(Purpose::DstGodkendelse) => "Godkendelse af Danmarks Statistiks tal",
        Some(Purpose::Klage) => "Klage",
        Some(Purpose::IndsigtArt15) => "Borgerens egen indsigt",
        Some(Purpose::Tilsyn) => "Tilsyn",
        Some(Purpose::Noedadgang) => "Nødadgang",
        None => return code.to_owned(),
    };
    text.to_owned()
}

/// A line for the one who looks: the auditor goes on to a citizen's receipt, others to the citizen.
pub(crate) fn row(visit: &Visit, line: Entry) -> LineRow {
    let citizen = match &line.citizens[..] {
        [one] if visit.may(Right::SeeLog) => Some(Link::new(format!("/log/borger/{one}"), one.to_string())),
        [one] if visit.may(Right::SeeCitizen) => Some(Link::new(format!("/borgere/{one}"), one.to_string())),
        [one] => Some(Link::new("", one.to_string())),
        _ => None,
    };
    let citizens = (line.citizens.len() > 1)
        .then(|| Num::count(line.citizens.len(), Unit::Citizens, format!("/log/linje/{}", line.seq)));
    LineRow {
        seq: line.seq,
        at: edge::local_time(&line.at),
        actor: line.actor,
        purpose: purpose(&line.purpose),
        what: in_words(&line.what).to_owned(),
        object: line.object,
        citizen,
        citizens,
    }
}
