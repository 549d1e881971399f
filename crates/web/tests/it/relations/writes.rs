//! What is done, by every role, about every relation: where the rule says no, nothing has changed and the answer is that
//! of a subject that is none.

use super::expected::about;
use super::people::Who;
use super::rule::{Outcome, outcome};
use super::subjects::{OwnItem, Part, Subject, prepared};
use super::{Asked, NO_ITEM, NOBODY, addresses, refused_alike};
use crate::town::{Page, Town};
use app::access::Role;
use axum::http::{Method, StatusCode};
use domain::work_item::ItemId;
use std::collections::BTreeMap;
use web::routes::routes;

/// Every kind of line that people write.
const KINDS: [&str; 18] = [
    "sprogaendring",
    "sprogbeslutning",
    "paragraf_paa_plads",
    "validering",
    "indsigelse",
    "trin",
    "trin_gjort",
    "indstilling",
    "beslutning",
    "tjek",
    "brugere_bekraeftet",
    "opfoelgning",
    "regneark",
    "regneark_forklaring",
    "korrektion",
    "dokument",
    "rettelsesark",
    "afgoerelse",
];

/// Everything that a form can change: events, runs, bases, controls, imports, and the lines that people write.
pub(super) async fn kept(town: &Town) -> Vec<i64> {
    let session = town.session("test");
    let stamp = session.store.stamp(&session.ctx).await.expect("stemplet");
    let mut out = vec![stamp.bases, stamp.runs, stamp.events, stamp.controls, stamp.imports, stamp.deleted];
    for kind in KINDS {
        let lines = session.store.entries().history(&session.ctx, kind, None).await.expect("linjer");
        out.push(i64::try_from(lines.len()).expect("et antal"));
    }
    out
}

/// The purpose that a role may state.
fn purpose(role: Role) -> &'static str {
    if role == Role::Auditor { "TILSYN" } else { "AFVIGELSE-RET" }
}

/// The fields of a route's form, as a page would have sent them.
async fn fields(town: &Town, who: &Who, route: &str, subject: &Subject) -> Vec<(&'static str, String)> {
    let session = town.session("test");
    let item = subject.item.as_ref().map_or("", |item| item.id.as_str());
    match route {
        "/afvigelser/{id}/saet" => {
            let id = ItemId::parse(item).expect("en afvigelse");
            let seen = session.store.work_items().get(&session.ctx, id).await;
            let seen = seen.map_or(0, |history| history.events.len());
            vec![("set", seen.to_string()), ("kommentar", "Set i systemet".to_owned())]
        }
        "/borgere/{id}/vis" => {
            vec![("formaal", purpose(who.role).to_owned()), ("afvigelse", item.to_owned())]
        }
        "/rettelser/{nr}/vis" => vec![("formaal", purpose(who.role).to_owned())],
        "/rettelser/{nr}/fortryd" | "/korrektioner/{nr}/tag-tilbage" => {
            vec![("hvorfor", "Prøve".to_owned()), ("seq", "1".to_owned())]
        }
        other => panic!("{other} skriver om en borger, og prøven ved ikke, hvad dens formular sender"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_changes_only_what_the_rule_gives_it() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    for who in &all.people {
        for subject in &all.subjects {
            for route in routes().iter().filter(|route| route.method == Method::POST) {
                let Some(kind) = about(&route.method, route.path) else { continue };
                // A name is shown from a deviation; the month's sample may be somebody who has none.
                if route.path == "/borgere/{id}/vis" && subject.item.is_none() && !subject.gone {
                    continue;
                }
                for asked in addresses(kind, route.path, subject) {
                    let pairs = fields(&town, who, route.path, subject).await;
                    if sent(&town, who, subject, &asked, &pairs).await {
                        *done.entry(route.path).or_default() += 1;
                    }
                }
            }
        }
    }
    for route in ["/afvigelser/{id}/saet", "/borgere/{id}/vis", "/rettelser/{nr}/vis"] {
        assert!(done.get(route).is_some_and(|times| *times > 10), "{route}: {done:?}");
    }
}

/// Sends one form about the subject, and where the rule says no also about nobody. True where it was let through.
async fn sent(
    town: &Town,
    who: &Who,
    subject: &Subject,
    asked: &Asked,
    pairs: &[(&'static str, String)],
) -> bool {
    let expected = outcome(who, subject, asked.letters, asked.part.as_ref());
    let told = format!("{} som {} om {} ({})", asked.path, who.name, subject.relation, subject.citizen);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let before = kept(town).await;
    let page = who.post(town, &asked.path, &pairs).await;
    let after = kept(town).await;
    match expected {
        Outcome::Nothing | Outcome::Denied => {
            assert_eq!(before, after, "{told}: intet er ændret");
            let line = who.newest_line(town).await;
            assert_eq!((line.what.as_str(), line.object.as_str()), ("afvist", asked.path.as_str()), "{told}");
            let nobody = who.post(town, &asked.nobody, &pairs).await;
            refused_alike(&told, expected, &page, &nobody);
            assert_eq!(after, kept(town).await, "{told}: intet er ændret om ingen");
            false
        }
        Outcome::Moved => {
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{told}");
            assert_eq!(before, after, "{told}");
            false
        }
        Outcome::There => answered(&told, asked, &page, before != after),
    }
}

/// What was let through did what it says; true where it was done.
fn answered(told: &str, asked: &Asked, page: &Page, changed: bool) -> bool {
    let path = asked.path.as_str();
    if path.ends_with("/saet") {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{told}: {}", page.body);
        assert!(changed, "{told}: kommentaren er gemt");
    } else if path.ends_with("/vis") {
        assert_eq!(page.status, StatusCode::OK, "{told}: {}", page.body);
        assert!(!changed, "{told}: at vise er ikke at ændre");
    } else {
        // Not the one who sent it, or taken back already: let in, and told why.
        let known = [StatusCode::OK, StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY];
        assert!(known.contains(&page.status), "{told}: {} {}", page.status, page.body);
    }
    page.status.is_success() || page.status == StatusCode::SEE_OTHER
}

/// A form whose subject stands in a field: route, how far the right goes, what it is about.
struct InField {
    path: &'static str,
    letters: &'static str,
    part: Option<Part>,
    fields: Vec<(&'static str, String)>,
    /// The same about nobody.
    nobody: Vec<(&'static str, String)>,
}

fn in_fields(subject: &Subject, item: &OwnItem) -> Vec<InField> {
    let text = str::to_owned;
    let about = |name: &'static str, id: &str, rest: &[(&'static str, &str)]| {
        let mut out = vec![(name, text(id))];
        out.extend(rest.iter().map(|(key, value)| (*key, text(value))));
        out
    };
    let (citizen, paragraf) = (subject.citizen.to_string(), item.part.0.as_str());
    let comment = [("kommentar", "Talt om")];
    let mut out = vec![InField {
        path: "/afvigelser/saet",
        letters: "ettooo-----",
        part: Some(item.part.clone()),
        fields: about("valgt", &item.id, &comment),
        nobody: about("valgt", NO_ITEM, &comment),
    }];
    let seen = [("set", "0"), ("kommentar", "Talt om")];
    out.push(InField {
        path: "/moede?fra=2026-03-14T08:00:00Z&nr=1",
        letters: "ettooo-----",
        part: Some(item.part.clone()),
        fields: about("afvigelse", &item.id, &seen),
        nobody: about("afvigelse", NO_ITEM, &seen),
    });
    if subject.cases.iter().any(|own| own == paragraf) {
        let case = [("paragraf", paragraf), ("seq", "0"), ("bemaerkning", "Ringet")];
        out.push(InField {
            path: "/sager/gem",
            letters: "ettooo-----",
            part: Some(item.part.clone()),
            fields: about("borger", &citizen, &case),
            nobody: about("borger", NOBODY, &case),
        });
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subject_in_a_field_is_as_one_in_the_address() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    let mut refused = 0;
    for who in &all.people {
        for subject in &all.subjects {
            let Some(item) = &subject.item else { continue };
            for form in in_fields(subject, item) {
                let told = format!("{} som {} om {}", form.path, who.name, subject.relation);
                let expected = outcome(who, subject, form.letters, form.part.as_ref());
                let pairs = |own: &'_ [(&'static str, String)]| own.to_vec();
                let before = kept(&town).await;
                let page = post(&town, who, form.path, &pairs(&form.fields)).await;
                let after = kept(&town).await;
                if matches!(expected, Outcome::Nothing | Outcome::Denied) {
                    assert_eq!(before, after, "{told}: intet er ændret");
                    let path = form.path.split('?').next().unwrap_or("");
                    let line = who.newest_line(&town).await;
                    assert_eq!((line.what.as_str(), line.object.as_str()), ("afvist", path), "{told}");
                    let nobody = post(&town, who, form.path, &pairs(&form.nobody)).await;
                    refused_alike(&told, expected, &page, &nobody);
                    refused += 1;
                } else {
                    let denied = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN];
                    assert!(!denied.contains(&page.status), "{told}: {} {}", page.status, page.body);
                }
            }
        }
    }
    assert!(refused > 100, "kun {refused} afvist");
}

async fn post(town: &Town, who: &Who, path: &str, pairs: &[(&'static str, String)]) -> Page {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
    who.post(town, path, &pairs).await
}

/// A correction is laid from a form that is drawn again with what is wrong: a citizen outside is one that is none.
#[tokio::test(flavor = "multi_thread")]
async fn no_correction_is_laid_about_a_citizen_outside() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    let mut refused = 0;
    for who in all.people.iter().filter(|who| who.letter("---ooo-----") == 'o') {
        for subject in all.subjects.iter().filter(|subject| !subject.gone) {
            let Some(item) = &subject.item else { continue };
            let form = |citizen: String| {
                vec![
                    ("system", "as2007".to_owned()),
                    ("paragraf", item.part.0.clone()),
                    ("borger", citizen),
                    ("fra", "2026-01-01".to_owned()),
                    ("til", "2026-01-31".to_owned()),
                    ("aarsvaerk", "-0,05".to_owned()),
                    ("hvorfor", "Prøve".to_owned()),
                    ("ejer", "demo-oekonomi".to_owned()),
                    ("udloeber", "2026-05-01".to_owned()),
                ]
            };
            let told = format!("{} om {}", who.name, subject.relation);
            let before = kept(&town).await;
            let page = post(&town, who, "/korrektioner/ny", &form(subject.citizen.to_string())).await;
            let after = kept(&town).await;
            if outcome(who, subject, "---ooo-----", Some(&item.part)) == Outcome::There {
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{told}: {}", page.body);
                assert!(before != after, "{told}: korrektionen er gemt");
                continue;
            }
            assert_eq!(before, after, "{told}: intet er ændret");
            let line = who.newest_line(&town).await;
            assert!(line.citizens.is_empty(), "{told}: {line:?}");
            let nobody = post(&town, who, "/korrektioner/ny", &form(NOBODY.to_owned())).await;
            let (own, none) = (subject.citizen.to_string(), NOBODY);
            assert_eq!(page.body.replace(&own, none), nobody.body, "{told}: som ingen");
            refused += 1;
        }
    }
    assert!(refused > 3, "kun {refused} afvist");
}

/// Looking somebody up leads to their page where they are one's own, and nowhere else.
#[tokio::test(flavor = "multi_thread")]
async fn looking_an_id_up_finds_only_whom_one_sees() {
    let town = Town::new().await;
    let all = prepared(&town).await;
    let (mut found, mut refused) = (0, 0);
    for who in &all.people {
        // After ten tries in vain one waits, whoever it is about.
        let mut in_vain = 0;
        for subject in &all.subjects {
            let told = format!("{} om {}", who.name, subject.relation);
            let expected = outcome(who, subject, "ettooool--s", None);
            if expected == Outcome::Nothing && in_vain >= 8 {
                continue;
            }
            let page = post(&town, who, "/borgere/find", &[("borger", subject.citizen.to_string())]).await;
            let there = format!("/borgere/{}", subject.now.unwrap_or(subject.citizen));
            match expected {
                Outcome::Denied => assert_eq!(page.status, StatusCode::FORBIDDEN, "{told}"),
                Outcome::There | Outcome::Moved => {
                    assert_eq!(page.location(), there, "{told}: {}", page.body);
                    found += 1;
                }
                Outcome::Nothing => {
                    let nobody = post(&town, who, "/borgere/find", &[("borger", NOBODY.to_owned())]).await;
                    in_vain += 2;
                    assert_eq!(page.status, StatusCode::NOT_FOUND, "{told}");
                    assert_eq!((page.status, page.body), (nobody.status, nobody.body), "{told}");
                    refused += 1;
                }
            }
        }
    }
    assert!(found > 50 && refused > 20, "{found} fundet, {refused} ikke");
}
