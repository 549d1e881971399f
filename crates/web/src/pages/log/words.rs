//! A line of the log in words.

use crate::number::{Num, Unit};
use crate::parts::Link;
use crate::query::pairs;
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

/// The page of an import or a basis, for those who may see it; a list that was looked at, as it was asked for.
fn object_href(visit: &Visit, what: &str, object: &str) -> String {
    let id = object.rsplit(' ').next().unwrap_or("");
    match what {
        // What was refused may be anything that somebody typed.
        "afvist" => String::new(),
        _ if is_address(object) => object.to_owned(),
        _ if !visit.may(Right::SeeImports) => String::new(),
        "indlaes" => format!("/indlaesning/{id}"),
        "accepter_grundlag" => format!("/grundlag/{id}"),
        _ => String::new(),
    }
}

fn is_address(object: &str) -> bool {
    object.starts_with('/') && !object.starts_with("//") && !object.contains(' ')
}

/// `/afvigelser?paragraf=SEL+%C2%A7+107` as people read it: "/afvigelser, paragraf SEL § 107".
fn address_in_words(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = pairs(path).into_iter().map(|(path, _)| path);
    let asked = pairs(query).into_iter().map(|(key, value)| format!("{key} {value}"));
    path.chain(asked).collect::<Vec<_>>().join(", ")
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
        object: if is_address(&line.object) { address_in_words(&line.object) } else { line.object },
        citizen,
        citizens,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_words() {
        let said = address_in_words("/kontrol/Nexus%20mod%20AS2007/borgere?system=1&paragraf=SEL+%C2%A7+107");
        assert_eq!(said, "/kontrol/Nexus mod AS2007/borgere, system 1, paragraf SEL § 107");
        assert!(!is_address("//eksempel.dk/log"));
    }
}
