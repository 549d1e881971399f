//! Kroner at stake: what the rows of a deviation cost on its days.
//!
//! Identical rows count once, so their days are merged before they are priced. An amount is known to the øre or it
//! is unknown (`None`); nothing is estimated.

use crate::amount::Oere;
use crate::calendar::{Day, Period};
use crate::deviation::Side;
use crate::lexicon::Lexicon;
use crate::periods::Periods;
use crate::price::Price;
use crate::timeline::{Claim, Identity};
use std::collections::BTreeMap;

/// The price of claims on the days of a set; `fallback` are the other system's claims on the same paragraph, whose
/// rate is used where a row has none and the provider is the same that day.
#[must_use]
pub fn at_stake(claims: &[Claim<'_>], days: &Periods, fallback: &[Claim<'_>]) -> Option<Oere> {
    let mut total = Oere(0);
    for group in groups(claims, days).values() {
        total += match group.price {
            Some(price) => priced(price, &group.paid, group.first, 0),
            None => by_other_system(group, fallback)?,
        };
    }
    Some(total)
}

/// The price of claims as the two systems are compared: where one of them is net of VAT relief, gross prices are less
/// theirs, and a day of moving out that one of them does not pay counts in both. Unknown where a price or a relief is.
#[must_use]
pub fn as_compared(claims: &[Claim<'_>], days: &Periods) -> Option<Oere> {
    let mut total = Oere(0);
    for group in groups(claims, days).values() {
        total += priced(group.price?, &group.days, group.first, group.claim.relief?);
    }
    Some(total)
}

/// The price of claims as a finance system posts it, which may be net of VAT relief. Unknown where a price or a relief is,
/// and where a system that is net is to be put beside one that is gross.
#[must_use]
pub(crate) fn as_paid(
    claims: &[Claim<'_>],
    days: &Periods,
    lexicon: &Lexicon<'_>,
    side: Side,
    net: bool,
) -> Option<Oere> {
    if let [only] = claims {
        // Nearly always: one row, gross beside gross.
        let is_net = lexicon.side(side).source.terms.net_of_relief || lexicon.is_net(only.price_from);
        if is_net == net {
            let own = paid(Periods::from(only.period).intersect(days), only.unpaid);
            return Some(priced(only.price?, &own, only.row.from, 0));
        }
    }
    let mut total = Oere(0);
    for group in groups(claims, days).values() {
        let (claim, price) = (group.claim, group.price?);
        let is_net = lexicon.side(side).source.terms.net_of_relief || lexicon.is_net(claim.price_from);
        match (is_net, net) {
            (true, true) | (false, false) => total += priced(price, &group.paid, group.first, 0),
            (true, false) => return None,
            (false, true) => {
                for (valid, relief) in lexicon.relief(side, claim.row, claim.paragraf).iter() {
                    let part = group.paid.within(*valid);
                    if !part.is_empty() {
                        total += priced(price, &part, group.first, (*relief)?);
                    }
                }
            }
        }
    }
    Some(total)
}

/// What the same rows cost beyond once: the price of every copy less the price of one.
#[must_use]
pub fn of_copies(claims: &[Claim<'_>], days: &Periods) -> Option<Oere> {
    let mut all = Oere(0);
    for claim in claims {
        let own = Periods::from(claim.period).intersect(days);
        all += priced(claim.price?, &paid(own, claim.unpaid), claim.row.from, 0);
    }
    Some(all - at_stake(claims, days, &[])?)
}

/// Identical rows, with their days merged.
pub(crate) struct Group<'c, 'r> {
    pub(crate) claim: &'c Claim<'r>,
    pub(crate) price: Option<Price>,
    pub(crate) first: Day,
    pub(crate) days: Periods,
    /// The days without the unpaid ones.
    pub(crate) paid: Periods,
}

/// Claims on the days of a set, identical ones together.
pub(crate) fn groups<'c, 'r>(
    claims: &'c [Claim<'r>],
    days: &Periods,
) -> BTreeMap<(Identity, Option<u16>), Group<'c, 'r>> {
    type Found<'c, 'r> = (Vec<Period>, Vec<Day>, &'c Claim<'r>);
    let mut found: BTreeMap<(Identity, Option<u16>), Found<'c, 'r>> = BTreeMap::new();
    for claim in claims.iter().filter(|c| days.overlaps(c.period)) {
        let entry =
            found.entry((claim.identity(), claim.relief)).or_insert_with(|| (Vec::new(), Vec::new(), claim));
        entry.0.push(claim.period);
        entry.1.extend(claim.unpaid);
    }
    found
        .into_iter()
        .map(|(identity, (periods, unpaid, claim))| {
            let days = Periods::union_of(periods).intersect(days);
            let paid = paid(days.clone(), unpaid);
            (identity, Group { claim, price: claim.price, first: claim.row.from, days, paid })
        })
        .collect()
}

fn paid(days: Periods, unpaid: impl IntoIterator<Item = Day>) -> Periods {
    let mut without = unpaid.into_iter().map(|day| Period { from: day, until: day.next() }).peekable();
    if without.peek().is_none() {
        return days;
    }
    days.minus(&Periods::union_of(without))
}

fn priced(price: Price, days: &Periods, first: Day, relief: u16) -> Oere {
    days.iter().map(|part| price.net_of(part, first, relief)).sum()
}

/// Prices a group without a rate by the other system's rows at the same provider, if they cover all its days.
fn by_other_system(group: &Group<'_, '_>, fallback: &[Claim<'_>]) -> Option<Oere> {
    let same: Vec<Claim<'_>> = fallback
        .iter()
        .copied()
        .filter(|c| c.price.is_some() && c.provider.same(group.claim.provider) == Some(true))
        .collect();
    let covered = crate::timeline::days_of(&same).intersect(&group.days);
    (covered == group.days).then(|| at_stake(&same, &group.days, &[])).flatten()
}
