//! The list of deviations: its figures are its rows, its limits hold, and one thing is done to many or to none.

use crate::town::{Page, Town};
use app::access::Role;
use app::current::Current;
use axum::http::StatusCode;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) async fn picture(town: &Town) -> Arc<Current> {
    town.state.current(&town.session("test")).await.expect("billedet")
}

pub(crate) fn total(page: &Page, unit: &str) -> usize {
    page.attribute(&format!("data-total-{unit}")).and_then(|text| text.parse().ok()).expect("en sum")
}

/// The names of the rows on a page, in order.
pub(crate) fn names(page: &Page) -> Vec<String> {
    let rows = page.body.split("<th scope=\"row\" class=\"nowrap\"><a href=\"").skip(1);
    rows.filter_map(|rest| rest.split_once('>')?.1.split_once('<').map(|(name, _)| name.to_owned())).collect()
}

async fn all_names(town: &Town, role: Role, query: &str) -> Vec<String> {
    let mut out = Vec::new();
    for side in 1.. {
        let page = town.get(role, &address(query, side)).await;
        assert_eq!(page.status, StatusCode::OK, "{query} {side}: {}", page.location());
        let (names, all) = (names(&page), total(&page, "afvigelser"));
        assert!(!names.is_empty() || all == 0, "{query}: side {side} er tom");
        out.extend(names);
        if out.len() >= all {
            break;
        }
    }
    out
}

fn address(query: &str, side: usize) -> String {
    let side = if side > 1 { format!("side={side}") } else { String::new() };
    let parts: Vec<&str> = [query, &side, "antal=20"].into_iter().filter(|part| !part.is_empty()).collect();
    format!("/afvigelser?{}", parts.join("&"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_list_hold_each_row_once() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/afvigelser").await;
    let (all, current) = (total(&page, "afvigelser"), picture(&town).await);
    let names = all_names(&town, Role::BiConsultant, "").await;
    let distinct: BTreeSet<&String> = names.iter().collect();
    assert_eq!((names.len(), distinct.len()), (all, all));
    assert!(all > 20, "listen har flere sider: {all}");
    assert!(page.body.contains("åbne afvigelser"), "{}", page.body);

    // All that the newest run saw, whatever their status.
    let control = current.control(None).expect("en kontrol");
    let seen = control.ran.as_ref().expect("en kørsel").deviations().len();
    let newest = town.get(Role::BiConsultant, "/afvigelser?fund=nyeste").await;
    assert_eq!(total(&newest, "afvigelser"), seen);
    let known: i64 =
        control.ran.iter().flat_map(|ran| ran.deviations()).filter_map(|d| d.oere).map(|o| o.0).sum();
    assert_eq!(newest.attribute("data-total-oere"), Some(known.to_string().as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_narrows_and_its_address_is_canonical() {
    let town = Town::new().await;
    let page = town
        .get(Role::BiConsultant, "/afvigelser?status=&paragraf=SEL+%C2%A7+107&kontrol=&sorter=kroner")
        .await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/afvigelser?paragraf=SEL+%C2%A7+107")
    );
    let page = town.get(Role::BiConsultant, page.location()).await;
    let whole = town.get(Role::BiConsultant, "/afvigelser").await;
    let (part, all) = (total(&page, "afvigelser"), total(&whole, "afvigelser"));
    assert!(0 < part && part < all, "{part} af {all}");
    assert!(page.body.contains("Fjern filteret"), "det valgte filter kan fjernes");
    let sums: Vec<usize> = {
        let mut out = Vec::new();
        for hvad in ["dage", "vaerdier"] {
            out.push(total(
                &town.get(Role::BiConsultant, &format!("/afvigelser?hvad={hvad}")).await,
                "afvigelser",
            ));
        }
        out
    };
    assert_eq!(sums.iter().sum::<usize>(), all);

    // Sorted the other way round it is the same rows.
    let up: BTreeSet<String> =
        all_names(&town, Role::BiConsultant, "sorter=dage_omvendt").await.into_iter().collect();
    let down: BTreeSet<String> =
        all_names(&town, Role::BiConsultant, "sorter=dage").await.into_iter().collect();
    assert_eq!(up, down);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caseworker_sees_own_rows_and_no_others() {
    let town = Town::new().await;
    let own: BTreeSet<String> = all_names(&town, Role::Caseworker, "status=alle").await.into_iter().collect();
    let all: BTreeSet<String> =
        all_names(&town, Role::BiConsultant, "status=alle").await.into_iter().collect();
    assert!(
        !own.is_empty() && own.len() < all.len() && own.is_subset(&all),
        "{} af {}",
        own.len(),
        all.len()
    );
    let other = all.difference(&own).next().expect("en andens");
    let page = town.get(Role::Caseworker, &format!("/afvigelser/{other}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let file = town.get(Role::Caseworker, "/afvigelser.csv?status=alle").await;
    assert_eq!(file.body.lines().count() - 1, own.len());
    assert!(!file.body.contains(other.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_the_rows_of_the_list_and_the_log_has_whom_it_is_about() {
    let town = Town::new().await;
    let query = "paragraf=SEL+%C2%A7+107";
    let page = town.get(Role::BiConsultant, &format!("/afvigelser?{query}")).await;
    let file = town.get(Role::BiConsultant, &format!("/afvigelser.csv?{query}")).await;
    assert_eq!(file.body.lines().count() - 1, total(&page, "afvigelser"));
    let session = town.session("test");
    let log = session.store.log().list(&session.ctx, 1, 0).await.expect("loggen");
    assert_eq!((log[0].what.as_str(), log[0].object.as_str()), ("hent_afvigelser", query));
    assert_eq!(log[0].citizens.len(), total(&page, "borgere"));
    let book = town.get(Role::BiConsultant, &format!("/afvigelser.xlsx?{query}")).await;
    assert_eq!(book.status, StatusCode::OK);
    let kind = book.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or("");
    assert!(kind.contains("spreadsheetml"), "{kind}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_maalgrupper_reads_none() {
    let town = Town::new().await;
    let query = "/afvigelser?status=alle&attribut=maalgruppe";
    let page = town.get(Role::BiConsultant, query).await;
    let first = names(&page).first().cloned().expect("en forskellig målgruppe");
    assert!(page.body.contains("Din rolle ser ikke målgrupper."));
    let item = town.get(Role::BiConsultant, &format!("/afvigelser/{first}")).await;
    assert!(
        item.body.contains("Din rolle ser ikke målgrupper.") && !item.body.contains("Fandt"),
        "{}",
        item.body
    );
    let file = town.get(Role::BiConsultant, &query.replacen("/afvigelser", "/afvigelser.csv", 1)).await;
    assert!(!file.body.contains("Fandt"), "{}", file.body);
    let manager = town.get(Role::AuthorityManager, &format!("/afvigelser/{first}")).await;
    assert!(manager.body.contains("Fandt"), "{}", manager.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_thing_is_done_to_the_ticked_and_to_no_others() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/afvigelser").await;
    let names = names(&page);
    let ticked = [("valgt", names[0].as_str()), ("valgt", names[1].as_str()), ("status", "under_afklaring")];
    let done = town.post(Role::BiConsultant, "/afvigelser/saet", &ticked).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/afvigelser?gjort=sat"));
    let now = all_names(&town, Role::BiConsultant, "status=under_afklaring").await;
    assert_eq!(now.iter().collect::<BTreeSet<_>>(), names[..2].iter().collect());

    // Nothing chosen, nothing to do, an end without the right: said, and nothing done.
    for (pairs, said) in [
        (vec![("status", "afventer_kilde")], "Vælg de afvigelser"),
        (vec![("valgt", names[0].as_str())], "Der er intet at gemme"),
        (
            vec![
                ("valgt", names[0].as_str()),
                ("status", "accepteret"),
                ("grund", "ok"),
                ("til", "2026-12-31"),
            ],
            "Kun rollen Myndighedsleder",
        ),
        (vec![("valgt", names[0].as_str()), ("ansvarlig", "Team Nord")], "Din rolle fordeler ikke"),
    ] {
        let page = town.post(Role::BiConsultant, "/afvigelser/saet", &pairs).await;
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert_eq!(all_names(&town, Role::BiConsultant, "status=under_afklaring").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_in_a_filter_are_set_only_where_they_are_those_that_were_seen() {
    let town = Town::new().await;
    let filter = "paragraf=SEL+%C2%A7+107";
    let page = town.get(Role::AuthorityManager, &format!("/afvigelser?{filter}")).await;
    let all = total(&page, "afvigelser");
    let (seen, wrong) = (all.to_string(), (all + 1).to_string());
    let pairs = |count| {
        vec![
            ("alle", "ja"),
            ("filter", filter),
            ("antal_set", count),
            ("status", "accepteret"),
            ("grund", "aftalt i marts"),
            ("til", "2026-12-31"),
        ]
    };
    let again = town.post(Role::AuthorityManager, "/afvigelser/saet", &pairs(wrong.as_str())).await;
    assert!(
        again.body.contains("Listen er ændret") && again.body.contains("aftalt i marts"),
        "{}",
        again.body
    );
    let still = town.get(Role::AuthorityManager, &format!("/afvigelser?{filter}")).await;
    assert_eq!(total(&still, "afvigelser"), all, "intet er ændret");
    let done = town.post(Role::AuthorityManager, "/afvigelser/saet", &pairs(seen.as_str())).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let left = town.get(Role::AuthorityManager, &format!("/afvigelser?{filter}")).await;
    assert_eq!(total(&left, "afvigelser"), 0);
    assert!(left.body.contains("Her er ingen åbne afvigelser"), "{}", left.body);
    let accepted = town.get(Role::AuthorityManager, "/afvigelser?status=accepteret").await;
    assert_eq!(total(&accepted, "afvigelser"), all);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_caseworkers_item_is_not_set_in_a_crowd() {
    let town = Town::new().await;
    let own: BTreeSet<String> = all_names(&town, Role::Caseworker, "").await.into_iter().collect();
    let all: BTreeSet<String> = all_names(&town, Role::BiConsultant, "").await.into_iter().collect();
    let other = all.difference(&own).next().expect("en andens").as_str();
    let mine = own.first().expect("en egen").as_str();
    let pairs = [("valgt", mine), ("valgt", other), ("status", "under_afklaring")];
    let page = town.post(Role::Caseworker, "/afvigelser/saet", &pairs).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(all_names(&town, Role::BiConsultant, "status=under_afklaring").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_deviations_share_opens_to_those_that_share_it() {
    let town = Town::new().await;
    let page = town.get(Role::AuthorityManager, "/afvigelser/aarsager").await;
    assert_eq!(page.status, StatusCode::OK);
    let href = page
        .body
        .split("<th scope=\"row\" class=\"tekst\"><a href=\"")
        .nth(1)
        .and_then(|rest| rest.split_once('"'));
    let href = href.map(|(href, _)| href.replace("&#38;", "&")).expect("en fælles årsag");
    let list = town.get(Role::AuthorityManager, &href).await;
    assert!(total(&list, "afvigelser") > 1, "{href}");
}
