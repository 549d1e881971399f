//! Disponeret: what a year will cost if everything granted and expected runs as registered. Neither spending nor forecast.
//!
//! Every krone stands in a line that can be named: a citizen on a paragraph, an expectation, an enrichment. "Øvrige" is the
//! sum of named lines and never a remainder; what a stated total has beyond them is called "uforklaret".

use crate::amount::Oere;
use crate::calendar::{Month, Period};
use crate::full_year::FullYearCount;
use crate::law::{LawBook, ParagrafId};
use crate::observation::Ownership;
use crate::ownership::Grouping;
use crate::periods::Periods;
use crate::person::CitizenId;
use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::Arc;

mod citizen;
mod figures;
mod named;
mod opening;
mod posted;
mod rows;
mod tally;

pub use citizen::Disposed;
pub use figures::{BudgetBasis, Cell, Figures, Target, Value, is_expected};
pub use named::{LineKind, LineNote, NamedLine, mark_granted};
pub use opening::{Counted, Part, part_of};
pub use posted::Posted;
pub use rows::{DisposedRow, RowKind, Whom};
pub use tally::{LineKey, LineSum, Tally};

/// Kroner of some days: gross, what of it is VAT relief, and what is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// Gross of VAT relief; from a source that is net, what it states.
    pub gross: Oere,
    /// The VAT relief of it.
    pub relief: Oere,
    /// The part of `gross` whose relief is not known (no list for the year, unknown owner): nothing is taken off it.
    pub relief_unknown: Oere,
    /// Days of rows without a price: their kroner are not in `gross`.
    pub unpriced_days: i64,
}

impl Money {
    /// Less VAT relief, as far as that is known.
    #[must_use]
    pub fn net(&self) -> Oere {
        self.gross - self.relief
    }

    /// Adds a gross amount and the same less relief; `None` where the relief is not known.
    fn add_priced(&mut self, gross: Oere, net: Option<Oere>) {
        self.gross += gross;
        match net {
            Some(net) => self.relief += gross - net,
            None => self.relief_unknown += gross,
        }
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.gross += other.gross;
        self.relief += other.relief;
        self.relief_unknown += other.relief_unknown;
        self.unpriced_days += other.unpriced_days;
    }
}

/// The twelve months of a year.
pub type Months = [Money; 12];

/// The sum of months.
#[must_use]
pub fn sum(months: &Months) -> Money {
    let mut all = Money::default();
    for month in months {
        all += *month;
    }
    all
}

/// The index of a month in [`Months`].
fn index(month: Month) -> usize {
    month.year_month().1 as usize - 1
}

/// Makes the lines of a year's disponering.
#[derive(Debug)]
pub struct Disposer<'l> {
    year: i32,
    law: &'l LawBook,
    /// By paragraph: its only function, or empty.
    funktioner: Vec<Arc<str>>,
    through: Month,
}

impl<'l> Disposer<'l> {
    /// For one year, by one law book.
    #[must_use]
    pub fn new(law: &'l LawBook, year: i32) -> Disposer<'l> {
        let first = Period::year(year).from;
        let only = |written: &str| {
            let mut of_paragraf = law.funktioner.iter().filter(|f| {
                f.valid.contains(first)
                    && f.grupperinger.iter().any(|g| g.dranst == 1 && g.paragraf == written)
            });
            match (of_paragraf.next(), of_paragraf.next()) {
                (Some(funktion), None) => Arc::from(funktion.number.as_str()),
                _ => Arc::from(""),
            }
        };
        let funktioner = law.paragraffer.iter().map(|p| only(&p.written)).collect();
        Disposer { year, law, funktioner, through: first.month() }
    }

    /// The same, with the kroner of the months before this one added up for themselves ([`DisposedRow::elapsed`]).
    #[must_use]
    pub fn until(self, month: Month) -> Self {
        Disposer { through: month, ..self }
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.year
    }

    fn window(&self) -> Period {
        Period::year(self.year)
    }

    fn funktion_of(&self, paragraf: ParagrafId) -> &Arc<str> {
        &self.funktioner[usize::from(paragraf.0)]
    }
}

/// The disponering of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disposition {
    /// Citizen by citizen.
    pub citizens: Vec<Disposed>,
    /// Lines without a citizen.
    pub lines: Vec<NamedLine>,
}

/// One paragraph of a disponering.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParagrafSum {
    /// Citizens' main services and supplements by kind of ownership.
    pub by_kind: BTreeMap<Ownership, Money>,
    /// What of it is supplements.
    pub supplements: Money,
    /// Places in [`Disposition::lines`] of the lines that count here: what a page calls "øvrige", each by name.
    pub named: Vec<usize>,
    /// Their sum.
    pub named_sum: Money,
    /// Distinct citizens.
    pub citizens: u64,
    /// What it costs a whole year as it runs on the year's last day, less what the year costs: helårsvirkning, net.
    pub full_year_effect: Oere,
}

impl ParagrafSum {
    /// Everything.
    #[must_use]
    pub fn total(&self) -> Money {
        let mut all = self.named_sum;
        for money in self.by_kind.values() {
            all += *money;
        }
        all
    }

    /// What a stated net total has beyond the named lines: "uforklaret", never "øvrige".
    #[must_use]
    pub fn unexplained(&self, stated: Oere) -> Oere {
        stated - self.total().net()
    }
}

impl Disposition {
    /// In the order of reports: paragraph, citizen, ownership.
    pub fn sort(&mut self) {
        self.citizens.sort_by(|a, b| {
            let key = |d: &Disposed| (d.paragraf, d.citizen, d.ownership);
            key(a).cmp(&key(b)).then_with(|| a.funktion.cmp(&b.funktion))
        });
        self.lines.sort_by(|a, b| (a.paragraf, &a.label, a.place).cmp(&(b.paragraf, &b.label, b.place)));
    }

    /// Marks the expectations for a citizen who has the paragraph granted already: they may count twice.
    pub fn mark_granted(&mut self) {
        let granted: BTreeMap<(CitizenId, ParagrafId), &Periods> =
            self.citizens.iter().map(|d| ((d.citizen, d.paragraf), &d.days)).collect();
        for line in self.lines.iter_mut().filter(|line| line.note.is_none()) {
            let Some((citizen, paragraf)) = line.citizen.zip(line.paragraf) else { continue };
            if granted.get(&(citizen, paragraf)).is_some_and(|days| days.overlaps(line.period)) {
                line.note = Some(LineNote::AlleredeBevilget);
            }
        }
    }

    /// Per paragraph; `None` are the named lines without one.
    #[must_use]
    pub fn by_paragraf(&self) -> BTreeMap<Option<ParagrafId>, ParagrafSum> {
        let mut out: BTreeMap<Option<ParagrafId>, ParagrafSum> = BTreeMap::new();
        let mut last: BTreeMap<ParagrafId, CitizenId> = BTreeMap::new();
        let mut lines: Vec<&Disposed> = self.citizens.iter().collect();
        lines.sort_by_key(|d| (d.paragraf, d.citizen));
        for line in lines {
            let entry = out.entry(Some(line.paragraf)).or_default();
            let (main, supplements) = (sum(&line.main), sum(&line.supplements));
            let kind = entry.by_kind.entry(line.ownership).or_default();
            *kind += main;
            *kind += supplements;
            entry.supplements += supplements;
            entry.full_year_effect += line.full_year_effect();
            if !line.days.is_empty() && last.insert(line.paragraf, line.citizen) != Some(line.citizen) {
                entry.citizens += 1;
            }
        }
        for (at, line) in self.lines.iter().enumerate().filter(|(_, line)| line.counts) {
            let entry = out.entry(line.paragraf).or_default();
            entry.named.push(at);
            entry.named_sum += sum(&line.months);
        }
        out
    }

    /// Net amounts of citizens on a paragraph by kind of ownership: the numerators of unit prices. Named lines are no
    /// part of a unit price.
    #[must_use]
    pub fn net_by_kind(&self, paragraf: ParagrafId) -> BTreeMap<Ownership, Oere> {
        let mut out: BTreeMap<Ownership, Oere> = BTreeMap::new();
        for line in self.citizens.iter().filter(|d| d.paragraf == paragraf) {
            *out.entry(line.ownership).or_default() += sum(&line.main).net() + sum(&line.supplements).net();
        }
        out
    }

    /// Full-year persons on a paragraph by column of a grouping: the divisors of unit prices.
    #[must_use]
    pub fn full_years(&self, paragraf: ParagrafId, grouping: &Grouping) -> FullYearCount<usize> {
        let mut by_citizen: BTreeMap<CitizenId, BTreeMap<usize, Periods>> = BTreeMap::new();
        for line in self.citizens.iter().filter(|d| d.paragraf == paragraf) {
            let columns = by_citizen.entry(line.citizen).or_default();
            let days = columns.entry(grouping.column_of(line.ownership)).or_insert_with(Periods::none);
            *days = days.union(&line.days);
        }
        let mut count = FullYearCount::default();
        for columns in by_citizen.values() {
            count.add_citizen(columns.iter().map(|(column, days)| (*column, days)));
        }
        count
    }

    /// Full-year persons by paragraph, with ydelsesår and personår.
    #[must_use]
    pub fn full_years_by_paragraf(&self) -> FullYearCount<ParagrafId> {
        let mut by_citizen: BTreeMap<CitizenId, BTreeMap<ParagrafId, Periods>> = BTreeMap::new();
        for line in &self.citizens {
            let paragraffer = by_citizen.entry(line.citizen).or_default();
            let days = paragraffer.entry(line.paragraf).or_insert_with(Periods::none);
            *days = days.union(&line.days);
        }
        let mut count = FullYearCount::default();
        for paragraffer in by_citizen.values() {
            count.add_citizen(paragraffer.iter().map(|(paragraf, days)| (*paragraf, days)));
        }
        count
    }

    /// Per function and paragraph, for a follow-up: net of VAT relief, as accounts are, or gross of it. The state's refund
    /// is in neither.
    #[must_use]
    pub fn by_funktion(&self, net_of_relief: bool) -> BTreeMap<(String, Option<ParagrafId>), Oere> {
        let amount = |money: Money| if net_of_relief { money.net() } else { money.gross };
        let mut out: BTreeMap<(String, Option<ParagrafId>), Oere> = BTreeMap::new();
        for line in &self.citizens {
            let entry = out.entry((line.funktion.clone(), Some(line.paragraf))).or_default();
            *entry += amount(sum(&line.main)) + amount(sum(&line.supplements));
        }
        for line in self.lines.iter().filter(|line| line.counts) {
            *out.entry((line.funktion.clone(), line.paragraf)).or_default() += amount(sum(&line.months));
        }
        out
    }
}

#[cfg(test)]
mod tests;
