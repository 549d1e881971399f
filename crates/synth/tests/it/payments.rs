//! A naive reading of what was paid against what was granted, month by month, written from the meaning alone.

use crate::oracle::{Found, SECOND, citizen, compared, once};
use std::collections::{BTreeMap, BTreeSet};
use synth::{Municipality, Number, Posting, Row, Span, System};

/// Øre a month up to which a payment is not looked at.
const LIMIT: i64 = 10_000;

/// Months before the last posting in which a payment may still come.
const UNDER_WAY: i32 = 2;

type Place = (Number, &'static str);

/// One citizen on one paragraph.
#[derive(Default)]
struct Held<'a> {
    /// Rows of System 1 and System 2 that count.
    main: [Vec<&'a Row>; 2],
    /// Supplements of System 2.
    supplements: Vec<&'a Row>,
    bills: Vec<(i32, &'a Posting)>,
}

impl Held<'_> {
    fn granted(&self, made: &Municipality, month: i32) -> bool {
        self.main.iter().flatten().any(|row| in_month(made, row, month))
    }

    fn both(&self, made: &Municipality, month: i32) -> bool {
        self.main.iter().all(|rows| rows.iter().any(|row| in_month(made, row, month)))
    }

    fn expected(&self, made: &Municipality, month: i32) -> i64 {
        let within = Span::of_month(month).within(made.window).expect("måneden er i vinduet");
        // The same row twice costs once, but only where the days are the same too.
        let again = |rows: &[&Row], at: usize| {
            let days = rows[at].days(within);
            rows[..at]
                .iter()
                .any(|before| before.days(within) == days && once(&[before, rows[at]]).len() == 1)
        };
        let of = |rows: &[&Row]| {
            (0..rows.len()).filter(|at| !again(rows, *at)).map(|at| rows[at].price(within)).sum::<i64>()
        };
        let main =
            [1, 0].into_iter().find(|side| self.main[*side].iter().any(|row| in_month(made, row, month)));
        main.map_or(0, |side| of(&self.main[side])) + of(&self.supplements)
    }

    fn bills(&self, month: i32) -> impl Iterator<Item = &Posting> {
        self.bills.iter().filter(move |(at, _)| *at == month).map(|(_, posting)| *posting)
    }

    fn net(&self, month: i32) -> i64 {
        self.bills(month).map(|posting| posting.amount).sum()
    }

    /// Øre of bills that are there already.
    fn copies(&self, month: i32) -> i64 {
        let all: Vec<&Posting> = self.bills(month).filter(|posting| posting.amount > 0).collect();
        let what = |p: &Posting| (p.amount, p.provider, p.supplement, p.concerns, p.bill);
        let again = |at: usize| all[..at].iter().any(|before| what(before) == what(all[at]));
        (0..all.len()).filter(|at| again(*at)).map(|at| all[at].amount).sum()
    }
}

fn in_month(made: &Municipality, row: &Row, month: i32) -> bool {
    row.days(made.window).is_some_and(|days| days.within(Span::of_month(month)).is_some())
}

/// What both controls must find.
pub(crate) fn payments(made: &Municipality) -> BTreeSet<Found> {
    SECOND.into_iter().flat_map(|two| control(made, two)).collect()
}

fn held(made: &Municipality, two: System) -> BTreeMap<Place, Held<'_>> {
    let mut out: BTreeMap<Place, Held<'_>> = BTreeMap::new();
    for (side, system) in [System::Nexus, two].into_iter().enumerate() {
        for row in made.rows(system).iter().filter(|row| compared(made, row, two)) {
            let Some(cpr) = citizen(made, row) else { continue };
            let cell = out.entry((cpr, row.paragraf())).or_default();
            if row.counts() {
                cell.main[side].push(row);
            } else if row.supplement.is_some() {
                cell.supplements.push(row);
            }
        }
    }
    let now: BTreeMap<Number, Number> =
        made.aliases().into_iter().map(|(now, before)| (before, now)).collect();
    for posting in made.postings.iter().filter(|p| p.dranst == 1 && p.unreadable.is_none()) {
        let paragraf = posting.ydelse.get().paragraf;
        if two == System::BoernOgVoksne && !["SEL § 103", "SEL § 104"].contains(&paragraf) {
            continue;
        }
        let month = if posting.shown {
            posting.concerns.from.month()
        } else {
            posting.booked.plus(-posting.provider.delay_days()).month()
        };
        if let Some(cpr) = posting.cpr {
            let cpr = now.get(&cpr).copied().unwrap_or(cpr);
            out.entry((cpr, paragraf)).or_default().bills.push((month, posting));
        }
    }
    out
}

/// What a month is found to be, and between what.
type Verdict = (&'static str, Option<&'static str>);

fn control(made: &Municipality, two: System) -> Vec<Found> {
    let held = held(made, two);
    let ledger = made.ledger.covers;
    let within = ledger.within(made.window).expect("kontrollen og regnskabet har dage fælles");
    let months: Vec<i32> = (within.from.month()..=within.to.month())
        .filter(|month| Span::of_month(*month).within(within) == Some(Span::of_month(*month)))
        .collect();
    let last = held.values().flat_map(|cell| cell.bills.iter().map(|(month, _)| *month)).max().unwrap_or(0);
    let mut found: BTreeMap<Place, BTreeMap<i32, Vec<Verdict>>> = BTreeMap::new();
    let mut taken: BTreeSet<(Number, &'static str, i32)> = BTreeSet::new();
    for month in &months {
        for (place, cell) in &held {
            if let Some(verdict) = paid_without(made, &held, *place, cell, *month) {
                if let (_, Some(other)) = verdict {
                    taken.insert((place.0, other, *month));
                }
                found.entry(*place).or_default().entry(*month).or_default().push(verdict);
            }
        }
        for (place, cell) in &held {
            let of = found.entry(*place).or_default().entry(*month).or_default();
            if cell.copies(*month) > 0 {
                of.push(("samme_regning", None));
            }
            let settled = *month <= last - UNDER_WAY && !taken.contains(&(place.0, place.1, *month));
            if of.iter().all(|(rule, _)| *rule == "samme_regning") {
                of.extend(granted(made, cell, *month, settled).map(|rule| (rule, None)));
            }
        }
    }
    let mut out = Vec::new();
    for ((cpr, paragraf), by_month) in found {
        let mut verdicts: BTreeMap<Verdict, Vec<i32>> = BTreeMap::new();
        for (month, all) in by_month {
            all.into_iter().for_each(|verdict| verdicts.entry(verdict).or_default().push(month));
        }
        for ((rule, _), months) in verdicts {
            let spans = crate::oracle::runs(months);
            out.extend(spans.into_iter().map(|run| {
                let span = Span::of_months(run.from.0, run.to.0);
                (two, None, cpr, paragraf, rule, None, None, false, span)
            }));
        }
    }
    out
}

/// Paid in a month where nothing was granted, nor in the one before.
fn paid_without(
    made: &Municipality,
    all: &BTreeMap<Place, Held<'_>>,
    (cpr, paragraf): Place,
    cell: &Held<'_>,
    month: i32,
) -> Option<Verdict> {
    if cell.net(month) <= LIMIT {
        return None;
    }
    let dead = made.people.iter().find(|person| person.number == cpr).and_then(|person| person.life.dead);
    if dead.is_some_and(|dead| month > dead.month()) {
        return Some(("betalt_efter_doed", None));
    }
    if cell.granted(made, month) || cell.granted(made, month - 1) {
        return None;
    }
    let unpaid: Vec<&'static str> = all
        .iter()
        .filter(|((c, p), other)| {
            *c == cpr && *p != paragraf && other.expected(made, month) > 0 && other.net(month) == 0
        })
        .map(|((_, p), _)| *p)
        .collect();
    if let [only] = unpaid[..] {
        return Some(("konto_anden_paragraf", Some(only)));
    }
    let earlier = cell.main.iter().flatten().any(|row| row.from < Span::of_month(month).from);
    Some((if earlier { "betalt_efter_slut" } else { "betalt_uden_bevilling" }, None))
}

/// A month in which something was granted: the first rule that takes it.
fn granted(made: &Municipality, cell: &Held<'_>, month: i32, settled: bool) -> Option<&'static str> {
    if !cell.granted(made, month) {
        return None;
    }
    let (net, expected) = (cell.net(month) - cell.copies(month), cell.expected(made, month));
    let here = |row: &&&Row| in_month(made, row, month);
    let refused =
        cell.main[1].iter().any(|row| here(&row)) && cell.main[1].iter().filter(here).all(|row| !row.settles);
    if cell.net(month) > LIMIT && refused {
        return Some("betalt_trods_nej");
    }
    let ramme = cell.main.iter().flatten().filter(here).any(|row| row.provider.is_ramme());
    if settled
        && cell.both(made, month)
        && expected > 0
        && cell.bills(month).count() == 0
        && !ramme
        && !refused
    {
        return Some("bevilget_uden_betaling");
    }
    let elsewhere = |posting: &Posting| {
        cell.main.iter().flatten().filter(here).all(|row| row.provider != posting.provider)
    };
    if net > LIMIT && cell.bills(month).all(elsewhere) {
        return Some("betalt_anden_leverandoer");
    }
    if settled && net != 0 && (net - expected).abs() > LIMIT {
        return Some(if net > expected { "betalt_over" } else { "betalt_under" });
    }
    None
}
