//! A naive 8-talskontrol by sets of days, written from the meaning alone: slow, and easy to check by eye.

use std::collections::{BTreeMap, BTreeSet};
use synth::{Date, Municipality, Number, Row, Span, Spelt, System, Unit};

/// What is compared with the key: control, the system that it is within, number, paragraph, rule, question, attribute,
/// both, first and last day.
pub(crate) type Found = (
    System,
    Option<System>,
    Number,
    &'static str,
    &'static str,
    Option<u8>,
    Option<&'static str>,
    bool,
    Span,
);

/// The rows of each day of one citizen on one paragraph in one system.
type Days<'a> = BTreeMap<i32, Vec<&'a Row>>;

/// The two controls' second systems.
pub(crate) const SECOND: [System; 2] = [System::As2007, System::BoernOgVoksne];

/// Both controls.
pub(crate) fn controls(made: &Municipality) -> BTreeSet<Found> {
    SECOND.into_iter().flat_map(|two| control(made, two)).collect()
}

/// The number that a row's citizen has now; nobody where the number has no date.
pub(crate) fn citizen(made: &Municipality, row: &Row) -> Option<Number> {
    row.cpr.birth()?;
    let person = &made.people[row.person as usize];
    Some(if person.life.former == Some(row.cpr) { person.number } else { row.cpr })
}

fn control(made: &Municipality, two: System) -> Vec<Found> {
    let mut cells: BTreeMap<(Number, &'static str), [Days<'_>; 2]> = BTreeMap::new();
    for (side, system) in [System::Nexus, two].into_iter().enumerate() {
        for row in made.rows(system).iter().filter(|row| row.counts() && compared(made, row, two)) {
            let Some(citizen) = citizen(made, row) else { continue };
            let cell = cells.entry((citizen, row.paragraf())).or_default();
            let Some(days) = row.days(made.window) else { continue };
            for day in days.from.0..=days.to.0 {
                cell[side].entry(day).or_default().push(row);
            }
        }
    }
    let mut out = Vec::new();
    for ((cpr, paragraf), [one, other]) in &cells {
        let mut report = |rule, question, attribute, both, span| {
            out.push((two, None, *cpr, *paragraf, rule, question, attribute, both, span));
        };
        differences(made, one, other, &mut report);
        for (attribute, value) in attributes(two) {
            values(one, other, *value, &mut |question, both, span| {
                report("forskellig_vaerdi", Some(question), Some(*attribute), both, span);
            });
        }
        for (within, days) in [(System::Nexus, one), (two, other)] {
            for span in doubles(days) {
                out.push((two, Some(within), *cpr, *paragraf, "dobbelt_raekke", None, None, false, span));
            }
        }
    }
    out
}

/// Ours to act for and to pay for, on a paragraph that both hold.
pub(crate) fn compared(made: &Municipality, row: &Row, two: System) -> bool {
    let held = two == System::As2007 || ["SEL § 103", "SEL § 104"].contains(&row.paragraf());
    held && !row.paragraf().is_empty() && made.people[row.person as usize].is_own()
}

fn differences(
    made: &Municipality,
    one: &Days<'_>,
    two: &Days<'_>,
    report: &mut impl FnMut(&'static str, Option<u8>, Option<&'static str>, bool, Span),
) {
    let (y, m, d) = made.plan.extract_day;
    let recent = Date::ymd(y, m, d).plus(-14);
    let only =
        |a: &Days<'_>, b: &Days<'_>| a.keys().filter(|d| !b.contains_key(d)).copied().collect::<Vec<_>>();
    let neither_empty = !one.is_empty() && !two.is_empty();
    for span in runs(only(two, one)) {
        let (rule, question) = if neither_empty { ("dage_kun_i_system_2", 3) } else { ("kun_i_system_2", 1) };
        report(rule, Some(question), None, false, span);
    }
    for span in runs(only(one, two)) {
        let (rule, question) = if neither_empty { ("dage_kun_i_system_1", 4) } else { ("kun_i_system_1", 2) };
        let waits = one[&span.from.0].iter().any(|row| row.registered > recent);
        report(if waits { "afventer_overfoersel" } else { rule }, Some(question), None, false, span);
    }
}

/// The sets of both systems.
type Values = [BTreeSet<Vec<i64>>; 2];

type Value = fn(&[&Row]) -> BTreeSet<Vec<i64>>;

fn attributes(two: System) -> &'static [(&'static str, Value)] {
    const ALL: &[(&str, Value)] =
        &[("leverandoer", provider), ("pris", price), ("maalgruppe", groups), ("timer", hours)];
    if two == System::As2007 { ALL } else { &ALL[..2] }
}

fn provider(rows: &[&Row]) -> BTreeSet<Vec<i64>> {
    rows.iter().map(|row| vec![i64::from(row.provider.0), i64::from(row.written == Spelt::Unknown)]).collect()
}

fn groups(rows: &[&Row]) -> BTreeSet<Vec<i64>> {
    let code = |text: &str| text.split('.').map(|part| part.parse().unwrap()).collect();
    rows.iter().flat_map(|row| row.groups.iter().flatten().map(|g| code(g.code()))).collect()
}

fn hours(rows: &[&Row]) -> BTreeSet<Vec<i64>> {
    if rows.iter().any(|row| row.hours == 0) {
        return BTreeSet::new();
    }
    BTreeSet::from([vec![rows.iter().map(|row| row.hours).sum()]])
}

/// Exact: 1/7.000.000 of a krone a day, and 1/10.000 of a krone a month.
fn price(rows: &[&Row]) -> BTreeSet<Vec<i64>> {
    let (mut day, mut month) = (0, 0);
    for row in rows {
        let rate = row.rate * i64::from(row.settled);
        match row.unit {
            Unit::Doegn => day += rate * 700,
            Unit::Maaned => month += rate,
            Unit::TimePrUge => day += rate * row.hours,
        }
    }
    BTreeSet::from([vec![day, month]])
}

/// Runs of common days on which a value differs with the same values on both sides.
fn values(one: &Days<'_>, two: &Days<'_>, value: Value, report: &mut impl FnMut(u8, bool, Span)) {
    let mut run: Option<(Values, Span)> = None;
    let mut before: Option<(i32, [&Vec<&Row>; 2])> = None;
    for (day, first) in one {
        let Some(second) = two.get(day) else { continue };
        // The same rows as the day before have the same values: only a run grows.
        let same = before
            .is_some_and(|(last, [a, b])| last + 1 == *day && same_rows(a, first) && same_rows(b, second));
        before = Some((*day, [first, second]));
        if same {
            run.iter_mut().for_each(|(_, span)| span.to = Date(*day));
            continue;
        }
        let v = [value(&once(first)), value(&once(second))];
        let differs = v[0] != v[1];
        let goes_on = run.as_ref().is_some_and(|(w, span)| differs && *w == v && span.to.0 + 1 == *day);
        match &mut run {
            Some((_, span)) if goes_on => span.to = Date(*day),
            _ => {
                if let Some((w, span)) = run.take() {
                    report(question(&w), both(&w), span);
                }
                run = differs.then_some((v, Span { from: Date(*day), to: Date(*day) }));
            }
        }
    }
    if let Some((w, span)) = run {
        report(question(&w), both(&w), span);
    }
}

fn same_rows(a: &[&Row], b: &[&Row]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| std::ptr::eq(*x, *y))
}

/// What System 2 has and System 1 lacks is question 3, whatever else differs.
fn question(values: &Values) -> u8 {
    if values[1].is_subset(&values[0]) { 4 } else { 3 }
}

fn both(values: &Values) -> bool {
    !values[0].is_subset(&values[1]) && !values[1].is_subset(&values[0])
}

fn same(a: &Row, b: &Row) -> bool {
    let what = |r: &Row| {
        (r.ydelse, r.provider, r.groups, r.hours, r.unit, r.rate, (r.settled, r.written, r.supplement))
    };
    what(a) == what(b)
}

/// Identical rows count once.
pub(crate) fn once<'a>(rows: &[&'a Row]) -> Vec<&'a Row> {
    let mut out: Vec<&Row> = Vec::new();
    for row in rows {
        if !out.iter().any(|known| same(known, row)) {
            out.push(row);
        }
    }
    out
}

fn doubles(days: &Days<'_>) -> Vec<Span> {
    runs(
        days.iter()
            .filter(|(_, rows)| rows.len() > 1 && once(rows).len() < rows.len())
            .map(|(day, _)| *day)
            .collect(),
    )
}

/// Consecutive days as periods; the days in order.
pub(crate) fn runs(days: Vec<i32>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for day in days {
        match out.last_mut() {
            Some(last) if last.to.0 + 1 == day => last.to = Date(day),
            _ => out.push(Span { from: Date(day), to: Date(day) }),
        }
    }
    out
}
