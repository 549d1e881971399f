//! Numbers that are nobody's, and near pairs that only errors make.

use crate::made;
use std::collections::{BTreeMap, BTreeSet};
use synth::{Date, Errors, Number, System};

#[test]
fn all_numbers_fail_modulus_11_and_are_adults_not_born_on_1_january() {
    for errors in [Errors::Key, Errors::Mixed(500)] {
        let made = made(9, 800, errors);
        for row in System::ALL.iter().flat_map(|system| made.rows(*system)) {
            assert_ne!(row.cpr.remainder(), 0);
            assert!(row.cpr.is_safe());
            let (year, month, day) = row.cpr.birth().expect("en fødselsdato").parts();
            assert_ne!((month, day), (1, 1));
            assert!(Date::ymd(year + 18, month, day.min(28)) <= Date::ymd(2016, 1, 1));
        }
    }
}

#[test]
fn only_errors_make_near_pairs() {
    let made = made(3, 900, Errors::Key);
    let wrong: BTreeMap<Number, Number> =
        made.errors.iter().filter_map(|e| e.wrong.map(|wrong| (wrong, e.cpr))).collect();
    let mut all: BTreeSet<Number> = made.people.iter().map(|p| p.number).collect();
    assert_eq!(all.len(), made.people.len());
    all.extend(wrong.keys());
    assert_eq!(all.len(), made.people.len() + wrong.len());
    let all: Vec<Number> = all.into_iter().collect();
    let mut near = 0;
    for (at, a) in all.iter().enumerate() {
        for b in &all[at + 1..] {
            if a.is_near(*b) {
                near += 1;
                assert!(wrong.get(a) == Some(b) || wrong.get(b) == Some(a));
            }
        }
    }
    assert_eq!(near, wrong.len());
    assert!(near > 10);
}

#[test]
fn p_numbers_can_not_be_read_as_cpr_numbers_and_differ() {
    let made = made(1, 600, Errors::None);
    let numbers: BTreeSet<String> = made.rows(System::As2007).iter().map(|r| r.provider.p_number()).collect();
    assert!(numbers.len() > 20);
    for number in numbers.iter().filter(|n| !n.is_empty()) {
        assert_eq!(number.len(), 10);
        assert!(number.starts_with("10") && number[2..4].parse::<u32>().unwrap() > 12, "{number}");
    }
}
