//! What is usual: the median day price of a provider's rows on a paragraph, and of all rows on it.
//!
//! Rows are added in any order and in any number of parts, and the outcome is the same. A row counts once, and identical
//! rows of a citizen count once together.

use crate::deviation::Side;
use crate::law::ParagrafId;
use crate::lexicon::Lexicon;
use crate::timeline::{Claim, Timeline};
use crate::wording::ProviderId;
use std::collections::HashMap;

/// What a norm is about. The provider is the first of its system's wording that means the same; [`ProviderId::NONE`] where
/// it is of all providers.
type Key = (Side, ProviderId, ParagrafId);

/// Usual day prices in System 1 and System 2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Norms {
    medians: HashMap<Key, Norm>,
}

/// A usual day price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Norm {
    /// The median, in 1/10.000 kroner; of an even number of rows the lower of the two in the middle.
    pub day: i64,
    /// Rows behind it.
    pub rows: u32,
    /// True where it is the paragraph's, because the provider has too few rows.
    pub of_paragraf: bool,
}

/// Collects day prices.
#[derive(Clone, Debug, Default)]
pub struct NormsBuilder {
    prices: HashMap<Key, Vec<i64>>,
}

impl NormsBuilder {
    /// Adds a citizen's main rows in one system.
    pub fn add_citizen(&mut self, side: Side, timeline: &Timeline<'_>, lexicon: &Lexicon<'_>) {
        let mut rows: Vec<&Claim<'_>> = timeline.main.iter().collect();
        // One claim a row and paragraph; of identical rows one.
        rows.sort_by_key(|c| (c.paragraf, c.row.place, c.period));
        rows.dedup_by_key(|c| (c.paragraf, c.row.place));
        rows.sort_by_key(|c| (c.paragraf, c.identity()));
        rows.dedup_by_key(|c| (c.paragraf, c.identity()));
        for claim in rows {
            self.add(side, claim, lexicon);
        }
    }

    /// Adds one claim. A claim without a price, and one per piece, says nothing about a day.
    pub fn add(&mut self, side: Side, claim: &Claim<'_>, lexicon: &Lexicon<'_>) {
        let Some(day) = claim.price.and_then(crate::price::Price::ordinary_day) else { return };
        let provider = lexicon.canonical(side, claim.row.provider);
        self.prices.entry((side, ProviderId::NONE, claim.paragraf)).or_default().push(day);
        if provider != ProviderId::NONE {
            self.prices.entry((side, provider, claim.paragraf)).or_default().push(day);
        }
    }

    /// Adds what another part of the run collected.
    pub fn merge(&mut self, other: NormsBuilder) {
        for (key, mut prices) in other.prices {
            self.prices.entry(key).or_default().append(&mut prices);
        }
    }

    /// The medians.
    #[must_use]
    pub fn finish(self) -> Norms {
        let norm = |(key, mut prices): (Key, Vec<i64>)| {
            let middle = (prices.len() - 1) / 2;
            let day = *prices.select_nth_unstable(middle).1;
            let rows = u32::try_from(prices.len()).unwrap_or(u32::MAX);
            (key, Norm { day, rows, of_paragraf: key.1 == ProviderId::NONE })
        };
        Norms { medians: self.prices.into_iter().map(norm).collect() }
    }
}

impl Norms {
    /// What is usual for a claim: of its provider on the paragraph if that has so many rows, else of the paragraph if that
    /// has; else nothing.
    #[must_use]
    pub fn of(&self, side: Side, claim: &Claim<'_>, lexicon: &Lexicon<'_>, least_rows: u32) -> Option<Norm> {
        let provider = lexicon.canonical(side, claim.row.provider);
        [provider, ProviderId::NONE]
            .into_iter()
            .filter_map(|who| self.medians.get(&(side, who, claim.paragraf)))
            .find(|norm| norm.rows >= least_rows)
            .copied()
    }
}

#[cfg(test)]
mod tests;
