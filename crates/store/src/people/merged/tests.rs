//! Merges by a random order of pairs: one id a person, never a ring.

use super::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// The naive answer: colours that spread until nothing changes.
fn colours(count: u32, pairs: &[(u32, u32)]) -> Vec<u32> {
    let mut colour: Vec<u32> = (0..count).collect();
    loop {
        let before = colour.clone();
        for (a, b) in pairs {
            let least = colour[*a as usize].min(colour[*b as usize]);
            colour[*a as usize] = least;
            colour[*b as usize] = least;
        }
        if colour == before {
            return colour;
        }
    }
}

#[test]
fn pairs_in_any_order_make_one_id_a_person_and_no_ring() {
    let mut random = StdRng::seed_from_u64(3);
    let mut rings_offered = 0;
    for _ in 0..2_000 {
        let count = random.random_range(2..12);
        let pairs: Vec<(u32, u32)> = (0..random.random_range(0..14))
            .map(|_| (random.random_range(0..count), random.random_range(0..count)))
            .collect();
        rings_offered += usize::from(pairs.iter().any(|(a, b)| pairs.contains(&(*b, *a))));
        let mut merges = Merges::default();
        for (former, present) in &pairs {
            let (former, present) = (CitizenId(*former), CitizenId(*present));
            let before = (merges.now(former), merges.now(present));
            match merges.join(former, present) {
                Some(merge) => assert_eq!(merge, before, "den tidligere ledes til den nuværende"),
                None => assert_eq!(before.0, before.1),
            }
            assert_eq!(merges.now(former), merges.now(present));
        }
        let colours = colours(count, &pairs);
        for a in 0..count {
            let now = merges.now(CitizenId(a));
            assert!(!merges.0.contains_key(&now), "et navn, der selv er afløst");
            for b in 0..count {
                let same = now == merges.now(CitizenId(b));
                assert_eq!(same, colours[a as usize] == colours[b as usize], "{pairs:?}");
                assert_eq!(same, merges.all_of(CitizenId(a)).contains(&CitizenId(b)));
            }
        }
    }
    assert!(rings_offered > 100);
}
