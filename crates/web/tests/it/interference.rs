//! What happens outside somebody's limits changes no byte of what they see: not a count, not an order, not a message.

use crate::numbers::pages;
use crate::town::Town;
use app::access::Role;
use axum::http::StatusCode;
use std::collections::{BTreeMap, BTreeSet};

/// One's own look-ups grow by looking; they are about nobody else.
fn grows_by_looking(path: &str) -> bool {
    path.starts_with("/log")
}

async fn seen(town: &Town, role: Role) -> BTreeMap<String, String> {
    let all = pages(town, role).await;
    let all = all.into_iter().filter(|(path, _)| !grows_by_looking(path));
    all.map(|(path, page)| (timeless(&path), timeless(&page.body))).collect()
}

/// A meeting's addresses say when it began.
fn timeless(text: &str) -> String {
    let mut parts = text.split("fra=20");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |whole, part| {
        let end = part.find(['&', '"', '\'']).unwrap_or(part.len());
        format!("{whole}fra=*{}", &part[end..])
    })
}

async fn items(town: &Town, role: Role) -> BTreeSet<String> {
    let page = town.get(role, "/afvigelser?antal=200").await;
    page.body.split("/afvigelser/A-").skip(1).map(|rest| format!("A-{}", &rest[..6])).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn work_on_others_deviations_changes_no_byte_of_ones_pages() {
    let town = Town::new().await;
    for role in [Role::Caseworker, Role::Coordinator, Role::ProviderManager] {
        let own = items(&town, role).await;
        let all = items(&town, Role::BiConsultant).await;
        let outside: Vec<&String> = all.difference(&own).take(3).collect();
        assert!(!own.is_empty() && outside.len() == 3, "{role:?} ser nogle og ikke alle");
        let before = seen(&town, role).await;
        for (at, name) in outside.into_iter().enumerate() {
            let address = format!("/afvigelser/{name}");
            let item = town.get(Role::AuthorityManager, &address).await;
            let (_, rest) = item.body.split_once("name=\"set\" value=\"").expect("formularen");
            let set = rest.split('"').next().unwrap_or("").to_owned();
            let pairs = [
                ("set", set.as_str()),
                ("status", ["under_afklaring", "afventer_kilde", ""][at]),
                ("kommentar", "det rager ikke andre"),
            ];
            let done = town.post(Role::AuthorityManager, &format!("{address}/saet"), &pairs).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{name}: {}", done.body);
        }
        let after = seen(&town, role).await;
        let paths = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<Vec<_>>();
        assert_eq!(paths(&before), paths(&after), "{role:?}: andre sider end før");
        for (path, body) in &before {
            assert!(body == &after[path], "{role:?}: {path} er ikke den samme");
        }
    }
}
