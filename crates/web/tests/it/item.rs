//! One deviation: the list is walked from it, what is said about it is kept, and two who write at once are both heard.

use crate::deviations::{names, picture, total};
use crate::town::{Page, Town};
use app::access::Role;
use axum::http::StatusCode;
use domain::work_item::{EventKind, ItemId, Status};
use std::collections::BTreeSet;

fn link(page: &Page, mark: &str) -> Option<String> {
    let tag =
        page.body.split("<a ").find(|rest| rest.split('>').next().is_some_and(|tag| tag.contains(mark)))?;
    let (_, rest) = tag.split_once("href=\"")?;
    rest.split_once('"').map(|(href, _)| href.replace("&#38;", "&").replace("&amp;", "&"))
}

async fn events(town: &Town, name: &str) -> Vec<EventKind> {
    let session = town.session("test");
    let id = ItemId::parse(name).expect("et navn");
    let history = session.store.work_items().get(&session.ctx, id).await.expect("historikken");
    history.events.into_iter().map(|event| event.kind).collect()
}

fn seen(page: &Page) -> String {
    let (_, rest) = page.body.split_once("name=\"set\" value=\"").expect("en formular");
    rest.split_once('"').map(|(value, _)| value.to_owned()).expect("et antal")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_walked_item_by_item() {
    let town = Town::new().await;
    let query = "paragraf=SEL+%C2%A7+107&sorter=dage";
    let list = town.get(Role::BiConsultant, &format!("/afvigelser?{query}")).await;
    let mut at = Some(format!("/afvigelser/{}?{query}", names(&list)[0]));
    let mut walked = BTreeSet::new();
    while let Some(path) = at {
        let page = town.get(Role::BiConsultant, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert!(page.body.contains("Dagene") && page.body.contains("Hvad nu?"), "{path}");
        assert!(walked.insert(path.clone()), "{path} to gange");
        if let Some(back) = link(&page, "data-forrige") {
            assert!(walked.contains(&back), "{back}");
        }
        at = link(&page, "data-naeste");
    }
    assert_eq!(walked.len(), total(&list, "afvigelser"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_shows_its_days_rows_and_kroner_and_the_log_has_whom_it_is_about() {
    let town = Town::new().await;
    let list = town.get(Role::AuthorityManager, "/afvigelser?hvad=dage&sorter=dage").await;
    let name = names(&list)[0].clone();
    let page = town.get(Role::AuthorityManager, &format!("/afvigelser/{name}")).await;
    let current = picture(&town).await;
    let id = ItemId::parse(&name).expect("et navn");
    let session = town.session("test");
    let item = session.store.work_items().get(&session.ctx, id).await.expect("afvigelsen").item;
    assert_eq!(page.attribute("data-total-dage"), Some(item.sighting.period.days().to_string().as_str()));
    assert!(page.body.contains("class=\"mark\""), "dagene er mærket");
    assert!(page.body.contains("/raekke/"), "rækkerne åbner");
    assert!(page.body.contains("Afvigelsen i alt"));
    let ran = current.control(None).and_then(|control| control.ran.clone()).expect("en kørsel");
    let deviation = &ran.deviations()[item.sighting.position as usize];
    let message = ran.report().message(deviation);
    let start: String = message.chars().take(30).collect();
    assert!(page.body.contains(&start), "{message}");
    let log = session.store.log().list(&session.ctx, 5, 0).await.expect("loggen");
    let line = log.iter().find(|line| line.what == "vis_afvigelse").expect("en linje");
    assert_eq!((line.object.as_str(), line.citizens.as_slice()), (name.as_str(), &[item.key.citizen][..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_kept_and_what_is_wrong_is_said_at_its_field() {
    let town = Town::new().await;
    let list = town.get(Role::AuthorityManager, "/afvigelser").await;
    let name = names(&list)[0].clone();
    let path = format!("/afvigelser/{name}");
    let save = format!("{path}/saet");
    let set = seen(&town.get(Role::AuthorityManager, &path).await);
    let number = ["010180", "1234"].concat();
    for (pairs, said) in [
        (vec![("status", "accepteret"), ("til", "2026-12-31")], "kræver en grund"),
        (vec![("status", "accepteret"), ("grund", "aftalt")], "kræver en sidste dag"),
        (
            vec![("status", "accepteret"), ("grund", "aftalt"), ("til", "2020-01-01")],
            "ligger før grundlagets dag",
        ),
        (vec![("grund", "aftalt")], "hører til en status"),
        (vec![("kommentar", number.as_str())], "ligner et CPR-nummer"),
        (vec![], "Der er intet at gemme"),
    ] {
        let pairs: Vec<(&str, &str)> = pairs.into_iter().chain([("set", set.as_str())]).collect();
        let page = town.post(Role::AuthorityManager, &save, &pairs).await;
        assert!(page.body.contains(said) && page.body.contains("Intet er gemt"), "{said}: {}", page.body);
    }
    let before = events(&town, &name).await.len();
    let pairs = [
        ("set", set.as_str()),
        ("status", "accepteret"),
        ("grund", "aftalt i marts"),
        ("til", "2026-12-31"),
        ("ansvarlig", "Karen Koordinator"),
        ("kommentar", "ring til dem"),
    ];
    let done = town.post(Role::AuthorityManager, &save, &pairs).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, format!("{path}?gjort=sat").as_str()));
    let after = events(&town, &name).await;
    assert_eq!(after.len(), before + 3);
    assert!(matches!(&after[before], EventKind::Set { status: Status::Accepted, .. }));
    assert_eq!(
        after[before + 1],
        EventKind::Assigned("demo-koordinator".to_owned()),
        "en bruger er et brugernavn"
    );
    let page = town.get(Role::AuthorityManager, done.location()).await;
    assert!(
        page.body.contains("aftalt i marts") && page.body.contains("Tildelt Karen Koordinator"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Ikke længere på listen"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_write_at_once_are_both_heard() {
    let town = Town::new().await;
    let list = town.get(Role::BiConsultant, "/afvigelser").await;
    let name = names(&list)[0].clone();
    let path = format!("/afvigelser/{name}");
    let set = seen(&town.get(Role::BiConsultant, &path).await);
    let first = [("set", set.as_str()), ("kommentar", "jeg ringer")];
    assert_eq!(
        town.post(Role::EconomyConsultant, &format!("{path}/saet"), &first).await.status,
        StatusCode::SEE_OTHER
    );
    let second = [("set", set.as_str()), ("status", "afventer_kilde"), ("kommentar", "vi venter på Nexus")];
    let page = town.post(Role::BiConsultant, &format!("{path}/saet"), &second).await;
    assert!(page.body.contains("Mens du skrev") && page.body.contains("jeg ringer"), "{}", page.body);
    assert!(page.body.contains("vi venter på Nexus"), "det skrevne står der endnu");
    assert_eq!(
        events(&town, &name).await.iter().filter(|kind| matches!(kind, EventKind::Set { .. })).count(),
        0
    );
    let again = [
        ("set", seen(&page)),
        ("status", "afventer_kilde".to_owned()),
        ("kommentar", "vi venter på Nexus".to_owned()),
    ];
    let again: Vec<(&str, &str)> = again.iter().map(|(key, value)| (*key, value.as_str())).collect();
    assert_eq!(
        town.post(Role::BiConsultant, &format!("{path}/saet"), &again).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_reads_has_no_form_and_no_way_in() {
    let town = Town::new().await;
    let list = town.get(Role::HeadOfArea, "/afvigelser").await;
    assert!(!list.body.contains("/afvigelser/saet"), "ingen formular");
    let name = names(&list)[0].clone();
    let page = town.get(Role::HeadOfArea, &format!("/afvigelser/{name}")).await;
    assert!(page.body.contains("kan læse afvigelsen, men ikke ændre den"), "{}", page.body);
    let denied =
        town.post(Role::HeadOfArea, &format!("/afvigelser/{name}/saet"), &[("kommentar", "hej")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}
