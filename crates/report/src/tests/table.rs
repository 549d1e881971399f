//! The terminal's table, as it is seen.

use super::given::{Given, P103, P107, citizens, days, deviation, town};
use domain::bridge::bridges;
use domain::control::Level;
use domain::deviation::RuleCode;

fn printed(given: &Given, width: usize) -> String {
    let mut out = Vec::new();
    crate::table::write(&given.report(), width, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_control_as_it_is_seen() {
    insta::assert_snapshot!(printed(&town(), 100));
}

#[test]
fn a_control_without_deviations() {
    let mut given = Given::empty();
    given.history(1, P103, [&[("2021-01-01", "2021-01-31")], &[("2021-01-01", "2021-01-31")]], Some(1));
    insta::assert_snapshot!(printed(&given.counted(), 100));
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for width in [88, 100, 140] {
        for line in printed(&town(), width).lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn the_questions_explain_the_whole_difference() {
    let given = town();
    let lines = bridges(&given.overview, &given.deviations);
    assert_eq!(lines.len(), 5);
    for (paragraf, bridge) in lines {
        let coverage = &given.coverage.paragraffer[&paragraf];
        let difference = coverage.citizens[1] as i64 - coverage.citizens[0] as i64;
        assert_eq!(difference, citizens(&given, paragraf, 1) - citizens(&given, paragraf, 2));
        let days = |question: u8| -> i64 {
            let of = |d: &&domain::deviation::Deviation| {
                d.paragraf == paragraf && d.question == Some(question) && d.attribute.is_none()
            };
            given.deviations.iter().filter(of).map(|d| d.period.days()).sum()
        };
        assert_eq!(coverage.days[1] - coverage.days[0], days(1) - days(2) + days(3) - days(4));
        assert_eq!(bridge.days.questions, [1, 2, 3, 4].map(days));
        assert!(bridge.adds_up(), "{paragraf:?}");
    }
    let text = printed(&given, 100);
    assert!(text.contains("Det stemmer.") && !text.contains("rest "), "{text}");
}

#[test]
fn full_year_persons_count_a_leap_year_as_its_own() {
    let mut given = Given::empty();
    given.history(1, P107, [&[], &[("2020-07-01", "2021-12-31")]], Some(1));
    let given = given.counted();
    let [(_, bridge)] = bridges(&given.overview, &given.deviations)[..] else { panic!("én paragraf") };
    // 184/366 + 1, the same as the coverage's own figure.
    assert_eq!(bridge.full_years.questions[0].scaled(), 15_027);
    let coverage = &given.coverage.paragraffer[&P107];
    assert_eq!(coverage.full_year_persons(domain::deviation::Side::Two), 15_027);
    assert!(bridge.adds_up());
}

#[test]
fn what_does_not_add_up_says_so() {
    let mut given = town();
    given.deviations.retain(|d| d.rule != RuleCode::DageKunISystem1);
    let text = printed(&given.counted(), 100);
    assert!(text.contains("rest -"), "{text}");
    assert!(text.contains("Det stemmer ikke"), "{text}");
}

#[test]
fn at_a_finer_level_a_rest_is_explained() {
    let mut given = town();
    given.control.level = Level::Leverandoer;
    let mut extra = deviation(RuleCode::DageKunISystem2, Some(3), 40, P103, days("2021-01-01", "2021-01-31"));
    extra.leverandoer = "P:1003001001".to_owned();
    given.deviations.push(extra);
    let text = printed(&given.counted(), 100);
    assert!(text.contains("--niveau paragraf"), "{text}");
    assert!(!text.contains("Meld det"), "{text}");
}
