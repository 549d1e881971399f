//! The one language: what is untranslated by weight, a change with its effect before it is saved, taken into use, and what
//! came of it; sheets out and in; who may what.

use crate::town::{CONTROL, Page, Town};
use app::access::Role;
use app::tables::save::changes;
use app::tables::{Table, newest};
use axum::body::Body;
use axum::http::{Request, StatusCode};

const BI: Role = Role::BiConsultant;

/// The number after a word in a page's text: "falder væk".
fn attributes(page: &Page, name: &str) -> Vec<i64> {
    let start = format!("{name}=\"");
    let all = page.body.split(start.as_str()).skip(1);
    all.filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

async fn lines(town: &Town, table: Table) -> usize {
    newest(&town.session("test"), table).await.expect("en tabel").rows.len()
}

async fn until_done(town: &Town) {
    for _ in 0..600 {
        if town.state.jobs.running().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("arbejdet blev ikke færdigt");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untranslated_word_is_mapped_its_effect_seen_saved_and_taken_into_use() {
    let town = Town::new().await;
    let page = town.get(BI, "/oversaettelse").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("er ikke oversat"), "{}", page.body);
    let (_, rest) = page.body.split_once("/oversaettelse/raekker?").expect("et tal med rækker");
    let address = rest.split('"').next().expect("en adresse").replace("&#38;", "&").replace("&amp;", "&");
    let behind = town.get(BI, &format!("/oversaettelse/raekker?{address}")).await;
    assert_eq!(behind.attribute("data-total-raekker"), page.attribute("data-tal"));

    let before = lines(&town, Table::Oversaettelse).await;
    let field = |key: &str| {
        let pairs = web::query::pairs(&address);
        pairs.into_iter().find(|(own, _)| own == key).map_or(String::new(), |(_, value)| value)
    };
    let (source, service, account) = (field("kilde"), field("ydelse"), field("konto"));
    let line = [
        ("kilde", source.as_str()),
        ("lokal_ydelse", service.as_str()),
        ("konto", account.as_str()),
        ("paragraf", "SEL § 85"),
    ];
    let sent = town.post(BI, "/oversaettelse/linje", &line).await;
    assert_eq!(sent.location(), "/oversaettelse/udkast?gjort=aendret", "{}", sent.body);
    assert_eq!(lines(&town, Table::Oversaettelse).await, before, "intet er gemt endnu");

    let draft = town.get(BI, "/oversaettelse/udkast").await;
    assert!(draft.body.contains("Se virkningen") && draft.body.contains("hx-get"), "{}", draft.body);
    let draft = town.get(BI, "/oversaettelse/udkast?virkning=nu").await;
    assert!(draft.body.contains("bliver oversat"), "{}", draft.body);
    let touched = town.get(BI, "/oversaettelse/udkast/afvigelser").await;
    let total: i64 = touched.attribute("data-total-afvigelser").and_then(|t| t.parse().ok()).expect("et tal");
    // Of one control: what falls away, comes and changes is all that is touched.
    assert_eq!(attributes(&draft, "data-tal")[..3].iter().sum::<i64>(), total);

    let refused = town.post(BI, "/oversaettelse/udkast/gem", &[("grund", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = town.post(BI, "/oversaettelse/udkast/gem", &[("grund", "Ydelsen er ny hos os")]).await;
    assert!(saved.location().starts_with("/oversaettelse/aendringer/"), "{}", saved.body);
    assert_eq!(lines(&town, Table::Oversaettelse).await, before + 1);
    let change = town.get(BI, saved.location()).await;
    assert!(change.body.contains("Ydelsen er ny hos os") && change.body.contains("ikke i brug endnu"));
    let kept = changes(&town.session("test")).await.expect("ændringer");
    let own = &kept[0].line;
    assert_eq!((own.nye, own.aendrede, own.fjernede), (1, 0, 0));
    let expected = &own.virkning[0];
    assert_eq!(expected.kontrol, CONTROL);
    assert_eq!((expected.falder + expected.kommer + expected.aendrer) as i64, total);

    let deviations = |current: &app::current::Current| {
        current.control(Some(CONTROL)).and_then(|c| c.ran.as_ref().map(|ran| ran.deviations().len()))
    };
    let then =
        deviations(&town.state.current(&town.session("test")).await.expect("et billede")).expect("en kørsel");
    let used = town.post(BI, "/oversaettelse/tag-i-brug", &[]).await;
    assert_eq!(used.location(), "/oversaettelse/aendringer?gjort=taget_i_brug", "{}", used.body);
    until_done(&town).await;
    let now =
        deviations(&town.state.current(&town.session("test")).await.expect("et billede")).expect("en kørsel");
    assert_eq!(
        now as i64 - then as i64,
        expected.kommer as i64 - expected.falder as i64,
        "som det blev sagt"
    );
    let change = town.get(BI, saved.location().split('?').next().unwrap_or("")).await;
    assert!(change.body.contains("i brug") && change.body.contains("det nyeste grundlag"), "{}", change.body);
    let again = town.post(BI, "/oversaettelse/tag-i-brug", &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_changed_ended_removed_and_what_the_reader_refuses_is_said() {
    let town = Town::new().await;
    let before = newest(&town.session("test"), Table::Oversaettelse).await.expect("en tabel");
    let id = before.id();
    let form = town.get(BI, "/oversaettelse/linje?nr=0").await;
    assert!(form.body.contains(&format!("name=\"set\" value=\"{id}\"")), "{}", form.body);
    let wrong = [
        ("nr", "0"),
        ("set", id.as_str()),
        ("kilde", "as2007"),
        ("lokal_ydelse", "X"),
        ("paragraf", "SEL § 998"),
    ];
    let page = town.post(BI, "/oversaettelse/linje", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("findes ikke i lovlisten") && page.body.contains("Brug den alligevel"));
    let ended = [("nr", "0"), ("set", id.as_str()), ("handling", "slut"), ("slutdag", "2026-02-28")];
    assert_eq!(town.post(BI, "/oversaettelse/linje", &ended).await.status, StatusCode::SEE_OTHER);
    let gone = [("nr", "1"), ("set", id.as_str()), ("handling", "fjern")];
    assert_eq!(town.post(BI, "/oversaettelse/linje", &gone).await.status, StatusCode::SEE_OTHER);
    let old = [("nr", "2"), ("set", "I-en-anden"), ("handling", "fjern")];
    assert_eq!(town.post(BI, "/oversaettelse/linje", &old).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let draft = town.get(BI, "/oversaettelse/udkast").await;
    assert!(
        draft.body.contains("2 ændringer")
            && draft.body.contains("28-02-2026")
            && draft.body.contains("fjernes")
    );
    town.post(BI, "/oversaettelse/udkast/tilbage", &[("navn", "r1")]).await;
    let draft = town.get(BI, "/oversaettelse/udkast").await;
    assert!(draft.body.contains("1 ændring, ikke gemt endnu"), "{}", draft.body);
    let others = town.get(Role::EconomyConsultant, "/oversaettelse/udkast").await;
    assert!(others.body.contains("ingen ændringer"), "et udkast er ens eget");
    town.post(BI, "/oversaettelse/udkast/opgiv", &[]).await;
    assert_eq!(newest(&town.session("test"), Table::Oversaettelse).await.expect("en tabel").id(), id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_goes_out_as_a_workbook_and_a_changed_sheet_comes_in_as_a_draft() {
    let town = Town::new().await;
    for (path, title) in [
        ("/oversaettelse.xlsx", "oversaettelse"),
        ("/faelles-sprog.xlsx", "faelles-sprog"),
        ("/leverandoerer.xlsx", "leverandoerer"),
    ] {
        let file = town.get(Role::Caseworker, path).await;
        assert_eq!(file.status, StatusCode::OK);
        let name = file.headers.get("content-disposition").and_then(|v| v.to_str().ok()).unwrap_or("");
        assert!(name.contains(title) && name.contains(".xlsx"), "{name}");
    }
    let version = newest(&town.session("test"), Table::FaellesSprog).await.expect("en tabel");
    let mut rows = version.rows.clone();
    rows[0][3] = "kan ikke indberettes".to_owned();
    rows.truncate(rows.len() - 1);
    let bytes = app::tables::cells::csv(&town.session("test"), Table::FaellesSprog, &rows).expect("en fil");
    let (cookie, csrf) = town.signed_in(BI).await;
    let edge = "graense";
    let mut body = format!(
        "--{edge}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{edge}\r\nContent-Disposition: form-data; \
         name=\"ark\"; filename=\"faelles_sprog.csv\"\r\nContent-Type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(format!("\r\n--{edge}--\r\n").into_bytes());
    let request = Request::post("/faelles-sprog/ark")
        .header("cookie", cookie)
        .header("content-type", format!("multipart/form-data; boundary={edge}"))
        .body(Body::from(body))
        .expect("en forespørgsel");
    let sent = town.send(request).await;
    assert_eq!(sent.location(), "/faelles-sprog/udkast?gjort=aendret", "{}", sent.body);
    let draft = town.get(BI, "/faelles-sprog/udkast").await;
    assert!(
        draft.body.contains("2 ændringer") && draft.body.contains("kan ikke indberettes"),
        "{}",
        draft.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lacks_a_code_is_decided_about_with_an_owner_and_a_day() {
    let town = Town::new().await;
    let page = town.get(BI, "/faelles-sprog/tjek").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        page.body.contains("mangler") && page.body.contains("/oversaettelse/raekker?paragraf="),
        "{}",
        page.body
    );
    let decision = [
        ("paragraf", "SEL § 85 a"),
        ("ydelse", ""),
        ("set", "0"),
        ("fordi", "afventer Danmarks Statistik"),
        ("ejer", "Økonomi"),
    ];
    let page = town.post(BI, "/faelles-sprog/beslutning", &decision).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "uden dag");
    let mut whole = decision.to_vec();
    whole.push(("senest", "2026-06-30"));
    assert_eq!(
        town.post(BI, "/faelles-sprog/beslutning", &whole).await.location(),
        "/faelles-sprog/tjek?gjort=sat"
    );
    let again = town.post(BI, "/faelles-sprog/beslutning", &whole).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "en anden har skrevet imens");
}

#[tokio::test(flavor = "multi_thread")]
async fn providers_stand_with_their_names_and_a_spelling_is_decided_in_one_click() {
    let town = Town::new().await;
    let page = town.get(BI, "/leverandoerer").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Ejerforhold") && page.body.contains("Bevilget"), "{}", page.body);
    let (_, rest) = page.body.split_once("href=\"/leverandoerer/").expect("en leverandør");
    let nr = rest.split('"').next().expect("et nummer");
    let own = town.get(BI, &format!("/leverandoerer/{nr}")).await;
    assert_eq!(own.status, StatusCode::OK, "{nr}");
    let unknown = town.get(BI, "/leverandoerer/0").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let verdict = [
        ("a", "Bostedet Åsen"),
        ("b", "Bostedet Aasen"),
        ("afgoerelse", "samme"),
        ("grund", "samme P-nummer"),
    ];
    let page = town.post(BI, "/leverandoerer/navne", &verdict).await;
    assert_eq!(page.location(), "/leverandoerer?gjort=samme", "{}", page.body);
    let page = town.get(BI, "/leverandoerer").await;
    assert!(page.body.contains("Afgørelser om navne er ikke i grundlaget endnu"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caseworker_reads_the_tables_and_numbers_of_own_citizens_alone() {
    let town = Town::new().await;
    let page = town.get(Role::Caseworker, "/oversaettelse").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Ny linje") && !page.body.contains("Oversæt selv"), "hun retter ikke");
    let all = town.get(BI, "/oversaettelse/raekker").await;
    let own = town.get(Role::Caseworker, "/oversaettelse/raekker").await;
    let rows = |page: &Page| {
        page.attribute("data-total-raekker").and_then(|t| t.parse::<i64>().ok()).expect("et tal")
    };
    assert!(rows(&own) < rows(&all), "{} af {}", rows(&own), rows(&all));
    let administrator = town.get(Role::Administrator, "/oversaettelse").await;
    assert!(!administrator.body.contains("data-tal"), "en administrator ser ingen tal om borgere");
    for path in ["/oversaettelse/linje", "/oversaettelse/udkast", "/faelles-sprog/beslutning"] {
        assert_eq!(town.get(Role::Caseworker, path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let taken = town.post(Role::Caseworker, "/oversaettelse/tag-i-brug", &[]).await;
    assert_eq!(taken.status, StatusCode::FORBIDDEN);
    assert_eq!(town.get(Role::Director, "/oversaettelse").await.status, StatusCode::FORBIDDEN);
}
