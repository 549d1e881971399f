//! A second, simple implementation: every day on its own, sets of days, nothing shared with the kernel but the rows.
//! 10.000 random histories must agree, and order, splitting and repetition of rows must change nothing.

use super::grid::{World, world};
use crate::amount::{Quantity, Rate};
use crate::calendar::{Day, Period};
use crate::control::Level;
use crate::deviation::{Deviation, RuleCode};
use crate::landscape::{Attribute, Population};
use crate::observation::{Activity, Role, RowPlace, Standing};
use crate::person::CitizenId;
use crate::price::PriceTerms;
use crate::price::Unit;
use crate::wording::{Provider, ProviderId, WordId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const FIRST: i32 = 18_628;
const SPAN: i32 = 45;
const PARAGRAFFER: [&str; 3] = ["SEL § 85", "SEL § 104", "105/85"];

/// A row in small numbers, from which a real one is made.
type Small = (usize, i32, i32, (usize, usize, usize, usize), (usize, usize, usize), bool);

fn small() -> impl Strategy<Value = Small> {
    let values = (0..4usize, 0..4usize, 0..4usize, 0..4usize);
    (0..3usize, 0..SPAN, 1..25i32, values, (0..3usize, 0..3usize, 0..12usize), any::<bool>())
}

fn row(world: &mut World, side: usize, number: u32, small: &Small) -> Activity<CitizenId> {
    let (paragraf, start, length, (provider, groups, price, hours), (handle, betaling, rare), registered) =
        *small;
    let mut row = world.row(side, PARAGRAFFER[paragraf], number);
    row.from = Day(FIRST - 5 + start);
    row.until = if rare == 0 { Day::OPEN } else { Day(row.from.0 + length) };
    let named = |p: &str, cvr: &str, name: &str| Provider {
        p_number: p.to_owned(),
        cvr: cvr.to_owned(),
        name: name.to_owned(),
    };
    row.provider = match provider {
        0 => ProviderId::NONE,
        1 => world.wordings[side].provider(named("1018000001", "", "Ahuset")),
        2 => world.wordings[side].provider(named("", "11111111", " AHUSET")),
        _ => world.wordings[side].provider(named("1018000002", "", "Bhuset")),
    };
    row.maalgrupper = world.wordings[side].word(["", "1.1.1", "2", "1.1.1|2"][groups]);
    (row.rate, row.unit) = match price {
        0 => (None, Some(Unit::Doegn)),
        1 => (Some(Rate(13_520_300)), Some(Unit::Doegn)),
        2 => (Some(Rate(310_000_033)), Some(Unit::Maaned)),
        _ => (Some(Rate(3_330_000)), Some(Unit::TimePrUge)),
    };
    row.hours = [None, Some(Quantity(10_000)), Some(Quantity(35_000)), Some(Quantity(10_000))][hours];
    row.handlekommune = [None, Some(573), Some(851)][handle];
    row.betalingskommune = [None, Some(573), Some(851)][betaling];
    row.standing = if rare == 1 { Standing::NeverTookEffect } else { Standing::Counts };
    row.role = if rare == 2 { Role::Supplement } else { Role::Main };
    row.registered = registered.then_some(Day(FIRST + 10 + length));
    row
}

fn arbitrary() -> impl Strategy<Value = World> {
    let rows = || proptest::collection::vec(small(), 0..6);
    let facts = (any::<bool>(), 0..20i32, 5..50i32, any::<bool>(), 20..50i32, 0..4usize);
    (rows(), rows(), facts.clone(), facts, 0..3usize).prop_map(|(one, two, f1, f2, level)| {
        let mut world = world();
        world.control.window = Period { from: Day(FIRST), until: Day(FIRST + SPAN) };
        world.control.level = [Level::Paragraf, Level::Paragraf, Level::Leverandoer][level];
        for (side, (small, facts)) in [(one, f1), (two, f2)].into_iter().enumerate() {
            for (number, s) in small.iter().enumerate() {
                let made = row(&mut world, side, number as u32 + 1, s);
                world.rows[side].push(made);
            }
            let (covers, from, length, extracted, day, kind) = facts;
            if covers {
                world.facts[side].covers = Period::new(Day(FIRST - 3 + from), Day(FIRST - 3 + from + length));
            }
            world.facts[side].extracted = extracted.then_some(Day(FIRST + day));
            world.facts[side].current_only = kind == 0;
            world.sources[side].population = [
                Population::Handlekommune,
                Population::Betalingskommune,
                Population::Both,
                Population::Unknown,
            ][kind];
        }
        world
    })
}

/// (rule or attribute, question, paragraph, value at the level, day).
type Mark = (String, u8, u16, String, i32);

struct Naive<'w> {
    world: &'w World,
}

impl Naive<'_> {
    fn until(&self, side: usize, row: &Activity<CitizenId>) -> i32 {
        match (row.until == Day::OPEN, self.world.facts[side].covers) {
            (true, Some(covers)) => covers.until.0,
            _ => row.until.0,
        }
    }

    fn rows(&self, side: usize, paragraf: usize, day: i32) -> Vec<&Activity<CitizenId>> {
        let word = PARAGRAFFER[paragraf];
        self.world.rows[side]
            .iter()
            .filter(|r| r.standing == Standing::Counts && r.role == Role::Main)
            .filter(|r| self.world.wordings[side].text(r.paragraf) == word)
            .filter(|r| r.from.0 <= day && day < self.until(side, r))
            .collect()
    }

    fn is_compared(&self, paragraf: usize, day: i32) -> bool {
        let world = self.world;
        for side in [0, 1] {
            let facts = world.facts[side];
            if facts.covers.is_some_and(|c| !c.contains(Day(day)))
                || facts.extracted.is_some_and(|e| day > e.0)
            {
                return false;
            }
            // Running cases only: walk the other system's unbroken days to their end.
            if let (true, Some(extracted)) = (facts.current_only, facts.extracted) {
                let mut end = day;
                while !self.rows(1 - side, paragraf, end).is_empty() && end <= extracted.0 {
                    end += 1;
                }
                // A service without an end runs on, wherever the extract's coverage stops telling of it.
                let open = |d| self.rows(1 - side, paragraf, d).iter().any(|r| r.until == Day::OPEN);
                let runs_on = (day..end).any(open);
                if end > day && end <= extracted.0 && !runs_on {
                    return false;
                }
            }
        }
        let both: Vec<&Activity<CitizenId>> =
            [0, 1].into_iter().flat_map(|side| self.rows(side, paragraf, day)).collect();
        let others = |kommune: fn(&Activity<CitizenId>) -> Option<u16>| {
            let known: Vec<u16> = both.iter().filter_map(|r| kommune(r)).collect();
            !known.is_empty() && !known.contains(&573)
        };
        let (handle, betaling) = (others(|r| r.handlekommune), others(|r| r.betalingskommune));
        !world.sources.iter().any(|s| match s.population {
            Population::Handlekommune => handle,
            Population::Betalingskommune => betaling,
            Population::Both => handle && betaling,
            Population::Unknown => false,
        })
    }

    fn provider<'a>(&'a self, side: usize, row: &Activity<CitizenId>) -> &'a Provider {
        self.world.wordings[side].provider_of(row.provider)
    }

    /// All marks of one paragraph.
    fn marks(&self, paragraf: usize, out: &mut BTreeSet<Mark>) {
        let window = self.world.control.window;
        let compared: Vec<i32> =
            (window.from.0..window.until.0).filter(|day| self.is_compared(paragraf, *day)).collect();
        let has = |side: usize, day: i32| !self.rows(side, paragraf, day).is_empty();
        let days =
            [0, 1].map(|side| compared.iter().copied().filter(|d| has(side, *d)).collect::<BTreeSet<i32>>());
        let mut mark = |rule: &str, question: u8, value: &str, day: i32| {
            out.insert((rule.to_owned(), question, paragraf_id(paragraf), value.to_owned(), day));
        };
        for side in [0, 1] {
            let (mine, other) = (&days[side], &days[1 - side]);
            let question = if side == 1 { 1 } else { 2 };
            if other.is_empty() {
                mine.iter().for_each(|d| mark("dage", question, "", *d));
            } else if self.world.control.level == Level::Paragraf && !mine.is_empty() {
                (mine - other).iter().for_each(|d| mark("dage", question + 2, "", *d));
            }
        }
        for day in days[0].intersection(&days[1]) {
            for attribute in Attribute::ALL {
                if attribute == Attribute::Leverandoer && self.world.control.level == Level::Leverandoer {
                    continue;
                }
                if let Some(question) = self.differs(attribute, paragraf, *day) {
                    mark(attribute.key(), question, "", *day);
                }
            }
        }
    }

    fn differs(&self, attribute: Attribute, paragraf: usize, day: i32) -> Option<u8> {
        let once = [0, 1].map(|side| self.distinct_rows(side, paragraf, day));
        let rows = [0, 1].map(|side| self.rows(side, paragraf, day));
        let sets: [BTreeSet<String>; 2] = [0, 1].map(|side: usize| match attribute {
            Attribute::Maalgruppe => rows[side]
                .iter()
                .flat_map(|r| self.world.wordings[side].text(r.maalgrupper).split('|'))
                .filter(|c| !c.is_empty())
                .map(str::to_owned)
                .collect(),
            Attribute::Timer => {
                let hours: Option<Vec<i64>> = once[side].iter().map(|r| r.hours.map(|h| h.0)).collect();
                hours.map(|h| h.iter().sum::<i64>().to_string()).into_iter().collect()
            }
            Attribute::Handlekommune => {
                rows[side].iter().filter_map(|r| r.handlekommune).map(|k| k.to_string()).collect()
            }
            Attribute::Betalingskommune => {
                rows[side].iter().filter_map(|r| r.betalingskommune).map(|k| k.to_string()).collect()
            }
            Attribute::Leverandoer | Attribute::Pris => BTreeSet::new(),
        });
        let (lacks_in_1, lacks_in_2) = match attribute {
            Attribute::Leverandoer => self.providers_differ(&rows),
            Attribute::Pris => {
                let price = [0, 1].map(|side: usize| day_price(&once[side], day));
                match price {
                    [Some(a), Some(b)] => {
                        let far = (a.0 * b.1 - b.0 * a.1).abs() * 100 > a.1 * b.1;
                        (far, far)
                    }
                    [a, b] => (b.is_some(), a.is_some()),
                }
            }
            _ => (!(&sets[1] - &sets[0]).is_empty(), !(&sets[0] - &sets[1]).is_empty()),
        };
        if lacks_in_1 { Some(3) } else { lacks_in_2.then_some(4) }
    }

    fn providers_differ(&self, rows: &[Vec<&Activity<CitizenId>>; 2]) -> (bool, bool) {
        let named = [0, 1].map(|side: usize| -> Vec<&Provider> {
            rows[side].iter().map(|r| self.provider(side, r)).filter(|p| !p.is_none()).collect()
        });
        let none = [0, 1].map(|side: usize| rows[side].iter().any(|r| self.provider(side, r).is_none()));
        let missing = |from: usize| {
            named[from].iter().any(|p| !named[1 - from].iter().any(|q| same(p, q) != Some(false)))
        };
        (!none[0] && missing(1), !none[1] && missing(0))
    }

    /// The rows of a day, identical ones once.
    fn distinct_rows(&self, side: usize, paragraf: usize, day: i32) -> Vec<&Activity<CitizenId>> {
        let mut seen = BTreeSet::new();
        let mut out = Vec::new();
        for row in self.rows(side, paragraf, day) {
            let p = self.provider(side, row);
            let provider = (p.p_number.clone(), p.cvr.clone(), p.name.trim().to_lowercase());
            if seen.insert((provider, row.maalgrupper, row.hours, row.unit, row.rate)) {
                out.push(row);
            }
        }
        out
    }
}

fn same(a: &Provider, b: &Provider) -> Option<bool> {
    if !a.p_number.is_empty() && !b.p_number.is_empty() {
        return Some(a.p_number == b.p_number);
    }
    if !a.cvr.is_empty() && !b.cvr.is_empty() {
        return Some(a.cvr == b.cvr);
    }
    (!a.name.is_empty() && !b.name.is_empty())
        .then(|| a.name.trim().to_lowercase() == b.name.trim().to_lowercase())
}

/// The exact price of a day as a fraction of kroner.
fn day_price(rows: &[&Activity<CitizenId>], day: i32) -> Option<(i128, i128)> {
    let dim = i128::from(Day(day).month().days());
    let denominator = 10_000 * 7 * 10_000 * dim;
    let mut sum = 0;
    for row in rows {
        let rate = i128::from(row.rate?.0);
        sum += match row.unit? {
            Unit::Doegn => rate * 7 * 10_000 * dim,
            Unit::Maaned => rate * 7 * 10_000,
            Unit::TimePrUge => rate * i128::from(row.hours?.0) * dim,
            Unit::Styk | Unit::Samlet => unreachable!("ikke i denne prøve"),
        };
    }
    Some((sum, denominator))
}

fn paragraf_id(index: usize) -> u16 {
    [0, 2, 5][index]
}

/// The same marks from the kernel's deviations.
fn marks_of(deviations: &[Deviation]) -> BTreeSet<Mark> {
    let mut out = BTreeSet::new();
    for d in deviations.iter().filter(|d| d.question.is_some() && d.leverandoer.is_empty()) {
        let rule = d.attribute.map_or("dage", Attribute::key);
        for day in d.period.from.0..d.period.until.0 {
            let mark = (rule.to_owned(), d.question.unwrap(), d.paragraf.0, String::new(), day);
            assert!(out.insert(mark), "samme dag to gange: {d:?}");
        }
    }
    out
}

/// What must not change when rows are divided or repeated: everything but the places and the double rows.
fn essence(deviations: &[Deviation]) -> Vec<Deviation> {
    let mut list: Vec<Deviation> =
        deviations.iter().filter(|d| d.rule != RuleCode::DobbeltRaekke).cloned().collect();
    for d in &mut list {
        d.rows = [Vec::new(), Vec::new()];
    }
    list
}

/// The price of every day on its own: F(d) − F(d − 1), which telescopes to the same øre.
fn naive_stake(world: &World, d: &Deviation) -> Option<i64> {
    let naive = Naive { world };
    let side = if d.question == Some(1) || d.question == Some(3) { 1 } else { 0 };
    let paragraf = [0u16, 2, 5].iter().position(|p| *p == d.paragraf.0).unwrap();
    let mut sum = 0;
    for day in d.period.from.0..d.period.until.0 {
        for row in naive.distinct_rows(side, paragraf, day) {
            let part = Period { from: Day(day), until: Day(day + 1) };
            sum += row.price(PriceTerms::default())?.of(part, row.from).0;
        }
    }
    Some(sum)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn the_kernel_agrees_with_sets_of_days(world in arbitrary()) {
        let found = world.run().deviations;
        let mut expected = BTreeSet::new();
        let naive = Naive { world: &world };
        (0..3).for_each(|paragraf| naive.marks(paragraf, &mut expected));
        prop_assert_eq!(marks_of(&found), expected);
        for d in found.iter().filter(|d| d.attribute.is_none() && d.question.is_some() && d.leverandoer.is_empty()) {
            prop_assert_eq!(d.oere.map(|o| o.0), naive_stake(&world, d), "{:?}", d);
        }
        // Runs and periods are maximal: nothing that touches says the same.
        let mut last: BTreeMap<_, &Deviation> = BTreeMap::new();
        for d in found.iter().filter(|d| d.question.is_some()) {
            let key = (d.paragraf.0, d.question, d.attribute, d.leverandoer.clone());
            if let Some(before) = last.insert(key, d) {
                let touching = before.period.until == d.period.from && before.rule == d.rule && before.both == d.both;
                prop_assert!(!(touching && before.values == d.values && d.attribute != Some(Attribute::Pris)), "{:?}", d);
            }
        }
    }

    /// G3: order of rows, splitting of rows and repeated rows change nothing.
    #[test]
    fn g3_order_splitting_and_repetition_change_nothing(world in arbitrary(), at in 1..20i32, twice in any::<bool>()) {
        let before = essence(&world.run().deviations);
        let mut other = world;
        for side in [0, 1] {
            let rows = std::mem::take(&mut other.rows[side]);
            for (number, row) in rows.into_iter().rev().enumerate() {
                let cut = Day(row.from.0 + at);
                let place = RowPlace { file: 0, sheet: WordId::EMPTY, row: 100 + number as u32 };
                // An open row that begins after what the extract covers claims nothing; its closed half would.
                let covered = other.facts[side].covers.is_none_or(|c| cut < c.until);
                let halves = if cut < row.until && (row.until != Day::OPEN || covered) {
                    vec![Activity { until: cut, place, ..row }, Activity { from: cut, ..row }]
                } else {
                    vec![row]
                };
                for half in halves {
                    other.rows[side].push(half);
                    if twice {
                        other.rows[side].push(Activity { place, ..half });
                    }
                }
            }
        }
        let after = essence(&other.run().deviations);
        prop_assert_eq!(before, after);
    }
}

/// G4: parts of a key are never glued together: CVR 1 and name 11 are not CVR 11 and name 1.
#[test]
fn g4_key_parts_are_never_glued() {
    let mut world = world();
    for (side, (cvr, name)) in [("1", "11"), ("11", "1")].into_iter().enumerate() {
        let mut row = world.row(side, "SEL § 104", 1);
        row.provider = world.wordings[side].provider(Provider {
            cvr: cvr.to_owned(),
            name: name.to_owned(),
            ..Provider::default()
        });
        world.rows[side].push(row);
    }
    let found = world.run().deviations;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].attribute, Some(Attribute::Leverandoer));
}
