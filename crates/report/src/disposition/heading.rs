//! What every form of a disponering says before its figures: year, system, basis, and what is not known.

use super::DispositionReport;
use crate::danish;
use domain::calendar::Day;
use domain::disposition::{BudgetBasis, Cell, RowKind, Target, Value};
use std::collections::BTreeMap;

/// Heading and text, in order.
pub(crate) fn lines(report: &DispositionReport<'_>) -> Vec<(&'static str, String)> {
    let figures = &report.figures;
    let [translation, law, program] = &report.versions;
    let mut out = vec![
        ("Vindue", format!("01-01-{0} - 31-12-{0}", figures.year)),
        ("Område", report.area.clone()),
        ("System", crate::words::facts(&report.system)),
        (
            "Grundlag",
            format!(
                "{}, accepteret {}; tabeller {translation}, lov {law}, program {program}",
                report.basis.0,
                danish::iso_day(&report.basis.1)
            ),
        ),
    ];
    if figures.budget.is_some() {
        let which = match figures.budget_basis {
            BudgetBasis::Oprindeligt => "oprindeligt",
            BudgetBasis::Korrigeret => "korrigeret",
        };
        out.push(("Budget", format!("{which}, som det stod {}", report.budget_day.danish())));
    }
    if figures.posted.is_some() {
        let elapsed = figures.until.first();
        let terms = if figures.posted_net { "netto" } else { "brutto" };
        let text = if elapsed <= domain::calendar::Period::year(figures.year).from {
            "ingen afsluttede måneder i året endnu".to_owned()
        } else {
            format!("til og med {}, {terms} af moms", elapsed.previous().danish())
        };
        out.push(("Til dato", text));
    }
    out
}

/// What is not known or not counted: shown first, a line each.
pub(crate) fn warnings(report: &DispositionReport<'_>) -> Vec<String> {
    let figures = &report.figures;
    let mut out = report.notes.to_vec();
    if let Value::Kroner(unknown) = figures.value(&Target::All, Cell::MomsUkendt)
        && unknown.0 != 0
    {
        out.push(format!(
            "Momsafløftning er ukendt for {} kr.: intet er trukket fra dem. Ejerforhold mangler i leverandørregistret, eller året har ingen \
             liste.",
            danish::kroner(unknown)
        ));
    }
    let mut left_out: BTreeMap<RowKind, (u64, i64)> = BTreeMap::new();
    let mut unpriced = (0u64, 0i64);
    for row in figures.rows {
        if row.kind != RowKind::Counts {
            let entry = left_out.entry(row.kind).or_default();
            entry.0 += 1;
            entry.1 += row.period.days();
        } else if row.money.unpriced_days > 0 {
            unpriced.0 += 1;
            unpriced.1 += row.money.unpriced_days;
        }
    }
    if unpriced.0 > 0 {
        out.push(format!(
            "{} uden pris ({}): deres kroner er ukendte og ikke med. De står under «Uden pris».",
            danish::count(unpriced.0 as i64, "række", "rækker"),
            danish::count(unpriced.1, "dag", "dage")
        ));
    }
    for (kind, (rows, days)) in left_out {
        out.push(format!(
            "{} ({}): {}.",
            danish::count(rows as i64, "række uden kroner", "rækker uden kroner"),
            danish::count(days, "dag", "dage"),
            kind.text()
        ));
    }
    if !report.untranslated.is_empty() {
        out.push(format!(
            "{} uden paragraf: ikke med. Oversæt ordene, og godkend et nyt grundlag.",
            danish::count(report.untranslated.len() as i64, "række", "rækker")
        ));
    }
    if let Some(budget) = figures.budget {
        let (lines, amount) = budget.later;
        if lines > 0 {
            out.push(format!(
                "{} på {} kr. er besluttet efter {} og ikke med.",
                danish::count(lines as i64, "budgetlinje", "budgetlinjer"),
                danish::kroner(amount),
                report.budget_day.danish()
            ));
        }
        let lost = budget.moves_left_over();
        if lost.0 != 0 {
            out.push(format!(
                "Omplaceringer går ikke op: {} kr. mangler sin anden halvdel.",
                danish::kroner(lost)
            ));
        }
        for text in &budget.unread {
            out.push(format!("Budgettets paragraf «{text}» kan ikke læses: beløbet står uden paragraf."));
        }
    }
    out
}

/// The citizens in one line: "1.268 forløb · 823 forskellige borgere".
pub(crate) fn citizens(report: &DispositionReport<'_>) -> String {
    let count = |cell| match report.figures.value(&Target::All, cell) {
        Value::Count(count) => danish::whole(count),
        _ => String::new(),
    };
    format!("{} forløb · {} forskellige borgere", count(Cell::Forloeb), count(Cell::Borgere))
}

/// First and last day as people write them.
pub(crate) fn days(from: Day, last: Day) -> String {
    format!("{} - {}", from.danish(), last.danish())
}
