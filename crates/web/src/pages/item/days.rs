//! The days of a deviation as strips, a lane a source, and what its months cost.

use super::Sight;
use crate::parts::strip::{Span, Strip};
use app::access::Subject;
use app::commands::explain_citizen::Strip as Told;
use domain::amount::Oere;
use domain::calendar::{Day, Month, Period};
use domain::deviation::Cause;
use domain::law::LawBook;
use domain::observation::{Role, Standing};
use report::danish;
use std::collections::{BTreeMap, BTreeSet};

/// What months cost in each system.
pub(crate) struct PriceTable {
    /// The systems.
    pub(crate) systems: Vec<String>,
    /// A month: its name, and the sum of each system; none where the system has no price.
    pub(crate) months: Vec<(String, Vec<Option<String>>)>,
}

/// Days shown before and after the deviation's own, at least.
const BESIDE: i64 = 92;

/// The strips, and whether they are cut out of the control's window.
pub(super) fn strips(sight: &Sight<'_>, whole: bool) -> (Vec<Strip>, bool) {
    let Some(law) = law(sight) else { return (Vec::new(), false) };
    let item = &sight.own.listed.item;
    let (window, cut) = window(sight, whole);
    let mut out = Vec::new();
    for paragraf in paragraphs(sight, law) {
        let told: Vec<&Told> = told(sight, law, &paragraf).collect();
        let is_own = paragraf == item.key.paragraf;
        if told.is_empty() && !is_own {
            continue;
        }
        let mut strip = Strip::new(paragraf.clone(), window);
        for (at, system) in systems(sight).iter().enumerate() {
            let of_system: Vec<&&Told> = told.iter().filter(|strip| strip.system == *system).collect();
            // A third system without a row says nothing about the two that are compared.
            if at >= 2 && of_system.is_empty() {
                continue;
            }
            let spans: Vec<Span> = of_system.iter().map(|strip| span(strip)).collect();
            strip = strip.lane(system, u8::try_from(at + 1).unwrap_or(4).min(4), &spans);
        }
        if is_own {
            strip = strip.mark(item.sighting.period, "Afvigelsen:");
        }
        out.push(strip);
    }
    (out, cut)
}

fn span(told: &Told) -> Span {
    let what = match (told.standing, told.role) {
        (Standing::NeverTookEffect, _) => "aldrig trådt i kraft",
        (Standing::Unclear, _) => "status ukendt",
        (Standing::Counts, Role::Supplement) => "tillæg",
        (Standing::Counts, Role::Main) => "",
    };
    let name = if told.provider.is_empty() { &told.service } else { &told.provider };
    let text = match (what, name.as_str()) {
        ("", name) => name.to_owned(),
        (what, "") => what.to_owned(),
        (what, name) => format!("{name} ({what})"),
    };
    Span { period: told.period, text, faint: !what.is_empty() }
}

/// The law that the rows were translated by.
pub(super) fn law<'s>(sight: &'s Sight<'_>) -> Option<&'s LawBook> {
    sight.told.as_ref().map(|(content, _)| &content.law)
}

/// The item's paragraph, and the one that registrations mix with it.
fn paragraphs(sight: &Sight<'_>, law: &LawBook) -> Vec<String> {
    let mut out = vec![sight.own.listed.item.key.paragraf.clone()];
    let causes = sight.current.deviation(sight.own).map_or(&[][..], |(_, deviation)| &deviation.causes);
    for cause in causes {
        if let Cause::BlandetParagraf(other) = cause {
            out.push(law.paragraf(*other).written.clone());
        }
    }
    out.dedup();
    out
}

/// The rows on a paragraph that the one who looks may see.
pub(super) fn told<'s>(
    sight: &'s Sight<'_>,
    law: &'s LawBook,
    written: &str,
) -> impl Iterator<Item = &'s Told> {
    let written = written.to_owned();
    let all = sight.told.iter().flat_map(|(_, explained)| &explained.strips);
    all.filter(move |told| {
        let on = told.paragraf.is_some_and(|id| law.paragraf(id).written == written);
        let subject = Subject { paragraf: &written, providers: &told.providers, ..sight.own.subject() };
        on && sight.scope.holds(&subject)
    })
}

/// The titles of the systems: the two of the control first.
pub(super) fn systems(sight: &Sight<'_>) -> Vec<String> {
    let mut out = match sight.own.listed.item.key.sources.as_slice() {
        [_, _] => sight.words.systems(&sight.own.listed.item),
        _ => Vec::new(),
    };
    let ran = sight.own.control.and_then(|at| sight.current.controls[at].ran.as_ref());
    let compared = ran.into_iter().flat_map(|ran| ran.systems()).map(|system| system.title.clone());
    let all = sight.told.iter().flat_map(|(_, explained)| explained.systems.clone());
    for title in compared.chain(all) {
        if !out.contains(&title) {
            out.push(title);
        }
    }
    out
}

/// The days that are drawn: the control's window, or those around the deviation where it is short.
fn window(sight: &Sight<'_>, whole: bool) -> (Period, bool) {
    let period = sight.own.listed.item.sighting.period;
    let around = around(period);
    let ran = sight.own.control.and_then(|at| sight.current.controls[at].ran.as_ref());
    let Some(asked) = ran.map(|ran| ran.control().window) else { return (around, false) };
    match around.intersect(asked) {
        Some(part) if !whole && part.days() * 3 < asked.days() * 2 => (part, true),
        _ => (asked, false),
    }
}

/// Whole months around a period.
fn around(period: Period) -> Period {
    let beside = i32::try_from(period.days().clamp(BESIDE, 366)).unwrap_or(366);
    let from = Day(period.from.0 - beside).month().first();
    Period { from, until: Day(period.until.0 + beside).month().next().first() }
}

/// What the months of the strips cost, where any is known.
pub(super) fn prices(sight: &Sight<'_>, whole: bool) -> Option<PriceTable> {
    let law = law(sight)?;
    let (window, _) = window(sight, whole);
    let systems = systems(sight);
    let mut sums: BTreeMap<(Month, usize), Oere> = BTreeMap::new();
    for told in told(sight, law, &sight.own.listed.item.key.paragraf) {
        let Some(system) = systems.iter().position(|title| *title == told.system) else { continue };
        for (month, oere) in told.prices.iter().flat_map(|price| &price.months) {
            if month.period().overlaps(window) {
                *sums.entry((*month, system)).or_default() += *oere;
            }
        }
    }
    let months: BTreeSet<Month> = sums.keys().map(|(month, _)| *month).collect();
    let used: BTreeSet<usize> = sums.keys().map(|(_, system)| *system).collect();
    let line = |month: &Month| {
        let cell = |at: &usize| sums.get(&(*month, *at)).map(|oere| danish::kroner_with_oere(*oere));
        (month.danish(), used.iter().map(cell).collect())
    };
    (!months.is_empty()).then(|| PriceTable {
        months: months.iter().map(line).collect(),
        systems: used.iter().map(|at| systems[*at].clone()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_deviation_has_months_on_both_sides() {
        let day = |text: &str| Day::parse(text).expect("en dag");
        let short = Period::from_included(day("2026-03-10"), day("2026-03-12")).expect("dage");
        let drawn = around(short);
        assert_eq!((drawn.from, drawn.until), (day("2025-12-01"), day("2026-07-01")));
        let long = around(Period::year(2020));
        assert_eq!((long.from, long.until), (day("2018-12-01"), day("2022-02-01")));
    }
}
