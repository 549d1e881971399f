//! Drawn lives: each line a stretch, and what happened.

use super::*;
use crate::amount::{Rate, SCALE};
use crate::price::{Unit, WHOLE, Weeks};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// `107 2021-01-01..2021-05-31 1000`: paragraph, first and last day (`..` alone is open), rate, hours.
fn stretch(text: &str) -> Stretch {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (from, last) = words[1].split_once("..").unwrap();
    let until = if last.is_empty() { Day::OPEN } else { day(last).next() };
    let number = |at: usize| words.get(at).and_then(|w| w.parse::<i64>().ok());
    let price = number(2).map(|kroner| Price {
        unit: Unit::Doegn,
        rate: Rate(kroner * SCALE),
        quantity: Quantity(SCALE),
        share: WHOLE,
        weeks: Weeks::Days7,
    });
    Stretch {
        paragraf: ParagrafId(words[0].parse().unwrap()),
        period: Period { from: day(from), until },
        provider: ProviderKey::default(),
        hours: number(3).map(|hours| Quantity(hours * SCALE)),
        price,
    }
}

fn terms() -> FlowTerms {
    FlowTerms {
        window: Period::year(2021),
        gap_days: 30,
        extracted: Some(day("2021-12-01")),
        tells_from: Some(day("2020-01-01")),
        pension_age: 67,
    }
}

fn happened(stretches: &[&str], life: &Life) -> Vec<String> {
    let stretches: Vec<Stretch> = stretches.iter().map(|text| stretch(text)).collect();
    let made = movements(&stretches, life, &terms());
    let turned: Vec<Stretch> = stretches.iter().rev().copied().collect();
    assert_eq!(made, movements(&turned, life, &terms()), "rækkefølgen ændrer intet");
    made.iter().map(|m| format!("{:?} {} {:?}", m.day, m.paragraf.0, m.kind)).collect()
}

fn of(stretches: &[&str]) -> Vec<String> {
    happened(stretches, &Life::default())
}

#[test]
fn new_ended_and_a_gap_that_is_one_forloeb() {
    assert_eq!(
        of(&["107 2021-02-01..2021-03-31", "107 2021-04-30..2021-06-30"]),
        ["2021-02-01 107 New { known_before: false }", "2021-06-30 107 Ended(Ended)"]
    );
    let two = of(&["107 2021-02-01..2021-03-31", "107 2021-05-02..2021-06-30"]);
    assert_eq!(two.len(), 4, "31 dage uden er et nyt forløb");
    assert_eq!(two[2], "2021-05-02 107 New { known_before: true }");
}

#[test]
fn a_new_rate_is_a_change_and_never_new() {
    assert_eq!(
        of(&[
            "107 2020-05-01..2021-02-28 1000 5",
            "107 2021-03-01..2021-05-31 1100 5",
            "107 2021-06-01.. 1100 6"
        ]),
        ["2021-03-01 107 Changed(Rate)", "2021-06-01 107 Changed(Extent)"]
    );
    assert!(
        of(&["107 2020-05-01..2021-02-28 1000", "107 2021-03-01.. 1000"]).is_empty(),
        "en delt række er ingen"
    );
}

#[test]
fn another_paragraph_within_the_gap_is_a_transition() {
    assert_eq!(
        of(&["107 2020-05-01..2021-05-31", "108 2021-06-10.."]),
        [
            "2021-05-31 107 Ended(Transition(ParagrafId(108)))",
            "2021-06-10 108 TransitionFrom(ParagrafId(107))"
        ]
    );
    assert_eq!(
        of(&["107 2020-05-01..2021-05-31", "108 2021-07-10.."]),
        ["2021-05-31 107 Ended(Ended)", "2021-07-10 108 New { known_before: true }"]
    );
    // A second service beside one that goes on is new, for somebody known.
    assert_eq!(of(&["107 2020-05-01..", "85 2021-06-01.."]), ["2021-06-01 85 New { known_before: true }"]);
}

#[test]
fn what_begins_with_the_system_is_truncated_and_an_end_to_come_expires() {
    let window = Period { from: day("2020-01-01"), until: day("2022-01-01") };
    let made = movements(
        &[stretch("107 2020-01-01..2021-12-31")],
        &Life::default(),
        &FlowTerms { window, ..terms() },
    );
    assert_eq!(
        made.iter().map(|m| m.kind).collect::<Vec<_>>(),
        [MovementKind::Truncated, MovementKind::Expires]
    );
}

#[test]
fn death_move_and_pension_age_are_ends_of_their_own() {
    let stretches = ["107 2020-05-01..2021-05-31"];
    let life = |change: fn(&mut Life)| {
        let mut life = Life::default();
        change(&mut life);
        happened(&stretches, &life).pop().unwrap()
    };
    assert_eq!(life(|l| l.dead = Some(day("2021-05-20"))), "2021-05-31 107 Ended(Death)");
    assert_eq!(life(|l| l.moved_out = vec![day("2021-06-15")]), "2021-05-31 107 Ended(Moved)");
    assert_eq!(life(|l| l.born = Some(day("1954-06-12"))), "2021-05-31 107 Ended(PensionAge)");
    assert_eq!(life(|l| l.born = Some(day("1954-08-12"))), "2021-05-31 107 Ended(Ended)");
}

#[test]
fn an_end_that_disappears_is_reopened() {
    let life = Life { ends_before: vec![(ParagrafId(107), day("2021-03-31"))], ..Life::default() };
    assert_eq!(happened(&["107 2020-05-01.."], &life), ["2021-04-01 107 Reopened"]);
    assert_eq!(happened(&["107 2020-05-01..2021-03-31"], &life), ["2021-03-31 107 Ended(Ended)"]);
}

#[test]
fn forloeb_are_sorted_and_disjoint() {
    let stretches =
        ["108 2021-01-01..2021-01-31", "107 2021-01-01..2021-01-31", "107 2021-01-10..2021-03-01"];
    let made = forloeb(&stretches.map(stretch), 0);
    assert_eq!(made.len(), 2);
    assert_eq!(made[0].period, Period { from: day("2021-01-01"), until: day("2021-03-02") });
}
