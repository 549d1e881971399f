//! Læring: which causes weigh most, how it goes from run to run, what comes back, how long it takes to correct; and what
//! is decided about it.
//!
//! Invariant: counted from items that the one who looks may see; every count opens to its own list.

mod decided;
mod list;
mod runs;

use crate::error::Answer;
use crate::filter::{ItemFilter, Totals};
use crate::guard::Needs;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::pages::deviations::words::Words;
use crate::parts::{Chart, Series, Tab};
use crate::query::address;
use crate::routes::{Route, act, see};
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::current::{BoardItem, Current};
use askama::Template;
use axum::routing::{get, post};
use domain::amount::divide_rounded;
use domain::deviation::RuleCode;
pub(crate) use list::Wish;
use list::{again, corrected};
use report::danish;
use runs::Runs;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) fn routes() -> Vec<Route> {
    let decides = Needs::To(Right::Decide);
    vec![
        see("/laering", Needs::To(Right::SeeFigures), get(show)),
        see("/laering/liste", Needs::To(Right::SeeRows), get(list::show)),
        see("/laering/beslutninger", decides, get(decided::show)),
        see("/laering/beslutninger/ny", decides, get(decided::new)),
        act("/laering/beslutninger/ny", decides, post(decided::decide)),
        see("/laering/beslutninger/{nr}", decides, get(decided::one)),
        act("/laering/beslutninger/{nr}/slut", decides, post(decided::end)),
    ]
}

/// What causes are gathered by: the word of the address, the tab, the heading.
const BY: [(&str, &str); 3] =
    [("", "Hvad der er galt"), ("paragraf", "Paragraf"), ("ansvarlig", "Hvem der kan rette")];

/// Bars that a chart holds.
const BARS: usize = 10;

#[derive(Template)]
#[template(path = "pages/laering.html")]
struct LearningPage {
    page: Page,
    limits: String,
    tabs: Vec<Tab>,
    heading: &'static str,
    causes: Vec<CauseRow>,
    total: Option<Total>,
    chart: String,
    chart_text: String,
    runs: Option<Runs>,
    back: Vec<BackRow>,
    times: Vec<TimeRow>,
    may_decide: bool,
}

/// A cause.
struct CauseRow {
    text: String,
    count: Num,
    citizens: Num,
    kroner: Num,
    unknown: String,
    share: String,
    together: String,
    decide: String,
}

/// All causes.
struct Total {
    count: Num,
    citizens: Num,
    kroner: Num,
    unknown: String,
}

/// Something that comes back.
struct BackRow {
    text: String,
    back: Num,
    again: Num,
    corrected: Num,
}

/// How long it takes those who can correct.
struct TimeRow {
    who: String,
    corrected: Num,
    median: String,
    ninety: String,
    open: Num,
}

/// What an item is counted under.
pub(super) struct Cause {
    /// As pages write it.
    pub(super) text: String,
    /// Its list among those that are work.
    pub(super) filter: ItemFilter,
}

/// What is wrong, as the list can be asked for it.
fn what(words: &Words<'_>, own: &BoardItem) -> Cause {
    let item = &own.listed.item;
    let attribut = item.key.attribute.map_or("", |attribute| attribute.key());
    Cause {
        text: words.what(item),
        filter: ItemFilter {
            regel: item.key.rule.key().to_owned(),
            attribut: attribut.to_owned(),
            // The only rule that is about days and about values.
            hvad: if attribut.is_empty() && item.key.rule == RuleCode::AfventerOverfoersel {
                "dage".to_owned()
            } else {
                String::new()
            },
            ..ItemFilter::default()
        },
    }
}

pub(super) fn cause(by: &str, words: &Words<'_>, own: &BoardItem) -> Cause {
    match by {
        "paragraf" => {
            let paragraf = own.listed.item.key.paragraf.clone();
            Cause { text: paragraf.clone(), filter: ItemFilter { paragraf, ..ItemFilter::default() } }
        }
        "ansvarlig" => {
            let who = own.listed.responsible.clone();
            let (text, asked) = if who.is_empty() {
                ("Ingen er angivet".to_owned(), crate::filter::NOBODY.to_owned())
            } else {
                (who.clone(), who)
            };
            Cause { text, filter: ItemFilter { ansvarlig: asked, ..ItemFilter::default() } }
        }
        // Two systems apart make one cause: the rule's own words, without a system's name.
        _ => {
            let item = &own.listed.item;
            let name = domain::rules::rule(item.key.rule).name;
            let text = match item.key.attribute {
                Some(attribute) => format!("{name}: {}", attribute.text()),
                None => name.to_owned(),
            };
            Cause { text, ..what(words, own) }
        }
    }
}

async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeFigures)?;
    let by = BY.iter().find(|(key, _)| *key == visit.fields().one("efter")).unwrap_or(&BY[0]);
    let words = Words::new(&visit, &current, &scope);
    let (causes, all) = causes(&visit, &current, &scope, &words, by.0);
    let mut page = visit.page_of("Læring", &current);
    page.answer = answer(&causes, &all);
    let (chart, chart_text) = drawn(&causes);
    let whole = Totals::of(all.iter().copied());
    let href = ItemFilter::default().address();
    let template = LearningPage {
        limits: crate::pages::front::limits(&scope),
        tabs: BY.map(|(key, text)| tab(key, text, by.0)).into(),
        heading: by.1,
        total: (!all.is_empty()).then(|| Total {
            count: Num::count(whole.items as i64, Unit::Deviations, &href),
            citizens: Num::count(whole.citizens as i64, Unit::Citizens, &href),
            kroner: Num::kroner(whole.oere, &href),
            unknown: crate::pages::front::unknown(whole.unknown as i64),
        }),
        runs: Runs::of(&current, &scope, &words, visit.fields().one("kontrol")),
        back: back(&current, &scope, &words),
        times: times(&current, &scope),
        may_decide: visit.may(Right::Decide),
        causes,
        chart,
        chart_text,
        page,
    };
    visit.plain(&template)
}

fn tab(key: &str, text: &str, chosen: &str) -> Tab {
    Tab {
        href: address("/laering", &[("efter", key)]),
        text: text.to_owned(),
        current: key == chosen,
        count: String::new(),
    }
}

/// The causes of what is work, those of most deviations first, and all of it.
fn causes<'c>(
    visit: &Visit,
    current: &'c Current,
    scope: &'c Scope,
    words: &Words<'_>,
    by: &str,
) -> (Vec<CauseRow>, Vec<&'c Arc<BoardItem>>) {
    let all = ItemFilter::default().select(current, scope);
    let mut groups: BTreeMap<String, (Cause, Vec<&Arc<BoardItem>>)> = BTreeMap::new();
    for own in &all {
        let cause = cause(by, words, own);
        groups.entry(cause.filter.address()).or_insert_with(|| (cause, Vec::new())).1.push(own);
    }
    let mut groups: Vec<(Totals, Cause)> =
        groups.into_values().map(|(cause, list)| (Totals::of(list.iter().copied()), cause)).collect();
    groups.sort_by(|(a, own), (b, other)| {
        (Reverse(a.items), Reverse(a.oere.0.abs()), &own.text).cmp(&(
            Reverse(b.items),
            Reverse(b.oere.0.abs()),
            &other.text,
        ))
    });
    let (total, mut so_far) = (all.len(), 0);
    let rows = groups.into_iter().map(|(totals, cause)| {
        so_far += totals.items;
        let href = cause.filter.address();
        let asked = href.split_once('?').map_or("", |(_, query)| query).to_owned();
        CauseRow {
            count: Num::count(totals.items as i64, Unit::Deviations, &href),
            citizens: Num::count(totals.citizens as i64, Unit::Citizens, &href),
            kroner: Num::kroner(totals.oere, &href),
            unknown: crate::pages::front::unknown(totals.unknown as i64),
            share: percent(totals.items, total),
            together: percent(so_far, total),
            decide: if visit.may(Right::Decide) {
                address("/laering/beslutninger/ny", &[("spoerg", &asked)])
            } else {
                String::new()
            },
            text: cause.text,
        }
    });
    (rows.collect(), all)
}

fn percent(part: usize, of: usize) -> String {
    let of = of.max(1) as i128;
    format!("{} %", divide_rounded(part as i128 * 100, of))
}

fn answer(causes: &[CauseRow], all: &[&Arc<BoardItem>]) -> String {
    let Some(heaviest) = causes.first() else {
        return "Der er ingen åbne afvigelser at lære af.".to_owned();
    };
    let half = causes
        .iter()
        .take_while(|row| row.together.trim_end_matches(" %").parse::<i64>().unwrap_or(0) < 80)
        .count()
        + 1;
    let half = half.min(causes.len());
    let many = danish::count(all.len() as i64, "åben afvigelse", "åbne afvigelser");
    if causes.len() == 1 {
        return format!("{many}, alle under: {}.", heaviest.text.to_lowercase());
    }
    format!("{half} af {} grupper står bag {} af {many}.", causes.len(), causes[half - 1].together)
}

/// The chart and its words.
fn drawn(causes: &[CauseRow]) -> (String, String) {
    let bars = || causes.iter().take(BARS);
    let chart = Chart {
        slags: "liggende",
        kategorier: bars().map(|row| row.text.clone()).collect(),
        serier: vec![Series {
            navn: "Åbne afvigelser".to_owned(),
            tal: bars().map(|row| row.count.value.unwrap_or(0)).collect(),
            farve: "kilde-1".to_owned(),
        }],
        enhed: "afvigelser".to_owned(),
        links: bars().map(|row| row.count.href.clone()).collect(),
        ..Chart::default()
    };
    let text = match causes.first() {
        Some(first) => format!("Mest er «{}»: {} af de åbne.", first.text, first.share),
        None => String::new(),
    };
    (chart.json(), text)
}

/// What has come back, and what was put right and found again on the same citizen and paragraph.
fn back(current: &Current, scope: &Scope, words: &Words<'_>) -> Vec<BackRow> {
    let mut groups: BTreeMap<String, (Cause, [i64; 3])> = BTreeMap::new();
    let found = again(current, scope);
    for own in current.items(scope) {
        let came_back = own.listed.item.standing.times_back > 0;
        let again = found.contains(&own.listed.item.id);
        if !came_back && !again && !corrected(own) {
            continue;
        }
        let cause = cause("", words, own);
        let counts = &mut groups.entry(cause.filter.address()).or_insert_with(|| (cause, [0; 3])).1;
        counts[0] += i64::from(came_back);
        counts[1] += i64::from(again);
        counts[2] += i64::from(corrected(own));
    }
    let mut out: Vec<(i64, BackRow)> = groups
        .into_values()
        .filter(|(_, counts)| counts[0] + counts[1] > 0)
        .map(|(cause, counts)| {
            let num = |at: usize, slags: &str| {
                Num::count(counts[at], Unit::Deviations, Wish::of_cause(slags, &cause.filter).address())
            };
            let row = BackRow {
                back: num(0, "tilbage"),
                again: num(1, "igen"),
                corrected: num(2, "rettet"),
                text: cause.text,
            };
            (counts[0] + counts[1], row)
        })
        .collect();
    out.sort_by(|(a, own), (b, other)| (Reverse(a), &own.text).cmp(&(Reverse(b), &other.text)));
    out.into_iter().map(|(_, row)| row).collect()
}

/// By who can correct: how many were put right, how long half and nine of ten of them took, and how many stand open.
fn times(current: &Current, scope: &Scope) -> Vec<TimeRow> {
    let mut groups: BTreeMap<String, (Vec<i64>, i64)> = BTreeMap::new();
    for own in current.items(scope) {
        let entry = groups.entry(own.listed.responsible.clone()).or_default();
        if corrected(own) {
            entry.0.push(own.listed.age_days);
        } else if own.listed.item.standing.status.is_work() {
            entry.1 += 1;
        }
    }
    let row = |(who, (mut days, open)): (String, (Vec<i64>, i64))| {
        days.sort_unstable();
        let asked = if who.is_empty() { crate::filter::NOBODY.to_owned() } else { who.clone() };
        let within = |percent: usize| match days.is_empty() {
            true => String::new(),
            false => danish::count(days[(days.len() * percent).div_ceil(100).max(1) - 1], "dag", "dage"),
        };
        TimeRow {
            median: within(50),
            ninety: within(90),
            corrected: Num::count(
                days.len() as i64,
                Unit::Deviations,
                Wish::of_who("rettet", &asked).address(),
            ),
            open: Num::count(
                open,
                Unit::Deviations,
                ItemFilter { ansvarlig: asked, ..ItemFilter::default() }.address(),
            ),
            who: if who.is_empty() { "Ingen er angivet".to_owned() } else { who },
        }
    };
    let mut out: Vec<TimeRow> =
        groups.into_iter().filter(|(_, (days, open))| !days.is_empty() || *open > 0).map(row).collect();
    out.sort_by_key(|row| {
        (
            Reverse(row.corrected.value.max(Some(0)).unwrap_or(0) + row.open.value.unwrap_or(0)),
            row.who.clone(),
        )
    });
    out
}
