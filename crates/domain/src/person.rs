//! Who an observation is about: the CPR number on the way in, a random citizen id everywhere else.
//!
//! Invariant: [`Cpr`] has no `Display`, its `Debug` shows nothing, and only `ingest`, the hand-over in `app`
//! and the identity store may use it (held by `xtask tidy`).

use crate::calendar::Day;
use std::fmt;

mod name;

pub use name::{HIDDEN, without_name};

/// A person's number: ten ASCII digits, form and date checked. Modulus 11 is not asked: numbers without it are
/// issued since 2007 (cpr.dk, "Personnumre uden kontrolciffer").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpr([u8; 10]);

/// Why a text is not a CPR number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CprError {
    /// Not ten digits after spaces and one hyphen are taken away.
    Form,
    /// The first six digits are no date, also when 60 is taken from the day.
    Date,
    /// Ten zeros: "unknown" in deliveries to Danmarks Statistik, never an identity.
    Zeros,
    /// A replacement number with letters: local, cannot be compared between systems.
    Letters,
    /// Digits hidden by X or *.
    Masked,
}

impl Cpr {
    /// Reads a number as written: `DDMMÅÅ-LLLL`, `DDMMÅÅLLLL`, spaces around. Ten digits are asked for; what
    /// Excel did to leading zeros is for the reader of files to mend and to report.
    ///
    /// # Errors
    /// See [`CprError`].
    pub fn parse(text: &str) -> Result<Cpr, CprError> {
        let mut digits = [0u8; 10];
        let mut count = 0;
        let text = text.trim();
        for (position, byte) in text.bytes().enumerate() {
            match byte {
                b'0'..=b'9' if count < 10 => {
                    digits[count] = byte;
                    count += 1;
                }
                b'-' if count == 6 && position == 6 => {}
                b' ' if count == 6 => {}
                _ => return Err(other_form(text)),
            }
        }
        if count != 10 {
            return Err(CprError::Form);
        }
        if digits == *b"0000000000" {
            return Err(CprError::Zeros);
        }
        let number = Cpr(digits);
        number.birth_date_possible().then_some(number).ok_or(CprError::Date)
    }

    /// The ten digits, for the identity store and for an export with a purpose.
    #[must_use]
    pub fn digits(&self) -> [u8; 10] {
        self.0
    }

    /// True for a replacement number whose day is 61-91 (erstatningspersonnummer).
    #[must_use]
    pub fn is_replacement(&self) -> bool {
        self.two(0) > 60
    }

    /// Date of birth, with the century by the seventh digit (cpr.dk, "Opbygning af CPR-nummeret").
    #[must_use]
    pub fn birth_date(&self) -> Option<Day> {
        let (day, month, short) = (self.two(0), self.two(2), self.two(4) as i32);
        let day = if day > 60 { day - 60 } else { day };
        let century = match (self.0[6], short) {
            (b'0'..=b'3', _) => 1900,
            (b'4' | b'9', 0..=36) => 2000,
            (b'4' | b'9', _) => 1900,
            (_, 0..=57) => 2000,
            _ => 1800,
        };
        Day::from_ymd(century + short, month, day)
    }

    /// 29 February always passes, as in the schema of Danmarks Statistik.
    fn birth_date_possible(&self) -> bool {
        let (day, month) = (self.two(0), self.two(2));
        let day = if day > 60 { day - 60 } else { day };
        (1..=12).contains(&month) && day >= 1 && day <= crate::calendar::days_in_month(2000, month)
    }

    /// True where the weighted sum is divisible by 11. A hint, never an error.
    #[must_use]
    pub fn passes_modulus_11(&self) -> bool {
        let weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
        let sum: u32 = self.0.iter().zip(weights).map(|(d, w)| u32::from(d - b'0') * w).sum();
        sum.is_multiple_of(11)
    }

    fn two(&self, at: usize) -> u32 {
        u32::from(self.0[at] - b'0') * 10 + u32::from(self.0[at + 1] - b'0')
    }
}

fn other_form(text: &str) -> CprError {
    let rest = text.get(6..).unwrap_or("");
    if rest.bytes().any(|b| b == b'*') || rest.to_ascii_uppercase().contains("XX") {
        return CprError::Masked;
    }
    let plain = text.bytes().filter(|b| *b != b'-').count();
    let starts = text.bytes().take(6).all(|b| b.is_ascii_digit());
    if plain == 10 && starts && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return CprError::Letters;
    }
    CprError::Form
}

impl fmt::Debug for Cpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cpr(skjult)")
    }
}

/// A citizen in Ottetal: a random number of 30 bits that says nothing about the person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitizenId(pub u32);

/// Letters and digits of a shown id: no I, L, O or U, which are misread or spell.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl CitizenId {
    /// Ids lie below this number: six characters of five bits.
    pub const LIMIT: u32 = 1 << 30;

    /// Reads the shown form, `B-` and six characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<CitizenId> {
        read_code(text, "B-").map(CitizenId)
    }
}

impl fmt::Display for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_code(f, "B-", self.0)
    }
}

/// Reads a prefix and six characters of the alphabet: 30 bits.
pub(crate) fn read_code(text: &str, prefix: &str) -> Option<u32> {
    let upper = text.trim().to_ascii_uppercase();
    let code = upper.strip_prefix(prefix)?;
    if code.len() != 6 {
        return None;
    }
    code.bytes().try_fold(0u32, |id, byte| {
        let digit = ALPHABET.iter().position(|a| *a == byte)? as u32;
        Some(id << 5 | digit)
    })
}

/// Writes what [`read_code`] reads.
pub(crate) fn write_code(f: &mut fmt::Formatter<'_>, prefix: &str, id: u32) -> fmt::Result {
    f.write_str(prefix)?;
    for shift in (0..6).rev() {
        let digit = (id >> (shift * 5)) & 31;
        write!(f, "{}", char::from(ALPHABET[digit as usize]))?;
    }
    Ok(())
}

impl fmt::Debug for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_all_written_forms() {
        for text in ["320190-0000", "3201900000"] {
            assert_eq!(Cpr::parse(text), Err(CprError::Date), "{text}");
        }
        assert_eq!(Cpr::parse("0000000000"), Err(CprError::Zeros));
        assert_eq!(Cpr::parse("010190AB12"), Err(CprError::Letters));
        assert_eq!(Cpr::parse("010190-XXXX"), Err(CprError::Masked));
        assert_eq!(Cpr::parse("010190****"), Err(CprError::Masked));
        assert_eq!(Cpr::parse("101900000"), Err(CprError::Form));
        assert_eq!(Cpr::parse(""), Err(CprError::Form));
        // 29 February of a common year passes; the date of birth is then unknown.
        let leap = Cpr::parse("290291-0001").unwrap();
        assert_eq!(leap.birth_date(), None);
        assert!(!leap.passes_modulus_11());
        // A replacement number: the day with 60 added.
        let replaced = Cpr::parse(" 620280 0002 ").unwrap();
        assert!(replaced.is_replacement());
        assert_eq!(replaced.birth_date(), Day::from_ymd(1980, 2, 2));
        assert_eq!(format!("{replaced:?}"), "Cpr(skjult)");
    }

    #[test]
    fn the_seventh_digit_gives_the_century() {
        let year = |text: &str| Cpr::parse(text).unwrap().birth_date().unwrap().ymd().0;
        for (text, expected) in [
            ("0202363999", 1936),
            ("0202364999", 2036),
            ("0202374998", 1937),
            ("0202575999", 2057),
            ("0202585999", 1858),
            ("0202369999", 2036),
            ("0202379999", 1937),
        ] {
            assert_eq!(year(text), expected, "{text}");
        }
    }

    #[test]
    fn ids_are_shown_and_read_back() {
        for id in [0, 1, 31, 32, 12_345_678, CitizenId::LIMIT - 1] {
            let shown = CitizenId(id).to_string();
            assert_eq!(shown.len(), 8);
            assert_eq!(CitizenId::parse(&shown.to_lowercase()), Some(CitizenId(id)));
        }
        assert_eq!(CitizenId::parse("B-12345"), None);
        assert_eq!(CitizenId::parse("B-12345U"), None);
    }
}
