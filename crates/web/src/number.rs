//! A number on a page: what it says, its exact value, and the rows that it opens to.
//!
//! Invariant: every number that a person may open is one of these, so that a test can follow all of them. Whom the
//! policy gives only rounded figures gets numbers without value and without rows.

use domain::amount::Oere;
use report::danish;

/// What a number counts: the word of `data-enhed`, and of `data-total-…` on the page that it opens to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Deviations.
    Deviations,
    /// Distinct citizens.
    Citizens,
    /// Days.
    Days,
    /// Øre; shown as kroner.
    Oere,
    /// Rows of a file.
    Rows,
    /// Findings of an import.
    Findings,
    /// Anything else that is listed.
    Others,
    /// Full-year persons, in hundredths.
    FullYears,
}

impl Unit {
    /// The word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Unit::Deviations => "afvigelser",
            Unit::Citizens => "borgere",
            Unit::Days => "dage",
            Unit::Oere => "oere",
            Unit::Rows => "raekker",
            Unit::Findings => "fund",
            Unit::Others => "andre",
            Unit::FullYears => "aarsvaerk",
        }
    }
}

/// A number, ready to be shown by the macro `tal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Num {
    /// As it is shown: `1.234`.
    pub text: String,
    /// The exact value; `None` where it is rounded for the one who looks.
    pub value: Option<i64>,
    /// What it counts.
    pub unit: Unit,
    /// The rows; empty where the one who looks may not see them.
    pub href: String,
}

impl Num {
    /// A count with its rows.
    #[must_use]
    pub fn count(value: impl TryInto<i64>, unit: Unit, href: impl Into<String>) -> Num {
        let value = value.try_into().unwrap_or(i64::MAX);
        Num { text: danish::whole(value), value: Some(value), unit, href: href.into() }
    }

    /// Kroner, shown whole, with the rows.
    #[must_use]
    pub fn kroner(value: Oere, href: impl Into<String>) -> Num {
        Num { text: danish::kroner(value), value: Some(value.0), unit: Unit::Oere, href: href.into() }
    }

    /// Full-year persons in hundredths, shown with a sign and two decimals.
    #[must_use]
    pub fn full_years(hundredths: i64, href: impl Into<String>) -> Num {
        let text = danish::signed_two_decimals(hundredths * 100);
        Num { text, value: Some(hundredths), unit: Unit::FullYears, href: href.into() }
    }

    /// A count to base 5, with nothing behind it.
    #[must_use]
    pub fn rounded_count(value: i64, unit: Unit) -> Num {
        let near = (value.abs() + 2) / 5 * 5 * value.signum();
        Num { text: danish::whole(near), value: None, unit, href: String::new() }
    }

    /// Kroner to whole thousands, with nothing behind it; a dash where fewer than five citizens stand behind.
    #[must_use]
    pub fn rounded_kroner(value: Oere, citizens: usize) -> Num {
        let thousands = domain::amount::divide_rounded(i128::from(value.0), 100_000);
        let text = if citizens < 5 { "–".to_owned() } else { danish::whole(thousands * 1_000) };
        Num { text, value: None, unit: Unit::Oere, href: String::new() }
    }

    /// True where it leads to rows.
    #[must_use]
    pub fn opens(&self) -> bool {
        !self.href.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_director_sees_no_small_number() {
        let texts = [0, 1, 2, 3, 7, 8, 12, 13, -3].map(|n| Num::rounded_count(n, Unit::Citizens).text);
        assert_eq!(texts, ["0", "0", "0", "5", "5", "10", "10", "15", "-5"]);
        assert_eq!(Num::rounded_kroner(Oere(123_456_700), 12).text, "1.235.000");
        assert_eq!(Num::rounded_kroner(Oere(123_456_700), 4).text, "–");
        assert!(Num::rounded_count(12, Unit::Days).value.is_none());
    }

    #[test]
    fn numbers_say_what_they_count() {
        let number = Num::count(1_234, Unit::Deviations, "/afvigelser");
        assert_eq!((number.text.as_str(), number.value, number.opens()), ("1.234", Some(1_234), true));
        assert_eq!(Num::kroner(Oere(-150), "").text, "-2");
    }
}
