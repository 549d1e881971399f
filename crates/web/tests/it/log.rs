//! The log: all of it for the auditor, one's own for everybody, and a citizen's receipt without employees.

use crate::town::Town;
use app::access::Role;
use app::commands::read_log::NEWEST_LINES;
use app::purpose::Purpose;
use axum::http::StatusCode;
use domain::person::CitizenId;
use std::time::Duration;
use store::Context;

/// A look-up of a citizen by a user.
async fn look_up(town: &Town, actor: &str, citizen: CitizenId, at: &str) {
    let ctx = Context {
        actor: actor.to_owned(),
        purpose: Purpose::SagOpfoelgning.code().to_owned(),
        at: at.to_owned(),
    };
    let session = town.session("test");
    session.store.log().append_about(&ctx, "forklar_borger", "", &[citizen]).await.expect("en linje");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_auditor_reads_all_lines_and_others_their_own() {
    let town = Town::new().await;
    let (karen, citizen) = ("karen.proeve", CitizenId(77));
    look_up(&town, karen, citizen, "2026-03-10T22:30:00Z").await;
    let all = town.get(Role::Auditor, &format!("/log?bruger={karen}")).await;
    assert_eq!(all.status, StatusCode::OK);
    // 23:30 in Denmark: still the tenth.
    assert!(all.body.contains("10-03-2026 23:30"), "{}", all.body);
    assert_eq!(all.attribute("data-total-andre"), Some("1"));
    for (days, total) in
        [("fra=2026-03-10&til=2026-03-10", "1"), ("fra=2026-03-11", "0"), ("til=2026-03-09", "0")]
    {
        let page = town.get(Role::Auditor, &format!("/log?bruger={karen}&{days}")).await;
        assert_eq!(page.attribute("data-total-andre"), Some(total), "{days}");
    }
    let about = town.get(Role::Auditor, &format!("/log?borger={citizen}&hvad=forklar_borger")).await;
    assert_eq!(about.attribute("data-total-andre"), Some("1"));
    let unread = town.get(Role::Auditor, "/log?borger=Jens").await;
    assert!(unread.body.contains("Der er ikke filtreret på borgerens id"));

    for role in [Role::Caseworker, Role::BiConsultant, Role::Administrator, Role::Director] {
        assert_eq!(town.get(role, "/log").await.status, StatusCode::FORBIDDEN, "{role:?}");
        let own = town.get(role, "/log/egne").await;
        assert_eq!(own.status, StatusCode::OK, "{role:?}");
        assert!(!own.body.contains(&citizen.to_string()), "{role:?}: andres opslag er ikke mine");
        let forged = town.get(role, &format!("/log/egne?bruger={karen}&borger={citizen}")).await;
        assert_eq!(forged.attribute("data-total-andre"), Some("0"), "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_there_for_its_own_user_and_the_auditor() {
    let town = Town::new().await;
    look_up(&town, "karen.proeve", CitizenId(77), "2026-03-10T09:00:00Z").await;
    let head =
        town.session("test").store.log().head(&town.session("test").ctx).await.expect("den nyeste linje");
    let path = format!("/log/linje/{}", head.lines);
    let seen = town.get(Role::Auditor, &path).await;
    assert_eq!((seen.status, seen.attribute("data-total-borgere")), (StatusCode::OK, Some("1")));
    assert_eq!(town.get(Role::Caseworker, &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.get(Role::Auditor, "/log/linje/999999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_names_days_and_purposes_and_employees_only_for_supervision() {
    let town = Town::new().await;
    let citizen = CitizenId(78);
    for (actor, at) in [
        ("karen.proeve", "2026-03-10T09:00:00Z"),
        ("karen.proeve", "2026-03-10T10:00:00Z"),
        ("bo.proeve", "2026-03-12T09:00:00Z"),
    ] {
        look_up(&town, actor, citizen, at).await;
    }
    let path = format!("/log/borger/{citizen}");
    let page = town.get(Role::Auditor, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("10-03-2026") && page.body.contains("Opfølgning på borgerens sag"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("karen.proeve") && !page.body.contains("bo.proeve"), "uden medarbejdere");
    let named = town.get(Role::Auditor, &format!("{path}?tilsyn=ja")).await;
    assert!(named.body.contains("karen.proeve") && named.body.contains("bo.proeve"));
    assert_eq!(town.get(Role::AuthorityManager, &path).await.status, StatusCode::FORBIDDEN);
    // Each number opens to its own lines, though looking at them is a line too.
    let numbers = crate::numbers::numbers(&page.body);
    assert!(numbers.len() >= 3, "{}", page.body);
    for _ in 0..2 {
        for number in &numbers {
            let behind = town.get(Role::Auditor, &number.href).await;
            let total = behind.attribute("data-total-andre");
            assert_eq!(total, Some(number.value.to_string().as_str()), "{}", number.href);
        }
    }
    // That somebody asked is itself a line about the citizen.
    let lines = town.get(Role::Auditor, &format!("/log?borger={citizen}&hvad=kvittering")).await;
    assert_eq!(lines.attribute("data-total-andre"), Some("2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_is_followed_and_a_noted_line_compared() {
    let town = Town::new().await;
    let session = town.session("test");
    let noted = session.store.log().head(&session.ctx).await.expect("den nyeste linje");
    let page =
        town.get(Role::Auditor, &format!("/log/kaede?linje={}&hash={}", noted.lines, noted.hash)).await;
    assert!(page.body.contains("Ja: alle"), "{}", page.body);
    assert!(page.body.contains("er den samme, som da den blev noteret"));
    let other =
        town.get(Role::Auditor, &format!("/log/kaede?linje={}&hash={}", noted.lines - 1, noted.hash)).await;
    assert!(other.body.contains("har en anden hash end den noterede"));
    let gone = town.get(Role::Auditor, "/log/kaede?linje=999999&hash=00").await;
    assert!(gone.body.contains("Der er ingen linje 999999"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_long_log_the_newest_lines_are_followed_and_all_of_it_by_work_that_is_remembered() {
    let town = Town::new().await;
    let session = town.session("test");
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..NEWEST_LINES {
        let (store, ctx) = (session.store.clone(), session.ctx.clone());
        all.spawn(async move { store.log().append(&ctx, "proeve", "", 0).await });
    }
    assert!(all.join_all().await.into_iter().all(|written| written.is_ok()));
    let page = town.get(Role::Auditor, "/log/kaede").await;
    assert!(page.body.contains("De nyeste 5.000 linjer står, som de blev skrevet."), "{}", page.body);
    assert!(page.body.contains("De ældre er ikke fulgt endnu"));
    let begun = town.post(Role::Auditor, "/log/kaede", &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let job = begun.location().to_owned();
    for _ in 0..600 {
        if town.get(Role::Auditor, &job).await.status == StatusCode::SEE_OTHER {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(town.get(Role::Auditor, &job).await.location(), "/log/kaede?gjort=fulgt");
    let page = town.get(Role::Auditor, "/log/kaede").await;
    assert!(page.body.contains("gjorde det") && page.body.contains(": hel, "), "{}", page.body);
    assert_eq!(town.post(Role::BiConsultant, "/log/kaede", &[]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_a_file_by_the_same_address() {
    let town = Town::new().await;
    look_up(&town, "=karen", CitizenId(79), "2026-03-10T09:00:00Z").await;
    let file = town.get(Role::Auditor, "/log.csv?bruger=%3Dkaren").await;
    assert_eq!(file.status, StatusCode::OK);
    let lines: Vec<&str> = file.body.lines().collect();
    assert_eq!(lines.len(), 2, "{}", file.body);
    assert!(
        lines[1].contains("\"'=karen\"") && lines[1].contains(&CitizenId(79).to_string()),
        "{}",
        lines[1]
    );
    assert_eq!(town.get(Role::BiConsultant, "/log.csv").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_the_same_each_time_and_about_citizens_that_the_auditor_may_open() {
    let town = Town::new().await;
    let now = app::edge::now();
    let today = app::edge::local_day(&now).expect("i dag");
    let last_month = today.month().first().previous();
    for citizen in 1..=200 {
        look_up(&town, "karen.proeve", CitizenId(citizen), &format!("{}T09:00:00Z", last_month.iso())).await;
    }
    let page = town.get(Role::Auditor, "/log/stikproeve").await;
    assert_eq!(page.status, StatusCode::OK);
    let drawn = |body: &str| -> Vec<String> {
        body.split("href=\"/borgere/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let first = drawn(&page.body);
    assert!((1..=20).contains(&first.len()), "{first:?}");
    assert_eq!(first, drawn(&town.get(Role::Auditor, "/log/stikproeve").await.body));
    assert_eq!(town.get(Role::HeadOfArea, "/log/stikproeve").await.status, StatusCode::FORBIDDEN);
}
