//! The figures of a disponering by cell, and the rows that each cell opens to.
//!
//! Invariant: what a cell opens to adds up to it, to the øre and to the day. A unit price is a quotient of two cells.

use super::opening::{self, Part};
use super::{DisposedRow, LineKey, LineKind, LineSum, Money, NamedLine, Posted, Tally};
use crate::amount::Oere;
use crate::budget::{Budget, BudgetKey};
use crate::calendar::Month;
use crate::full_year::FullYears;
use crate::observation::BudgetLine;
use crate::ownership::Grouping;
use crate::unit_price;
use std::collections::BTreeSet;

/// Which of the two budgets is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BudgetBasis {
    /// As first adopted.
    Oprindeligt,
    /// With additions and moves.
    #[default]
    Korrigeret,
}

/// All that the figures of a disponering are made from.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    /// The year.
    pub year: i32,
    /// "Til dato" is the months before this one.
    pub until: Month,
    /// How ownership is grouped.
    pub grouping: &'a Grouping,
    /// Citizens, added up.
    pub tally: &'a Tally,
    /// The rows behind the tally.
    pub rows: &'a [DisposedRow],
    /// Expectations and enrichments.
    pub named: &'a [NamedLine],
    /// The budget on its day; none where the basis has none.
    pub budget: Option<&'a Budget>,
    /// The lines behind the budget.
    pub budget_lines: &'a [BudgetLine],
    /// Which budget is compared with.
    pub budget_basis: BudgetBasis,
    /// What the finance system has posted; none where the basis has no finance system.
    pub posted: Option<&'a [Posted]>,
    /// The finance system is net of VAT relief.
    pub posted_net: bool,
}

/// What a cell's row of the page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// One function and paragraph.
    Line(LineKey),
    /// All lines of a function; empty is the lines without one.
    Funktion(String),
    /// Everything.
    All,
}

impl Target {
    /// True where a function and paragraph belong to it.
    #[must_use]
    pub fn holds(&self, funktion: &str, paragraf: Option<crate::law::ParagrafId>) -> bool {
        match self {
            Target::Line(key) => key.0 == funktion && key.1 == paragraf,
            Target::Funktion(own) => own == funktion,
            Target::All => true,
        }
    }
}

/// A column of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Citizens' services, gross.
    Brutto,
    /// VAT relief of it.
    Moms,
    /// What of gross has a relief that nobody knows.
    MomsUkendt,
    /// Citizens' services, net.
    Netto,
    /// What of net is at places of a column of ownership.
    Ejer(usize),
    /// What of net is supplements.
    Tillaeg,
    /// What of the supplements is income.
    Egenbetaling,
    /// Expected cases, net.
    Forventninger,
    /// Lines without citizens, net.
    Berigelse,
    /// Everything, net: disponeret.
    IAlt,
    /// What changes when it runs a whole year as on the last day, net.
    Helaarsvirkning,
    /// The budget.
    Budget,
    /// Disponeret less the budget.
    Afvigelse,
    /// Posted in the elapsed months.
    Bogfoert,
    /// Disponeret in the elapsed months, gross or net as the finance system is.
    TilDato,
    /// Posted less disponeret in the same months: what no line explains.
    Uforklaret,
    /// Full-year persons, a sum over lines.
    Ydelsesaar,
    /// Full-year persons, each citizen's union.
    Personaar,
    /// Full-year persons at places of a column of ownership.
    AarEjer(usize),
    /// Net over full-year persons, for a column of ownership.
    EnhedsprisEjer(usize),
    /// Net over full-year persons.
    Enhedspris,
    /// Citizens, summed over lines.
    Forloeb,
    /// Distinct citizens.
    Borgere,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Kroner.
    Kroner(Oere),
    /// Full-year persons.
    Years(FullYears),
    /// A count.
    Count(u64),
    /// There is nothing to show: no budget, no finance system, nobody to divide by.
    Nothing,
}

impl Figures<'_> {
    /// The lines, in the order of pages: everything that citizens, named lines, budget or postings name.
    #[must_use]
    pub fn lines(&self) -> Vec<LineKey> {
        let mut keys: BTreeSet<LineKey> = self.tally.lines.keys().cloned().collect();
        keys.extend(self.named.iter().filter(|l| l.counts).map(|l| (l.funktion.clone(), l.paragraf)));
        if let Some(budget) = self.budget {
            keys.extend(budget.gross.keys().map(|key| (key.funktion.clone(), key.paragraf)));
        }
        let posted = self.posted.into_iter().flatten().filter(|p| self.is_posted(p));
        keys.extend(posted.map(|p| (p.funktion.clone(), p.paragraf)));
        keys.into_iter().collect()
    }

    /// All columns, in the order of pages.
    #[must_use]
    pub fn columns(&self) -> Vec<Cell> {
        let ejer = || (0..self.grouping.columns().len()).filter(|at| self.has_column(*at));
        let mut out = vec![Cell::Brutto, Cell::Moms, Cell::MomsUkendt, Cell::Netto];
        out.extend(ejer().map(Cell::Ejer));
        out.extend([Cell::Tillaeg, Cell::Egenbetaling, Cell::Forventninger, Cell::Berigelse, Cell::IAlt]);
        out.extend([Cell::Forloeb, Cell::Borgere, Cell::Ydelsesaar, Cell::Personaar]);
        out.extend(ejer().map(Cell::AarEjer));
        out.push(Cell::Enhedspris);
        out.extend(ejer().map(Cell::EnhedsprisEjer));
        out.push(Cell::Helaarsvirkning);
        if self.budget.is_some() {
            out.extend([Cell::Budget, Cell::Afvigelse]);
        }
        if self.posted.is_some() {
            out.extend([Cell::Bogfoert, Cell::TilDato, Cell::Uforklaret]);
        }
        out
    }

    /// Whether anybody is at places of a column of ownership.
    #[must_use]
    pub fn has_column(&self, at: usize) -> bool {
        self.tally.lines.values().any(|line| {
            line.columns.get(at).is_some_and(|money| *money != Money::default())
                || line.full_years.by.contains_key(&at)
        })
    }

    /// What stands in a cell.
    #[must_use]
    pub fn value(&self, target: &Target, cell: Cell) -> Value {
        match cell {
            Cell::Ydelsesaar | Cell::Personaar | Cell::AarEjer(_) => Value::Years(self.years(target, cell)),
            Cell::Forloeb | Cell::Borgere => Value::Count(self.citizens(target, cell)),
            Cell::Enhedspris => {
                let (net, years) = (self.kroner(target, Cell::Netto), self.years(target, Cell::Personaar));
                unit_price::of(net, years).map_or(Value::Nothing, Value::Kroner)
            }
            Cell::EnhedsprisEjer(at) => {
                let net = self.kroner(target, Cell::Ejer(at));
                unit_price::of(net, self.years(target, Cell::AarEjer(at)))
                    .map_or(Value::Nothing, Value::Kroner)
            }
            Cell::Budget if !self.is_budgeted(target) => Value::Nothing,
            Cell::Afvigelse if self.budget.is_none() => Value::Nothing,
            Cell::Bogfoert | Cell::TilDato | Cell::Uforklaret if self.posted.is_none() => Value::Nothing,
            _ => Value::Kroner(self.kroner(target, cell)),
        }
    }

    /// What a cell opens to; empty for a quotient and a count.
    #[must_use]
    pub fn open(&self, target: &Target, cell: Cell) -> Vec<Part> {
        opening::open(self, target, cell)
    }

    /// The kroner of a cell of kroner; 0 for any other.
    #[must_use]
    pub fn kroner(&self, target: &Target, cell: Cell) -> Oere {
        let lines = |amount: &dyn Fn(&LineSum) -> Oere| -> Oere { self.in_target(target).map(amount).sum() };
        match cell {
            Cell::Brutto => lines(&|l| l.money().gross),
            Cell::Moms => lines(&|l| l.money().relief),
            Cell::MomsUkendt => lines(&|l| l.money().relief_unknown),
            Cell::Netto => lines(&|l| l.money().net()),
            Cell::Ejer(at) => lines(&|l| l.columns.get(at).map_or(Oere(0), Money::net)),
            Cell::Tillaeg => lines(&|l| l.supplements.net()),
            Cell::Egenbetaling => lines(&|l| l.own_payment.net()),
            Cell::Helaarsvirkning => lines(&|l| l.whole_year.net() - l.money().net()),
            Cell::Forventninger => self.named_in(target, true),
            Cell::Berigelse => self.named_in(target, false),
            Cell::IAlt => {
                self.kroner(target, Cell::Netto) + self.named_in(target, true) + self.named_in(target, false)
            }
            Cell::Budget => self.budgeted(target),
            Cell::Afvigelse => self.kroner(target, Cell::IAlt) - self.budgeted(target),
            Cell::Bogfoert => {
                let own = |p: &&Posted| self.is_posted(p) && target.holds(&p.funktion, p.paragraf);
                self.posted.into_iter().flatten().filter(own).map(|p| p.amount).sum()
            }
            Cell::TilDato => {
                let elapsed = |months: &[Money; 12]| -> Oere {
                    self.elapsed_months().map(|at| self.as_posted(months[at])).sum()
                };
                let named = self.named.iter().filter(|l| l.counts && target.holds(&l.funktion, l.paragraf));
                lines(&|l| elapsed(&l.months)) + named.map(|l| elapsed(&l.months)).sum::<Oere>()
            }
            Cell::Uforklaret => self.kroner(target, Cell::Bogfoert) - self.kroner(target, Cell::TilDato),
            _ => Oere(0),
        }
    }

    /// The full-year persons of a cell of them; none for any other.
    #[must_use]
    pub fn years(&self, target: &Target, cell: Cell) -> FullYears {
        if let Cell::AarEjer(at) = cell {
            let of = |line: &LineSum| line.full_years.by.get(&at).map(|count| count.full_years);
            return self.in_target(target).filter_map(of).sum();
        }
        match (target, cell) {
            (Target::Line(key), _) => self.tally.lines.get(key).map(|l| l.full_years.personaar),
            (Target::Funktion(funktion), Cell::Ydelsesaar) => {
                self.tally.funktioner.get(funktion).map(|count| count.ydelsesaar())
            }
            (Target::Funktion(funktion), _) => self.tally.funktioner.get(funktion).map(|c| c.personaar),
            (Target::All, Cell::Ydelsesaar) => Some(self.tally.all.ydelsesaar()),
            (Target::All, _) => Some(self.tally.all.personaar),
        }
        .unwrap_or_default()
    }

    fn citizens(&self, target: &Target, cell: Cell) -> u64 {
        match (target, cell) {
            (Target::Line(key), _) => self.tally.lines.get(key).map(|line| line.full_years.citizens),
            (Target::Funktion(funktion), Cell::Forloeb) => {
                self.tally.funktioner.get(funktion).map(|count| count.forloeb())
            }
            (Target::Funktion(funktion), _) => self.tally.funktioner.get(funktion).map(|c| c.citizens),
            (Target::All, Cell::Forloeb) => Some(self.tally.all.forloeb()),
            (Target::All, _) => Some(self.tally.all.citizens),
        }
        .unwrap_or_default()
    }

    fn in_target(&self, target: &Target) -> impl Iterator<Item = &LineSum> {
        self.tally.lines.iter().filter(|(key, _)| target.holds(&key.0, key.1)).map(|(_, line)| line)
    }

    fn named_in(&self, target: &Target, expected: bool) -> Oere {
        let own =
            |l: &&NamedLine| l.counts && is_expected(l) == expected && target.holds(&l.funktion, l.paragraf);
        self.named.iter().filter(own).map(|l| super::sum(&l.months).net()).sum()
    }

    /// The months of "til dato", as places in [`super::Months`].
    pub(super) fn elapsed_months(&self) -> std::ops::Range<usize> {
        let first = Month(crate::calendar::Period::year(self.year).from.month().0);
        0..usize::try_from(self.until.0 - first.0).unwrap_or(0).min(12)
    }

    /// Money as the finance system posts it.
    pub(super) fn as_posted(&self, money: Money) -> Oere {
        if self.posted_net { money.net() } else { money.gross }
    }

    /// True for gross expense in the elapsed months.
    pub(super) fn is_posted(&self, posted: &Posted) -> bool {
        !posted.is_refund && posted.month < self.until
    }

    /// The kinds of budget lines that make the compared budget of a key.
    pub(super) fn budget_kinds(&self, key: &BudgetKey) -> &'static [crate::observation::BudgetKind] {
        use crate::observation::BudgetKind::{Korrigeret, Omplacering, Oprindeligt, Tillaegsbevilling};
        let Some(figures) = self.budget.and_then(|budget| budget.gross.get(key)) else { return &[] };
        match self.budget_basis {
            BudgetBasis::Oprindeligt => &[Oprindeligt],
            BudgetBasis::Korrigeret if figures.oprindeligt.is_none() && figures.stated.is_some() => {
                &[Korrigeret]
            }
            BudgetBasis::Korrigeret => &[Oprindeligt, Tillaegsbevilling, Omplacering],
        }
    }

    fn is_budgeted(&self, target: &Target) -> bool {
        self.budget.is_some_and(|b| b.gross.keys().any(|key| target.holds(&key.funktion, key.paragraf)))
    }

    fn budgeted(&self, target: &Target) -> Oere {
        let own = |key: &BudgetKey| target.holds(&key.funktion, key.paragraf);
        let lines = self.budget.into_iter().flat_map(|budget| &budget.gross).filter(|(key, _)| own(key));
        lines
            .map(|(_, figures)| match self.budget_basis {
                BudgetBasis::Oprindeligt => figures.oprindeligt.unwrap_or_default(),
                BudgetBasis::Korrigeret => figures.korrigeret(),
            })
            .sum()
    }
}

/// True for an expected case.
#[must_use]
pub fn is_expected(line: &NamedLine) -> bool {
    matches!(line.kind, LineKind::Forventning(_))
}
