//! A row of a file: shown as it stands, to those whose it is, and never with a name or a number.

use crate::town::Town;
use app::access::{Grant, Right, Role, Scope};
use app::commands::explain_citizen::explain_with;
use app::commands::reveal::reveal;
use axum::http::StatusCode;
use domain::calendar::Day;
use domain::finding::Effect;
use domain::person::CitizenId;
use store::imports::Kind;

fn address(import: &str, file: u16, row: u32) -> String {
    format!("/raekke/{import}/{file}/{row}")
}

/// A citizen whom a caseworker of the demo has not, with all rows.
async fn somebody_elses(town: &Town) -> (CitizenId, Vec<String>) {
    let session = town.session("test");
    let now = town.state.current(&session).await.expect("et billede");
    let users = app::commands::users::list_users(&session).await.expect("brugere");
    let user = users.into_iter().find(|user| user.name == "demo-sagsbehandler").expect("brugeren");
    let own = Scope::of(&user.name, &user.grants[0], Right::SeeCitizen, Day::FIRST).expect("en rækkevidde");
    let other = now.directory.citizens().find(|citizen| !now.sees(&own, *citizen, "")).expect("en anden");
    let content = now.basis.as_ref().expect("et grundlag");
    let explained = tokio::task::block_in_place(|| explain_with(&session, content, other)).expect("rækker");
    let rows = explained.strips.iter().map(|strip| address(&strip.at.import, strip.at.file, strip.at.row));
    let paid = explained.payments.iter().map(|paid| address(&paid.at.import, paid.at.file, paid.at.row));
    (other, rows.chain(paid).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_stands_as_in_the_file_and_names_nobody() {
    let town = Town::new().await;
    let (citizen, rows) = somebody_elses(&town).await;
    let who = reveal(&town.session("test"), citizen).await.expect("borgeren");
    assert!(!rows.is_empty());
    for path in &rows {
        let page = town.get(Role::BiConsultant, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path} {}", page.body);
        assert!(page.body.contains(&citizen.to_string()), "{path} handler om borgeren");
        assert!(page.body.contains("••••••"), "{path} har noget skjult");
        for part in [who.number.clone(), who.number.replace('-', ""), who.name.clone()] {
            assert!(part.is_empty() || !page.body.contains(&part), "{path}");
        }
        assert_eq!(town.get(Role::Caseworker, path).await.status, StatusCode::NOT_FOUND, "{path} er en andens");
        assert_eq!(town.get(Role::Administrator, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_about_nobody_is_for_those_who_see_imports() {
    let town = Town::new().await;
    let session = town.session("test");
    let imports = session.store.imports().list(&session.ctx).await.expect("indlæsninger");
    let about_nobody = imports.iter().find(|import| matches!(import.kind, Kind::ListPrices | Kind::Providers | Kind::Language));
    let path = address(about_nobody.expect("et register").id.as_str(), 0, 2);
    assert_eq!(town.get(Role::BiConsultant, &path).await.status, StatusCode::OK);
    assert_eq!(town.get(Role::Caseworker, &path).await.status, StatusCode::NOT_FOUND);
    for gone in ["/raekke/findes-ikke/0/2", "/raekke/x/y/z", &path.replace("/0/2", "/9/2"), &path.replace("/0/2", "/0/999999")] {
        assert_eq!(town.get(Role::BiConsultant, gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_set_aside_is_for_those_who_see_everybody() {
    let town = Town::new().await;
    let session = town.session("test");
    let everybody = Scope::of("x", &Grant::of(Role::BiConsultant), Right::SeeCitizen, Day::FIRST);
    assert!(everybody.is_some_and(|scope| scope.is_everybody()));
    let mut tried = 0;
    for import in session.store.imports().list(&session.ctx).await.expect("indlæsninger") {
        if import.kind != Kind::Activities {
            continue;
        }
        let found = session.store.imports().findings(&session.ctx, &import.id, None, 500, 0).await.expect("fund");
        for finding in found.iter().filter(|own| own.effect == Effect::SetAside && own.row > 0).take(2) {
            let path = address(import.id.as_str(), finding.file, finding.row);
            let page = town.get(Role::BiConsultant, &path).await;
            assert_eq!(page.status, StatusCode::OK, "{path} {}", finding.code);
            assert!(page.body.contains("sat til side") || page.body.contains("B-"), "{path}");
            for role in [Role::Caseworker, Role::Administrator, Role::ProviderManager] {
                assert_eq!(town.get(role, &path).await.status, StatusCode::NOT_FOUND, "{role:?} {path}");
            }
            tried += 1;
        }
    }
    assert!(tried > 0, "udtrækkene har rækker, der er sat til side");
}
