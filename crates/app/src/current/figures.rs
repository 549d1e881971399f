//! The figures of a control's newest run, counted over the rows that the one who looks may see.
//!
//! Invariant: whatever is counted here is counted from items and rows that a scope was asked about first. For one who
//! sees everybody the same figures come out as of the run's own overview and bridge.

use super::{BoardItem, ControlNow, Current};
use crate::access::Scope;
use domain::amount::Oere;
use domain::bridge::{Bridge, FullYears, Measure};
use domain::calendar::Day;
use domain::coverage::Reached;
use domain::periods::Periods;
use domain::person::CitizenId;
use domain::work_item::ItemId;
use std::collections::BTreeMap;

/// The parts of a control in the order of pages: questions 1 to 4, rules inside one system, payments.
pub const PARTS: usize = 6;

/// How many, about how many, for how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Deviations.
    pub deviations: i64,
    /// Distinct citizens.
    pub citizens: i64,
    /// The sum of those kroner that are known; signed for differences of price.
    pub oere: Oere,
    /// Deviations whose kroner are unknown.
    pub unknown: i64,
}

/// One paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParagrafFigures {
    /// As written.
    pub paragraf: String,
    /// All its deviations.
    pub count: Count,
    /// From System 1 to System 2.
    pub bridge: Bridge,
    /// Distinct citizens with a compared day in any of the systems.
    pub citizens: i64,
}

/// One run on the way to the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Then {
    /// The number of the run.
    pub run: i64,
    /// The day of its basis.
    pub day: Day,
    /// Deviations of questions 1 to 4.
    pub questions: [i64; 4],
}

/// The figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// All deviations.
    pub all: Count,
    /// By part.
    pub parts: [Count; PARTS],
    /// Paragraphs in the order of the law book.
    pub paragraffer: Vec<ParagrafFigures>,
    /// Their sum: a citizen on two paragraphs counts twice.
    pub total: Bridge,
    /// Rows of a citizen on a paragraph in System 1, in System 2, in System 1 only, in System 2 only.
    pub rows: [i64; 4],
    /// Distinct citizens in System 1 and System 2.
    pub citizens: [i64; 2],
    /// The run of each earlier basis, the oldest first.
    pub earlier: Vec<Then>,
}

/// The part of an item.
#[must_use]
pub fn part_of(own: &BoardItem) -> usize {
    let item = &own.listed.item;
    match item.sighting.question {
        Some(question @ 1..=4) => usize::from(question) - 1,
        _ if item.key.rule.is_about_payments() => 5,
        _ => 4,
    }
}

/// A count under way.
#[derive(Clone, Default)]
struct Tally {
    count: Count,
    citizens: Vec<CitizenId>,
}

impl Tally {
    fn add(&mut self, citizen: CitizenId, oere: Option<Oere>) {
        self.count.deviations += 1;
        self.citizens.push(citizen);
        match oere {
            Some(oere) => self.count.oere += oere,
            None => self.count.unknown += 1,
        }
    }

    fn finish(mut self) -> Count {
        Count { citizens: distinct(&mut self.citizens), ..self.count }
    }
}

fn distinct(citizens: &mut Vec<CitizenId>) -> i64 {
    citizens.sort_unstable();
    citizens.dedup();
    citizens.len() as i64
}

/// One paragraph under way.
#[derive(Clone, Default)]
struct ParagrafTally {
    tally: Tally,
    asked: [Vec<CitizenId>; 2],
    reached: [Vec<CitizenId>; 3],
    days: Measure<i64>,
    full_years: Measure<FullYears>,
}

impl ParagrafTally {
    fn deviation(&mut self, own: &BoardItem) {
        let item = &own.listed.item;
        self.tally.add(item.key.citizen, item.sighting.oere);
        let part = part_of(own);
        if part < 2 {
            self.asked[part].push(item.key.citizen);
        }
        // Differing values explain no days.
        if part < 4 && item.key.attribute.is_none() {
            self.days.questions[part] += item.sighting.period.days();
            let years = FullYears::of_days(&Periods::from(item.sighting.period));
            self.full_years.questions[part] = self.full_years.questions[part] + years;
        }
    }

    fn reached(&mut self, row: &Reached) {
        self.reached[2].push(row.citizen);
        for side in [0, 1] {
            if row.days[side] > 0 {
                self.reached[side].push(row.citizen);
            }
            self.days.systems[side] += i64::from(row.days[side]);
            self.full_years.systems[side] = self.full_years.systems[side] + row.full_years[side];
        }
    }

    fn finish(mut self, paragraf: String) -> ParagrafFigures {
        let [one, two] = &mut self.asked;
        let [in_one, in_two, any] = &mut self.reached;
        let citizens = Measure {
            systems: [distinct(in_one), distinct(in_two)],
            questions: [distinct(one), distinct(two), 0, 0],
        };
        ParagrafFigures {
            paragraf,
            count: self.tally.finish(),
            bridge: Bridge { citizens, days: self.days, full_years: self.full_years },
            citizens: distinct(any),
        }
    }
}

impl Figures {
    /// Counts the newest run of the control at a place in [`Current::controls`]. Without a scope everybody is counted:
    /// only for those who get rounded figures of groups.
    #[must_use]
    pub fn of(current: &Current, at: usize, scope: Option<&Scope>) -> Figures {
        let control = &current.controls[at];
        let mut parts: [Tally; PARTS] = Default::default();
        let mut all = Tally::default();
        let mut paragraffer: BTreeMap<(usize, String), ParagrafTally> = BTreeMap::new();
        let order = order_of(control);
        let key = |written: &str| (order.get(written).copied().unwrap_or(usize::MAX), written.to_owned());
        let inside = |own: &&std::sync::Arc<BoardItem>| scope.is_none_or(|s| s.holds(&own.subject()));
        for own in current.board.iter().filter(|own| own.control == Some(at)).filter(inside) {
            let item = &own.listed.item;
            all.add(item.key.citizen, item.sighting.oere);
            parts[part_of(own)].add(item.key.citizen, item.sighting.oere);
            paragraffer.entry(key(&item.key.paragraf)).or_default().deviation(own);
        }
        let mut out = Figures::default();
        let mut citizens: [Vec<CitizenId>; 2] = Default::default();
        let mut reached = |row: &Reached, written: &str| {
            paragraffer.entry(key(written)).or_default().reached(row);
            let [one, two] = row.days.map(|days| days > 0);
            for (count, counts) in out.rows.iter_mut().zip([one, two, one && !two, two && !one]) {
                *count += i64::from(counts);
            }
            for (own, counts) in citizens.iter_mut().zip([one, two]) {
                if counts {
                    own.push(row.citizen);
                }
            }
        };
        if let Some(ran) = control.ran.as_deref() {
            let written = |row: &Reached| ran.law().paragraf(row.paragraf).written.as_str();
            match scope {
                Some(scope) => current.reached(scope, control).for_each(|row| reached(row, written(row))),
                None => ran.reached().iter().for_each(|row| reached(row, written(row))),
            }
        }
        out.citizens = citizens.map(|mut own| distinct(&mut own));
        out.all = all.finish();
        out.parts = parts.map(Tally::finish);
        out.paragraffer =
            paragraffer.into_iter().map(|((_, written), tally)| tally.finish(written)).collect();
        out.total = out.paragraffer.iter().fold(Bridge::default(), |sum, own| sum.plus(own.bridge));
        out.earlier = earlier(current, control, scope);
        out
    }

    /// The change of a question's deviations since the newest run of an earlier basis; `None` where there is none.
    #[must_use]
    pub fn change(&self, question: usize) -> Option<i64> {
        let before = self.earlier.last()?;
        Some(self.parts.get(question - 1)?.deviations - before.questions[question - 1])
    }
}

/// The place of each written paragraph in the law book of the run.
fn order_of(control: &ControlNow) -> BTreeMap<&str, usize> {
    let law = control.ran.as_deref().map(|ran| &ran.law().paragraffer);
    let written = law.into_iter().flatten().enumerate();
    let mut out = BTreeMap::new();
    for (at, paragraf) in written {
        out.entry(paragraf.written.as_str()).or_insert(at);
    }
    out
}

fn earlier(current: &Current, control: &ControlNow, scope: Option<&Scope>) -> Vec<Then> {
    let sees = |id: ItemId| scope.is_none_or(|scope| current.item(scope, id).is_some());
    let then = |run: &super::EarlierRun| {
        let mut questions = [0; 4];
        for seen in run.seen.iter().filter(|seen| sees(seen.item)) {
            if let Some(question @ 1..=4) = seen.question {
                questions[usize::from(question) - 1] += 1;
            }
        }
        Then { run: run.run.seq, day: run.run.trace.day, questions }
    };
    control.earlier.iter().map(then).collect()
}

/// Somebody with open deviations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// A user, a team, or who can correct; empty where no source says.
    pub who: String,
    /// Open deviations.
    pub count: Count,
    /// Days since the oldest of them was first seen.
    pub oldest_days: i64,
}

/// Who has open deviations, most first; over all controls.
#[must_use]
pub fn loads(current: &Current, scope: &Scope) -> Vec<Load> {
    let mut by: BTreeMap<String, (String, Tally, i64)> = BTreeMap::new();
    for own in current.items(scope).filter(|own| own.listed.item.standing.status.is_work()) {
        let who = &own.listed.responsible;
        let entry = by.entry(who.to_lowercase()).or_insert_with(|| (who.clone(), Tally::default(), 0));
        entry.1.add(own.listed.item.key.citizen, own.listed.item.sighting.oere);
        entry.2 = entry.2.max(own.listed.age_days);
    }
    let load =
        |(who, tally, oldest_days): (String, Tally, i64)| Load { who, count: tally.finish(), oldest_days };
    let mut out: Vec<Load> = by.into_values().map(load).collect();
    out.sort_by(|a, b| (-a.count.deviations, &a.who).cmp(&(-b.count.deviations, &b.who)));
    out
}
