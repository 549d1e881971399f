//! What a cell opens to: each row, line, posting or budget line with its part of the figure.

use super::figures::{Cell, Figures, Target, is_expected};
use super::{DisposedRow, Money, RowKind, sum};
use crate::amount::Oere;
use crate::observation::Role;
use crate::periods::Periods;
use std::collections::BTreeMap;

/// Something that a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// A place in [`Figures::rows`].
    Row(usize),
    /// A place in [`Figures::named`].
    Named(usize),
    /// A place in [`Figures::posted`].
    Posted(usize),
    /// A place in [`Figures::budget_lines`].
    Budget(usize),
}

/// A part of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What counts.
    pub counted: Counted,
    /// Its kroner, with the sign that it has in the figure.
    pub amount: Oere,
    /// Its days that no earlier row has counted, in a figure of full-year persons.
    pub days: i64,
}

pub(super) fn open(figures: &Figures<'_>, target: &Target, cell: Cell) -> Vec<Part> {
    match cell {
        Cell::Ydelsesaar | Cell::Personaar | Cell::AarEjer(_) => days(figures, target, cell),
        Cell::Forventninger => named(figures, target, Some(true)),
        Cell::Berigelse => named(figures, target, Some(false)),
        Cell::IAlt => {
            let mut parts = rows(figures, target, Cell::Netto);
            parts.extend(named(figures, target, None));
            parts
        }
        Cell::Budget => budget(figures, target),
        Cell::Afvigelse => {
            let mut parts = open(figures, target, Cell::IAlt);
            parts.extend(budget(figures, target).into_iter().map(|p| Part { amount: -p.amount, ..p }));
            parts
        }
        Cell::Bogfoert => posted(figures, target),
        Cell::TilDato => to_date(figures, target),
        Cell::Uforklaret => {
            let mut parts = posted(figures, target);
            parts.extend(to_date(figures, target).into_iter().map(|p| Part { amount: -p.amount, ..p }));
            parts
        }
        Cell::Enhedspris | Cell::EnhedsprisEjer(_) | Cell::Forloeb | Cell::Borgere => Vec::new(),
        _ => rows(figures, target, cell),
    }
}

/// A row's part of a figure of citizens' kroner; `None` where it has no part in it.
#[must_use]
pub fn part_of(figures: &Figures<'_>, row: &DisposedRow, cell: Cell) -> Option<Oere> {
    if row.kind != RowKind::Counts {
        return None;
    }
    let money = &row.money;
    let supplement = row.role == Role::Supplement;
    Some(match cell {
        Cell::Brutto => money.gross,
        Cell::Moms => money.relief,
        Cell::MomsUkendt => money.relief_unknown,
        Cell::Netto => money.net(),
        Cell::Ejer(at) if figures.grouping.column_of(row.ownership) == at => money.net(),
        Cell::Tillaeg if supplement => money.net(),
        Cell::Egenbetaling if supplement && money.gross < Oere(0) => money.net(),
        Cell::Helaarsvirkning => row.whole_year.net() - money.net(),
        Cell::TilDato => figures.as_posted(row.elapsed),
        _ => return None,
    })
}

fn rows(figures: &Figures<'_>, target: &Target, cell: Cell) -> Vec<Part> {
    let own = figures.rows.iter().enumerate().filter(|(_, r)| target.holds(&r.funktion, Some(r.paragraf)));
    own.filter_map(|(at, row)| {
        let amount = part_of(figures, row, cell).filter(|amount| *amount != Oere(0))?;
        Some(Part { counted: Counted::Row(at), amount, days: row.period.days() })
    })
    .collect()
}

fn named(figures: &Figures<'_>, target: &Target, expected: Option<bool>) -> Vec<Part> {
    named_by(figures, target, expected, |months| sum(months).net())
}

fn named_by(
    figures: &Figures<'_>,
    target: &Target,
    expected: Option<bool>,
    amount: impl Fn(&[Money; 12]) -> Oere,
) -> Vec<Part> {
    let lines = figures.named.iter().enumerate();
    lines
        .filter(|(_, l)| l.counts && target.holds(&l.funktion, l.paragraf))
        .filter(|(_, l)| expected.is_none_or(|expected| is_expected(l) == expected))
        .map(|(at, l)| Part { counted: Counted::Named(at), amount: amount(&l.months), days: 0 })
        .collect()
}

fn to_date(figures: &Figures<'_>, target: &Target) -> Vec<Part> {
    let mut parts = rows(figures, target, Cell::TilDato);
    parts.extend(named_by(figures, target, None, |months| {
        figures.elapsed_months().map(|at| figures.as_posted(months[at])).sum()
    }));
    parts
}

fn posted(figures: &Figures<'_>, target: &Target) -> Vec<Part> {
    let all = figures.posted.into_iter().flatten().enumerate();
    all.filter(|(_, p)| figures.is_posted(p) && target.holds(&p.funktion, p.paragraf))
        .map(|(at, p)| Part { counted: Counted::Posted(at), amount: p.amount, days: 0 })
        .collect()
}

fn budget(figures: &Figures<'_>, target: &Target) -> Vec<Part> {
    let parts = figures.budget.into_iter().flat_map(|budget| &budget.parts);
    parts
        .filter(|p| !p.is_refund && target.holds(&p.key.funktion, p.key.paragraf))
        .filter(|p| figures.budget_kinds(&p.key).contains(&figures.budget_lines[p.line].kind))
        .map(|p| {
            let amount = figures.budget_lines[p.line].amount;
            Part { counted: Counted::Budget(p.line), amount, days: 0 }
        })
        .collect()
}

/// Main rows with the days that no earlier row of the citizen has counted in the same union.
fn days(figures: &Figures<'_>, target: &Target, cell: Cell) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    for of_citizen in figures.rows.chunk_by(|a, b| a.citizen == b.citizen) {
        let mut counted: BTreeMap<Option<(&str, u16)>, Periods> = BTreeMap::new();
        for row in of_citizen {
            let own = row.role == Role::Main
                && row.kind.has_days()
                && target.holds(&row.funktion, Some(row.paragraf))
                && !matches!(cell, Cell::AarEjer(column) if figures.grouping.column_of(row.ownership) != column);
            if own {
                let union = (cell != Cell::Personaar).then_some((&*row.funktion, row.paragraf.0));
                let seen = counted.entry(union).or_insert_with(Periods::none);
                let period = Periods::from(row.period);
                let new = period.minus(seen).days();
                *seen = seen.union(&period);
                if new > 0 {
                    parts.push(Part { counted: Counted::Row(at), amount: Oere(0), days: new });
                }
            }
            at += 1;
        }
    }
    parts
}
