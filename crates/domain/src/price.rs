//! The atom of price: service row × calendar month.
//!
//! F(d) = the price of d days from the 1st of the month, rounded half away from zero. A row's part of a month
//! is F(last) − F(day before its first), wherever the row starts. So every total is a sum of the same parts,
//! rows add up to totals to the øre, and splitting a row changes nothing. Two units are anchored in the row instead:
//! a piece is paid on its first day, and one amount for all the row's days is counted from its first day.

use crate::amount::{Oere, Quantity, Rate, SCALE, divide_rounded};
use crate::calendar::{Day, Month, Period};

mod day_price;

pub use day_price::DayPrice;

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

/// All of a price, in the parts that [`Price::share`] and a percentage of VAT relief count.
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
    /// matters only per piece and for one amount for all days.
    ///
    /// # Panics
    /// Where an amount does not fit in 64 bits.
    #[must_use]
    pub fn of(self, part: Period, row_first: Day) -> Oere {
        self.net_of(part, row_first, 0)
    }

    /// [`Price::of`] less VAT relief of `relief` hundredths of a percent (500 is 5 %). Rounded once, so that parts of
    /// a row add up net as they do gross.
    ///
    /// # Panics
    /// Where an amount does not fit in 64 bits.
    #[must_use]
    pub fn net_of(self, part: Period, row_first: Day, relief: u16) -> Oere {
        let kept = Kept::of(self.share, relief);
        match self.unit {
            Unit::Styk if part.contains(row_first) => Oere(divide_rounded(
                product(&[self.rate.0.into(), self.quantity.0.into(), kept.parts]),
                100 * i128::from(SCALE) * kept.whole,
            )),
            Unit::Styk => Oere(0),
            Unit::Samlet => {
                let through = |day: Day| self.spread_through(i64::from(day.0 - row_first.0), kept);
                through(part.until) - through(part.from)
            }
            Unit::Doegn | Unit::Maaned | Unit::TimePrUge => part
                .by_month()
                .map(|(month, days)| {
                    let before = i64::from(days.from.0 - month.first().0);
                    let through = before + days.days();
                    self.month_through(through, month, kept) - self.month_through(before, month, kept)
                })
                .sum(),
        }
    }

    /// F(d): the price of the month's first `days` days.
    fn month_through(self, days: i64, month: Month, kept: Kept) -> Oere {
        let (rate, hours, days) = (self.rate.0.into(), self.quantity.0.into(), i128::from(days));
        let scale = i128::from(SCALE);
        // A rate counts 1/10.000 kroner, an øre is 1/100: 100 rate units make an øre.
        let (numerator, denominator) = match (self.unit, self.weeks) {
            (Unit::Doegn, _) => (product(&[rate, days]), 100),
            (Unit::Maaned, _) => (product(&[rate, days]), 100 * i128::from(month.days())),
            (Unit::TimePrUge, Weeks::Days7) => (product(&[rate, hours, days]), 100 * 7 * scale),
            (Unit::TimePrUge, Weeks::Year52) => {
                (product(&[rate, hours, days, 52]), 100 * scale * i128::from(month.days_in_year()))
            }
            (Unit::TimePrUge, Weeks::Year5214) => {
                (product(&[rate, hours, days, 5214]), 10_000 * scale * i128::from(month.days_in_year()))
            }
            (Unit::Styk | Unit::Samlet, _) => (0, 1),
        };
        Oere(divide_rounded(product(&[numerator, kept.parts]), denominator * kept.whole))
    }

    /// The price of the row's first `days` days, of one amount for all of them.
    fn spread_through(self, days: i64, kept: Kept) -> Oere {
        let all = self.row_days();
        let days = days.clamp(0, all);
        let numerator = product(&[self.rate.0.into(), i128::from(days), kept.parts]);
        Oere(divide_rounded(numerator, 100 * kept.whole * i128::from(all)))
    }

    /// The days that one amount is for.
    fn row_days(self) -> i64 {
        (self.quantity.0 / SCALE).max(1)
    }

    /// What it costs when it runs all of a year, less relief. A piece comes once and costs nothing then.
    ///
    /// # Panics
    /// Where the amount does not fit in 64 bits.
    #[must_use]
    pub fn whole_year(self, year: i32, relief: u16) -> Oere {
        let days = Period::year(year);
        match self.unit {
            Unit::Styk => Oere(0),
            Unit::Samlet => {
                let kept = Kept::of(self.share, relief);
                let numerator = product(&[self.rate.0.into(), days.days().into(), kept.parts]);
                Oere(divide_rounded(numerator, 100 * kept.whole * i128::from(self.row_days())))
            }
            Unit::Doegn | Unit::Maaned | Unit::TimePrUge => self.net_of(days, days.from, relief),
        }
    }

    /// What an ordinary day costs, in 1/10.000 kroner: a year has 365 days and a month a twelfth of them. For telling
    /// what is usual; no total is made of it. `None` per piece.
    #[must_use]
    pub fn ordinary_day(self) -> Option<i64> {
        let (rate, hours) = (self.rate.0.into(), self.quantity.0.into());
        let scale = i128::from(SCALE);
        let (numerator, denominator) = match (self.unit, self.weeks) {
            (Unit::Doegn, _) => (rate, 1),
            (Unit::Maaned, _) => (product(&[rate, 12]), 365),
            (Unit::TimePrUge, Weeks::Days7) => (product(&[rate, hours]), 7 * scale),
            (Unit::TimePrUge, Weeks::Year52) => (product(&[rate, hours, 52]), 365 * scale),
            (Unit::TimePrUge, Weeks::Year5214) => (product(&[rate, hours, 5214]), 36_500 * scale),
            (Unit::Samlet, _) => (rate, self.row_days().into()),
            (Unit::Styk, _) => return None,
        };
        let kept = Kept::of(self.share, 0);
        Some(divide_rounded(product(&[numerator, kept.parts]), denominator * kept.whole))
    }
}

/// The part of a price that is left after a share and a relief, as a fraction.
#[derive(Clone, Copy)]
struct Kept {
    parts: i128,
    whole: i128,
}

impl Kept {
    fn of(share: u16, relief: u16) -> Kept {
        if share == WHOLE && relief == 0 {
            return Kept { parts: 1, whole: 1 };
        }
        let whole = i128::from(WHOLE);
        Kept { parts: i128::from(share) * (whole - i128::from(relief)), whole: whole * whole }
    }
}

/// A product that never wraps.
fn product(factors: &[i128]) -> i128 {
    factors.iter().fold(1i128, |made, factor| {
        made.checked_mul(*factor).expect("beløb uden for det, der kan regnes med")
    })
}

#[cfg(test)]
mod tests;
