//! The answer key against the naive comparison of the very rows that are written.

use crate::made;
use crate::one_source::inside;
use crate::oracle::{Found, controls};
use crate::payments::payments;
use std::collections::{BTreeMap, BTreeSet};
use synth::{Errors, Expected, Kind, Municipality, Number, Plan, System, generate};

fn as_found(e: &Expected) -> Found {
    (e.system_2, e.within, e.cpr, e.paragraf, e.rule, e.question, e.attribute, e.both, e.span)
}

/// A line each.
fn told<'a>(found: impl Iterator<Item = &'a Found>) -> String {
    found.map(|found| format!("{found:?} {} - {}\n", found.8.from, found.8.to)).collect()
}

/// Everything that any rule must find.
fn everything(made: &Municipality) -> BTreeSet<Found> {
    controls(made).into_iter().chain(inside(made)).chain(payments(made)).collect()
}

#[test]
fn the_key_is_what_a_naive_comparison_finds() {
    let early = Plan { seed: 3, citizens: 200, errors: Errors::Key, extract_day: (2021, 6, 15) };
    for made in [made(1, 420, Errors::Key), made(2, 300, Errors::Key), generate(&early)] {
        let seed = made.plan.seed;
        let key: BTreeSet<Found> = made.facit.iter().map(as_found).collect();
        let found = everything(&made);
        let (missing, surplus) = (told(key.difference(&found)), told(found.difference(&key)));
        assert!(
            missing.is_empty(),
            "frø {seed}: i facit, ikke fundet:\n{missing}fundet, ikke i facit:\n{surplus}"
        );
        assert!(surplus.is_empty(), "frø {seed}: fundet, ikke i facit:\n{surplus}");
        assert_eq!(key.len(), made.facit.len(), "to linjer i facit er ens");
    }
}

#[test]
fn a_municipality_without_errors_has_no_differences() {
    let made = made(5, 700, Errors::None);
    assert_eq!(told(everything(&made).iter()), "");
    assert!(made.facit.is_empty() && made.errors.is_empty());
}

#[test]
fn every_kind_is_there_in_every_system_that_it_can_stand_in() {
    for (seed, citizens) in [(1, 1200), (2, 1200), (3, 1200), (1, 600)] {
        let made = made(seed, citizens, Errors::Key);
        let mut counts: BTreeMap<(Kind, System), usize> = BTreeMap::new();
        for error in &made.errors {
            *counts.entry((error.kind, error.system)).or_default() += 1;
        }
        let kinds: BTreeSet<Kind> = made.errors.iter().map(|e| e.kind).collect();
        assert_eq!((counts.len(), kinds.len()), (72, 44), "frø {seed}: {counts:?}");
        let rules: BTreeSet<&str> = made.facit.iter().map(|line| line.rule).collect();
        assert_eq!(rules.len(), 32, "{rules:?}");
        let people: BTreeSet<u32> = made.errors.iter().map(|e| e.person).collect();
        assert_eq!(people.len(), made.errors.len(), "en borger har to fejl");
    }
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
        assert!(!line.both || line.attribute.is_some());
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
        assert!(spoiled.contains(&deviation.2), "{deviation:?}");
    }
    let people: BTreeSet<u32> = made.errors.iter().map(|e| e.person).collect();
    assert!(people.len() < made.errors.len());
    assert!(made.rows(System::As2007).iter().any(|row| row.paragraf().is_empty()));
}
