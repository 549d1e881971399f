//! The exact price of one day, so that two systems are compared without rounding.
//!
//! Month and year length enter a price per month and a price per hour of a 52-week year, so they are kept apart until
//! the day is known. Nothing here makes a total: totals are sums of [`Price::of`].

use super::{Price, Unit, WHOLE, Weeks, product};
use crate::amount::divide_rounded;
use crate::calendar::Month;

/// The exact price of one day: a part per day, a part over the days of the month, a part over the days of the year, and a
/// part of amounts spread over the days of their rows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct DayPrice {
    per_day: i128,
    per_month: i128,
    per_year: i128,
    spread: Spread,
}

/// A fraction in lowest terms; nothing is 0/0, so that the default is that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
struct Spread {
    numerator: i128,
    denominator: i128,
}

/// Parts of a rate unit that [`DayPrice`] counts: sevenths of 1/10.000 hours, of 1/10.000 shares, less 1/10.000 of relief,
/// and of 1/100 weeks.
const FINE: i128 = 700_000_000_000_000;

/// Parts of a rate unit in one product of rate, share and relief.
const SHARED: i128 = 100_000_000;

impl DayPrice {
    /// The price of one day under `price`; a piece costs on the row's first day only.
    #[must_use]
    pub fn of(price: Price, on_first_day: bool) -> DayPrice {
        DayPrice::net_of(price, on_first_day, 0)
    }

    /// [`DayPrice::of`] less VAT relief of `relief` hundredths of a percent: what makes a gross price comparable with one
    /// that is net.
    #[must_use]
    pub fn net_of(price: Price, on_first_day: bool, relief: u16) -> DayPrice {
        let kept = i128::from(WHOLE) - i128::from(relief);
        let shared = product(&[price.rate.0.into(), price.share.into(), kept]);
        let quantity = i128::from(price.quantity.0);
        let nothing = DayPrice::default();
        match (price.unit, price.weeks) {
            (Unit::Doegn, _) => DayPrice { per_day: product(&[shared, FINE / SHARED]), ..nothing },
            (Unit::Maaned, _) => DayPrice { per_month: product(&[shared, FINE / SHARED]), ..nothing },
            (Unit::TimePrUge, Weeks::Days7) => {
                DayPrice { per_day: product(&[shared, quantity, 100]), ..nothing }
            }
            (Unit::TimePrUge, Weeks::Year52) => {
                DayPrice { per_year: product(&[shared, quantity, 52 * 700]), ..nothing }
            }
            (Unit::TimePrUge, Weeks::Year5214) => {
                DayPrice { per_year: product(&[shared, quantity, 5214 * 7]), ..nothing }
            }
            (Unit::Styk, _) if on_first_day => {
                DayPrice { per_day: product(&[shared, quantity, 700]), ..nothing }
            }
            (Unit::Styk, _) => nothing,
            (Unit::Samlet, _) => {
                let spread = Spread::of(product(&[shared, FINE / SHARED]), price.row_days().into());
                DayPrice { spread, ..nothing }
            }
        }
    }

    /// The sum of two rows' prices.
    #[must_use]
    pub fn plus(self, other: DayPrice) -> DayPrice {
        let made = DayPrice {
            per_day: self.per_day + other.per_day,
            per_month: self.per_month + other.per_month,
            per_year: self.per_year + other.per_year,
            spread: Spread::default(),
        };
        match self.spread.plus(other.spread) {
            Some(spread) => DayPrice { spread, ..made },
            // Amounts spread over so many different numbers of days that no exact sum fits: finer than any øre still.
            None => DayPrice { per_day: made.per_day + self.spread.whole() + other.spread.whole(), ..made },
        }
    }

    /// True where the two prices lie more than one øre apart on a day in a month of `days_in_month` days, in a year of
    /// 365.
    #[must_use]
    pub fn differs(self, other: DayPrice, days_in_month: i64) -> bool {
        self.differs_on(other, days_in_month, 365)
    }

    /// True where the two prices lie more than one øre apart on a day of the month.
    #[must_use]
    pub fn differs_in(self, other: DayPrice, month: Month) -> bool {
        self.differs_on(other, month.days(), month.days_in_year())
    }

    fn differs_on(self, other: DayPrice, days_in_month: i64, days_in_year: i64) -> bool {
        let (numerator, denominator) = self.plus(other.negative()).on(days_in_month, days_in_year);
        numerator.abs() > product(&[100 * FINE, denominator])
    }

    fn negative(self) -> DayPrice {
        let spread = Spread { numerator: -self.spread.numerator, ..self.spread };
        DayPrice { per_day: -self.per_day, per_month: -self.per_month, per_year: -self.per_year, spread }
    }

    /// The price as one fraction, in 1/[`FINE`] of a rate unit. Only what is there makes the denominator grow.
    fn on(self, days_in_month: i64, days_in_year: i64) -> (i128, i128) {
        let mut made = (self.per_day, 1);
        for (part, days) in [(self.per_month, days_in_month), (self.per_year, days_in_year)] {
            if part != 0 {
                made =
                    (product(&[made.0, days.into()]) + product(&[part, made.1]), made.1 * i128::from(days));
            }
        }
        let spread = self.spread;
        if spread.denominator == 0 {
            return made;
        }
        let exact = made.0.checked_mul(spread.denominator).and_then(|own| {
            own.checked_add(spread.numerator.checked_mul(made.1)?).zip(made.1.checked_mul(spread.denominator))
        });
        exact.unwrap_or_else(|| (made.0 + product(&[spread.whole(), made.1]), made.1))
    }

    /// True where month length changes the price of a day.
    #[must_use]
    pub fn depends_on_month(self) -> bool {
        self.per_month != 0
    }

    /// True where the length of the month or of the year changes the price of a day.
    #[must_use]
    pub fn depends_on_calendar(self) -> bool {
        self.per_month != 0 || self.per_year != 0
    }

    /// Kroner on a day of a month of `days_in_month` days in a year of 365, in 1/10.000, for showing.
    #[must_use]
    pub fn shown(self, days_in_month: i64) -> i64 {
        let (numerator, denominator) = self.on(days_in_month, 365);
        divide_rounded(numerator, product(&[FINE, denominator]))
    }

    /// Kroner on a day of the month, in 1/10.000, for showing.
    #[must_use]
    pub fn shown_in(self, month: Month) -> i64 {
        let (numerator, denominator) = self.on(month.days(), month.days_in_year());
        divide_rounded(numerator, product(&[FINE, denominator]))
    }
}

impl Spread {
    fn of(numerator: i128, denominator: i128) -> Spread {
        if numerator == 0 {
            return Spread::default();
        }
        let common = gcd(numerator.abs(), denominator);
        Spread { numerator: numerator / common, denominator: denominator / common }
    }

    /// The sum; `None` where it does not fit.
    fn plus(self, other: Spread) -> Option<Spread> {
        if other.denominator == 0 {
            return Some(self);
        }
        if self.denominator == 0 {
            return Some(other);
        }
        let common = gcd(self.denominator, other.denominator);
        let (own, others) = (other.denominator / common, self.denominator / common);
        let numerator = self.numerator.checked_mul(own)?.checked_add(other.numerator.checked_mul(others)?)?;
        Some(Spread::of(numerator, self.denominator.checked_mul(own)?))
    }

    /// The fraction cut to a whole number.
    fn whole(self) -> i128 {
        self.numerator.checked_div(self.denominator).unwrap_or(0)
    }
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
