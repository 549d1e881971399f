//! What people of the invented municipality have done by themselves: sheets sent, corrections beside figures, follow-ups.
//!
//! Invariant: everything goes through the verbs that pages use, on the day that the session lives in.

use app::access::{Grant, Right, Role, Scope};
use app::commands::basis_correction::{Correction, NewCorrection, correct_basis};
use app::commands::case_year::Case;
use app::commands::correct_source::{
    LINES_MAX, Reports, SentSheet, deadline, is_to_correct, send_sheet, sent_line,
};
use app::commands::follow_up::{Said, follow_up};
use app::commands::users::list_users;
use app::current::{BoardItem, Current};
use app::session::Session;
use domain::calendar::Day;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lines of a sheet of the demo: what somebody types in an afternoon.
const LINES: usize = 24;

/// Cases that somebody has followed up.
const FOLLOWED: usize = 20;

/// Last follow-up, next one, remark. The third and seventh of each round are late.
const ROUND: [(&str, &str, &str); 8] = [
    ("2025-11-12", "2026-11-12", ""),
    ("2025-09-03", "2026-09-03", "Ny VUM til sommer"),
    ("2025-02-18", "2026-02-18", "Borger ønsker færre timer; afventer svar fra tilbuddet"),
    ("2026-01-20", "2026-07-20", "Halvårlig opfølgning aftalt"),
    ("2025-12-04", "2026-12-04", ""),
    ("2025-06-11", "2026-06-11", "Takst forhandles med leverandøren"),
    ("2025-03-05", "2026-03-05", "Handleplan skal revideres"),
    ("2026-02-10", "2027-02-10", "Fulgt op på møde"),
];

/// The sheet and the corrections of a month: to those who have most to put right in a system.
pub(super) async fn month(session: &Session, source: &str, today: Day) -> anyhow::Result<()> {
    let current = Current::read(session, None).await?;
    let scope = everybody(today);
    let own = current.items(&scope).filter(|own| is_to_correct(&own.listed.item));
    let own: Vec<&Arc<BoardItem>> = own.filter(|own| own.target.source == source).collect();
    let mut by_who: BTreeMap<&str, Vec<&Arc<BoardItem>>> = BTreeMap::new();
    for item in &own {
        by_who.entry(&item.listed.responsible).or_default().push(item);
    }
    let Some((who, list)) = by_who.into_iter().max_by_key(|(_, list)| list.len()) else { return Ok(()) };
    let reports = Reports::of(&current);
    let lines = list.iter().map(|own| sent_line(own, &own.target, &reports.ask(own)));
    let arrival = current.arrivals.iter().find(|arrival| arrival.source == source);
    let sheet = SentSheet {
        system: source.to_owned(),
        titel: arrival.map_or_else(|| source.to_owned(), |arrival| arrival.title.clone()),
        hvem: who.to_owned(),
        sendt: today.iso(),
        frist: deadline(session, &current, source, today).await?.iso(),
        besked: "Tag dem med flest dage først.".to_owned(),
        linjer: lines.take(LINES.min(LINES_MAX)).collect(),
        fortrudt: false,
    };
    send_sheet(session, sheet).await?;
    let days = list.iter().filter(|own| {
        let item = &own.listed.item;
        item.key.attribute.is_none() && item.sighting.question.is_some() && item.sighting.period.days() > 14
    });
    for own in days.take(2) {
        correct(session, own, today).await?;
    }
    Ok(())
}

/// What is put right today is laid beside the figure until the extract has it.
async fn correct(session: &Session, own: &BoardItem, today: Day) -> anyhow::Result<()> {
    let item = &own.listed.item;
    let period = item.sighting.period;
    let line = Correction {
        system: own.target.source.clone(),
        paragraf: item.key.paragraf.clone(),
        fra: period.from.iso(),
        til: period.last_day().iso(),
        aarsvaerk: Some(period.days() * 100 / 365),
        oere: item.sighting.oere.map(|oere| oere.0).filter(|oere| *oere != 0),
        hvorfor: "Ret i dag, afventer udtræk".to_owned(),
        ejer: "demo-oekonomi".to_owned(),
        udloeber: Day(today.0 + 60).iso(),
        afvigelse: item.id.to_string(),
        taget_tilbage: false,
    };
    if line.aarsvaerk == Some(0) && line.oere.is_none() {
        return Ok(());
    }
    correct_basis(session, NewCorrection { line, citizen: Some(item.key.citizen) }, today).await?;
    Ok(())
}

/// Follow-ups on cases of the demo's own caseworker and of the team.
pub(super) async fn follow_ups(session: &Session, today: Day) -> anyhow::Result<()> {
    let current = Current::read(session, None).await?;
    let year = current.year(session)?;
    let users = list_users(session).await?;
    let grants = || users.iter().flat_map(|user| &user.grants);
    let own: Vec<String> = grants().flat_map(|grant| grant.sagsbehandler.clone()).collect();
    let team = grants().find(|grant| !grant.team.is_empty()).map_or("", |grant| grant.team.as_str());
    let (mut hers, mut teams): (Vec<&Case>, Vec<&Case>) = (Vec::new(), Vec::new());
    for case in year.cases.iter().filter(|case| case.since.is_some() && case.last.is_none()) {
        let who = current.directory.who(case.citizen);
        if who.caseworkers.iter().any(|name| own.contains(name)) {
            hers.push(case);
        } else if who.teams.iter().any(|name| name == team) {
            teams.push(case);
        }
    }
    // Spread over the list, not its first lines.
    let spread = |list: Vec<&'_ Case>, most: usize| -> Vec<Case> {
        let step = (list.len() / most.max(1)).max(1);
        list.into_iter().step_by(step).take(most).cloned().collect()
    };
    let mut cases = spread(hers, FOLLOWED * 3 / 5);
    let rest = FOLLOWED - cases.len();
    cases.extend(spread(teams, rest));
    for (case, (last, next, remark)) in cases.iter().zip(ROUND.iter().cycle()) {
        let said = Said {
            citizen: case.citizen,
            paragraf: case.paragraf.clone(),
            last: Day::parse(last),
            next: Day::parse(next),
            remark: (*remark).to_owned(),
            before: 0,
        };
        follow_up(session, &said, today).await?;
    }
    Ok(())
}

fn everybody(today: Day) -> Scope {
    let Some(scope) = Scope::of("demo", &Grant::of(Role::BiConsultant), Right::SeeRows, today) else {
        unreachable!("en BI-konsulent ser afvigelser");
    };
    scope
}
