//! Provider numbers: P-number of ten digits, CVR number of eight.
//!
//! Invariant: a P-number that could be a person's number is not kept. P-numbers begin with 10, so those whose third and
//! fourth digit are 01-12 look like somebody born on the 10th; they are kept where modulus 11 says that they are no
//! old personal number, or where the mapping names them as known P-numbers.

use super::{Fault, Seen, hide};
use crate::apply::codes;
use crate::raw::Cell;
use domain::person::Cpr;

fn text<'a>(cell: Cell<'a>) -> Result<&'a str, Fault> {
    match cell {
        Cell::Empty => Ok(""),
        Cell::Text(text) | Cell::Number(text) => Ok(text),
        Cell::Date(_) => Err((&codes::PROVIDER_NUMBER).into()),
        Cell::Error(_) => Err((&codes::CELL_ERROR).into()),
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}' | '.')).collect()
}

/// A P-number.
pub(crate) fn p_number(cell: Cell<'_>, known: &[String]) -> Seen<String> {
    let text = match text(cell) {
        Ok("" | "0" | "-") => return Seen::plain(String::new()),
        Ok(text) => text,
        Err(fault) => return Seen::with(String::new(), fault),
    };
    let number = digits(text);
    if number.len() != 10 || !number.starts_with("10") || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Seen::with(String::new(), &codes::PROVIDER_NUMBER);
    }
    let person = Cpr::parse(&number).is_ok_and(|cpr| cpr.passes_modulus_11());
    if person && !known.contains(&number) {
        return Seen::with(String::new(), &codes::P_NUMBER_HIDDEN);
    }
    Seen::plain(number)
}

/// A CVR number; modulus 11 is only a remark.
pub(crate) fn cvr(cell: Cell<'_>) -> Seen<String> {
    let text = match text(cell) {
        Ok("" | "0" | "-") => return Seen::plain(String::new()),
        Ok(text) => text,
        Err(fault) => return Seen::with(String::new(), fault),
    };
    let number = digits(text);
    let number = number.strip_prefix("DK").unwrap_or(&number);
    if number.len() != 8 || !number.bytes().all(|b| b.is_ascii_digit()) || number.starts_with('0') {
        return Seen::with(String::new(), &codes::PROVIDER_NUMBER);
    }
    let weights = [2u32, 7, 6, 5, 4, 3, 2, 1];
    let sum: u32 = number.bytes().zip(weights).map(|(d, w)| u32::from(d - b'0') * w).sum();
    if sum.is_multiple_of(11) {
        Seen::plain(number.to_owned())
    } else {
        Seen::with(number.to_owned(), &codes::CVR_CHECK)
    }
}

/// A provider's name, with what could be a person's number hidden.
pub(crate) fn name(cell: Cell<'_>) -> Seen<String> {
    let text = match cell {
        Cell::Empty => return Seen::plain(String::new()),
        Cell::Error(_) => return Seen::with(String::new(), &codes::CELL_ERROR),
        Cell::Date(day) => return Seen::plain(day.danish()),
        Cell::Text(text) | Cell::Number(text) => text,
    };
    match hide::hidden(text) {
        Some(hidden) => Seen::with(hidden, &codes::TEXT_HIDDEN),
        None => Seen::plain(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_numbers_that_could_be_a_person_are_not_kept() {
        let read = |text: &str, known: &[String]| {
            let seen = p_number(Cell::Text(text), known);
            (seen.value, seen.faults.first().map_or("", |f| f.code.code))
        };
        assert_eq!(read("1018099515", &[]), ("1018099515".to_owned(), ""));
        // Month 04, fails modulus 11: no old personal number.
        let kept = (0..10)
            .map(|d| format!("100412345{d}"))
            .find(|n| !Cpr::parse(n).unwrap().passes_modulus_11())
            .unwrap();
        assert_eq!(read(&kept, &[]), (kept.clone(), ""));
        let mut numbers = (4_123_000..4_124_000).map(|rest| format!("100{rest}"));
        let person = numbers.find(|n| Cpr::parse(n).unwrap().passes_modulus_11()).unwrap();
        assert_eq!(read(&person, &[]), (String::new(), "IND053"));
        assert_eq!(read(&person, std::slice::from_ref(&person)), (person.clone(), ""));
        assert_eq!(read("10180995", &[]), (String::new(), "IND051"));
        assert_eq!(read("", &[]), (String::new(), ""));
    }

    #[test]
    fn a_cvr_number_is_eight_digits() {
        assert_eq!(cvr(Cell::Text("DK 12 34 56 74")).value, "12345674");
        assert_eq!(cvr(Cell::Number("1234567")).faults[0].code.code, "IND051");
        assert_eq!(cvr(Cell::Number("12345678")).faults[0].code.code, "IND052");
        assert_eq!(cvr(Cell::Number("12345678")).value, "12345678");
    }
}
