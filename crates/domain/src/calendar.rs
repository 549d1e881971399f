//! Days and periods.
//!
//! Invariant: a [`Period`] is half-open `[from, until)`. "Til og med" exists only at the edge: in
//! [`Period::from_included`] on the way in and [`Period::last_day`] on the way out.

use std::fmt;

/// A day in the Gregorian calendar, counted from 1970-01-01 (day 0).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// A calendar month, counted from January of year 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month(pub i32);

impl Day {
    /// Stands for "no end known" in a half-open period: 31 December 9999 and a day.
    pub const OPEN: Day = Day(2_932_897);
    /// Stands for "no beginning known".
    pub const FIRST: Day = Day(-719_162);

    /// The day of a civil date, or `None` where the calendar has no such day.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        (day <= days_in_month(year, month)).then(|| Day(days_from_civil(year, month, day)))
    }

    /// Year, month (1-12) and day of month (1-31).
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// The month that this day lies in.
    #[must_use]
    pub fn month(self) -> Month {
        let (year, month, _) = self.ymd();
        Month(year * 12 + month as i32 - 1)
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Day {
        Day(self.0 + 1)
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Day {
        Day(self.0 - 1)
    }

    /// `2021-12-31`, the form of files and machines.
    #[must_use]
    pub fn iso(self) -> String {
        let (y, m, d) = self.ymd();
        format!("{y:04}-{m:02}-{d:02}")
    }

    /// `31-12-2021`, the form of Danish screens.
    #[must_use]
    pub fn danish(self) -> String {
        let (y, m, d) = self.ymd();
        format!("{d:02}-{m:02}-{y:04}")
    }

    /// Reads `YYYY-MM-DD` or `DD-MM-YYYY`, the two forms of the command line.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let parts: Vec<&str> = text.trim().split('-').collect();
        let [a, b, c] = parts.as_slice() else { return None };
        if !parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let (y, m, d) = match (a.len(), b.len(), c.len()) {
            (4, 2, 2) => (a, b, c),
            (2, 2, 4) => (c, b, a),
            _ => return None,
        };
        Day::from_ymd(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
    }

    /// The day on which someone born on this day turns `age`. Born on 29 February: 1 March in other years.
    #[must_use]
    pub fn birthday(self, age: i32) -> Day {
        let (y, m, d) = self.ymd();
        Day::from_ymd(y + age, m, d).unwrap_or_else(|| Day(days_from_civil(y + age, 3, 1)))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl Month {
    /// `2021-12`, the form of addresses and files.
    #[must_use]
    pub fn iso(self) -> String {
        let (year, number) = self.year_month();
        format!("{year:04}-{number:02}")
    }

    /// `12-2021`, the form of Danish tables.
    #[must_use]
    pub fn danish(self) -> String {
        let (year, number) = self.year_month();
        format!("{number:02}-{year:04}")
    }

    /// Reads [`Month::iso`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Month> {
        Day::parse(&format!("{text}-01")).map(Day::month).filter(|month| month.iso() == text)
    }

    /// Year and month number 1-12.
    #[must_use]
    pub fn year_month(self) -> (i32, u32) {
        (self.0.div_euclid(12), self.0.rem_euclid(12) as u32 + 1)
    }

    /// The month's first day.
    #[must_use]
    pub fn first(self) -> Day {
        let (y, m) = self.year_month();
        Day(days_from_civil(y, m, 1))
    }

    /// Days in the month, 28-31.
    #[must_use]
    pub fn days(self) -> i64 {
        i64::from((self.next().first().0) - self.first().0)
    }

    /// Days in the month's year, 365 or 366.
    #[must_use]
    pub fn days_in_year(self) -> i64 {
        337 + i64::from(days_in_month(self.year_month().0, 2))
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Month {
        Month(self.0 + 1)
    }

    /// The month as a period.
    #[must_use]
    pub fn period(self) -> Period {
        Period { from: self.first(), until: self.next().first() }
    }
}

/// A stretch of days, half-open: `from` is in it, `until` is not. Never empty when made by the constructors.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// The day after the last; [`Day::OPEN`] for no known end.
    pub until: Day,
}

impl Period {
    /// All days.
    pub const ALWAYS: Period = Period { from: Day::FIRST, until: Day::OPEN };

    /// `[from, until)`, or `None` where that holds no day.
    #[must_use]
    pub fn new(from: Day, until: Day) -> Option<Period> {
        (from < until).then_some(Period { from, until })
    }

    /// From first to last day, both included: the form in which people and files say it.
    #[must_use]
    pub fn from_included(first: Day, last: Day) -> Option<Period> {
        Period::new(first, last.next())
    }

    /// A calendar year.
    #[must_use]
    pub fn year(year: i32) -> Period {
        Period { from: Day(days_from_civil(year, 1, 1)), until: Day(days_from_civil(year + 1, 1, 1)) }
    }

    /// The last day, included. Meaningless for an open period: ask [`Period::is_open`] first.
    #[must_use]
    pub fn last_day(self) -> Day {
        self.until.previous()
    }

    /// True where no end is known.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.until >= Day::OPEN
    }

    /// Number of days.
    #[must_use]
    pub fn days(self) -> i64 {
        i64::from(self.until.0) - i64::from(self.from.0)
    }

    /// The days in both.
    #[must_use]
    pub fn intersect(self, other: Period) -> Option<Period> {
        Period::new(self.from.max(other.from), self.until.min(other.until))
    }

    /// True if the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Period) -> bool {
        self.from < other.until && other.from < self.until
    }

    /// True if the day lies in the period.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.until
    }

    /// The period cut at month ends, in order.
    pub fn by_month(self) -> impl Iterator<Item = (Month, Period)> {
        let mut from = self.from;
        std::iter::from_fn(move || {
            if from >= self.until {
                return None;
            }
            let month = from.month();
            let part = Period { from, until: month.next().first().min(self.until) };
            from = part.until;
            Some((month, part))
        })
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_open() {
            write!(f, "{}..", self.from.iso())
        } else {
            write!(f, "{}..{}", self.from.iso(), self.last_day().iso())
        }
    }
}

/// Days in a month of the Gregorian calendar.
#[must_use]
pub fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, by counting years from 1 March so that the leap day is last in its year.
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let month_from_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_goes_there_and_back() {
        let mut expected = Day::from_ymd(1800, 1, 1).unwrap();
        for year in 1800..2200 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let made = Day::from_ymd(year, month, day).unwrap();
                    assert_eq!(made, expected);
                    assert_eq!(made.ymd(), (year, month, day));
                    expected = expected.next();
                }
            }
        }
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_ymd(9999, 12, 31).unwrap().next(), Day::OPEN);
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        assert_eq!(Day::from_ymd(2021, 2, 29), None);
        assert_eq!(Day::from_ymd(2024, 2, 30), None);
        assert_eq!(Day::parse("31-04-2021"), None);
        assert_eq!(Day::parse("2021-1-1"), None);
        assert_eq!(Day::parse("01-02-2021"), Day::from_ymd(2021, 2, 1));
        assert_eq!(Day::parse("2021-02-01"), Day::from_ymd(2021, 2, 1));
    }

    /// G7: the 18th birthday is exact for every date of birth.
    #[test]
    fn g7_eighteenth_birthday_is_exact_for_all_dates_of_birth() {
        let first = Day::from_ymd(1920, 1, 1).unwrap();
        for offset in 0..(366 * 90) {
            let born = Day(first.0 + offset);
            let (y, m, d) = born.ymd();
            let turned = born.birthday(18).ymd();
            if (m, d) == (2, 29) && days_in_month(y + 18, 2) == 28 {
                assert_eq!(turned, (y + 18, 3, 1));
            } else {
                assert_eq!(turned, (y + 18, m, d));
            }
        }
    }

    #[test]
    fn months_cut_a_period_and_lose_no_day() {
        let period = Period::from_included(Day(100), Day(1000)).unwrap();
        let parts: Vec<_> = period.by_month().collect();
        assert_eq!(parts.iter().map(|(_, p)| p.days()).sum::<i64>(), period.days());
        assert!(parts.iter().all(|(m, p)| m.period().intersect(*p) == Some(*p)));
    }
}
