//! Diagnoses as Parquet.

use super::{Cells, LakeRecord, Sheet};
use crate::error::StoreError;
use crate::imports::Kind;
use domain::observation::Diagnosis;
use domain::person::CitizenId;
use domain::totals::Tally;
use std::ops::Range;

impl LakeRecord for Diagnosis<CitizenId> {
    const KIND: Kind = Kind::Diagnoses;

    fn citizen(&self) -> Option<CitizenId> {
        Some(self.citizen)
    }

    fn renamed(self, now: &impl Fn(CitizenId) -> CitizenId) -> Self {
        Diagnosis { citizen: now(self.citizen), ..self }
    }

    fn tally(&self) -> Tally {
        Tally { rows: 1, rate_sum: 0 }
    }

    fn write(rows: &[Self], sheet: &mut Sheet<'_>) {
        let all = || rows.iter();
        sheet.citizens(all().map(|r| r.citizen));
        sheet.places(all().map(|r| r.place));
        sheet.words("system", "kodens system, som kilden skriver det", all().map(|r| r.system));
        sheet.words("code", "koden, som kilden skriver den", all().map(|r| r.code));
        sheet.periods(all().map(|r| r.valid));
    }

    fn read(cells: &mut Cells<'_>, at: Range<usize>) -> Result<Vec<Self>, StoreError> {
        let citizen = cells.citizens()?;
        let places = cells.places()?;
        let (system, code) = (cells.words("system")?, cells.words("code")?);
        let valid = cells.periods()?;
        let rows = at.map(|at| Diagnosis {
            citizen: CitizenId(citizen[at]),
            place: places.get(at),
            system: system.get(at),
            code: code.get(at),
            valid: valid.get(at),
        });
        Ok(rows.collect())
    }
}
