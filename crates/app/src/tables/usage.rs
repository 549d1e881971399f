//! What stands behind the sources' own words: every row that counts, with its words, and what a translation makes of them.
//!
//! Invariant: rows are those of a basis; kroner are those of the twelve whole months before its day, of a service by the
//! row's own rate, of a posting as booked. What a row means is asked of the same translator as the control asks.

use crate::basis_content::BasisContent;
use crate::commands::run_control::{open_kind, open_rows};
use crate::session::Session;
use domain::amount::Oere;
use domain::calendar::{Day, Month, Period};
use domain::landscape::Source;
use domain::language::{Language, LocalWords, Translator, Untranslated};
use domain::law::{LawBook, ParagrafId};
use domain::ledger::{Sense, sense_of};
use domain::observation::{Posting, Standing};
use domain::person::CitizenId;
use domain::price::Price;
use domain::wording::{Provider, ProviderId, WordId, Wording, normalised};
use std::collections::{BTreeMap, HashMap};
use store::ImportId;
use store::imports::Kind;

/// Words that rows share.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Word {
    /// The place of its import in [`Usage::imports`].
    pub import: usize,
    /// The local service; empty for postings and where the source has none.
    pub service: String,
    /// The account as written.
    pub account: String,
    /// The account as nine digits; empty for services.
    pub konto: String,
    /// The paragraph as written.
    pub written: String,
    /// The provider as named.
    pub provider: Provider,
}

/// An import whose rows have words.
#[derive(Clone, Debug)]
pub struct WordsOf {
    /// The import.
    pub id: ImportId,
    /// The source's name, as the translation's lines write it.
    pub source: String,
    /// As people say it.
    pub title: String,
    /// It holds postings, else services.
    pub postings: bool,
    reads_paragraphs: bool,
}

/// What a row costs.
#[derive(Clone, Copy, Debug)]
enum Money {
    /// A service's own price; none where the row lacks something.
    Price(Option<Price>, Day),
    /// A posting's amount, and the day on which it was booked.
    Booked(Oere, Day),
}

/// A row that counts.
#[derive(Clone, Copy, Debug)]
pub struct UsedRow {
    /// Who; none where a posting names nobody.
    pub citizen: Option<CitizenId>,
    /// Its words.
    pub word: usize,
    /// Index of the file in the import.
    pub file: u16,
    /// Its sheet's place in [`Usage::sheets`].
    pub sheet: u32,
    /// Its row in the file.
    pub row: u32,
    /// Its days: of a posting the first day it pays for.
    pub period: Period,
    money: Money,
}

/// All rows of a basis with their words.
#[derive(Debug, Default)]
pub struct Usage {
    /// The twelve whole months that kroner are of.
    pub year: Option<Period>,
    /// The imports.
    pub imports: Vec<WordsOf>,
    /// The distinct words.
    pub words: Vec<Word>,
    /// The rows, by import, citizen, place.
    pub rows: Vec<UsedRow>,
    /// Names of sheets; the first is empty.
    pub sheets: Vec<String>,
    /// What the words mean in the basis' own translation.
    pub own: Meanings,
}

/// Words on the days of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The days.
    pub period: Period,
    /// The paragraph; none where the words lead to none.
    pub paragraf: Option<ParagrafId>,
    /// The indsatsydelse; empty where unknown.
    pub ydelse: String,
    /// Two lines are equally precise and disagree.
    pub tie: bool,
}

/// What all words of a [`Usage`] mean in one translation, by the word's place. Empty where a word is state refund, which no
/// paragraph is asked for.
#[derive(Clone, Debug, Default)]
pub struct Meanings(Vec<Vec<Told>>);

/// Rows, citizens and kroner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Rows.
    pub rows: usize,
    /// Distinct citizens.
    pub citizens: usize,
    /// The sum of what is known of the year.
    pub oere: Oere,
    /// Rows that have days in the year and whose price is not known.
    pub unknown: usize,
}

impl UsedRow {
    /// It is a posting, else a service.
    #[must_use]
    pub fn is_posting(&self) -> bool {
        matches!(self.money, Money::Booked(..))
    }
}

impl Usage {
    /// Reads the rows of a basis.
    ///
    /// # Errors
    /// Where rows cannot be read.
    pub fn read(session: &Session, content: &BasisContent) -> anyhow::Result<Usage> {
        let mut reading = Reading::default();
        reading.out.sheets.push(String::new());
        for import in content.shown.imports.iter().filter(|import| import.kind == Kind::Activities) {
            let source = content.source(import, Period::ALWAYS)?;
            let file = open_rows(session, content, &source)?;
            let at = reading.import(&source.source, import.id.clone(), false);
            for range in parts() {
                let mut wording = Wording::default();
                let rows = file.read(range, &mut wording)?;
                let mut known: HashMap<([WordId; 3], ProviderId), usize> = HashMap::new();
                for row in rows.iter().filter(|row| row.standing == Standing::Counts) {
                    let key = ([row.service, row.account, row.paragraf], row.provider);
                    let word = *known.entry(key).or_insert_with(|| {
                        reading.word(Word {
                            import: at,
                            service: wording.text(row.service).to_owned(),
                            account: wording.text(row.account).to_owned(),
                            konto: String::new(),
                            written: wording.text(row.paragraf).to_owned(),
                            provider: wording.provider_of(row.provider).clone(),
                        })
                    });
                    let sheet = reading.sheet(wording.text(row.place.sheet));
                    let money = Money::Price(row.price(source.source.terms), row.from);
                    reading.out.rows.push(UsedRow {
                        citizen: Some(row.citizen),
                        word,
                        file: row.place.file,
                        sheet,
                        row: row.place.row,
                        period: row.period(),
                        money,
                    });
                }
            }
        }
        reading.postings(session, content)?;
        let mut out = reading.out;
        let days = content.shown.imports.iter().filter(|import| import.kind == Kind::Activities);
        let day = days.filter_map(|import| import.facts.extracted).min();
        let day = day.or_else(|| content.shown.basis.accepted_at.get(..10).and_then(Day::parse));
        out.year = day.and_then(|day| {
            let month = day.month();
            Period::new(Month(month.0 - 12).first(), month.first())
        });
        out.own = out.meanings(&content.language, &content.law);
        Ok(out)
    }

    /// The kroner of a row on some days of the year; none where they are not known.
    #[must_use]
    pub fn oere(&self, row: &UsedRow, days: Period) -> Option<Oere> {
        let Some(days) = self.year.and_then(|year| year.intersect(days)) else { return Some(Oere(0)) };
        match row.money {
            Money::Price(price, first) => match days.intersect(row.period) {
                Some(days) => price.map(|price| price.of(days, first)),
                None => Some(Oere(0)),
            },
            Money::Booked(amount, booked) => {
                Some(if self.year.is_some_and(|year| year.contains(booked)) { amount } else { Oere(0) })
            }
        }
    }

    /// What the words mean in a translation.
    #[must_use]
    pub fn meanings(&self, language: &Language, law: &LawBook) -> Meanings {
        let translator = Translator::new(language, law);
        Meanings(self.words.iter().map(|word| self.told(word, &translator)).collect())
    }

    fn told(&self, word: &Word, translator: &Translator<'_>) -> Vec<Told> {
        let import = &self.imports[word.import];
        let none = |period| Told { period, paragraf: None, ydelse: String::new(), tie: false };
        if import.postings {
            let words = [word.account.as_str(), word.konto.as_str()];
            return match sense_of(translator, &import.source, words, &word.provider) {
                Sense::Refund => Vec::new(),
                Sense::Paragraffer(lives) => {
                    let mut out: Vec<Told> = Vec::new();
                    let mut at = Day::FIRST;
                    for (period, paragraf) in lives {
                        out.extend(Period::new(at, period.from).map(none));
                        out.push(Told { paragraf: Some(paragraf), ..none(period) });
                        at = period.until;
                    }
                    out.extend(Period::new(at, Day::OPEN).map(none));
                    out
                }
            };
        }
        let words = LocalWords {
            kilde: &import.source,
            service: &word.service,
            account: &word.account,
            provider: [&word.provider.name, &word.provider.p_number, &word.provider.cvr],
            paragraf: if import.reads_paragraphs { &word.written } else { "" },
        };
        let told = translator.meanings(&words, Period::ALWAYS).into_iter().map(|meaning| Told {
            tie: meaning.paragraf == Err(Untranslated::Tie),
            paragraf: meaning.paragraf.ok(),
            ydelse: meaning.ydelse,
            period: meaning.period,
        });
        told.collect()
    }

    /// What some rows weigh; of each only the kroner of the days that `days` gives.
    #[must_use]
    pub fn weight<'r, D>(&self, rows: impl IntoIterator<Item = (&'r UsedRow, D)>) -> Weight
    where
        D: AsRef<[Period]>,
    {
        let mut out = Weight::default();
        let mut citizens: Vec<CitizenId> = Vec::new();
        for (row, days) in rows {
            out.rows += 1;
            citizens.extend(row.citizen);
            match self.sum(row, days.as_ref()) {
                Some(oere) => out.oere += oere,
                None => out.unknown += 1,
            }
        }
        citizens.sort_unstable();
        citizens.dedup();
        out.citizens = citizens.len();
        out
    }

    /// The kroner of a row on several stretches; none where they are not known.
    #[must_use]
    pub fn sum(&self, row: &UsedRow, days: &[Period]) -> Option<Oere> {
        if let Money::Booked(..) = row.money {
            return days.first().map_or(Some(Oere(0)), |days| self.oere(row, *days));
        }
        let mut out = Oere(0);
        for part in days {
            out += self.oere(row, *part)?;
        }
        Some(out)
    }
}

impl Meanings {
    /// What a row's words mean on its days.
    pub fn of<'m>(&'m self, row: &UsedRow) -> impl Iterator<Item = (&'m Told, Period)> {
        let period = row.period;
        self.0[row.word].iter().filter_map(move |told| Some((told, told.period.intersect(period)?)))
    }

    /// What words mean on all days.
    #[must_use]
    pub fn of_word(&self, word: usize) -> &[Told] {
        &self.0[word]
    }

    /// The days of a row that lead to no paragraph; empty where all do.
    #[must_use]
    pub fn untranslated(&self, row: &UsedRow) -> Vec<Period> {
        self.of(row).filter(|(told, _)| told.paragraf.is_none()).map(|(_, days)| days).collect()
    }

    /// The days of a row on one of some paragraphs, and where `ydelse` is given on that indsatsydelse.
    #[must_use]
    pub fn on(&self, row: &UsedRow, paragraffer: &[ParagrafId], ydelse: Option<&str>) -> Vec<Period> {
        let fits = |told: &Told| {
            told.paragraf.is_some_and(|id| paragraffer.contains(&id))
                && ydelse.is_none_or(|ydelse| told.ydelse == ydelse)
        };
        self.of(row).filter(|(told, _)| fits(told)).map(|(_, days)| days).collect()
    }
}

/// The citizens in parts, so that not all rows are in memory at once as they are read.
fn parts() -> impl Iterator<Item = std::ops::Range<CitizenId>> {
    const PARTS: u32 = 16;
    let step = CitizenId::LIMIT / PARTS;
    (0..PARTS).map(move |part| {
        let until = if part + 1 == PARTS { CitizenId::LIMIT } else { (part + 1) * step };
        CitizenId(part * step)..CitizenId(until)
    })
}

#[derive(Default)]
struct Reading {
    out: Usage,
    words: HashMap<Word, usize>,
    sheets: BTreeMap<String, u32>,
}

impl Reading {
    fn import(&mut self, source: &Source, id: ImportId, postings: bool) -> usize {
        self.out.imports.push(WordsOf {
            id,
            source: source.name.clone(),
            title: source.title.clone(),
            postings,
            reads_paragraphs: source.reads_paragraphs,
        });
        self.out.imports.len() - 1
    }

    fn word(&mut self, word: Word) -> usize {
        if let Some(known) = self.words.get(&word) {
            return *known;
        }
        self.out.words.push(word.clone());
        self.words.insert(word, self.out.words.len() - 1);
        self.out.words.len() - 1
    }

    fn sheet(&mut self, name: &str) -> u32 {
        if name.is_empty() {
            return 0;
        }
        if let Some(known) = self.sheets.get(name) {
            return *known;
        }
        let number = u32::try_from(self.out.sheets.len()).unwrap_or(0);
        self.out.sheets.push(name.to_owned());
        self.sheets.insert(name.to_owned(), number);
        number
    }

    fn postings(&mut self, session: &Session, content: &BasisContent) -> anyhow::Result<()> {
        let opened = open_kind::<Posting<CitizenId>>(session, content, Period::ALWAYS, Kind::Postings)?;
        let Some((source, file)) = opened else { return Ok(()) };
        let at = self.import(&source.source, source.import.id.clone(), true);
        let mut wording = Wording::default();
        let nobody = file.read_nobody(&mut wording)?;
        self.take(at, &nobody, &wording);
        for range in parts() {
            let mut wording = Wording::default();
            let rows = file.read(range, &mut wording)?;
            self.take(at, &rows, &wording);
        }
        Ok(())
    }

    fn take(&mut self, import: usize, rows: &[Posting<CitizenId>], wording: &Wording) {
        let mut known: HashMap<([WordId; 2], ProviderId), usize> = HashMap::new();
        for posting in rows {
            let key = ([posting.account, posting.konto], posting.provider);
            let word = *known.entry(key).or_insert_with(|| {
                self.word(Word {
                    import,
                    service: String::new(),
                    account: wording.text(posting.account).to_owned(),
                    konto: wording.text(posting.konto).to_owned(),
                    written: String::new(),
                    provider: wording.provider_of(posting.provider).clone(),
                })
            });
            let day = posting.concerns.map_or(posting.booked, |days| days.from);
            let sheet = self.sheet(wording.text(posting.place.sheet));
            self.out.rows.push(UsedRow {
                citizen: posting.citizen,
                word,
                file: posting.place.file,
                sheet,
                row: posting.place.row,
                period: Period { from: day, until: day.next() },
                money: Money::Booked(posting.amount, posting.booked),
            });
        }
    }
}

/// Words of one source that a line of the translation would name: a local service, else an account.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Named {
    /// The source's name.
    pub source: String,
    /// The local service; empty where an account is meant.
    pub service: String,
    /// The account; empty where a service is meant.
    pub account: String,
}

impl Usage {
    /// How a line of the translation would name a word.
    #[must_use]
    pub fn named(&self, word: &Word) -> Named {
        let source = self.imports[word.import].source.clone();
        if word.service.is_empty() {
            // The nine digits are what municipalities translate; the account as written where there are none.
            let account = if word.konto.is_empty() { &word.account } else { &word.konto };
            Named { source, service: String::new(), account: account.clone() }
        } else {
            Named { source, service: word.service.clone(), account: String::new() }
        }
    }

    /// True where a word is named so.
    #[must_use]
    pub fn is_named(&self, word: &Word, source: &str, service: &str, account: &str) -> bool {
        let same = |wish: &str, is: &str| wish.is_empty() || normalised(wish) == normalised(is);
        same(source, &self.imports[word.import].source)
            && same(service, &word.service)
            && (account.is_empty() || same(account, &word.account) || same(account, &word.konto))
    }
}
