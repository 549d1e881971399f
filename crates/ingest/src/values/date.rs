//! Days as files write them.
//!
//! Invariant: day before month, unless the mapping itself says otherwise; a day that the calendar has not is no day.

use domain::calendar::Day;

/// The forms that a source's dates may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DateForms(u8);

/// A day and whether it stood as Excel's bare number of days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DateRead {
    pub(crate) day: Day,
    pub(crate) from_serial: bool,
}

impl DateForms {
    pub(crate) const NONE: DateForms = DateForms(0);
    const DAY_FIRST: DateForms = DateForms(1);
    const YEAR_FIRST: DateForms = DateForms(2);
    const COMPACT: DateForms = DateForms(4);
    const MONTH_NAME: DateForms = DateForms(8);
    const SERIAL: DateForms = DateForms(16);
    const MONTH_FIRST: DateForms = DateForms(32);
    const COMPACT_DAY_FIRST: DateForms = DateForms(64);
    /// What is read where the mapping says nothing.
    pub(crate) const USUAL: DateForms = DateForms(1 | 2 | 4 | 8 | 16);
    /// The words of a mapping.
    pub(crate) const KEYS: [(&'static str, DateForms); 7] = [
        ("dd-mm-yyyy", DateForms::DAY_FIRST),
        ("yyyy-mm-dd", DateForms::YEAR_FIRST),
        ("yyyymmdd", DateForms::COMPACT),
        ("ddmonyyyy", DateForms::MONTH_NAME),
        ("excel", DateForms::SERIAL),
        ("mm-dd-yyyy", DateForms::MONTH_FIRST),
        ("ddmmyyyy", DateForms::COMPACT_DAY_FIRST),
    ];

    pub(crate) fn and(self, other: DateForms) -> DateForms {
        DateForms(self.0 | other.0)
    }

    fn has(self, form: DateForms) -> bool {
        self.0 & form.0 != 0
    }

    /// Reads a text without outer spaces.
    pub(crate) fn read(self, text: &str) -> Option<DateRead> {
        let bytes = text.as_bytes();
        let plain = |day| DateRead { day, from_serial: false };
        // Nearly every date of a million rows is one of these two.
        if let [d1, d2, b'-', m1, m2, b'-', y1, y2, y3, y4] = bytes
            && self.has(DateForms::DAY_FIRST)
        {
            return civil(four(*y1, *y2, *y3, *y4)?, two(*m1, *m2)?, two(*d1, *d2)?).map(plain);
        }
        if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes
            && self.has(DateForms::YEAR_FIRST)
        {
            return civil(four(*y1, *y2, *y3, *y4)?, two(*m1, *m2)?, two(*d1, *d2)?).map(plain);
        }
        self.slowly(text)
    }

    fn slowly(self, text: &str) -> Option<DateRead> {
        let (first, rest) = number(text)?;
        let plain = |day| Some(DateRead { day, from_serial: false });
        match (first.len(), rest) {
            (8, rest) if is_time(rest) => plain(self.compact(first)?),
            (5, "") => self.serial(first),
            (4, _) if self.has(DateForms::YEAR_FIRST) => {
                let (month, rest) = number(separator(rest)?)?;
                let (day, rest) = number(separator(rest)?)?;
                if !is_time(rest) || month.len() > 2 || day.len() > 2 {
                    return None;
                }
                plain(civil(first.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?)
            }
            (1 | 2, _) => plain(self.day_or_month_first(first, rest)?),
            _ => None,
        }
    }

    fn day_or_month_first(self, first: &str, rest: &str) -> Option<Day> {
        let after = separator(rest).unwrap_or(rest).trim_start();
        let letters = after.len() - after.trim_start_matches(char::is_alphabetic).len();
        if letters > 0 {
            if !self.has(DateForms::MONTH_NAME) {
                return None;
            }
            let month = month_named(&after[..letters])?;
            let rest = after[letters..].trim_start_matches(['.', ' ', '-', '/']);
            let (year, rest) = number(rest)?;
            return is_time(rest).then(|| civil(year_of(year)?, month, first.parse().ok()?))?;
        }
        let (second, rest) = number(separator(rest)?)?;
        let (year, rest) = number(separator(rest)?)?;
        if second.len() > 2 || !is_time(rest) {
            return None;
        }
        let (a, b, year) = (first.parse().ok()?, second.parse().ok()?, year_of(year)?);
        if self.has(DateForms::DAY_FIRST) {
            civil(year, b, a)
        } else if self.has(DateForms::MONTH_FIRST) {
            civil(year, a, b)
        } else {
            None
        }
    }

    fn compact(self, digits: &str) -> Option<Day> {
        let of = |a: usize, b: usize| digits.get(a..b)?.parse::<u32>().ok();
        if self.has(DateForms::COMPACT) {
            return civil(of(0, 4)? as i32, of(4, 6)?, of(6, 8)?);
        }
        if self.has(DateForms::COMPACT_DAY_FIRST) {
            return civil(of(4, 8)? as i32, of(2, 4)?, of(0, 2)?);
        }
        None
    }

    /// Excel's number of a day, counted from 30 December 1899.
    fn serial(self, digits: &str) -> Option<DateRead> {
        let number: i32 = digits.parse().ok()?;
        // 1954 to 2119: five digits outside that are something else.
        let possible = self.has(DateForms::SERIAL) && (20_000..80_500).contains(&number);
        possible.then_some(DateRead { day: Day(number - 25_569), from_serial: true })
    }

    /// A number cell of a spreadsheet that should have been a date; the time of day behind the point goes.
    pub(crate) fn of_sheet_number(self, text: &str) -> Option<DateRead> {
        let whole = text.split('.').next()?;
        match whole.len() {
            // 31-12-9999 as Excel counts it.
            7 if whole == "2958465" => Some(DateRead { day: Day::OPEN.previous(), from_serial: true }),
            5 => self.serial(whole),
            8 if whole.len() == text.len() => {
                Some(DateRead { day: self.compact(whole)?, from_serial: false })
            }
            _ => None,
        }
    }
}

/// A civil date in the years that a case can have, or the last one of all.
fn civil(year: i32, month: u32, day: u32) -> Option<Day> {
    ((1900..2200).contains(&year) || year == 9999).then(|| Day::from_ymd(year, month, day))?
}

fn two(a: u8, b: u8) -> Option<u32> {
    (a.is_ascii_digit() && b.is_ascii_digit()).then(|| u32::from(a - b'0') * 10 + u32::from(b - b'0'))
}

fn four(a: u8, b: u8, c: u8, d: u8) -> Option<i32> {
    Some((two(a, b)? * 100 + two(c, d)?) as i32)
}

/// Leading digits and what follows.
fn number(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=8).contains(&digits).then(|| text.split_at(digits))
}

fn separator(text: &str) -> Option<&str> {
    text.strip_prefix(['-', '/', '.', ' ']).map(|rest| rest.trim_start_matches(' '))
}

/// Two digits: 00-68 are 2000-2068.
fn year_of(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year),
        2 if year <= 68 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// Nothing, or a time of day: ` 14:05`, `T00:00:00.000Z`.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['T', ' ', ',']);
    let hours = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest.is_empty()
        || ((1..=2).contains(&hours)
            && rest[hours..].starts_with([':', '.'])
            && rest.bytes().all(|b| b.is_ascii_digit() || b":.+-Z ".contains(&b)))
}

fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "januar", "january"],
        &["feb", "februar", "february"],
        &["mar", "marts", "march"],
        &["apr", "april"],
        &["maj", "may"],
        &["jun", "juni", "june"],
        &["jul", "juli", "july"],
        &["aug", "august"],
        &["sep", "sept", "september"],
        &["okt", "oct", "oktober", "october"],
        &["nov", "november"],
        &["dec", "december"],
    ];
    let word = word.to_lowercase();
    MONTHS.iter().position(|names| names.contains(&word.as_str())).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        DateForms::USUAL.read(text).map(|r| r.day.iso())
    }

    #[test]
    fn the_forms_that_extracts_write() {
        for (text, expected) in [
            ("07-04-2021", "2021-04-07"),
            ("7-4-2021", "2021-04-07"),
            ("07/04/21", "2021-04-07"),
            ("07.04.2021", "2021-04-07"),
            ("2021-04-07", "2021-04-07"),
            ("20210407", "2021-04-07"),
            ("07apr2021", "2021-04-07"),
            ("07maj2021", "2021-05-07"),
            ("07may2021", "2021-05-07"),
            ("7. oktober 2021", "2021-10-07"),
            ("07-OCT-21", "2021-10-07"),
            ("01-03-2026 14:05", "2026-03-01"),
            ("2026-03-01T00:00:00", "2026-03-01"),
            ("01-03-2026 00:00:00", "2026-03-01"),
            ("31/12/68", "2068-12-31"),
            ("31/12/69", "1969-12-31"),
            ("31-12-9999", "9999-12-31"),
            ("44197", "2021-01-01"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn days_that_are_none() {
        for text in [
            "31-02-2021",
            "30-02-2024",
            "00-01-2021",
            "2021-13-01",
            "01-01-0021",
            "01-13-2021",
            "Uoplyst",
            "",
            "1-1",
            "20211301",
            "1234",
            "01-01-2021x",
            "07xyz2021",
            "12345678901",
            "01-01-202",
            "020221-1234",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_mapping_may_say_month_first() {
        let forms = DateForms::KEYS.iter().find(|(k, _)| *k == "mm-dd-yyyy").unwrap().1;
        assert_eq!(forms.read("12/31/2021").unwrap().day.iso(), "2021-12-31");
        assert_eq!(forms.read("31/12/2021"), None);
        assert_eq!(DateForms::USUAL.of_sheet_number("44197.5").unwrap().day.iso(), "2021-01-01");
        assert_eq!(DateForms::USUAL.of_sheet_number("2958465").unwrap().day.iso(), "9999-12-31");
        assert_eq!(DateForms::USUAL.of_sheet_number("1352.03"), None);
    }
}
