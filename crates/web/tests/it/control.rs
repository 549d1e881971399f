//! Controls from the pages: run, watched, answered, saved, and never about more than their asker may see.

use crate::town::{CONTROL, Page, Town};
use app::access::{Grant, Role};
use app::commands::users::sign_in::enter_demo;
use app::commands::users::{NewUser, add_user};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use std::time::Duration;

const ASKED: [(&str, &str); 8] = [
    ("system1", "nexus"),
    ("system2", "as2007"),
    ("vindue", "datoer"),
    ("fra", "2025-01-01"),
    ("til", "2025-12-31"),
    ("paragraffer", ""),
    ("niveau", "paragraf"),
    ("omraade", ""),
];

/// Waits for work to end and gives its page: the one that the answer is on.
async fn ended(town: &Town, role: Role, at: &str) -> Page {
    for _ in 0..600 {
        let page = town.get(role, at).await;
        if page.status == StatusCode::SEE_OTHER {
            return town.get(role, page.location()).await;
        }
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        if !page.body.contains("<progress") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{at} slutter ikke");
}

async fn answered(town: &Town, role: Role, asked: &[(&str, &str)]) -> (String, Page) {
    let begun = town.post(role, "/kontrol/koer", asked).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let job = begun.location().to_owned();
    assert!(job.starts_with("/arbejde/"), "{job}");
    let id = job.trim_start_matches("/arbejde/").to_owned();
    let page = ended(town, role, &job).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    (format!("/kontrol/svar/{id}"), page)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_that_nobody_saves_is_answered_and_forgotten() {
    let town = Town::new().await;
    let session = town.session("test");
    let runs = session.store.work_items().runs(&session.ctx).await.expect("kørsler").len();
    let (address, page) = answered(&town, Role::EconomyConsultant, &ASKED).await;
    assert!(page.body.contains("Svaret er ikke gemt.") && page.body.contains("Spørgsmål 1"), "{}", page.body);
    let total: i64 = page.attribute("data-total-afvigelser").and_then(|t| t.parse().ok()).expect("et antal");
    assert!(total > 0);
    // The files hold what the lists hold together.
    let mut all = 0;
    for part in ["1", "2", "3", "4", "i", "b"] {
        let list = town.get(Role::EconomyConsultant, &format!("{address}?del={part}")).await;
        all +=
            list.attribute("data-total-afvigelser").and_then(|t| t.parse::<usize>().ok()).expect("et antal");
    }
    let lines = town.get(Role::EconomyConsultant, &format!("{address}/8-talskontrol.jsonl")).await;
    assert_eq!(lines.body.lines().count(), all);
    let csv = town.get(Role::EconomyConsultant, &format!("{address}/8-talskontrol.csv")).await;
    assert!(csv.body.contains("Spørgsmål;Regel"));
    let book = town.get(Role::EconomyConsultant, &format!("{address}/8-talskontrol.xlsx")).await;
    assert!(book.body.starts_with("PK"));
    // An economy consultant sees no målgruppe, on the page or in the file.
    let of_group = |line: &&str| line.contains("\"attribut\":\"maalgruppe\"");
    for line in lines.body.lines().filter(of_group) {
        assert!(line.contains("vises ikke"), "{line}");
    }
    // The list is as it was, and the log says who was looked at.
    assert_eq!(session.store.work_items().runs(&session.ctx).await.expect("kørsler").len(), runs);
    let log = session.store.log().list(&session.ctx, 20, 0).await.expect("loggen");
    assert!(
        log.iter().any(|line| line.what == "hent_kontrol")
            && log.iter().any(|line| line.what == "svar_kontrol")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_sees_the_groups_that_an_economy_consultant_does_not() {
    let town = Town::new().await;
    let (address, _) = answered(&town, Role::AuthorityManager, &ASKED).await;
    let lines = town.get(Role::AuthorityManager, &format!("{address}/8-talskontrol.jsonl")).await;
    assert!(!lines.body.contains("vises ikke"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_control_runs_from_its_page_and_says_what_became_of_the_list() {
    let town = Town::new().await;
    let begun = town.post(Role::BiConsultant, "/kontrol/Nexus%20mod%20AS2007/koer", &[]).await;
    let page = ended(&town, Role::BiConsultant, begun.location()).await;
    assert!(page.body.contains("Færdig") && page.body.contains("listen er som før"), "{}", page.body);
    assert!(page.body.contains("/?kontrol=Nexus+mod+AS2007"));
    let list = town.get(Role::Administrator, "/arbejde").await;
    assert!(list.body.contains(CONTROL) && list.body.contains("Færdig"), "{}", list.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_said_beside_what_was_typed() {
    let town = Town::new().await;
    let asked = [
        ("system1", "nexus"),
        ("system2", "nexus"),
        ("vindue", "maaneder"),
        ("maaneder", "mange"),
        ("paragraffer", "104, ni"),
    ];
    let page = town.post(Role::BiConsultant, "/kontrol/koer", &asked).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "Vælg et andet system end System 1",
        "mellem 1 og 240",
        "«ni» er ikke en paragraf",
        "value=\"104, ni\"",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    // An economy consultant runs, and does not save.
    let page = town.post(Role::EconomyConsultant, "/kontrol/gem", &ASKED).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(!town.get(Role::EconomyConsultant, "/kontrol").await.body.contains("formaction"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_is_saved_changed_and_run() {
    let town = Town::new().await;
    let mut asked = ASKED.to_vec();
    asked.extend([("navn", "Året 2025"), ("rytme", "7")]);
    let page = town.post(Role::BiConsultant, "/kontrol/gem", &asked).await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/kontrol?gjort=kontrol"),
        "{}",
        page.body
    );
    asked[4] = ("til", "2025-06-30");
    let again = town.post(Role::BiConsultant, "/kontrol/gem", &asked).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "navnet er taget");
    assert!(again.body.contains("value=\"2025-06-30\""), "{}", again.body);
    let list = town.get(Role::BiConsultant, "/kontrol").await;
    assert!(
        list.body.contains("Året 2025")
            && list.body.contains("Aldrig kørt")
            && list.body.contains("hver måned den 7.")
    );
    // Never run: the front page offers to.
    let front = town.get(Role::BiConsultant, "/?kontrol=%C3%85ret+2025").await;
    assert!(front.body.contains("har aldrig kørt") && front.body.contains("Kør den nu"), "{}", front.body);
    let form = town.get(Role::BiConsultant, "/kontrol?ret=%C3%85ret+2025").await;
    assert!(form.body.contains("value=\"2025-12-31\"") && form.body.contains("name=\"erstat\""));
    asked.push(("erstat", "ja"));
    let page = town.post(Role::BiConsultant, "/kontrol/gem", &asked).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let begun = town.post(Role::BiConsultant, "/kontrol/%C3%85ret%202025/koer", &[]).await;
    let page = ended(&town, Role::BiConsultant, begun.location()).await;
    assert!(page.body.contains("Listen er ført frem."), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_one_paragraph_asks_about_that_one() {
    let town = Town::new().await;
    let session = town.session("test");
    let current = town.state.current(&session).await.expect("et billede");
    let ran = current.controls[0].ran.clone().expect("kørslen");
    let written = |at: usize| ran.law().paragraf(ran.deviations()[at].paragraf).written.clone();
    let own = written(0);
    let other =
        (0..ran.deviations().len()).map(written).find(|other| *other != own).expect("en anden paragraf");
    let grant = Grant { paragraffer: vec![own.clone()], ..Grant::of(Role::EconomyConsultant) };
    let user = NewUser { name: "kun-en", full_name: "Kun Én", grants: vec![grant], password: None };
    add_user(&session, &user).await.expect("en bruger");
    let signed = enter_demo(&session, "kun-en").await.expect("ind i demoen");
    let cookie = format!("ottetal={}", signed.token.secret());
    let mut all = vec![("csrf", signed.csrf.as_str())];
    all.extend(ASKED);
    let body = web::query::address("", &all).trim_start_matches('?').to_owned();
    let post = Request::post("/kontrol/koer")
        .header("cookie", &cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("en forespørgsel");
    let begun = town.send(post).await;
    let get = |path: String| {
        Request::get(path).header("cookie", &cookie).body(Body::empty()).expect("en forespørgsel")
    };
    let mut page = town.send(get(begun.location().to_owned())).await;
    for _ in 0..600 {
        if page.status == StatusCode::SEE_OTHER {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        page = town.send(get(begun.location().to_owned())).await;
    }
    let lines = town.send(get(format!("{}/8-talskontrol.jsonl", page.location()))).await;
    assert!(lines.body.lines().count() > 0);
    let about = format!("\"paragraf\":\"{own}\"");
    assert!(lines.body.lines().all(|line| line.contains(&about)), "{}", lines.body);
    let list = town.send(get("/kontrol/Nexus%20mod%20AS2007/borgere".to_owned())).await;
    assert!(list.body.contains(&own) && !list.body.contains(&format!(">{other}<")), "{}", list.body);
    // Another's paragraph is not asked about by name either.
    let mut asked = all.clone();
    asked.retain(|(key, _)| *key != "paragraffer");
    asked.push(("paragraffer", &other));
    let body = web::query::address("", &asked).trim_start_matches('?').to_owned();
    let refused = Request::post("/kontrol/koer")
        .header("cookie", &cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("en forespørgsel");
    assert_eq!(town.send(refused).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_citizens_behind_a_count_are_counted_alike() {
    let town = Town::new().await;
    let address = "/kontrol/Nexus%20mod%20AS2007/borgere";
    let count = async |query: &str, name: &str| -> i64 {
        let page = town.get(Role::BiConsultant, &format!("{address}{query}")).await;
        page.attribute(&format!("data-total-{name}")).and_then(|t| t.parse().ok()).expect("et antal")
    };
    let [one, two, both] = [
        count("?system=1", "raekker").await,
        count("?system=2", "raekker").await,
        count("?system=begge", "raekker").await,
    ];
    assert_eq!(count("?system=kun1", "raekker").await, one - both);
    assert_eq!(count("?system=kun2", "raekker").await, two - both);
    assert_eq!(count("", "raekker").await, one + two - both);
    // A caseworker's list is of own citizens.
    let own = town.get(Role::Caseworker, address).await;
    let own: i64 = own.attribute("data-total-borgere").and_then(|t| t.parse().ok()).expect("et antal");
    assert!(own > 0 && own < count("", "borgere").await);
    assert_eq!(town.get(Role::Director, address).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_in_which_system_is_shown_for_all_of_them() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/kontrol/overblik").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("<strong>nej</strong>"), "{}", page.body);
    let rows = |page: &Page| -> i64 {
        page.attribute("data-total-raekker").and_then(|t| t.parse().ok()).expect("et antal")
    };
    let all = town.get(Role::BiConsultant, "/kontrol/overblik?vis=alle").await;
    assert!(rows(&page) > 0 && rows(&page) < rows(&all));
}
