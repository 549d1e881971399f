//! One definition on all pages: what is open, and who is active in a system on a paragraph. Whatever people have said
//! about deviations, and whoever looks, the pages count alike.

use crate::numbers::{Shown, numbers};
use crate::town::{CONTROL, Page, Town};
use app::access::{Grant, Right, Role, Scope};
use app::commands::set_item::{SetItem, set_items};
use app::current::Current;
use domain::calendar::Day;
use domain::work_item::Status;
use std::collections::{BTreeMap, BTreeSet};

/// Those whose pages are read.
const ROLES: [Role; 8] = [
    Role::Caseworker,
    Role::AdministrativeWorker,
    Role::Coordinator,
    Role::EconomyConsultant,
    Role::BiConsultant,
    Role::AuthorityManager,
    Role::HeadOfArea,
    Role::ProviderManager,
];

/// A number that nobody chose, from one that was given.
fn mixed(number: u64) -> u64 {
    let next = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (next ^ (next >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32
}

/// People say this and that about the deviations: every status that one can set, at random.
async fn anything_said(town: &Town, seed: u64) {
    let session = town.session("demo-myndighed");
    let items = session.store.work_items().all(&session.ctx).await.expect("afvigelser");
    let mut said: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for item in items.iter().filter(|item| item.standing.status.is_alive()) {
        let drawn = mixed(seed ^ u64::from(item.key.citizen.0) ^ (u64::from(item.id.0) << 20));
        said.entry(usize::try_from(drawn % 9).expect("et lille tal")).or_default().push(item.id.to_string());
    }
    for (at, ids) in said {
        // Of most nothing is said.
        let Some(status) = Status::SETTABLE.get(at) else { continue };
        let until = Day::parse("2026-12-31").filter(|_| *status == Status::Accepted);
        let set =
            SetItem { status: Some(*status), reason: "Talt om".to_owned(), until, ..SetItem::default() };
        set_items(&session, &ids, &set).await.expect("sat");
    }
}

fn total(page: &Page, unit: &str) -> i64 {
    let total = page.attribute(&format!("data-total-{unit}"));
    total.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("ingen {unit}: {}", page.body))
}

/// The numbers of a table of a page.
fn of_table(page: &Page, id: &str) -> Vec<Shown> {
    let (_, table) = page.body.split_once(&format!("id=\"{id}\"")).unwrap_or_default();
    let table = table.split("</table>").next().unwrap_or("");
    numbers(table.split("<tfoot>").next().unwrap_or(""))
}

fn sum(numbers: &[Shown], wish: impl Fn(&Shown) -> bool) -> i64 {
    numbers.iter().filter(|shown| wish(shown)).map(|shown| shown.value).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_counts_the_same_open_deviations() {
    let town = Town::new().await;
    let mut told = 0;
    for seed in [11, 12] {
        anything_said(&town, seed).await;
        for role in ROLES {
            let open = total(&town.get(role, "/afvigelser").await, "afvigelser");
            let is_open = |shown: &Shown| shown.unit == "afvigelser" && !shown.href.contains("status=");
            for by in ["", "?efter=paragraf", "?efter=ansvarlig"] {
                let page = town.get(role, &format!("/laering{by}")).await;
                assert_eq!(sum(&of_table(&page, "aarsager"), is_open), open, "{role:?} /laering{by}");
                if by.is_empty() {
                    let waits = |shown: &Shown| is_open(shown) && !shown.href.contains("slags=");
                    assert_eq!(sum(&of_table(&page, "tid"), waits), open, "{role:?}: hvem der kan rette");
                }
            }
            assert_eq!(of_citizens(&town, role).await, open, "{role:?}: borger for borger");
            if open > 0 {
                let meeting = town.get(role, "/moede").await;
                assert!(meeting.body.contains(&format!("1 af {open}<")), "{role:?}: mødet om {open}");
            }
            let front = town.get(role, "/").await;
            let loads = of_table(&front, "mest");
            let people = loads.iter().filter(|shown| shown.unit == "afvigelser").count();
            let sum = sum(&loads, is_open);
            // A front page without the table says nothing of it.
            if people == 0 {
                continue;
            }
            told += 1;
            assert!(if people < 8 { sum == open } else { sum <= open }, "{role:?}: forsiden {sum} af {open}");
        }
    }
    assert!(told > 3, "kun {told} forsider siger, hvem der har mest at gøre");
}

/// The sum over all citizens of a role's list; the first of them have the same number on their own page.
async fn of_citizens(town: &Town, role: Role) -> i64 {
    let first = town.get(role, "/borgere").await;
    let pages = usize::try_from(total(&first, "borgere")).expect("et antal").div_ceil(50);
    let mut all = 0;
    for side in 1..=pages {
        let page = town.get(role, &format!("/borgere?side={side}")).await;
        let shown = of_table(&page, "borgere");
        all += sum(&shown, |own| own.unit == "afvigelser");
        for own in shown.iter().filter(|_| side == 1).take(5) {
            let citizen = own.href.split("borger=").nth(1).map_or("", |rest| &rest[..8]);
            let page = town.get(role, &format!("/borgere/{citizen}")).await;
            let on_page = numbers(&page.body).into_iter().find(|shown| shown.href == own.href);
            assert_eq!(on_page.map(|shown| shown.value), Some(own.value), "{role:?} {citizen}");
        }
    }
    all
}

/// Citizens active in a system on a paragraph: the run's own rows, the front page in its three measures, the list behind
/// them, and the page of the way to be in place.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_counts_the_same_citizens_active_in_a_system() {
    let town = Town::new().await;
    let session = town.session("test");
    let current = Current::read(&session, None).await.expect("billedet");
    let control = current.control(Some(CONTROL)).expect("kontrollen");
    let ran = control.ran.as_ref().expect("kørslen");
    let mut active: BTreeMap<(String, usize), (BTreeSet<u32>, i64)> = BTreeMap::new();
    for row in ran.reached() {
        for side in [0, 1] {
            if row.days[side] > 0 {
                let written = ran.law().paragraf(row.paragraf).written.clone();
                let entry = active.entry((written, side)).or_default();
                entry.0.insert(row.citizen.0);
                entry.1 += i64::from(row.days[side]);
            }
        }
    }
    assert!(active.len() > 6, "kun {} paragraffer", active.len());
    for role in [Role::BiConsultant, Role::HeadOfArea] {
        let mut shown = Vec::new();
        for path in ["/", "/?maal=dage", "/?maal=aar", "/kom-i-gang"] {
            let page = town.get(role, path).await;
            shown.extend(of_table(&page, "paragraffer").into_iter().map(|number| (path, number)));
        }
        for ((paragraf, side), (citizens, days)) in &active {
            let href = web::query::address(
                "/kontrol/Nexus%20mod%20AS2007/borgere",
                &[("paragraf", paragraf), ("system", ["1", "2"][*side])],
            );
            let list = town.get(role, &href).await;
            let expected =
                [("borgere", citizens.len() as i64), ("raekker", citizens.len() as i64), ("dage", *days)];
            for (unit, value) in expected {
                assert_eq!(total(&list, unit), value, "{role:?} {paragraf} {unit}");
            }
            let of = |own: &&(&str, Shown)| of_same(&own.1.href, &href);
            let mut places = BTreeSet::new();
            for (path, number) in shown.iter().filter(of) {
                let value = expected.iter().find(|(unit, _)| *unit == number.unit).map(|(_, value)| *value);
                assert_eq!(Some(number.value), value, "{role:?} {path} {paragraf} system {}", side + 1);
                places.insert(*path);
            }
            assert!(places.len() >= 3, "{role:?} {paragraf} system {}: kun på {places:?}", side + 1);
        }
    }
}

/// The same address, however its name is escaped.
fn of_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.replace("%20", "+");
    plain(one) == plain(other)
}

/// Open is what the list without any limit has: work that people have not ended and data have not closed.
#[tokio::test(flavor = "multi_thread")]
async fn open_is_what_is_work() {
    let town = Town::new().await;
    anything_said(&town, 13).await;
    let session = town.session("test");
    let items = session.store.work_items().all(&session.ctx).await.expect("afvigelser");
    let ended = [Status::Accepted, Status::CannotBeCorrected];
    let open = items.iter().filter(|own| {
        let status = own.standing.status;
        status.is_alive() && !ended.contains(&status)
    });
    let everybody = Scope::of("test", &Grant::of(Role::BiConsultant), Right::SeeRows, Day::FIRST);
    assert!(everybody.is_some_and(|scope| scope.is_everybody()));
    let page = town.get(Role::BiConsultant, "/afvigelser").await;
    assert_eq!(total(&page, "afvigelser"), open.count() as i64);
    assert!(items.iter().any(|own| ended.contains(&own.standing.status)), "nogle er afsluttet");
}
