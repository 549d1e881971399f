//! A person's number as extracts write it, and what Excel did to it.
//!
//! Invariant: a number is mended only where one answer is possible: a lost leading zero. Digits that are gone are
//! never made up.

use crate::apply::codes::{self, Code};
use crate::raw::Cell;
use domain::person::{Cpr, CprError};

/// The number, and whether its lost zero was put back.
pub(crate) fn read(cell: Cell<'_>) -> Result<(Cpr, bool), &'static Code> {
    match cell {
        Cell::Empty => Err(&codes::CPR_MISSING),
        Cell::Date(_) | Cell::Error(_) => Err(&codes::CPR_FORM),
        Cell::Text(text) | Cell::Number(text) => match Cpr::parse(text) {
            Ok(cpr) => Ok((cpr, false)),
            Err(error) => otherwise(text, error),
        },
    }
}

fn otherwise(text: &str, error: CprError) -> Result<(Cpr, bool), &'static Code> {
    match error {
        CprError::Zeros => return Err(&codes::CPR_ZEROS),
        CprError::Letters if !is_scientific(text) => return Err(&codes::CPR_LETTERS),
        CprError::Masked => return Err(&codes::CPR_MASKED),
        CprError::Date => return Err(&codes::CPR_DATE),
        CprError::Form | CprError::Letters => {}
    }
    if is_scientific(text) {
        return Err(&codes::CPR_LOST);
    }
    let text = text.strip_suffix(".0").unwrap_or(text);
    let mut digits = String::with_capacity(10);
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '\u{a0}' | '-' | '\u{2010}' | '\u{2011}' | '–' | '.' | '/' => {}
            _ => return Err(&codes::CPR_FORM),
        }
    }
    if !digits.is_empty() && digits.bytes().all(|b| b == b'0') {
        return Err(&codes::CPR_ZEROS);
    }
    let mended = digits.len() == 9;
    if mended {
        digits.insert(0, '0');
    }
    match Cpr::parse(&digits) {
        Ok(cpr) => Ok((cpr, mended)),
        Err(CprError::Date) => Err(&codes::CPR_DATE),
        Err(_) => Err(&codes::CPR_FORM),
    }
}

/// `1,01651E+09`: Excel shows fewer digits than the number had, and a text file has only what was shown.
fn is_scientific(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    upper.split_once("E+").is_some_and(|(mantissa, exponent)| {
        mantissa.starts_with(|c: char| c.is_ascii_digit())
            && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
            && exponent.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Synthetic numbers: not issued, they fail modulus 11.
    #[test]
    fn every_form_of_a_number() {
        let same = Cpr::parse("0302800008").unwrap();
        assert!(!same.passes_modulus_11());
        for (text, mended) in [
            ("030280-0008", false),
            ("0302800008", false),
            (" 030280 0008 ", false),
            ("030280 - 0008", false),
            ("030280–0008", false),
            ("302800008", true),
            ("30280-0008", true),
        ] {
            assert_eq!(read(Cell::Text(text)), Ok((same, mended)), "{text}");
        }
        assert_eq!(read(Cell::Number("302800008")), Ok((same, true)));
    }

    #[test]
    fn what_is_no_number_says_why() {
        for (text, code) in [
            ("0000000000", "IND004"),
            ("000000-0000", "IND004"),
            ("0", "IND004"),
            ("3202800008", "IND003"),
            ("992800008", "IND003"),
            ("030280-XXXX", "IND006"),
            ("030280****", "IND006"),
            ("030280AB12", "IND005"),
            ("3,0280E+08", "IND007"),
            ("1.01651E+09", "IND007"),
            ("1E+09", "IND007"),
            ("03028000", "IND002"),
            ("Hansen", "IND002"),
        ] {
            assert_eq!(read(Cell::Text(text)).unwrap_err().code, code, "{text}");
        }
        assert_eq!(read(Cell::Empty).unwrap_err().code, "IND001");
    }
}
