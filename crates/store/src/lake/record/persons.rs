//! Lines of the register of persons as Parquet. Never a name or a number.

use super::{Cells, LakeRecord, Sheet};
use crate::error::StoreError;
use crate::imports::Kind;
use arrow_array::types::UInt32Type;
use domain::calendar::Day;
use domain::observation::PersonRecord;
use domain::person::CitizenId;
use domain::totals::Tally;
use std::ops::Range;

impl LakeRecord for PersonRecord<CitizenId> {
    const KIND: Kind = Kind::Persons;

    fn citizen(&self) -> Option<CitizenId> {
        Some(self.citizen)
    }

    fn renamed(self, now: &impl Fn(CitizenId) -> CitizenId) -> Self {
        PersonRecord { citizen: now(self.citizen), formerly: self.formerly.map(now), ..self }
    }

    fn tally(&self) -> Tally {
        Tally { rows: 1, rate_sum: 0 }
    }

    fn write(rows: &[Self], sheet: &mut Sheet<'_>) {
        let all = || rows.iter();
        sheet.citizens(all().map(|r| r.citizen));
        sheet.places(all().map(|r| r.place));
        sheet.days_or_none("born", "fødselsdag", all().map(|r| r.born));
        sheet.days_or_none("dead", "dødsdag: den sidste dag, der tæller", all().map(|r| r.dead));
        sheet.periods(all().map(|r| r.residence));
        sheet.codes("kommune", "bopælskommune, kode", all().map(|r| r.kommune));
        sheet.codes("betalingskommune", "betalingskommune, kode", all().map(|r| r.betalingskommune));
        sheet.flags("protected", "navn og adresse er beskyttet", all().map(|r| r.protected));
        let formerly = "borger-id for et tidligere nummer, da rækken blev indlæst";
        sheet.other_citizen("formerly", formerly, all().map(|r| r.formerly));
    }

    fn read(cells: &mut Cells<'_>, at: Range<usize>) -> Result<Vec<Self>, StoreError> {
        let citizen = cells.citizens()?;
        let places = cells.places()?;
        let (born, dead) = (cells.days_or_none("born")?, cells.days_or_none("dead")?);
        let residence = cells.periods()?;
        let (kommune, payer) = (cells.codes("kommune")?, cells.codes("betalingskommune")?);
        let protected = cells.flags("protected")?;
        let formerly = cells.optional::<UInt32Type>("formerly")?;
        let rows = at.map(|at| PersonRecord {
            citizen: CitizenId(citizen[at]),
            place: places.get(at),
            born: born.get(at).map(Day),
            dead: dead.get(at).map(Day),
            residence: residence.get(at),
            kommune: kommune.get(at),
            betalingskommune: payer.get(at),
            protected: protected.value(at),
            formerly: formerly.get(at).map(CitizenId),
        });
        Ok(rows.collect())
    }
}
