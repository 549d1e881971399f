//! The old disponeringsark beside the product: read in, compared line by line, explained, switched off.

use crate::town::Town;
use app::access::Role;
use app::commands::accept_basis::accept_basis;
use app::commands::import_extract::{ImportExtract, Progress, import_extract};
use app::commands::sheets::beside::{LineStanding, SheetMonth, explanations, months, standing};
use app::commands::sheets::compare::Why;
use app::commands::sheets::found;
use axum::http::StatusCode;
use domain::calendar::Day;
use domain::landscape::ExtractFacts;
use synth::{Errors, Plan};

/// The sheet of the month as somebody writes it up.
pub(crate) const SHEET: [(&str, &str); 7] = [
    ("titel", "Disponeringsark"),
    ("ejer", "Økonomikonsulenten"),
    ("bruges_til", "Disponering"),
    ("side", "/regneark"),
    ("kilde", "dispositionsark"),
    ("system", "as2007"),
    ("ligger", "Fællesdrevet"),
];

/// Reads the sheet of the town's month in.
async fn read_in(town: &Town, day: (i32, u32, u32), errors: u32) {
    let plan = Plan { seed: 7, citizens: 260, errors: Errors::Mixed(errors), extract_day: day };
    let dir = tempfile::tempdir().expect("en mappe");
    let one = synth::generate(&plan).write_sheet(dir.path()).expect("et ark");
    let extracted = Day::from_ymd(day.0, day.1, day.2);
    let request = ImportExtract {
        source: "dispositionsark".to_owned(),
        files: vec![one.file.into()],
        stated: ExtractFacts { extracted, covers: None, current_only: false },
    };
    let session = town.session("demo-oekonomi");
    import_extract(&session, &request, &Progress::default()).await.expect("en indlæsning");
}

async fn with_sheet() -> Town {
    let town = Town::new().await;
    let made = town.post(Role::EconomyConsultant, "/regneark/ny", &SHEET).await;
    assert_eq!(made.location(), "/regneark/1?gjort=sat", "{}", made.body);
    read_in(&town, (2026, 2, 1), 700).await;
    read_in(&town, (2026, 3, 1), 600).await;
    let beside = [("tilstand", "ved_siden"), ("foer", &seq(&town).await)];
    let set = town.post(Role::EconomyConsultant, "/regneark/1/tilstand", &beside).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    town
}

async fn seq(town: &Town) -> String {
    found(&town.session("test"), "1").await.expect("arket").seq.to_string()
}

async fn newest(town: &Town) -> SheetMonth {
    let session = town.session("test");
    let sheet = found(&session, "1").await.expect("arket").line;
    months(&session, &sheet).await.expect("måneder").pop().expect("en måned")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_line_of_both_sides_stands_once_and_most_are_alike() {
    let town = with_sheet().await;
    let month = newest(&town).await;
    assert_eq!((month.why_not.as_str(), month.day), ("", Day::parse("2026-03-01").expect("en dag")));
    let alike = month.lines.iter().filter(|line| line.why == Why::Ens).count();
    assert!(alike * 10 > month.lines.len() * 8, "{alike} af {}: {:#?}", month.lines.len(), month.left_out);
    assert!(alike < month.lines.len());
    let keys: std::collections::BTreeSet<_> = month.lines.iter().map(|l| (l.citizen, l.paragraf)).collect();
    assert_eq!(keys.len(), month.lines.len());
    let page = town.get(Role::EconomyConsultant, "/regneark/1").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains(&format!("{alike} af {} linjer er ens i marts 2026", month.lines.len())));
    let differ = (month.lines.len() - alike).to_string();
    assert_eq!(page.attribute("data-total-raekker"), Some(differ.as_str()));
    let all = town.get(Role::EconomyConsultant, "/regneark/1?maaned=2026-03&vis=alle").await;
    assert_eq!(all.attribute("data-total-raekker"), Some(month.lines.len().to_string().as_str()));
    let sum: i64 = month.lines.iter().map(|line| line.difference().0).sum();
    assert_eq!(all.attribute("data-total-oere"), Some(sum.to_string().as_str()));
    let file = town.get(Role::EconomyConsultant, "/regneark/1/forskelle.xlsx?maaned=2026-03").await;
    assert!(file.status == StatusCode::OK && file.body.starts_with("PK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_that_is_read_beside_is_in_no_basis() {
    let town = with_sheet().await;
    let session = town.session("demo-bi");
    let basis = accept_basis(&session, &[]).await.expect("et grundlag");
    assert!(basis.imports.iter().all(|import| import.source != "dispositionsark"));
    let page = town.get(Role::BiConsultant, "/indlaesning").await;
    assert!(page.body.contains("regneark ved siden af"), "{}", page.body);
    assert!(!page.body.contains("ikke i grundlaget endnu"));
    let new = town.get(Role::BiConsultant, "/grundlag/nyt").await;
    assert!(!new.body.contains("Dispositionsark"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_explanation_holds_while_the_difference_is_the_same() {
    let town = with_sheet().await;
    let month = newest(&town).await;
    let session = town.session("test");
    let line = month.lines.iter().find(|line| line.why != Why::Ens).expect("en forskel").clone();
    let (citizen, oere) = (line.citizen.to_string(), line.difference().0.to_string());
    let mut pairs = vec![
        ("maaned", "2026-03"),
        ("borger", citizen.as_str()),
        ("paragraf", month.paragraf(&line)),
        ("forskel", oere.as_str()),
        ("tekst", "Aftalt på mødet"),
    ];
    // Who only reads cannot.
    let denied = town.post(Role::Auditor, "/regneark/1/forklar", &pairs).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let said = town.post(Role::EconomyConsultant, "/regneark/1/forklar", &pairs).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let written = explanations(&session, "1").await.expect("forklaringer");
    assert!(
        matches!(standing("1", &month, &line, &written), LineStanding::Typed(kept) if kept.line.tekst == "Aftalt på mødet")
    );
    let page = town.get(Role::EconomyConsultant, "/regneark/1?maaned=2026-03&vis=forklaret").await;
    assert!(page.body.contains("Aftalt på mødet") && page.body.contains("demo-oekonomi"));
    // Another difference of the same line is unexplained anew.
    let mut other = line.clone();
    match (&mut other.sheet, &mut other.product) {
        (Some(amount), _) | (None, Some(amount)) => amount.oere.0 += 200,
        (None, None) => unreachable!("en linje har en side"),
    }
    assert!(!matches!(standing("1", &month, &other, &written), LineStanding::Typed(_)));
    // An old page's difference is refused.
    pairs[3].1 = "1";
    let stale = town.post(Role::EconomyConsultant, "/regneark/1/forklar", &pairs).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn switching_off_before_they_agree_asks_why_and_keeps_the_history() {
    let town = with_sheet().await;
    let before = seq(&town).await;
    let early = [("dag", "2026-03-14"), ("foer", before.as_str())];
    let refused = town.post(Role::EconomyConsultant, "/regneark/1/sluk", &early).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("hvorfor det slukkes alligevel"), "{}", refused.body);
    let told = [("dag", "2026-03-14"), ("foer", before.as_str()), ("grund", "Ingen bruger det mere")];
    let off = town.post(Role::EconomyConsultant, "/regneark/1/sluk", &told).await;
    assert_eq!(off.location(), "/regneark/1?gjort=slukket", "{}", off.body);
    let page = town.get(Role::Coordinator, "/regneark/1").await;
    assert!(page.body.contains("14-03-2026 af demo-oekonomi"), "{}", page.body);
    assert!(page.body.contains("Ingen bruger det mere"));
    let list = town.get(Role::Coordinator, "/regneark").await;
    assert!(list.body.contains("1 ") && list.body.contains("slukket"), "{}", list.body);
    // The old page's form is not a second switch.
    let again = town.post(Role::EconomyConsultant, "/regneark/1/sluk", &told).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_sees_the_lines_of_the_team_and_no_others() {
    let town = with_sheet().await;
    let month = newest(&town).await;
    let page = town.get(Role::Coordinator, "/regneark/1?maaned=2026-03&vis=alle").await;
    let own: usize = page.attribute("data-total-raekker").and_then(|n| n.parse().ok()).expect("et antal");
    assert!(own < month.lines.len(), "{own} af {}", month.lines.len());
    for role in [Role::Caseworker, Role::Director, Role::Administrator, Role::ProviderManager] {
        assert_eq!(town.get(role, "/regneark/1").await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

/// The numbers of a page: where each leads, its value, what it counts.
fn numbers(body: &str) -> Vec<(String, String, String)> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split_once('"')?.0.replace("&#38;", "&"))
    };
    let tags = body.split("<a ").skip(1).map(|rest| format!(" {}", rest.split('>').next().unwrap_or("")));
    tags.filter_map(|tag| {
        Some((attribute(&tag, "href")?, attribute(&tag, "data-tal")?, attribute(&tag, "data-enhed")?))
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_a_sheet_opens_to_its_lines() {
    let town = with_sheet().await;
    for role in [Role::EconomyConsultant, Role::Coordinator, Role::Auditor] {
        for path in ["/regneark", "/regneark/1", "/regneark/1?maaned=2026-02&vis=alle"] {
            let page = town.get(role, path).await;
            let numbers = numbers(&page.body);
            assert!(numbers.len() >= 3, "{role:?} {path}: {}", numbers.len());
            for (href, value, unit) in numbers {
                let behind = town.get(role, &href).await;
                let total = behind.attribute(&format!("data-total-{unit}"));
                assert_eq!(total, Some(value.as_str()), "{role:?} {path}: {href} {unit}");
            }
        }
    }
}
