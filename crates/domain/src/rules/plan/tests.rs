//! What lacks is said per system, once where both lack it, and never of a rule that nobody asked for.

use super::{Plan, runnable};
use crate::calendar::{Day, Period};
use crate::control::Control;
use crate::deviation::{RuleCode, Side};
use crate::landscape::Source;
use crate::law::LawBook;
use crate::registers::Registers;

fn source(title: &str, columns: &[&str]) -> Source {
    Source {
        title: title.to_owned(),
        columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        ..Source::default()
    }
}

#[test]
fn a_missing_column_stops_a_rule_in_that_system_alone() {
    let control = Control::of(Period { from: Day(0), until: Day(1) }, 573);
    let (one, two) = (source("Et", &["caseworker"]), source("To", &["settles"]));
    let (law, registers) = (LawBook::default(), Registers::default());
    let (run, not) = runnable(&control, &law, [&one, &two], &registers);
    assert!(run.contains(&RuleCode::Overlap) && run.contains(&RuleCode::SagsbehandlerMangler));
    for rule in RuleCode::ALL {
        let lacking = not.iter().filter(|n| n.rule == rule).map(|n| if n.side.is_none() { 2 } else { 1 });
        assert_eq!(run.contains(&rule), lacking.sum::<u32>() < 2, "{rule:?}");
    }
    let of = |rule| not.iter().filter(|n| n.rule == rule).collect::<Vec<_>>();
    let [caseworker] = of(RuleCode::SagsbehandlerMangler)[..] else { panic!("{not:?}") };
    assert_eq!(caseworker.side, Some(Side::Two));
    assert!(caseworker.reason.starts_with("To har ikke kolonnen sagsbehandler."), "{}", caseworker.reason);
    let [both] = of(RuleCode::EfterDoed)[..] else { panic!("{not:?}") };
    assert_eq!(both.side, None);
    // A column that both lack is missing twice, for each must be told.
    assert_eq!(of(RuleCode::MaalgruppeMangler).len(), 2);
    let plan = Plan::new(&control, &law, [&one, &two], &registers);
    assert!(plan.runs(RuleCode::SagsbehandlerMangler, Side::One));
    assert!(!plan.runs(RuleCode::SagsbehandlerMangler, Side::Two));
}

#[test]
fn a_rule_that_nobody_asked_for_is_in_neither_list() {
    let mut control = Control::of(Period { from: Day(0), until: Day(1) }, 573);
    control.rules = vec![RuleCode::Overlap];
    let plain = source("Et", &[]);
    let found = runnable(&control, &LawBook::default(), [&plain, &plain], &Registers::default());
    assert_eq!(found, (vec![RuleCode::Overlap], Vec::new()));
}
