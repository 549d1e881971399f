//! The figures above the lists: per paragraph and question, and per cause.
//!
//! Invariant: every figure here is a count or a sum over deviations that can be listed, so it can be opened.

use crate::amount::Oere;
use crate::coverage::{Coverage, ParagrafCoverage};
use crate::deviation::{Deviation, RuleCode, Side};
use crate::landscape::Attribute;
use crate::law::ParagrafId;
use crate::person::CitizenId;
use std::collections::{BTreeMap, BTreeSet};

/// A count of deviations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Deviations.
    pub deviations: u64,
    /// Distinct citizens.
    pub citizens: BTreeSet<CitizenId>,
    /// Days, summed over deviations.
    pub days: i64,
    /// Kroner at stake, summed over those that are known; signed for differences of price.
    pub oere: Oere,
    /// Supplements on the same days, where known.
    pub oere_tillaeg: Oere,
    /// Deviations whose kroner are unknown.
    pub unknown: u64,
}

impl Tally {
    fn count(&mut self, deviation: &Deviation) {
        self.deviations += 1;
        self.citizens.insert(deviation.citizen);
        self.days += deviation.period.days();
        match deviation.oere {
            Some(oere) => self.oere += oere,
            None => self.unknown += 1,
        }
        self.oere_tillaeg += deviation.oere_tillaeg.unwrap_or_default();
    }
}

/// What a count is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Kind {
    /// 1-4, or `None` for rules inside one system.
    pub question: Option<u8>,
    /// The rule.
    pub rule: RuleCode,
    /// The attribute, for differing values.
    pub attribute: Option<Attribute>,
    /// The system, for rules inside one.
    pub within: Option<Side>,
}

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParagrafOverview {
    /// Which.
    pub paragraf: ParagrafId,
    /// What was compared.
    pub coverage: ParagrafCoverage,
    /// Counts by kind.
    pub kinds: BTreeMap<Kind, Tally>,
}

/// Deviations that share a probable cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseGroup {
    /// Rule, attribute, and what is shared: "leverandør: Fonden A ≠ Fond A".
    pub title: String,
    /// The kind that all of them are.
    pub kind: Kind,
    /// How many it touches.
    pub tally: Tally,
}

/// The figures of a control.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Paragraphs in the order of the law book.
    pub paragraffer: Vec<ParagrafOverview>,
    /// All paragraphs; citizens are distinct over them, so these are not sums of the rows.
    pub total: BTreeMap<Kind, Tally>,
    /// Causes, those that touch most first.
    pub causes: Vec<CauseGroup>,
}

impl Kind {
    /// The kind of a deviation.
    #[must_use]
    pub fn of(deviation: &Deviation) -> Kind {
        Kind {
            question: deviation.question,
            rule: deviation.rule,
            attribute: deviation.attribute,
            within: deviation.within,
        }
    }
}

impl ParagrafOverview {
    /// All of one question: days, values and waiting.
    #[must_use]
    pub fn question(&self, question: u8) -> Tally {
        sum(self.kinds.iter().filter(|(kind, _)| kind.question == Some(question)))
    }

    /// Days that a question explains of the difference between the systems: differing values explain none.
    #[must_use]
    pub fn explained_days(&self, question: u8) -> i64 {
        let days = |kind: &Kind| kind.question == Some(question) && kind.attribute.is_none();
        self.kinds.iter().filter(|(kind, _)| days(kind)).map(|(_, tally)| tally.days).sum()
    }
}

fn sum<'a>(tallies: impl Iterator<Item = (&'a Kind, &'a Tally)>) -> Tally {
    let mut out = Tally::default();
    for (_, tally) in tallies {
        out.deviations += tally.deviations;
        out.citizens.extend(&tally.citizens);
        out.days += tally.days;
        out.oere += tally.oere;
        out.oere_tillaeg += tally.oere_tillaeg;
        out.unknown += tally.unknown;
    }
    out
}

impl Overview {
    /// Counts a control's deviations beside its reach.
    #[must_use]
    pub fn of(deviations: &[Deviation], coverage: &Coverage) -> Overview {
        let mut paragraffer: BTreeMap<ParagrafId, BTreeMap<Kind, Tally>> =
            coverage.paragraffer.keys().map(|p| (*p, BTreeMap::new())).collect();
        let mut overview = Overview::default();
        let mut causes: BTreeMap<(Kind, String), Tally> = BTreeMap::new();
        for deviation in deviations {
            let kind = Kind::of(deviation);
            paragraffer.entry(deviation.paragraf).or_default().entry(kind).or_default().count(deviation);
            overview.total.entry(kind).or_default().count(deviation);
            if let Some(title) = shared_cause(deviation) {
                causes.entry((kind, title)).or_default().count(deviation);
            }
        }
        overview.paragraffer = paragraffer
            .into_iter()
            .map(|(paragraf, kinds)| ParagrafOverview {
                paragraf,
                coverage: coverage.paragraffer.get(&paragraf).cloned().unwrap_or_default(),
                kinds,
            })
            .collect();
        overview.causes =
            causes.into_iter().map(|((kind, title), tally)| CauseGroup { title, kind, tally }).collect();
        overview.causes.sort_by(|a, b| {
            b.tally
                .deviations
                .cmp(&a.tally.deviations)
                .then_with(|| (&a.title, a.kind).cmp(&(&b.title, b.kind)))
        });
        overview
    }

    /// All of one question over all paragraphs, citizens distinct.
    #[must_use]
    pub fn question(&self, question: u8) -> Tally {
        sum(self.total.iter().filter(|(kind, _)| kind.question == Some(question)))
    }
}

fn shared_cause(deviation: &Deviation) -> Option<String> {
    if !deviation.shared.is_empty() {
        return Some(deviation.shared.clone());
    }
    deviation.causes.first().map(|cause| crate::causes::help(cause).0.to_owned())
}
