//! The finance system's postings of one citizen as kroner per paragraph and month.
//!
//! A posting gets its paragraph from the translation, else from the law's chart of accounts; refund (dranst 2) stays
//! apart. Invariant: the sum of all postings = translated + untranslated + refund.

use crate::amount::{Oere, divide_rounded};
use crate::calendar::{Day, Month, Period};
use crate::language::{LocalWords, Translator, Untranslated};
use crate::law::{LawBook, ParagrafId};
use crate::lexicon::Lexicon;
use crate::observation::Posting;
use crate::paragraf::ParagrafReader;
use crate::person::CitizenId;
use crate::registers::Other;
use crate::wording::{ProviderId, WordId};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

mod paid;

pub use paid::{Paid, paid};

/// What became of the postings that name a citizen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerCoverage {
    /// Postings about a citizen.
    pub all: LedgerTally,
    /// Those whose account leads to a paragraph.
    pub translated: LedgerTally,
    /// Those whose account leads to none, by account as written and as nine digits.
    pub untranslated: BTreeMap<(String, String), LedgerTally>,
    /// State refund (dranst 2).
    pub refund: LedgerTally,
    /// Postings that name nobody: outside every rule. Counted by whoever reads them.
    pub without_citizen: LedgerTally,
}

/// A count of postings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LedgerTally {
    /// Postings.
    pub postings: u64,
    /// Their sum.
    pub oere: Oere,
}

impl LedgerTally {
    /// Counts one posting.
    pub fn count(&mut self, amount: Oere) {
        self.postings += 1;
        self.oere += amount;
    }

    fn add(&mut self, other: LedgerTally) {
        self.postings += other.postings;
        self.oere += other.oere;
    }
}

impl LedgerCoverage {
    /// Adds another part of the run.
    pub fn add(&mut self, other: LedgerCoverage) {
        self.all.add(other.all);
        self.translated.add(other.translated);
        self.refund.add(other.refund);
        self.without_citizen.add(other.without_citizen);
        for (account, tally) in other.untranslated {
            self.untranslated.entry(account).or_default().add(tally);
        }
    }

    /// True where no posting was lost.
    #[must_use]
    pub fn balances(&self) -> bool {
        let mut out = self.translated;
        out.add(self.refund);
        self.untranslated.values().for_each(|tally| out.add(*tally));
        out == self.all
    }
}

/// The kroner of one posting in one month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Line {
    pub(crate) paragraf: ParagrafId,
    pub(crate) month: Month,
    pub(crate) amount: Oere,
    /// Which of the citizen's postings.
    pub(crate) posting: usize,
}

/// What an account means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sense {
    /// State refund (dranst 2): no expense.
    Refund,
    /// Days and paragraphs; a day in none of them has no paragraph.
    Paragraffer(Vec<(Period, ParagrafId)>),
}

/// What the account of a posting means: `words` are the account as written and as nine digits.
#[must_use]
pub fn sense_of(
    translator: &Translator<'_>,
    kilde: &str,
    words: [&str; 2],
    provider: &crate::wording::Provider,
) -> Sense {
    let konto = Konto::read(words[1]);
    if konto.as_ref().is_some_and(|k| k.dranst == 2) {
        return Sense::Refund;
    }
    for account in words.into_iter().filter(|account| !account.is_empty()) {
        let words = LocalWords {
            kilde,
            service: account,
            account,
            provider: [&provider.name, &provider.p_number, &provider.cvr],
            paragraf: "",
        };
        let meanings = translator.meanings(&words, Period::ALWAYS);
        // A line that matches decides, also where it says nothing clear: the chart of accounts is for what no line is
        // about.
        if meanings.iter().any(|m| m.paragraf != Err(Untranslated::NoLine)) {
            let known = meanings.into_iter().filter_map(|m| Some((m.period, m.paragraf.ok()?)));
            return Sense::Paragraffer(known.collect());
        }
    }
    Sense::Paragraffer(konto.map_or_else(Vec::new, |k| k.paragraffer(translator.law())))
}

/// The finance system of a run, with the meaning of its accounts remembered. For one stretch of citizens.
pub(crate) struct LedgerReader<'a> {
    pub(crate) other: Other<'a>,
    senses: RefCell<HashMap<(WordId, WordId, ProviderId), Rc<Sense>>>,
}

impl<'a> LedgerReader<'a> {
    pub(crate) fn new(other: Other<'a>) -> LedgerReader<'a> {
        LedgerReader { other, senses: RefCell::default() }
    }

    /// A citizen's postings as lines by paragraph, month and posting.
    pub(crate) fn lines(
        &self,
        lexicon: &Lexicon<'_>,
        postings: &[Posting<CitizenId>],
        coverage: &mut LedgerCoverage,
    ) -> Vec<Line> {
        let mut lines = Vec::with_capacity(postings.len());
        for (at, posting) in postings.iter().enumerate() {
            coverage.all.count(posting.amount);
            match &*self.sense(lexicon, posting) {
                Sense::Refund => coverage.refund.count(posting.amount),
                Sense::Paragraffer(lives) => {
                    let day = posting.concerns.map_or(posting.booked, |days| days.from);
                    let Some((_, paragraf)) = lives.iter().find(|(days, _)| days.contains(day)) else {
                        let words =
                            [posting.account, posting.konto].map(|w| self.other.wording.text(w).to_owned());
                        coverage.untranslated.entry(words.into()).or_default().count(posting.amount);
                        continue;
                    };
                    coverage.translated.count(posting.amount);
                    let delay = i64::from(self.delay_days(lexicon, posting));
                    spread(posting, delay, |month, amount| {
                        lines.push(Line { paragraf: *paragraf, month, amount, posting: at });
                    });
                }
            }
        }
        lines.sort_unstable_by_key(|l| (l.paragraf, l.month, l.posting));
        lines
    }

    /// The paragraph of a posting of gross expense; `None` for refund and for an account that leads to none.
    pub(crate) fn paragraf(&self, lexicon: &Lexicon<'_>, posting: &Posting<CitizenId>) -> Option<ParagrafId> {
        let Sense::Paragraffer(lives) = &*self.sense(lexicon, posting) else { return None };
        let day = posting.concerns.map_or(posting.booked, |days| days.from);
        lives.iter().find(|(days, _)| days.contains(day)).map(|(_, paragraf)| *paragraf)
    }

    /// The months that a posting pays for, each with its part of the amount.
    pub(crate) fn by_month(
        &self,
        lexicon: &Lexicon<'_>,
        posting: &Posting<CitizenId>,
        part: impl FnMut(Month, Oere),
    ) {
        spread(posting, i64::from(self.delay_days(lexicon, posting)), part);
    }

    /// Days from the end of a month until its bill is normally there.
    fn delay_days(&self, lexicon: &Lexicon<'_>, posting: &Posting<CitizenId>) -> u16 {
        let registered = lexicon.ledger_provider(posting.provider).registered();
        let known = lexicon.registers().providers.zip(registered);
        let stated = known.and_then(|(register, id)| register.delay_days(id, posting.booked));
        stated.unwrap_or(self.other.source.lag_days)
    }

    fn sense(&self, lexicon: &Lexicon<'_>, posting: &Posting<CitizenId>) -> Rc<Sense> {
        let key = (posting.account, posting.konto, posting.provider);
        if let Some(known) = self.senses.borrow().get(&key) {
            return Rc::clone(known);
        }
        let made = Rc::new(self.make_sense(lexicon, posting));
        self.senses.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    fn make_sense(&self, lexicon: &Lexicon<'_>, posting: &Posting<CitizenId>) -> Sense {
        let wording = self.other.wording;
        let words = [posting.account, posting.konto].map(|word| wording.text(word));
        let provider = wording.provider_of(posting.provider);
        sense_of(lexicon.translator(), &self.other.source.name, words, provider)
    }
}

/// An account of nine digits, taken apart: `538501002`.
struct Konto {
    funktion: String,
    dranst: u8,
    gruppering: String,
}

impl Konto {
    fn read(digits: &str) -> Option<Konto> {
        if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(Konto {
            funktion: format!("{}.{}.{}", &digits[..1], &digits[1..3], &digits[3..5]),
            dranst: digits.as_bytes()[5] - b'0',
            gruppering: digits[6..].to_owned(),
        })
    }

    /// What the chart of accounts says: the gruppering's paragraph on the days on which function and paragraph hold. Two
    /// that disagree say nothing.
    fn paragraffer(&self, law: &LawBook) -> Vec<(Period, ParagrafId)> {
        let reader = ParagrafReader::new(law);
        let mut out: Vec<(Period, ParagrafId)> = Vec::new();
        if self.dranst != 1 {
            return out;
        }
        for funktion in law.funktioner.iter().filter(|f| f.number == self.funktion) {
            let of = |g: &&crate::law::Gruppering| g.number == self.gruppering && g.dranst == 1;
            let mut written = funktion.grupperinger.iter().filter(of).map(|g| g.paragraf.as_str());
            let Some(first) = written.next().filter(|p| !p.is_empty()) else { continue };
            if written.any(|other| other != first) {
                continue;
            }
            for (id, paragraf) in (0u16..).map(ParagrafId).zip(&law.paragraffer) {
                let Some(days) = paragraf.valid.intersect(funktion.valid) else { continue };
                if reader.read(first, days.from) == Ok(id) {
                    out.push((days, id));
                }
            }
        }
        out
    }
}

/// A posting's months: the days it concerns, each with its part of the amount; else the month that its delay points to.
/// The parts add up to the amount.
fn spread(posting: &Posting<CitizenId>, delay_days: i64, mut part: impl FnMut(Month, Oere)) {
    let Some(concerns) = posting.concerns.filter(|p| !p.is_open()) else {
        part(Day(posting.booked.0 - delay_days as i32).month(), posting.amount);
        return;
    };
    let all = i128::from(concerns.days());
    let through = |days: i64| divide_rounded(i128::from(posting.amount.0) * i128::from(days), all);
    let mut before = 0;
    for (month, days) in concerns.by_month() {
        let after = before + days.days();
        part(month, Oere(through(after) - through(before)));
        before = after;
    }
}

/// Postings that are one and the same bill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Copies {
    /// The postings, in the order of their places; the first is the original.
    pub(crate) postings: Vec<usize>,
    /// How many of the last are copies that nobody has corrected.
    pub(crate) extra: usize,
}

impl Copies {
    /// The copies that nobody has corrected.
    pub(crate) fn extra(&self) -> &[usize] {
        &self.postings[self.postings.len() - self.extra..]
    }
}

/// The postings that are copies of another: same account, amount, provider, days and, where filled, bill number. A
/// correction of the same amount takes one copy away.
pub(crate) fn copies(postings: &[Posting<CitizenId>]) -> Vec<Copies> {
    if postings.len() < 2 {
        return Vec::new();
    }
    let key = |p: &Posting<CitizenId>| (p.account, p.provider, p.amount, p.bill, p.concerns.ok_or(p.booked));
    let mut order: Vec<usize> = (0..postings.len()).filter(|at| postings[*at].amount > Oere(0)).collect();
    order.sort_unstable_by_key(|at| (key(&postings[*at]), postings[*at].place));
    let groups = order.chunk_by(|a, b| key(&postings[*a]) == key(&postings[*b])).filter(|g| g.len() > 1);
    let mut out: Vec<Copies> = groups
        .filter_map(|group| {
            let one = &postings[group[0]];
            let corrects = |p: &&Posting<CitizenId>| {
                (p.account, p.provider, -p.amount) == (one.account, one.provider, one.amount)
                    && (p.concerns == one.concerns || p.concerns.is_none() || one.concerns.is_none())
            };
            let extra = (group.len() - 1).saturating_sub(postings.iter().filter(corrects).count());
            (extra > 0).then(|| Copies { postings: group.to_vec(), extra })
        })
        .collect();
    out.sort_unstable_by_key(|copies| postings[copies.postings[0]].place);
    out
}

#[cfg(test)]
mod tests;
