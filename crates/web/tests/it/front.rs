//! The front page: the figures of one who sees everybody are those of the run, those of others are of their own rows,
//! and what is missing is said first.

use crate::town::{CONTROL, Town};
use app::access::{Grant, Right, Role, Scope};
use app::commands::init::init;
use app::commands::users::sign_in::enter_demo;
use app::commands::users::{NewUser, add_user};
use app::current::figures::Figures;
use app::edge::{DEMO_KEY, Edge};
use app::purpose::Purpose;
use app::session::Session;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use domain::bridge::bridges;
use domain::calendar::Day;
use std::fs;
use std::sync::Arc;
use store::{Backends, IdSource};
use tower::ServiceExt;
use web::routes::router;
use web::state::{AppState, Mode};

fn everybody() -> Scope {
    let today = Day::parse("2026-03-14").expect("en dag");
    Scope::of("test", &Grant::of(Role::BiConsultant), Right::SeeFigures, today).expect("en rettighed")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_of_one_who_sees_everybody_are_those_of_the_run() {
    let town = Town::new().await;
    let current = town.state.current(&town.session("test")).await.expect("et billede");
    let ran = current.controls[0].ran.clone().expect("kørslen");
    let figures = Figures::of(&current, 0, Some(&everybody()));
    let overview = ran.overview();

    assert_eq!(figures.all.deviations, ran.deviations().len() as i64);
    assert!(figures.all.deviations > 10, "{:?}", figures.all);
    for question in 1..=4_u8 {
        let (ours, theirs) = (figures.parts[usize::from(question) - 1], overview.question(question));
        assert_eq!(ours.deviations, theirs.deviations as i64, "spørgsmål {question}");
        assert_eq!(ours.citizens, theirs.citizens.len() as i64);
        assert_eq!((ours.oere, ours.unknown), (theirs.oere, theirs.unknown as i64));
    }
    let own: Vec<_> = bridges(overview, ran.deviations())
        .into_iter()
        .map(|(id, own)| (ran.law().paragraf(id).written.clone(), own))
        .collect();
    let ours: Vec<_> = figures.paragraffer.iter().map(|own| (own.paragraf.clone(), own.bridge)).collect();
    assert_eq!(ours, own);
    assert!(figures.total.adds_up());
    // Whoever is in System 2 only is question 1, in System 1 only question 2.
    assert_eq!([figures.rows[3], figures.rows[2]], [0, 1].map(|at| figures.total.citizens.questions[at]));
    // Without a scope everybody is counted alike.
    assert_eq!(Figures::of(&current, 0, None), figures);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_run_saw_is_what_a_change_is_measured_from() {
    let town = Town::new().await;
    let session = town.session("test");
    let current = town.state.current(&session).await.expect("et billede");
    let figures = Figures::of(&current, 0, Some(&everybody()));
    let before = current.controls[0].before.as_ref().expect("kørslen før");
    let seen = session.store.work_items().seen_in(&session.ctx, before.seq).await.expect("det sete");
    let of_question = |question| seen.iter().filter(|own| own.question == Some(question)).count() as i64;
    let then = figures.earlier.last().expect("kørslen før");
    assert_eq!(then.questions, [1, 2, 3, 4].map(of_question));
    assert_eq!(figures.change(1), Some(figures.parts[0].deviations - of_question(1)));
    let page = town.get(Role::BiConsultant, "/").await;
    assert!(
        page.body.contains("De fire spørgsmål har") && page.body.contains("end 01-02-2026"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn others_count_their_own_rows() {
    let town = Town::new().await;
    let number = |page: &crate::town::Page| -> i64 {
        let (_, rest) = page.body.split_once("<p class=\"svar\">").expect("svaret");
        let (_, rest) = rest.split_once("data-tal=\"").expect("et tal");
        rest.split_once('"').and_then(|(value, _)| value.parse().ok()).expect("et tal")
    };
    let all = number(&town.get(Role::BiConsultant, "/").await);
    let own = town.get(Role::Caseworker, "/").await;
    assert!(number(&own) > 0 && number(&own) < all, "{} af {all}", number(&own));
    assert!(own.body.contains("dine egne borgere"));
    assert!(!own.body.contains("Hvem har mest at gøre"));
    let team = town.get(Role::Coordinator, "/").await;
    assert!(number(&team) >= number(&own) && team.body.contains("Hvem har mest at gøre"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_run_stands_before_any_figure() {
    let town = Town::new().await;
    let page = town.get(Role::BiConsultant, "/").await;
    assert_eq!(page.status, StatusCode::OK);
    let place = |text: &str| page.body.find(text).unwrap_or_else(|| panic!("«{text}» mangler"));
    assert!(place("Det er ikke undersøgt") < place("De fire spørgsmål</h2>"));
    assert!(place("viewBox=\"0 0 360 530\"") < place("Fra System 1 til System 2"));
    assert!(page.body.contains(&format!("8-talskontrol: {CONTROL}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn citizens_days_and_full_years_are_a_choice_and_all_add_up() {
    let town = Town::new().await;
    for (scale, unit) in [("", "raekker"), ("&maal=dage", "dage"), ("&maal=aar", "dage")] {
        let page = town.get(Role::BiConsultant, &format!("/?kontrol=Nexus+mod+AS2007{scale}")).await;
        let (_, table) = page.body.split_once("id=\"paragraffer\"").expect("tabellen");
        let (table, _) = table.split_once("</table>").expect("slutningen");
        let (rows, sum) = table.split_once("<tfoot>").expect("summen");
        assert!(rows.matches("stemmer").count() >= 3 && sum.contains("stemmer"), "{scale}");
        assert!(sum.contains(&format!("data-enhed=\"{unit}\"")), "{scale}: {sum}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_director_gets_round_numbers_and_an_administrator_none() {
    let town = Town::new().await;
    let page = town.get(Role::Director, "/").await;
    assert!(page.body.contains("Omkring ") && page.body.contains("afrundet"), "{}", page.body);
    let (_, table) = page.body.split_once("id=\"spoergsmaal\"").expect("spørgsmålene");
    let (table, _) = table.split_once("</table>").expect("slutningen");
    for row in table.split("<tr>").skip(1) {
        let cells: Vec<&str> = row.split("<span class=\"tal\">").skip(1).collect();
        let texts: Vec<&str> = cells.iter().map(|cell| cell.split('<').next().unwrap_or("")).collect();
        let [deviations, citizens, kroner] = texts[..] else { continue };
        assert_eq!(citizens == "under 5", deviations == "–" && kroner == "–", "{texts:?}");
        let number = |text: &str| text.replace('.', "").parse::<i64>().unwrap_or(0);
        assert!(number(deviations) >= number(citizens), "{texts:?}");
    }
    assert!(!page.body.contains("data-tal=") && !page.body.contains("href=\"/afvigelser"));
    let page = town.get(Role::Administrator, "/").await;
    assert!(page.body.contains("Hvad der er kommet") && !page.body.contains("data-tal="), "{}", page.body);
    assert!(!page.body.contains("på spil"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_folder_says_what_to_do() {
    let dir = tempfile::tempdir().expect("en midlertidig mappe");
    let data = dir.path().join("data");
    let mut edge = Edge::read(Some(data.clone()));
    edge.key = Some(data.join(DEMO_KEY));
    fs::create_dir_all(&data).expect("datamappen");
    init(&edge, 573, IdSource::Froe(7), Backends::default()).await.expect("en datamappe");
    let session = Session::open(&edge, Purpose::AfvigelseRet).await.expect("en datamappe");
    let user = NewUser {
        name: "demo-bi",
        full_name: "Birgit BI",
        grants: vec![Grant::of(Role::BiConsultant)],
        password: None,
    };
    add_user(&session, &user).await.expect("en bruger");
    let signed = enter_demo(&session, "demo-bi").await.expect("ind i demoen");
    let state = Arc::new(AppState::new(session, Mode { demo: true, ..Mode::default() }));
    let request = Request::get("/").header("cookie", format!("ottetal={}", signed.token.secret()));
    let answer =
        router(&state).oneshot(request.body(Body::empty()).expect("en forespørgsel")).await.expect("et svar");
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.expect("siden");
    let body = String::from_utf8_lossy(&bytes);
    assert!(
        body.contains("Der er ikke indlæst noget endnu.") && body.contains("href=\"/indlaesning\""),
        "{body}"
    );
    assert!(!body.contains("data-tal="));
}
