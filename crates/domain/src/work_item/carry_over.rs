//! From one run to the next: which deviation is which item, and which items are gone.
//!
//! The same item is the same rule, citizen, paragraph, sources, attribute and level, and a common day. When one splits,
//! the oldest follows most days; when several become one, the oldest lives.

use super::{ClosedBy, Found, Item, ItemKey, Reach, Seen, Status, Trace};
use crate::calendar::Period;
use crate::person::CitizenId;
use crate::rules::rule;
use std::collections::BTreeMap;

/// What a run does to one item, or a deviation that becomes one. Numbers are places in the lists handed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// A new item.
    New {
        /// The deviation.
        found: usize,
        /// The item that it was a part of.
        split_from: Option<usize>,
    },
    /// An item is seen again.
    Seen {
        /// The item.
        item: usize,
        /// The deviation.
        found: usize,
        /// It was closed.
        came_back: bool,
        /// What was accepted has run out.
        accept_ended: bool,
    },
    /// An item is gone.
    Closed {
        /// The item.
        item: usize,
        /// What was another than when it was last seen.
        by: ClosedBy,
        /// Days of it that were not tried.
        untried_days: i64,
        /// The days stand under another rule of the 8-talskontrol now, so that they are not put right.
        goes_on: bool,
    },
    /// An item goes on as a part of another.
    Merged {
        /// The item.
        item: usize,
        /// The one that lives.
        into: usize,
    },
}

/// Matches what a run found with the items that are kept. `traces` has the runs that saw them, by number.
///
/// The steps are sorted: seen and new in the order of `found`, then closed and merged in the order of `items`.
#[must_use]
pub fn carry_over(
    items: &[Item],
    traces: &BTreeMap<i64, Trace>,
    found: &[Found],
    reach: &Reach,
    now: &Trace,
) -> Vec<Step> {
    let mut groups: BTreeMap<&ItemKey, Group> = BTreeMap::new();
    for (at, one) in found.iter().enumerate() {
        groups.entry(&one.key).or_default().found.push(at);
    }
    for (at, item) in items.iter().enumerate() {
        // What has ended matters only where something of its kind was found.
        if item.standing.status.is_alive() {
            groups.entry(&item.key).or_default().alive.push(at);
        } else if let (Status::Closed(_), Some(group)) = (item.standing.status, groups.get_mut(&item.key)) {
            group.closed.push(at);
        }
    }
    let rest = Rest { items, traces, reach, now, standing: days_found(found) };
    let (mut seen, mut gone) = (Vec::new(), Vec::new());
    for mut group in groups.into_values() {
        group.alive.sort_by_key(|at| items[*at].order);
        group.closed.sort_by_key(|at| items[*at].order);
        let matched = Matched::of(&group, items, found);
        for at in &group.found {
            seen.push((*at, matched.step(*at, items, found, now)));
        }
        for at in group.alive.iter().filter(|at| !matched.taken.contains_key(*at)) {
            let step = match matched.lives_on_in(*at, items, found) {
                Some(into) => Some(Step::Merged { item: *at, into }),
                None => rest.closed(*at),
            };
            gone.extend(step.map(|step| (*at, step)));
        }
    }
    seen.sort_by_key(|(at, _)| *at);
    gone.sort_by_key(|(at, _)| *at);
    seen.into_iter().chain(gone).map(|(_, step)| step).collect()
}

/// Items and deviations of one key, by place.
#[derive(Default)]
struct Group {
    found: Vec<usize>,
    alive: Vec<usize>,
    closed: Vec<usize>,
}

/// Which item took which deviation.
#[derive(Default)]
struct Matched {
    /// By item.
    taken: BTreeMap<usize, usize>,
    /// By deviation.
    taker: BTreeMap<usize, usize>,
    /// Items that were alive, the oldest first.
    alive: Vec<usize>,
}

impl Matched {
    fn of(group: &Group, items: &[Item], found: &[Found]) -> Matched {
        let mut out = Matched { alive: group.alive.clone(), ..Matched::default() };
        // What has not changed at all is itself, so that several on the same days do not change places.
        for at in &group.alive {
            let same = |f: &&usize| {
                let (before, now) = (&items[*at].sighting, &found[**f].seen);
                (before.period, before.oere, &before.shared) == (now.period, now.oere, &now.shared)
            };
            out.take(*at, group.found.iter().filter(|f| !out.taker.contains_key(*f)).find(same).copied());
        }
        for at in group.alive.iter().chain(&group.closed) {
            if out.taken.contains_key(at) {
                continue;
            }
            let period = items[*at].sighting.period;
            let days = |f: &usize| common_days(found[*f].seen.period, period);
            let free = group.found.iter().filter(|f| !out.taker.contains_key(*f) && days(f) > 0);
            // Most days; of several the first.
            let best = free.copied().min_by_key(|f| (-days(f), *f));
            out.take(*at, best);
        }
        out
    }

    fn take(&mut self, item: usize, found: Option<usize>) {
        if let Some(found) = found {
            self.taken.insert(item, found);
            self.taker.insert(found, item);
        }
    }

    fn step(&self, at: usize, items: &[Item], found: &[Found], now: &Trace) -> Step {
        if let Some(item) = self.taker.get(&at) {
            let standing = &items[*item].standing;
            let over = standing.until.is_none_or(|until| until < now.day);
            return Step::Seen {
                item: *item,
                found: at,
                came_back: !standing.status.is_alive(),
                accept_ended: standing.status == Status::Accepted && over,
            };
        }
        // A part of the oldest that it shares days with, unless that one stands beside it on the same days.
        let period = found[at].seen.period;
        let split_from = self.alive.iter().copied().find(|item| {
            let follows = self.taken.get(item).map(|f| found[*f].seen.period);
            items[*item].sighting.period.overlaps(period) && follows.is_some_and(|f| !f.overlaps(period))
        });
        Step::New { found: at, split_from }
    }

    /// The item that now has the days of one that nothing was left for, where the two did not stand beside each other.
    fn lives_on_in(&self, at: usize, items: &[Item], found: &[Found]) -> Option<usize> {
        let period = items[at].sighting.period;
        let others = self.alive.iter().copied().filter(|other| *other != at);
        let share = |other: &usize| {
            let days = self.taken.get(other).map_or(0, |f| common_days(found[*f].seen.period, period));
            if items[*other].sighting.period.overlaps(period) { 0 } else { days }
        };
        others.filter(|other| share(other) > 0).min_by_key(|other| (-share(other), items[*other].order))
    }
}

/// What is needed to say why an item is gone.
struct Rest<'a> {
    items: &'a [Item],
    traces: &'a BTreeMap<i64, Trace>,
    reach: &'a Reach,
    now: &'a Trace,
    standing: BTreeMap<(CitizenId, &'a str, &'a [String]), Vec<Period>>,
}

impl Rest<'_> {
    fn closed(&self, at: usize) -> Option<Step> {
        let item = &self.items[at];
        let before = self.traces.get(&item.last.run)?;
        let tried = self.reach.tried(item, before, self.now)?;
        let key = (item.key.citizen, item.key.paragraf.as_str(), item.key.sources.as_slice());
        let standing = self.standing.get(&key);
        Some(Step::Closed {
            item: at,
            by: before.print.closed_by(&self.now.print, &item.key.sources),
            untried_days: item.sighting.period.days() - tried.days(),
            goes_on: asks_for_days(&item.key)
                && standing.is_some_and(|days| days.iter().any(|d| d.overlaps(tried))),
        })
    }
}

/// One of the rules that say in different ways that a system lacks days.
fn asks_for_days(key: &ItemKey) -> bool {
    key.attribute.is_none() && !rule(key.rule).questions.is_empty()
}

/// The days found to be lacking, by citizen, paragraph and sources.
fn days_found(found: &[Found]) -> BTreeMap<(CitizenId, &str, &[String]), Vec<Period>> {
    let mut out: BTreeMap<_, Vec<Period>> = BTreeMap::new();
    for one in found.iter().filter(|one| asks_for_days(&one.key)) {
        let key = (one.key.citizen, one.key.paragraf.as_str(), one.key.sources.as_slice());
        out.entry(key).or_default().push(one.seen.period);
    }
    out
}

fn common_days(a: Period, b: Period) -> i64 {
    a.intersect(b).map_or(0, Period::days)
}

impl Seen {
    /// Seen by this run.
    #[must_use]
    pub fn by(run: i64, now: &Trace) -> Seen {
        Seen { run, day: now.day }
    }
}
