//! The words that headings are known by: those of all known mappings and the usual ones of each field; and how near a
//! heading is to one of them.
//!
//! Invariant: nearness is a number and a reason; what becomes of it is decided in `choose`.

use super::labels::{field_label, usual};
use crate::mapping::check::compared;
use crate::mapping::{Field, Kind, Mapping};
use crate::suggest::distance;
use std::collections::BTreeSet;

/// Words that say nothing alone: "Firma navn" is not the citizen's name.
const GENERIC: [&str; 18] = [
    "navn", "nummer", "dato", "dag", "dage", "og", "med", "kode", "tekst", "status", "antal", "type", "id",
    "sum", "pris", "ejer", "art", "procent",
];

/// A word that a heading may be known by.
struct Word {
    kind: Kind,
    field: Field,
    written: String,
    compared: String,
    bare: String,
    tokens: BTreeSet<String>,
    /// The mapping's title; empty for the usual words.
    of: String,
    /// Its place in the mapping's list: the first is preferred.
    rank: usize,
}

/// The vocabulary.
pub struct Vocabulary {
    words: Vec<Word>,
}

/// How near a heading is to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Near {
    /// 0 to 100.
    pub(super) points: u32,
    pub(super) why: String,
}

impl Vocabulary {
    /// Of mappings.
    #[must_use]
    pub fn of<'m>(mappings: impl IntoIterator<Item = &'m Mapping>) -> Vocabulary {
        let mut words = Vec::new();
        for mapping in mappings {
            for column in &mapping.columns {
                for (rank, heading) in column.headings.iter().enumerate() {
                    words.push(Word::new(
                        mapping.kind,
                        column.field,
                        &heading.written,
                        mapping.title.clone(),
                        rank,
                    ));
                }
            }
        }
        for (_, kind) in Kind::KEYS {
            for field in Field::ALL.iter().filter(|field| field.belongs_to(kind)) {
                let label = [field_label(kind, *field).0];
                for (rank, written) in usual(kind, *field).iter().chain(&label).enumerate() {
                    words.push(Word::new(kind, *field, written, String::new(), rank));
                }
            }
        }
        Vocabulary { words }
    }

    /// How near a heading is to a field of a kind; `None` where it is not.
    pub(super) fn near(&self, heading: &str, kind: Kind, field: Field) -> Option<Near> {
        let heading = Heading::of(heading);
        let own = self.words.iter().filter(|word| word.field == field);
        let best = own.filter_map(|word| {
            let points = heading.nearness(word)?;
            // The same word in another kind of file says a little less.
            let less = if word.kind == kind { 0 } else { 8 } + u32::try_from(word.rank.min(4)).unwrap_or(4);
            Some((points.saturating_sub(less), points, word))
        });
        // Of equals, a mapping's own word is the better reason.
        let best =
            best.max_by(|a, b| a.0.cmp(&b.0).then_with(|| (!a.2.of.is_empty()).cmp(&!b.2.of.is_empty())))?;
        let (points, raw, word) = best;
        let place = if word.of.is_empty() {
            "det ord, feltet oftest har".to_owned()
        } else {
            format!("i {}", word.of)
        };
        let why = match (raw >= 90, word.of.is_empty()) {
            (true, true) => "Overskriften er et almindeligt ord for feltet.".to_owned(),
            (true, false) => format!("Overskriften er den samme som {place}."),
            (false, true) => format!("Overskriften ligner »{}«.", word.written),
            (false, false) => format!("Overskriften ligner »{}« {place}.", word.written),
        };
        Some(Near { points, why })
    }

    /// True where any field of any kind is known by just this heading.
    pub(super) fn knows(&self, heading: &str) -> bool {
        let bare = bare(heading);
        !bare.is_empty() && self.words.iter().any(|word| word.bare == bare)
    }
}

impl Word {
    fn new(kind: Kind, field: Field, written: &str, of: String, rank: usize) -> Word {
        Word {
            kind,
            field,
            written: written.to_owned(),
            compared: compared(written),
            bare: bare(written),
            tokens: tokens(written),
            of,
            rank,
        }
    }
}

/// A heading as it is compared.
struct Heading {
    compared: String,
    bare: String,
    tokens: BTreeSet<String>,
}

impl Heading {
    fn of(written: &str) -> Heading {
        Heading { compared: compared(written), bare: bare(written), tokens: tokens(written) }
    }

    fn nearness(&self, word: &Word) -> Option<u32> {
        if self.bare.is_empty() || word.bare.is_empty() {
            return None;
        }
        if self.compared == word.compared {
            return Some(100);
        }
        if self.bare == word.bare {
            return Some(96);
        }
        if self.tokens == word.tokens {
            return Some(90);
        }
        let contained = self.contained(word);
        contained.max(self.misspelt(word))
    }

    /// A slip of the keys, or another ending.
    fn misspelt(&self, word: &Word) -> Option<u32> {
        let (own, other) = (self.bare.chars().count(), word.bare.chars().count());
        let longest = own.max(other);
        // Words of very different length are never slips of one another.
        if longest < 5 || own.abs_diff(other) > 3 {
            return None;
        }
        match distance(&self.bare, &word.bare) {
            1 => Some(84),
            2 if longest >= 8 => Some(76),
            3 if longest >= 14 => Some(70),
            _ => None,
        }
    }

    /// All that the word says stands in the heading, or the other way round.
    fn contained(&self, word: &Word) -> Option<u32> {
        let says = |tokens: &BTreeSet<String>| tokens.iter().any(|token| !GENERIC.contains(&token.as_str()));
        let letters =
            |tokens: &BTreeSet<String>| tokens.iter().map(|token| token.chars().count()).sum::<usize>();
        let (less, more) = if word.tokens.len() <= self.tokens.len() {
            (&word.tokens, &self.tokens)
        } else {
            (&self.tokens, &word.tokens)
        };
        // "leverandørens" is "leverandør" with an ending.
        let within = |token: &String| more.iter().any(|other| stem(other) == stem(token));
        if !less.is_empty() && less.iter().all(within) {
            if !says(less) {
                return Some(45);
            }
            let part = letters(less) * 25 / letters(more).max(1);
            return Some(60 + u32::try_from(part.min(25)).unwrap_or(25));
        }
        let (short, long) = if word.bare.len() <= self.bare.len() {
            (&word.bare, &self.bare)
        } else {
            (&self.bare, &word.bare)
        };
        // A compound: "indsatsstartdato".
        let generic = GENERIC.contains(&short.as_str());
        (short.chars().count() >= 6 && !generic && long.contains(short.as_str())).then_some(66)
    }
}

/// A token without the endings that Danish puts on.
fn stem(token: &str) -> &str {
    for end in ["ernes", "enes", "erne", "ens", "ets", "er", "en", "et", "s"] {
        if let Some(rest) = token.strip_suffix(end)
            && rest.chars().count() >= 4
        {
            return rest;
        }
    }
    token
}

/// Letters and digits alone, with Danish letters in one spelling.
fn bare(text: &str) -> String {
    tokens_in_order(text).concat()
}

fn tokens(text: &str) -> BTreeSet<String> {
    tokens_in_order(text).into_iter().collect()
}

/// The words of a heading with the usual shortenings written out: "CPR-nr." is "cpr nummer". A year is no word.
fn tokens_in_order(text: &str) -> Vec<String> {
    let mut spelt = String::with_capacity(text.len());
    for c in compared(text).chars() {
        match c {
            'æ' => spelt.push_str("ae"),
            'ø' => spelt.push_str("oe"),
            'å' => spelt.push_str("aa"),
            '§' => spelt.push_str(" paragraf "),
            other => spelt.push(other),
        }
    }
    spelt
        .split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty() && !is_year(token))
        .map(|token| match token {
            "nr" | "no" => "nummer".to_owned(),
            "dt" => "dato".to_owned(),
            "afr" => "afregning".to_owned(),
            "pct" => "procent".to_owned(),
            other => other.to_owned(),
        })
        .collect()
}

fn is_year(token: &str) -> bool {
    token.len() == 4 && token.starts_with("20") && token.bytes().all(|b| b.is_ascii_digit())
}
