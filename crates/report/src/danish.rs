//! Numbers and dates as Danish readers write them. Whole numbers in, text out: nothing here rounds twice.

use domain::amount::{Oere, divide_rounded};
use domain::calendar::{Day, Month};

/// `1.234.567`, with a minus sign where negative.
#[must_use]
pub fn whole(number: impl Into<i128>) -> String {
    let number: i128 = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 2);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// As [`whole`], with a plus sign where positive.
#[must_use]
pub fn signed(number: i64) -> String {
    plus(number, whole(number))
}

/// Whole kroner, halves away from zero: `1.234.567`.
#[must_use]
pub fn kroner(amount: Oere) -> String {
    whole(divide_rounded(i128::from(amount.0), 100))
}

/// Kroner and øre without thousands, for files: `-1234567,50`.
#[must_use]
pub(crate) fn kroner_and_oere(amount: Oere) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    let oere = amount.0.unsigned_abs();
    format!("{sign}{},{:02}", oere / 100, oere % 100)
}

/// Kroner and øre for people: `-1.234.567,50`.
#[must_use]
pub fn kroner_with_oere(amount: Oere) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    let oere = amount.0.unsigned_abs();
    format!("{sign}{},{:02}", whole(oere / 100), oere % 100)
}

/// A number in 1/10.000 with two decimals: `1.234,57`.
#[must_use]
pub fn two_decimals(scaled: i64) -> String {
    let hundredths = divide_rounded(i128::from(scaled), 100);
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.abs();
    format!("{sign}{},{:02}", whole(size / 100), size % 100)
}

/// As [`two_decimals`], with a plus sign where positive.
#[must_use]
pub fn signed_two_decimals(scaled: i64) -> String {
    plus(divide_rounded(i128::from(scaled), 100), two_decimals(scaled))
}

/// `1 dag`, `2 dage`.
#[must_use]
pub fn count(number: i64, one: &str, several: &str) -> String {
    format!("{} {}", whole(number), if number == 1 { one } else { several })
}

/// A day written `2026-03-02`, as `02-03-2026`; what is no day stays as it stands.
#[must_use]
pub fn iso_day(text: &str) -> String {
    Day::parse(text).map_or_else(|| text.to_owned(), Day::danish)
}

/// `marts 2026`.
#[must_use]
pub fn month(month: Month) -> String {
    const NAMES: [&str; 12] = [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let (year, number) = month.year_month();
    let name = NAMES.iter().zip(1..).find_map(|(name, own)| (own == number).then_some(*name));
    format!("{} {year}", name.unwrap_or_default())
}

/// `a, b og c`.
#[must_use]
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} og {last}", first.join(", ")),
    }
}

fn plus(sign: i64, text: String) -> String {
    if sign > 0 { format!("+{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_danish() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1.000"), (-1_234_567, "-1.234.567")] {
            assert_eq!(whole(number), text);
        }
        assert_eq!([signed(5), signed(0), signed(-5)], ["+5", "0", "-5"]);
        assert_eq!(kroner(Oere(123_456_750)), "1.234.568");
        assert_eq!(kroner(Oere(-50)), "-1");
        assert_eq!(kroner_and_oere(Oere(-5)), "-0,05");
        assert_eq!(kroner_and_oere(Oere(123_456_750)), "1234567,50");
        assert_eq!(two_decimals(12_345_650), "1.234,57");
        assert_eq!(signed_two_decimals(-49), "0,00");
        assert_eq!(signed_two_decimals(5_000), "+0,50");
        assert_eq!(count(1, "dag", "dage"), "1 dag");
        assert_eq!(
            ["2026-01", "2026-12"].map(|text| Month::parse(text).map(month)),
            [Some("januar 2026".to_owned()), Some("december 2026".to_owned())]
        );
        assert_eq!(iso_day("2026-03-02"), "02-03-2026");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b og c");
    }
}
