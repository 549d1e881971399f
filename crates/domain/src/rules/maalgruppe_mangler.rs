//! Inside one system: rows without målgruppe.

use crate::deviation::{Deviation, Duty, RuleCode, Side};
use crate::lexicon::GroupSet;
use crate::rules::Rule;
use crate::rules::citizen_case::CitizenCase;

pub(super) const RULE: Rule = Rule {
    code: RuleCode::MaalgruppeMangler,
    name: "Målgruppe mangler",
    questions: &[],
    duty: Duty::SkalRettes,
    what: "Rækken har ingen målgruppe.",
    why: "Danmarks Statistik skal have mindst én målgruppe på hver ydelse, og opgørelser pr. målgruppe mangler borgeren.",
    how: "Sæt målgruppen på indsatsen efter borgerens udredning.",
    source: "L402: målgruppe skal oplyses (Danmarks Statistik)",
};

pub(super) fn check(case: &CitizenCase<'_, '_>, side: Side, out: &mut Vec<Deviation>) {
    case.report_days(&RULE, side, |claim| claim.groups == GroupSet(0), out);
}
