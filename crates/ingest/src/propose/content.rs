//! What stands in a column, seen from its values alone.
//!
//! Invariant: a column is what nearly all of its values are; where they are mixed, it is text.

use super::sample::Row;
use crate::mapping::Field;
use crate::raw::Cell;
use crate::values::date::DateForms;
use crate::values::number::{Decimal, scaled};
use crate::values::{cpr, hide, kommune, maalgruppe};
use Field as F;
use domain::calendar::Day;
use domain::law::LawBook;
use domain::paragraf::{ParagrafError, ParagrafReader};
use std::collections::BTreeMap;

/// What the values of a column are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Numbers of persons.
    Cpr,
    /// Days.
    Date,
    /// Numbers with decimals, or with a currency.
    Decimal,
    /// Whole numbers.
    Whole,
    /// Years.
    Year,
    /// P-numbers.
    PNumber,
    /// Numbers of eight digits: perhaps CVR.
    EightDigits,
    /// EAN numbers.
    Ean,
    /// Written paragraphs.
    Paragraf,
    /// Accounts.
    Account,
    /// Municipalities.
    Kommune,
    /// Målgrupper of the law.
    Maalgruppe,
    /// Names of persons, as far as one can see.
    Names,
    /// A few words that are repeated.
    Words,
    /// Other texts.
    Text,
}

impl Content {
    /// In words, for the one who looks.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Content::Empty => "tom",
            Content::Cpr => "CPR-numre",
            Content::Date => "datoer",
            Content::Decimal => "tal med decimaler",
            Content::Whole => "hele tal",
            Content::Year => "årstal",
            Content::PNumber => "P-numre",
            Content::EightDigits => "tal på otte cifre",
            Content::Ean => "tal på tretten cifre",
            Content::Paragraf => "paragraffer",
            Content::Account => "konti",
            Content::Kommune => "kommuner",
            Content::Maalgruppe => "målgrupper",
            Content::Names => "navne på personer",
            Content::Words => "få ord, der gentages",
            Content::Text => "tekst",
        }
    }

    /// Whether the field may hold this: `None` where it says nothing either way.
    pub(super) fn fits(self, field: Field) -> Option<bool> {
        use Content as C;
        if self == C::Empty {
            return None;
        }
        let exact = |wanted: C| Some(self == wanted);
        match field {
            F::Cpr | F::FormerCpr => exact(C::Cpr),
            F::Start | F::End | F::Registered | F::Booked | F::Born | F::Dead | F::Decided | F::Expires => {
                exact(C::Date)
            }
            F::Rate | F::Amount => Some(matches!(self, C::Decimal | C::Whole | C::Year)),
            F::Hours
            | F::Quantity
            | F::Count
            | F::Places
            | F::SettledShare
            | F::OccupiedShare
            | F::Certainty => Some(matches!(self, C::Decimal | C::Whole)),
            F::DelayDays => exact(C::Whole),
            F::Year => exact(C::Year),
            F::PNumber => exact(C::PNumber),
            F::Cvr => exact(C::EightDigits),
            F::Ean => exact(C::Ean),
            F::Paragraf | F::Lovhjemmel if matches!(self, C::Paragraf) => Some(true),
            F::Paragraf => (!matches!(self, C::Whole | C::Words | C::Text)).then_some(false),
            F::Account => match self {
                C::Account => Some(true),
                C::Whole | C::EightDigits | C::Text | C::Words | C::Paragraf => None,
                _ => Some(false),
            },
            F::Handlekommune | F::Betalingskommune | F::Kommune => match self {
                C::Kommune => Some(true),
                C::Words | C::Whole => None,
                _ => Some(false),
            },
            F::Maalgruppe | F::Code => match self {
                C::Maalgruppe => Some(true),
                C::Text | C::Words | C::Date | C::Decimal | C::Whole => None,
                _ => Some(false),
            },
            F::Name => match self {
                C::Names => Some(true),
                C::Text | C::Words => None,
                _ => Some(false),
            },
            F::CitizenKey => match self {
                C::Cpr | C::Date | C::Decimal | C::Names | C::Paragraf => Some(false),
                _ => None,
            },
            F::Assessment | F::Text | F::Bill | F::Art => None,
            _ => (matches!(
                self,
                C::Cpr | C::Date | C::Decimal | C::PNumber | C::EightDigits | C::Ean | C::Year | C::Whole
            ))
            .then_some(false),
        }
    }
}

/// What was seen in a column.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) content: Content,
    /// Filled values of the rows that were looked at.
    pub(super) filled: usize,
    /// Rows that were looked at.
    pub(super) rows: usize,
    /// Of filled values, how many are what `content` says.
    pub(super) are: usize,
    /// Forms of dates met.
    pub(super) dates: BTreeMap<&'static str, usize>,
    /// Values that only a decimal comma, and those that only a decimal point explains.
    pub(super) comma: usize,
    pub(super) point: usize,
    /// Some values are names of persons, as far as one can see.
    pub(super) has_names: bool,
}

/// Looks at the values of a column.
pub(super) fn look<'r>(
    rows: impl Iterator<Item = &'r Row>,
    at: usize,
    law: &LawBook,
    reader: &ParagrafReader<'_>,
) -> Seen {
    let mut all = 0;
    let mut values: Vec<Cell<'r>> = Vec::new();
    for row in rows {
        all += 1;
        match row.cell(at) {
            Cell::Empty | Cell::Error(_) => {}
            cell => values.push(cell),
        }
    }
    let text = |cell: &Cell<'r>| crate::apply::layout::text_of(*cell).into_owned();
    let texts: Vec<String> = values.iter().map(text).collect();
    let different = texts.iter().collect::<std::collections::BTreeSet<_>>().len();
    let names = texts.iter().filter(|text| super::names::is_a_name(text)).count();
    let mut seen = Seen {
        content: Content::Empty,
        filled: values.len(),
        rows: all,
        are: 0,
        dates: BTreeMap::new(),
        comma: 0,
        point: 0,
        has_names: names > 0,
    };
    if values.is_empty() {
        return seen;
    }
    let count = |is: &dyn Fn(usize) -> bool| (0..values.len()).filter(|at| is(*at)).count();
    let cells = &values;
    let part = |number: usize| number * 100 / cells.len();
    let digits = |at: usize, length: usize| {
        let text = texts[at].replace([' ', '\u{a0}'], "");
        text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
    };
    // In this order: the first that nearly all values are.
    let p_number = |at: usize| digits(at, 10) && texts[at].starts_with("10");
    let tests: Vec<(Content, usize, usize)> = vec![
        (Content::PNumber, count(&p_number), 95),
        (Content::Cpr, count(&|at| cpr::read(cells[at]).is_ok()), 70),
        (Content::Maalgruppe, count(&|at| is_maalgruppe(cells[at], law)), 70),
        (Content::Date, count(&|at| !date_forms(cells[at]).is_empty()), 60),
        (Content::Paragraf, count(&|at| is_paragraf(&texts[at], reader)), 60),
        (Content::Ean, count(&|at| digits(at, 13)), 90),
        (Content::Account, count(&|at| is_account(&texts[at])), 60),
        (Content::EightDigits, count(&|at| digits(at, 8) || digits_cvr(&texts[at])), 80),
        (Content::Year, count(&|at| digits(at, 4) && texts[at].starts_with("20")), 95),
        (Content::Kommune, count(&|at| kommune::read(&texts[at], law).is_some()), 80),
        (Content::Whole, count(&|at| is_whole(&texts[at])), 90),
        (Content::Decimal, count(&|at| is_number(&texts[at])), 85),
        (Content::Names, names, 50),
    ];
    // A few words where a day or a number should stand (`Løbende`) do not make a column of days one of texts.
    let lettered: Vec<&String> =
        texts.iter().filter(|text| !text.bytes().any(|b| b.is_ascii_digit())).collect();
    let few = lettered.iter().collect::<std::collections::BTreeSet<_>>().len() <= 3;
    let of_values = |content: Content| matches!(content, Content::Date | Content::Decimal | Content::Whole);
    let is = |(content, number, least): &(Content, usize, usize)| {
        let rest = values.len() - lettered.len();
        part(*number) >= *least || (few && of_values(*content) && *number >= 3 && *number * 100 >= rest * 90)
    };
    let found = tests.into_iter().find(is);
    (seen.content, seen.are) = found.map_or_else(
        || {
            let repeated = different <= 25 && different * 3 <= values.len().max(3);
            (if repeated { Content::Words } else { Content::Text }, values.len())
        },
        |(content, number, _)| (content, number),
    );
    marks(&mut seen, &values, &texts);
    seen
}

/// How days and numbers of a column are written.
fn marks(seen: &mut Seen, values: &[Cell<'_>], texts: &[String]) {
    match seen.content {
        Content::Date => {
            for form in values.iter().filter_map(|cell| date_forms(*cell).first().copied()) {
                *seen.dates.entry(form).or_default() += 1;
            }
        }
        Content::Decimal | Content::Whole => {
            // A number of a spreadsheet has no mark of its own.
            for (_, text) in values.iter().zip(texts).filter(|(cell, _)| matches!(cell, Cell::Text(_))) {
                seen.comma += usize::from(decimals_after(text, ','));
                seen.point += usize::from(decimals_after(text, '.'));
            }
        }
        _ => {}
    }
}

/// The forms that a value may be a date by, the likeliest first.
pub(super) fn date_forms(cell: Cell<'_>) -> Vec<&'static str> {
    let text = match cell {
        Cell::Date(_) => return vec!["regneark"],
        Cell::Text(text) => text,
        Cell::Number(_) | Cell::Empty | Cell::Error(_) => return Vec::new(),
    };
    // Five digits are a number before they are a day, and a CPR number is none.
    if text.len() < 6 {
        return Vec::new();
    }
    let forms = DateForms::KEYS.iter().filter(|(key, _)| *key != "excel");
    forms
        .filter(|(_, form)| form.read(text).is_some_and(|read| plausible(read.day)))
        .map(|(key, _)| *key)
        .collect()
}

fn plausible(day: Day) -> bool {
    let (year, ..) = day.ymd();
    (1900..2100).contains(&year) || year == 9999
}

fn decimals_after(text: &str, mark: char) -> bool {
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let other = if mark == ',' { '.' } else { ',' };
    number.rsplit_once(mark).is_some_and(|(whole, part)| {
        part.bytes().all(|b| b.is_ascii_digit())
            && (matches!(part.len(), 1 | 2 | 4) || whole.contains(other))
            && !whole.is_empty()
    })
}

fn is_number(text: &str) -> bool {
    [Decimal::Either, Decimal::Comma, Decimal::Point].into_iter().any(|form| scaled(text, form).is_ok())
}

fn is_whole(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    !text.is_empty() && text.len() <= 7 && text.bytes().all(|b| b.is_ascii_digit())
}

fn digits_cvr(text: &str) -> bool {
    text.strip_prefix("DK").is_some_and(|rest| rest.len() == 8 && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Nine digits of the authorised plan, its dotted form, a string with nine digits in it, or a local number of ten.
fn is_account(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let parts: Vec<&str> = text.split(['-', '.', ' ', '/']).collect();
    let nine = parts.iter().any(|part| part.len() == 9 && part.bytes().all(|b| b.is_ascii_digit()));
    let dotted = digits >= 5 && text.contains('.') && text.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let dotted =
        dotted && parts.len() >= 3 && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let local = text.len() == 10 && digits == 10 && text.starts_with('5');
    nine || (dotted && date_forms(Cell::Text(text)).is_empty()) || local
}

/// A paragraph that says so itself: with § or the name of its law. `107` alone may be anything.
fn is_paragraf(text: &str, reader: &ParagrafReader<'_>) -> bool {
    let says = text.contains('§')
        || ["sel", "abl", "servicelov", "almenbolig", "las", "bl ", "105/85"]
            .iter()
            .any(|law| text.to_lowercase().starts_with(law));
    let day = Day::from_ymd(2025, 1, 1).unwrap_or(Day(0));
    says && !matches!(reader.read(text, day), Err(ParagrafError::Unknown | ParagrafError::Empty))
}

/// A code of L402 with its points, or one with its name after it.
fn is_maalgruppe(cell: Cell<'_>, law: &LawBook) -> bool {
    let Cell::Text(text) = cell else { return false };
    let coded =
        text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('.') && hide::hidden(text).is_none();
    coded && date_forms(cell).is_empty() && {
        let seen = maalgruppe::read(cell, law, false);
        !seen.value.is_empty() && seen.faults.is_empty()
    }
}
