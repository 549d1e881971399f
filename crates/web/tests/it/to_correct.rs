//! Rettelsesark: what a sheet asks for, who may send it, and that the data tick it off.

use crate::town::Town;
use app::access::Role;
use axum::http::StatusCode;

/// The address of the first sheet that the groups lead to.
async fn first_sheet(town: &Town, role: Role) -> String {
    let page = town.get(role, "/rettelser").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (_, rest) = page.body.split_once("href=\"/rettelser/ark?").expect("et ark");
    let query = rest.split('"').next().unwrap_or("").replace("&#38;", "&").replace("&amp;", "&");
    format!("/rettelser/ark?{query}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_sent_kept_and_shown_on_the_deviation() {
    let town = Town::new().await;
    let role = Role::BiConsultant;
    let sheet = first_sheet(&town, role).await;
    let page = town.get(role, &sheet).await;
    let total: usize = page.attribute("data-total-afvigelser").and_then(|n| n.parse().ok()).expect("et tal");
    assert!(total > 0 && page.body.contains("Frist"), "{}", page.body);
    let item = page.body.split("/afvigelser/A-").nth(1).and_then(|rest| rest.get(..6)).expect("en linje");
    let item = format!("A-{item}");
    let query = sheet.split_once('?').map_or("", |(_, query)| query).to_owned();

    let past = town.post(role, "/rettelser/send", &[("filter", &query), ("frist", "2026-03-01")]).await;
    assert!(past.body.contains("ikke er gået"), "{}", past.body);
    let named = [("filter", query.as_str()), ("frist", "2026-04-03"), ("besked", "Ring om 010203-1234")];
    let named = town.post(role, "/rettelser/send", &named).await;
    assert!(named.body.contains("CPR-nummer") && named.location().is_empty(), "{}", named.body);

    let sent = town.post(role, "/rettelser/send", &[("filter", &query), ("frist", "2026-04-03")]).await;
    assert_eq!(sent.location(), "/rettelser/1?gjort=ark_sendt");
    let page = town.get(role, "/rettelser/1").await;
    assert_eq!(page.attribute("data-total-afvigelser"), Some(total.to_string().as_str()));
    assert!(page.body.contains("Står endnu") && page.body.contains("03-04-2026"), "{}", page.body);
    assert!(!page.body.contains("Rettet i data</span>"), "{}", page.body);

    // It is not on a sheet that is still to be sent, and its own page and the list say where it is.
    let again = town.get(role, &sheet).await;
    assert_eq!(again.attribute("data-total-afvigelser"), Some("0"));
    assert!(town.get(role, &format!("/afvigelser/{item}")).await.body.contains("står på ark 1"));
    let list = town.get(role, "/afvigelser?antal=200").await;
    assert!(list.body.contains("på ark 1"), "{}", list.body);
    let excel = town.get(role, "/rettelser/1/ark.xlsx").await;
    assert_eq!(excel.status, StatusCode::OK);

    // Only who sent it takes it back, with a reason.
    let other =
        town.post(Role::AuthorityManager, "/rettelser/1/fortryd", &[("hvorfor", "x"), ("seq", "1")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let seq =
        page.body.split("name=\"seq\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("et nummer");
    let back =
        town.post(role, "/rettelser/1/fortryd", &[("hvorfor", "Sendt for tidligt"), ("seq", seq)]).await;
    assert_eq!(back.location(), "/rettelser/1?gjort=taget_tilbage");
    let page = town.get(role, "/rettelser/1").await;
    assert!(page.body.contains("Sendt for tidligt") && page.body.contains("Fortrudt"), "{}", page.body);
    assert_eq!(
        town.get(role, &sheet).await.attribute("data-total-afvigelser"),
        Some(total.to_string().as_str())
    );
}

/// Those closed by the newest run are what a sheet of the month before has ticked off: nobody did it by hand.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_extract_ticks_lines_off() {
    use app::commands::correct_source::{SentLine, SentSheet, send_sheet};
    use app::current::Current;
    use domain::work_item::{ClosedBy, Status};
    let town = Town::new().await;
    let session = town.session("demo-bi");
    let current = Current::read(&session, None).await.expect("billedet");
    let grant = app::access::Grant::of(Role::BiConsultant);
    let today = domain::calendar::Day::parse("2026-03-14").expect("en dag");
    let scope =
        app::access::Scope::of("demo-bi", &grant, app::access::Right::SeeRows, today).expect("et omfang");
    let by = |wish: fn(Status) -> bool| {
        let own = current.items(&scope).filter(|own| wish(own.listed.item.standing.status));
        own.map(|own| own.listed.item.clone()).take(2).collect::<Vec<_>>()
    };
    let closed = by(|status| status == Status::Closed(ClosedBy::Data));
    let open = by(Status::is_work);
    assert_eq!((closed.len(), open.len()), (2, 2));
    let line = |item: &domain::work_item::Item| SentLine {
        afvigelse: item.id.to_string(),
        dage: [item.sighting.period.from.iso(), item.sighting.period.last_day().iso()],
        ..SentLine::default()
    };
    let sheet = SentSheet {
        system: "as2007".to_owned(),
        titel: "AS2007".to_owned(),
        sendt: "2026-02-10".to_owned(),
        frist: "2026-02-28".to_owned(),
        linjer: closed.iter().chain(&open).map(line).collect(),
        ..SentSheet::default()
    };
    assert_eq!(send_sheet(&session, sheet).await.expect("et ark"), 1);
    let page = town.get(Role::BiConsultant, "/rettelser/1?tilstand=rettet").await;
    assert_eq!(page.attribute("data-total-afvigelser"), Some("2"));
    assert!(page.body.contains("væk i grundlaget fra <span class=\"nowrap\">01-03-2026"), "{}", page.body);
    for item in &open {
        assert!(!page.body.contains(&item.id.to_string()));
    }
    let late = town.get(Role::BiConsultant, "/rettelser/1?tilstand=forsinket").await;
    let changed = town.get(Role::BiConsultant, "/rettelser/1?tilstand=aendret").await;
    let count = |page: &crate::town::Page| -> usize {
        page.attribute("data-total-afvigelser").and_then(|n| n.parse().ok()).unwrap_or(0)
    };
    assert_eq!(count(&late) + count(&changed), 2);
    let groups = town.get(Role::BiConsultant, "/rettelser").await;
    assert!(groups.body.contains("/rettelser/1?tilstand=rettet"), "{}", groups.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_the_citizens_are_is_shown_for_a_purpose_and_logged() {
    let town = Town::new().await;
    let role = Role::AdministrativeWorker;
    let sheet = first_sheet(&town, role).await;
    let query = sheet.split_once('?').map_or("", |(_, query)| query).to_owned();
    let plain = town.get(role, &sheet).await;
    assert!(!plain.body.contains("data-vist-til"));
    let refused = town.post(role, "/rettelser/ark/vis", &[("filter", &query), ("formaal", "TILSYN")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown =
        town.post(role, "/rettelser/ark/vis", &[("filter", &query), ("formaal", "AFVIGELSE-RET")]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains("data-vist-til=\"300\""), "{}", shown.body);
    let own = town.get(role, "/log/egne").await;
    assert!(own.body.contains("avn og CPR-nummer"), "{}", own.body);
    // A role that is never shown anybody has no way in.
    let denied = town.post(Role::ProviderManager, "/rettelser/ark/vis", &[("filter", &query)]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_lines_outside_the_own_limits() {
    let town = Town::new().await;
    let all = first_sheet(&town, Role::BiConsultant).await;
    let count = |page: &crate::town::Page| -> usize {
        page.attribute("data-total-afvigelser").and_then(|n| n.parse().ok()).unwrap_or(0)
    };
    let everybody = count(&town.get(Role::BiConsultant, &all).await);
    let own = count(&town.get(Role::Caseworker, &all).await);
    assert!(own < everybody, "{own} af {everybody}");
    let provider = town.get(Role::ProviderManager, &all).await;
    assert_eq!(provider.status, StatusCode::OK);
    let hidden = town.get(Role::AdministrativeWorker, "/rettelser/999").await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}
