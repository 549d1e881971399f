//! Årets gang: what the system sees is ticked by itself, the rest by people, and late steps stand first.

use crate::numbers::numbers;
use crate::town::Town;
use app::access::Role;
use axum::http::StatusCode;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn a_month_shows_what_is_done_what_is_late_and_who_has_it() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/aaret?maaned=2026-03").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for text in [
        "grundlag fra 01-03-2026",
        "kørt på grundlaget fra 01-03-2026",
        "14-03-2026",
        "BI-konsulent",
        "Budgetopfølgning",
    ] {
        assert!(page.body.contains(text), "«{text}» mangler");
    }
    // On the 14th the meeting of the fourth working day is late, and stands before what is done.
    let place = |text: &str| page.body.find(text).unwrap_or_else(|| panic!("«{text}» mangler"));
    assert!(place("Datamøde er holdt") < place("Grundlaget er godkendt"));
    let before = town.get(Role::BiConsultant, "/aaret?maaned=2025-06").await;
    assert!(before.body.contains("Det første grundlag er fra februar 2026"), "{}", before.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_ticks_a_step_and_takes_it_back_and_the_page_says_who() {
    let town = Town::new().await;
    let fields =
        [("periode", "2026-03"), ("gjort", "ja"), ("maaned", "2026-03"), ("bemaerkning", "45 minutter")];
    assert_eq!(
        town.post(Role::Caseworker, "/aaret/datamoede/gjort", &fields).await.status,
        StatusCode::FORBIDDEN
    );
    let done = town.post(Role::Coordinator, "/aaret/datamoede/gjort", &fields).await;
    assert_eq!(done.location(), "/aaret?maaned=2026-03&gjort=sat", "{}", done.body);
    let page = town.get(Role::Caseworker, "/aaret/datamoede?maaned=2026-03").await;
    assert!(page.body.contains("45 minutter") && page.body.contains("Karen Koordinator"), "{}", page.body);
    let back = [("periode", "2026-03"), ("gjort", "nej"), ("maaned", "2026-03")];
    town.post(Role::Coordinator, "/aaret/datamoede/gjort", &back).await;
    let page = town.get(Role::Caseworker, "/aaret/datamoede?maaned=2026-03").await;
    assert!(page.body.contains("marts 2026: hakket er taget tilbage"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stand_in_and_own_day_are_the_municipalitys() {
    let town = Town::new().await;
    let fields = [("hvem", "Birgit BI"), ("stedfortraeder", "Erik Økonomi"), ("datoer", "17"), ("set", "0")];
    let done = town.post(Role::BiConsultant, "/aaret/dst_proeve", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = town.get(Role::BiConsultant, "/aaret?maaned=2026-03").await;
    assert!(page.body.contains("17-03-2026") && page.body.contains("ellers Erik Økonomi"), "{}", page.body);
    let stale = town.post(Role::BiConsultant, "/aaret/dst_proeve", &fields).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "en anden har ændret det");
    let wrong = [("hvem", ""), ("stedfortraeder", ""), ("datoer", "31-02"), ("set", "0")];
    let wrong = town.post(Role::BiConsultant, "/aaret/takster", &wrong).await;
    assert!(wrong.body.contains("er ingen dato"), "{}", wrong.body);
    assert_eq!(town.get(Role::Director, "/aaret").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_says_the_next_three_steps() {
    let town = Town::new().await;
    let next = async |role| {
        let page = town.get(role, "/").await;
        let (_, next) =
            page.body.split_once("Næste trin</h2>").unwrap_or_else(|| panic!("{role:?}: {}", page.body));
        next.split_once("</section>").expect("slutningen").0.to_owned()
    };
    assert_eq!(next(Role::BiConsultant).await.matches("href=\"/aaret/").count(), 3);
    // Who does not lead the month sees the steps that wait for him.
    let own = next(Role::Caseworker).await;
    let steps = own.matches("href=\"/aaret/").count();
    assert!((1..=3).contains(&steps) && own.matches("Sagsbehandlere").count() == steps, "{own}");
    assert!(!town.get(Role::Director, "/").await.body.contains("Næste trin"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_these_pages_opens_to_rows_that_add_up() {
    let town = Town::new().await;
    let roles = [Role::BiConsultant, Role::AuthorityManager, Role::Coordinator, Role::ProviderManager];
    for role in roles {
        let mut waiting = vec![
            "/kom-i-gang",
            "/laering",
            "/laering?efter=paragraf",
            "/laering?efter=ansvarlig",
            "/validering",
        ]
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
        let (mut known, mut wrong, mut checked): (BTreeSet<String>, Vec<String>, usize) = Default::default();
        while let Some(path) = waiting.pop() {
            let page = town.get(role, &path).await;
            if page.status == StatusCode::FORBIDDEN && ["/kom-i-gang", "/validering"].contains(&path.as_str())
            {
                continue;
            }
            assert_eq!(page.status, StatusCode::OK, "{role:?} {path}");
            for part in page.body.split("href=\"").skip(1) {
                let href = part.split('"').next().unwrap_or("").replace("&#38;", "&").replace("&amp;", "&");
                let own =
                    ["/kom-i-gang/", "/validering/", "/laering/"].iter().any(|start| href.starts_with(start));
                let href = href.split('#').next().unwrap_or("").to_owned();
                if own && known.len() < 60 && known.insert(href.clone()) {
                    waiting.push(href);
                }
            }
            for shown in numbers(&page.body) {
                let behind = town.get(role, &shown.href).await;
                let total = behind.attribute(&format!("data-total-{}", shown.unit));
                checked += 1;
                if total.and_then(|total| total.parse().ok()) != Some(shown.value) {
                    wrong.push(format!(
                        "{path}: {} {} åbner til {} med {total:?}",
                        shown.value, shown.unit, shown.href
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{role:?}: {} af {checked}\n{}", wrong.len(), wrong.join("\n"));
        assert!(checked > 10, "{role:?}: kun {checked} tal");
    }
}
