//! What people in the invented municipality have done with sheets, rights and settings. Everything is invented.

use anyhow::Context as _;
use app::access::{Grant, Role};
use app::commands::demo_users::PEOPLE;
use app::commands::import_extract::{ImportExtract, Progress, import_extract};
use app::commands::sheets::beside::{LineStanding, explanations, months, standing};
use app::commands::sheets::{self, Sheet, SheetState};
use app::commands::users::{confirm, find_user, grant_role, on_page};
use app::edge;
use app::purpose::Purpose;
use app::session::Session;
use app::settings;
use domain::calendar::Day;
use std::path::PathBuf;

/// The source that reads the sheet.
const SOURCE: &str = "dispositionsark";

/// Registers the sheets, reads the old disponeringsark of each month in beside, changes a setting and answers for rights.
pub(super) async fn seed(session: &Session, sheets_of_months: &[(PathBuf, Day)]) -> anyhow::Result<()> {
    let economy = session.of("demo-oekonomi", &edge::now(), Purpose::AfvigelseRet);
    let number = registered(&economy).await?;
    for (file, day) in sheets_of_months {
        let stated =
            domain::landscape::ExtractFacts { extracted: Some(*day), covers: None, current_only: false };
        let request = ImportExtract { source: SOURCE.to_owned(), files: vec![file.clone().into()], stated };
        import_extract(&economy, &request, &Progress::default()).await?;
    }
    explained(&economy, &number).await?;
    let rule = session.of("demo-administrator", &edge::now(), Purpose::Tilsyn);
    settings::set(
        &rule,
        settings::FOLLOW_UP_DAYS.key,
        Some(180),
        "Besluttet på fagledermødet: der følges op to gange om året",
    )
    .await?;
    rights(session, &rule).await
}

async fn registered(session: &Session) -> anyhow::Result<String> {
    let sheet = |titel: &str, ejer: &str, til: &str, af: &str, ligger: &str, side: &str| Sheet {
        titel: titel.to_owned(),
        ejer: ejer.to_owned(),
        bruges_til: til.to_owned(),
        bruges_af: af.to_owned(),
        ligger: ligger.to_owned(),
        side: side.to_owned(),
        kilde: String::new(),
        system: String::new(),
        tilstand: SheetState::IBrug,
        slukket: String::new(),
        slukket_af: String::new(),
    };
    let disposition = Sheet {
        kilde: SOURCE.to_owned(),
        system: "as2007".to_owned(),
        ..sheet(
            "Disponeringsark 2026",
            "Økonomikonsulenten",
            "Disponering af hver borger til disponeringsmødet",
            "Økonomi og myndighedslederen",
            "Fællesdrevet, Voksenhandicap/Økonomi",
            "/regneark",
        )
    };
    let number = sheets::register(session, disposition).await?;
    sheets::set_state(
        session,
        &number,
        SheetState::VedSiden,
        seq(session, &number).await?,
        "Læses nu hver måned",
    )
    .await?;
    let list = sheet(
        "Fejlliste til AS2007",
        "Afregningsteamet",
        "Hvad der skal rettes i AS2007, og hvem der gør det",
        "Afregningsteamet og visitationen",
        "Teams, Datamødet",
        "/rettelser",
    );
    let off = sheets::register(session, list).await?;
    let before = seq(session, &off).await?;
    sheets::switch_off(session, &off, "2026-02-20", "Rettelsesarket bruges nu på datamødet", false, before)
        .await?;
    let cases = sheet(
        "Mine sager, Team Nord",
        "Fagkoordinatoren i Team Nord",
        "Opfølgning og næste dato for hver borger",
        "Sagsbehandlerne i Team Nord",
        "Hver sagsbehandlers eget drev",
        "/sager",
    );
    sheets::register(session, cases).await?;
    Ok(number)
}

async fn seq(session: &Session, number: &str) -> anyhow::Result<i64> {
    Ok(sheets::found(session, number).await?.seq)
}

/// A person has said why of one line that the data do not explain.
async fn explained(session: &Session, number: &str) -> anyhow::Result<()> {
    let sheet = sheets::found(session, number).await?.line;
    let all = months(session, &sheet).await?;
    let written = explanations(session, number).await?;
    let Some(newest) = all.last() else { return Ok(()) };
    let open = newest
        .lines
        .iter()
        .find(|line| standing(number, newest, line, &written) == LineStanding::Unexplained);
    let Some(line) = open else { return Ok(()) };
    let text = "Aftalt på disponeringsmødet: arket rettes, når bevillingen er genbesøgt i marts";
    sheets::explain(session, number, line.citizen, newest.paragraf(line), line.difference(), text).await
}

/// A role that ended, one that waits, and the answers of last quarter.
async fn rights(session: &Session, rule: &Session) -> anyhow::Result<()> {
    let quarter = Day::parse("2025-12-10").context("en dag i fjerde kvartal")?;
    let manager = session.of("demo-myndighed", &edge::now(), Purpose::Tilsyn);
    for (name, _, role) in PEOPLE {
        let by = if role == Role::AuthorityManager { session } else { &manager };
        confirm::answer(by, name, role.key(), quarter, true, "").await?;
    }
    let ended = Grant { til: "2026-02-28".to_owned(), ..Grant::of(Role::BiConsultant) };
    grant_role(rule, "demo-oekonomi", &ended).await?;
    let Some(coordinator) = find_user(session, "demo-koordinator").await? else { return Ok(()) };
    let team = coordinator.grants.first().map_or_else(String::new, |grant| grant.team.clone());
    let waits = Grant { team, ..Grant::of(Role::Coordinator) };
    on_page::ask_for_role(rule, "demo-administrativ", &waits).await?;
    Ok(())
}
