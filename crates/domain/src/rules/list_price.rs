//! Days on which a row's rate is a list price that is not in force, while another one is. For the rules about rates.

use crate::amount::{Oere, plain_decimal};
use crate::calendar::{Day, Period};
use crate::deviation::Side;
use crate::periods::Periods;
use crate::rules::citizen_case::CitizenCase;
use crate::stake::at_stake;
use crate::tariff::{DatedRate, in_force};
use crate::timeline::Claim;
use std::collections::BTreeMap;

/// The days of some rows that are priced at a list price of another time, by the rate that is in force instead.
#[derive(Debug, Default)]
pub(super) struct OutOfForce(BTreeMap<i64, (DatedRate, Periods)>);

impl OutOfForce {
    /// Looks at rows of one identity. Their rate and unit are those of the price that holds for them.
    pub(super) fn of(
        case: &CitizenCase<'_, '_>,
        side: Side,
        rows: &[Claim<'_>],
        days: &Periods,
    ) -> OutOfForce {
        let mut found = OutOfForce::default();
        for claim in rows {
            let Some(price) = claim.price else { continue };
            let rates = case.lexicon.list_rates(side, claim.row, claim.paragraf);
            let is_own = |rate: &DatedRate| rate.rate == price.rate && rate.unit == price.unit;
            if !rates.iter().any(|r| is_own(r) && r.valid.intersect(claim.period) != Some(claim.period)) {
                continue;
            }
            let mut cuts: Vec<Day> = rates.iter().flat_map(|r| [r.valid.from, r.valid.until]).collect();
            cuts.extend([claim.period.from, claim.period.until]);
            cuts.retain(|d| claim.period.from <= *d && *d <= claim.period.until);
            cuts.sort_unstable();
            cuts.dedup();
            for pair in cuts.windows(2) {
                let part = Period { from: pair[0], until: pair[1] };
                let held = rates.iter().any(|r| is_own(r) && r.valid.contains(part.from));
                let Some(other) = in_force(&rates, part.from).filter(|r| r.unit == price.unit && !is_own(r))
                else {
                    continue;
                };
                if !held {
                    let on = days.within(part);
                    let entry = found.0.entry(other.rate.0).or_insert_with(|| (other, Periods::none()));
                    entry.1 = entry.1.union(&on);
                }
            }
        }
        found
    }

    /// All the days.
    pub(super) fn days(&self) -> Periods {
        self.0.values().fold(Periods::none(), |all, (_, days)| all.union(days))
    }

    /// The rows' price on a period less what it would be at the list prices in force.
    pub(super) fn at_stake(
        &self,
        case: &CitizenCase<'_, '_>,
        side: Side,
        rows: &[Claim<'_>],
        period: Period,
    ) -> Option<Oere> {
        let terms = case.lexicon.side(side).source.terms;
        let mut sum = Oere(0);
        for (rate, days) in self.0.values() {
            let days = days.within(period);
            let at_list: Vec<Claim<'_>> = rows
                .iter()
                .map(|c| Claim { price: c.row.priced(rate.rate, rate.unit, terms), ..*c })
                .collect();
            sum += at_stake(rows, &days, &[])? - at_stake(&at_list, &days, &[])?;
        }
        Some(sum)
    }

    /// The rows' rate, then the rates in force, as files write them.
    pub(super) fn values(&self, rows: &[Claim<'_>], period: Period) -> Vec<String> {
        let own = rows.first().and_then(|c| c.price).map(|p| p.rate.0);
        let others = self.0.values().filter(|(_, days)| days.overlaps(period)).map(|(rate, _)| rate.rate.0);
        own.into_iter().chain(others).map(plain_decimal).collect()
    }
}
