//! «Åbn borgeren i Nexus»: the right citizen on every page that is about one, for whom «Vis» would show who it is, and
//! nowhere else.

use crate::deviations::names;
use crate::landscape::with_file;
use crate::town::{Page, Town};
use app::access::{Right, Role, reach};
use app::commands::reveal::reveal;
use axum::http::StatusCode;
use domain::person::CitizenId;
use domain::work_item::ItemId;
use std::collections::{BTreeSet, HashMap};
use store::log::LogAsked;

const HOST: &str = "https://nexus.eksempel.invalid";
const WITH_KEY: &str =
    "format = 1\n[kilde.nexus]\nborger_link = \"https://nexus.eksempel.invalid/borger/{noegle}?fane=1\"\n";

/// The Borger-ID of each CPR number, as the newest extract has it.
fn in_the_extract() -> HashMap<String, String> {
    let plan =
        synth::Plan { seed: 7, citizens: 260, errors: synth::Errors::Mixed(600), extract_day: (2026, 3, 1) };
    let dir = tempfile::tempdir().expect("en midlertidig mappe");
    let written = synth::generate(&plan).write(dir.path()).expect("udtræk");
    let file = &written.imports.iter().find(|one| one.source == "nexus").expect("nexus").file;
    let text = std::fs::read_to_string(file).expect("udtrækket");
    let rows = text.lines().skip(1).map(|line| line.split(';').collect::<Vec<_>>());
    rows.map(|cells| (cells[0].replace('-', ""), cells[cells.len() - 1].to_owned())).collect()
}

async fn citizen_of(town: &Town, name: &str) -> CitizenId {
    let session = town.session("test");
    let id = ItemId::parse(name).expect("et navn");
    session.store.work_items().get(&session.ctx, id).await.expect("afvigelsen").item.key.citizen
}

/// The links of a page that lead to the system.
fn ways(page: &Page) -> Vec<String> {
    let tags = page.body.split("<a ").skip(1).filter_map(|rest| rest.split('>').next());
    let out: Vec<String> = tags
        .filter(|tag| tag.contains(HOST))
        .map(|tag| {
            assert!(tag.contains("target=\"_blank\" rel=\"noopener noreferrer\""), "{tag}");
            let (_, rest) = tag.split_once("href=\"").expect("en adresse");
            rest.split('"').next().unwrap_or("").to_owned()
        })
        .collect();
    assert_eq!(page.body.matches(HOST).count(), out.len(), "adressen står kun i links");
    out
}

/// The first deviations of a role's list, each with its page.
async fn items(town: &Town, role: Role, count: usize) -> Vec<(String, Page)> {
    let list = town.get(role, "/afvigelser?antal=200").await;
    let mut out = Vec::new();
    for name in names(&list).into_iter().take(count) {
        let page = town.get(role, &format!("/afvigelser/{name}")).await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
        out.push((name, page));
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_opens_the_citizen_by_the_number_that_the_extract_has() {
    let town = Town::new().await;
    with_file(&town, WITH_KEY);
    let known = in_the_extract();
    let session = town.session("test");
    let (mut with, mut without) = (0, 0);
    for (name, page) in items(&town, Role::BiConsultant, 40).await {
        let citizen = citizen_of(&town, &name).await;
        let number = reveal(&session, citizen).await.expect("nummeret").number.replace('-', "");
        match known.get(&number) {
            Some(key) => {
                assert_eq!(ways(&page), [format!("{HOST}/borger/{key}?fane=1")], "{name}");
                assert!(page.body.contains("Åbn borgeren i KMD Nexus <span class=\"ny-fane\">(ny fane)"));
                with += 1;
            }
            None if ways(&page).is_empty() => without += 1,
            // Under another number of theirs.
            None => {}
        }
        assert!(!page.body.contains("valgt som borgerens nøgle"), "systemet har nøgler");
        assert_eq!(page.headers["referrer-policy"], "same-origin", "intet systemet kan se, hvor man kom fra");
    }
    assert!(with > 5 && without > 0, "{with} {without}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_about_a_citizen_has_the_same_way_in() {
    let town = Town::new().await;
    with_file(&town, WITH_KEY);
    let role = Role::BiConsultant;
    let all = items(&town, role, 40).await;
    let (name, page) = all.iter().find(|(_, page)| !ways(page).is_empty()).expect("en med link");
    let way = ways(page);
    let citizen = citizen_of(&town, name).await;
    // From the deviation the role may be shown who it is, and from nowhere it may not.
    let from_item = town.get(role, &format!("/borgere/{citizen}?afvigelse={name}")).await;
    assert_eq!(ways(&from_item), way, "{}", from_item.body);
    assert!(ways(&town.get(role, &format!("/borgere/{citizen}")).await).is_empty());
    let pairs = [("formaal", "AFVIGELSE-RET"), ("afvigelse", name.as_str())];
    let shown = town.post(role, &format!("/borgere/{citizen}/vis"), &pairs).await;
    assert_eq!(ways(&shown), way, "også når navnet er vist");

    let meeting = town.get(role, "/moede?antal=200").await;
    let first = meeting.body.split("name=\"afvigelse\" value=\"").nth(1).and_then(|rest| rest.get(..8));
    let expected = town.get(role, &format!("/afvigelser/{}", first.expect("en afvigelse"))).await;
    assert_eq!(ways(&meeting), ways(&expected));

    // A sheet for Nexus has a way on each line whose citizen has one, and a sheet for the other system has none.
    let groups = town.get(role, "/rettelser").await;
    let sheets: BTreeSet<String> = groups
        .body
        .split("href=\"/rettelser/ark?")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or("").replace("&#38;", "&"))
        .collect();
    let (mut nexus, mut others) = (0, 0);
    for query in sheets {
        let sheet = town.get(role, &format!("/rettelser/ark?{query}")).await;
        let lines = sheet.body.matches("class=\"kun-papir kryds\"><span").count();
        if query.contains("system=nexus") {
            nexus += ways(&sheet).len();
            assert!(ways(&sheet).len() <= lines);
        } else {
            others += ways(&sheet).len();
        }
        let excel = town.get(role, &format!("/rettelser/ark.xlsx?{query}")).await;
        assert!(!excel.body.contains("eksempel.invalid"));
    }
    assert!(nexus > 0 && others == 0, "{nexus} {others}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_be_shown_the_citizen_has_no_way_in() {
    let town = Town::new().await;
    with_file(&town, WITH_KEY);
    for role in Role::ALL {
        let list = town.get(role, "/afvigelser?antal=200").await;
        let may = reach(role, Right::Reveal).is_some();
        if list.status != StatusCode::OK {
            assert!(!may, "{role:?}");
            continue;
        }
        assert!(ways(&list).is_empty(), "på listen er der ingen");
        let seen = items(&town, role, 25).await;
        let found = seen.iter().filter(|(_, page)| !ways(page).is_empty()).count();
        if may && role != Role::Auditor {
            assert!(found > 0, "{role:?}");
        }
        if !may {
            assert_eq!(found, 0, "{role:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_only_who_can_set_it_is_told_where() {
    let town = Town::new().await;
    for (role, told) in [
        (Role::BiConsultant, true),
        (Role::AuthorityManager, true),
        (Role::EconomyConsultant, false),
        (Role::Caseworker, false),
        (Role::ProviderManager, false),
    ] {
        let (_, page) = items(&town, role, 1).await.remove(0);
        assert!(ways(&page).is_empty());
        assert_eq!(page.body.contains("href=\"/datalandskab/nexus/ret#borger_link\""), told, "{role:?}");
    }
    with_file(
        &town,
        "format = 1\n[kilde.nexus]\ntitel = \"Nexus\"\nborger_link = \"https://nexus.eksempel.invalid/\"\n",
    );
    for (_, page) in items(&town, Role::Caseworker, 3).await {
        assert_eq!(ways(&page), [format!("{HOST}/")], "forsiden kræver ingen nøgle");
        assert!(page.body.contains("Åbn Nexus <span") && !page.body.contains("Åbn borgeren"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_stands_in_the_link_and_nowhere_else() {
    let town = Town::new().await;
    with_file(&town, WITH_KEY);
    let role = Role::BiConsultant;
    let all = items(&town, role, 40).await;
    let (mut seen, mut keys) = (0, Vec::new());
    for (_, page) in all.iter().filter(|(_, page)| !ways(page).is_empty()) {
        let way = ways(page).remove(0);
        let key = way.trim_start_matches(&format!("{HOST}/borger/")).split('?').next().expect("nøglen");
        assert_eq!(page.body.matches(key).count(), 1, "kun i linket");
        let rows = page.body.split("href=\"/raekke/").skip(1);
        for row in rows.map(|rest| format!("/raekke/{}", rest.split('"').next().unwrap_or(""))) {
            let row = town.get(role, &row.replace("&#38;", "&").replace("&amp;", "&")).await;
            assert!(!row.body.contains(key), "rækken viser ikke nøglen");
            seen += usize::from(row.body.contains("Borger-ID"));
        }
        keys.push(key.to_owned());
    }
    assert!(seen > 0, "rækker fra Nexus har kolonnen");
    let session = town.session("test");
    let asked = LogAsked { limit: 10_000, ..LogAsked::default() };
    let (lines, _) = session.store.log().find(&session.ctx, &asked).await.expect("loggen");
    assert!(
        lines.iter().any(|line| line.what == "vis_afvigelse" && line.object == all[0].0),
        "visningen er logget"
    );
    assert!(lines.iter().any(|line| line.what == "gem_borgernoegler"));
    assert!(lines.iter().all(|line| !keys.iter().any(|key| line.object.contains(key))));
}
