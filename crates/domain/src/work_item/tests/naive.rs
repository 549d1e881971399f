//! A second implementation that shares nothing with the first but the types: sets of days, all against all.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

const RULES: [RuleCode; 3] = [DAYS, RuleCode::DageKunISystem1, RuleCode::DobbeltRaekke];

fn set(period: Period) -> BTreeSet<i32> {
    (period.from.0..period.until.0).collect()
}

fn common(a: &Item, b: &Found) -> usize {
    if a.key == b.key { set(a.sighting.period).intersection(&set(b.seen.period)).count() } else { 0 }
}

/// Which item each deviation became (none: a new one), and in which each item that had nothing ended.
fn naive(items: &[Item], found: &[Found], window: Period) -> (Vec<Option<usize>>, Vec<String>) {
    let mut by_age: Vec<usize> = (0..items.len()).collect();
    by_age.sort_by_key(|i| (!items[*i].standing.status.is_alive(), items[*i].order));
    by_age.retain(|i| !matches!(items[*i].standing.status, Status::Merged(_)));
    let mut owner: Vec<Option<usize>> = vec![None; found.len()];
    for exact in [true, false] {
        for i in &by_age {
            let (item, alive) = (&items[*i], items[*i].standing.status.is_alive());
            if owner.contains(&Some(*i)) || (exact && !alive) {
                continue;
            }
            let mut best: Option<(usize, usize)> = None;
            for (f, one) in found.iter().enumerate() {
                let same = item.key == one.key
                    && item.sighting.period == one.seen.period
                    && item.sighting.oere == one.seen.oere;
                let days = common(item, one);
                if owner[f].is_none() && days > best.map_or(0, |b| b.1) && (!exact || same) {
                    best = Some((f, days));
                }
            }
            if let Some((f, _)) = best {
                owner[f] = Some(*i);
            }
        }
    }
    let mut ends = Vec::new();
    for (i, item) in items.iter().enumerate() {
        if !item.standing.status.is_alive() || owner.contains(&Some(i)) {
            ends.push(String::new());
            continue;
        }
        let mut heirs: Vec<(i64, i64, usize)> = Vec::new();
        for (f, one) in found.iter().enumerate() {
            let Some(heir) = owner[f] else { continue };
            let beside = !set(items[heir].sighting.period).is_disjoint(&set(item.sighting.period));
            if items[heir].standing.status.is_alive() && common(item, one) > 0 && !beside {
                heirs.push((-(common(item, one) as i64), items[heir].order, heir));
            }
        }
        heirs.sort_unstable();
        let tried = set(item.sighting.period).intersection(&set(window)).count();
        ends.push(match heirs.first() {
            Some((.., heir)) => format!("i {heir}"),
            None if tried == 0 => String::new(),
            None => format!("væk, {} uprøvet", set(item.sighting.period).len() - tried),
        });
    }
    (owner, ends)
}

fn told(steps: &[Step], items: usize, found: usize) -> (Vec<Option<usize>>, Vec<String>) {
    let (mut owner, mut ends) = (vec![None; found], vec![String::new(); items]);
    let mut said = vec![0; found];
    for step in steps {
        match *step {
            Step::New { found, .. } => said[found] += 1,
            Step::Seen { item, found, .. } => {
                said[found] += 1;
                owner[found] = Some(item);
            }
            Step::Closed { item, untried_days, .. } => ends[item] = format!("væk, {untried_days} uprøvet"),
            Step::Merged { item, into } => ends[item] = format!("i {into}"),
        }
    }
    assert!(said.iter().all(|times| *times == 1), "hver afvigelse bliver til netop én");
    (owner, ends)
}

fn periods() -> impl Strategy<Value = Vec<(usize, i32, i32, u8)>> {
    proptest::collection::vec((0..3usize, 0..40i32, 1..15i32, 0..6u8), 0..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn both_implementations_carry_the_list_alike(
        before in periods(),
        after in periods(),
        window in (0..30i32, 5..40i32),
    ) {
        let window = days(window.0, window.0 + window.1);
        let status = [
            Status::Open,
            Status::Accepted,
            Status::Investigating,
            Status::Closed(ClosedBy::Data),
            Status::Merged(ItemId(9)),
            Status::CannotBeCorrected,
        ];
        // Not in the order of age, as a list may be read.
        let items: Vec<Item> = before
            .iter()
            .enumerate()
            .map(|(at, (rule, from, long, how))| {
                let period = days(*from, from + long);
                item((at as i64 * 7) % 11, RULES[*rule], period, status[usize::from(*how)])
            })
            .collect();
        let now: Vec<Found> = after
            .iter()
            .map(|(rule, from, long, _)| found(RULES[*rule], days(*from, from + long)))
            .collect();
        let reach = reach_of(window, [ExtractFacts::default(); 2]);
        let steps = carried(&items, &now, &reach);
        prop_assert_eq!(told(&steps, items.len(), now.len()), naive(&items, &now, window));
        // The same run again on what it left changes nothing but what was seen.
        let left: Vec<Item> = steps
            .iter()
            .enumerate()
            .filter_map(|(at, step)| match *step {
                Step::Seen { found, .. } | Step::New { found, .. } => {
                    let mut one = item(at as i64, RULES[0], days(0, 1), Status::Open);
                    one.key = now[found].key.clone();
                    one.sighting = now[found].seen.clone();
                    Some(one)
                }
                _ => None,
            })
            .collect();
        let again = carried(&left, &now, &reach);
        prop_assert_eq!(again.len(), now.len());
        let same = |step: &Step| matches!(step, Step::Seen { came_back: false, .. });
        prop_assert!(again.iter().all(same));
    }
}
