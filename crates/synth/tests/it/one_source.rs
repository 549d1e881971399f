//! A naive reading of the rules inside one system, by sets of days, written from the meaning alone.

use crate::oracle::{Found, SECOND, citizen, compared, once, runs};
use std::collections::{BTreeMap, BTreeSet};
use synth::{Date, Municipality, Number, Priced, Row, Span, Spelt, System, Unit};

/// Days without a paragraph after which it begins anew.
const GAP: i32 = 30;

const LEFT: [&str; 3] = ["Tove Lyng", "Viggo Sand", "Ylva Krag"];

/// One citizen on one paragraph in one system: counting rows with days in the window.
type Cells<'a> = BTreeMap<(Number, &'static str), Vec<&'a Row>>;

/// What every rule inside one system must find, in both controls.
pub(crate) fn inside(made: &Municipality) -> BTreeSet<Found> {
    let mut out = BTreeSet::new();
    for two in SECOND {
        for system in [System::Nexus, two] {
            let cells = cells(made, system, two);
            let usual = Usual::new(made, system);
            for ((cpr, paragraf), rows) in &cells {
                let mut report = |rule, span| {
                    out.insert((two, Some(system), *cpr, *paragraf, rule, None, None, false, span));
                };
                of_life(made, *cpr, rows, &mut report);
                of_values(made, system, rows, &mut report);
                of_changes(made, system, rows, &mut report);
                of_prices(made, rows, &usual, &mut report);
            }
            for (cpr, span) in exclusive(made, &cells) {
                out.insert((
                    two,
                    Some(system),
                    cpr,
                    "SEL § 107",
                    "udelukker_hinanden",
                    None,
                    None,
                    false,
                    span,
                ));
            }
        }
        for (rule, cpr, paragraf, span) in old_rates(made, two).into_iter().chain(alone(made, two)) {
            out.insert((two, Some(two), cpr, paragraf, rule, None, None, false, span));
        }
    }
    out
}

fn cells<'a>(made: &'a Municipality, system: System, two: System) -> Cells<'a> {
    let mut out = Cells::new();
    for row in made.rows(system) {
        let asked = row.counts() && compared(made, row, two) && row.days(made.window).is_some();
        if let Some(cpr) = citizen(made, row).filter(|_| asked) {
            out.entry((cpr, row.paragraf())).or_default().push(row);
        }
    }
    out
}

fn days<'a>(made: &Municipality, rows: impl Iterator<Item = &'a &'a Row>) -> BTreeSet<i32> {
    rows.filter_map(|row| row.days(made.window)).flat_map(|span| span.from.0..=span.to.0).collect()
}

fn of_life(made: &Municipality, cpr: Number, rows: &[&Row], report: &mut impl FnMut(&'static str, Span)) {
    let Some(person) = made.people.iter().find(|person| person.number == cpr) else { return };
    let all = days(made, rows.iter());
    if let Some(dead) = person.life.dead {
        runs(all.iter().copied().filter(|day| *day > dead.0).collect())
            .into_iter()
            .for_each(|s| report("efter_doed", s));
    }
    if let Some((y, m, d)) = cpr.birth().map(Date::parts) {
        let of_age = Date::ymd(y + 18, m, if (m, d) == (2, 29) { 28 } else { d });
        let young = all.into_iter().filter(|day| *day < of_age.0).collect();
        runs(young).into_iter().for_each(|span| report("under_alder", span));
    }
}

fn of_values(
    made: &Municipality,
    system: System,
    rows: &[&Row],
    report: &mut impl FnMut(&'static str, Span),
) {
    let stay = |row: &Row| ["SEL § 107", "SEL § 108"].contains(&row.paragraf());
    let mut of = |rule, wrong: &dyn Fn(&Row) -> bool| {
        let found = days(made, rows.iter().filter(|row| wrong(row)));
        runs(found.into_iter().collect()).into_iter().for_each(|span| report(rule, span));
    };
    if system != System::BoernOgVoksne {
        of("maalgruppe_mangler", &|row| row.group_codes("|").is_empty());
        of("ukendt_kode", &|row| row.group_codes("|").contains("1.3"));
        of("to_procenter", &|row| row.settled != 100 && row.occupied != 100);
    }
    of("ophold_uden_adresse", &|row| stay(row) && row.p_number().is_empty());
    if system != System::As2007 {
        let (y, m, d) = made.plan.extract_day;
        let today = Date::ymd(y, m, d);
        of("sagsbehandler_mangler", &|row| {
            let runs = row.from <= today && row.to.is_none_or(|to| to >= today);
            runs && (row.caseworker.is_empty() || LEFT.contains(&row.caseworker))
        });
    }
    let mut by_day: BTreeMap<i32, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let span = row.days(made.window).expect("rækken har dage");
        (span.from.0..=span.to.0).for_each(|day| by_day.entry(day).or_default().push(row));
    }
    let over = by_day.iter().filter(|(_, all)| {
        let all = once(all);
        let same = |a: &Row, b: &Row| stay(a) || (a.provider == b.provider && a.ydelse == b.ydelse);
        all.len() > 1 && all.iter().enumerate().any(|(at, a)| all[at + 1..].iter().any(|b| same(a, b)))
    });
    runs(over.map(|(day, _)| *day).collect()).into_iter().for_each(|span| report("overlap", span));
}

fn of_changes(
    made: &Municipality,
    system: System,
    rows: &[&Row],
    report: &mut impl FnMut(&'static str, Span),
) {
    if system != System::Nexus {
        return;
    }
    let all = days(made, rows.iter());
    let (y, m, d) = made.plan.extract_day;
    for day in &all {
        let one = Span { from: Date(*day), to: Date(*day) };
        if *day > made.window.from.0 && all.range(day - GAP..*day).next().is_none() {
            let lacks = |row: &&&Row| row.entry.is_empty() || row.assessment.is_empty();
            if rows.iter().filter(|row| row.from.0 == *day).any(|row| lacks(&row)) {
                report("ny_uden_oplysning", one);
            }
        }
        if *day < Date::ymd(y, m, d).0 && all.range(day + 1..=day + GAP).next().is_none() {
            let mut ending = rows.iter().filter(|row| row.to == Some(Date(*day))).peekable();
            if ending.peek().is_some() && ending.all(|row| row.exit.is_empty()) {
                report("ophoert_uden_aarsag", one);
            }
        }
    }
}

/// Kroner of an ordinary day, in 1/10.000.
fn of_day(row: &Row) -> i64 {
    let rate = row.rate * i64::from(row.settled) / 100;
    match row.unit {
        Unit::Doegn => rate,
        Unit::Maaned => rate / 30,
        Unit::TimePrUge => rate * row.hours / 700,
    }
}

/// The middle day price by place and paragraph, and by paragraph.
struct Usual(BTreeMap<(String, &'static str), Vec<i64>>);

impl Usual {
    fn new(made: &Municipality, system: System) -> Usual {
        let mut all: BTreeMap<(String, &'static str), Vec<i64>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for row in made.rows(system).iter().filter(|row| row.counts() && row.days(made.window).is_some()) {
            if row.priced == Priced::Unshown
                || !seen.insert((row.cpr, row.ydelse, row.provider, row.hours, row.rate))
            {
                continue;
            }
            for place in [row.place_name(), String::new()] {
                all.entry((place, row.paragraf())).or_default().push(of_day(row));
            }
        }
        all.values_mut().for_each(|prices| prices.sort_unstable());
        Usual(all)
    }

    fn of(&self, row: &Row) -> Option<i64> {
        [row.place_name(), String::new()].into_iter().find_map(|place| {
            let prices = self.0.get(&(place, row.paragraf()))?;
            (prices.len() >= 5).then(|| prices[prices.len() / 2])
        })
    }
}

fn of_prices(made: &Municipality, rows: &[&Row], usual: &Usual, report: &mut impl FnMut(&'static str, Span)) {
    for row in rows.iter().filter(|row| row.priced != Priced::Unshown) {
        let span = row.days(made.window).expect("rækken har dage");
        if usual.of(row).is_some_and(|usual| of_day(row) > 3 * usual || 3 * of_day(row) < usual) {
            report("usaedvanlig_dagspris", span);
        }
    }
    let last = made.window.to.year();
    let mut old = BTreeSet::new();
    for row in rows.iter().filter(|row| row.priced != Priced::Unshown && row.written != Spelt::Unknown) {
        let list = |year| made.list_price(row.provider, row.ydelse, year);
        if !row.provider.get().gives(row.ydelse) || !(2016..=last).any(|year| list(year) == row.rate) {
            continue;
        }
        let span = row.days(made.window).expect("rækken har dage");
        old.extend((span.from.0..=span.to.0).filter(|day| list(Date(*day).year()) != row.rate));
    }
    runs(old.into_iter().collect()).into_iter().for_each(|span| report("udloebet_takst", span));
}

/// Days on both §§ 107 and 108, more than a month on end.
fn exclusive(made: &Municipality, cells: &Cells<'_>) -> Vec<(Number, Span)> {
    let mut out = Vec::new();
    for ((cpr, paragraf), rows) in cells.iter().filter(|((_, paragraf), _)| *paragraf == "SEL § 107") {
        assert_eq!(*paragraf, "SEL § 107");
        let Some(others) = cells.get(&(*cpr, "SEL § 108")) else { continue };
        let other = days(made, others.iter());
        let both = days(made, rows.iter()).intersection(&other).copied().collect();
        out.extend(runs(both).into_iter().filter(|span| span.days() > 30).map(|span| (*cpr, span)));
    }
    out
}

type OfTwo = (&'static str, Number, &'static str, Span);

/// Individual rates that are the place's list price of another year, where System 2 has a row that shows no rate.
fn old_rates(made: &Municipality, two: System) -> Vec<OfTwo> {
    let mut out = Vec::new();
    for rate in &made.individual {
        let list = |year| made.list_price(rate.provider, rate.ydelse, year);
        let priced = |row: &&Row| {
            row.cpr == rate.cpr
                && row.ydelse == rate.ydelse
                && row.provider == rate.provider
                && compared(made, row, two)
        };
        let held: Vec<&Row> = made.rows(two).iter().filter(priced).collect();
        if (2016..=made.window.to.year()).all(|year| list(year) != rate.rate) {
            continue;
        }
        let valid = Span { from: rate.from, to: rate.to.unwrap_or(made.window.to) };
        let old = days(made, held.iter())
            .into_iter()
            .filter(|day| valid.from.0 <= *day && *day <= valid.to.0 && list(Date(*day).year()) != rate.rate);
        let paragraf = rate.ydelse.get().paragraf;
        out.extend(
            runs(old.collect()).into_iter().map(|span| ("individuel_takst_gammel", rate.cpr, paragraf, span)),
        );
    }
    out
}

/// Supplements on days without their service in either system.
fn alone(made: &Municipality, two: System) -> Vec<OfTwo> {
    let mut main: BTreeMap<(Number, &'static str), BTreeSet<i32>> = BTreeMap::new();
    for system in [System::Nexus, two] {
        for ((cpr, paragraf), rows) in cells(made, system, two) {
            main.entry((cpr, paragraf)).or_default().extend(days(made, rows.iter()));
        }
    }
    let mut out = Vec::new();
    let supplements =
        made.rows(two).iter().filter(|row| row.supplement.is_some() && compared(made, row, two));
    for row in supplements {
        let Some((cpr, span)) = citizen(made, row).zip(row.days(made.window)) else { continue };
        let served = main.get(&(cpr, row.paragraf()));
        let alone = (span.from.0..=span.to.0).filter(|day| !served.is_some_and(|days| days.contains(day)));
        out.extend(
            runs(alone.collect()).into_iter().map(|span| ("tillaeg_uden_hoved", cpr, row.paragraf(), span)),
        );
    }
    out
}
