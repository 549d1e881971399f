//! Role × route × relation: every address with an id of somebody in it, asked by every role about citizens of every
//! relation to the one who asks. What should come of it stands in [`rule`] a second time, simply; nothing of it is asked
//! of the program's own table.
//!
//! Invariant: whom one may not see is to one as nobody: the same answer, byte by byte, and the same line in the log.

mod expected;
mod others;
mod people;
mod rule;
mod subjects;
mod writes;

use crate::town::{Page, Town};
use axum::http::{Method, StatusCode};
use expected::{About, about};
use people::Who;
use rule::Outcome;
use std::collections::{BTreeMap, BTreeSet};
use subjects::{OwnItem, Part, Subject, prepared};
use web::routes::routes;

/// What is asked of one route about one subject: its address, what of the subject it is about, and the same address
/// about nobody.
struct Asked {
    path: String,
    nobody: String,
    letters: &'static str,
    /// The written paragraph and the providers of what is asked for; none where any part of the citizen will do.
    part: Option<Part>,
}

#[test]
fn every_route_with_an_id_is_in_the_matrix() {
    let with_id = |path: &str| path.contains('{');
    for route in routes().iter().filter(|route| with_id(route.path)) {
        assert!(
            about(&route.method, route.path).is_some(),
            "{} {} har et id, og matricen kender den ikke: sig i relations/expected.rs, hvem der må hvad",
            route.method,
            route.path
        );
    }
    for route in routes() {
        if let Some(About::Nobody(why)) = about(&route.method, route.path) {
            assert!(
                why.len() > "en".len(),
                "{}: sig, hvad siden handler om i stedet for borgere",
                route.path
            );
        }
    }
    for (method, path) in expected::known() {
        let is_route = |route: &web::routes::Route| route.path == path && route.method == method;
        assert!(routes().iter().any(is_route), "{method} {path} er ingen side mere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_reads_about_every_relation_what_the_rule_says() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    let mut met: BTreeMap<(&str, &str), BTreeSet<Outcome>> = BTreeMap::new();
    for who in &all.people {
        for subject in &all.subjects {
            for route in routes().iter().filter(|route| route.method == Method::GET) {
                let Some(kind) = about(&route.method, route.path) else { continue };
                for asked in addresses(kind, route.path, subject) {
                    let outcome = one(&town, who, subject, &asked).await;
                    met.entry((who.role.key(), subject.relation)).or_default().insert(outcome);
                }
            }
        }
    }
    each_relation_makes_a_difference(&met);
}

/// Asks about the subject and about nobody, and holds both against the rule.
async fn one(town: &Town, who: &Who, subject: &Subject, asked: &Asked) -> Outcome {
    let expected = rule::outcome(who, subject, asked.letters, asked.part.as_ref());
    let told = format!("{} som {} om {} ({})", asked.path, who.name, subject.relation, subject.citizen);
    let page = who.get(town, &asked.path).await;
    let line = who.newest_line(town).await;
    match expected {
        Outcome::There => {
            assert_eq!(page.status, StatusCode::OK, "{told}: {}", page.body);
            assert!(line.citizens.contains(&subject.citizen), "{told}: {line:?}");
        }
        Outcome::Moved => {
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{told}: {}", page.body);
            let now = subject.now.expect("hvem det er nu").to_string();
            assert!(page.location().contains(&now), "{told}: {}", page.location());
        }
        Outcome::Nothing | Outcome::Denied => {
            let nobody = who.get(town, &asked.nobody).await;
            let other = who.newest_line(town).await;
            refused_alike(&told, expected, &page, &nobody);
            for (line, path) in [(line, &asked.path), (other, &asked.nobody)] {
                let path = path.split('?').next().unwrap_or("");
                assert_eq!((line.what.as_str(), line.object.as_str()), ("afvist", path), "{told}");
                assert!(line.citizens.is_empty(), "{told}: {line:?}");
            }
        }
    }
    expected
}

fn refused_alike(told: &str, expected: Outcome, page: &Page, nobody: &Page) {
    let status = if expected == Outcome::Denied { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND };
    assert_eq!(page.status, status, "{told}: {}", page.body);
    assert_eq!((page.status, &page.body), (nobody.status, &nobody.body), "{told}: som ingen");
    let names = |page: &Page| page.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(page), names(nobody), "{told}: samme hoveder");
}

/// The matrix says something only where each role meets both answers.
fn each_relation_makes_a_difference(met: &BTreeMap<(&str, &str), BTreeSet<Outcome>>) {
    for (role, inside, outside) in [
        ("sagsbehandler", "egen borger", "samme team"),
        ("sagsbehandler", "fordelt til mig", "andet team"),
        ("koordinator", "samme team", "andet team"),
        ("koordinator", "fordelt til teamet", "ingen forbindelse"),
        ("administrativ", "samme team", "andet team"),
        ("tilbudsleder", "eget tilbud", "andet tilbud"),
        ("revisor", "i stikprøven", "uden for stikprøven"),
    ] {
        let saw = |relation: &'static str| met.get(&(role, relation)).cloned().unwrap_or_default();
        assert!(saw(inside).contains(&Outcome::There), "{role} så ingen {inside}");
        assert!(!saw(outside).contains(&Outcome::There), "{role} så en {outside}");
        assert!(saw(outside).contains(&Outcome::Nothing), "{role} mødte ingen {outside}");
    }
    for role in ["oekonomikonsulent", "bi_konsulent", "myndighedsleder", "omraadeleder"] {
        let own = |relation| met.get(&(role, relation)).is_some_and(|own| own.contains(&Outcome::There));
        assert!(own("eget område") && own("andet område"), "{role} uden grænser ser alle");
        let refused = met.get(&(role, "andet område")).is_some_and(|own| own.contains(&Outcome::Nothing));
        assert!(refused, "{role} med grænser er afvist i et andet område");
    }
    for relation in ["slettet", "ingen borger"] {
        let any = met.iter().filter(|((_, own), _)| *own == relation);
        assert!(any.flat_map(|(_, outcomes)| outcomes).all(|own| *own != Outcome::There), "{relation}");
    }
    let moved = met.iter().filter(|((_, own), _)| *own == "anden borger nu");
    assert!(moved.flat_map(|(_, outcomes)| outcomes).any(|own| *own == Outcome::Moved));
    for role in ["direktoer", "administrator"] {
        let any = met.iter().filter(|((own, _), _)| *own == role).flat_map(|(_, outcomes)| outcomes);
        assert!(any.clone().count() > 0 && any.clone().all(|own| *own != Outcome::There), "{role}");
    }
}

/// The addresses of a route about a subject; none where it has nothing of the kind.
fn addresses(kind: About, route: &str, subject: &Subject) -> Vec<Asked> {
    let asked = |id: String, nobody: &str, letters, part| Asked {
        path: filled(route, &id),
        nobody: filled(route, nobody),
        letters,
        part,
    };
    let item = subject.item.as_ref();
    match kind {
        About::Citizen(letters) => vec![asked(subject.citizen.to_string(), NOBODY, letters, None)],
        About::Item(letters) => {
            let of = |own: &OwnItem| asked(own.id.clone(), NO_ITEM, letters, Some(own.part.clone()));
            item.map(of).into_iter().collect()
        }
        About::SentSheet(letters) => {
            let of = |own: &OwnItem| asked(own.sheet.clone(), NO_NUMBER, letters, Some(own.part.clone()));
            item.map(of).into_iter().collect()
        }
        About::Correction(letters) => {
            let of =
                |own: &OwnItem| asked(own.correction.clone(), NO_NUMBER, letters, Some(own.part.clone()));
            item.map(of).into_iter().collect()
        }
        About::Row(letters) => {
            let row = |(address, part): &(String, Part)| Asked {
                path: format!("/raekke/{address}"),
                nobody: format!("/raekke/{}/0/999999", address.split('/').next().unwrap_or("")),
                letters,
                part: Some(part.clone()),
            };
            subject.rows.iter().map(row).collect()
        }
        About::Case(letters) => {
            let case = |paragraf: &String| {
                let query = web::query::address("", &[("paragraf", paragraf)]);
                let part = (paragraf.clone(), BTreeSet::new());
                let mut own = asked(subject.citizen.to_string(), NOBODY, letters, Some(part));
                own.path.push_str(&query);
                own.nobody.push_str(&query);
                own
            };
            subject.cases.iter().map(case).collect()
        }
        // Those with another id than a citizen's have a test of their own.
        About::Unit(_) | About::Objection(_) | About::Paragraf(_) | About::List(_) => Vec::new(),
        About::Line | About::Receipt | About::Back(_) | About::Nobody(_) => Vec::new(),
    }
}

/// The route with an id where it asks for one.
fn filled(route: &str, id: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { id.to_owned() } else { part.to_owned() };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// An id that is nobody's.
const NOBODY: &str = "B-000000";
/// A name that no deviation has.
const NO_ITEM: &str = "A-000000";
/// A number that no sheet and no correction has.
const NO_NUMBER: &str = "99999";
