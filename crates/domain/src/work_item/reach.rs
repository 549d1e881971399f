//! How far a run reached: what it could have seen, so that what it did not see is gone and not merely unasked.

use super::{Item, ItemKey};
use crate::calendar::{Day, Period};
use crate::control::{Control, Level};
use crate::deviation::RuleCode;
use crate::landscape::{Attribute, ExtractFacts};
use crate::rules::rule;
use crate::work_item::ClosedBy;
use std::collections::BTreeMap;

/// What figures were made from, so that what is gone can be laid to what was another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fingerprint {
    /// The data of each system, by its name: what was read, not how.
    pub systems: BTreeMap<String, String>,
    /// The data of all other sources.
    pub others: String,
    /// Fælles sprog, translations, decisions about providers.
    pub language: String,
    /// Program, law, mappings, settings.
    pub rules: String,
}

impl Fingerprint {
    /// What closed an item of these sources that was last seen under `self`. Where several differ, data comes first.
    #[must_use]
    pub fn closed_by(&self, now: &Fingerprint, sources: &[String]) -> ClosedBy {
        let differs = |source: &String| self.systems.get(source) != now.systems.get(source);
        if sources.iter().any(differs) || self.others != now.others {
            ClosedBy::Data
        } else if self.language != now.language {
            ClosedBy::Language
        } else {
            ClosedBy::Rules
        }
    }
}

/// What is remembered of a run that touched work items.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    /// The day of its basis.
    pub day: Day,
    /// What its figures were made from.
    pub print: Fingerprint,
    /// One of the extracts had running cases only.
    pub current_only: bool,
    /// The area's name; empty for everybody.
    pub area: String,
}

/// What a run could have seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach {
    /// System 1 and System 2.
    pub systems: [String; 2],
    /// The days on which the two were compared.
    pub compared: Option<Period>,
    /// The days on which money was held against both.
    pub money: Option<Period>,
    /// The days of the window of which each system's own extract speaks.
    pub own: [Option<Period>; 2],
    /// The paragraphs asked about, as written; empty means all.
    pub paragraffer: Vec<String>,
    /// The rules that ran.
    pub rules: Vec<RuleCode>,
    /// Rules that did not run in one source, for it lacks what they ask for: its items are as before.
    pub lacking: Vec<(RuleCode, String)>,
    /// The attributes that were compared.
    pub attributes: Vec<Attribute>,
    /// The level of questions 3 and 4.
    pub level: Level,
}

impl Reach {
    /// The reach of a control. `rules` are those that ran; `paragraffer` those asked about, as written; `ledger` the
    /// days that the finance system covers, where there is one and it says so.
    #[must_use]
    pub fn of(
        control: &Control,
        systems: [(&str, ExtractFacts); 2],
        paragraffer: Vec<String>,
        rules: Vec<RuleCode>,
        ledger: Option<Period>,
    ) -> Reach {
        let own = systems.map(|(_, facts)| own_days(control.window, facts));
        Reach {
            systems: systems.map(|(name, _)| name.to_owned()),
            money: ledger.map_or(Some(control.window), |covers| covers.intersect(control.window)),
            compared: own[0].zip(own[1]).and_then(|(one, two)| one.intersect(two)),
            own,
            paragraffer,
            rules,
            lacking: Vec::new(),
            attributes: control.attributes.clone(),
            level: control.level,
        }
    }

    /// The days of an item that the run tried; `None` where it could not have seen it.
    #[must_use]
    pub fn tried(&self, item: &Item, before: &Trace, now: &Trace) -> Option<Period> {
        if !self.asks(&item.key) || !(now.area.is_empty() || now.area == before.area) {
            return None;
        }
        let days = self.days_of(&item.key)?.intersect(item.sighting.period)?;
        // What ended before an extract of running cases only is outside the comparison now, though it was not before.
        let fell_out = now.current_only && !before.current_only && item.sighting.period.until <= now.day;
        (!fell_out).then_some(days)
    }

    fn asks(&self, key: &ItemKey) -> bool {
        self.rules.contains(&key.rule)
            && (self.paragraffer.is_empty() || self.paragraffer.contains(&key.paragraf))
            && key.attribute.is_none_or(|attribute| self.attributes.contains(&attribute))
            && (self.level == key.level || !by_level(key))
            && !left_out(key, self.level)
            && self.has_sources(&key.sources)
            && !self.lacks(key)
    }

    fn lacks(&self, key: &ItemKey) -> bool {
        let [one] = key.sources.as_slice() else { return false };
        self.lacking.iter().any(|(rule, source)| *rule == key.rule && source == one)
    }

    fn has_sources(&self, sources: &[String]) -> bool {
        match sources {
            [one] => self.systems.contains(one),
            [one, two] => self.systems == [one.as_str(), two.as_str()],
            _ => false,
        }
    }

    fn days_of(&self, key: &ItemKey) -> Option<Period> {
        match key.sources.as_slice() {
            [one] => self.systems.iter().position(|system| system == one).and_then(|at| self.own[at]),
            _ if rule(key.rule).questions.is_empty() => self.money,
            _ => self.compared,
        }
    }
}

/// Days compared at a level stand at that level only.
fn by_level(key: &ItemKey) -> bool {
    matches!(key.rule, RuleCode::DageKunISystem1 | RuleCode::DageKunISystem2) || key.level != Level::Paragraf
}

/// At level leverandoer the provider is not compared as a value.
fn left_out(key: &ItemKey, level: Level) -> bool {
    level == Level::Leverandoer && key.attribute == Some(Attribute::Leverandoer)
}

/// The days of the window of which an extract speaks.
fn own_days(window: Period, facts: ExtractFacts) -> Option<Period> {
    let covered = facts.covers.map_or(Some(window), |covers| covers.intersect(window))?;
    let Some(day) = facts.extracted else { return Some(covered) };
    covered.intersect(Period { from: Day::FIRST, until: day.next() })
}
