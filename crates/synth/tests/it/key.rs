//! The answer key against the naive comparison of the very rows that are written.

use crate::made;
use crate::oracle::{Found, controls};
use std::collections::{BTreeMap, BTreeSet};
use synth::{Errors, Expected, Kind, Number, Plan, System, generate};

fn as_found(e: &Expected) -> Found {
    (e.system_2, e.cpr, e.paragraf, e.rule, e.question, e.attribute, e.both, e.span)
}

#[test]
fn the_key_is_what_a_naive_comparison_finds() {
    let early = Plan { seed: 3, citizens: 200, errors: Errors::Key, extract_day: (2021, 6, 15) };
    for made in [made(1, 420, Errors::Key), made(2, 300, Errors::Key), generate(&early)] {
        let seed = made.plan.seed;
        let key: BTreeSet<Found> = made.facit.iter().map(as_found).collect();
        let found = controls(&made);
        let missing: Vec<_> = key.difference(&found).collect();
        let surplus: Vec<_> = found.difference(&key).collect();
        assert!(missing.is_empty(), "frø {seed}: i facit, ikke fundet: {missing:#?}");
        assert!(surplus.is_empty(), "frø {seed}: fundet, ikke i facit: {surplus:#?}");
        assert_eq!(key.len(), made.facit.len(), "to linjer i facit er ens");
    }
}

#[test]
fn a_municipality_without_errors_has_no_differences() {
    let made = made(5, 250, Errors::None);
    assert_eq!(controls(&made), BTreeSet::new());
    assert!(made.facit.is_empty() && made.errors.is_empty());
}

#[test]
fn every_kind_is_there_in_every_system_that_it_can_stand_in() {
    let made = made(1, 400, Errors::Key);
    let mut counts: BTreeMap<(Kind, System), usize> = BTreeMap::new();
    for error in &made.errors {
        *counts.entry((error.kind, error.system)).or_default() += 1;
    }
    assert_eq!(counts.len(), 30, "{counts:?}");
    assert!(counts.values().all(|count| *count >= 2), "{counts:?}");
    let people: BTreeSet<u32> = made.errors.iter().map(|e| e.person).collect();
    assert_eq!(people.len(), made.errors.len(), "en borger har to fejl");
}

#[test]
fn one_day_is_one_day_and_a_wrong_digit_is_found_under_both_numbers() {
    let made = made(1, 600, Errors::Key);
    for line in &made.facit {
        match line.kind {
            Kind::OneDayLate => assert_eq!(line.span.days(), 1),
            Kind::LateStart => assert!(line.span.days() >= 7),
            _ => {}
        }
        assert_eq!(line.both, line.attribute.is_some());
        assert!(line.span.from >= made.window.from && line.span.to <= made.window.to);
    }
    for error in made.errors.iter().filter(|e| e.kind == Kind::WrongDigit) {
        let lines = |cpr: Number| made.facit.iter().filter(|e| e.cpr == cpr).count();
        let wrong = error.wrong.expect("et forkert nummer");
        assert!(lines(error.cpr) > 0);
        assert_eq!(lines(error.cpr), lines(wrong));
    }
}

/// In the mixed world there is no key, but nobody without an error may deviate, and errors overlap.
#[test]
fn only_citizens_with_errors_deviate_in_the_mixed_world() {
    let made = made(4, 250, Errors::Mixed(300));
    let spoiled: BTreeSet<Number> =
        made.errors.iter().flat_map(|e| [Some(e.cpr), e.wrong]).flatten().collect();
    let found = controls(&made);
    assert!(!found.is_empty() && made.facit.is_empty());
    for deviation in &found {
        assert!(spoiled.contains(&deviation.1), "{deviation:?}");
    }
    let people: BTreeSet<u32> = made.errors.iter().map(|e| e.person).collect();
    assert!(people.len() < made.errors.len());
    assert!(made.rows(System::As2007).iter().any(|row| row.paragraf().is_empty()));
}
