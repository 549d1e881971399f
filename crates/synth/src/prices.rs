//! List prices: a rate for each place, service and year, new each 1 January.
//!
//! Rates of a paragraph lie so near each other that no place is three times as dear as the middle one.

use crate::catalogue::{YDELSER, YdelseId};
use crate::dice::Dice;
use crate::providers::{PROVIDERS, ProviderId};

/// Level of rates by year, per mille of 2016.
const LEVEL: [i64; 11] = [1000, 1015, 1031, 1048, 1066, 1083, 1102, 1136, 1187, 1228, 1259];

/// The first year with list prices.
pub(crate) const FIRST_YEAR: i32 = 2016;

/// Streams of dice for list prices begin here: no citizen has so high a number.
const STREAM: u64 = 1 << 40;

/// Øre in 2016 by place and service.
#[derive(Clone, Debug)]
pub(crate) struct Prices(Vec<[i64; YDELSER.len()]>);

impl Prices {
    /// The list prices of a municipality.
    pub(crate) fn new(seed: u64) -> Prices {
        let of = |place: usize| {
            let mut dice = Dice::new(seed, STREAM + place as u64);
            let mut bases = [0; YDELSER.len()];
            for (base, ydelse) in bases.iter_mut().zip(&YDELSER) {
                let (low, high) = (i64::from(ydelse.kroner.0), i64::from(ydelse.kroner.1));
                let share = i64::from(dice.between(300, 650));
                *base = low * 100 + (high - low) * share / 10 + i64::from(dice.between(0, 99));
            }
            bases
        };
        Prices((0..PROVIDERS.len()).map(of).collect())
    }

    /// Øre in 2016.
    pub(crate) fn base(&self, provider: ProviderId, ydelse: YdelseId) -> i64 {
        self.0[usize::from(provider.0)][usize::from(ydelse.0)]
    }

    /// The list price of a year, in 1/10.000 kroner.
    pub(crate) fn rate(&self, provider: ProviderId, ydelse: YdelseId, year: i32) -> i64 {
        in_year(self.base(provider, ydelse), provider, year)
    }

    /// True where a rate is the place's list price of any year up to the last.
    pub(crate) fn lists(&self, provider: ProviderId, ydelse: YdelseId, rate: i64, last: i32) -> bool {
        (FIRST_YEAR..=last).any(|year| self.rate(provider, ydelse, year) == rate)
    }
}

/// A rate of 2016 in a year, in 1/10.000 kroner: whole øre, but four decimals where the place has them.
pub(crate) fn in_year(base: i64, provider: ProviderId, year: i32) -> i64 {
    let at = usize::try_from(year - FIRST_YEAR).unwrap_or(0);
    let level = LEVEL.get(at).copied().unwrap_or(LEVEL[10] + 20 * (at as i64 - 10));
    let exact = base * level / 10;
    if provider.fine_rates() { exact } else { exact / 100 * 100 }
}
