//! Dated prices: which list prices and individual rates speak of a row, and which is in force on a day.
//!
//! An individual rate wins over the row's own rate, and that over the list price. A day is priced with the rate in force
//! that day. Where the best lines of a day disagree, the price is not known: nothing is guessed.

use crate::amount::Rate;
use crate::calendar::{Day, Period};
use crate::law::{LawBook, ParagrafId};
use crate::observation::{Activity, ListPrice, RowPlace};
use crate::paragraf::{ParagrafReader, read_within};
use crate::periods::stretches;
use crate::price::{Price, PriceTerms, Unit};
use crate::provider_register::{ProviderRegister, RegisteredId};
use crate::wording::{Provider, ProviderId, WordId, Wording, normalised};
use std::collections::HashMap;

/// Where a price comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum PriceSource {
    /// The row itself, or nowhere.
    #[default]
    Own,
    /// A rate agreed for the citizen.
    Individual(RowPlace),
    /// The provider's list.
    List(RowPlace),
}

/// A dated rate that speaks of a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DatedRate {
    /// The days on which it is in force.
    pub valid: Period,
    /// The rate.
    pub rate: Rate,
    /// What it is paid for.
    pub unit: Unit,
    /// Where it stands.
    pub place: RowPlace,
    /// How many of provider, service and paragraph its line names: of two in force the more precise wins.
    pub filled: u8,
}

/// The rate in force on a day: the most precise line's. `None` where there is none, or where the most precise disagree.
#[must_use]
pub fn in_force(rates: &[DatedRate], day: Day) -> Option<DatedRate> {
    match best(rates, day) {
        Best::One(rate) => Some(rate),
        Best::None | Best::Disagree(_) => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Best {
    None,
    One(DatedRate),
    /// Several, and not one rate; the first one's place.
    Disagree(RowPlace),
}

pub(crate) fn best(rates: &[DatedRate], day: Day) -> Best {
    let valid = || rates.iter().filter(|r| r.valid.contains(day));
    let Some(most) = valid().map(|r| r.filled).max() else { return Best::None };
    let mut of_most = valid().filter(|r| r.filled == most);
    let Some(first) = of_most.next() else { return Best::None };
    if of_most.all(|r| (r.rate, r.unit) == (first.rate, first.unit)) {
        Best::One(*first)
    } else {
        Best::Disagree(first.place)
    }
}

/// A stretch of a row's days with one price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The days.
    pub period: Period,
    /// The price; `None` where it is not known.
    pub price: Option<Price>,
    /// Where it comes from.
    pub from: PriceSource,
}

/// The row's days cut where its price changes: the individual rate wins, then the row's own, then the list's.
#[must_use]
pub fn pieces<C>(
    row: &Activity<C>,
    terms: PriceTerms,
    period: Period,
    individual: &[DatedRate],
    list: &[DatedRate],
) -> Vec<Piece> {
    // A row with a rate of its own is never priced by a list, even if a quantity is missing.
    let list = if row.rate.is_some() { &[] } else { list };
    let own = row.price(terms);
    let priced = |rate: DatedRate| row.priced(rate.rate, rate.unit, terms);
    let on = |day: Day| match best(individual, day) {
        Best::One(rate) => (priced(rate), PriceSource::Individual(rate.place)),
        Best::Disagree(place) => (None, PriceSource::Individual(place)),
        Best::None => match best(list, day) {
            Best::One(rate) => (priced(rate), PriceSource::List(rate.place)),
            Best::Disagree(place) => (None, PriceSource::List(place)),
            Best::None => (own, PriceSource::Own),
        },
    };
    let cuts = individual.iter().chain(list).flat_map(|r| [r.valid.from, r.valid.until]);
    stretches(period, cuts, on)
        .into_iter()
        .map(|(period, (price, from))| Piece { period, price, from })
        .collect()
}

/// The lists of all providers, ready for look-up.
#[derive(Clone, Debug, Default)]
pub struct PriceList {
    lines: Vec<Line>,
    by_provider: HashMap<ProviderName, Vec<u32>>,
    unread: Vec<RowPlace>,
    net_of_relief: bool,
}

#[derive(Clone, Debug)]
struct Line {
    provider: Provider,
    registered: Option<RegisteredId>,
    service: String,
    paragraf: Option<ParagrafId>,
    rate: DatedRate,
}

/// One of the keys by which a provider is found.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum ProviderName {
    Registered(RegisteredId),
    PNumber(String),
    Cvr(String),
    Name(String),
}

/// What a list is asked about: a row's provider, local service and paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The provider as the row names it.
    pub provider: &'a Provider,
    /// The provider in the register.
    pub registered: Option<RegisteredId>,
    /// The service in the row's words.
    pub service: &'a str,
    /// The paragraph.
    pub paragraf: ParagrafId,
    /// A supplement is priced only by a line that names its service.
    pub named_service_only: bool,
}

impl PriceList {
    /// The lists of one import. `source` is the source's name, by which the register knows its spellings.
    #[must_use]
    pub fn new(
        rows: &[ListPrice],
        source: &str,
        terms: PriceTerms,
        wording: &Wording,
        law: &LawBook,
        providers: Option<&ProviderRegister>,
    ) -> PriceList {
        let reader = ParagrafReader::new(law);
        let mut list = PriceList { net_of_relief: terms.net_of_relief, ..PriceList::default() };
        let mut rows: Vec<&ListPrice> = rows.iter().collect();
        rows.sort_by_key(|r| (r.place, r.valid));
        for row in rows {
            let Ok(paragraf) = paragraf_of(&reader, wording, row.paragraf, row.valid) else {
                list.unread.push(row.place);
                continue;
            };
            let provider = wording.provider_of(row.provider);
            if row.provider == ProviderId::NONE || provider.is_none() {
                list.unread.push(row.place);
                continue;
            }
            let registered = providers.and_then(|register| register.of(source, provider));
            let service = normalised(wording.text(row.service));
            let filled = 1 + u8::from(!service.is_empty()) + u8::from(paragraf.is_some());
            let rate =
                DatedRate { valid: row.valid, rate: row.rate, unit: row.unit, place: row.place, filled };
            let at = u32::try_from(list.lines.len()).expect("for mange takster");
            for name in names_of(provider, registered) {
                list.by_provider.entry(name).or_default().push(at);
            }
            list.lines.push(Line { provider: provider.clone(), registered, service, paragraf, rate });
        }
        list
    }

    /// All rates of the list that speak of what is asked, in force or not, by first day. The provider is the one of the
    /// finest key that both have: register, P-number, CVR number, name.
    #[must_use]
    pub fn rates(&self, asked: &Asked<'_>) -> Vec<DatedRate> {
        let service = normalised(asked.service);
        let mut found: Vec<DatedRate> = Vec::new();
        for name in names_of(asked.provider, asked.registered) {
            let at = self.by_provider.get(&name).map_or(&[][..], Vec::as_slice);
            let fitting = at.iter().map(|at| &self.lines[*at as usize]).filter(|line| {
                is_same(line, asked)
                    && line.paragraf.is_none_or(|p| p == asked.paragraf)
                    && (line.service == service || (line.service.is_empty() && !asked.named_service_only))
            });
            found.extend(fitting.map(|line| line.rate));
            if !found.is_empty() {
                break;
            }
        }
        found.sort_unstable();
        found
    }

    /// Lines that can price nothing: no provider, or a paragraph that cannot be read.
    #[must_use]
    pub fn unread(&self) -> &[RowPlace] {
        &self.unread
    }

    /// Whether its rates are net of VAT relief.
    #[must_use]
    pub fn net_of_relief(&self) -> bool {
        self.net_of_relief
    }

    /// True where it holds no rate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The keys of a provider, finest first.
fn names_of(
    provider: &Provider,
    registered: Option<RegisteredId>,
) -> impl Iterator<Item = ProviderName> + use<> {
    let text = |kind: fn(String) -> ProviderName, text: &str| {
        let text = normalised(text);
        (!text.is_empty()).then(|| kind(text))
    };
    [
        registered.map(ProviderName::Registered),
        text(ProviderName::PNumber, &provider.p_number),
        text(ProviderName::Cvr, &provider.cvr),
        text(ProviderName::Name, &provider.name),
    ]
    .into_iter()
    .flatten()
}

/// Whether a line's provider is the one asked about, by the finest key that both have.
fn is_same(line: &Line, asked: &Asked<'_>) -> bool {
    if let (Some(a), Some(b)) = (line.registered, asked.registered) {
        return a == b;
    }
    let (a, b) = (&line.provider, asked.provider);
    [(&a.p_number, &b.p_number), (&a.cvr, &b.cvr), (&a.name, &b.name)]
        .into_iter()
        .find(|(a, b)| !a.is_empty() && !b.is_empty())
        .is_some_and(|(a, b)| normalised(a) == normalised(b))
}

/// The paragraph of a dated line: `None` inside where the line names none, an error where it cannot be read.
pub(crate) fn paragraf_of(
    reader: &ParagrafReader<'_>,
    wording: &Wording,
    word: WordId,
    valid: Period,
) -> Result<Option<ParagrafId>, ()> {
    if word == WordId::EMPTY {
        return Ok(None);
    }
    read_within(reader, wording.text(word), valid).map(Some).ok_or(())
}

#[cfg(test)]
mod tests;
