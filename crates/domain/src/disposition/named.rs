//! Lines without a citizen in settlement: what is expected before a decision, and what costs without citizens (berigelse).
//!
//! Kroner only: none of them counts a citizen or a day. A line that does not count stands in the list with its kroner and
//! why.

use super::{Disposer, Money, Months, index};
use crate::amount::{Oere, Quantity, Rate, SCALE, divide_rounded};
use crate::calendar::{Day, Period};
use crate::law::ParagrafId;
use crate::observation::{Enrichment, Expectation, ExpectationState, Ownership, RowPlace};
use crate::paragraf::{ParagrafReader, read_within};
use crate::person::CitizenId;
use crate::price::{Price, Unit, WHOLE, Weeks};
use crate::registers::Registers;
use crate::relief::{Account, Relief, read_konto};
use std::collections::BTreeSet;

/// What kind of line it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A case that the authority expects.
    Forventning(ExpectationState),
    /// A line that costs without citizens: its kind in the municipality's words (ramme, objektiv finansiering …).
    Berigelse(String),
}

/// What is to be said of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineNote {
    /// Not confirmed since this day: not counted.
    Udloebet(Day),
    /// It became a grant, or came to nothing: not counted.
    Afsluttet,
    /// Hours, pieces or an end are missing, so that there is no amount: not counted.
    UdenBeloeb,
    /// Its paragraph cannot be read: counted, but on no paragraph.
    UkendtParagraf(String),
    /// The citizen has the paragraph granted on some of the days: may count twice.
    AlleredeBevilget,
}

/// A line without a citizen in settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedLine {
    /// What kind.
    pub kind: LineKind,
    /// Its name.
    pub label: String,
    /// Who answers for it.
    pub who: String,
    /// Where it was read.
    pub place: RowPlace,
    /// Whom an expectation is about, where that is somebody known. Never counted as a citizen.
    pub citizen: Option<CitizenId>,
    /// Its paragraph.
    pub paragraf: Option<ParagrafId>,
    /// `5.38.50`, or empty.
    pub funktion: String,
    /// Who owns the place.
    pub ownership: Ownership,
    /// Its days.
    pub period: Period,
    /// Its kroner in the year.
    pub months: Months,
    /// How certain, in percent.
    pub certainty: u8,
    /// Whether it is in the totals.
    pub counts: bool,
    /// What is to be said of it.
    pub note: Option<LineNote>,
}

impl NamedLine {
    /// Its gross amount in the year weighed by how certain it is. Shown beside; totals count the whole.
    #[must_use]
    pub fn weighed(&self) -> Oere {
        let gross = super::sum(&self.months).gross;
        Oere(divide_rounded(i128::from(gross.0) * i128::from(self.certainty), 100))
    }
}

impl Disposer<'_> {
    /// An expectation. One that is realised or came to nothing does not count; one that is put off counts from its new days.
    #[must_use]
    pub fn expectation(
        &self,
        expected: &Expectation<CitizenId>,
        source: &str,
        registers: &Registers<'_>,
    ) -> NamedLine {
        let ended = matches!(expected.state, ExpectationState::Realiseret | ExpectationState::IkkeRealiseret);
        let mut line =
            self.line(&expected.paragraf, "", &expected.provider, source, expected.period, registers);
        line.kind = LineKind::Forventning(expected.state);
        line.label = expected.label.clone();
        line.who = expected.who.clone();
        line.place = expected.place;
        line.citizen = expected.citizen;
        line.certainty = expected.certainty.min(100);
        match expected_price(expected) {
            Some(price) => self.spread(&mut line, price, registers),
            None => line.note = Some(LineNote::UdenBeloeb),
        }
        if ended {
            line.note = Some(LineNote::Afsluttet);
        }
        line.counts = !matches!(line.note, Some(LineNote::Afsluttet | LineNote::UdenBeloeb));
        line
    }

    /// An enrichment, on the day that the disponering is made: one that has expired then does not count. It is an amount of
    /// the budget, so no VAT relief is taken off it.
    #[must_use]
    pub fn enrichment(
        &self,
        enrichment: &Enrichment,
        source: &str,
        made: Day,
        registers: &Registers<'_>,
    ) -> NamedLine {
        let (paragraf, period) = (&enrichment.paragraf, enrichment.period);
        let mut line =
            self.line(paragraf, &enrichment.account, &enrichment.provider, source, period, registers);
        line.kind = LineKind::Berigelse(enrichment.kind.clone());
        line.label = enrichment.label.clone();
        line.who = enrichment.owner.clone();
        line.place = enrichment.place;
        if period.is_open() || period.from <= Day::FIRST {
            line.note = Some(LineNote::UdenBeloeb);
        } else {
            for (month, part) in self.window().intersect(period).into_iter().flat_map(Period::by_month) {
                let gross = spread(enrichment.amount, period, part);
                line.months[index(month)] = Money { gross, ..Money::default() };
            }
        }
        if let Some(expired) = enrichment.expires.filter(|last| *last < made) {
            line.note = Some(LineNote::Udloebet(expired));
        }
        line.counts = !matches!(line.note, Some(LineNote::Udloebet(_) | LineNote::UdenBeloeb));
        line
    }

    fn line(
        &self,
        written: &str,
        account: &str,
        provider: &str,
        source: &str,
        period: Period,
        registers: &Registers<'_>,
    ) -> NamedLine {
        let within = period.intersect(self.window()).unwrap_or(self.window());
        let paragraf = read_within(&ParagrafReader::new(self.law), written, within);
        let unread = paragraf.is_none() && !written.trim().is_empty();
        let konto = read_konto(account);
        let funktion = match (konto, paragraf) {
            (Some(konto), _) => konto.funktion,
            (None, Some(paragraf)) => self.funktion_of(paragraf).to_string(),
            (None, None) => String::new(),
        };
        let ownership = registers.providers.map_or(Ownership::Unknown, |register| {
            let id = register.named(source, provider);
            id.map_or(Ownership::Unknown, |id| register.ownership(id, within.from))
        });
        NamedLine {
            kind: LineKind::Berigelse(String::new()),
            label: String::new(),
            who: String::new(),
            place: RowPlace { file: 0, sheet: crate::wording::WordId::EMPTY, row: 0 },
            citizen: None,
            paragraf,
            funktion,
            ownership,
            period,
            months: Months::default(),
            certainty: 100,
            counts: true,
            note: unread.then(|| LineNote::UkendtParagraf(written.to_owned())),
        }
    }

    /// The price of an expectation on the days of the year, less the VAT relief of its paragraph and owner.
    fn spread(&self, line: &mut NamedLine, price: Price, registers: &Registers<'_>) {
        let relief = registers.relief.unwrap_or_else(|| Relief::new(self.law));
        let (paragraf, ownership) = (line.paragraf, line.ownership);
        for (month, part) in self.window().intersect(line.period).into_iter().flat_map(Period::by_month) {
            let percent =
                paragraf.and_then(|paragraf| relief.percent(Account::Of(paragraf), ownership, part.from));
            let gross = price.of(part, line.period.from);
            let net = percent.map(|percent| price.net_of(part, line.period.from, percent));
            line.months[index(month)].add_priced(gross, net);
        }
    }
}

/// Marks the expectations for a citizen who has the paragraph granted already: they may count twice.
pub fn mark_granted(lines: &mut [NamedLine], rows: &[super::DisposedRow]) {
    let wanted: BTreeSet<(CitizenId, ParagrafId)> =
        lines.iter().filter_map(|line| line.citizen.zip(line.paragraf)).collect();
    let granted: Vec<(CitizenId, ParagrafId, Period)> = rows
        .iter()
        .filter(|row| row.kind.has_days() && wanted.contains(&(row.citizen, row.paragraf)))
        .map(|row| (row.citizen, row.paragraf, row.period))
        .collect();
    for line in lines.iter_mut().filter(|line| line.note.is_none()) {
        let own = |(citizen, paragraf, period): &(CitizenId, ParagrafId, Period)| {
            Some((*citizen, *paragraf)) == line.citizen.zip(line.paragraf) && period.overlaps(line.period)
        };
        if granted.iter().any(own) {
            line.note = Some(LineNote::AlleredeBevilget);
        }
    }
}

/// The price of an expectation; `None` where its unit asks for hours or an end that is not there.
fn expected_price(expected: &Expectation<CitizenId>) -> Option<Price> {
    let one = Quantity(SCALE);
    let quantity = match expected.unit {
        Unit::Doegn | Unit::Maaned => one,
        Unit::TimePrUge => expected.quantity?,
        Unit::Styk => expected.quantity.unwrap_or(one),
        Unit::Samlet if expected.period.is_open() => return None,
        Unit::Samlet => Quantity(expected.period.days() * SCALE),
    };
    Some(Price { unit: expected.unit, rate: expected.rate, quantity, share: WHOLE, weeks: Weeks::Days7 })
}

/// The part of an amount for all days of a period that falls on some of them: the parts add up to the amount.
fn spread(amount: Oere, period: Period, part: Period) -> Oere {
    let price = Price {
        unit: Unit::Samlet,
        rate: Rate(amount.0 * 100),
        quantity: Quantity(period.days() * SCALE),
        share: WHOLE,
        weeks: Weeks::Days7,
    };
    price.of(part, period.from)
}
