//! Rates, hours and amounts, and how Danish files write them.
//!
//! A rate counts 1/10.000 kroner, hours are hundredths, an amount is øre.

use crate::day::{Date, Span};

/// What a rate is paid for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// Per døgn.
    Doegn,
    /// Per calendar month.
    Maaned,
    /// Per hour, at a number of hours a week.
    TimePrUge,
}

impl Unit {
    /// As the files write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Unit::Doegn => "Døgn",
            Unit::Maaned => "Måned",
            Unit::TimePrUge => "Time pr. uge",
        }
    }
}

/// The price in øre of a row's days: month by month, each the rounded price of the month's first days through the
/// row's last less that through the day before its first.
pub(crate) fn amount(unit: Unit, rate: i64, hours: i64, days: Span) -> i64 {
    let mut total = 0;
    let mut from = days.from;
    while from <= days.to {
        let end = from.month_end();
        let to = end.min(days.to);
        let in_month = i128::from(end.parts().2);
        let before = i128::from(from.parts().2) - 1;
        let through = i128::from(to.parts().2);
        let of = |d: i128| match unit {
            Unit::Doegn => rounded(i128::from(rate) * d, 100),
            Unit::Maaned => rounded(i128::from(rate) * d, 100 * in_month),
            Unit::TimePrUge => rounded(i128::from(rate) * i128::from(hours) * d, 100 * 100 * 7),
        };
        total += of(through) - of(before);
        from = Date(end.0 + 1);
    }
    total
}

/// Half away from zero.
fn rounded(number: i128, by: i128) -> i64 {
    ((number.abs() * 2 + by) / (by * 2) * number.signum()) as i64
}

/// `1.352,0300` from 13520300 with four decimals shown of four.
pub(crate) fn danish(out: &mut String, value: i64, decimals: u32) {
    use std::fmt::Write;
    let scale = 10i64.pow(decimals);
    if value < 0 {
        out.push('-');
    }
    let (whole, part) = (value.unsigned_abs() / scale as u64, value.unsigned_abs() % scale as u64);
    let digits = whole.to_string();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if decimals > 0 {
        let _ = write!(out, ",{part:0width$}", width = decimals as usize);
    }
}

/// A rate with two decimals where that is all it has, else four.
pub(crate) fn danish_rate(out: &mut String, rate: i64) {
    if rate % 100 == 0 { danish(out, rate / 100, 2) } else { danish(out, rate, 4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: i64, decimals: u32) -> String {
        let mut out = String::new();
        danish(&mut out, value, decimals);
        out
    }

    #[test]
    fn amounts_as_danish_files_write_them() {
        assert_eq!(written(13_520_300, 4), "1.352,0300");
        assert_eq!(written(-49_349_095, 2), "-493.490,95");
        assert_eq!(written(0, 2), "0,00");
        assert_eq!(written(999_999, 2), "9.999,99");
    }

    #[test]
    fn a_published_year_to_the_oere() {
        let year = |m1, d1, m2, d2| {
            let days = Span { from: Date::ymd(2021, m1, d1), to: Date::ymd(2021, m2, d2) };
            amount(Unit::Doegn, 13_520_300, 0, days)
        };
        assert_eq!(year(1, 1, 1, 31), 4_191_293);
        assert_eq!(year(4, 1, 4, 30), 4_056_090);
        assert_eq!(year(1, 1, 12, 31), 49_349_095);
        assert_eq!(year(1, 1, 3, 17) + year(3, 18, 12, 31), 49_349_095);
    }
}
