//! Near numbers: the neighbours that are looked up are those that comparing all with all finds.

use super::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

fn naive(a: &[(CitizenId, Digits)], b: &[(CitizenId, Digits)]) -> Vec<(CitizenId, CitizenId, Near)> {
    let mut out = Vec::new();
    for (id, x) in a {
        for (other, y) in b {
            let differ: Vec<usize> = (0..10).filter(|at| x[*at] != y[*at]).collect();
            match differ.as_slice() {
                [_] => out.push((*id, *other, Near::OneDigit)),
                [i, j] if i + 1 == *j && x[*i] == y[*j] && x[*j] == y[*i] => {
                    out.push((*id, *other, Near::Swapped));
                }
                _ => {}
            }
        }
    }
    out.sort();
    out
}

/// Few digits, so that many are near.
fn people(random: &mut StdRng, first: u32, count: u32) -> Vec<(CitizenId, Digits)> {
    let mut taken = std::collections::HashSet::new();
    let mut out = Vec::new();
    while out.len() < count as usize {
        let mut digits = *b"0000000000";
        for digit in &mut digits[random.random_range(0..7)..] {
            *digit = b'0' + random.random_range(0..4);
        }
        if taken.insert(digits) {
            out.push((CitizenId(first + out.len() as u32), digits));
        }
    }
    out
}

#[test]
fn hashing_neighbours_finds_what_comparing_all_finds() {
    let mut random = StdRng::seed_from_u64(11);
    let mut seen = 0;
    for round in 0..200 {
        let a = people(&mut random, 0, 1 + round % 60);
        let b = people(&mut random, 1_000, 60);
        let found = pairs(&a, &b, |id| id);
        assert_eq!(found, naive(&a, &b));
        seen += found.len();
    }
    assert!(seen > 1_000);
}

#[test]
fn the_ends_of_a_number_have_neighbours_too() {
    let a = [(CitizenId(1), *b"0999345678")];
    let b = [
        (CitizenId(2), *b"9099345678"),
        (CitizenId(3), *b"0999345687"),
        (CitizenId(4), *b"1999345678"),
        (CitizenId(5), *b"0999345679"),
        (CitizenId(6), *b"0999345678"),
    ];
    let found = pairs(&a, &b, |id| id);
    let one = CitizenId(1);
    assert_eq!(
        found,
        [
            (one, CitizenId(2), Near::Swapped),
            (one, CitizenId(3), Near::Swapped),
            (one, CitizenId(4), Near::OneDigit),
            (one, CitizenId(5), Near::OneDigit),
        ]
    );
}
