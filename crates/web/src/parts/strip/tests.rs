//! Where a strip draws its days, and what it says of them.

use super::*;

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd(year, month, day).unwrap()
}

fn days(from: Day, last: Day) -> Period {
    Period::from_included(from, last).unwrap()
}

fn span(period: Period, text: &str) -> Span {
    Span { period, text: text.to_owned(), faint: false }
}

#[test]
fn periods_are_shares_of_the_window_and_told_in_words() {
    let window = days(day(2026, 1, 1), day(2026, 4, 10));
    let strip = Strip::new("Dage", window)
        .lane("Nexus", 1, &[span(days(day(2025, 12, 1), day(2026, 1, 10)), "")])
        .lane("Økonomi", 2, &[span(days(day(2025, 1, 1), day(2025, 12, 31)), "")])
        .mark(days(day(2026, 4, 10), day(2026, 4, 10)), "Kun i Økonomi");
    // A hundred days: each is one percent, and what lies before the window is cut.
    assert_eq!(
        (strip.lanes[0].bars[0].x.as_str(), strip.lanes[0].bars[0].width.as_str()),
        ("0.00%", "10.00%")
    );
    assert!(strip.lanes[1].bars.is_empty());
    assert_eq!((strip.marks[0].x.as_str(), strip.marks[0].end.as_str()), ("99.00%", "100.00%"));
    assert_eq!(
        strip.words,
        [
            "Kun i Økonomi 10-04-2026 til 10-04-2026, 1 dag",
            "Nexus 01-12-2025 til 10-01-2026",
            "Økonomi: ingen dage"
        ]
    );
}

#[test]
fn a_supplement_lies_under_what_it_is_paid_with_and_the_place_has_one_text() {
    let window = Period::year(2026);
    let first_half = days(day(2026, 1, 1), day(2026, 6, 30));
    let supplement = Span { period: window, text: "Tillæg".to_owned(), faint: true };
    let strip = Strip::new("Dage", window).lane("AS2007", 2, &[supplement, span(first_half, "Bosted")]);
    let drawn: Vec<(bool, &str)> =
        strip.lanes[0].bars.iter().map(|bar| (bar.faint, bar.text.as_str())).collect();
    assert_eq!(drawn, [(true, ""), (false, "Bosted")]);
    assert_eq!(
        strip.words,
        ["AS2007 01-01-2026 til 31-12-2026: Tillæg", "AS2007 01-01-2026 til 30-06-2026: Bosted"]
    );
}

#[test]
fn a_period_carries_its_text_only_where_there_is_room() {
    let window = Period::year(2026);
    let text = "1.234,00 kr.";
    let long = bar(window, &span(window, text)).unwrap();
    let short = bar(window, &span(days(day(2026, 3, 1), day(2026, 3, 9)), text)).unwrap();
    assert_eq!((long.text.as_str(), short.text.as_str()), (text, ""));
}

#[test]
fn months_quarters_or_years_are_named_by_the_length_of_the_window() {
    let named = |window| {
        let ticks = ticks(window).into_iter().map(|tick| tick.text).filter(|text| !text.is_empty());
        ticks.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(named(days(day(2025, 11, 15), day(2026, 3, 31))), "dec 2026 feb mar");
    assert_eq!(named(days(day(2025, 1, 1), day(2026, 12, 31))), "2025 apr jul okt 2026 apr jul okt");
    assert_eq!(named(days(day(2020, 1, 1), day(2025, 12, 31))), "2020 2021 2022 2023 2024 2025");
}
