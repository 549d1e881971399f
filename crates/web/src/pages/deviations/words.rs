//! A deviation of the list in few words: what is wrong, which badge its status has, what a role may not read.

use crate::visit::Visit;
use app::access::{Reach, Right, Scope, Subject};
use app::current::{BoardItem, Current};
use domain::amount::Oere;
use domain::deviation::RuleCode;
use domain::landscape::Attribute;
use domain::message::causes_in_words;
use domain::observation::RowPlace;
use domain::rules::rule;
use domain::work_item::{Item, Status};
use std::collections::BTreeMap;

/// What stands instead of a målgruppe.
pub(crate) const HIDDEN: &str = "Din rolle ser ikke målgrupper.";

/// What the words of a page need: the systems' titles, and what the one who looks may read.
pub(crate) struct Words<'c> {
    current: &'c Current,
    scope: &'c Scope,
    titles: BTreeMap<&'c str, &'c str>,
    sees_maalgruppe: bool,
}

impl<'c> Words<'c> {
    /// Words for one who looks, at what the scope holds.
    pub(crate) fn new(visit: &Visit, current: &'c Current, scope: &'c Scope) -> Words<'c> {
        let ran = current.controls.iter().filter_map(|control| control.ran.as_ref());
        let systems = ran.flat_map(|ran| ran.systems());
        Words {
            current,
            scope,
            titles: systems.map(|system| (system.name.as_str(), system.title.as_str())).collect(),
            sees_maalgruppe: visit.may(Right::SeeMaalgruppe),
        }
    }

    /// A system as people say it.
    pub(crate) fn title<'s>(&'s self, name: &'s str) -> &'s str {
        self.titles.get(name).copied().unwrap_or(name)
    }

    /// The systems of an item.
    pub(crate) fn systems(&self, item: &Item) -> Vec<String> {
        item.key.sources.iter().map(|name| self.title(name).to_owned()).collect()
    }

    /// True where the one who looks may not read what the item says of a målgruppe.
    pub(crate) fn hides(&self, item: &Item) -> bool {
        let about =
            item.key.attribute == Some(Attribute::Maalgruppe) || item.key.rule == RuleCode::UkendtKode;
        about && !self.sees_maalgruppe
    }

    /// A text of a rule, with the systems by their names where the item has both.
    pub(crate) fn named(&self, item: &Item, text: &str) -> String {
        match item.key.sources.as_slice() {
            [one, two] => text.replace("System 1", self.title(one)).replace("System 2", self.title(two)),
            _ => text.to_owned(),
        }
    }

    /// "Dage kun i Nexus", "Forskellig værdi: leverandør".
    pub(crate) fn what(&self, item: &Item) -> String {
        let name = self.named(item, rule(item.key.rule).name);
        match (item.key.attribute, item.key.sources.as_slice()) {
            (Some(attribute), _) => format!("{name}: {}", attribute.text()),
            (None, [only]) => format!("{name} i {}", self.title(only)),
            (None, _) => name,
        }
    }

    /// What it shares with others, else its probable cause; empty where there is neither.
    pub(crate) fn hint(&self, own: &BoardItem) -> String {
        let item = &own.listed.item;
        if self.hides(item) {
            return HIDDEN.to_owned();
        }
        if !item.sighting.shared.is_empty() {
            return item.sighting.shared.clone();
        }
        let Some((control, deviation)) = self.current.deviation(own) else { return String::new() };
        let (Some(first), Some(ran)) = (deviation.causes.first(), &control.ran) else { return String::new() };
        let strongest = domain::deviation::Deviation { causes: vec![*first], ..deviation.clone() };
        match first {
            // Another citizen's id is shown on the item's own page alone, to who may see that citizen.
            domain::deviation::Cause::AndetNummer(_) => domain::causes::help(first).0.to_owned(),
            _ => causes_in_words(&strongest, ran.law()),
        }
    }

    /// True where a row of a source, which a deviation of the item names, is inside what the one who looks may see: of
    /// another's provider it is not.
    pub(crate) fn sees_row(&self, own: &BoardItem, source: &str, place: &RowPlace) -> bool {
        if self.scope.reach() != Reach::Provider {
            return true;
        }
        let citizen = own.listed.item.key.citizen;
        let providers = self.current.directory.providers_at(citizen, source, &[(place.file, place.row)]);
        self.scope.holds(&Subject { providers: &providers, ..own.subject() })
    }

    /// True where all rows behind the item are: else its message, which is about all of them, is not shown.
    pub(crate) fn sees_all_rows(&self, own: &BoardItem) -> bool {
        if self.scope.reach() != Reach::Provider {
            return true;
        }
        let Some((control, deviation)) = self.current.deviation(own) else { return false };
        let Some(ran) = &control.ran else { return false };
        let sides = ran.systems().iter().zip(&deviation.rows);
        let mut rows = sides.flat_map(|(system, rows)| rows.iter().map(move |place| (system, place)));
        rows.all(|(system, place)| self.sees_row(own, &system.name, place)) && deviation.others.is_empty()
    }
}

/// The colour of a status' badge; its word says the same.
pub(crate) fn badge(status: Status) -> &'static str {
    match status {
        Status::Open => "info",
        Status::CameBack => "error",
        Status::Investigating | Status::AwaitsSource => "warning",
        Status::Accepted | Status::Closed(_) => "success",
        Status::CannotBeCorrected | Status::Merged(_) => "none",
    }
}

/// Kroner as lists show them: whole, with a sign where the amount has one.
pub(crate) fn kroner(oere: Option<Oere>) -> Option<String> {
    oere.map(report::danish::kroner)
}

/// "1 afvigelse", "412 afvigelser": the word alone.
pub(crate) fn noun(count: usize, one: &'static str, several: &'static str) -> &'static str {
    if count == 1 { one } else { several }
}
