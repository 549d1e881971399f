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
    /// Where what it was done to is shown; empty where it is nowhere.
    pub(crate) object_href: String,
    /// The citizen, where it is about one.
    pub(crate) citizen: Option<Link>,
    /// The citizens, where it is about several.
    pub(crate) citizens: Option<Num>,
}

/// A purpose in words.
pub(crate) fn purpose(code: &str) -> String {
    Purpose::parse(code).map_or_else(|| code.to_owned(), |purpose| purpose.text().to_owned())
}

/// The page of an import or a basis, for those who may see it.
fn object_href(visit: &Visit, what: &str, object: &str) -> String {
    let id = object.rsplit(' ').next().unwrap_or("");
    match what {
        _ if !visit.may(Right::SeeImports) => String::new(),
        "indlaes" => format!("/indlaesning/{id}"),
        "accepter_grundlag" => format!("/grundlag/{id}"),
        _ => String::new(),
    }
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
        object_href: object_href(visit, &line.what, &line.object),
        object: line.object,
        citizen,
        citizens,
    }
}
