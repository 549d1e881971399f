//! Rates agreed for one citizen as Parquet.

use super::super::columns::UNITS;
use super::super::schema::SCALED;
use super::{Cells, LakeRecord, Sheet};
use crate::error::StoreError;
use crate::imports::Kind;
use domain::amount::Rate;
use domain::observation::IndividualRate;
use domain::person::CitizenId;
use domain::price::Unit;
use domain::totals::Tally;
use std::ops::Range;

/// The words of units, without the empty one: an agreed rate is always paid for something.
fn units() -> Vec<(Unit, &'static str)> {
    UNITS.iter().filter_map(|(unit, word)| unit.map(|unit| (unit, *word))).collect()
}

impl LakeRecord for IndividualRate<CitizenId> {
    const KIND: Kind = Kind::IndividualRates;

    fn citizen(&self) -> Option<CitizenId> {
        Some(self.citizen)
    }

    fn renamed(self, now: &impl Fn(CitizenId) -> CitizenId) -> Self {
        IndividualRate { citizen: now(self.citizen), ..self }
    }

    fn tally(&self) -> Tally {
        Tally { rows: 1, rate_sum: i128::from(self.rate.0) }
    }

    fn write(rows: &[Self], sheet: &mut Sheet<'_>) {
        let all = || rows.iter();
        sheet.citizens(all().map(|r| r.citizen));
        sheet.places(all().map(|r| r.place));
        sheet.providers(all().map(|r| r.provider));
        sheet.words("service", "ydelsen med kildens ord; tom: alle", all().map(|r| r.service));
        sheet.words("paragraf", "paragraf, som kilden skriver den; tom: alle", all().map(|r| r.paragraf));
        sheet.periods(all().map(|r| r.valid));
        sheet.amounts("rate", &format!("takst {SCALED} kr."), all().map(|r| r.rate.0));
        sheet.known("unit", "det, taksten betales for", &units(), all().map(|r| r.unit));
    }

    fn read(cells: &mut Cells<'_>, at: Range<usize>) -> Result<Vec<Self>, StoreError> {
        let citizen = cells.citizens()?;
        let places = cells.places()?;
        let providers = cells.providers(at.clone())?;
        let (service, paragraf) = (cells.words("service")?, cells.words("paragraf")?);
        let valid = cells.periods()?;
        let rate = cells.amounts("rate")?;
        let (unit_keys, units) = cells.known("unit", &units())?;
        let rows = at.zip(providers).map(|(at, provider)| IndividualRate {
            citizen: CitizenId(citizen[at]),
            place: places.get(at),
            provider,
            service: service.get(at),
            paragraf: paragraf.get(at),
            valid: valid.get(at),
            rate: Rate(rate[at]),
            unit: units[unit_keys[at] as usize],
        });
        Ok(rows.collect())
    }
}
