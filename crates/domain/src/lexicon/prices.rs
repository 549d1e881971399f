//! What the registers say of a row: the rates that speak of it, who owns its provider, the VAT relief of its days.
//!
//! Looked up once for the words of a row and remembered, because a million rows have few different words.

use super::{Lexicon, ProviderKey};
use crate::calendar::{Day, Period};
use crate::deviation::Side;
use crate::law::ParagrafId;
use crate::observation::{Activity, IndividualRate, Ownership, Role, Settlement};
use crate::ownership;
use crate::periods::stretches;
use crate::person::CitizenId;
use crate::provider_register::RegisteredId;
use crate::relief::{Account, Relief, read_konto};
use crate::tariff::{Asked, DatedRate, PriceList, PriceSource, paragraf_of};
use crate::timeline::Claim;
use crate::wording::{ProviderId, WordId, normalised};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Local words that decide which list prices speak of a row.
type ListKey = (Side, ProviderId, WordId, ParagrafId, bool);
/// Local words that decide the VAT relief of a row.
type ReliefKey = (Side, ProviderId, WordId, WordId, ParagrafId);

/// The VAT relief of stretches of days; `None` where it is not known.
type ReliefPieces = Rc<[(Period, Option<u16>)]>;

/// What has been looked up.
pub(super) struct Looked {
    individual_providers: Vec<ProviderKey>,
    lists: RefCell<HashMap<ListKey, Rc<[DatedRate]>>>,
    relief: RefCell<HashMap<ReliefKey, ReliefPieces>>,
}

impl Looked {
    pub(super) fn new(individual_providers: Vec<ProviderKey>) -> Looked {
        Looked { individual_providers, lists: RefCell::default(), relief: RefCell::default() }
    }
}

impl Lexicon<'_> {
    /// The first provider of a system's wording that means the same: one number for all spellings.
    #[must_use]
    pub fn canonical(&self, side: Side, id: ProviderId) -> ProviderId {
        self.canonical[side.index()][id.0 as usize]
    }

    /// A row's provider in the register.
    #[must_use]
    pub fn registered(&self, side: Side, id: ProviderId) -> Option<RegisteredId> {
        self.providers[side.index()][id.0 as usize].registered()
    }

    /// Who owns the row's provider on a day: the register, else the row's own word.
    #[must_use]
    pub fn ownership<C>(&self, side: Side, row: &Activity<C>, day: Day) -> Ownership {
        self.owner(side, row.provider, row.ownership, day)
    }

    fn owner(&self, side: Side, provider: ProviderId, word: WordId, day: Day) -> Ownership {
        let known = self
            .registers
            .providers
            .zip(self.registered(side, provider))
            .map_or(Ownership::Unknown, |(register, id)| register.ownership(id, day));
        if known != Ownership::Unknown {
            return known;
        }
        let wording = self.sides[side.index()].wording;
        ownership::read(wording.text(word)).unwrap_or(Ownership::Unknown)
    }

    /// Whether rates that stand in no row of a system are net of VAT relief.
    pub(crate) fn is_net(&self, from: PriceSource) -> bool {
        match from {
            PriceSource::Own => false,
            PriceSource::Individual(_) => {
                self.registers.individual.is_some_and(|other| other.source.terms.net_of_relief)
            }
            PriceSource::List(_) => self.registers.prices.is_some_and(PriceList::net_of_relief),
        }
    }

    /// Whether a claim's price is net of VAT relief.
    pub(crate) fn is_claim_net(&self, side: Side, claim: &Claim<'_>) -> bool {
        match claim.price_from {
            PriceSource::Own => self.sides[side.index()].source.terms.net_of_relief,
            from => self.is_net(from),
        }
    }

    /// True where there are list prices to ask.
    pub(crate) fn has_lists(&self) -> bool {
        self.registers.prices.is_some_and(|prices| !prices.is_empty())
    }

    /// All list prices that speak of the row on a paragraph, in force or not.
    pub(crate) fn list_rates<C>(
        &self,
        side: Side,
        row: &Activity<C>,
        paragraf: ParagrafId,
    ) -> Rc<[DatedRate]> {
        let Some(prices) = self.registers.prices else { return Rc::from([]) };
        let supplement = row.role == Role::Supplement;
        let key = (side, row.provider, row.service, paragraf, supplement);
        if let Some(known) = self.prices.lists.borrow().get(&key) {
            return Rc::clone(known);
        }
        let wording = self.sides[side.index()].wording;
        let made: Rc<[DatedRate]> = prices
            .rates(&Asked {
                provider: wording.provider_of(row.provider),
                registered: self.registered(side, row.provider),
                service: wording.text(row.service),
                paragraf,
                named_service_only: supplement,
            })
            .into();
        self.prices.lists.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    /// The citizen's individual rates that speak of the row on a paragraph, in force or not.
    pub(crate) fn individual_rates<C>(
        &self,
        side: Side,
        row: &Activity<C>,
        paragraf: ParagrafId,
        rates: &[IndividualRate<CitizenId>],
    ) -> Vec<DatedRate> {
        let Some(other) = self.registers.individual else { return Vec::new() };
        let own = self.providers[side.index()][row.provider.0 as usize];
        let service = normalised(self.sides[side.index()].wording.text(row.service));
        let mut found = Vec::new();
        for rate in rates {
            let provider = self.prices.individual_providers[rate.provider.0 as usize];
            let named = normalised(other.wording.text(rate.service));
            let fits_provider = provider.is_none() || provider.same(own) == Some(true);
            let fits_service = if named.is_empty() { row.role == Role::Main } else { named == service };
            if !fits_provider || !fits_service {
                continue;
            }
            let reader = self.translator.reader();
            let Ok(on) = paragraf_of(reader, other.wording, rate.paragraf, rate.valid) else { continue };
            if on.is_none_or(|p| p == paragraf) {
                let filled =
                    u8::from(!provider.is_none()) + u8::from(!named.is_empty()) + u8::from(on.is_some());
                found.push(DatedRate {
                    valid: rate.valid,
                    rate: rate.rate,
                    unit: rate.unit,
                    place: rate.place,
                    filled,
                });
            }
        }
        found.sort_unstable();
        found
    }

    /// The VAT relief of a row on a paragraph, over all days: `None` on days on which it is not known.
    pub(crate) fn relief<C>(&self, side: Side, row: &Activity<C>, paragraf: ParagrafId) -> ReliefPieces {
        let key = (side, row.provider, row.ownership, row.account, paragraf);
        if let Some(known) = self.prices.relief.borrow().get(&key) {
            return Rc::clone(known);
        }
        let relief = self.registers.relief.unwrap_or_else(|| Relief::new(self.law()));
        let konto = read_konto(self.sides[side.index()].wording.text(row.account));
        let account = match &konto {
            Some(konto) => Account::Known(&konto.funktion, &konto.gruppering),
            None => Account::Of(paragraf),
        };
        let register = self.registers.providers.zip(self.registered(side, row.provider));
        let changes = register.into_iter().flat_map(|(register, id)| register.changes(id));
        let owner = |day| self.owner(side, row.provider, row.ownership, day);
        let made: ReliefPieces = relief.pieces(account, owner, changes, Period::ALWAYS).into();
        self.prices.relief.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    /// What decides the kroner of a row on a paragraph, on the stretches of a period on which it is one.
    pub(crate) fn settings<C>(
        &self,
        side: Side,
        row: &Activity<C>,
        paragraf: ParagrafId,
        period: Period,
    ) -> Vec<(Period, Terms)> {
        let relief = self.relief(side, row, paragraf);
        let register = self.registers.providers.zip(self.registered(side, row.provider));
        let changes = register.into_iter().flat_map(|(register, id)| register.changes(id));
        let cuts = changes.chain(relief.iter().map(|(days, _)| days.from));
        stretches(period, cuts, |day| Terms {
            ownership: self.ownership(side, row, day),
            relief: relief.iter().find(|(days, _)| days.contains(day)).and_then(|(_, relief)| *relief),
            is_ramme: register
                .is_some_and(|(register, id)| register.settlement(id, day) == Settlement::Ramme),
        })
    }
}

/// What decides the kroner of a row beside its price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Terms {
    pub(crate) ownership: Ownership,
    pub(crate) relief: Option<u16>,
    pub(crate) is_ramme: bool,
}
