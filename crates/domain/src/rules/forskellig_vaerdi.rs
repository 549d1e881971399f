//! Questions 3 and 4, values: an attribute differs on days that both systems have.

use crate::amount::{Oere, Rate};
use crate::attributes::{Run, runs};
use crate::calendar::Period;
use crate::causes::lignende_navn;
use crate::control::Level;
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::landscape::Attribute;
use crate::periods::Periods;
use crate::price::{Price, Unit, WHOLE};
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::stake::as_compared;
use crate::timeline::Claim;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::ForskelligVaerdi,
    name: "Forskellig værdi",
    questions: &[3, 4],
    duty: Duty::SkalRettes,
    what: "Begge systemer har borgeren på paragraffen de samme dage, men leverandør, målgruppe, timer, pris eller kommune er forskellig.",
    why: "Der er bevilget andet, end der afregnes, eller en af de to er ikke ajourført. Pris og timer ændrer udgiften direkte.",
    how: "Sammenlign med afgørelsen og kontrakten. Ret værdien i det system, der afviger fra dem.",
    source: "8-talskontrollen, spørgsmål 3 og 4 (KL: Handlingskatalog, redskab 10)",
};

pub(super) fn check(case: &Case<'_, '_>, out: &mut Vec<Deviation>) {
    let common = case.days(Side::One).intersect(case.days(Side::Two));
    if common.is_empty() {
        return;
    }
    let attributes: Vec<Attribute> = case
        .control
        .attributes
        .iter()
        .copied()
        .filter(|a| !(*a == Attribute::Leverandoer && case.control.level == Level::Leverandoer))
        .collect();
    for run in runs(&attributes, case.claims, &common, case.lexicon) {
        let mut deviation = case.deviation(&RULE, Some(run.question), run.period);
        deviation.attribute = Some(run.attribute);
        deviation.both = run.both;
        deviation.oere = at_stake_of(case, &run);
        deviation.rows = case.claims.map(|claims| Case::rows(claims, run.period));
        deviation.shared = shared(case, &run);
        if run.attribute == Attribute::Leverandoer {
            deviation.causes.extend(lignende_navn::find(case, &run.values));
        }
        deviation.values = run.values;
        out.push(deviation);
    }
}

/// System 2 less System 1 for `pris`; for `timer` only where the price is not compared; else nothing.
fn at_stake_of(case: &Case<'_, '_>, run: &Run) -> Option<Oere> {
    match run.attribute {
        Attribute::Pris => {
            let days = Periods::from(run.period);
            let [one, two] = case.claims.map(|claims| as_compared(claims, &days));
            Some(two? - one?)
        }
        Attribute::Timer if !case.control.attributes.contains(&Attribute::Pris) => {
            hours_at_stake(case, run.period)
        }
        _ => Some(Oere(0)),
    }
}

/// The hours' price in System 2 less that in System 1. A system without a rate takes the other's, if that has one only.
fn hours_at_stake(case: &Case<'_, '_>, period: Period) -> Option<Oere> {
    let rates = case.claims.map(|claims| only_hourly_rate(claims, period));
    let price = |side: usize| -> Option<Oere> {
        let days = Periods::from(period);
        let weeks = case.lexicon.side([Side::One, Side::Two][side]).source.terms.weeks;
        let mut total = Oere(0);
        for claim in case.claims[side].iter().filter(|c| days.overlaps(c.period)) {
            let own = claim.row.rate.filter(|_| claim.row.unit == Some(Unit::TimePrUge));
            let rate = own.or(rates[side]).or(rates[1 - side])?;
            let price =
                Price { unit: Unit::TimePrUge, rate, quantity: claim.row.hours?, share: WHOLE, weeks };
            total += price.of(claim.period.intersect(period)?, claim.row.from);
        }
        Some(total)
    };
    Some(price(1)? - price(0)?)
}

fn only_hourly_rate(claims: &[Claim<'_>], period: Period) -> Option<Rate> {
    let mut rates = claims
        .iter()
        .filter(|c| c.period.overlaps(period) && c.row.unit == Some(Unit::TimePrUge))
        .filter_map(|c| c.row.rate);
    let first = rates.next()?;
    rates.all(|rate| rate == first).then_some(first)
}

/// What other deviations may share with this one: the same two values. Prices and hours are each row's own.
fn shared(case: &Case<'_, '_>, run: &Run) -> String {
    if matches!(run.attribute, Attribute::Pris | Attribute::Timer) {
        return String::new();
    }
    let shown = |side: Side| -> String {
        let values = &run.values[side.index()];
        let texts: Vec<String> = values
            .iter()
            .map(|value| match run.attribute {
                Attribute::Leverandoer => case.lexicon.provider_name(side, value),
                _ => value.clone(),
            })
            .collect();
        if texts.is_empty() { "ikke udfyldt".to_owned() } else { texts.join(", ") }
    };
    format!("{}: {} ≠ {}", run.attribute.text(), shown(Side::One), shown(Side::Two))
}
