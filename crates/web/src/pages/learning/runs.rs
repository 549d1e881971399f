//! The heaviest causes from run to run of one control.

use super::cause;
use super::list::Wish;
use crate::filter::ItemFilter;
use crate::number::{Num, Unit};
use crate::pages::deviations::words::Words;
use crate::parts::{Chart, Series, Tab};
use crate::query::address;
use app::access::Scope;
use app::current::{BoardItem, ControlNow, Current};
use domain::calendar::Day;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Causes that are shown.
const CAUSES: usize = 8;
/// Lines that a chart holds.
const LINES: usize = 4;
/// Runs that a table holds.
const RUNS: usize = 12;

/// The table and its chart.
pub(super) struct Runs {
    /// The controls, where there are more than one.
    pub(super) tabs: Vec<Tab>,
    /// The day of each run's basis.
    pub(super) days: Vec<String>,
    /// A cause each: its count in every run.
    pub(super) rows: Vec<(String, Vec<Num>)>,
    /// For the script.
    pub(super) json: String,
    /// In words.
    pub(super) text: String,
}

/// A run: its number (`None` for the newest), its day, and what the one who looks may see of it.
type Ran<'c> = (Option<i64>, Day, Vec<&'c Arc<BoardItem>>);

impl Runs {
    /// Of the control of this name, else of the one that compares most; `None` where it has run once or never.
    pub(super) fn of(current: &Current, scope: &Scope, words: &Words<'_>, named: &str) -> Option<Runs> {
        let named = Some(named).filter(|name| !name.is_empty());
        let control = current.control(named).or_else(|| current.control(None))?;
        let runs = runs(current, scope, control)?;
        let name = &control.shown.name;
        let mut groups: BTreeMap<String, (String, ItemFilter, Vec<i64>)> = BTreeMap::new();
        for (at, (_, _, items)) in runs.iter().enumerate() {
            for own in items {
                let cause = cause("", words, own);
                let entry = groups.entry(cause.filter.address());
                let (.., counts) = entry.or_insert_with(|| (cause.text, cause.filter, vec![0; runs.len()]));
                counts[at] += 1;
            }
        }
        let mut groups: Vec<(String, ItemFilter, Vec<i64>)> = groups.into_values().collect();
        groups.sort_by_key(|(text, _, counts)| (Reverse(counts.iter().sum::<i64>()), text.clone()));
        groups.truncate(CAUSES);
        let days: Vec<String> = runs.iter().map(|(_, day, _)| day.danish()).collect();
        let series = groups.iter().take(LINES).map(|(text, _, counts)| Series {
            navn: text.clone(),
            tal: counts.clone(),
            farve: String::new(),
        });
        let chart = Chart {
            slags: "linje",
            kategorier: days.clone(),
            serier: series.collect(),
            enhed: "afvigelser".to_owned(),
            ..Chart::default()
        };
        let text = groups.first().map_or_else(String::new, |(text, _, counts)| {
            let (first, last) = (counts.first().copied().unwrap_or(0), counts.last().copied().unwrap_or(0));
            format!("«{text}» er gået fra {first} til {last} siden {}.", days[0])
        });
        let row = |(text, filter, counts): (String, ItemFilter, Vec<i64>)| {
            let nums = counts.iter().zip(&runs).map(|(count, (run, ..))| {
                let href = match run {
                    Some(run) => Wish::of_run(*run, &filter).address(),
                    None => ItemFilter { kontrol: name.clone(), fund: true, ..filter.clone() }.address(),
                };
                Num::count(*count, Unit::Deviations, href)
            });
            (text, nums.collect())
        };
        Some(Runs {
            tabs: tabs(current, control),
            json: chart.json(),
            text,
            rows: groups.into_iter().map(row).collect(),
            days,
        })
    }
}

/// The runs of a control, the oldest first.
fn runs<'c>(current: &'c Current, scope: &'c Scope, control: &'c ControlNow) -> Option<Vec<Ran<'c>>> {
    let at = current.controls.iter().position(|own| std::ptr::eq(own, control))?;
    let newest = control.newest.as_ref()?;
    let earlier = &control.earlier;
    let mut out: Vec<Ran<'c>> = earlier[earlier.len().saturating_sub(RUNS - 1)..]
        .iter()
        .map(|own| {
            let seen = own.seen.iter().filter_map(|seen| current.item(scope, seen.item));
            (Some(own.run.seq), own.run.trace.day, seen.collect())
        })
        .collect();
    let now = current.items(scope).filter(|own| own.control == Some(at));
    out.push((None, newest.trace.day, now.collect()));
    (out.len() > 1).then_some(out)
}

fn tabs(current: &Current, chosen: &ControlNow) -> Vec<Tab> {
    if current.controls.len() < 2 {
        return Vec::new();
    }
    let tab = |control: &ControlNow| Tab {
        href: format!("{}#koersler", address("/laering", &[("kontrol", &control.shown.name)])),
        text: control.shown.name.clone(),
        current: std::ptr::eq(control, chosen),
        count: String::new(),
    };
    current.controls.iter().map(tab).collect()
}
