//! Amounts, rates and quantities, in 1/10.000, as Danish files write them.
//!
//! Invariant: no floating point, and no digit is lost silently.

/// What separates whole from part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Decimal {
    /// As it stands: `1.234` is thousands, `1234.5` a part, `1.234,56` both.
    Either,
    /// Always a comma; a point separates thousands.
    Comma,
    /// Always a point; a comma separates thousands.
    Point,
}

/// Why a text is no number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NumberError {
    /// Not a number.
    Unreadable,
    /// More than four decimals that are not zero.
    TooFine,
    /// Points and commas as in English, or groups that can be read in two ways.
    Foreign,
    /// Larger than any number that can be meant.
    TooLarge,
}

/// Reads a text as written, in 1/10.000.
pub(crate) fn scaled(text: &str, decimal: Decimal) -> Result<i64, NumberError> {
    let bytes = text.as_bytes();
    let plain = |b: &u8| b.is_ascii_digit() || *b == b'.' || *b == b',';
    // The usual case has nothing to take off.
    if bytes.iter().all(plain) && bytes.last().is_some_and(u8::is_ascii_digit) {
        return magnitude(bytes, decimal);
    }
    let (negative, body) = bare(text);
    if !body.bytes().all(|b| plain(&b) || b == b' ') || !body.ends_with(|c: char| c.is_ascii_digit()) {
        return Err(NumberError::Unreadable);
    }
    let value = magnitude(body.as_bytes(), decimal)?;
    Ok(if negative { -value } else { value })
}

/// Sign and digits without currency, percent, brackets and `,-`.
fn bare(text: &str) -> (bool, String) {
    let mut body: String = text
        .chars()
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' | '\'' | '\u{2019}' => ' ',
            '\u{2212}' | '–' => '-',
            other => other.to_ascii_lowercase(),
        })
        .collect();
    let mut negative = false;
    loop {
        let before = body.len();
        body = body.trim().to_owned();
        for word in ["kroner", "kr.", "kr", "dkk", "%"] {
            body = body.strip_suffix(word).unwrap_or(&body).trim_end().to_owned();
            body = body.strip_prefix(word).unwrap_or(&body).trim_start().to_owned();
        }
        for end in [",-", ".-"] {
            body = body.strip_suffix(end).unwrap_or(&body).to_owned();
        }
        if let Some(inner) = body.strip_prefix('(').and_then(|b| b.strip_suffix(')')) {
            negative = !negative;
            body = inner.to_owned();
        } else if let Some(rest) = body.strip_prefix('-').or_else(|| body.strip_suffix('-')) {
            negative = !negative;
            body = rest.to_owned();
        } else if let Some(rest) = body.strip_prefix('+') {
            body = rest.to_owned();
        }
        if body.len() == before {
            return (negative, body);
        }
    }
}

/// Digits with separators, ending with a digit.
fn magnitude(body: &[u8], decimal: Decimal) -> Result<i64, NumberError> {
    let point_at = part_at(body, decimal)?;
    let (whole, part) = match point_at {
        Some(at) => (&body[..at], &body[at + 1..]),
        None => (body, &[][..]),
    };
    check_groups(whole)?;
    if part.iter().any(|b| !b.is_ascii_digit()) {
        return Err(NumberError::Foreign);
    }
    let (kept, lost) = part.split_at(part.len().min(4));
    if lost.iter().any(|b| *b != b'0') {
        return Err(NumberError::TooFine);
    }
    join(whole, kept)
}

/// Where the part begins, if there is one.
fn part_at(body: &[u8], decimal: Decimal) -> Result<Option<usize>, NumberError> {
    let count = |mark: u8| body.iter().filter(|b| **b == mark).count();
    let last = |mark: u8| body.iter().rposition(|b| *b == mark);
    let (points, commas) = (count(b'.'), count(b','));
    match decimal {
        Decimal::Comma if commas > 1 => Err(NumberError::Foreign),
        Decimal::Comma => Ok(last(b',')),
        Decimal::Point if points > 1 => Err(NumberError::Foreign),
        Decimal::Point => Ok(last(b'.')),
        Decimal::Either => match (points, commas) {
            (_, 1) if last(b',') > last(b'.') => Ok(last(b',')),
            (0, 0) => Ok(None),
            (1, 0) => {
                let at = last(b'.').unwrap_or(0);
                // 1.234 is a thousand and more; 0.123 and 1234.567 cannot be groups of three.
                let group = body.len() - at == 4 && (1..=3).contains(&at) && body[0] != b'0';
                Ok((!group).then_some(at))
            }
            (_, 0) => Ok(None),
            _ => Err(NumberError::Foreign),
        },
    }
}

/// Thousands: one to three digits, then threes, one kind of separator.
fn check_groups(whole: &[u8]) -> Result<(), NumberError> {
    let Some(mark) = whole.iter().find(|b| !b.is_ascii_digit()) else { return Ok(()) };
    let mut groups = whole.split(|b| b == mark);
    let first = groups.next().unwrap_or(&[]);
    let digits = |group: &[u8]| group.iter().all(u8::is_ascii_digit);
    let fits = (1..=3).contains(&first.len()) && digits(first) && groups.all(|g| g.len() == 3 && digits(g));
    if fits { Ok(()) } else { Err(NumberError::Foreign) }
}

fn join(whole: &[u8], part: &[u8]) -> Result<i64, NumberError> {
    let mut value: i64 = 0;
    let padding = std::iter::repeat_n(&b'0', 4 - part.len());
    for digit in whole.iter().filter(|b| b.is_ascii_digit()).chain(part).chain(padding) {
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(i64::from(digit - b'0')))
            .ok_or(NumberError::TooLarge)?;
    }
    Ok(value)
}

/// A spreadsheet's own number, a plain decimal with a point. True beside it where decimals were rounded away that
/// are more than the noise of its floating point.
pub(crate) fn from_sheet(text: &str) -> Result<(i64, bool), NumberError> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = body.split_once('.').unwrap_or((body, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return Err(NumberError::Unreadable);
    }
    let (kept, lost) = part.as_bytes().split_at(part.len().min(4));
    let mut value = join(whole.as_bytes(), kept)?;
    if lost.first().is_some_and(|d| *d >= b'5') {
        value = value.checked_add(1).ok_or(NumberError::TooLarge)?;
    }
    let noise = |digit: u8| lost.iter().take(4).all(|d| *d == digit) && lost.len() >= 4;
    let rounded = lost.iter().any(|d| *d != b'0') && !noise(b'0') && !noise(b'9');
    Ok((if negative { -value } else { value }, rounded))
}

/// Hours as a clock shows them: `7:30` is seven and a half.
pub(crate) fn hours_and_minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || hours.len() > 3 || minutes.len() != 2 || !digits(minutes) {
        return None;
    }
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    // A minute is no whole number of 1/10.000 hour: only those that are, are read.
    (minutes < 60 && minutes * 10_000 % 60 == 0).then_some(hours * 10_000 + minutes * 10_000 / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_that_extracts_write() {
        for (text, value) in [
            ("0", 0),
            ("-0,00", 0),
            ("1.352,0300", 13_520_300),
            ("1352,03", 13_520_300),
            ("1.890.399", 18_903_990_000),
            ("786.476,45", 7_864_764_500),
            ("30.696,5", 306_965_000),
            ("2.129.137,58", 21_291_375_800),
            ("-493.490,95", -4_934_909_500),
            ("493.490,95-", -4_934_909_500),
            ("(493.490,95)", -4_934_909_500),
            ("−1,5", -15_000),
            ("1234.5", 12_345_000),
            ("1.234", 12_340_000),
            ("0.123", 1_230),
            ("1234.567", 12_345_670),
            ("1,234", 12_340),
            ("1 352,03", 13_520_300),
            ("1\u{a0}352,03 kr.", 13_520_300),
            ("kr. 188", 1_880_000),
            ("1.200,-", 12_000_000),
            ("100 %", 1_000_000),
            ("7,5", 75_000),
            ("1,50000", 15_000),
        ] {
            assert_eq!(scaled(text, Decimal::Either), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_read() {
        for (text, error) in [
            ("1,234.56", NumberError::Foreign),
            ("1,234,567", NumberError::Foreign),
            ("1.23.4", NumberError::Foreign),
            ("12 34", NumberError::Foreign),
            ("1,23456", NumberError::TooFine),
            ("", NumberError::Unreadable),
            ("abc", NumberError::Unreadable),
            ("12a", NumberError::Unreadable),
            ("1e5", NumberError::Unreadable),
            ("-", NumberError::Unreadable),
            ("99999999999999999999", NumberError::TooLarge),
        ] {
            assert_eq!(scaled(text, Decimal::Either), Err(error), "{text}");
        }
        assert_eq!(scaled("1,234.56", Decimal::Point), Ok(12_345_600));
        assert_eq!(scaled("1234.5", Decimal::Comma), Err(NumberError::Foreign));
        assert_eq!(scaled("12.345", Decimal::Point), Ok(123_450));
    }

    #[test]
    fn a_sheets_number_loses_its_noise_and_says_what_else_it_lost() {
        assert_eq!(from_sheet("1352.03"), Ok((13_520_300, false)));
        assert_eq!(from_sheet("-188"), Ok((-1_880_000, false)));
        assert_eq!(from_sheet("1352.0300000000002"), Ok((13_520_300, false)));
        assert_eq!(from_sheet("1352.0299999999997"), Ok((13_520_300, false)));
        assert_eq!(from_sheet("3405.329670329670"), Ok((34_053_297, true)));
    }

    #[test]
    fn hours_of_a_clock() {
        assert_eq!(hours_and_minutes("7:30"), Some(75_000));
        assert_eq!(hours_and_minutes("12:15"), Some(122_500));
        assert_eq!(hours_and_minutes("7:20"), None);
        assert_eq!(hours_and_minutes("7:75"), None);
    }
}
