//! The budget: oprindeligt + tillæg + omplacering = korrigeret on a day, beside what the finance system states, and the
//! forecast set against it in words with the right sign.
//!
//! Gross expense (dranst 1) and the state's refund (dranst 2) stay apart. A budget without a paragraph and a forecast
//! without a function are shown, never dropped.

use crate::amount::Oere;
use crate::calendar::Day;
use crate::law::{LawBook, ParagrafId};
use crate::observation::{BudgetKind, BudgetLine};
use crate::paragraf::{ParagrafReader, read_within};
use crate::relief::read_konto;
use std::collections::{BTreeMap, BTreeSet};

/// A budget in its kinds, on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// As first adopted; `None` where no line says.
    pub oprindeligt: Option<Oere>,
    /// Additions that the council has granted.
    pub tillaeg: Oere,
    /// Moved between accounts.
    pub omplacering: Oere,
    /// What the finance system states as corrected; `None` where it states nothing.
    pub stated: Option<Oere>,
}

impl Figures {
    /// The corrected budget as the lines add up; `None` where there is no original to add to.
    #[must_use]
    pub fn computed(&self) -> Option<Oere> {
        self.oprindeligt.map(|original| original + self.tillaeg + self.omplacering)
    }

    /// The corrected budget: as computed, else as stated, else the changes alone.
    #[must_use]
    pub fn korrigeret(&self) -> Oere {
        self.computed().or(self.stated).unwrap_or(self.tillaeg + self.omplacering)
    }

    /// Stated less computed, where both are there and differ: somebody must say why.
    #[must_use]
    pub fn contradiction(&self) -> Option<Oere> {
        self.stated.zip(self.computed()).map(|(stated, made)| stated - made).filter(|d| *d != Oere(0))
    }

    fn plus(self, other: Figures) -> Figures {
        let sum = |a: Option<Oere>, b: Option<Oere>| match (a, b) {
            (None, None) => None,
            (a, b) => Some(a.unwrap_or_default() + b.unwrap_or_default()),
        };
        Figures {
            oprindeligt: sum(self.oprindeligt, other.oprindeligt),
            tillaeg: self.tillaeg + other.tillaeg,
            omplacering: self.omplacering + other.omplacering,
            stated: sum(self.stated, other.stated),
        }
    }
}

/// What a budget is for: a function (empty where the account leads to none) and a paragraph, where one is written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct BudgetKey {
    /// `5.38.50`, or empty.
    pub funktion: String,
    /// The paragraph that the line names.
    pub paragraf: Option<ParagrafId>,
}

/// The budget of a year on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// Gross expense (dranst 1, and lines that do not say).
    pub gross: BTreeMap<BudgetKey, Figures>,
    /// The state's refund (dranst 2).
    pub refund: BTreeMap<BudgetKey, Figures>,
    /// Lines decided after the day: (lines, øre), not counted.
    pub later: (u64, Oere),
    /// Texts that are no paragraph.
    pub unread: BTreeSet<String>,
    /// The lines that count, each with what it is for.
    pub parts: Vec<BudgetPart>,
}

/// A line of a budget that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetPart {
    /// Its place in the lines.
    pub line: usize,
    /// What it is for.
    pub key: BudgetKey,
    /// The state's refund.
    pub is_refund: bool,
}

impl Budget {
    /// The budget of a year as it stood on a day. A line without a day holds from the beginning. Of stated budgets each
    /// account's newest counts.
    #[must_use]
    pub fn on(lines: &[BudgetLine], year: i32, day: Day, law: &LawBook) -> Budget {
        let reader = ParagrafReader::new(law);
        let mut budget = Budget::default();
        let counts = |line: &&BudgetLine| line.decided.is_none_or(|decided| decided <= day);
        let mut newest: BTreeMap<(&str, &str), Option<Day>> = BTreeMap::new();
        for line in lines.iter().filter(|l| l.year == year && l.kind == BudgetKind::Korrigeret).filter(counts)
        {
            let entry = newest.entry((&line.account, &line.paragraf)).or_default();
            *entry = (*entry).max(line.decided);
        }
        for (at, line) in lines.iter().enumerate().filter(|(_, l)| l.year == year) {
            if !counts(&line) {
                budget.later.0 += 1;
                budget.later.1 += line.amount;
                continue;
            }
            let whole_year = crate::calendar::Period::year(year);
            let paragraf = read_within(&reader, &line.paragraf, whole_year);
            if paragraf.is_none() && !line.paragraf.trim().is_empty() {
                budget.unread.insert(line.paragraf.clone());
            }
            let key = BudgetKey { funktion: funktion_of(line), paragraf };
            let is_refund = dranst_of(line) == 2;
            let superseded = line.kind == BudgetKind::Korrigeret
                && newest.get(&(line.account.as_str(), line.paragraf.as_str())) != Some(&line.decided);
            if !superseded {
                budget.parts.push(BudgetPart { line: at, key: key.clone(), is_refund });
            }
            let side = if is_refund { &mut budget.refund } else { &mut budget.gross };
            let figures = side.entry(key).or_default();
            match line.kind {
                BudgetKind::Oprindeligt => {
                    figures.oprindeligt = Some(figures.oprindeligt.unwrap_or_default() + line.amount);
                }
                BudgetKind::Tillaegsbevilling => figures.tillaeg += line.amount,
                BudgetKind::Omplacering => figures.omplacering += line.amount,
                BudgetKind::Korrigeret => {
                    if !superseded {
                        figures.stated = Some(figures.stated.unwrap_or_default() + line.amount);
                    }
                }
            }
        }
        budget
    }

    /// The gross budget of everything.
    #[must_use]
    pub fn total(&self) -> Figures {
        self.gross.values().fold(Figures::default(), |sum, figures| sum.plus(*figures))
    }

    /// What moved between accounts, over all of them: 0, or a move has lost its other half.
    #[must_use]
    pub fn moves_left_over(&self) -> Oere {
        self.gross.values().chain(self.refund.values()).map(|f| f.omplacering).sum()
    }
}

fn funktion_of(line: &BudgetLine) -> String {
    if !line.funktion.is_empty() {
        return line.funktion.clone();
    }
    read_konto(&line.account).map_or_else(String::new, |konto| konto.funktion)
}

/// The fifth part of the account: `538501002`, or the digit after the function in `5.38.50 1 002`. 1 where it is not said.
fn dranst_of(line: &BudgetLine) -> u8 {
    if let Some(konto) = read_konto(&line.account) {
        return konto.dranst;
    }
    let mut parts = line.account.split_whitespace().skip(1);
    match parts.next() {
        Some(part) if part.len() == 1 => part.parse().unwrap_or(1),
        _ => 1,
    }
}

/// A forecast against a budget, in words and without a sign to misread.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Spending {
    /// The forecast exceeds the budget by this.
    Merforbrug(Oere),
    /// The forecast is this much below the budget.
    Mindreforbrug(Oere),
    /// To the øre.
    SomBudgetteret,
}

impl Spending {
    /// The forecast of gross expense less the budget of it.
    #[must_use]
    pub fn of(forecast: Oere, budget: Oere) -> Spending {
        match forecast - budget {
            over if over > Oere(0) => Spending::Merforbrug(over),
            Oere(0) => Spending::SomBudgetteret,
            under => Spending::Mindreforbrug(-under),
        }
    }

    /// The word.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Spending::Merforbrug(_) => "merforbrug",
            Spending::Mindreforbrug(_) => "mindreforbrug",
            Spending::SomBudgetteret => "som budgetteret",
        }
    }

    /// The amount, never negative.
    #[must_use]
    pub fn amount(self) -> Oere {
        match self {
            Spending::Merforbrug(amount) | Spending::Mindreforbrug(amount) => amount,
            Spending::SomBudgetteret => Oere(0),
        }
    }
}

/// One line of a follow-up: a function, or what has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// `5.38.50`; empty for what has no function.
    pub funktion: String,
    /// Paragraphs that the budget or the forecast names on it.
    pub paragraffer: BTreeSet<ParagrafId>,
    /// The corrected budget; `None` where there is none.
    pub budget: Option<Oere>,
    /// The forecast; `None` where nothing is disposed on it.
    pub forecast: Option<Oere>,
    /// The forecast against the budget.
    pub spending: Spending,
    /// The corrected budget of the state's refund, apart.
    pub refund_budget: Option<Oere>,
}

/// Function by function: the gross budget against a forecast of gross expense. `forecast` is per function (empty for none)
/// and paragraph.
#[must_use]
pub fn follow_up(budget: &Budget, forecast: &BTreeMap<(String, Option<ParagrafId>), Oere>) -> Vec<FollowUp> {
    #[derive(Default)]
    struct Row {
        paragraffer: BTreeSet<ParagrafId>,
        budget: Option<Oere>,
        forecast: Option<Oere>,
        refund: Option<Oere>,
    }
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let add = |slot: &mut Option<Oere>, amount: Oere| *slot = Some(slot.unwrap_or_default() + amount);
    for (key, figures) in &budget.gross {
        let row = rows.entry(&key.funktion).or_default();
        row.paragraffer.extend(key.paragraf);
        add(&mut row.budget, figures.korrigeret());
    }
    for (key, figures) in &budget.refund {
        add(&mut rows.entry(&key.funktion).or_default().refund, figures.korrigeret());
    }
    for ((funktion, paragraf), amount) in forecast {
        let row = rows.entry(funktion).or_default();
        row.paragraffer.extend(*paragraf);
        add(&mut row.forecast, *amount);
    }
    rows.into_iter()
        .map(|(funktion, row)| FollowUp {
            funktion: funktion.to_owned(),
            paragraffer: row.paragraffer,
            budget: row.budget,
            forecast: row.forecast,
            spending: Spending::of(row.forecast.unwrap_or_default(), row.budget.unwrap_or_default()),
            refund_budget: row.refund,
        })
        .collect()
}

#[cfg(test)]
mod tests;
