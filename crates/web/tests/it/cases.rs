//! Mine sager: whose cases one sees, what they cost, and that what is written survives.

use crate::town::{Page, Town};
use app::access::Role;
use axum::http::StatusCode;

fn total(page: &Page, name: &str) -> i64 {
    page.attribute(&format!("data-total-{name}")).and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Citizen and paragraph of the first row.
fn first(page: &Page) -> (String, String) {
    let value = |name: &str| {
        let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("en række");
        rest.split('"').next().unwrap_or("").to_owned()
    };
    (value("borger"), value("paragraf"))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sees_the_own_cases_and_what_they_cost() {
    let town = Town::new().await;
    let all = town.get(Role::BiConsultant, "/sager").await;
    assert_eq!(all.status, StatusCode::OK, "{}", all.body);
    let own = town.get(Role::Caseworker, "/sager").await;
    let team = town.get(Role::Coordinator, "/sager").await;
    assert!(own.body.contains("Mine sager") && team.body.contains("Teamets sager"));
    let counts = [&own, &team, &all].map(|page| total(page, "raekker"));
    assert!(0 < counts[0] && counts[0] < counts[1] && counts[1] < counts[2], "{counts:?}");
    assert!(team.body.contains("name=\"sagsbehandler\"") && !own.body.contains("name=\"sagsbehandler\""));
    assert!(all.body.contains("Betalt til dato") && all.body.contains("Nexus"), "{}", all.body);
    for column in ["bevilget", "disponeret", "til_dato", "betalt"] {
        let page = town.get(Role::BiConsultant, &format!("/sager?sorter={column}")).await;
        assert!(total(&page, "oere") > 0, "{column}");
    }
    // The parts are disjoint where they say so.
    let parts = ["uden_disponering", "over"].map(|part| format!("/sager?vis={part}"));
    for part in &parts {
        let page = town.get(Role::BiConsultant, part).await;
        assert!(total(&page, "raekker") < counts[2], "{part}");
    }
    assert_eq!(town.get(Role::HeadOfArea, "/sager").await.status, StatusCode::FORBIDDEN);
    assert_eq!(town.get(Role::BiConsultant, "/sager.xlsx").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_stays_and_a_late_one_stands_first() {
    let town = Town::new().await;
    let role = Role::Caseworker;
    let page = town.get(role, "/sager").await;
    let (citizen, paragraf) = first(&page);
    let fields = |last, next, remark, seq| {
        vec![
            ("borger", citizen.as_str()),
            ("paragraf", paragraf.as_str()),
            ("fulgt_op", last),
            ("naeste", next),
            ("bemaerkning", remark),
            ("seq", seq),
        ]
    };
    let future = town.post(role, "/sager/gem", &fields("2026-05-01", "", "", "0")).await;
    assert!(future.body.contains("er ikke kommet endnu"), "{}", future.body);
    let number = town.post(role, "/sager/gem", &fields("", "", "se 010203-1234", "0")).await;
    assert!(number.body.contains("CPR-nummer") && !number.body.contains("010203-1234"), "{}", number.body);
    let saved =
        town.post(role, "/sager/gem", &fields("2025-02-01", "2026-03-01", "Ny VUM aftalt", "0")).await;
    assert_eq!(saved.location(), "/sager?gjort=opfulgt", "{}", saved.body);
    let late = town.get(role, "/sager?vis=forsinkede").await;
    assert_eq!(total(&late, "raekker"), 1);
    assert!(late.body.contains("Ny VUM aftalt") && late.body.contains("2026-03-01"), "{}", late.body);
    let (top, of) = first(&town.get(role, "/sager").await);
    assert_eq!((top, of), (citizen.clone(), paragraf.clone()), "den forsinkede står først");

    // Somebody else has written since: nothing is lost, nothing is overwritten.
    let stale = town.post(role, "/sager/gem", &fields("2026-03-10", "", "Anden tekst", "0")).await;
    assert!(
        stale.body.contains("ændret af en anden") && stale.body.contains("Anden tekst"),
        "{}",
        stale.body
    );
    let seq = {
        let (_, rest) = late.body.split_once("name=\"seq\" value=\"").expect("et nummer");
        rest.split('"').next().unwrap_or("").to_owned()
    };
    let followed = town.post(role, "/sager/gem", &fields("2026-03-10", "", "Set", &seq)).await;
    assert_eq!(followed.status, StatusCode::SEE_OTHER, "{}", followed.body);
    // The next one is proposed a year on.
    let path = format!("/sager/{citizen}?paragraf={}", paragraf.replace(' ', "+").replace('§', "%C2%A7"));
    let one = town.get(role, &path).await;
    assert!(one.body.contains("value=\"2027-03-10\"") && one.body.contains("Ny VUM aftalt"), "{}", one.body);
    assert_eq!(total(&town.get(role, "/sager?vis=forsinkede").await, "raekker"), 0);

    // Nobody writes of a case that is not theirs.
    let other = town.get(Role::BiConsultant, "/sager?sorter=borger").await;
    let mut foreign = None;
    for rest in other.body.split("name=\"borger\" value=\"").skip(1) {
        let id = rest.split('"').next().unwrap_or("").to_owned();
        if town.get(role, &format!("/borgere/{id}")).await.status == StatusCode::NOT_FOUND {
            foreign = Some(id);
            break;
        }
    }
    let foreign = foreign.expect("en fremmed borger");
    let denied =
        town.post(role, "/sager/gem", &[("borger", &foreign), ("paragraf", &paragraf), ("seq", "0")]).await;
    assert_eq!(denied.status, StatusCode::NOT_FOUND);
}
