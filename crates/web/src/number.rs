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

/// The smallest count that is shown to those who see groups only.
pub const SMALLEST: i64 = 5;

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

    /// A count to base 5, with nothing behind it. What lies under five, none too, is said as that: so no small count is
    /// rounded up beside another that is rounded away.
    #[must_use]
    pub fn rounded_count(value: i64, unit: Unit) -> Num {
        let near = (value.abs() + 2) / 5 * 5 * value.signum();
        let text = if value.abs() < SMALLEST { format!("under {SMALLEST}") } else { danish::whole(near) };
        Num { text, value: None, unit, href: String::new() }
    }

    /// What a group is at stake, for those who see groups only: deviations, citizens, kroner to whole thousands. Where
    /// fewer than five citizens stand behind, only that is said.
    #[must_use]
    pub fn rounded_group(deviations: i64, citizens: i64, oere: Oere) -> [Num; 3] {
        let hidden = |unit| Num { text: "–".to_owned(), value: None, unit, href: String::new() };
        let persons = Num::rounded_count(citizens, Unit::Citizens);
        if citizens < SMALLEST {
            return [hidden(Unit::Deviations), persons, hidden(Unit::Oere)];
        }
        let thousands = domain::amount::divide_rounded(i128::from(oere.0), 100_000);
        let kroner = Num { text: danish::whole(thousands * 1_000), ..hidden(Unit::Oere) };
        [Num::rounded_count(deviations, Unit::Deviations), persons, kroner]
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
        let texts = [0, 1, 4, 5, 7, 8, 12, 13, -3, -6].map(|n| Num::rounded_count(n, Unit::Citizens).text);
        let under = "under 5";
        assert_eq!(texts, [under, under, under, "5", "5", "10", "10", "15", under, "-5"]);
        assert!(Num::rounded_count(12, Unit::Days).value.is_none());
        let told = |deviations, citizens| {
            Num::rounded_group(deviations, citizens, Oere(123_456_700)).map(|num| num.text)
        };
        assert_eq!(told(14, 12), ["15", "10", "1.235.000"]);
        assert_eq!(told(14, 4), ["–", under, "–"]);
        assert_eq!(told(0, 0), told(4, 1), "ingen er som få");
    }

    /// A citizen has at least one deviation, and each deviation is about one: what is shown never says otherwise, and what
    /// is shown is where the number is.
    #[test]
    fn what_a_director_sees_never_contradicts_itself() {
        let range = |text: &str| match text.parse::<i64>() {
            Ok(near) => (near - 2, near + 2),
            Err(_) => (0, SMALLEST - 1),
        };
        for citizens in 0..40_i64 {
            for deviations in citizens..60 {
                let [shown, persons, kroner] = Num::rounded_group(deviations, citizens, Oere(1_000_000));
                let (least, most) = range(&persons.text);
                assert!((least..=most).contains(&citizens), "{citizens}: {}", persons.text);
                assert_eq!(shown.text == "–", persons.text == "under 5", "{deviations} om {citizens}");
                assert_eq!(shown.text == "–", kroner.text == "–", "{deviations} om {citizens}");
                if shown.text != "–" {
                    let (lowest, highest) = range(&shown.text);
                    assert!((lowest..=highest).contains(&deviations), "{deviations}: {}", shown.text);
                    assert!(highest >= least, "{} afvigelser om {} borgere", shown.text, persons.text);
                    assert!(shown.text != "under 5", "{deviations} om {citizens}");
                }
            }
        }
    }

    #[test]
    fn numbers_say_what_they_count() {
        let number = Num::count(1_234, Unit::Deviations, "/afvigelser");
        assert_eq!((number.text.as_str(), number.value, number.opens()), ("1.234", Some(1_234), true));
        assert_eq!(Num::kroner(Oere(-150), "").text, "-2");
    }
}
