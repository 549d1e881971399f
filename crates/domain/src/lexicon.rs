//! The words of both systems of a run made comparable: providers by key, målgrupper by set, ydelser by number.
//!
//! Built once for a stretch of citizens, so that the kernel compares whole numbers.

use crate::calendar::Period;
use crate::deviation::Side;
use crate::landscape::{ExtractFacts, Population, Source};
use crate::language::{Language, LocalWords, Meaning, Translator};
use crate::law::{LawBook, ParagrafId};
use crate::observation::Activity;
use crate::periods::Periods;
use crate::provider_register::RegisteredId;
use crate::registers::Registers;
use crate::wording::{Interned, Provider, ProviderId, WordId, Wording, normalised};
use std::collections::HashMap;
use std::rc::Rc;

mod prices;

pub(crate) use prices::Terms;

/// One system of a run.
#[derive(Clone, Copy, Debug)]
pub struct SideContext<'a> {
    /// What its mapping declares.
    pub source: &'a Source,
    /// What its import states.
    pub facts: ExtractFacts,
    /// The words of its rows.
    pub wording: &'a Wording,
}

/// A provider in numbers that mean the same in both systems; 0 is "not stated".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ProviderKey {
    /// Its number in the register of providers and one.
    registered: u32,
    p_number: u32,
    cvr: u32,
    name: u32,
}

impl ProviderKey {
    /// True where the row names no provider.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == ProviderKey::default()
    }

    /// Whether two rows name the same provider: by the register where it has both, else by the finest key that both
    /// have: P-number, CVR, name. `None` where they share no key, so that nothing can be said.
    #[must_use]
    pub fn same(self, other: ProviderKey) -> Option<bool> {
        let keys = |k: ProviderKey| [k.registered, k.p_number, k.cvr, k.name];
        keys(self).into_iter().zip(keys(other)).find(|(a, b)| *a != 0 && *b != 0).map(|(a, b)| a == b)
    }

    /// The provider in the register.
    #[must_use]
    pub fn registered(self) -> Option<RegisteredId> {
        self.registered.checked_sub(1).map(RegisteredId)
    }

    /// The key by which rows are told apart: of a registered provider all spellings are one.
    #[must_use]
    pub fn canonical(self) -> ProviderKey {
        if self.registered == 0 {
            self
        } else {
            ProviderKey { registered: self.registered, ..ProviderKey::default() }
        }
    }
}

/// A set of målgruppe codes, numbered alike in both systems; 0 is the empty set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct GroupSet(pub u32);

/// What a row's local words mean on one stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    pub(crate) period: Period,
    pub(crate) paragraf: Option<ParagrafId>,
    /// 0 where unknown.
    pub(crate) ydelse: u32,
}

type LocalKey = (WordId, WordId, ProviderId, WordId);

/// The words of both systems.
pub struct Lexicon<'a> {
    translator: Translator<'a>,
    sides: [SideContext<'a>; 2],
    registers: Registers<'a>,
    providers: [Vec<ProviderKey>; 2],
    ledger: Vec<ProviderKey>,
    canonical: [Vec<ProviderId>; 2],
    prices: prices::Looked,
    shown: HashMap<ProviderKey, String>,
    excepted: [Vec<Periods>; 2],
    populations: [Vec<(Population, Periods)>; 2],
    groups: [HashMap<WordId, GroupSet>; 2],
    group_sets: Interned<Vec<Box<str>>>,
    ydelser: Interned<Box<str>>,
    senses: [HashMap<LocalKey, Rc<[Sense]>>; 2],
}

impl<'a> Lexicon<'a> {
    /// Prepares the words of two systems, with the registers that say what they mean.
    #[must_use]
    pub fn new(
        law: &'a LawBook,
        language: &'a Language,
        sides: [SideContext<'a>; 2],
        registers: Registers<'a>,
    ) -> Lexicon<'a> {
        let mut keys: Interned<String> = Interned::default();
        keys.id(String::new());
        let mut shown = HashMap::new();
        let providers: [Vec<ProviderKey>; 2] = [Side::One, Side::Two].map(|side| {
            let SideContext { source, wording, .. } = sides[side.index()];
            let key = |p: &Provider| {
                let key = provider_key(p, &source.name, &registers, &mut keys);
                shown.entry(key).or_insert_with(|| finest(p));
                key
            };
            wording.providers().iter().map(key).collect()
        });
        let individual = registers.individual.map_or_else(Vec::new, |other| {
            let list = other.wording.providers().iter();
            list.map(|p| provider_key(p, &other.source.name, &registers, &mut keys)).collect()
        });
        let ledger = registers.ledger.map_or_else(Vec::new, |other| {
            let key = |p: &Provider| {
                let key = provider_key(p, &other.source.name, &registers, &mut keys);
                shown.entry(key).or_insert_with(|| finest(p));
                key
            };
            other.wording.providers().iter().map(key).collect()
        });
        // A provider of one system may be excepted from the other: its citizens are not expected there.
        let excepted = [Side::One, Side::Two].map(|side| {
            let from = sides[side.other().index()].source;
            if from.except_providers.is_empty() && from.exceptions.is_empty() {
                return Vec::new();
            }
            let list = sides[side.index()].wording.providers();
            list.iter().map(|p| from.excepted_days(p)).collect()
        });
        let mut group_sets = Interned::default();
        group_sets.id(Vec::new());
        let mut ydelser: Interned<Box<str>> = Interned::default();
        ydelser.id(Box::from(""));
        Lexicon {
            translator: Translator::new(language, law),
            sides,
            registers,
            canonical: [firsts(&providers[0]), firsts(&providers[1])],
            providers,
            ledger,
            prices: prices::Looked::new(individual),
            shown,
            excepted,
            populations: sides.map(|side| side.source.populations_in(Period::ALWAYS)),
            groups: Default::default(),
            group_sets,
            ydelser,
            senses: Default::default(),
        }
    }

    /// The law of the run.
    #[must_use]
    pub fn law(&self) -> &'a LawBook {
        self.translator.law()
    }

    /// What is known beside the two systems.
    pub(crate) fn registers(&self) -> &Registers<'a> {
        &self.registers
    }

    /// Both tables of the run's language.
    pub(crate) fn translator(&self) -> &Translator<'a> {
        &self.translator
    }

    /// A provider of the finance system's postings, comparable with those of the two systems.
    pub(crate) fn ledger_provider(&self, id: ProviderId) -> ProviderKey {
        self.ledger.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// One of the systems.
    #[must_use]
    pub fn side(&self, side: Side) -> &SideContext<'a> {
        &self.sides[side.index()]
    }

    pub(crate) fn provider(&self, side: Side, id: ProviderId) -> ProviderKey {
        self.providers[side.index()][id.0 as usize]
    }

    /// The provider's finest key as written: P-number, else CVR, else name.
    pub(crate) fn shown_provider(&self, key: ProviderKey) -> String {
        self.shown.get(&key).cloned().unwrap_or_default()
    }

    /// A provider's name as one system writes it, found by its shown key; the key itself where there is no name.
    pub(crate) fn provider_name(&self, side: Side, shown: &str) -> String {
        self.provider_names(side, shown)[0].to_owned()
    }

    /// Every name that one system writes for a shown key; the key itself where there is no name. Never empty.
    pub(crate) fn provider_names<'n>(&'n self, side: Side, shown: &'n str) -> Vec<&'n str> {
        let list = self.sides[side.index()].wording.providers();
        let named = list.iter().filter(|p| finest(p) == shown && !p.name.is_empty());
        let mut names: Vec<&str> = named.map(|p| p.name.as_str()).collect();
        if names.is_empty() {
            names.push(shown);
        }
        names
    }

    /// The days on which citizens at this provider are not expected in the other system; `None` where no provider is
    /// excepted from it at all.
    pub(crate) fn excepted_days(&self, side: Side, id: ProviderId) -> Option<&Periods> {
        self.excepted[side.index()].get(id.0 as usize)
    }

    /// Whose citizens a system holds, and on which days.
    pub(crate) fn populations(&self, side: Side) -> &[(Population, Periods)] {
        &self.populations[side.index()]
    }

    pub(crate) fn group_set(&mut self, side: Side, word: WordId) -> GroupSet {
        if word == WordId::EMPTY {
            return GroupSet(0);
        }
        if let Some(set) = self.groups[side.index()].get(&word) {
            return *set;
        }
        let mut codes: Vec<Box<str>> = self.sides[side.index()]
            .wording
            .text(word)
            .split('|')
            .filter(|c| !c.is_empty())
            .map(Box::from)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let set = GroupSet(self.group_sets.id(codes));
        self.groups[side.index()].insert(word, set);
        set
    }

    /// The codes of a set, sorted.
    pub(crate) fn codes(&self, set: GroupSet) -> &[Box<str>] {
        self.group_sets.get(set.0)
    }

    /// The indsatsydelse behind a number.
    pub(crate) fn ydelse(&self, id: u32) -> &str {
        self.ydelser.get(id)
    }

    /// What a row's words mean, day by day, over all days.
    pub(crate) fn senses<C>(&mut self, side: Side, row: &Activity<C>) -> Rc<[Sense]> {
        let key = (row.service, row.account, row.provider, row.paragraf);
        if let Some(known) = self.senses[side.index()].get(&key) {
            return Rc::clone(known);
        }
        let made: Rc<[Sense]> = self
            .meanings(side, row)
            .into_iter()
            .map(|meaning| Sense {
                period: meaning.period,
                paragraf: meaning.paragraf.ok(),
                ydelse: self.ydelser.id(Box::from(meaning.ydelse)),
            })
            .collect();
        self.senses[side.index()].insert(key, Rc::clone(&made));
        made
    }

    fn meanings<C>(&self, side: Side, row: &Activity<C>) -> Vec<Meaning> {
        let context = &self.sides[side.index()];
        let words = LocalWords::of(row, context.wording, context.source);
        self.translator.meanings(&words, Period::ALWAYS)
    }
}

fn provider_key(
    provider: &Provider,
    source: &str,
    registers: &Registers<'_>,
    keys: &mut Interned<String>,
) -> ProviderKey {
    let registered = registers.providers.and_then(|register| register.of(source, provider));
    // Numbers and names share one table; the prefix keeps "123" the name apart from 123 the number.
    let mut id = |kind: char, text: &str| {
        if text.is_empty() { 0 } else { keys.id(format!("{kind}{}", normalised(text))) }
    };
    ProviderKey {
        registered: registered.map_or(0, |id| id.0 + 1),
        p_number: id('p', &provider.p_number),
        cvr: id('c', &provider.cvr),
        name: id('n', &provider.name),
    }
}

/// For each provider the first one of the list with the same canonical key.
fn firsts(keys: &[ProviderKey]) -> Vec<ProviderId> {
    let mut first: HashMap<ProviderKey, ProviderId> = HashMap::new();
    (0u32..).zip(keys).map(|(id, key)| *first.entry(key.canonical()).or_insert(ProviderId(id))).collect()
}

fn finest(provider: &Provider) -> String {
    let texts = [&provider.p_number, &provider.cvr, &provider.name];
    texts.into_iter().find(|t| !t.is_empty()).cloned().unwrap_or_default()
}
