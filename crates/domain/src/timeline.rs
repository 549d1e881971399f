//! The rows of one citizen in one system, translated and cut where their meaning changes.

use crate::calendar::{Day, Period};
use crate::deviation::Side;
use crate::law::ParagrafId;
use crate::lexicon::{GroupSet, Lexicon, ProviderKey};
use crate::observation::{Activity, IndividualRate, Role, Standing};
use crate::periods::Periods;
use crate::person::CitizenId;
use crate::price::{Price, PriceTerms, Unit};
use crate::tariff::{Piece, PriceSource, pieces};
use std::collections::BTreeMap;

/// A row's claim of one paragraph on a stretch of days. Not cut by any window.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'r> {
    /// The row.
    pub row: &'r Activity<CitizenId>,
    /// The paragraph that it means on these days.
    pub paragraf: ParagrafId,
    /// The days; an open end runs to the end of the extract's coverage, if that is stated.
    pub period: Period,
    /// What a day of it costs, under the terms of its source: an individual rate, else the row's own, else the list's;
    /// `None` where that is not known.
    pub price: Option<Price>,
    /// Where the price comes from.
    pub price_from: PriceSource,
    /// VAT relief to take off before the price is compared with the other system's, in hundredths of a percent: 0 where
    /// both are gross or both net, `None` where it is not known.
    pub relief: Option<u16>,
    /// The day of moving out, where the source does not pay for it: claimed and compared, but without kroner.
    pub unpaid: Option<Day>,
    pub(crate) ydelse: u32,
    pub(crate) provider: ProviderKey,
    pub(crate) groups: GroupSet,
}

/// What makes two rows identical on a day: dates and origin do not matter.
pub(crate) type Identity = (
    (crate::wording::WordId, ProviderKey, GroupSet),
    (Option<crate::amount::Quantity>, Option<Unit>, Option<crate::amount::Rate>, Option<Price>),
    // Pieces are paid on the row's first day: there the day is part of what the row is.
    Option<(Day, Option<crate::amount::Quantity>)>,
);

impl Claim<'_> {
    pub(crate) fn identity(&self) -> Identity {
        let row = self.row;
        let piece = self.is_anchored().then_some((row.from, row.count));
        (
            (row.service, self.provider.canonical(), self.groups),
            (row.hours, row.unit, row.rate, self.price),
            piece,
        )
    }

    /// True where the price depends on the row's first day: a piece, or one amount for all the row's days.
    pub(crate) fn is_anchored(&self) -> bool {
        let unit = self.price.map(|p| p.unit).or(self.row.unit);
        matches!(unit, Some(Unit::Styk | Unit::Samlet))
    }

    /// True where the price of the row's first day is another than of the rest.
    pub(crate) fn is_piece(&self) -> bool {
        self.price.map(|p| p.unit).or(self.row.unit) == Some(Unit::Styk)
    }
}

/// One citizen in one system.
#[derive(Debug, Default)]
pub struct Timeline<'r> {
    /// Main services that count, by paragraph, then first day.
    pub main: Vec<Claim<'r>>,
    /// Supplements: money only.
    pub supplements: Vec<Claim<'r>>,
    /// Rows that never took effect.
    pub never: Vec<Claim<'r>>,
    /// Main services that count, but have no paragraph on these days.
    pub untranslated: Vec<(&'r Activity<CitizenId>, Period)>,
}

impl<'r> Timeline<'r> {
    /// Empties and refills, so that a run over a million citizens does not ask for memory a million times.
    /// `individual` are the rates agreed for the citizen.
    pub fn fill(
        &mut self,
        side: Side,
        rows: &'r [Activity<CitizenId>],
        individual: &[IndividualRate<CitizenId>],
        lexicon: &mut Lexicon<'_>,
    ) {
        for list in [&mut self.main, &mut self.supplements, &mut self.never] {
            list.clear();
        }
        self.untranslated.clear();
        let covered = lexicon.side(side).facts.covers.map_or(Day::OPEN, |c| c.until);
        let terms = lexicon.side(side).source.terms;
        for row in rows.iter().filter(|r| r.standing != Standing::Unclear) {
            let until = if row.until >= Day::OPEN { covered.max(row.from) } else { row.until };
            let Some(days) = Period::new(row.from, until) else { continue };
            for sense in lexicon.senses(side, row).iter() {
                let Some(period) = days.intersect(sense.period) else { continue };
                let Some(paragraf) = sense.paragraf else {
                    if row.role == Role::Main && row.standing == Standing::Counts {
                        self.untranslated.push((row, period));
                    }
                    continue;
                };
                let claim = Claim {
                    row,
                    paragraf,
                    period,
                    price: row.price(terms),
                    price_from: PriceSource::Own,
                    relief: Some(0),
                    unpaid: None,
                    ydelse: sense.ydelse,
                    provider: lexicon.provider(side, row.provider),
                    groups: lexicon.group_set(side, row.maalgrupper),
                };
                let list = match (row.standing, row.role) {
                    (Standing::NeverTookEffect, _) => &mut self.never,
                    (_, Role::Supplement) => &mut self.supplements,
                    (_, Role::Main) => &mut self.main,
                };
                push_priced(list, side, claim, individual, lexicon);
            }
        }
        for list in [&mut self.main, &mut self.supplements, &mut self.never] {
            list.sort_unstable_by_key(|c| (c.paragraf, c.period, c.row.place));
            if !terms.pays_last_day {
                mark_unpaid(list);
            }
        }
    }

    /// The main services on one paragraph.
    #[must_use]
    pub fn on(&self, paragraf: ParagrafId) -> &[Claim<'r>] {
        slice_of(&self.main, paragraf)
    }

    /// The supplements on one paragraph.
    #[must_use]
    pub fn supplements_on(&self, paragraf: ParagrafId) -> &[Claim<'r>] {
        slice_of(&self.supplements, paragraf)
    }

    /// The rows on one paragraph that never took effect.
    #[must_use]
    pub fn never_on(&self, paragraf: ParagrafId) -> &[Claim<'r>] {
        slice_of(&self.never, paragraf)
    }

    /// The days claimed on one paragraph, before any cut.
    #[must_use]
    pub fn days_on(&self, paragraf: ParagrafId) -> Periods {
        days_of(self.on(paragraf))
    }
}

/// Puts a claim on a list, cut where its price changes, and where the VAT relief to take off it does.
fn push_priced<'r>(
    list: &mut Vec<Claim<'r>>,
    side: Side,
    claim: Claim<'r>,
    individual: &[IndividualRate<CitizenId>],
    lexicon: &Lexicon<'_>,
) {
    let (row, paragraf) = (claim.row, claim.paragraf);
    let terms = lexicon.side(side).source.terms;
    let of_citizen = if individual.is_empty() {
        Vec::new()
    } else {
        lexicon.individual_rates(side, row, paragraf, individual)
    };
    // Nearly every row has its own rate and nothing else speaks of it.
    let listed = (row.rate.is_none() && lexicon.has_lists()).then(|| lexicon.list_rates(side, row, paragraf));
    let listed = listed.as_deref().unwrap_or(&[]);
    if of_citizen.is_empty() && listed.is_empty() {
        push_relieved(list, side, claim, terms, lexicon);
        return;
    }
    for Piece { period, price, from } in pieces(row, terms, claim.period, &of_citizen, listed) {
        push_relieved(list, side, Claim { period, price, price_from: from, ..claim }, terms, lexicon);
    }
}

/// Where one system is net of VAT relief, a gross price of either is cut where its relief changes.
fn push_relieved<'r>(
    list: &mut Vec<Claim<'r>>,
    side: Side,
    claim: Claim<'r>,
    terms: PriceTerms,
    lexicon: &Lexicon<'_>,
) {
    let compared_net = terms.net_of_relief || lexicon.side(side.other()).source.terms.net_of_relief;
    if !compared_net || claim.price.is_none() || lexicon.is_claim_net(side, &claim) {
        list.push(claim);
        return;
    }
    for (days, relief) in lexicon.relief(side, claim.row, claim.paragraf).iter() {
        if let Some(period) = claim.period.intersect(*days) {
            list.push(Claim { period, relief: *relief, ..claim });
        }
    }
}

/// The last day of each stretch at one provider is not paid: rows that go on from each other are one stay.
fn mark_unpaid(claims: &mut [Claim<'_>]) {
    let mut of_provider: BTreeMap<(ParagrafId, ProviderKey), Vec<Period>> = BTreeMap::new();
    for claim in claims.iter() {
        of_provider.entry((claim.paragraf, claim.provider.canonical())).or_default().push(claim.period);
    }
    let stays: BTreeMap<_, Periods> =
        of_provider.into_iter().map(|(key, periods)| (key, Periods::union_of(periods))).collect();
    for claim in claims {
        let until = claim.row.until;
        let ends_here = until < Day::OPEN && claim.period.until == until;
        let goes_on = || stays[&(claim.paragraf, claim.provider.canonical())].contains(until);
        if ends_here && !claim.is_anchored() && !goes_on() {
            claim.unpaid = Some(until.previous());
        }
    }
}

/// The union of claims' days.
#[must_use]
pub fn days_of(claims: &[Claim<'_>]) -> Periods {
    Periods::union_of(claims.iter().map(|c| c.period))
}

fn slice_of<'a, 'r>(sorted: &'a [Claim<'r>], paragraf: ParagrafId) -> &'a [Claim<'r>] {
    let from = sorted.partition_point(|c| c.paragraf < paragraf);
    let until = sorted.partition_point(|c| c.paragraf <= paragraf);
    &sorted[from..until]
}

#[cfg(test)]
pub(crate) mod tests;
