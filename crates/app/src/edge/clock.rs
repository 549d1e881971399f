//! The clock on a Danish wall: moments are kept in UTC and shown as people read them.
//!
//! Invariant: nothing here asks what time it is. Where the machine has no time zones, the rule that Denmark has followed
//! since 1996 is used.

use domain::calendar::Day;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Summer time from the last Sunday of March to the last Sunday of October.
const SINCE_1996: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

fn denmark() -> TimeZone {
    TimeZone::get("Europe/Copenhagen")
        .unwrap_or_else(|_| TimeZone::posix(SINCE_1996).unwrap_or(TimeZone::UTC))
}

fn local(moment: &str) -> Option<Zoned> {
    let moment: Timestamp = moment.parse().ok()?;
    Some(moment.to_zoned(denmark()))
}

/// A moment (RFC 3339) as a Danish clock showed it: `14-03-2026 06:10`. What is no moment stays as it stands.
#[must_use]
pub fn local_time(moment: &str) -> String {
    local(moment).map_or_else(|| moment.to_owned(), |shown| shown.strftime("%d-%m-%Y %H:%M").to_string())
}

/// The day on which a moment (RFC 3339) fell in Denmark.
#[must_use]
pub fn local_day(moment: &str) -> Option<Day> {
    let date = local(moment)?.date();
    Day::from_ymd(date.year().into(), date.month().try_into().ok()?, date.day().try_into().ok()?)
}

/// The moment at which a Danish day begins, RFC 3339 in UTC.
#[must_use]
pub fn begins(day: Day) -> String {
    let (year, month, of_month) = day.ymd();
    let date = year.try_into().ok().zip(month.try_into().ok()).zip(of_month.try_into().ok());
    let date = date.and_then(|((year, month), day)| Date::new(year, month, day).ok());
    let midnight = date.and_then(|date| date.to_zoned(denmark()).ok());
    midnight.map_or_else(
        || format!("{}T00:00:00Z", day.iso()),
        |midnight| midnight.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_shown_by_a_danish_clock() {
        assert_eq!(local_time("2026-03-14T05:10:00Z"), "14-03-2026 06:10");
        assert_eq!(local_time("2026-07-01T22:30:00Z"), "02-07-2026 00:30");
        assert_eq!(local_time("2026-10-25T00:59:59Z"), "25-10-2026 02:59");
        assert_eq!(local_time("2026-10-25T01:00:00Z"), "25-10-2026 02:00");
        assert_eq!(local_time("i går"), "i går");
    }

    #[test]
    fn a_day_begins_at_danish_midnight() {
        for (day, moment) in [("2026-01-15", "2026-01-14T23:00:00Z"), ("2026-07-01", "2026-06-30T22:00:00Z")]
        {
            let day = Day::parse(day).expect("en dag");
            assert_eq!(begins(day), moment);
            assert_eq!(local_day(moment), Some(day));
        }
        assert_eq!(local_day("2026-06-30T21:59:59Z"), Day::parse("2026-06-30"));
    }

    #[test]
    fn the_rule_says_what_the_table_of_the_machine_says() {
        let rule = TimeZone::posix(SINCE_1996).expect("en regel");
        for moment in
            ["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-25T00:59:59Z", "2026-10-25T01:00:00Z"]
        {
            let moment: Timestamp = moment.parse().expect("et tidspunkt");
            assert_eq!(rule.to_offset(moment), denmark().to_offset(moment), "{moment}");
        }
    }
}
