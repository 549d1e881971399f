//! What untranslated words may mean: proposals from lines that are alike, from codes and paragraphs in the words themselves.
//!
//! Invariant: a proposal is shown with its ground and decides nothing.

use super::usage::Named;
use domain::calendar::Day;
use domain::language::TranslationLine;
use domain::law::LawBook;
use domain::paragraf::ParagrafReader;
use domain::spelling::likeness;
use domain::wording::normalised;
use std::collections::BTreeSet;

/// Likeness from which a translated wording is proposed, in thousandths: less than for names, for a person decides.
const ALIKE: u16 = 550;
/// Proposals for one wording.
const MOST: usize = 3;

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The paragraph as written.
    pub paragraf: String,
    /// The indsatsydelse; may be empty.
    pub ydelse: String,
    /// Why.
    pub why: String,
}

/// Proposals for untranslated words, the best first. `written` are the paragraphs that the rows themselves say.
#[must_use]
pub fn suggest(
    named: &Named,
    written: &BTreeSet<String>,
    lines: &[TranslationLine],
    law: &LawBook,
    day: Day,
) -> Vec<Suggestion> {
    let reader = ParagrafReader::new(law);
    let mut out: Vec<Suggestion> = Vec::new();
    let mut add = |paragraf: &str, ydelse: &str, why: String| {
        let (paragraf, ydelse) = (paragraf.to_owned(), ydelse.to_owned());
        if out.iter().all(|own| own.paragraf != paragraf || own.ydelse != ydelse) && out.len() < MOST {
            out.push(Suggestion { paragraf, ydelse, why });
        }
    };
    for text in written {
        if let Ok(id) = reader.read(text, day) {
            add(&law.paragraf(id).written, "", format!("rækkerne skriver selv «{text}»"));
        }
    }
    if let Some(at) = named.service.find('§') {
        for end in ends(&named.service[at..]) {
            if let Ok(id) = reader.read(&named.service[at..at + end], day) {
                add(&law.paragraf(id).written, "", "paragraffen står i ordene".to_owned());
                break;
            }
        }
    }
    for word in named.service.split([' ', '_', ',']) {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let ydelse = law.ydelse(word).filter(|_| word.contains('.'));
        if let Some(ydelse) = ydelse.filter(|ydelse| !ydelse.paragraf.is_empty()) {
            add(&ydelse.paragraf, "", format!("DST-koden {word} står i ordene"));
        }
    }
    for (line, alike) in alike(named, lines) {
        let what = if named.service.is_empty() { &line.konto } else { &line.lokal_ydelse };
        add(&line.paragraf, &line.ydelse, format!("ligner «{what}» ({} %)", alike / 10));
    }
    out
}

/// Where a written paragraph may end: the longest first.
fn ends(text: &str) -> Vec<usize> {
    let mut out: Vec<usize> =
        text.char_indices().filter(|(_, c)| c.is_whitespace() || *c == ',').map(|(at, _)| at).collect();
    out.push(text.len());
    out.retain(|end| *end > '§'.len_utf8());
    out.reverse();
    out
}

/// Translated lines that are alike, the most alike first. An account is alike by its leading digits: function and dranst.
fn alike<'l>(named: &Named, lines: &'l [TranslationLine]) -> Vec<(&'l TranslationLine, u16)> {
    let mut found: Vec<(&TranslationLine, u16)> = lines
        .iter()
        .filter(|line| line.kilde.is_empty() || normalised(&line.kilde) == normalised(&named.source))
        .filter_map(|line| {
            let alike = if named.service.is_empty() {
                let same = line.konto.chars().zip(named.account.chars()).take_while(|(a, b)| a == b).count();
                let longest = line.konto.chars().count().max(named.account.chars().count());
                if same < 5 || line.konto.is_empty() { 0 } else { (same * 1000 / longest.max(1)) as u16 }
            } else {
                likeness(&line.lokal_ydelse, &named.service)
            };
            (alike >= ALIKE).then_some((line, alike))
        })
        .collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.paragraf.cmp(&b.0.paragraf)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Period;

    fn line(kilde: &str, service: &str, konto: &str, paragraf: &str) -> TranslationLine {
        TranslationLine {
            kilde: kilde.to_owned(),
            lokal_ydelse: service.to_owned(),
            konto: konto.to_owned(),
            leverandoer: String::new(),
            valid: Period::ALWAYS,
            paragraf: paragraf.to_owned(),
            ydelse: String::new(),
        }
    }

    #[test]
    fn proposals_come_from_lines_that_are_alike_and_from_the_words_themselves() {
        let law = crate::session::law();
        let day = Day::parse("2026-03-01").expect("en dag");
        let lines = [
            line("as2007", "MY_1.4 Beskyttet beskæftigelse", "", "SEL § 103"),
            line("nexus", "Beskyttet beskæftigelse", "", "SEL § 97"),
            line("prisme", "", "538501002", "SEL § 107"),
        ];
        let of = |source: &str, service: &str, account: &str| {
            let named = Named { source: source.into(), service: service.into(), account: account.into() };
            let found = suggest(&named, &BTreeSet::new(), &lines, &law, day);
            found.into_iter().map(|s| s.paragraf).collect::<Vec<_>>()
        };
        assert_eq!(of("as2007", "Beskyttet beskæftigelse", ""), ["SEL § 103"]);
        assert_eq!(of("as2007", "Ophold § 107 stk. 1", ""), ["SEL § 107"]);
        assert_eq!(of("prisme", "", "538501003"), ["SEL § 107"]);
        assert!(of("as2007", "Uden navn", "").is_empty());
    }
}
