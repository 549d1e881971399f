//! What is usual, whatever the order and the parts.

use super::*;
use crate::timeline::tests::{Scene, day, span};

fn scene(prices: &[(&str, i64)]) -> Scene {
    let mut scene = Scene::new();
    for (at, (provider, kroner)) in prices.iter().enumerate() {
        scene.row(0, provider, span(day(1, 1), day(1, 2 + at as u32)), *kroner);
    }
    scene
}

#[test]
fn the_median_is_of_the_provider_and_else_of_the_paragraph() {
    let scene =
        scene(&[("Solhjem", 100), ("Sol-hjem", 300), ("SOLHJEM", 200), ("Huset", 900), ("Huset", 800)]);
    scene.with(Side::One, |timeline, lexicon| {
        let mut builder = NormsBuilder::default();
        builder.add_citizen(Side::One, timeline, lexicon);
        let norms = builder.finish();
        let of = |name: &str, least| {
            let named =
                |c: &&Claim<'_>| lexicon.side(Side::One).wording.provider_of(c.row.provider).name == name;
            norms.of(Side::One, timeline.main.iter().find(named).unwrap(), lexicon, least)
        };
        let norm = |kroner: i64, rows, of_paragraf| Some(Norm { day: kroner * 10_000, rows, of_paragraf });
        assert_eq!(of("Sol-hjem", 3), norm(200, 3, false), "tre stavemåder, én leverandør");
        assert_eq!(of("Huset", 2), norm(800, 2, false), "af to den laveste");
        assert_eq!(of("Huset", 3), norm(300, 5, true));
        assert_eq!(of("Huset", 6), None);
    });
}

#[test]
fn parts_may_be_added_in_any_order_and_a_row_counts_once() {
    let mut scene = scene(&[("Solhjem", 100), ("Huset", 500), ("Solhjem", 700)]);
    // The same row again: identical rows of a citizen are one.
    scene.row(0, "Solhjem", span(day(1, 1), day(1, 2)), 100);
    scene.with(Side::One, |timeline, lexicon| {
        let alone = |claim: &Claim<'_>| {
            let mut builder = NormsBuilder::default();
            builder.add(Side::One, claim, lexicon);
            builder
        };
        let merged = |order: &mut dyn Iterator<Item = &Claim<'_>>| {
            let mut all = NormsBuilder::default();
            order.for_each(|claim| all.merge(alone(claim)));
            all.finish()
        };
        let claims = &timeline.main;
        assert_eq!(merged(&mut claims.iter()), merged(&mut claims.iter().rev()));
        let mut citizen = NormsBuilder::default();
        citizen.add_citizen(Side::One, timeline, lexicon);
        let rows = citizen.finish().of(Side::One, &claims[0], lexicon, 1).unwrap().rows;
        assert_eq!(rows, 2);
    });
}
