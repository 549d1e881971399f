//! One language: Fælles sprog (the master overview) and the translation from local words to it.
//!
//! Applied at the run, per day. Among the matching lines the one with most filled conditions wins; a tie with
//! different results is *Uoplyst*. Nothing is guessed.

use crate::calendar::{Day, Period};
use crate::landscape::Source;
use crate::law::{LawBook, ParagrafId};
use crate::observation::Activity;
use crate::paragraf::ParagrafReader;
use crate::wording::{Wording, normalised};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A line of Fælles sprog: the columns of the master overview that a figure depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageLine {
    /// As written: "SEL §103.1 Beskyttet beskæftigelse".
    pub lovhjemmel: String,
    /// Written paragraph.
    pub paragraf: String,
    /// The indsatsydelse: the level below the paragraph.
    pub indsatsydelse: String,
    /// L402 code, "kan ikke indberettes", or empty while open.
    pub dst_code: String,
    /// Kategori 1 and 2.
    pub kategori: [String; 2],
    /// Målgruppe in finance's words.
    pub maalgruppe: String,
    /// Nine digits of the account.
    pub konto: String,
}

/// A line of the translation. Empty conditions match everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslationLine {
    /// Which source it is for; empty for all.
    pub kilde: String,
    /// Local service, account and provider as the source writes them.
    pub lokal_ydelse: String,
    /// Account.
    pub konto: String,
    /// Provider's name, P-number or CVR.
    pub leverandoer: String,
    /// Days on which the line holds; they select, they are not counted as conditions.
    pub valid: Period,
    /// Result: written paragraph.
    pub paragraf: String,
    /// Result: indsatsydelse; empty leaves it to Fælles sprog.
    pub ydelse: String,
}

/// Both tables with the law to read their paragraphs by.
#[derive(Clone, Debug, Default)]
pub struct Language {
    /// Fælles sprog; empty where none is loaded.
    pub lines: Vec<LanguageLine>,
    translations: Vec<Prepared>,
}

#[derive(Clone, Debug)]
struct Prepared {
    kilde: String,
    conditions: [String; 3],
    filled: usize,
    line: TranslationLine,
}

/// What local words mean on the days of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The days.
    pub period: Period,
    /// The paragraph, or why it is *Uoplyst*.
    pub paragraf: Result<ParagrafId, Untranslated>,
    /// The indsatsydelse; empty where unknown.
    pub ydelse: String,
}

/// Why local words have no paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Untranslated {
    /// No line matches, and the source's paragraph is not read or not readable.
    NoLine,
    /// The best lines disagree.
    Tie,
    /// The line's or row's paragraph is not one: the text.
    NotAParagraf(String),
}

/// A row's local words, as the translation asks for them.
#[derive(Clone, Copy, Debug)]
pub struct LocalWords<'a> {
    /// The source's name.
    pub kilde: &'a str,
    /// Local service.
    pub service: &'a str,
    /// Account.
    pub account: &'a str,
    /// Provider: name, P-number and CVR.
    pub provider: [&'a str; 3],
    /// The paragraph as written, if the source's mapping says that it may be read; else empty.
    pub paragraf: &'a str,
}

impl<'a> LocalWords<'a> {
    /// The words of a row. Its written paragraph is one of them only where the source says that it may be read.
    #[must_use]
    pub fn of<C>(row: &Activity<C>, wording: &'a Wording, source: &'a Source) -> LocalWords<'a> {
        let provider = wording.provider_of(row.provider);
        LocalWords {
            kilde: &source.name,
            service: wording.text(row.service),
            account: wording.text(row.account),
            provider: [&provider.name, &provider.p_number, &provider.cvr],
            paragraf: if source.reads_paragraphs { wording.text(row.paragraf) } else { "" },
        }
    }
}

impl Language {
    /// Prepares both tables for look-up.
    #[must_use]
    pub fn new(lines: Vec<LanguageLine>, translations: Vec<TranslationLine>) -> Language {
        let translations = translations
            .into_iter()
            .map(|line| {
                let conditions =
                    [normalised(&line.lokal_ydelse), normalised(&line.konto), normalised(&line.leverandoer)];
                let kilde = normalised(&line.kilde);
                let filled =
                    conditions.iter().filter(|c| !c.is_empty()).count() + usize::from(!kilde.is_empty());
                Prepared { kilde, conditions, filled, line }
            })
            .collect();
        Language { lines, translations }
    }
}

/// Lines of Fælles sprog by paragraph and day.
type LinesOf = HashMap<(ParagrafId, Day), Rc<[usize]>>;

/// Both tables put to local words, with what was looked up remembered. For one thread.
pub struct Translator<'a> {
    language: &'a Language,
    reader: ParagrafReader<'a>,
    ydelser: RefCell<LinesOf>,
}

impl<'a> Translator<'a> {
    /// A translator by one law book.
    #[must_use]
    pub fn new(language: &'a Language, law: &'a LawBook) -> Translator<'a> {
        Translator { language, reader: ParagrafReader::new(law), ydelser: RefCell::default() }
    }

    /// The law book that it reads by.
    #[must_use]
    pub fn law(&self) -> &'a LawBook {
        self.reader.law()
    }

    /// The reader of written paragraphs.
    pub(crate) fn reader(&self) -> &ParagrafReader<'a> {
        &self.reader
    }

    /// The meaning of local words on every day of a period, cut where it changes.
    #[must_use]
    pub fn meanings(&self, words: &LocalWords<'_>, period: Period) -> Vec<Meaning> {
        let matching = self.matching(words);
        let mut cuts = vec![period.from, period.until];
        cuts.extend(matching.iter().flat_map(|p| [p.line.valid.from, p.line.valid.until]));
        cuts.extend(self.reader.law().paragraffer.iter().flat_map(|p| [p.valid.from, p.valid.until]));
        cuts.retain(|d| period.from <= *d && *d <= period.until);
        cuts.sort_unstable();
        cuts.dedup();
        let mut out: Vec<Meaning> = Vec::new();
        for pair in cuts.windows(2) {
            let part = Period { from: pair[0], until: pair[1] };
            let (paragraf, ydelse) = self.on(&matching, words, part.from);
            match out.last_mut() {
                Some(last) if last.paragraf == paragraf && last.ydelse == ydelse => {
                    last.period.until = part.until
                }
                _ => out.push(Meaning { period: part, paragraf, ydelse }),
            }
        }
        out
    }

    fn matching(&self, words: &LocalWords<'_>) -> Vec<&'a Prepared> {
        let kilde = normalised(words.kilde);
        let service = normalised(words.service);
        let account = normalised(words.account);
        let provider = words.provider.map(normalised);
        self.language
            .translations
            .iter()
            .filter(|p| {
                let [s, a, l] = &p.conditions;
                (p.kilde.is_empty() || p.kilde == kilde)
                    && (s.is_empty() || *s == service)
                    && (a.is_empty() || *a == account)
                    && (l.is_empty() || provider.contains(l))
            })
            .collect()
    }

    fn on(
        &self,
        matching: &[&Prepared],
        words: &LocalWords<'_>,
        day: Day,
    ) -> (Result<ParagrafId, Untranslated>, String) {
        let valid = matching.iter().filter(|p| p.line.valid.contains(day));
        let most = valid.clone().map(|p| p.filled).max();
        let Some(most) = most else { return self.as_written(words, day) };
        let mut results: Vec<(Result<ParagrafId, Untranslated>, String)> = valid
            .filter(|p| p.filled == most)
            .map(|p| {
                let paragraf = self.read(&p.line.paragraf, day);
                let ydelse = self.ydelse(&p.line.ydelse, words.service, &paragraf, day);
                (paragraf, ydelse)
            })
            .collect();
        let first = results.swap_remove(0);
        if results.iter().all(|other| *other == first) {
            first
        } else {
            (Err(Untranslated::Tie), String::new())
        }
    }

    fn as_written(&self, words: &LocalWords<'_>, day: Day) -> (Result<ParagrafId, Untranslated>, String) {
        if words.paragraf.is_empty() {
            return (Err(Untranslated::NoLine), String::new());
        }
        let paragraf = self.read(words.paragraf, day);
        let ydelse = self.ydelse("", words.service, &paragraf, day);
        (paragraf, ydelse)
    }

    /// The line's own ydelse, else the local service where Fælles sprog has that very text on the paragraph, else
    /// the paragraph's only indsatsydelse.
    fn ydelse(
        &self,
        stated: &str,
        service: &str,
        paragraf: &Result<ParagrafId, Untranslated>,
        day: Day,
    ) -> String {
        if !stated.is_empty() {
            return stated.to_owned();
        }
        let Ok(id) = paragraf else { return String::new() };
        let own = self.ydelser_of(*id, day);
        let name = |at: &usize| self.language.lines[*at].indsatsydelse.as_str();
        let found = match &*own {
            [only] => Some(name(only)),
            several => {
                let service = normalised(service);
                several.iter().map(name).find(|ydelse| normalised(ydelse) == service)
            }
        };
        found.unwrap_or_default().to_owned()
    }

    /// The lines of Fælles sprog with the distinct indsatsydelser of a paragraph on a day, in alphabetical order.
    fn ydelser_of(&self, id: ParagrafId, day: Day) -> Rc<[usize]> {
        if let Some(known) = self.ydelser.borrow().get(&(id, day)) {
            return Rc::clone(known);
        }
        let lines = &self.language.lines;
        let mut own: Vec<usize> =
            (0..lines.len()).filter(|at| self.reader.read(&lines[*at].paragraf, day) == Ok(id)).collect();
        own.sort_by_key(|at| &lines[*at].indsatsydelse);
        own.dedup_by_key(|at| &lines[*at].indsatsydelse);
        let own: Rc<[usize]> = own.into();
        self.ydelser.borrow_mut().insert((id, day), Rc::clone(&own));
        own
    }

    fn read(&self, text: &str, day: Day) -> Result<ParagrafId, Untranslated> {
        self.reader.read(text, day).map_err(|_| Untranslated::NotAParagraf(text.to_owned()))
    }
}
