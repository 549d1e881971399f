//! Every number on every page opens to rows that add up to it: all pages that a role can reach by links are read, and
//! each number is held against the list that it leads to.

use crate::town::{Page, Town};
use app::access::Role;
use axum::http::StatusCode;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages read for a role, at most: lists have many pages that are drawn alike, and roles share their pages.
const PAGES_MAX: usize = 40;

/// The same where each number of them is followed; all kinds of pages are within the first.
const FOLLOWED_MAX: [usize; 2] = [40, 14];

/// Pages of one kind (numbers and ids in their addresses forgotten), at most.
const ALIKE_MAX: usize = 3;

/// A number as a page shows it.
pub(crate) struct Shown {
    pub(crate) href: String,
    pub(crate) value: i64,
    pub(crate) unit: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_opens_to_rows_that_add_up_to_it() {
    let town = Town::new().await;
    for (role, at_least) in [
        (Role::BiConsultant, 60),
        (Role::AuthorityManager, 60),
        (Role::Coordinator, 20),
        (Role::Caseworker, 10),
        (Role::Auditor, 1),
    ] {
        let (mut checked, mut wrong) = (0, Vec::new());
        let mut totals: BTreeMap<String, Page> = BTreeMap::new();
        let most = FOLLOWED_MAX[usize::from(role != Role::BiConsultant)];
        for (path, page) in pages(&town, role).await.into_iter().take(most) {
            for shown in numbers(&page.body) {
                if !totals.contains_key(&shown.href) {
                    totals.insert(shown.href.clone(), town.get(role, &shown.href).await);
                }
                let behind = &totals[&shown.href];
                let total = behind.attribute(&format!("data-total-{}", shown.unit));
                checked += 1;
                if total.and_then(|total| total.parse().ok()) != Some(shown.value) {
                    wrong.push(format!(
                        "{path}: {} {} åbner til {} med {total:?} ({})",
                        shown.value, shown.unit, shown.href, behind.status
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{role:?}: {} af {checked} tal\n{}", wrong.len(), wrong.join("\n"));
        assert!(checked >= at_least, "{role:?}: kun {checked} tal");
    }
}

/// What earlier runs saw stands in a table from the third run on: each number opens to what that run saw, though much of
/// it is closed by now.
#[tokio::test(flavor = "multi_thread")]
async fn what_earlier_runs_saw_opens_to_what_they_saw() {
    let town = Town::new().await;
    town.another_month((2026, 4, 1), 550).await;
    for role in [Role::BiConsultant, Role::Coordinator] {
        let front = town.get(role, "/").await;
        let (_, table) = front.body.split_once("id=\"udvikling-tal\"").expect("fra kørsel til kørsel");
        let table = table.split("</table>").next().unwrap_or("");
        let shown = numbers(table);
        assert_eq!(shown.len(), 12, "{role:?}: tre kørsler med fire spørgsmål");
        for number in &shown {
            let behind = town.get(role, &number.href).await;
            let total = behind.attribute("data-total-afvigelser");
            assert_eq!(total, Some(number.value.to_string().as_str()), "{role:?} {}", number.href);
        }
        assert!(shown.iter().any(|number| number.href.contains("koersel=") && number.value > 0), "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_director_and_an_administrator_see_no_exact_number_and_no_citizen() {
    let town = Town::new().await;
    for role in [Role::Director, Role::Administrator] {
        for (path, page) in pages(&town, role).await {
            let about_people = ["afvigelser", "borgere", "dage", "oere"];
            for shown in numbers(&page.body) {
                assert!(
                    !about_people.contains(&shown.unit.as_str()),
                    "{role:?} {path}: {} {}",
                    shown.value,
                    shown.unit
                );
            }
            assert!(!page.body.contains(">B-") && !page.body.contains("/borgere/B-"), "{role:?} {path}");
            assert!(!page.body.contains("/afvigelser/A-"), "{role:?} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_is_broken_and_every_link_leads_somewhere() {
    let town = Town::new().await;
    for role in Role::ALL {
        for (path, page) in pages(&town, role).await {
            assert_eq!(page.status, StatusCode::OK, "{role:?} {path}: {}", page.body);
            assert_eq!(page.body.matches("<h1").count(), 1, "{role:?} {path}: én overskrift");
        }
    }
}

/// Every page that the role can reach by links from the front page.
pub(crate) async fn pages(town: &Town, role: Role) -> Vec<(String, Page)> {
    pages_of(town, role, ALIKE_MAX, PAGES_MAX).await
}

/// The same with so many of a kind, and so many in all.
pub(crate) async fn pages_of(town: &Town, role: Role, of_a_kind: usize, most: usize) -> Vec<(String, Page)> {
    let mut waiting = VecDeque::from(["/".to_owned()]);
    let mut known: BTreeSet<String> = BTreeSet::from(["/".to_owned()]);
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let count = alike.entry(form(&path)).or_default();
        *count += 1;
        if *count > of_a_kind || out.len() >= most {
            continue;
        }
        let page = town.get(role, &path).await;
        for href in links(&page.body) {
            if known.insert(href.clone()) {
                waiting.push_back(href);
            }
        }
        out.push((path, page));
    }
    out
}

/// The kind of an address: which page, and which keys it is asked with.
fn form(path: &str) -> String {
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let place: Vec<&str> = place
        .split('/')
        .map(|part| if part.contains(|c: char| c.is_ascii_digit()) { "*" } else { part })
        .collect();
    let keys: Vec<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap_or("")).collect();
    format!("{}?{}", place.join("/"), keys.join("&"))
}

/// Links to our own pages; what is downloaded is no page.
fn links(body: &str) -> Vec<String> {
    body.split("<a ")
        .skip(1)
        .filter_map(|rest| attribute(rest.split('>').next().unwrap_or(""), "href"))
        .filter(|href| href.starts_with('/') && !href.starts_with("/aktiver/"))
        .map(|href| href.split('#').next().unwrap_or("").to_owned())
        .filter(|href| {
            let place = href.split('?').next().unwrap_or("");
            ![".xlsx", ".csv", ".jsonl"].iter().any(|end| place.ends_with(end))
        })
        .collect()
}

pub(crate) fn numbers(body: &str) -> Vec<Shown> {
    body.split("<a ")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or(""))
        .filter_map(|tag| {
            Some(Shown {
                href: attribute(tag, "href")?,
                value: attribute(tag, "data-tal")?.parse().ok()?,
                unit: attribute(tag, "data-enhed")?,
            })
        })
        .collect()
}

pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'"))
}
