//! `/borgere`: the search, and under it the citizens of those who have their own; for others those with most to put
//! right.

use crate::error::Answer;
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::Pages;
use crate::query::address;
use crate::visit::Visit;
use app::access::{Reach, Right, Scope, Subject};
use app::current::Current;
use app::purpose::Purpose;
use askama::Template;
use domain::person::CitizenId;
use report::danish;
use std::collections::{BTreeMap, BTreeSet};

/// Citizens a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/borgere.html")]
pub(super) struct ListPage {
    page: Page,
    error: &'static str,
    caption: &'static str,
    lines: Vec<Line>,
    total: usize,
    pages: Pages,
    caseworkers: bool,
    nothing: &'static str,
}

struct Line {
    citizen: CitizenId,
    paragraffer: String,
    providers: String,
    caseworkers: String,
    open: Num,
}

impl ListPage {
    /// Whom the page is about.
    pub(super) fn citizens(&self) -> Vec<CitizenId> {
        self.lines.iter().map(|line| line.citizen).collect()
    }
}

pub(super) async fn show(visit: Visit) -> Answer {
    let scope = visit.scope(Right::SeeCitizen)?;
    let current = visit.current().await?;
    let template = drawn(&visit, &current, &scope, "");
    let citizens = template.citizens();
    visit.show(Purpose::SagOpfoelgning, "liste_borgere", &visit.query, citizens, &template).await
}

/// True where the one who looks may know of the citizen: any row of theirs is inside.
pub(super) fn is_mine(current: &Current, scope: &Scope, citizen: CitizenId) -> bool {
    if scope.is_everybody() || current.sees(scope, citizen, "") || has_item(current, scope, citizen) {
        return true;
    }
    // An area is paragraphs: asked of what the controls compared.
    let rows = current.row_scope(scope, citizen);
    let mut reached = current.controls.iter().filter_map(|control| control.ran.as_ref()).flat_map(|ran| {
        let own = ran.reached().iter().filter(|row| row.citizen == citizen);
        own.map(|row| ran.law().paragraf(row.paragraf).written.as_str())
    });
    scope.reach() == Reach::Area && reached.any(|written| rows.holds(written, &[]))
}

fn has_item(current: &Current, scope: &Scope, citizen: CitizenId) -> bool {
    current.items(scope).any(|item| item.listed.item.key.citizen == citizen)
}

pub(super) fn drawn(visit: &Visit, current: &Current, scope: &Scope, error: &'static str) -> ListPage {
    let mut open: BTreeMap<CitizenId, usize> = BTreeMap::new();
    for item in current.items(scope).filter(|item| item.listed.item.standing.status.is_work()) {
        *open.entry(item.listed.item.key.citizen).or_default() += 1;
    }
    let own = matches!(scope.reach(), Reach::Own | Reach::Team | Reach::Provider | Reach::Sample);
    let mut citizens: BTreeSet<CitizenId> = open.keys().copied().collect();
    if own {
        citizens.extend(current.directory.citizens().filter(|citizen| current.sees(scope, *citizen, "")));
    }
    let mut citizens: Vec<CitizenId> = citizens.into_iter().collect();
    citizens.sort_by_key(|citizen| (std::cmp::Reverse(open.get(citizen).copied().unwrap_or(0)), *citizen));
    let total = citizens.len();
    let last = total.div_ceil(PAGE).max(1);
    let side = visit.fields().number("side").unwrap_or(1).clamp(1, last);
    let shown: Vec<CitizenId> = citizens.into_iter().skip((side - 1) * PAGE).take(PAGE).collect();
    let lines = lines(current, scope, &shown, &open);
    let first = (side - 1) * PAGE + 1;
    let summary = match total {
        0 => String::new(),
        1 => "1 borger".to_owned(),
        _ => format!("{} borgere, {first}-{} vises", danish::whole(total as i64), first + shown.len() - 1),
    };
    let href = |page: usize| {
        address("/borgere", &[("side", &if page > 1 { page.to_string() } else { String::new() })])
    };
    ListPage {
        page: Page { answer: answer(scope, total, &open), ..visit.page_of("Borgere", current) },
        error,
        caption: match scope.reach() {
            Reach::Own => "Dine borgere",
            Reach::Team => "Teamets borgere",
            Reach::Provider => "Borgere på jeres tilbud",
            Reach::Sample => "Månedens stikprøve",
            _ => "Borgere med flest åbne afvigelser",
        },
        pages: Pages::new(summary, side, last, href),
        caseworkers: matches!(scope.reach(), Reach::Team | Reach::Area),
        nothing: match scope.reach() {
            Reach::Own => {
                "Ingen af systemerne nævner dig som sagsbehandler, og du har ikke fået nogen afvigelse. Bed jeres administrator \
                 om at skrive de navne eller initialer, som systemerne kender dig under."
            }
            Reach::Team => {
                "Ingen af systemernes sagsbehandlere er i teamet. Bed jeres administrator om at rette teamets navn."
            }
            Reach::Provider => "Ingen af systemerne har rækker på jeres tilbud.",
            Reach::Sample => "Stikprøven er tom i denne måned.",
            _ => "Ingen borgere har åbne afvigelser.",
        },
        lines,
        total,
    }
}

fn answer(scope: &Scope, total: usize, open: &BTreeMap<CitizenId, usize>) -> String {
    let number =
        |n: usize, one: &str, many: &str| danish::count(i64::try_from(n).unwrap_or(i64::MAX), one, many);
    let with = number(open.len(), "borger har", "borgere har");
    match scope.reach() {
        _ if total == 0 => String::new(),
        Reach::Own | Reach::Team | Reach::Provider | Reach::Sample => {
            format!(
                "{}; {} åbne afvigelser.",
                number(total, "borger", "borgere"),
                number(open.len(), "har", "har")
            )
        }
        _ => format!("{with} åbne afvigelser."),
    }
}

fn lines(
    current: &Current,
    scope: &Scope,
    shown: &[CitizenId],
    open: &BTreeMap<CitizenId, usize>,
) -> Vec<Line> {
    let mut paragraffer: BTreeMap<CitizenId, BTreeSet<&str>> = BTreeMap::new();
    let wanted: BTreeSet<CitizenId> = shown.iter().copied().collect();
    // Of another's provider a provider's manager learns nothing: there only the deviations say which paragraphs.
    if scope.reach() != Reach::Provider {
        for control in &current.controls {
            let Some(ran) = &control.ran else { continue };
            for row in ran.reached().iter().filter(|row| wanted.contains(&row.citizen)) {
                let written = ran.law().paragraf(row.paragraf).written.as_str();
                paragraffer.entry(row.citizen).or_default().insert(written);
            }
        }
    }
    for item in current.items(scope) {
        let key = &item.listed.item.key;
        if wanted.contains(&key.citizen) {
            paragraffer.entry(key.citizen).or_default().insert(&key.paragraf);
        }
    }
    let line = |citizen: &CitizenId| {
        let rows = current.row_scope(scope, *citizen);
        let all = paragraffer.remove(citizen).unwrap_or_default();
        let is_provider = scope.reach() == Reach::Provider;
        let own: Vec<&str> = all.into_iter().filter(|own| is_provider || rows.holds(own, &[])).collect();
        let filter = ItemFilter { borger: citizen.to_string(), ..ItemFilter::default() };
        let count = open.get(citizen).copied().unwrap_or(0);
        Line {
            citizen: *citizen,
            paragraffer: own.join(", "),
            providers: providers(current, scope, *citizen).join(", "),
            caseworkers: current.directory.who(*citizen).caseworkers.join(", "),
            open: Num::count(count, Unit::Deviations, filter.address()),
        }
    };
    shown.iter().map(line).collect()
}

/// Names of the citizen's providers; a provider's manager sees the own ones.
fn providers(current: &Current, scope: &Scope, citizen: CitizenId) -> Vec<String> {
    let mut all = current.directory.who(citizen).providers.clone();
    all.retain(|word| word.chars().any(char::is_alphabetic));
    if scope.reach() == Reach::Provider {
        all.retain(|word| {
            scope.holds(&Subject {
                citizen: Some(citizen),
                providers: std::slice::from_ref(word),
                ..Subject::default()
            })
        });
    }
    all
}
