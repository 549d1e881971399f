//! `/rettelser`: how much is to be put right in which system, and by whom; under it the sheets that are sent.

use super::filter::{SheetFilter, Wanted, wanted};
use crate::error::Answer;
use crate::filter::NOBODY;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::people::People;
use crate::pages::deviations::words::Words;
use crate::query::address;
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::commands::basis_correction::number;
use app::commands::correct_source::{Reports, SentSheet, Tick, deadline, on_sheets, sheets, tick};
use app::current::Current;
use app::lines::Kept;
use app::purpose::Purpose;
use askama::Template;
use domain::calendar::Day;
use domain::person::CitizenId;
use domain::work_item::ItemId;
use report::danish;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "pages/rettelser.html")]
struct GroupsPage {
    page: Page,
    to_correct: Num,
    to_clarify: Num,
    rows: Vec<GroupRow>,
    sheets: Vec<SheetRow>,
    nothing: bool,
    never: bool,
}

struct GroupRow {
    system: String,
    who: String,
    href: String,
    correct: Num,
    clarify: Num,
    citizens: Num,
    sent: Num,
    deadline: String,
}

struct SheetRow {
    number: u32,
    system: String,
    who: String,
    sent: String,
    deadline: String,
    done: Num,
    all: Num,
    late: Num,
    regretted: bool,
}

#[derive(Default)]
struct Group {
    who: String,
    correct: i64,
    clarify: i64,
    sent: i64,
    citizens: BTreeSet<CitizenId>,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let session = visit.session(Purpose::AfvigelseRet);
    let kept = sheets(&session).await?;
    let on = on_sheets(&kept);
    let all = wanted(&current, &scope, &on);
    let groups = grouped(&all);
    let words = Words::new(&visit, &current, &scope);
    let people = People::read(&visit).await?;
    let mut rows = Vec::new();
    for ((system, _), group) in &groups {
        let base = SheetFilter {
            system: system.clone(),
            hvem: if group.who.is_empty() { NOBODY.to_owned() } else { group.who.clone() },
            ..SheetFilter::default()
        };
        let open = |hvad: &str, sendte: &str, count: i64| {
            let filter = SheetFilter { hvad: hvad.to_owned(), sendte: sendte.to_owned(), ..base.clone() };
            Num::count(count, Unit::Deviations, filter.address())
        };
        rows.push(GroupRow {
            system: words.title(system).to_owned(),
            who: if group.who.is_empty() { "ikke udpeget".to_owned() } else { people.shown(&group.who) },
            href: base.address(),
            correct: open("ret", "", group.correct),
            clarify: open("afklar", "", group.clarify),
            citizens: Num::count(group.citizens.len() as i64, Unit::Citizens, base.address()),
            sent: open("", "kun", group.sent),
            deadline: deadline(&session, &current, system, visit.day()).await?.danish(),
        });
    }
    let [correct, clarify]: [i64; 2] =
        [groups.values().map(|group| group.correct).sum(), groups.values().map(|group| group.clarify).sum()];
    let template = GroupsPage {
        to_correct: Num::count(correct, Unit::Deviations, ""),
        to_clarify: Num::count(clarify, Unit::Deviations, ""),
        rows,
        nothing: groups.is_empty(),
        never: current.controls.iter().all(|control| control.newest.is_none()),
        sheets: sheet_rows(&current, &scope, &kept, &people, visit.day()),
        page: visit.page_of("Rettelsesark", &current),
    };
    visit.plain(&template)
}

fn grouped(all: &[Wanted<'_>]) -> BTreeMap<(String, String), Group> {
    let mut groups: BTreeMap<(String, String), Group> = BTreeMap::new();
    for wanted in all {
        let who = &wanted.own.listed.responsible;
        let key = (wanted.own.target.source.clone(), who.to_lowercase());
        let group = groups.entry(key).or_default();
        group.who.clone_from(who);
        match (wanted.sheet, wanted.ask.clarify) {
            (Some(_), _) => group.sent += 1,
            (None, true) => group.clarify += 1,
            (None, false) => group.correct += 1,
        }
        if wanted.sheet.is_none() {
            group.citizens.insert(wanted.own.listed.item.key.citizen);
        }
    }
    groups
}

/// Late ones first, then those that lack most.
fn sheet_rows(
    current: &Current,
    scope: &Scope,
    kept: &[Kept<SentSheet>],
    people: &People,
    today: Day,
) -> Vec<SheetRow> {
    let reports = Reports::of(current);
    let mut rows: Vec<SheetRow> = kept
        .iter()
        .map(|sheet| {
            let ticks = ticks(current, scope, &reports, sheet, today);
            let here = format!("/rettelser/{}", sheet.name);
            let count = |wish: fn(&Tick) -> bool, tilstand: &str| {
                let count = ticks.iter().filter(|tick| wish(tick)).count();
                Num::count(count as i64, Unit::Deviations, address(&here, &[("tilstand", tilstand)]))
            };
            SheetRow {
                number: number(&sheet.name),
                system: sheet.line.titel.clone(),
                who: people.shown(&sheet.line.hvem),
                sent: danish::iso_day(&sheet.line.sendt),
                deadline: danish::iso_day(&sheet.line.frist),
                done: count(|tick| matches!(tick, Tick::Corrected(_)), "rettet"),
                late: count(|tick| *tick == Tick::Late, "forsinket"),
                all: count(|_| true, ""),
                regretted: sheet.line.fortrudt,
            }
        })
        .filter(|row| row.all.value != Some(0))
        .collect();
    rows.sort_by_key(|row| {
        (row.late.value == Some(0), row.done.value == row.all.value, std::cmp::Reverse(row.number))
    });
    rows
}

/// What became of the lines that the one who looks may see.
fn ticks(
    current: &Current,
    scope: &Scope,
    reports: &Reports<'_>,
    sheet: &Kept<SentSheet>,
    today: Day,
) -> Vec<Tick> {
    let lines = sheet.line.linjer.iter().filter_map(|line| {
        let own = current.item(scope, ItemId::parse(&line.afvigelse)?)?;
        let now = own.listed.item.standing.status.is_work().then(|| reports.now(own));
        Some(tick(&sheet.line, line, own, now.as_ref(), today))
    });
    lines.collect()
}
