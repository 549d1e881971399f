//! How alike two names of providers are written, and which pairs a person should decide about.
//!
//! Likeness only proposes. It never makes two providers one: that is a person's decision, remembered in
//! [`ProviderRegister`].

use crate::provider_register::{ProviderRegister, RegisteredId};
use crate::wording::normalised;
use std::collections::BTreeMap;

/// Likeness from which two names are proposed as one, in thousandths.
pub const ALIKE: u16 = 800;

/// Words that say what kind of company it is, not which.
const COMPANY_WORDS: &[&str] = &[
    "a/s",
    "as",
    "aps",
    "ivs",
    "i/s",
    "k/s",
    "p/s",
    "s/i",
    "amba",
    "a.m.b.a",
    "fmba",
    "smba",
    "fonden",
    "fond",
    "selvejende",
    "institution",
    "institutionen",
    "s.m.b.a",
    "f.m.b.a",
];

/// A name reduced to what tells it from others: case, punctuation and company words go, æ, ø and å are written out.
#[must_use]
pub fn reduced(name: &str) -> String {
    let plain = normalised(name);
    let words: Vec<&str> = plain.split([' ', ',', ';', '(', ')', '"', '\'']).collect();
    let telling = |word: &&str| {
        let bare = word.trim_matches('.');
        !bare.is_empty() && !COMPANY_WORDS.contains(&bare) && !is_a_slip_of_a_company_word(bare)
    };
    let mut kept: Vec<&str> = words.iter().copied().filter(telling).collect();
    // "Den selvejende institution X" is X.
    if kept.len() > 1 && kept[0] == "den" && words.get(1) == Some(&"selvejende") {
        kept.remove(0);
    }
    if kept.is_empty() {
        kept = words;
    }
    let mut out = String::with_capacity(plain.len());
    for part in
        kept.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric())).filter(|p| !p.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        for letter in part.chars() {
            match letter {
                'æ' => out.push_str("ae"),
                'ø' => out.push_str("oe"),
                'å' => out.push_str("aa"),
                other => out.push(other),
            }
        }
    }
    out
}

/// True for "fonen" and "fondden": a long company word with a letter left out or put in. Another letter makes another word.
fn is_a_slip_of_a_company_word(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let near = |long: &&&str| long.len() >= 6 && long.len().abs_diff(letters.len()) == 1;
    COMPANY_WORDS
        .iter()
        .filter(near)
        .any(|long| distance(&letters, &long.chars().collect::<Vec<char>>()) == 1)
}

/// Likeness of two names in thousandths: 1.000 is alike but for case, punctuation, company words and order of words.
#[must_use]
pub fn likeness(a: &str, b: &str) -> u16 {
    of_reduced(&Reduced::of(a), &Reduced::of(b), 0).unwrap_or(0)
}

/// True where two names are so alike that they may be one.
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    of_reduced(&Reduced::of(a), &Reduced::of(b), ALIKE).is_some()
}

/// A name ready to be compared with many.
struct Reduced {
    letters: Vec<char>,
    sorted: Vec<char>,
    digits: String,
}

impl Reduced {
    fn of(name: &str) -> Reduced {
        let text = reduced(name);
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        let sorted = words.join(" ").chars().collect();
        let digits = text.chars().filter(char::is_ascii_digit).collect();
        Reduced { letters: text.chars().collect(), sorted, digits }
    }
}

/// The better of the likeness as written and with words sorted; `None` below `least` or where there is nothing to compare.
fn of_reduced(a: &Reduced, b: &Reduced, least: u16) -> Option<u16> {
    let longest = a.letters.len().max(b.letters.len());
    if a.letters.is_empty() || b.letters.is_empty() {
        return None;
    }
    let most = longest * usize::from(1000 - least) / 1000;
    if a.letters.len().abs_diff(b.letters.len()) > most {
        return None;
    }
    let edits = distance(&a.letters, &b.letters).min(distance(&a.sorted, &b.sorted));
    let likeness = (longest - edits.min(longest)) * 1000 / longest;
    u16::try_from(likeness).ok().filter(|made| *made >= least)
}

/// Edits from one text to the other: a letter put in, left out, changed, or two neighbours swapped.
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row: Vec<usize> = vec![0; width];
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..width {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[b.len()]
}

/// A name in use in a source.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct NameInUse {
    /// The source's name.
    pub source: String,
    /// The name as written.
    pub name: String,
    /// How much depends on it: rows, or whatever the caller counts.
    pub weight: u64,
}

/// Two names that may be one provider, for a person to decide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// A name, and the sources that use it.
    pub a: (String, Vec<String>),
    /// Another.
    pub b: (String, Vec<String>),
    /// In thousandths.
    pub likeness: u16,
    /// The weight of the lighter: what a decision moves.
    pub weight: u64,
}

/// Pairs of names that are alike and that nobody has decided, heaviest first.
///
/// Left out are pairs that the register knows as one or as two, and names that differ in a number ("Afdeling 1",
/// "Afdeling 2").
#[must_use]
pub fn proposals(names: &[NameInUse], register: &ProviderRegister) -> Vec<Proposal> {
    let mut distinct: BTreeMap<String, (String, Vec<String>, u64)> = BTreeMap::new();
    for used in names.iter().filter(|n| !normalised(&n.name).is_empty()) {
        let entry =
            distinct.entry(normalised(&used.name)).or_insert_with(|| (used.name.clone(), Vec::new(), 0));
        entry.0 = entry.0.clone().max(used.name.clone());
        entry.1.push(used.source.clone());
        entry.2 += used.weight;
    }
    let mut prepared: Vec<Candidate> = distinct
        .into_values()
        .map(|(name, mut sources, weight)| {
            sources.sort();
            sources.dedup();
            let known = sources.iter().find_map(|source| register.named(source, &name));
            Candidate { reduced: Reduced::of(&name), name, sources, weight, known }
        })
        .collect();
    // By length, so that each name meets only those that are not far too long.
    prepared.sort_by_key(|c| c.reduced.letters.len());
    let mut out = Vec::new();
    for (at, a) in prepared.iter().enumerate() {
        for b in &prepared[at + 1..] {
            let longest = b.reduced.letters.len();
            if (longest - a.reduced.letters.len()) * 1000 > longest * usize::from(1000 - ALIKE) {
                break;
            }
            out.extend(proposed(a, b, register));
        }
    }
    out.sort_by(|x, y| (y.weight, y.likeness, &x.a, &x.b).cmp(&(x.weight, x.likeness, &y.a, &y.b)));
    out
}

struct Candidate {
    name: String,
    sources: Vec<String>,
    weight: u64,
    known: Option<RegisteredId>,
    reduced: Reduced,
}

fn proposed(a: &Candidate, b: &Candidate, register: &ProviderRegister) -> Option<Proposal> {
    if a.reduced.digits != b.reduced.digits || (a.known.is_some() && b.known.is_some()) {
        return None;
    }
    let likeness = of_reduced(&a.reduced, &b.reduced, ALIKE)?;
    if register.decided(&a.name, &b.name).is_some() {
        return None;
    }
    let (first, second) = if a.name <= b.name { (a, b) } else { (b, a) };
    Some(Proposal {
        a: (first.name.clone(), first.sources.clone()),
        b: (second.name.clone(), second.sources.clone()),
        likeness,
        weight: a.weight.min(b.weight),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider_register::{DifferentProviders, SameProvider};
    use proptest::prelude::*;

    #[test]
    fn company_words_case_order_and_danish_letters_do_not_count() {
        for (a, b) in [
            ("Fonden Eksempelhuset", "EKSEMPELHUSET A/S"),
            ("Den selvejende institution Prøvegården", "Proevegaarden ApS"),
            ("Bo og Bi, Nord", "Nord (Bo og Bi)"),
        ] {
            assert_eq!(likeness(a, b), 1000, "{a} {b}");
        }
        assert_eq!(likeness("Fonden", "Fonden"), 1000);
        assert_eq!(likeness("", "Fonden"), 0);
    }

    #[test]
    fn a_slip_in_a_company_word_is_still_one() {
        assert!(alike("Fonden Skovtoften", "Fonen Skovtoften"));
        assert!(!alike("Bonden Syd", "Fonden Nord"));
        assert_eq!(reduced("Bonden Syd"), "bonden syd");
    }

    #[test]
    fn a_swap_is_one_edit_and_eight_tenths_is_alike() {
        assert_eq!(distance(&['a', 'b', 'c'], &['b', 'a', 'c']), 1);
        assert_eq!(likeness("abcdefghij", "abcdefghxx"), 800);
        assert!(alike("abcdefghij", "abcdefghxx"));
        assert!(!alike("abcdefghij", "abcdefgxxx"));
    }

    #[test]
    fn what_somebody_has_decided_is_not_proposed_again() {
        let used =
            |source: &str, name: &str, weight| NameInUse { source: source.into(), name: name.into(), weight };
        let names = [
            used("nexus", "Solhjem Nord", 10),
            used("as2007", "Solhjem Nor", 4),
            used("as2007", "SOLHJEM nord", 7),
            used("nexus", "Prøvehuset 1", 9),
            used("as2007", "Prøvehuset 2", 9),
        ];
        let found = proposals(&names, &ProviderRegister::default());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].weight, found[0].likeness), (4, 916));
        assert_eq!(found[0].b.1, ["as2007", "nexus"]);
        let (a, b) = ("Solhjem Nord".to_owned(), "Solhjem Nor".to_owned());
        let same = [SameProvider { a: a.clone(), b: b.clone() }];
        assert!(proposals(&names, &ProviderRegister::new(&[], &same, &[])).is_empty());
        let different = [DifferentProviders { a, b }];
        assert!(proposals(&names, &ProviderRegister::new(&[], &[], &different)).is_empty());
    }

    proptest! {
        #[test]
        fn likeness_is_symmetric_and_the_short_cut_agrees(a in "[a-e ]{0,12}", b in "[a-e ]{0,12}") {
            let made = likeness(&a, &b);
            prop_assert_eq!(made, likeness(&b, &a));
            prop_assert_eq!(alike(&a, &b), made >= ALIKE);
        }
    }
}
