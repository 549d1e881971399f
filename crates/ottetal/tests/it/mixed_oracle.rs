//! A naive 8-talskontrol by sets of days, over the rows that the extract files were written from.
//!
//! Slow and simple on purpose, and without a thought of periods: it asks each day by itself.

use crate::days::Days;
use std::collections::{BTreeMap, BTreeSet};
use synth::{Municipality, Row, System, Unit};

/// Question (none for double rows), attribute (none for days), number, paragraph.
pub(crate) type Place = (Option<u8>, Option<&'static str>, String, String);

/// Which days are reported where.
pub(crate) type Reported = BTreeMap<Place, Days>;

/// One citizen on one paragraph in one system: the rows of each day of the window.
type History<'a> = BTreeMap<i32, Vec<&'a Row>>;

/// Questions and attributes that differ on a day.
type Differences = Vec<(u8, &'static str)>;

/// Values of one day in one system.
type Values = BTreeSet<String>;

/// What must be reported of Nexus against another system.
pub(crate) fn reported(made: &Municipality, system_2: System) -> Reported {
    let mut histories: BTreeMap<(String, String), [History<'_>; 2]> = BTreeMap::new();
    for (side, system) in [System::Nexus, system_2].into_iter().enumerate() {
        for row in made.rows(system).iter().filter(|row| row.counts() && asked(made, row, system_2)) {
            let history =
                &mut histories.entry((row.cpr.to_string(), row.paragraf().to_owned())).or_default()[side];
            let last = row.to.map_or(made.window.to.0, |to| to.0.min(made.window.to.0));
            for day in row.from.0.max(made.window.from.0)..=last {
                history.entry(day).or_default().push(row);
            }
        }
    }
    let mut out = Reported::new();
    for ((cpr, paragraf), [one, two]) in &histories {
        let mut add = |question, attribute, day| {
            out.entry((question, attribute, cpr.clone(), paragraf.clone())).or_default().insert(day);
        };
        missing_days(one, two, &mut add);
        for history in [one, two] {
            let doubles = history.iter().filter(|(_, rows)| distinct(rows).len() < rows.len());
            doubles.for_each(|(day, _)| add(None, None, *day));
        }
        values(one, two, system_2, &mut add);
    }
    out
}

/// A citizen for whom our municipality both acts and pays, on a paragraph that the control asks of.
fn asked(made: &Municipality, row: &Row, system_2: System) -> bool {
    let held = system_2 == System::As2007 || ["SEL § 103", "SEL § 104"].contains(&row.paragraf());
    held && !row.paragraf().is_empty() && made.people[row.person as usize].is_own()
}

fn missing_days(
    one: &History<'_>,
    two: &History<'_>,
    add: &mut impl FnMut(Option<u8>, Option<&'static str>, i32),
) {
    let both = !one.is_empty() && !two.is_empty();
    for day in two.keys().filter(|day| !one.contains_key(day)) {
        add(Some(if both { 3 } else { 1 }), None, *day);
    }
    for day in one.keys().filter(|day| !two.contains_key(day)) {
        add(Some(if both { 4 } else { 2 }), None, *day);
    }
}

/// The values of common days: what System 2 has and System 1 lacks is question 3, else the other way round 4.
fn values(
    one: &History<'_>,
    two: &History<'_>,
    system_2: System,
    add: &mut impl FnMut(Option<u8>, Option<&'static str>, i32),
) {
    let mut known: Option<([&Vec<&Row>; 2], Differences)> = None;
    for (day, first) in one {
        let Some(second) = two.get(day) else { continue };
        // A month's price by the day depends on the month; all other values only on the rows.
        let by_month = first.iter().chain(second).any(|row| row.unit == Unit::Maaned);
        let found = match &known {
            Some(([a, b], found)) if !by_month && *a == first && *b == second => found.clone(),
            _ => differences(&distinct(first), &distinct(second), system_2, *day),
        };
        found.iter().for_each(|(question, attribute)| add(Some(*question), Some(attribute), *day));
        known = Some(([first, second], found));
    }
}

fn differences(one: &[&Row], two: &[&Row], system_2: System, day: i32) -> Differences {
    let mut found = Vec::new();
    let mut ask = |attribute, [first, second]: [Values; 2]| {
        if !second.is_subset(&first) {
            found.push((3, attribute));
        } else if !first.is_subset(&second) {
            found.push((4, attribute));
        }
    };
    ask(
        "leverandoer",
        [one, two].map(|rows| rows.iter().map(|row| row.provider.get().name.to_owned()).collect()),
    );
    if system_2 == System::As2007 {
        ask("maalgruppe", [one, two].map(groups));
        ask("timer", [one, two].map(hours));
    }
    let price = [one, two].map(|rows| price(rows, day));
    // One øre a day is no difference.
    if (price[0] - price[1]).abs() > 0.010_000_1 {
        found.push((3, "pris"));
    }
    found
}

fn groups(rows: &[&Row]) -> Values {
    let codes = rows.iter().map(|row| row.group_codes("|"));
    codes
        .flat_map(|all| all.split('|').map(str::to_owned).collect::<Vec<_>>())
        .filter(|c| !c.is_empty())
        .collect()
}

/// The sum of hours; no value where a row has none.
fn hours(rows: &[&Row]) -> Values {
    if rows.iter().any(|row| row.hours == 0) {
        return Values::new();
    }
    Values::from([rows.iter().map(|row| row.hours).sum::<i64>().to_string()])
}

/// Kroner of one day.
fn price(rows: &[&Row], day: i32) -> f64 {
    rows.iter()
        .map(|row| {
            let rate = row.rate as f64 / 10_000.0;
            match row.unit {
                Unit::Doegn => rate,
                Unit::Maaned => rate / f64::from(synth::Date(day).month_end().parts().2),
                Unit::TimePrUge => rate * row.hours as f64 / 100.0 / 7.0,
            }
        })
        .sum()
}

/// Rows that say the same count once; dates do not matter.
fn distinct<'a>(rows: &[&'a Row]) -> Vec<&'a Row> {
    let what = |r: &Row| (r.ydelse, r.provider, r.groups, r.hours, r.unit, r.rate);
    let mut out: Vec<&Row> = Vec::new();
    for row in rows {
        if out.iter().all(|known| what(known) != what(row)) {
            out.push(row);
        }
    }
    out
}
