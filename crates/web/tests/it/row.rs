//! A row of a file: shown as it stands, to those whose it is, and never with a name or a number.

use crate::town::Town;
use app::access::{Right, Role, Scope};
use app::commands::explain_citizen::explain_with;
use app::commands::import_extract::{GivenFile, ImportExtract, Progress, import_extract};
use app::commands::reveal::reveal;
use axum::http::StatusCode;
use domain::calendar::Day;
use domain::finding::Effect;
use domain::person::CitizenId;
use std::io::Read as _;
use std::sync::Arc;
use store::imports::{Import, Kind};

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
        assert_eq!(
            town.get(Role::Caseworker, path).await.status,
            StatusCode::NOT_FOUND,
            "{path} er en andens"
        );
        assert_eq!(town.get(Role::Administrator, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_about_nobody_is_for_those_who_see_imports() {
    let town = Town::new().await;
    let session = town.session("test");
    let imports = session.store.imports().list(&session.ctx).await.expect("indlæsninger");
    let about_nobody = imports
        .iter()
        .find(|import| matches!(import.kind, Kind::ListPrices | Kind::Providers | Kind::Language));
    let path = address(about_nobody.expect("et register").id.as_str(), 0, 2);
    assert_eq!(town.get(Role::BiConsultant, &path).await.status, StatusCode::OK);
    assert_eq!(town.get(Role::Caseworker, &path).await.status, StatusCode::NOT_FOUND);
    for gone in [
        "/raekke/findes-ikke/0/2",
        "/raekke/x/y/z",
        &path.replace("/0/2", "/9/2"),
        &path.replace("/0/2", "/0/999999"),
    ] {
        assert_eq!(town.get(Role::BiConsultant, gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
}

/// An extract of the town once more, with a number that is none in its first row.
async fn with_a_broken_number(town: &Town) -> Import {
    let session = town.session("test");
    let imports = session.store.imports().list(&session.ctx).await.expect("indlæsninger");
    let import = imports.into_iter().find(|import| import.kind == Kind::Activities).expect("et system");
    let mut bytes = Vec::new();
    let mut kept = session.store.raw().open(&session.ctx, &import.files[0].sha256).await.expect("filen");
    kept.read_to_end(&mut bytes).expect("filen");
    let second = bytes.iter().position(|byte| *byte == b'\n').expect("en linje til") + 1;
    let is_number = |at: &usize| {
        let digits = |from: usize, count: usize| bytes[from..from + count].iter().all(u8::is_ascii_digit);
        digits(*at, 6) && (digits(*at, 10) || (bytes[at + 6] == b'-' && digits(at + 7, 4)))
    };
    let number = (second..bytes.len() - 11).find(is_number).expect("et nummer");
    bytes[number..number + 4].copy_from_slice(b"9999");
    let files = vec![GivenFile::Sent("rettet.csv".to_owned(), Arc::from(bytes))];
    let request = ImportExtract { source: import.source.clone(), files, stated: import.facts };
    let made = import_extract(&session, &request, &Progress::default()).await.expect("en indlæsning");
    session.store.imports().get(&session.ctx, &made.id).await.expect("indlæsningen")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_set_aside_is_for_those_who_see_everybody() {
    let town = Town::new().await;
    let session = town.session("test");
    let import = with_a_broken_number(&town).await;
    let found = session.store.imports().findings(&session.ctx, &import.id, None, 500, 0).await.expect("fund");
    let finding = found.iter().find(|own| own.effect == Effect::SetAside).expect("en række er sat til side");
    let path = address(import.id.as_str(), finding.file, finding.row);
    let page = town.get(Role::BiConsultant, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", finding.code);
    assert!(page.body.contains("sat til side") && page.body.contains("••••••"), "{}", page.body);
    assert!(!page.body.contains("9999"), "heller ikke et forkert nummer");
    for role in [Role::Caseworker, Role::Administrator, Role::ProviderManager, Role::Auditor] {
        assert_eq!(town.get(role, &path).await.status, StatusCode::NOT_FOUND, "{role:?}");
    }
}
