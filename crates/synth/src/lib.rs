//! A synthetic municipality: extracts of three systems as each would write them, with labelled errors and an answer
//! key.
//!
//! Depends on no crate of ours: the key must share nothing with the program that it judges. People, places and
//! numbers are invented; every CPR number fails modulus 11. The same plan gives the same bytes.

mod bench;
mod catalogue;
mod day;
mod dice;
mod errors;
mod facit;
mod facit_table;
mod money;
mod number;
mod people;
mod providers;
mod row;
mod story;
mod world;
mod write;

pub use bench::{Bench, write_bench};
pub use catalogue::{Group, YDELSER, Ydelse, YdelseId};
pub use day::{Date, Span};
pub use errors::{Injected, Kind};
pub use facit::Expected;
pub use money::Unit;
pub use number::Number;
pub use people::Person;
pub use providers::{OWN, Owner, Provider, ProviderId};
pub use row::{Row, Supplement, System};
pub use write::{Import, Written};

use dice::Dice;
use errors::{LATE, SLOTS, Spoiler};
use number::Numbers;
use story::Calendar;
use world::{Registry, Rows};

/// What to make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    /// The same seed gives the same municipality.
    pub seed: u64,
    /// How many citizens.
    pub citizens: u32,
    /// Which errors.
    pub errors: Errors,
    /// The day on which the extracts are taken: year, month, day.
    pub extract_day: (i32, u32, u32),
}

impl Default for Plan {
    fn default() -> Self {
        Plan { seed: 1, citizens: 400, errors: Errors::Key, extract_day: (2026, 3, 1) }
    }
}

/// Which errors a municipality has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Errors {
    /// None: every control between the systems finds nothing.
    None,
    /// At most one a citizen, each with what it must give.
    Key,
    /// One to three for so many of a thousand citizens, also overlapping; no key, only labels.
    Mixed(u32),
}

/// Citizens of a thousand who get an error in the key world, if one fits.
const KEY_SHARE: u32 = 400;

/// The day on which Nexus was taken into use.
const GO_LIVE: (i32, u32, u32) = (2018, 3, 1);

/// The first day of the ten years.
const BEGINS: (i32, u32, u32) = (2016, 1, 1);

/// A municipality in memory.
#[derive(Debug)]
pub struct Municipality {
    /// What it was made from.
    pub plan: Plan,
    /// The days that Nexus and both the others cover: the window of a control.
    pub window: Span,
    /// The citizens.
    pub people: Vec<Person>,
    rows: Rows,
    /// The answer key, sorted; empty outside the key world.
    pub facit: Vec<Expected>,
    /// The errors, in the order of citizens.
    pub errors: Vec<Injected>,
}

impl Municipality {
    /// The rows of a system's extract.
    #[must_use]
    pub fn rows(&self, system: System) -> &[Row] {
        &self.rows[system.index()]
    }
}

/// Makes a municipality.
///
/// # Panics
/// Where the extract day is before 2019.
#[must_use]
pub fn generate(plan: &Plan) -> Municipality {
    let day = |(y, m, d)| Date::ymd(y, m, d);
    assert!(plan.extract_day.0 >= 2019, "udtræksdagen skal ligge i 2019 eller senere");
    let calendar = Calendar { begins: day(BEGINS), extracted: day(plan.extract_day) };
    let mut registry = Registry::new(calendar, day(GO_LIVE));
    let window = registry.window();
    let mut numbers = Numbers::new(plan.seed);
    let issued: Vec<Number> = (0..plan.citizens).map(|_| numbers.issue()).collect();
    let mut made = Municipality {
        plan: *plan,
        window,
        people: Vec::with_capacity(issued.len()),
        rows: Rows::default(),
        facit: Vec::new(),
        errors: Vec::new(),
    };
    let mut used = [0u32; SLOTS.len() + 1];
    for (at, number) in (0..plan.citizens).zip(issued) {
        let mut dice = Dice::new(plan.seed, u64::from(at) + 1);
        let person = Person::new(number, &mut dice);
        let untranslated = matches!(plan.errors, Errors::Mixed(_)) && dice.chance(5);
        let told = story::tell(&mut dice, calendar, person.handle == OWN, untranslated);
        let mut rows = registry.rows(at, &person, &told, &mut dice);
        let truth = facit::true_days(&rows[System::As2007.index()], window);
        let mut spoiler =
            Spoiler { dice: &mut dice, numbers: &mut numbers, window, extracted: calendar.extracted };
        let errors = match plan.errors {
            Errors::Key if person.is_own() => spoil_once(&mut spoiler, &mut rows, &mut used),
            Errors::Mixed(per_mille) if person.is_own() => spoil_some(&mut spoiler, &mut rows, per_mille),
            _ => Vec::new(),
        };
        if errors.is_empty() && person.handle == OWN && dice.chance(30) {
            registry.never(&mut rows, &mut dice, at, &person);
        }
        if plan.errors == Errors::Key {
            made.facit.extend(errors.iter().flat_map(|error| facit::expected(error, &truth)));
        }
        made.errors.extend(errors);
        made.people.push(person);
        made.rows.iter_mut().zip(rows).for_each(|(all, own)| all.extend(own));
    }
    made.facit.sort();
    made
}

/// The slots in order, and the late registration as the last.
fn slots() -> impl Iterator<Item = (Kind, System)> {
    SLOTS.into_iter().chain([LATE])
}

/// The least used error that fits, so that all kinds come equally often.
fn spoil_once(spoiler: &mut Spoiler<'_>, rows: &mut Rows, used: &mut [u32]) -> Vec<Injected> {
    if !spoiler.dice.chance(KEY_SHARE) {
        return Vec::new();
    }
    let mut order: Vec<(u32, usize)> = used.iter().copied().zip(0..).collect();
    order.sort_unstable();
    for (_, at) in order {
        let Some(slot) = slots().nth(at) else { continue };
        if let Some(done) = spoiler.spoil(slot, rows) {
            used[at] += 1;
            return vec![done];
        }
    }
    Vec::new()
}

fn spoil_some(spoiler: &mut Spoiler<'_>, rows: &mut Rows, per_mille: u32) -> Vec<Injected> {
    if !spoiler.dice.chance(per_mille) {
        return Vec::new();
    }
    let all: Vec<(Kind, System)> = slots().collect();
    let wanted = spoiler.dice.between(1, 3);
    (0..wanted)
        .filter_map(|_| {
            let slot = spoiler.dice.pick(&all);
            spoiler.spoil(slot, rows)
        })
        .collect()
}
