//! Numbers that are nobody's, and near pairs that only errors make.

use crate::made;
use std::collections::{BTreeMap, BTreeSet};
use synth::{Date, Errors, Kind, Number, System};

#[test]
fn all_numbers_fail_modulus_11_and_are_adults_not_born_on_1_january() {
    for errors in [Errors::Key, Errors::Mixed(500)] {
        let made = made(9, 800, errors);
        let of = |kind| made.errors.iter().filter(move |e| e.kind == kind);
        let young: BTreeSet<Number> = of(Kind::UnderAge).map(|e| e.cpr).collect();
        let dateless: BTreeSet<Number> = of(Kind::InvalidCpr).filter_map(|e| e.wrong).collect();
        assert!(errors != Errors::Key || !young.is_empty() && !dateless.is_empty());
        let former = made.aliases().into_iter().map(|(_, before)| before);
        let numbers = System::ALL.iter().flat_map(|system| made.rows(*system)).map(|row| row.cpr);
        for number in numbers.chain(made.postings.iter().filter_map(|p| p.cpr)).chain(former) {
            assert_ne!(number.remainder(), 0);
            if dateless.contains(&number) {
                assert!(number.birth().is_none() && !number.is_safe());
                continue;
            }
            assert!(number.is_safe());
            let (year, month, day) = number.birth().expect("en fødselsdato").parts();
            assert_ne!((month, day), (1, 1));
            // Those who came of age on the way are grown-up when the extracts are taken.
            let grown = if young.contains(&number) { Date::ymd(2023, 1, 1) } else { Date::ymd(2016, 1, 1) };
            assert!(Date::ymd(year + 18, month, day.min(28)) <= grown);
        }
    }
}

#[test]
fn only_errors_make_near_pairs() {
    let made = made(3, 900, Errors::Key);
    let wrong: BTreeMap<Number, Number> = made
        .errors
        .iter()
        .filter(|e| e.kind == Kind::WrongDigit)
        .filter_map(|e| e.wrong.map(|wrong| (wrong, e.cpr)))
        .collect();
    let mut all: BTreeSet<Number> = made.people.iter().map(|p| p.number).collect();
    assert_eq!(all.len(), made.people.len());
    all.extend(wrong.keys());
    all.extend(made.aliases().iter().map(|(_, before)| before));
    assert_eq!(all.len(), made.people.len() + wrong.len() + made.aliases().len());
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
    assert!(near > 10 && !made.aliases().is_empty());
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
