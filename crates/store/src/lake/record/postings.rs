//! Postings as Parquet. Those about nobody stand first.

use super::{Cells, LakeRecord, Sheet};
use crate::error::StoreError;
use crate::imports::Kind;
use arrow_array::types::UInt32Type;
use domain::amount::Oere;
use domain::calendar::{Day, Period};
use domain::observation::Posting;
use domain::person::CitizenId;
use domain::totals::Tally;
use std::ops::Range;

/// Øre in 1/10.000 kroner.
pub(crate) const OERE: i128 = 100;

impl LakeRecord for Posting<CitizenId> {
    const KIND: Kind = Kind::Postings;

    fn citizen(&self) -> Option<CitizenId> {
        self.citizen
    }

    fn renamed(self, now: &impl Fn(CitizenId) -> CitizenId) -> Self {
        Posting { citizen: self.citizen.map(now), ..self }
    }

    fn tally(&self) -> Tally {
        Tally { rows: 1, rate_sum: i128::from(self.amount.0) * OERE }
    }

    fn write(rows: &[Self], sheet: &mut Sheet<'_>) {
        let all = || rows.iter();
        sheet.citizens_or_nobody(all().map(|r| r.citizen));
        sheet.places(all().map(|r| r.place));
        sheet.days("booked", "bogføringsdato", all().map(|r| r.booked));
        let concerns = "første dag af det, der betales for; tom: kilden siger det ikke";
        sheet.days_or_none("concerns_from", concerns, all().map(|r| r.concerns.map(|p| p.from)));
        let until = "dagen efter den sidste af det, der betales for";
        sheet.days_or_none("concerns_until", until, all().map(|r| r.concerns.map(|p| p.until)));
        sheet.amounts("amount", "øre; udgift er positiv", all().map(|r| r.amount.0));
        sheet.words("account", "konto, som kilden skriver den", all().map(|r| r.account));
        sheet.words("konto", "kontoens ni cifre; tom: kan ikke læses", all().map(|r| r.konto));
        sheet.words("art", "art", all().map(|r| r.art));
        sheet.providers(all().map(|r| r.provider));
        sheet.rare_words("bill", "bilagsnummer", all().map(|r| r.bill));
        sheet.rare_words("text", "posteringstekst uden personnumre", all().map(|r| r.text));
    }

    fn read(cells: &mut Cells<'_>, at: Range<usize>) -> Result<Vec<Self>, StoreError> {
        let citizen = cells.optional::<UInt32Type>("citizen")?;
        let places = cells.places()?;
        let booked = cells.days("booked")?;
        let from = cells.days_or_none("concerns_from")?;
        let until = cells.days_or_none("concerns_until")?;
        let amount = cells.amounts("amount")?;
        let (account, konto, art) = (cells.words("account")?, cells.words("konto")?, cells.words("art")?);
        let providers = cells.providers(at.clone())?;
        let (bill, text) = (cells.rare_words("bill")?, cells.rare_words("text")?);
        let day = |day: Option<i32>| day.map(Day);
        let rows = at.zip(providers).map(|(at, provider)| Posting {
            citizen: citizen.get(at).map(CitizenId),
            place: places.get(at),
            booked: Day(booked[at]),
            concerns: day(from.get(at)).zip(day(until.get(at))).map(|(from, until)| Period { from, until }),
            amount: Oere(amount[at]),
            account: account.get(at),
            konto: konto.get(at),
            art: art.get(at),
            provider,
            bill: bill.get(at),
            text: text.get(at),
        });
        Ok(rows.collect())
    }
}
