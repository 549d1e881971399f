//! Inside one system: a målgruppe code that the law's list has not, or not on that day.

use crate::calendar::{Day, Period};
use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::periods::Periods;
use crate::rules::Rule;
use crate::rules::case::Case;
use crate::rules::citizen_case::CitizenCase;
use crate::timeline::Claim;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::UkendtKode,
    name: "Ukendt kode",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Rækken har en målgruppekode, som ikke står på listen, eller som ikke gælder på dagen.",
    why: "Danmarks Statistik afviser rækken, og koden lander ikke i nogen opgørelse.",
    how: "Vælg den kode, der gælder på dagen. Er koden gået ud, så sæt den nye fra den dag, den gamle ophørte.",
    source: "lov/maalgrupper.toml: koder og gyldighed (Danmarks Statistik, L402)",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    for (paragraf, claims, days) in case.each(side) {
        let faults = faults(case, claims, days);
        for (period, codes) in stretches(&faults) {
            let at_fault: Vec<Claim<'_>> = claims
                .iter()
                .filter(|c| {
                    let known = case.known.code_faults(case.lexicon, c.groups);
                    known.iter().any(|(code, bad)| codes.contains(code) && bad.overlaps(period))
                })
                .copied()
                .collect();
            let mut deviation = case.deviation(&RULE, side, paragraf, period);
            deviation.values[side.index()] = codes.into_iter().map(String::from).collect();
            deviation.rows[side.index()] = Case::rows(&at_fault, period);
            out.push(deviation);
        }
    }
}

/// Each code with the days on which a row has it and the law has not.
fn faults(case: &CitizenCase<'_, '_>, claims: &[Claim<'_>], days: &Periods) -> Vec<(Box<str>, Periods)> {
    let mut out: Vec<(Box<str>, Periods)> = Vec::new();
    for claim in claims {
        for (code, bad) in case.known.code_faults(case.lexicon, claim.groups).iter() {
            let on = bad.within(claim.period).intersect(days);
            if on.is_empty() {
                continue;
            }
            match out.iter_mut().find(|(known, _)| known == code) {
                Some((_, before)) => *before = before.union(&on),
                None => out.push((code.clone(), on)),
            }
        }
    }
    out.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    out
}

/// The longest stretches of days with the same codes.
fn stretches(faults: &[(Box<str>, Periods)]) -> Vec<(Period, Vec<Box<str>>)> {
    let mut cuts: Vec<Day> =
        faults.iter().flat_map(|(_, days)| days.iter()).flat_map(|p| [p.from, p.until]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut out: Vec<(Period, Vec<Box<str>>)> = Vec::new();
    for pair in cuts.windows(2) {
        let period = Period { from: pair[0], until: pair[1] };
        let on = faults.iter().filter(|(_, days)| days.contains(period.from));
        let codes: Vec<Box<str>> = on.map(|(code, _)| code.clone()).collect();
        if codes.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some((last, same)) if last.until == period.from && *same == codes => last.until = period.until,
            _ => out.push((period, codes)),
        }
    }
    out
}
