//! The atom of price: service row × calendar month.
//!
//! F(d) = the price of d days from the 1st of the month, rounded half away from zero. A row's part of a month
//! is F(last) − F(day before its first), wherever the row starts. So every total is a sum of the same parts,
//! rows add up to totals to the øre, and splitting a row changes nothing.

use crate::amount::{Oere, Quantity, Rate, SCALE, divide_rounded};
use crate::calendar::{Day, Period};

/// What a rate is paid for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// Kroner per døgn.
    Doegn,
    /// Kroner per calendar month; a part of a month is days / days in the month.
    Maaned,
    /// Kroner per hour at a number of hours a week; a day is 1/7 of a week.
    TimePrUge,
    /// Kroner per piece, whole on the row's first day.
    Styk,
    /// One amount for all the row's days, spread evenly over them.
    Samlet,
}

impl Unit {
    /// The unit as screens and files write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Unit::Doegn => "døgn",
            Unit::Maaned => "måned",
            Unit::TimePrUge => "time pr. uge",
            Unit::Styk => "stk.",
            Unit::Samlet => "samlet beløb",
        }
    }
}

/// How a source turns hours a week into hours of a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Weeks {
    /// A day is 1/7 of a week.
    #[default]
    Days7,
    /// A year is 52 weeks: a day is 52 / days in the year.
    Year52,
    /// A year is 52,14 weeks.
    Year5214,
}

/// What a source's prices mean: properties of the source, never of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PriceTerms {
    /// Factor of "time pr. uge".
    pub weeks: Weeks,
    /// Whether the day of moving out is paid.
    pub pays_last_day: bool,
    /// Whether its amounts are net of VAT relief (momsafløftet).
    pub net_of_relief: bool,
}

impl Default for PriceTerms {
    fn default() -> Self {
        PriceTerms { weeks: Weeks::Days7, pays_last_day: true, net_of_relief: false }
    }
}

/// All of a price, in the parts that [`Price::share`] counts.
pub const WHOLE: u16 = 10_000;

/// A row's own price: what it takes to price any of its days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Price {
    /// What the rate is paid for.
    pub unit: Unit,
    /// The rate.
    pub rate: Rate,
    /// Hours a week for [`Unit::TimePrUge`], pieces for [`Unit::Styk`], the row's days for [`Unit::Samlet`], else one.
    pub quantity: Quantity,
    /// The part of it that we pay (afregningspct), in 1/10.000: [`WHOLE`] is all.
    pub share: u16,
    /// How hours a week become hours of a day.
    pub weeks: Weeks,
}

impl Price {
    /// The price of the days of `part`, which the row covers; `row_first` is the row's own first day and
    /// matters only per piece.
    #[must_use]
    pub fn of(self, part: Period, row_first: Day) -> Oere {
        if self.unit == Unit::Styk {
            return if part.contains(row_first) { self.styk() } else { Oere(0) };
        }
        part.by_month()
            .map(|(month, days)| {
                let before = i64::from(days.from.0 - month.first().0);
                let through = before + days.days();
                self.month_through(through, month.days()) - self.month_through(before, month.days())
            })
            .sum()
    }

    /// F(d): the price of the month's first `days` days.
    fn month_through(self, days: i64, days_in_month: i64) -> Oere {
        let (rate, days) = (i128::from(self.rate.0), i128::from(days));
        let scale = i128::from(SCALE);
        // A rate counts 1/10.000 kroner, an øre is 1/100: 100 rate units make an øre.
        Oere(match self.unit {
            Unit::Doegn => divide_rounded(rate * days, 100),
            Unit::Maaned => divide_rounded(rate * days, 100 * i128::from(days_in_month)),
            Unit::TimePrUge => divide_rounded(rate * i128::from(self.quantity.0) * days, 100 * 7 * scale),
            Unit::Styk | Unit::Samlet => 0,
        })
    }

    fn styk(self) -> Oere {
        Oere(divide_rounded(i128::from(self.rate.0) * i128::from(self.quantity.0), 100 * i128::from(SCALE)))
    }
}

/// The exact price of one day as a sum of parts that differ only in how month length enters.
///
/// `per_day + per_month / days in month`, in 1/70.000 of a [`Rate`] unit, so that a seventh of an hour's rate
/// is a whole number and two days' prices are compared without rounding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct DayPrice {
    per_day: i128,
    per_month: i128,
}

/// Parts of a rate unit that [`DayPrice`] counts.
const FINE: i128 = 70_000;

impl DayPrice {
    /// The price of one day under `price`; a piece costs on the row's first day only.
    #[must_use]
    pub fn of(price: Price, on_first_day: bool) -> DayPrice {
        let (rate, quantity) = (i128::from(price.rate.0), i128::from(price.quantity.0));
        match price.unit {
            Unit::Doegn => DayPrice { per_day: rate * FINE, per_month: 0 },
            Unit::Maaned => DayPrice { per_day: 0, per_month: rate * FINE },
            Unit::TimePrUge => DayPrice { per_day: rate * quantity, per_month: 0 },
            Unit::Styk if on_first_day => DayPrice { per_day: rate * quantity * 7, per_month: 0 },
            Unit::Styk | Unit::Samlet => DayPrice::default(),
        }
    }

    /// The sum of two rows' prices.
    #[must_use]
    pub fn plus(self, other: DayPrice) -> DayPrice {
        DayPrice { per_day: self.per_day + other.per_day, per_month: self.per_month + other.per_month }
    }

    /// True where the two prices lie more than one øre apart on a day in a month of `days_in_month` days.
    #[must_use]
    pub fn differs(self, other: DayPrice, days_in_month: i64) -> bool {
        let dim = i128::from(days_in_month);
        let difference = (self.per_day - other.per_day) * dim + (self.per_month - other.per_month);
        difference.abs() > 100 * FINE * dim
    }

    /// True where month length changes the price of a day.
    #[must_use]
    pub fn depends_on_month(self) -> bool {
        self.per_month != 0
    }

    /// Kroner on a day of a month of `days_in_month` days, in 1/10.000, for showing.
    #[must_use]
    pub fn shown(self, days_in_month: i64) -> i64 {
        let dim = i128::from(days_in_month);
        divide_rounded(self.per_day * dim + self.per_month, FINE * dim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOTHING: Price =
        Price { unit: Unit::Doegn, rate: Rate(0), quantity: Quantity(0), share: WHOLE, weeks: Weeks::Days7 };

    fn doegn(rate: i64) -> Price {
        Price { unit: Unit::Doegn, rate: Rate(rate), quantity: Quantity(SCALE), ..NOTHING }
    }

    fn day(y: i32, m: u32, d: u32) -> Day {
        Day::from_ymd(y, m, d).unwrap()
    }

    fn span(a: Day, b: Day) -> Period {
        Period::from_included(a, b).unwrap()
    }

    /// The check values of a published settlement: 1.352,0300 per døgn in 2021.
    #[test]
    fn a_published_year_to_the_oere() {
        let price = doegn(13_520_300);
        let first = day(2021, 1, 1);
        let of = |a, b| price.of(span(a, b), first).0;
        assert_eq!(of(first, day(2021, 1, 31)), 4_191_293);
        assert_eq!(of(day(2021, 2, 1), day(2021, 2, 28)), 3_785_684);
        assert_eq!(of(day(2021, 4, 1), day(2021, 4, 30)), 4_056_090);
        assert_eq!(of(first, day(2021, 12, 31)), 49_349_095);
    }

    #[test]
    fn a_month_price_is_whole_over_the_month_and_a_piece_falls_on_its_first_day() {
        let month =
            Price { unit: Unit::Maaned, rate: Rate(100_000_000), quantity: Quantity(SCALE), ..NOTHING };
        assert_eq!(month.of(span(day(2024, 2, 1), day(2024, 2, 29)), day(2024, 2, 1)), Oere(1_000_000));
        let piece =
            Price { unit: Unit::Styk, rate: Rate(5_000_000), quantity: Quantity(3 * SCALE), ..NOTHING };
        assert_eq!(piece.of(span(day(2024, 2, 1), day(2024, 2, 29)), day(2024, 2, 1)), Oere(150_000));
        assert_eq!(piece.of(span(day(2024, 2, 2), day(2024, 2, 29)), day(2024, 2, 1)), Oere(0));
    }

    #[test]
    fn a_months_length_enters_the_day_price_exactly() {
        let month = DayPrice::of(
            Price { unit: Unit::Maaned, rate: Rate(300_000_000), quantity: Quantity(SCALE), ..NOTHING },
            false,
        );
        let day = DayPrice::of(doegn(10_000_000), false);
        assert!(!month.differs(day, 30));
        assert!(month.differs(day, 31));
        assert_eq!(month.shown(31), 9_677_419);
    }

    proptest! {
        #[test]
        fn splitting_a_row_changes_nothing(
            rate in -50_000_000i64..50_000_000, start in 15_000i32..20_000, a in 1i32..400, b in 1i32..400,
            unit in 0..3usize, hours in 0i64..400_000,
        ) {
            let unit = [Unit::Doegn, Unit::Maaned, Unit::TimePrUge][unit];
            let price = Price { unit, rate: Rate(rate), quantity: Quantity(hours), ..NOTHING };
            let whole = Period { from: Day(start), until: Day(start + a + b) };
            let left = Period { from: Day(start), until: Day(start + a) };
            let right = Period { from: Day(start + a), until: Day(start + a + b) };
            prop_assert_eq!(
                price.of(whole, whole.from),
                price.of(left, left.from) + price.of(right, right.from)
            );
        }
    }
}
