//! A file that nobody has described: sent, proposed, put right by hand, tried, saved, read in, changed, read again.

use crate::imports::send_files;
use crate::town::{Page, Town};
use app::access::Role;
use app::commands::propose_source::Mapping;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use std::time::Duration;
use synth::{Errors, Plan};
use web::jobs::Done;

const ROLE: Role = Role::BiConsultant;
const FILE: &str = "nabokommunens_stoetteliste.csv";

/// The list of a neighbour's system, with people of the town.
fn list() -> Vec<u8> {
    let dir = tempfile::tempdir().expect("en mappe");
    let plan = Plan { seed: 7, citizens: 120, errors: Errors::None, extract_day: (2026, 3, 1) };
    let file = synth::generate(&plan).write_unknown(dir.path()).expect("en liste");
    std::fs::read(file).expect("en fil")
}

/// Sends a file to be described.
async fn send(town: &Town, role: Role, bytes: &[u8]) -> Page {
    let (cookie, csrf) = town.signed_in(role).await;
    let mut body =
        format!("--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n").into_bytes();
    let head = format!("--XX\r\nContent-Disposition: form-data; name=\"filer\"; filename=\"{FILE}\"\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--XX--\r\n");
    let request = Request::post("/kilder/ny")
        .header("cookie", cookie)
        .header("content-type", "multipart/form-data; boundary=XX")
        .body(Body::from(body))
        .expect("en forespørgsel");
    town.send(request).await
}

/// What a select of a page has chosen, by the label before it.
fn chosen(page: &Page, label: &str) -> (String, String) {
    let (before, after) =
        page.body.split_once(&format!(">{label}</label>")).unwrap_or_else(|| panic!("{label}"));
    let id = before.rsplit_once("for=\"").expect("et felt").1.trim_end_matches('"').to_owned();
    let (_, select) = after.split_once("<select").expect("en liste");
    let options = select.split("</select>").next().unwrap_or("");
    let selected = options.split("<option").find(|option| option.contains(" selected"));
    let value = selected.and_then(|option| option.split_once("value=\"")).map_or("", |(_, rest)| rest);
    (id, value.split('"').next().unwrap_or("").to_owned())
}

/// All fields of the form as they stand, with some changed.
fn fields(page: &Page, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let form = page.body.split_once("<main").map_or("", |(_, main)| main);
    for tag in form.split('<') {
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split_once('"').map(|(value, _)| value.to_owned())
        };
        let Some(name) = attribute("name").filter(|name| name != "csrf" && name != "goer") else {
            if let (Some(value), true) =
                (attribute("value"), tag.starts_with("option") && tag.contains(" selected"))
                && let Some(last) = out.last_mut()
            {
                last.1 = value;
            }
            continue;
        };
        // As a browser gives a text back.
        let plain = |text: String| {
            text.replace("&#39;", "'")
                .replace("&#34;", "\"")
                .replace("&#60;", "<")
                .replace("&#62;", ">")
                .replace("&#38;", "&")
        };
        let is_box = tag.contains("type=\"checkbox\"");
        if tag.starts_with("select") || (tag.starts_with("input") && (!is_box || tag.contains(" checked"))) {
            out.push((name, plain(attribute("value").unwrap_or_default())));
        }
    }
    for (name, value) in changed {
        out.retain(|(own, _)| own != name);
        out.push(((*name).to_owned(), (*value).to_owned()));
    }
    // An empty answer is sent too, as browsers do; the helper that writes the form leaves empty texts out.
    for (_, value) in out.iter_mut().filter(|(_, value)| value.is_empty()) {
        value.push(' ');
    }
    out
}

async fn post(town: &Town, path: &str, page: &Page, changed: &[(&str, &str)]) -> Page {
    let fields = fields(page, changed);
    let pairs: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    town.post(ROLE, path, &pairs).await
}

/// Follows a form's answer to the page that it leads to.
async fn follow(town: &Town, answer: &Page) -> Page {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    town.get(ROLE, answer.location().split('#').next().unwrap_or("")).await
}

async fn imported(town: &Town, to: &str) -> String {
    let id = to.strip_prefix("/arbejde/").expect("til arbejdet");
    for _ in 0..600 {
        match town.state.jobs.get(id).expect("et arbejde").done() {
            None => tokio::time::sleep(Duration::from_millis(50)).await,
            Some(Done::Import(imported)) => return imported.id.to_string(),
            Some(Done::Failed(why)) => panic!("{why}"),
            Some(_) => panic!("noget andet end en indlæsning"),
        }
    }
    panic!("indlæsningen blev ikke færdig");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_file_becomes_a_source_that_reads_it() {
    let town = Town::new().await;
    let bytes = list();
    let sent = send(&town, ROLE, &bytes).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let path = sent.location().to_owned();
    let page = town.get(ROLE, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);

    // What can be known is chosen; what cannot is not.
    for (heading, field) in [
        ("Personnr.", "cpr"),
        ("Bevilget efter", "paragraf"),
        ("Udfører", "provider"),
        ("Udførers P-nr.", "p_number"),
        ("Bevilget fra", "start"),
        ("Bevilget til", "end"),
        ("Ugentlige timer", "hours"),
        ("Enhedspris", "rate"),
        ("Løbenr.", ""),
    ] {
        assert_eq!(chosen(&page, heading).1, field, "{heading}");
    }
    // Nobody's number or name is an example, and no word got a meaning that nobody gave it.
    let text = String::from_utf8_lossy(&bytes);
    let first: Vec<&str> = text.lines().nth(1).expect("en række").split(';').collect();
    assert!(!page.body.contains(first[0]) && !page.body.contains(first[1]), "en borger er vist");

    // The page asks what the file's own words mean, once the column is said to be a status.
    let (status, _) = chosen(&page, "Tilstand");
    let (unit, _) = chosen(&page, "Afregnes pr.");
    let drawn = post(&town, &path, &page, &[(&status, "status"), (&unit, "unit"), ("goer", "opdater")]).await;
    let page = follow(&town, &drawn).await;
    assert_eq!(chosen(&page, "Afsluttet").1, "counts", "som i Nexus");
    let (running, meaning) = chosen(&page, "I gang");
    assert_eq!(meaning, "", "et ord, som ingen kilde har, får ingen betydning");
    let (dropped, _) = chosen(&page, "Bortfaldet");
    let (week, meaning) = chosen(&page, "Ugetime");
    assert_eq!(meaning, "");

    // Tried before it is saved, even where one presses save.
    let save = [(running.as_str(), "counts"), (&dropped, "never_took_effect"), (&week, "time_pr_uge")];
    let mut changed = save.to_vec();
    changed.extend([("titel", "Nabolisten"), ("navn", "naboliste"), ("goer", "gem")]);
    let refused = post(&town, &path, &page, &changed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Skriv, hvorfor kilden gemmes"));
    changed.push(("begrundelse", "Nyt udtræk fra nabosystemet"));
    let tried = post(&town, &path, &page, &changed).await;
    assert!(tried.location().ends_with("#proeve"), "{}", tried.location());
    let page = follow(&town, &tried).await;
    assert!(page.body.contains("og ingen er sat til side"), "{}", page.body);
    assert!(page.body.contains("borger 1") && !page.body.contains(first[0]) && !page.body.contains(first[1]));
    assert!(page.body.contains("Dage for hver borger og paragraf"));
    assert!(!town.state.base.edge.folder.join("kilder/naboliste/kilde.toml").exists(), "endnu ikke gemt");

    let saved =
        post(&town, &path, &page, &[("begrundelse", "Nyt udtræk fra nabosystemet"), ("goer", "gem")]).await;
    assert_eq!(saved.location(), "/kilder/naboliste?gjort=kilde_gemt", "{}", saved.body);
    let shown = follow(&town, &saved).await;
    assert!(
        shown.body.contains("Nyt udtræk fra nabosystemet") && shown.body.contains("jeres egen beskrivelse")
    );
    assert!(shown.body.contains("I gang"), "ordene står på siden");

    // One click to the file, and it is read in with the source.
    let waits = town.post(ROLE, "/kilder/naboliste/indlaes", &[]).await;
    let check = waits.location().to_owned();
    let page = follow(&town, &waits).await;
    assert!(page.body.contains("value=\"naboliste\" selected"), "{}", page.body);
    let begun = town.post(ROLE, &check, &[("kilde-1", "naboliste"), ("udtraek-1", "2026-03-01")]).await;
    let id = imported(&town, begun.location()).await;
    let import = town.get(ROLE, &format!("/indlaesning/{id}")).await;
    assert!(import.body.contains("Nabolisten"), "{}", import.body);
    let rows = text.lines().count() - 1;
    assert_eq!(import.attribute("data-total-raekker"), Some(rows.to_string().as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_copy_is_changed_and_its_older_imports_stay() {
    let town = Town::new().await;
    let refused = town.get(ROLE, "/kilder/nexus/ret").await;
    assert_ne!(refused.status, StatusCode::OK, "en medfølgende kilde rettes ikke");
    let copied = town.post(ROLE, "/kilder/nexus/kopi", &[("navn", "vores_nexus")]).await;
    assert_eq!(copied.location(), "/kilder/vores_nexus?gjort=kilde_kopi", "{}", copied.body);
    let twice = town.post(ROLE, "/kilder/nexus/kopi", &[("navn", "vores_nexus")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);

    // A file is read in with it, so that there is one to try a change on.
    let dir = tempfile::tempdir().expect("en mappe");
    let files = crate::imports::april(dir.path());
    let (_, name, bytes) = files.iter().find(|(source, ..)| source == "nexus").expect("Nexus");
    let sent = send_files(&town, ROLE, &[(name, bytes)]).await;
    let asked = [("kilde-1", "vores_nexus"), ("udtraek-1", "2026-04-01")];
    let begun = town.post(ROLE, sent.location(), &asked).await;
    let id = imported(&town, begun.location()).await;

    let path = "/kilder/vores_nexus/ret";
    let page = town.get(ROLE, path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("1 indlæsning er læst med kilden, som den var"));
    assert_eq!(chosen(&page, "Timer pr. uge").1, "hours", "som kilden siger");
    let (hours, _) = chosen(&page, "Timer pr. uge");
    let tried = post(&town, path, &page, &[(&hours, ""), ("goer", "proev")]).await;
    let page = follow(&town, &tried).await;
    assert!(
        page.body.contains("Det kan sammenlignes") && !page.body.contains("timer (udfyldt"),
        "{}",
        page.body
    );
    let changed = [("begrundelse", "Timerne er ikke ført"), ("goer", "gem")];
    let saved = post(&town, path, &page, &changed).await;
    let shown = follow(&town, &saved).await;
    // The other heading of the field stays: another month's file may have it.
    assert!(
        shown.body.contains("Timer pr. uge: Timer/uge (må mangle) (var Timer pr. uge, Timer/uge"),
        "{}",
        shown.body
    );
    assert!(shown.body.contains("Timerne er ikke ført") && shown.body.contains("ældre"));
    let text = std::fs::read_to_string(town.state.base.edge.folder.join("kilder/vores_nexus/kilde.toml"));
    let text = text.expect("kildens fil");
    assert!(text.contains("# Ansøgt og Afgjort tæller ikke her"), "bemærkningerne er der endnu");
    assert!(Mapping::parse(&text, "vores_nexus").is_ok());

    // The older import is as it was; its files can be read again, as a new one.
    let again = town.post(ROLE, "/kilder/vores_nexus/laes-igen", &[]).await;
    let check = again.location().to_owned();
    let page = follow(&town, &again).await;
    assert!(page.body.contains("value=\"2026-04-01\""), "dagen er den samme");
    let begun = town.post(ROLE, &check, &asked).await;
    let newer = imported(&town, begun.location()).await;
    assert_ne!(newer, id);
    assert_eq!(town.get(ROLE, &format!("/indlaesning/{id}")).await.status, StatusCode::OK);
    drop(page);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_no_source_fits_leads_to_its_description() {
    let town = Town::new().await;
    let bytes = list();
    let sent = send_files(&town, ROLE, &[(FILE, &bytes)]).await;
    let check = sent.location().to_owned();
    let page = town.get(ROLE, &check).await;
    assert!(page.body.contains("Beskriv den som en ny kilde"), "{}", page.body);
    let begun = town.post(ROLE, &format!("{check}/beskriv/1"), &[]).await;
    assert!(begun.location().starts_with("/kilder/nye/"), "{}", begun.body);
    let draft = follow(&town, &begun).await;
    assert_eq!(chosen(&draft, "Personnr.").1, "cpr");
    // It is one's own.
    assert_eq!(town.get(Role::EconomyConsultant, begun.location()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_see_sources_may_not_therefore_change_them() {
    let town = Town::new().await;
    let page = town.get(Role::AuthorityManager, "/kilder").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("KMD Nexus") && !page.body.contains("Ny kilde"));
    let nexus = town.get(Role::AuthorityManager, "/kilder/nexus").await;
    assert!(nexus.body.contains("CPR-nummer") && nexus.body.contains("Bevilliget"));
    assert!(!nexus.body.contains("Lav jeres egen udgave"));
    for path in ["/kilder/nexus/kopi", "/kilder/nye/0", "/kilder/nexus/ret"] {
        let denied = town.post(Role::AuthorityManager, path, &[("navn", "min")]).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(town.get(Role::Caseworker, "/kilder").await.status, StatusCode::FORBIDDEN);
    // A mapping that cannot be read is there with the reason.
    let own = town.state.base.edge.folder.join("kilder/itu");
    std::fs::create_dir_all(&own).expect("en mappe");
    std::fs::write(own.join("kilde.toml"), "format = 1\nname = \"itu\"\n").expect("en fil");
    let page = town.get(ROLE, "/kilder").await;
    assert!(page.body.contains("itu") && page.body.contains("mangler"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_cannot_be_are_said_and_kept() {
    let town = Town::new().await;
    let sent = send(&town, ROLE, &list()).await;
    let path = sent.location().to_owned();
    let page = town.get(ROLE, &path).await;
    let (cpr, _) = chosen(&page, "Personnr.");
    let (other, _) = chosen(&page, "Bevilget til");
    let changed = [(cpr.as_str(), ""), (&other, "start"), ("navn", "Nexus Æ"), ("goer", "proev")];
    let refused = post(&town, &path, &page, &changed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in
        ["CPR-nummer kan ikke undværes", "Første dag er valgt både for", "Skriv navnet med små bogstaver"]
    {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    assert_eq!(chosen(&refused, "Bevilget til").1, "start", "svaret står der endnu");
    let given_up = town.post(ROLE, &format!("{path}/opgiv"), &[]).await;
    assert_eq!(given_up.location(), "/kilder?gjort=kilde_opgivet");
    assert_eq!(town.get(ROLE, &path).await.status, StatusCode::NOT_FOUND);
}
