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
mod ledger;
mod life;
mod money;
mod number;
mod people;
mod prices;
mod providers;
mod row;
mod spoil;
mod story;
mod world;
mod write;

pub use bench::{Bench, write_bench};
pub use catalogue::{Group, YDELSER, Ydelse, YdelseId};
pub use day::{Date, Span};
pub use errors::{Injected, Kind};
pub use facit::{Expected, ExpectedFinding};
pub use ledger::{Ledger, Posting};
pub use money::Unit;
pub use number::Number;
pub use people::{Life, Person};
pub use providers::{OWN, Owner, Provider, ProviderId};
pub use row::{Priced, Row, Spelt, Supplement, System};
pub use spoil::Individual;
pub use write::{Import, Written};

use dice::Dice;
use errors::{LATE, SLOTS};
use number::Numbers;
use prices::Prices;
use spoil::{Case, Spoiler};
use std::collections::BTreeMap;
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
const KEY_SHARE: u32 = 600;

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
    /// The finance system.
    pub ledger: Ledger,
    /// What it has booked, in the order of booking.
    pub postings: Vec<Posting>,
    prices: Prices,
    /// Rates that are agreed for a citizen.
    pub individual: Vec<Individual>,
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

impl Municipality {
    /// What the imports must find that no control sees; empty outside the key world.
    #[must_use]
    pub fn expected_findings(&self) -> Vec<ExpectedFinding> {
        if self.plan.errors == Errors::Key { facit::findings(&self.errors) } else { Vec::new() }
    }

    /// The list price of a place's service in a year, in 1/10.000 kroner.
    #[must_use]
    pub fn list_price(&self, provider: ProviderId, ydelse: YdelseId, year: i32) -> i64 {
        self.prices.rate(provider, ydelse, year)
    }

    /// Numbers that are one person's: the present one and the one before.
    #[must_use]
    pub fn aliases(&self) -> Vec<(Number, Number)> {
        self.people.iter().filter_map(|person| Some((person.number, person.life.former?))).collect()
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
    let mut registry = Registry::new(calendar, day(GO_LIVE), plan.seed);
    let window = registry.window();
    let ledger = Ledger::new(calendar.extracted, plan.seed);
    let mut numbers = Numbers::new(plan.seed);
    let issued: Vec<Number> = (0..plan.citizens).map(|_| numbers.issue()).collect();
    let mut made = Municipality {
        plan: *plan,
        window,
        people: Vec::with_capacity(issued.len()),
        rows: Rows::default(),
        ledger,
        postings: Vec::new(),
        prices: registry.prices.clone(),
        individual: Vec::new(),
        facit: Vec::new(),
        errors: Vec::new(),
    };
    let mut used = [0u32; SLOTS.len() + 1];
    let mut apart = BTreeMap::new();
    for (at, number) in (0..plan.citizens).zip(issued) {
        let mut dice = Dice::new(plan.seed, u64::from(at) + 1);
        let case = told(plan, &mut registry, (at, number), &mut dice);
        let prices = made.prices.clone();
        let mut spoiler = Spoiler {
            dice: &mut dice,
            numbers: &mut numbers,
            window,
            extracted: calendar.extracted,
            ledger,
            prices: &prices,
        };
        let (case, errors) = spoiled(plan, &mut spoiler, &mut used, case, &mut made.facit);
        let quiet = errors.is_empty();
        let mut case = case;
        life::give(&mut case, plan.seed, at, calendar.last(), quiet);
        if quiet && case.person.life.dead.is_none() && case.person.handle == OWN && dice.chance(30) {
            registry.never(&mut case.rows, &mut dice, at, &case.person);
        }
        if case.person.betal == OWN && case.person.handle != OWN {
            ledger.add(&case.rows[System::As2007.index()], &mut apart);
        }
        made.errors.extend(errors);
        made.people.push(case.person);
        made.postings.extend(case.postings);
        made.individual.extend(case.individual);
        made.rows.iter_mut().zip(case.rows).for_each(|(all, own)| all.extend(own));
    }
    made.postings.extend(ledger.together(&apart, &providers::frames(&made.prices)));
    made.postings.extend(ledger.refunds(&made.postings));
    made.postings.sort_by_key(|posting| (posting.booked, posting.bill, posting.cpr));
    made.facit.sort();
    made
}

/// One citizen before any error.
fn told(plan: &Plan, registry: &mut Registry, (at, number): (u32, Number), dice: &mut Dice) -> Case {
    let person = Person::new(number, dice);
    let untranslated = matches!(plan.errors, Errors::Mixed(_)) && dice.chance(5);
    let story = story::tell(dice, registry.calendar, &registry.prices, person.handle == OWN, untranslated);
    let rows = registry.rows(at, &person, &story, dice);
    let settled = &rows[System::As2007.index()];
    let individual = settled.iter().filter(|row| row.counts()).filter_map(Individual::of).collect();
    let ledger = Ledger::new(registry.calendar.extracted, plan.seed);
    let postings = if person.is_own() { ledger.of(at, settled) } else { Vec::new() };
    Case { person, rows, postings, individual }
}

/// Puts the plan's errors into a case, and what they must give into the key.
fn spoiled(
    plan: &Plan,
    spoiler: &mut Spoiler<'_>,
    used: &mut [u32],
    mut case: Case,
    key: &mut Vec<Expected>,
) -> (Case, Vec<Injected>) {
    if !case.person.is_own() {
        return (case, Vec::new());
    }
    let truth = facit::true_days(&case.rows[System::As2007.index()], spoiler.window);
    let errors = match plan.errors {
        Errors::Key => spoil_once(spoiler, &mut case, used),
        Errors::Mixed(per_mille) => spoil_some(spoiler, &mut case, per_mille),
        Errors::None => Vec::new(),
    };
    if plan.errors == Errors::Key {
        key.extend(errors.iter().flat_map(|error| facit::expected(error, &truth)));
    }
    (case, errors)
}

/// The slots in order, and the late registration as the last.
fn slots() -> impl Iterator<Item = (Kind, System)> {
    SLOTS.into_iter().chain([LATE])
}

/// The least used error that fits, so that all kinds come equally often.
fn spoil_once(spoiler: &mut Spoiler<'_>, case: &mut Case, used: &mut [u32]) -> Vec<Injected> {
    if !spoiler.dice.chance(KEY_SHARE) {
        return Vec::new();
    }
    let mut order: Vec<(u32, usize)> = used.iter().copied().zip(0..).collect();
    order.sort_unstable();
    for (_, at) in order {
        let Some(slot) = slots().nth(at) else { continue };
        if let Some(done) = spoiler.spoil(slot, case) {
            used[at] += 1;
            return vec![done];
        }
    }
    Vec::new()
}

/// One to three errors; those of payment last, as bills follow the rows.
fn spoil_some(spoiler: &mut Spoiler<'_>, case: &mut Case, per_mille: u32) -> Vec<Injected> {
    if !spoiler.dice.chance(per_mille) {
        return Vec::new();
    }
    let all: Vec<(Kind, System)> = slots().filter(|(kind, _)| !kind.needs_more_than_rows()).collect();
    let wanted = spoiler.dice.between(1, 3);
    let mut chosen: Vec<(Kind, System)> = (0..wanted).map(|_| spoiler.dice.pick(&all)).collect();
    chosen.sort_by_key(|(kind, _)| kind.is_of_payment());
    chosen.into_iter().filter_map(|slot| spoiler.spoil(slot, case)).collect()
}
