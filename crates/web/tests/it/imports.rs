//! New files: sent, recognised, read in, looked at; and what each role sees of them.

use crate::town::{Page, Town};
use app::access::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::calendar::Day;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use synth::{Errors, Plan};
use tower::ServiceExt;
use web::jobs::Done;
use web::routes::router;
use web::state::{AppState, Mode};

/// A file as a browser sends it.
pub(crate) async fn send_files(town: &Town, role: Role, files: &[(&str, &[u8])]) -> Page {
    let (cookie, csrf) = town.signed_in(role).await;
    let mut body = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        body.extend_from_slice(format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"csrf\"", csrf.as_bytes());
    for (name, content) in files {
        part(&format!("name=\"filer\"; filename=\"{name}\""), content);
    }
    body.extend_from_slice(b"--XX--\r\n");
    let request = Request::post("/indlaesning")
        .header("cookie", cookie)
        .header("content-type", "multipart/form-data; boundary=XX")
        .body(Body::from(body))
        .expect("en forespørgsel");
    town.send(request).await
}

/// The files of the month after the town's.
pub(crate) fn april(to: &Path) -> Vec<(String, String, Vec<u8>)> {
    let plan = Plan { seed: 7, citizens: 160, errors: Errors::Mixed(150), extract_day: (2026, 4, 1) };
    let written = synth::generate(&plan).write(to).expect("udtræk");
    let text = written.imports.iter().filter(|one| one.file.extension().is_some_and(|ext| ext == "csv"));
    text.map(|one| {
        let name = one.file.file_name().expect("et navn").to_string_lossy().into_owned();
        (one.source.to_owned(), name, std::fs::read(&one.file).expect("en fil"))
    })
    .collect()
}

/// Waits for the work that an answer leads to, and gives the import that it made.
async fn imported(town: &Town, to: &str) -> String {
    let id = to.strip_prefix("/arbejde/").expect("til arbejdet");
    for _ in 0..600 {
        let job = town.state.jobs.get(id).expect("et arbejde");
        match job.done() {
            None => tokio::time::sleep(Duration::from_millis(50)).await,
            Some(Done::Import(imported)) => return imported.id.to_string(),
            Some(Done::Failed(why)) => panic!("{why}"),
            Some(_) => panic!("noget andet end en indlæsning"),
        }
    }
    panic!("indlæsningen blev ikke færdig");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_file_is_recognised() {
    let town = Town::new().await;
    let dir = tempfile::tempdir().expect("en mappe");
    let files = april(dir.path());
    assert!(files.len() >= 6, "{} filer", files.len());
    let sent: Vec<(&str, &[u8])> = files.iter().map(|(_, name, bytes)| (name.as_str(), &bytes[..])).collect();
    let answer = send_files(&town, Role::BiConsultant, &sent).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = town.get(Role::BiConsultant, answer.location()).await;
    assert_eq!(page.status, StatusCode::OK);
    for (at, (source, name, _)) in files.iter().enumerate() {
        let (_, field) = page.body.split_once(&format!("id=\"kilde-{}\"", at + 1)).expect("et felt");
        let chosen = field.split("</select>").next().unwrap_or("");
        assert!(chosen.contains(&format!("value=\"{source}\" selected")), "{name}: {chosen}");
    }
    // The town is as it was, and nobody else sees the files.
    assert_eq!(town.get(Role::EconomyConsultant, answer.location()).await.status, StatusCode::NOT_FOUND);
    let again = town.get(Role::BiConsultant, "/indlaesning").await;
    assert!(again.body.contains("som ikke er læst ind endnu"), "de ventende filer nævnes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_extract_is_read_in_and_shown_with_its_day() {
    let town = Town::new().await;
    let dir = tempfile::tempdir().expect("en mappe");
    let files = april(dir.path());
    let (_, name, bytes) = files.iter().find(|(source, ..)| source == "nexus").expect("Nexus");
    let answer = send_files(&town, Role::BiConsultant, &[(name, bytes)]).await;
    let check = answer.location().to_owned();
    let page = town.get(Role::BiConsultant, &check).await;
    let value = |id: &str| {
        let (_, field) = page.body.split_once(&format!("id=\"{id}\"")).expect("et felt");
        field
            .split('>')
            .next()
            .and_then(|tag| tag.split_once("value=\""))
            .map(|(_, v)| v.split('"').next().unwrap_or("").to_owned())
    };
    assert_eq!(value("udtraek-1").as_deref(), Some("2026-04-01"), "dagen står i navnet");
    assert_eq!(value("til-1").as_deref(), Some("2026-03-31"), "dækker som sidst, en måned senere");

    let fields =
        [("kilde-1", "nexus"), ("udtraek-1", "2026-04-01"), ("fra-1", "2026-05-01"), ("til-1", "2026-03-31")];
    let refused = town.post(Role::BiConsultant, &check, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Den sidste dag ligger før den første"));

    let fields =
        [("kilde-1", "nexus"), ("udtraek-1", "2026-04-01"), ("fra-1", "2016-01-01"), ("til-1", "2026-03-31")];
    let begun = town.post(Role::BiConsultant, &check, &fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let id = imported(&town, begun.location()).await;
    let shown = town.get(Role::BiConsultant, &format!("/indlaesning/{id}")).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("01-04-2026") && shown.body.contains("Siden sidst"), "{}", shown.body);
    let rows: u64 = shown.attribute("data-total-raekker").and_then(|n| n.parse().ok()).expect("rækker");
    assert!(rows > 100, "{rows}");
    let list = town.get(Role::BiConsultant, "/indlaesning").await;
    assert!(list.body.contains("ikke i grundlaget") && list.body.contains("/grundlag/nyt"));
    assert_eq!(
        town.get(Role::BiConsultant, &check).await.status,
        StatusCode::NOT_FOUND,
        "filerne venter ikke mere"
    );

    accepted_as_basis(&town, &id).await;
}

/// The import becomes the basis, once.
async fn accepted_as_basis(town: &Town, id: &str) {
    let page = town.get(Role::EconomyConsultant, "/grundlag/nyt").await;
    assert!(
        page.body.contains("afløser") && page.body.contains("1 ny indlæsning kommer med"),
        "{}",
        page.body
    );
    let mut fields: Vec<(String, String)> = Vec::new();
    for select in page.body.split("<select class=\"form-select\" id=\"").skip(1) {
        let name = select.split('"').next().unwrap_or("").to_owned();
        let chosen = select.split(" selected").next().and_then(|before| before.rsplit("value=\"").next());
        fields.push((name, chosen.and_then(|value| value.split('"').next()).unwrap_or("").to_owned()));
    }
    let (_, seen) = page.body.split_once("name=\"set\" value=\"").expect("hvad der er set");
    fields.push(("set".to_owned(), seen.split('"').next().unwrap_or("").to_owned()));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert!(pairs.contains(&("kilde-nexus", id)), "den nyeste er valgt: {pairs:?}");

    let denied = town.post(Role::AuthorityManager, "/grundlag/godkend", &pairs).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let accepted = town.post(Role::EconomyConsultant, "/grundlag/godkend", &pairs).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
    let shown = town.get(Role::EconomyConsultant, accepted.location()).await;
    assert!(
        shown.body.contains("Tal regnes på dette grundlag")
            && shown.body.contains(&format!("/indlaesning/{id}"))
    );
    assert!(shown.body.contains("/kontrol/Nexus%20mod%20AS2007/koer"), "tilbyder at køre den gemte kontrol");
    // Somebody else had the page from before: what they send is not what they saw.
    let late = town.post(Role::BiConsultant, "/grundlag/godkend", &pairs).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("Et andet grundlag er godkendt"));
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_add_up_and_values_are_for_those_who_see_rows() {
    let town = Town::new().await;
    let list = town.get(Role::EconomyConsultant, "/indlaesning").await;
    let mut seen = 0;
    for href in list.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if !href.ends_with("/fund") {
            continue;
        }
        let page = town.get(Role::EconomyConsultant, href).await;
        let total: u64 = page.attribute("data-total-fund").and_then(|n| n.parse().ok()).expect("i alt");
        let by_code: u64 = page
            .body
            .split("data-tal=\"")
            .skip(1)
            .filter(|rest| rest.contains("data-enhed=\"fund\""))
            .filter_map(|rest| rest.split('"').next()?.parse::<u64>().ok())
            .sum();
        assert_eq!(total, by_code, "{href}: fundene efter slags giver alle fund");
        let hidden = town.get(Role::Administrator, href).await;
        assert_eq!(hidden.status, StatusCode::OK);
        assert!(!hidden.body.contains("/raekke/"), "{href}: en administrator kommer ikke til rækker");
        if page.body.contains("/raekke/") {
            assert!(hidden.body.contains("udeladt"), "{href}: en administrator ser ikke værdier");
            seen += 1;
        }
        assert_eq!(town.get(Role::Coordinator, href).await.status, StatusCode::FORBIDDEN);
    }
    assert!(seen > 0, "ingen indlæsning havde fund i rækker");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_extract_is_said_to_be_late() {
    let town = Town::new().await;
    // On 14 March the extracts of 1 March are there; on 20 April those of April are not.
    let in_time = town.get(Role::BiConsultant, "/indlaesning").await;
    assert!(in_time.body.contains("Alt, der er ventet, er kommet") && !in_time.body.contains("forsinket"));
    let mode = Mode { demo: true, today: Day::parse("2026-04-20"), ..Mode::default() };
    let state = Arc::new(AppState::new(town.session("server"), mode));
    let (cookie, _) = town.signed_in(Role::BiConsultant).await;
    let request =
        Request::get("/indlaesning").header("cookie", cookie).body(Body::empty()).expect("en forespørgsel");
    let answer = router(&state).oneshot(request).await.expect("et svar");
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("svarets indhold");
    let late = String::from_utf8_lossy(&bytes);
    assert!(late.contains("4 udtræk er forsinket: KMD Nexus, AS2007, Prisme og CPR."), "{late}");
    assert!(
        late.contains("03-04-2026")
            && late.contains("17 dage forsinket")
            && late.contains("12 dage forsinket")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_of_ours_is_said_and_nothing_is_kept() {
    let town = Town::new().await;
    let empty = send_files(&town, Role::BiConsultant, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let odd = send_files(&town, Role::BiConsultant, &[("noter.csv", b"en;to\r\n1;2\r\n")]).await;
    let check = odd.location().to_owned();
    let page = town.get(Role::BiConsultant, &check).await;
    assert!(page.body.contains("Ingen kilde passer på filens kolonner"), "{}", page.body);
    let unchosen = town.post(Role::BiConsultant, &check, &[("kilde-1", "")]).await;
    assert_eq!(unchosen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unchosen.body.contains("Vælg kilden til noter.csv"));
    let given_up = town.post(Role::BiConsultant, &format!("{check}/opgiv"), &[]).await;
    assert_eq!(given_up.location(), "/indlaesning?gjort=opgivet");
    assert_eq!(town.get(Role::BiConsultant, &check).await.status, StatusCode::NOT_FOUND);
}
