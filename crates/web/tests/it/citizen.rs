//! One citizen: found, seen over all systems, and shown by name only to those who may, after they have said why.

use crate::town::{Page, Town};
use app::access::{Grant, Right, Role, Scope};
use app::commands::explain_citizen::explain_with;
use app::commands::reveal::reveal;
use app::current::Current;
use axum::http::StatusCode;
use domain::calendar::Day;
use domain::person::CitizenId;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::log::LogAsked;

async fn current(town: &Town) -> Arc<Current> {
    town.state.current(&town.session("test")).await.expect("et billede")
}

/// The scope of a role as its user of the demo has it.
async fn scope(town: &Town, role: Role) -> (Scope, Grant) {
    let name =
        app::commands::demo_users::PEOPLE.iter().find(|(_, _, own)| *own == role).expect("en bruger").0;
    let users = app::commands::users::list_users(&town.session("test")).await.expect("brugere");
    let grant = users.into_iter().find(|user| user.name == name).expect("brugeren").grants[0].clone();
    let today = Day::parse(&app::edge::now()[..10]).expect("i dag");
    (Scope::of(name, &grant, Right::SeeCitizen, today).expect("en rækkevidde"), grant)
}

/// The citizen with most open deviations, of those that the filter lets through.
fn busiest(current: &Current, holds: impl Fn(CitizenId) -> bool) -> CitizenId {
    let everybody =
        Scope::of("test", &Grant::of(Role::BiConsultant), Right::SeeRows, Day::FIRST).expect("alle");
    let mut counts: BTreeMap<CitizenId, usize> = BTreeMap::new();
    for item in current.items(&everybody).filter(|item| item.listed.item.standing.status.is_work()) {
        *counts.entry(item.listed.item.key.citizen).or_default() += 1;
    }
    let most = counts.into_iter().filter(|(citizen, _)| holds(*citizen)).max_by_key(|(_, count)| *count);
    most.expect("en borger med afvigelser").0
}

/// Address, value and unit of every number with rows behind it.
fn numbers(body: &str) -> Vec<(String, i64, String)> {
    let mut out = Vec::new();
    for tag in body.split("<a class=\"tal").skip(1) {
        let tag = tag.split('>').next().unwrap_or("");
        let of =
            |name: &str| tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        if let (Some(href), Some(value), Some(unit)) = (of("href"), of("data-tal"), of("data-enhed")) {
            let href = href.replace("&#38;", "&").replace("&amp;", "&");
            out.push((href, value.parse().expect("et tal"), unit.to_owned()));
        }
    }
    out
}

/// The page that a number opens to, as a browser asks for it.
async fn open(town: &Town, role: Role, href: &str) -> Page {
    town.get(role, href.split('#').next().unwrap_or(href)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_shows_what_every_system_says() {
    let town = Town::new().await;
    let now = current(&town).await;
    let citizen = busiest(&now, |_| true);
    let page = town.get(Role::BiConsultant, &format!("/borgere/{citizen}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let content = now.basis.as_ref().expect("et grundlag");
    let session = town.session("test");
    let explained =
        tokio::task::block_in_place(|| explain_with(&session, content, citizen)).expect("borgeren");
    for title in &explained.systems {
        assert!(page.body.contains(title), "{title}");
    }
    let everything =
        town.get(Role::BiConsultant, &format!("/borgere/{citizen}?fra=2000-01&til=2026-03")).await;
    let rows: usize = everything.attribute("data-total-raekker").expect("en liste").parse().expect("et tal");
    assert_eq!(rows, explained.strips.len(), "hele forløbet har alle rækker");
    for strip in &explained.strips {
        let href = format!("/raekke/{}/{}/{}", strip.at.import, strip.at.file, strip.at.row);
        assert!(everything.body.contains(&href), "{href}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_opens_to_rows_that_add_up_to_it() {
    let town = Town::new().await;
    let now = current(&town).await;
    let content = now.basis.as_ref().expect("et grundlag");
    let session = town.session("test");
    let paid = |citizen| {
        let explained = tokio::task::block_in_place(|| explain_with(&session, content, citizen));
        explained.is_ok_and(|explained| explained.payments.iter().any(|paid| paid.paragraf.is_some()))
    };
    let citizen = busiest(&now, paid);
    let page = town.get(Role::BiConsultant, &format!("/borgere/{citizen}")).await;
    let numbers = numbers(&page.body);
    let (mut opened, mut payments) = (0, 0);
    for (href, value, unit) in numbers.iter().filter(|(href, ..)| href.starts_with("/borgere/")) {
        let behind = open(&town, Role::BiConsultant, href).await;
        assert_eq!(behind.status, StatusCode::OK, "{href}");
        let total = behind.attribute(&format!("data-total-{unit}")).map(str::to_owned);
        assert_eq!(total, Some(value.to_string()), "{href} {unit}");
        opened += 1;
        payments += usize::from(href.contains("/betalinger"));
    }
    assert!(opened > 20 && payments > 5, "{opened} tal er åbnet, {payments} af dem betalinger");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_ones_own_is_as_nobody() {
    let town = Town::new().await;
    let now = current(&town).await;
    let (own, _) = scope(&town, Role::Caseworker).await;
    let other = busiest(&now, |citizen| !now.sees(&own, citizen, ""));
    let mine = busiest(&now, |citizen| now.sees(&own, citizen, ""));
    assert_eq!(town.get(Role::Caseworker, &format!("/borgere/{mine}")).await.status, StatusCode::OK);
    let denied = town.get(Role::Caseworker, &format!("/borgere/{other}")).await;
    let nobody = town.get(Role::Caseworker, "/borgere/B-000000").await;
    assert_eq!((denied.status, nobody.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(denied.body, nobody.body, "intet siger, at borgeren findes");
    let list = town.get(Role::Caseworker, "/borgere").await;
    assert!(list.body.contains(&mine.to_string()) && !list.body.contains(&other.to_string()));
    assert_eq!(town.get(Role::BiConsultant, &format!("/borgere/{other}")).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_list_has_all_own_citizens_and_their_open_deviations() {
    let town = Town::new().await;
    let now = current(&town).await;
    let (own, _) = scope(&town, Role::Coordinator).await;
    let expected = now.directory.citizens().filter(|citizen| now.sees(&own, *citizen, "")).count();
    let page = town.get(Role::Coordinator, "/borgere").await;
    assert_eq!(page.attribute("data-total-borgere"), Some(expected.to_string().as_str()));
    let open = now.items(&own).filter(|item| item.listed.item.standing.status.is_work()).count();
    let mut found = 0;
    for side in 1..=expected.div_ceil(50) {
        let page = town.get(Role::Coordinator, &format!("/borgere?side={side}")).await;
        found += numbers(&page.body).iter().map(|(_, value, _)| value).sum::<i64>();
    }
    assert_eq!(found, open as i64, "alle åbne afvigelser hører til en af dem");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_sees_own_rows_and_no_others() {
    let town = Town::new().await;
    let now = current(&town).await;
    let (own, grant) = scope(&town, Role::ProviderManager).await;
    let content = now.basis.as_ref().expect("et grundlag");
    let session = town.session("test");
    let mut seen = 0;
    for citizen in now.directory.citizens().filter(|citizen| now.sees(&own, *citizen, "")).take(12) {
        let explained =
            tokio::task::block_in_place(|| explain_with(&session, content, citizen)).expect("rækker");
        let page = town.get(Role::ProviderManager, &format!("/borgere/{citizen}?fra=2000-01")).await;
        assert_eq!(page.status, StatusCode::OK);
        for strip in &explained.strips {
            let is_own = strip.providers.iter().any(|name| grant.leverandoerer.contains(name));
            let href = format!("\"/raekke/{}/{}/{}\"", strip.at.import, strip.at.file, strip.at.row);
            assert_eq!(page.body.contains(&href), is_own, "{href} {:?}", strip.providers);
            seen += usize::from(!is_own);
        }
        assert!(!page.body.contains("/vis\""), "ingen vej til navnet");
    }
    assert!(seen > 0, "mindst én borger har også en anden leverandør");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_some_roles_see_maalgrupper() {
    let town = Town::new().await;
    let now = current(&town).await;
    let (own, _) = scope(&town, Role::Coordinator).await;
    let citizen = busiest(&now, |citizen| now.sees(&own, citizen, ""));
    let path = format!("/borgere/{citizen}");
    assert!(town.get(Role::Coordinator, &path).await.body.contains(">Målgruppe</th>"));
    for role in [Role::AdministrativeWorker, Role::EconomyConsultant, Role::BiConsultant] {
        let page = town.get(role, &path).await;
        assert!(!page.body.contains(">Målgruppe</th>"), "{role:?}");
        assert!(page.body.contains("Din rolle ser ikke målgrupper"), "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_says_the_same_of_nobody_and_of_somebody_elses() {
    let town = Town::new().await;
    let now = current(&town).await;
    let (own, _) = scope(&town, Role::Caseworker).await;
    let other = busiest(&now, |citizen| !now.sees(&own, citizen, ""));
    let mine = busiest(&now, |citizen| now.sees(&own, citizen, ""));
    let session = town.session("test");
    let number = |citizen| {
        let session = &session;
        async move { reveal(session, citizen).await.expect("borgeren").number }
    };
    let (my_number, other_number) = (number(mine).await, number(other).await);
    let find = |typed: String| {
        let town = &town;
        async move { town.post(Role::Caseworker, "/borgere/find", &[("borger", &typed)]).await }
    };
    let found = find(my_number).await;
    assert_eq!(
        (found.status, found.location()),
        (StatusCode::SEE_OTHER, format!("/borgere/{mine}").as_str())
    );
    let found = find(mine.to_string().to_lowercase()).await;
    assert_eq!(found.location(), format!("/borgere/{mine}"));
    let outside = find(other_number.clone()).await;
    let nobody = find("B-000000".to_owned()).await;
    assert_eq!((outside.status, nobody.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(outside.body, nobody.body);
    assert!(!outside.body.contains(&other_number) && !outside.body.contains(&other_number.replace('-', "")));
    for _ in 2..10 {
        assert_eq!(find("hvem som helst".to_owned()).await.status, StatusCode::NOT_FOUND);
    }
    let waits = find(mine.to_string()).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS, "efter ti forgæves slås intet op");
    let log = session.store.log().find(&session.ctx, &LogAsked { limit: 500, ..LogAsked::default() }).await;
    let (lines, _) = log.expect("loggen");
    let misses = lines.iter().filter(|line| line.what == "miss");
    assert_eq!(misses.clone().count(), 10);
    assert!(misses.into_iter().all(|line| line.citizens.is_empty() && line.object.is_empty()));
    assert!(lines.iter().all(|line| !line.object.contains(&other_number[..6])), "intet nummer i loggen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_shown_after_a_purpose_and_the_log_knows_it_first() {
    let town = Town::new().await;
    let now = current(&town).await;
    let (own, _) = scope(&town, Role::Caseworker).await;
    let citizen = busiest(&now, |citizen| now.sees(&own, citizen, ""));
    let session = town.session("test");
    let who = reveal(&session, citizen).await.expect("borgeren");
    let path = format!("/borgere/{citizen}/vis");
    let before = town.get(Role::Caseworker, &format!("/borgere/{citizen}")).await;
    assert!(!before.body.contains(&who.number) && (who.name.is_empty() || !before.body.contains(&who.name)));

    for purpose in ["", "TILSYN", "nysgerrig"] {
        let refused = town.post(Role::Caseworker, &path, &[("formaal", purpose)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{purpose}");
        assert!(!refused.body.contains(&who.number));
    }
    let shown = town.post(Role::Caseworker, &path, &[("formaal", "SAG-OPFØLGNING")]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains(&who.number) && shown.body.contains(&who.name));
    assert_eq!(shown.attribute("data-vist-til"), Some("300"));
    let cache = shown.headers.get("cache-control").and_then(|value| value.to_str().ok());
    assert_eq!(cache, Some("no-store"));

    let asked =
        LogAsked { citizen: Some(citizen), actor: Some("demo-sagsbehandler".into()), ..LogAsked::default() };
    let (lines, _) = session.store.log().find(&session.ctx, &asked).await.expect("loggen");
    let words: Vec<(&str, &str)> =
        lines.iter().map(|line| (line.what.as_str(), line.purpose.as_str())).collect();
    assert_eq!(words[..2], [("vis_identitet", "SAG-OPFØLGNING"), ("vis_cpr", "SAG-OPFØLGNING")]);
    let back = town.get(Role::Caseworker, &path).await;
    assert_eq!(
        (back.status, back.location()),
        (StatusCode::SEE_OTHER, format!("/borgere/{citizen}").as_str())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn economy_is_shown_a_name_only_from_a_deviation_or_a_payment() {
    let town = Town::new().await;
    let now = current(&town).await;
    let citizen = busiest(&now, |_| true);
    let other = busiest(&now, |own| own != citizen);
    let number = reveal(&town.session("test"), citizen).await.expect("borgeren").number;
    let (everybody, _) = scope(&town, Role::EconomyConsultant).await;
    let item_of = |citizen| {
        let own = now.items(&everybody).find(|item| item.listed.item.key.citizen == citizen);
        own.expect("en afvigelse").listed.item.id.to_string()
    };
    let path = format!("/borgere/{citizen}/vis");
    let ask = |item: String| {
        let (town, path) = (&town, &path);
        async move {
            let pairs = [("formaal", "AFVIGELSE-RET"), ("afvigelse", item.as_str())];
            town.post(Role::EconomyConsultant, path, &pairs).await
        }
    };
    for item in [String::new(), "A-000000".to_owned(), item_of(other)] {
        let denied = ask(item.clone()).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN, "{item}");
        assert!(!denied.body.contains(&number));
    }
    let shown = ask(item_of(citizen)).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains(&number));
    let plain = town.get(Role::EconomyConsultant, &format!("/borgere/{citizen}")).await;
    assert!(plain.body.contains("kun få navn og nummer vist fra en afvigelse"));
    let from = town
        .get(Role::EconomyConsultant, &format!("/borgere/{citizen}?afvigelse={}", item_of(citizen)))
        .await;
    assert!(from.body.contains("Du kommer fra afvigelsen"));
}
