//! Money and extent as whole numbers. No floating point touches a figure.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An amount in whole øre. Arithmetic panics on overflow in every build: a wrong sum is worse than none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Oere(pub i64);

/// A rate in 1/10.000 kroner (1.352,0300 per døgn is `13_520_300`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Rate(pub i64);

/// A quantity in 1/10.000: hours a week, or a number of pieces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Quantity(pub i64);

/// Fractions of one krone, or of one hour, that [`Rate`] and [`Quantity`] count.
pub const SCALE: i64 = 10_000;

impl Add for Oere {
    type Output = Oere;
    fn add(self, other: Oere) -> Oere {
        Oere(self.0.checked_add(other.0).expect("beløb uden for det, der kan regnes med"))
    }
}

impl Sub for Oere {
    type Output = Oere;
    fn sub(self, other: Oere) -> Oere {
        self + -other
    }
}

impl Neg for Oere {
    type Output = Oere;
    fn neg(self) -> Oere {
        Oere(self.0.checked_neg().expect("beløb uden for det, der kan regnes med"))
    }
}

impl AddAssign for Oere {
    fn add_assign(&mut self, other: Oere) {
        *self = *self + other;
    }
}

impl Sum for Oere {
    fn sum<I: Iterator<Item = Oere>>(amounts: I) -> Oere {
        amounts.fold(Oere(0), Add::add)
    }
}

/// `numerator / denominator`, rounded half away from zero. `denominator` is positive.
///
/// # Panics
/// Where the result does not fit in 64 bits.
#[must_use]
pub fn divide_rounded(numerator: i128, denominator: i128) -> i64 {
    debug_assert!(denominator > 0);
    let half = denominator / 2;
    // Integer division cuts toward zero, so half is added away from it first.
    let rounded =
        if numerator >= 0 { (numerator + half) / denominator } else { (numerator - half) / denominator };
    i64::try_from(rounded).expect("beløb uden for det, der kan regnes med")
}

/// A scaled number with a decimal point and no trailing zeros: `1352.03`, `7.5`, `4`.
#[must_use]
pub fn plain_decimal(scaled: i64) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, part) = (scaled.unsigned_abs() / 10_000, scaled.unsigned_abs() % 10_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{part:04}");
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (numerator, denominator, expected) in [
            (5, 2, 3),
            (-5, 2, -3),
            (4, 3, 1),
            (-4, 3, -1),
            (5, 3, 2),
            (-5, 3, -2),
            (7, 7, 1),
            (1, 3, 0),
            (3, 7, 0),
            (4, 7, 1),
        ] {
            assert_eq!(divide_rounded(numerator, denominator), expected, "{numerator}/{denominator}");
        }
    }

    /// G5: 0,1 + 0,2 is 0,3.
    #[test]
    fn g5_amounts_are_exact() {
        assert_eq!(Oere(10) + Oere(20), Oere(30));
        assert_eq!(plain_decimal(1_000 + 2_000), "0.3");
        assert_eq!(plain_decimal(-13_520_300), "-1352.03");
        assert_eq!(plain_decimal(70_000), "7");
    }

    #[test]
    #[should_panic(expected = "uden for")]
    fn an_overflow_is_never_silent() {
        let _ = Oere(i64::MAX) + Oere(1);
    }
}
