//! Reasons of closing, the fold, rhythm, names and time to correction.

use super::*;
use crate::person::CitizenId;

#[test]
fn data_comes_first_among_the_reasons_of_closing() {
    let before = trace(100, "2").print;
    let changed = |data: bool, others: bool, language: bool, rules: bool| {
        let mut now = before.clone();
        if data {
            now.systems.insert("b".to_owned(), "3".to_owned());
        }
        let mut put = |on: bool, field: fn(&mut Fingerprint) -> &mut String| {
            if on {
                *field(&mut now) = "x".to_owned();
            }
        };
        put(others, |p| &mut p.others);
        put(language, |p| &mut p.language);
        put(rules, |p| &mut p.rules);
        now
    };
    let both = key(DAYS).sources;
    for (now, by) in [
        (changed(true, false, true, true), ClosedBy::Data),
        (changed(false, true, true, false), ClosedBy::Data),
        (changed(false, false, true, true), ClosedBy::Language),
        (changed(false, false, false, true), ClosedBy::Rules),
    ] {
        assert_eq!(before.closed_by(&now, &both), by);
    }
    // A rule inside the other system has nothing to do with this one's data.
    let other = changed(true, false, true, false);
    assert_eq!(before.closed_by(&other, &["a".to_owned()]), ClosedBy::Language);
}

fn event(kind: EventKind, run: Option<(i64, Day)>) -> Event {
    Event { item: ItemId(1), kind, by: "x".to_owned(), at: "2026-01-01T00:00:00Z".to_owned(), run }
}

#[test]
fn status_is_what_the_events_add_up_to() {
    let run = |day| Some((1, Day(day)));
    let mut events = vec![event(EventKind::Found { split_from: None }, run(1))];
    assert_eq!(fold(&events), Standing::default());
    events.push(event(EventKind::Assigned("Anna".to_owned()), None));
    let reason = "aftalt".to_owned();
    let until = Some(Day(9));
    events.push(event(EventKind::Set { status: Status::Accepted, reason: reason.clone(), until }, None));
    events.push(event(EventKind::Comment("husk".to_owned()), None));
    let accepted = Standing {
        status: Status::Accepted,
        reason,
        until,
        assigned: "Anna".to_owned(),
        ..Standing::default()
    };
    assert_eq!(fold(&events), accepted);
    events.push(event(EventKind::AcceptEnded, run(10)));
    assert_eq!(fold(&events), Standing { assigned: "Anna".to_owned(), ..Standing::default() });
    let closed = EventKind::Closed { by: ClosedBy::Rules, untried_days: 0, goes_on: true };
    events.push(event(closed, run(20)));
    let now = fold(&events);
    assert_eq!((now.status, now.ended, now.goes_on), (Status::Closed(ClosedBy::Rules), Some(Day(20)), true));
    events.push(event(EventKind::CameBack, run(30)));
    let now = fold(&events);
    assert_eq!((now.status, now.ended, now.times_back), (Status::CameBack, None, 1));
    assert_eq!(now.assigned, "Anna");
    events.push(event(EventKind::Merged(ItemId(7)), run(40)));
    assert!(!fold(&events).status.is_alive());
}

#[test]
fn time_to_correction_counts_what_data_put_right() {
    let closed = |order, from: i32, until: i32, by| {
        let mut one = item(order, DAYS, days(0, 5), Status::Closed(by));
        one.first.day = Day(from);
        one.standing.ended = Some(Day(until));
        one
    };
    let mut items: Vec<Item> = (1..=10).map(|n| closed(n, 0, n as i32 * 10, ClosedBy::Data)).collect();
    items.push(closed(11, 0, 999, ClosedBy::Language));
    let mut goes_on = closed(12, 0, 999, ClosedBy::Data);
    goes_on.standing.goes_on = true;
    items.push(goes_on);
    items.push(item(13, DAYS, days(0, 5), Status::Open));
    items.push(item(14, DAYS, days(0, 5), Status::Accepted));
    let times = correction_times(&items);
    let one = CorrectionTime {
        rule: DAYS,
        sources: key(DAYS).sources,
        corrected: 10,
        median_days: 50,
        ninety_days: 90,
        standing: 1,
    };
    assert_eq!(times, [one]);
    assert_eq!(correction_times(&items[12..13])[0].median_days, 0);
}

#[test]
fn rhythm_and_window_follow_the_day_that_is_handed_in() {
    let day = |text| Day::parse(text).unwrap();
    let next = |rhythm: Rhythm, text| rhythm.next_after(day(text)).map(Day::iso);
    assert_eq!(next(Rhythm::Monthly(5), "2026-03-04").as_deref(), Some("2026-03-05"));
    assert_eq!(next(Rhythm::Monthly(5), "2026-03-05").as_deref(), Some("2026-04-05"));
    assert_eq!(next(Rhythm::Monthly(28), "2026-12-31").as_deref(), Some("2027-01-28"));
    assert_eq!(next(Rhythm::OnDemand, "2026-12-31"), None);
    let span = |months, text| {
        let window = Span::LastMonths(months).on(day(text));
        (window.from.iso(), window.last_day().iso())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(span(24, "2026-03-01"), pair("2024-03-01", "2026-02-28"));
    assert_eq!(span(1, "2026-03-30"), pair("2026-02-01", "2026-02-28"));
    // The last day of a month is in a whole month.
    assert_eq!(span(1, "2026-03-31"), pair("2026-03-01", "2026-03-31"));
    assert_eq!(Span::Fixed(WINDOW).on(Day(999)), WINDOW);
}

#[test]
fn names_are_shown_and_read_back_and_are_no_citizens() {
    for id in [0, 33, ItemId::LIMIT - 1] {
        let shown = ItemId(id).to_string();
        assert_eq!(ItemId::parse(&shown.to_lowercase()), Some(ItemId(id)));
        assert_eq!(CitizenId::parse(&shown), None);
    }
    assert_eq!(ItemId::parse("A-12345U"), None);
    assert_eq!(ItemId::parse("B-123456"), None);
}

#[test]
fn work_goes_to_the_system_that_lacks_the_days() {
    use crate::deviation::Side;
    for (question, within, side) in [
        (Some(1), None, Side::One),
        (Some(2), None, Side::Two),
        (Some(3), None, Side::One),
        (Some(4), None, Side::Two),
        (None, Some(Side::One), Side::One),
    ] {
        assert_eq!(side_of(question, within), side);
    }
    assert_eq!(field_of(&key(RuleCode::ForskelligVaerdi)), ["pris", "rate"]);
    assert_eq!(field_of(&key(DAYS)), ["periode", "end", "start"]);
}
