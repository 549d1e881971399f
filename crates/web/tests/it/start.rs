//! Kom i gang: one paragraph at a time, and a signature that holds only while the counts agree.

use crate::town::{CONTROL, Page, Town};
use app::access::Role;
use app::current::Current;
use app::in_place::{ParagrafNow, everybody, paragraffer};
use app::lines::{self, NewLine};
use app::settings::{AGREE_TENTHS, SetValue};
use axum::http::StatusCode;
use std::sync::Arc;

async fn now(town: &Town) -> (Arc<Current>, Vec<ParagrafNow>) {
    let current = town.state.current(&town.session("test")).await.expect("et billede");
    let all = paragraffer(&current, 0, &everybody().expect("alle"));
    (current, all)
}

fn path(paragraf: &str) -> String {
    format!("/kom-i-gang/{}", web::query::escaped(paragraf).replace('+', "%20"))
}

fn hidden(page: &Page, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("et felt");
    rest.split_once('"').map(|(value, _)| value.to_owned()).expect("en værdi")
}

/// The limit, set so wide that everything agrees.
async fn agree(town: &Town, tenths: i64) {
    let line = NewLine {
        name: AGREE_TENTHS.key.to_owned(),
        line: Some(SetValue { vaerdi: tenths }),
        citizen: None,
        reason: "prøve".to_owned(),
        before: None,
    };
    lines::save(&town.session("test"), &[line]).await.expect("en indstilling");
}

#[tokio::test(flavor = "multi_thread")]
async fn paragraphs_stand_in_the_order_of_the_guide_and_in_their_measure() {
    let town = Town::new().await;
    let (_, all) = now(&town).await;
    let page = town.get(Role::BiConsultant, "/kom-i-gang").await;
    assert_eq!(page.status, StatusCode::OK);
    let place = |text: &str| {
        page.body.find(&format!("\">{text}</a></th>")).unwrap_or_else(|| panic!("{text} mangler"))
    };
    assert!(place("SEL § 107") < place("SEL § 103") && place("SEL § 103") < place("SEL § 104"));
    assert!(place("SEL § 104") < place("SEL § 85"));
    assert!(all.len() >= 4 && page.body.contains("helårspersoner"));
    let apart = all.iter().find(|own| !own.rest.is_within(0)).expect("en forskel");
    let one = town.get(Role::BiConsultant, &path(&apart.paragraf)).await;
    assert!(one.body.contains("fra hinanden") && !one.body.contains("Skriv under på"), "{}", one.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_signs_what_agrees_and_it_is_to_be_looked_at_again_when_it_does_not() {
    let town = Town::new().await;
    let (_, all) = now(&town).await;
    let apart =
        all.iter().find(|own| !own.rest.is_within(0) && own.rest.is_within(100)).expect("en lille forskel");
    let here = path(&apart.paragraf);
    let refused = town.post(Role::AuthorityManager, &here, &[("set", "0")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("ikke enige"), "{}", refused.body);

    agree(&town, 100).await;
    let page = town.get(Role::AuthorityManager, &here).await;
    assert!(page.body.contains("Skriv under på, at den er på plads"), "{}", page.body);
    let set = hidden(&page, "set");
    assert_eq!(town.post(Role::BiConsultant, &here, &[("set", &set)]).await.status, StatusCode::FORBIDDEN);
    let done =
        town.post(Role::AuthorityManager, &here, &[("set", &set), ("bemaerkning", "Set igennem")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = town.get(Role::BiConsultant, done.location()).await;
    assert!(page.body.contains("På plads") && page.body.contains("Set igennem"), "{}", page.body);
    assert!(page.body.contains("Intet har flyttet sig siden") && page.body.contains("Mona Myndighedsleder"));
    let again = town.post(Role::AuthorityManager, &here, &[("set", &set)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "den var allerede skrevet under");

    agree(&town, 0).await;
    let list = town.get(Role::BiConsultant, "/kom-i-gang").await;
    assert!(list.body.contains("Skal ses igen"), "{}", list.body);
    let page =
        town.get(Role::AuthorityManager, &format!("{here}?kontrol={}", web::query::escaped(CONTROL))).await;
    let back = format!("{here}/tilbage");
    let fields = [("set", hidden(&page, "set")), ("grund", "forkert grænse".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let taken = town.post(Role::AuthorityManager, &back, &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let page = town.get(Role::AuthorityManager, &here).await;
    assert!(page.body.contains("taget tilbage: «forkert grænse»"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_system_sees_it_ticks_and_what_it_cannot_see_a_person_does() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/kom-i-gang").await;
    assert!(
        page.body.contains("Sammenlign systemerne") && page.body.contains("Hak selv af"),
        "{}",
        page.body
    );
    let seen = town.post(Role::BiConsultant, "/kom-i-gang/trin", &[("trin", "4"), ("gjort", "ja")]).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND, "trin 4 hakker systemet selv af");
    let fields = [("trin", "9"), ("gjort", "ja"), ("bemaerkning", "Gennemgået i FLIS")];
    assert_eq!(
        town.post(Role::BiConsultant, "/kom-i-gang/trin", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let page = town.get(Role::Coordinator, "/kom-i-gang").await;
    assert!(page.body.contains("Gennemgået i FLIS"), "{}", page.body);
    assert_eq!(town.get(Role::Caseworker, "/kom-i-gang").await.status, StatusCode::FORBIDDEN);
}
