//! Users, rights and settings: nobody changes their own, a password that another made is changed first, and a role that
//! sees citizens waits for an authority manager.

use crate::town::{Page, Town};
use app::access::{Grant, Role};
use app::commands::users::{NewUser, add_user, find_user};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::calendar::Day;

const ADMIN: Role = Role::Administrator;

async fn user(town: &Town, name: &str) -> app::commands::users::User {
    find_user(&town.session("test"), name).await.expect("læst").expect("brugeren")
}

/// The password of a page that shows one.
fn shown_password(page: &Page) -> String {
    let (_, rest) = page.body.split_once("<code>").expect("en kode");
    rest.split_once("</code>").expect("en kode").0.to_owned()
}

/// Signs in by name and password; the cookie of the answer.
async fn sign_in(town: &Town, name: &str, password: &str) -> Option<String> {
    let body = web::query::address("", &[("navn", name), ("kode", password)]);
    let request = Request::post("/log-ind")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.trim_start_matches('?').to_owned()))
        .expect("en forespørgsel");
    let page = town.send(request).await;
    let cookies = page.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let own = cookies.filter_map(|line| line.split(';').next()).find(|pair| pair.starts_with("ottetal="));
    own.map(str::to_owned)
}

async fn get(town: &Town, cookie: &str, path: &str) -> Page {
    town.send(Request::get(path).header("cookie", cookie).body(Body::empty()).expect("en forespørgsel")).await
}

async fn post(town: &Town, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Page {
    let page = get(town, cookie, "/adgangskode").await;
    let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").expect("et mærke");
    let token = rest.split_once('"').expect("et mærke").0.to_owned();
    let mut all = vec![("csrf", token.as_str())];
    all.extend_from_slice(pairs);
    let body = web::query::address("", &all);
    let request = Request::post(path)
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.trim_start_matches('?').to_owned()))
        .expect("en forespørgsel");
    town.send(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_user_changes_the_password_before_anything_else() {
    let town = Town::new().await;
    let new = [("navn", "ada"), ("fulde_navn", "Ada Prøve"), ("rolle", "administrator")];
    let made = town.post(ADMIN, "/administration/brugere/ny", &new).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let first = shown_password(&made);
    assert_eq!(first.len(), 23, "{first}");
    assert!(!town.get(ADMIN, "/administration/brugere/ada").await.body.contains(&first));
    let cookie = sign_in(&town, "ada", &first).await.expect("ind");
    let elsewhere = get(&town, &cookie, "/administration").await;
    assert_eq!((elsewhere.status, elsewhere.location()), (StatusCode::SEE_OTHER, "/adgangskode"));
    let door = get(&town, &cookie, "/adgangskode").await;
    assert!(door.body.contains("Vælg din egen"), "{}", door.body);
    let change = |old: &'static str, new: &'static str| [("gammel", old), ("ny", new), ("igen", new)];
    let wrong = post(&town, &cookie, "/adgangskode", &change("forkert kode her", "tolv små grise")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = [("gammel", first.as_str()), ("ny", "tolv små grise"), ("igen", "tolv små grise")];
    let changed = post(&town, &cookie, "/adgangskode", &own).await;
    assert_eq!(changed.location(), "/?gjort=ny_kode", "{}", changed.body);
    assert!(sign_in(&town, "ada", &first).await.is_none(), "den gamle kode gælder ikke");
    let cookie = sign_in(&town, "ada", "tolv små grise").await.expect("ind");
    assert_eq!(get(&town, &cookie, "/administration").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_gives_himself_nothing() {
    let town = Town::new().await;
    let own = "/administration/brugere/demo-administrator";
    for (path, pairs) in [
        ("rolle", &[("rolle", "bi_konsulent")][..]),
        ("afslut", &[("rolle", "administrator")]),
        ("spaer", &[("spaerret", "ja")]),
        ("kode", &[]),
    ] {
        let page = town.post(ADMIN, &format!("{own}/{path}"), pairs).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", page.body);
    }
    let now = user(&town, "demo-administrator").await;
    assert_eq!((now.grants.len(), now.blocked), (1, false));
    let page = town.get(ADMIN, own).await;
    assert!(page.body.contains("Ingen ændrer egne rettigheder") && !page.body.contains("Giv rollen"));
    // Nobody but an administrator.
    for role in [Role::AuthorityManager, Role::BiConsultant, Role::Auditor] {
        let page = town.post(role, "/administration/brugere/demo-tilbud/spaer", &[("spaerret", "ja")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_sees_citizens_waits_for_an_authority_manager() {
    let town = Town::new().await;
    let path = "/administration/brugere/demo-revisor/rolle";
    let given = town.post(ADMIN, path, &[("rolle", "bi_konsulent"), ("til", "2099-12-31")]).await;
    assert!(given.location().ends_with("rolle_venter"), "{} {}", given.location(), given.body);
    let today = Day::parse("2026-03-14").expect("en dag");
    let holds = |user: &app::commands::users::User| {
        user.grants.iter().any(|g| g.rolle == "bi_konsulent" && g.role_on(today).is_some())
    };
    assert!(!holds(&user(&town, "demo-revisor").await));
    let list = town.get(Role::AuthorityManager, "/administration/brugere/bekraeft").await;
    assert!(list.body.contains("ny, ønsket af demo-administrator"), "{}", list.body);
    let confirm = "/administration/brugere/bekraeft";
    let yes = [("svar/demo-revisor/bi_konsulent", "ja")];
    assert_eq!(town.post(ADMIN, confirm, &yes).await.status, StatusCode::FORBIDDEN);
    let said = town.post(Role::AuthorityManager, confirm, &yes).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    assert!(holds(&user(&town, "demo-revisor").await));
    // A director sees no citizen: that role holds at once.
    town.post(ADMIN, path, &[("rolle", "direktoer")]).await;
    assert!(
        user(&town, "demo-revisor")
            .await
            .grants
            .iter()
            .any(|g| g.rolle == "direktoer" && g.afventer.is_empty())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wider_limits_wait_while_the_old_ones_hold() {
    let town = Town::new().await;
    let before = user(&town, "demo-omraade").await.grants;
    let narrower = [("rolle", "omraadeleder"), ("til", "2099-12-31")];
    town.post(ADMIN, "/administration/brugere/demo-omraade/rolle", &narrower).await;
    let now = user(&town, "demo-omraade").await.grants;
    assert_eq!((now.len(), now[0].til.as_str()), (1, "2099-12-31"), "en tidligere slutdag venter ikke");
    let wider = [("rolle", "omraadeleder")];
    town.post(ADMIN, "/administration/brugere/demo-omraade/rolle", &wider).await;
    let now = user(&town, "demo-omraade").await.grants;
    assert_eq!(now.len(), 2, "den gamle gælder, til den nye er bekræftet");
    let yes = [("svar/demo-omraade/omraadeleder", "ja")];
    town.post(Role::AuthorityManager, "/administration/brugere/bekraeft", &yes).await;
    assert_eq!(user(&town, "demo-omraade").await.grants, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quarter_lists_who_is_not_confirmed_and_a_no_ends_the_role() {
    let town = Town::new().await;
    let confirm = "/administration/brugere/bekraeft";
    let first = town.get(Role::AuthorityManager, confirm).await;
    assert!(first.body.contains("11 af 11 roller mangler et svar i 1. kvartal 2026"), "{}", first.body);
    assert!(first.body.contains("Det er dig selv"));
    let oneself = [("svar/demo-myndighed/myndighedsleder", "ja")];
    let refused = town.post(Role::AuthorityManager, confirm, &oneself).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let silent = [("svar/demo-tilbud/tilbudsleder", "nej")];
    let refused = town.post(Role::AuthorityManager, confirm, &silent).await;
    assert!(refused.body.contains("Skriv, hvorfor"), "{}", refused.body);
    assert_eq!(town.get(Role::ProviderManager, "/").await.status, StatusCode::OK);
    let answers = [
        ("svar/demo-bi/bi_konsulent", "ja"),
        ("svar/demo-tilbud/tilbudsleder", "nej"),
        ("grund/demo-tilbud/tilbudsleder", "Stoppet 1. marts"),
    ];
    let said = town.post(Role::AuthorityManager, confirm, &answers).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let now = town.get(Role::AuthorityManager, confirm).await;
    assert!(now.body.contains("9 af 10 roller mangler et svar"), "{}", now.body);
    // The provider's manager is out at the next click.
    let out = town.get(Role::ProviderManager, "/").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    // Other limits ask anew.
    let session = town.session("test");
    let narrower = Grant { paragraffer: vec!["SEL § 107".to_owned()], ..Grant::of(Role::BiConsultant) };
    app::commands::users::grant_role(&session, "demo-bi", &narrower).await.expect("rollen");
    let anew = town.get(Role::AuthorityManager, confirm).await;
    assert!(anew.body.contains("10 af 10 roller mangler et svar"), "{}", anew.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_is_signed_out_or_blocked_is_out_at_the_next_click() {
    let town = Town::new().await;
    let session = town.session("test");
    let grants = vec![Grant::of(Role::Auditor)];
    let new = NewUser { name: "rita", full_name: "Rita Prøve", grants, password: Some("tolv små grise") };
    add_user(&session, &new).await.expect("en bruger");
    let cookie = sign_in(&town, "rita", "tolv små grise").await.expect("ind");
    assert_eq!(get(&town, &cookie, "/log").await.status, StatusCode::OK);
    town.post(ADMIN, "/administration/brugere/rita/log-ud", &[]).await;
    assert!(get(&town, &cookie, "/log").await.location().starts_with("/log-ind"));
    let cookie = sign_in(&town, "rita", "tolv små grise").await.expect("ind igen");
    town.post(ADMIN, "/administration/brugere/rita/spaer", &[("spaerret", "ja")]).await;
    assert!(get(&town, &cookie, "/log").await.location().starts_with("/log-ind"));
    assert!(sign_in(&town, "rita", "tolv små grise").await.is_none());
    let page = town.get(ADMIN, "/administration/brugere/rita").await;
    assert!(page.body.contains("demo-administrator: spærret"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_is_changed_with_a_reason_within_its_bounds() {
    let town = Town::new().await;
    let path = "/administration/indstillinger";
    let change = |value: &'static str, why: &'static str| {
        [("noegle", "opfoelgning_dage"), ("vaerdi", value), ("grund", why)]
    };
    for (value, why) in [("180", ""), ("5", "for lidt"), ("mange", "intet tal")] {
        let page = town.post(ADMIN, path, &change(value, why)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
    }
    let set = town.post(ADMIN, path, &change("180", "To gange om året")).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    let page = town.get(Role::Auditor, path).await;
    assert!(
        page.body.contains("demo-administrator") && page.body.contains("To gange om året"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("name=\"vaerdi\""), "en revisor retter intet");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_belongs_to_the_next_basis_and_an_old_page_changes_nothing() {
    let town = Town::new().await;
    let page = town.get(ADMIN, "/administration/indstillinger").await;
    assert!(page.body.contains("gælder fra næste godkendte grundlag"), "{}", page.body);
    let before = town.session("test").landscape().expect("et landskab").version.clone();
    let change = [
        ("noegle", "mellemrum_dage"),
        ("vaerdi", "60"),
        ("grund", "Aftalt med fagligt forum"),
        ("version", before.as_str()),
    ];
    let path = "/administration/indstillinger/graense";
    let set = town.post(ADMIN, path, &change).await;
    assert_eq!(set.location(), "/administration/indstillinger?gjort=naeste_grundlag", "{}", set.body);
    assert_eq!(town.session("test").landscape().expect("et landskab").limits().gap_days, 60);
    let stale = town.post(ADMIN, path, &change).await;
    assert!(stale.body.contains("er ændret af en anden"), "{}", stale.body);
    let now = town.get(ADMIN, "/administration/indstillinger").await;
    assert!(now.body.contains("Aftalt med fagligt forum"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_check_is_work_and_says_what_it_found() {
    let town = Town::new().await;
    let before = town.get(ADMIN, "/administration").await;
    assert!(before.body.contains("ikke lavet et fuldt tjek"), "{}", before.body);
    assert!(before.body.contains("Loggen kender ingen sikkerhedskopi"));
    assert_eq!(town.post(Role::Auditor, "/administration/tjek", &[]).await.status, StatusCode::FORBIDDEN);
    let begun = town.post(ADMIN, "/administration/tjek", &[]).await;
    let mut page = town.get(ADMIN, begun.location()).await;
    for _ in 0..600 {
        if page.status == StatusCode::SEE_OTHER {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        page = town.get(ADMIN, begun.location()).await;
    }
    assert_eq!(page.location(), "/administration?gjort=tjekket", "{}", page.body);
    let after = town.get(ADMIN, "/administration").await;
    assert!(after.body.contains("alt var, som det blev skrevet"), "{}", after.body);
}
