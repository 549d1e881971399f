//! The reader of written paragraphs: `§104`, `SEL § 103.1`, `105/85`, `96.1`, `ABL § 105 jf. SEL § 85`.
//!
//! Subsections fold into their paragraph (96.1 and § 96 stk. 1 are § 96). A short form is accepted where only one
//! paragraph fits. Nothing is guessed: what does not fit is no paragraph, and why is said.

use crate::calendar::{Day, Period};
use crate::law::{LawBook, ParagrafId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Why a text is no paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParagrafError {
    /// Nothing written.
    Empty,
    /// No paragraph in the law book fits.
    Unknown,
    /// Several fit: their written forms.
    Ambiguous(Vec<String>),
    /// A range (`§ 97 - 99`) is a label of a report, never a paragraph.
    Range,
    /// It was or will be law, but not on that day.
    NotInForce,
}

impl LawBook {
    /// The paragraph that a text means on a day. For many texts, keep a [`ParagrafReader`].
    ///
    /// # Errors
    /// See [`ParagrafError`].
    pub fn read_paragraf(&self, text: &str, day: Day) -> Result<ParagrafId, ParagrafError> {
        ParagrafReader::new(self).read(text, day)
    }
}

/// The reader, with the law book's own spellings read once and every text met remembered.
pub struct ParagrafReader<'l> {
    law: &'l LawBook,
    known: Vec<Spellings>,
    met: RefCell<HashMap<Box<str>, Met>>,
}

/// How the law book writes one paragraph.
struct Spellings {
    written: Key,
    also: Vec<Key>,
}

/// The paragraphs that a text fits on some day, or why it fits none on any.
type Met = Result<Rc<[ParagrafId]>, ParagrafError>;

impl<'l> ParagrafReader<'l> {
    /// A reader of one law book.
    #[must_use]
    pub fn new(law: &'l LawBook) -> ParagrafReader<'l> {
        let spellings = |p: &crate::law::Paragraf| Spellings {
            written: Key::of(&p.written),
            also: p.also.iter().map(|text| Key::of(text)).collect(),
        };
        ParagrafReader {
            law,
            known: law.paragraffer.iter().map(spellings).collect(),
            met: RefCell::default(),
        }
    }

    /// The law book that it reads by.
    #[must_use]
    pub fn law(&self) -> &'l LawBook {
        self.law
    }

    /// The paragraph that a text means on a day.
    ///
    /// # Errors
    /// See [`ParagrafError`].
    pub fn read(&self, text: &str, day: Day) -> Result<ParagrafId, ParagrafError> {
        let fitting = self.fitting(text)?;
        let mut in_force = fitting.iter().copied().filter(|id| self.law.in_force(*id, day));
        match (in_force.next(), in_force.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(ParagrafError::NotInForce),
            (Some(_), Some(_)) => {
                let several = fitting.iter().filter(|id| self.law.in_force(**id, day));
                Err(ParagrafError::Ambiguous(
                    several.map(|id| self.law.paragraf(*id).written.clone()).collect(),
                ))
            }
        }
    }

    fn fitting(&self, text: &str) -> Met {
        if let Some(known) = self.met.borrow().get(text) {
            return known.clone();
        }
        let made = self.fit(text);
        self.met.borrow_mut().insert(Box::from(text), made.clone());
        made
    }

    fn fit(&self, text: &str) -> Met {
        let key = Key::of(text);
        match key {
            Key::Empty => return Err(ParagrafError::Empty),
            Key::Range => return Err(ParagrafError::Range),
            Key::Parts(_) | Key::Words(_) => {}
        }
        // Another spelling must be met with its law: `LAS § 85` leaves `85` to the Serviceloven.
        let fits = |s: &Spellings| key.means(&s.written) || s.also.contains(&key);
        let fitting: Rc<[ParagrafId]> =
            (0u16..).zip(&self.known).filter(|(_, s)| fits(s)).map(|(id, _)| ParagrafId(id)).collect();
        if fitting.is_empty() { Err(ParagrafError::Unknown) } else { Ok(fitting) }
    }
}

/// The paragraph that a text means on the first day of a period on which it means one.
#[must_use]
pub fn read_within(reader: &ParagrafReader<'_>, text: &str, period: Period) -> Option<ParagrafId> {
    if let Ok(found) = reader.read(text, period.from) {
        return Some(found);
    }
    let mut begins: Vec<Day> = reader.law().paragraffer.iter().map(|p| p.valid.from).collect();
    begins.retain(|day| period.contains(*day));
    begins.sort_unstable();
    begins.into_iter().find_map(|day| reader.read(text, day).ok())
}

/// A text reduced to what can be compared.
#[derive(Debug, PartialEq, Eq)]
enum Key {
    Empty,
    Range,
    /// One part for a paragraph, two for a pair, in a fixed order.
    Parts(Vec<Part>),
    /// A named area: words in lower case.
    Words(String),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    number: u16,
    letter: Option<char>,
    law: Option<&'static str>,
}

/// The laws' names as they are written; the first is the abbreviation of the law book.
const LAWS: &[(&str, &[&str])] = &[
    ("SEL", &["sel", "serviceloven", "lov om social service", "service loven"]),
    ("ABL", &["abl", "almenboligloven", "lov om almene boliger"]),
    ("SUL", &["sul", "sundhedsloven"]),
    ("LAB", &["lab"]),
    ("LAS", &["las", "aktivloven"]),
    ("BL", &["barnets lov"]),
    ("ÆL", &["ældreloven"]),
];

impl Key {
    fn of(text: &str) -> Key {
        let lower = text.to_lowercase().replace(['\u{a0}', '\t', '\n', '\r'], " ");
        let trimmed = lower.trim();
        if trimmed.is_empty() {
            return Key::Empty;
        }
        let plain =
            trimmed.replace("§§", "§").replace(" jf. ", " / ").replace(" jf ", " / ").replace('+', "/");
        let parts: Option<Vec<Part>> = plain.split('/').map(Part::read).collect();
        match parts {
            Some(mut parts) if parts.len() <= 2 => {
                parts.sort();
                Key::Parts(parts)
            }
            _ if is_range(&plain) => Key::Range,
            _ => Key::Words(trimmed.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }

    /// True if a text with this key means the paragraph with the other: a missing law fits any.
    fn means(&self, known: &Key) -> bool {
        match (self, known) {
            (Key::Words(a), Key::Words(b)) => a == b,
            (Key::Parts(a), Key::Parts(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(x, y)| {
                        x.number == y.number && x.letter == y.letter && (x.law.is_none() || x.law == y.law)
                    })
            }
            _ => false,
        }
    }
}

impl Part {
    /// `sel § 103.1 beskyttet …`, `238a`, `§ 82 a, stk. 1`, `sel-107-2.1`, `85 stk 2`. `None` if it is none of these.
    fn read(text: &str) -> Option<Part> {
        let text = text.trim();
        let (law, rest) = LAWS
            .iter()
            .flat_map(|(short, names)| names.iter().map(move |name| (*short, *name)))
            .filter_map(|(short, name)| {
                let rest = text.strip_prefix(name)?;
                rest.starts_with([' ', '§', '-', '.', ',']).then_some((Some(short), rest))
            })
            .max_by_key(|(_, rest)| text.len() - rest.len())
            .unwrap_or((None, text));
        let rest = rest.trim_start_matches([' ', '.', ',', '-', 's']).trim_start_matches("§").trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u16 = rest[..digits].parse().ok()?;
        let after = &rest[digits..];
        let (letter, tail) = read_letter(after);
        tail_is_harmless(tail).then_some(Part { number, letter, law })
    }
}

/// A letter directly after the number, or after one space where a word does not begin.
fn read_letter(after: &str) -> (Option<char>, &str) {
    let trimmed = after.strip_prefix(' ').unwrap_or(after);
    let mut chars = trimmed.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(letter @ 'a'..='g'), next) if next.is_none_or(|c| !c.is_alphanumeric()) => {
            (Some(letter), chars.as_str())
        }
        _ => (None, after),
    }
}

/// What may follow the number: a subsection, or the paragraph's name. A range may not.
fn tail_is_harmless(tail: &str) -> bool {
    let trimmed = tail.trim_start();
    if trimmed.is_empty() {
        return true;
    }
    let subsection = trimmed.trim_start_matches(['.', ',', ';', ' ', '-']);
    if trimmed.starts_with(['.', '-']) && subsection.starts_with(|c: char| c.is_ascii_digit()) {
        // 96.1 and SEL-107-2.1 are subsections; 97-99 and "97 - 99" are ranges.
        let digits = subsection.bytes().take_while(u8::is_ascii_digit).count();
        return digits == 1 && !tail.starts_with(' ');
    }
    tail.starts_with([' ', ',', '.', ':', ';'])
        && subsection.starts_with(|c: char| c.is_alphabetic() || c == '(')
}

fn is_range(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '§').collect();
    bare.split_once(['-', '–']).is_some_and(|(a, b)| {
        a.ends_with(|c: char| c.is_ascii_digit()) && b.starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests;
