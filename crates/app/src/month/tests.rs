//! Days of steps.

use super::*;
use report::danish;

fn day(text: &str) -> Day {
    Day::parse(text).expect("en dag")
}

#[test]
fn every_step_stands_once_and_has_a_day() {
    for (at, step) in STEPS.iter().enumerate() {
        assert!(STEPS[..at].iter().all(|other| other.key != step.key), "{} to gange", step.key);
        assert!(
            step.key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit()),
            "{}",
            step.key
        );
        assert_eq!(step.page.0.is_empty(), step.page.2.is_empty(), "{}: en side og en rettighed", step.key);
        for month in [Month::parse("2026-02").expect("en måned"), Month::parse("2024-02").expect("en måned")]
        {
            let due = due_in(step.due, month, 12);
            assert_eq!(due.month(), month, "{}", step.key);
        }
    }
}

#[test]
fn working_days_are_monday_to_friday() {
    let march = Month::parse("2026-03").expect("en måned");
    assert_eq!(due_in(Due::Workday(1), march, 12), day("2026-03-02"), "den 1. er en søndag");
    assert_eq!(due_in(Due::Workday(6), march, 12), day("2026-03-09"));
    assert_eq!(due_in(Due::WorkdayFromEnd(1), march, 12), day("2026-03-31"));
    assert_eq!(due_in(Due::WorkdayFromEnd(2), march, 12), day("2026-03-30"));
    assert_eq!(due_in(Due::Day(14), march, 12), day("2026-03-14"));
    assert_eq!(due_in(Due::Answers, march, 12), day("2026-03-12"));
}

#[test]
fn months_are_read_as_they_are_written() {
    let march = Month::parse("2026-03").expect("en måned");
    assert_eq!((march.iso().as_str(), danish::month(march).as_str()), ("2026-03", "marts 2026"));
    for text in ["", "2026", "2026-3", "2026-13", "marts"] {
        assert_eq!(Month::parse(text), None, "{text}");
    }
}

#[test]
fn own_dates_are_days_that_exist() {
    let monthly = step("dst").expect("et trin");
    assert_eq!(own_dates(monthly, "16"), Some(vec![(0, 16)]));
    for text in ["", "0", "31", "16, 17", "16-03"] {
        assert_eq!(own_dates(monthly, text), None, "{text}");
    }
    let yearly = step("budgetopfoelgning").expect("et trin");
    assert_eq!(own_dates(yearly, "31-03, 30-09"), Some(vec![(3, 31), (9, 30)]));
    for text in ["31-02", "16", "31-03;30-09", "00-01"] {
        assert_eq!(own_dates(yearly, text), None, "{text}");
    }
}
