//! A source's own words, each kept once, so that a million rows hold numbers instead of text.

use std::collections::HashMap;
use std::hash::Hash;

/// Values numbered in the order in which they were first seen.
#[derive(Clone, Debug)]
pub struct Interned<T> {
    values: Vec<T>,
    index: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Default for Interned<T> {
    fn default() -> Self {
        Interned { values: Vec::new(), index: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Interned<T> {
    /// The number of a value, new or known.
    ///
    /// # Panics
    /// Past four thousand million different values.
    pub fn id(&mut self, value: T) -> u32 {
        if let Some(id) = self.index.get(&value) {
            return *id;
        }
        let id = u32::try_from(self.values.len()).expect("for mange forskellige værdier");
        self.values.push(value.clone());
        self.index.insert(value, id);
        id
    }

    /// The value behind a number.
    #[must_use]
    pub fn get(&self, id: u32) -> &T {
        &self.values[id as usize]
    }

    /// All values, in the order of their numbers.
    #[must_use]
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

/// A text of [`Wording`]; [`WordId::EMPTY`] is the empty text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WordId(pub u32);

impl WordId {
    /// The empty text: an empty cell, or a column that the source has not.
    pub const EMPTY: WordId = WordId(0);
}

/// A provider of [`Wording`]; [`ProviderId::NONE`] is none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProviderId(pub u32);

impl ProviderId {
    /// No provider on the row.
    pub const NONE: ProviderId = ProviderId(0);
}

/// A provider as a row of a source names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Provider {
    /// Ten digits, or empty.
    pub p_number: String,
    /// Eight digits, or empty.
    pub cvr: String,
    /// The name as written, trimmed, or empty.
    pub name: String,
}

impl Provider {
    /// True where the row names no provider at all.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.p_number.is_empty() && self.cvr.is_empty() && self.name.is_empty()
    }
}

/// The words of one extract.
#[derive(Clone, Debug)]
pub struct Wording {
    words: Interned<Box<str>>,
    providers: Interned<Provider>,
}

impl Default for Wording {
    fn default() -> Self {
        let mut words = Interned::default();
        words.id(Box::from(""));
        let mut providers = Interned::default();
        providers.id(Provider::default());
        Wording { words, providers }
    }
}

impl Wording {
    /// The number of a text.
    pub fn word(&mut self, text: &str) -> WordId {
        match self.words.index.get(text) {
            Some(id) => WordId(*id),
            None => WordId(self.words.id(Box::from(text))),
        }
    }

    /// The number of a provider.
    pub fn provider(&mut self, provider: Provider) -> ProviderId {
        ProviderId(self.providers.id(provider))
    }

    /// The text behind a number.
    #[must_use]
    pub fn text(&self, id: WordId) -> &str {
        self.words.get(id.0)
    }

    /// The provider behind a number.
    #[must_use]
    pub fn provider_of(&self, id: ProviderId) -> &Provider {
        self.providers.get(id.0)
    }

    /// All texts, by number.
    #[must_use]
    pub fn words(&self) -> &[Box<str>] {
        self.words.values()
    }

    /// All providers, by number.
    #[must_use]
    pub fn providers(&self) -> &[Provider] {
        self.providers.values()
    }
}

/// Text as it is compared: Unicode is already composed (NFC) by the reader; outer spaces go, inner ones are one,
/// case does not matter.
#[must_use]
pub fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}
