//! Questions 3 and 4 at the level asked for: per paragraph, per indsatsydelse or per provider.
//!
//! Below the paragraph, days are taken per value inside a citizen × paragraph that both systems have. Days of a row
//! that does not state the value are left out of both differences.

use crate::attributes::distinct;
use crate::control::Level;
use crate::deviation::{Deviation, Side};
use crate::lexicon::ProviderKey;
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::{Case, LevelValue};
use crate::timeline::{Claim, days_of};

pub(super) fn check<'r>(
    case: &Case<'_, 'r>,
    rule: &Rule,
    question: u8,
    claiming: Side,
    out: &mut Vec<Deviation>,
) {
    if case.days(Side::One).is_empty() || case.days(Side::Two).is_empty() {
        return;
    }
    let mut report = |claims: &[Claim<'r>], days: Periods, value: &LevelValue| {
        for period in days.iter() {
            out.push(case.missing_days(rule, question, claiming, claims, period, value.clone()));
        }
    };
    let own = case.claims[claiming.index()];
    match case.control.level {
        Level::Paragraf => {
            let days = case.days(claiming).minus(case.days(claiming.other()));
            report(own, days, &LevelValue::default());
        }
        Level::Ydelse => {
            for ydelse in distinct(own.iter().map(|c| c.ydelse).filter(|y| *y != 0)) {
                let (claims, days) =
                    difference(case, claiming, |c| (c.ydelse != 0).then_some(c.ydelse == ydelse));
                let name = case.lexicon.ydelse(ydelse).to_owned();
                report(&claims, days, &LevelValue { ydelse: name, ..LevelValue::default() });
            }
        }
        Level::Leverandoer => {
            for class in provider_classes(case, claiming) {
                let (claims, days) = difference(case, claiming, |c| belongs(c.provider, &class));
                let shown =
                    class.iter().map(|key| case.lexicon.shown_provider(*key)).min().unwrap_or_default();
                report(&claims, days, &LevelValue { leverandoer: shown, ..LevelValue::default() });
            }
        }
    }
}

/// The claiming system's rows with the value and the days that only they have. `has` says whether a row has the value;
/// `None` where that cannot be said, and then its days are left out.
fn difference<'r>(
    case: &Case<'_, 'r>,
    claiming: Side,
    has: impl Fn(&Claim<'r>) -> Option<bool>,
) -> (Vec<Claim<'r>>, Periods) {
    let rows = |side: Side, wanted: Option<bool>| -> Vec<Claim<'r>> {
        case.claims[side.index()].iter().filter(|c| has(c) == wanted).copied().collect()
    };
    let own = rows(claiming, Some(true));
    let others = days_of(&rows(claiming.other(), Some(true))).intersect(case.days(claiming.other()));
    let unsaid = days_of(&rows(claiming, None)).union(&days_of(&rows(claiming.other(), None)));
    let days = days_of(&own).intersect(case.days(claiming)).minus(&others).minus(&unsaid);
    (own, days)
}

fn belongs(provider: ProviderKey, class: &[ProviderKey]) -> Option<bool> {
    if provider.is_none() {
        return None;
    }
    if class.contains(&provider) {
        return Some(true);
    }
    // Rows that share no key with any of the class may be the same provider: nothing can be said.
    class.iter().any(|key| provider.same(*key).is_some()).then_some(false)
}

/// The claiming system's providers, with all spellings in either system that are the same by the finest common key.
fn provider_classes(case: &Case<'_, '_>, claiming: Side) -> Vec<Vec<ProviderKey>> {
    let all =
        distinct(case.claims.iter().flat_map(|c| c.iter()).map(|c| c.provider).filter(|p| !p.is_none()));
    let own = distinct(case.claims[claiming.index()].iter().map(|c| c.provider).filter(|p| !p.is_none()));
    let mut classes: Vec<Vec<ProviderKey>> = Vec::new();
    for key in own {
        if classes.iter().any(|class| class.contains(&key)) {
            continue;
        }
        let mut class = vec![key];
        let mut next = 0;
        while let Some(known) = class.get(next).copied() {
            for spelling in all.iter().filter(|k| k.same(known) == Some(true)) {
                if !class.contains(spelling) {
                    class.push(*spelling);
                }
            }
            next += 1;
        }
        classes.push(class);
    }
    classes
}
