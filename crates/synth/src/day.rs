//! Days of the calendar, counted from 1 January 1970: just what a synthetic municipality needs.
//!
//! Deliberately its own arithmetic: the answer key must share nothing with the program that it judges.

use std::fmt;

/// A day. `Display` writes `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(pub i32);

impl Date {
    /// The day of a year, month and day of month, which must exist.
    #[must_use]
    pub fn ymd(year: i32, month: u32, day: u32) -> Date {
        let y = i64::from(if month <= 2 { year - 1 } else { year });
        let era = y.div_euclid(400);
        let of_era = y - era * 400;
        let shifted = i64::from((month + 9) % 12);
        let of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Date((era * 146_097 + days - 719_468) as i32)
    }

    /// Year, month and day of month.
    #[must_use]
    pub fn parts(self) -> (i32, u32, u32) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let of_era = z - era * 146_097;
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = (of_year - (153 * shifted + 2) / 5 + 1) as u32;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
        let year = (year_of_era + era * 400) as i32 + i32::from(month <= 2);
        (year, month, day)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.parts().0
    }

    /// So many days later, or earlier where negative.
    #[must_use]
    pub fn plus(self, days: i32) -> Date {
        Date(self.0 + days)
    }

    /// 31 December of the same year.
    #[must_use]
    pub fn year_end(self) -> Date {
        Date::ymd(self.year(), 12, 31)
    }

    /// The calendar month, counted from the year 0.
    #[must_use]
    pub fn month(self) -> i32 {
        let (y, m, _) = self.parts();
        y * 12 + m as i32 - 1
    }

    /// The last day of the same month.
    #[must_use]
    pub fn month_end(self) -> Date {
        let (y, m, _) = self.parts();
        if m == 12 { Date::ymd(y, 12, 31) } else { Date::ymd(y, m + 1, 1).plus(-1) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.parts();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

/// Days from first to last, both included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day, not before the first.
    pub to: Date,
}

impl Span {
    /// How many days.
    #[must_use]
    pub fn days(self) -> i32 {
        self.to.0 - self.from.0 + 1
    }

    /// The days of a month that [`Date::month`] counted.
    #[must_use]
    pub fn of_month(month: i32) -> Span {
        let from = Date::ymd(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1);
        Span { from, to: from.month_end() }
    }

    /// The days of consecutive months, first and last included.
    #[must_use]
    pub fn of_months(first: i32, last: i32) -> Span {
        Span { from: Span::of_month(first).from, to: Span::of_month(last).to }
    }

    /// The days that lie in both.
    #[must_use]
    pub fn within(self, other: Span) -> Option<Span> {
        let span = Span { from: self.from.max(other.from), to: self.to.min(other.to) };
        (span.from <= span.to).then_some(span)
    }
}

/// Overlapping and adjacent spans as one: the maximal periods.
#[must_use]
pub(crate) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.from.0 <= last.to.0 + 1 => last.to = last.to.max(span.to),
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_and_back_again() {
        assert_eq!(Date::ymd(1970, 1, 1), Date(0));
        assert_eq!(Date::ymd(2000, 3, 1), Date(11_017));
        assert_eq!(Date::ymd(2026, 3, 1).plus(-1).to_string(), "2026-02-28");
        assert_eq!(Date::ymd(2024, 2, 1).month_end().to_string(), "2024-02-29");
        for day in -20_000..30_000 {
            let (y, m, d) = Date(day).parts();
            assert_eq!(Date::ymd(y, m, d), Date(day));
        }
    }

    #[test]
    fn adjacent_spans_are_one() {
        let s = |a, b| Span { from: Date(a), to: Date(b) };
        assert_eq!(merged(vec![s(10, 12), s(1, 3), s(4, 5), s(11, 20)]), [s(1, 5), s(10, 20)]);
    }
}
