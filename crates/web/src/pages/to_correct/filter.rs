//! Which corrections a sheet holds: the canonical form of its address.

use crate::filter::{NOBODY, in_numbers};
use crate::query::{Fields, address};
use app::access::Scope;
use app::commands::correct_source::{Ask, Reports, is_to_correct};
use app::current::{BoardItem, Current};
use domain::work_item::ItemId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SheetFilter {
    /// The source.
    pub(super) system: String,
    /// Who can correct it.
    pub(super) hvem: String,
    /// The paragraph as written; empty for all.
    pub(super) paragraf: String,
    /// `ret` or `afklar`; empty for both.
    pub(super) hvad: String,
    /// Also those that stand on a sheet that is sent; only those with `kun`.
    pub(super) sendte: String,
    /// The page.
    pub(super) side: usize,
}

/// A deviation with what is asked of it.
#[derive(Clone)]
pub(super) struct Wanted<'c> {
    pub(super) own: &'c Arc<BoardItem>,
    pub(super) ask: Ask,
    /// The sheet that it stands on.
    pub(super) sheet: Option<u32>,
}

impl SheetFilter {
    pub(super) fn of(fields: &Fields) -> SheetFilter {
        let known = |key: &str, words: &[&str]| {
            let found = words.iter().find(|word| **word == fields.one(key));
            found.map_or_else(String::new, |word| (*word).to_owned())
        };
        SheetFilter {
            system: fields.one("system").to_owned(),
            hvem: fields.one("hvem").to_owned(),
            paragraf: fields.one("paragraf").to_owned(),
            hvad: known("hvad", &["ret", "afklar"]),
            sendte: known("sendte", &["med", "kun"]),
            side: fields.number("side").unwrap_or(1),
        }
    }

    pub(super) fn address(&self) -> String {
        self.address_at("/rettelser/ark")
    }

    pub(super) fn address_at(&self, path: &str) -> String {
        let side = if self.side > 1 { self.side.to_string() } else { String::new() };
        address(
            path,
            &[
                ("system", &self.system),
                ("hvem", &self.hvem),
                ("paragraf", &self.paragraf),
                ("hvad", &self.hvad),
                ("sendte", &self.sendte),
                ("side", &side),
            ],
        )
    }

    /// The part of the address after the question mark.
    pub(super) fn query(&self) -> String {
        self.address().split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())
    }

    pub(super) fn holds(&self, wanted: &Wanted<'_>) -> bool {
        let own = wanted.own;
        let who = &own.listed.responsible;
        own.target.source == self.system
            && (who.to_lowercase() == self.hvem.to_lowercase() || (self.hvem == NOBODY && who.is_empty()))
            && (self.paragraf.is_empty() || own.listed.item.key.paragraf == self.paragraf)
            && match self.hvad.as_str() {
                "ret" => !wanted.ask.clarify,
                "afklar" => wanted.ask.clarify,
                _ => true,
            }
            && match self.sendte.as_str() {
                "med" => true,
                "kun" => wanted.sheet.is_some(),
                _ => wanted.sheet.is_none(),
            }
    }

    /// The lines: those of a citizen together, what can be typed at once before what is to be cleared up.
    pub(super) fn select<'c>(&self, all: &[Wanted<'c>]) -> Vec<Wanted<'c>> {
        let mut out: Vec<Wanted<'c>> = all.iter().filter(|wanted| self.holds(wanted)).cloned().collect();
        out.sort_by(|a, b| key(a).cmp(&key(b)));
        out
    }
}

fn key<'k>(wanted: &'k Wanted<'_>) -> impl Ord + 'k {
    let item = &wanted.own.listed.item;
    (wanted.ask.clarify, in_numbers(&item.key.paragraf), item.key.citizen, item.sighting.period.from, item.id)
}

/// Everything that is to be put right, as far as the scope holds it.
pub(super) fn wanted<'c>(
    current: &'c Current,
    scope: &'c Scope,
    on_sheets: &BTreeMap<ItemId, u32>,
) -> Vec<Wanted<'c>> {
    let reports = Reports::of(current);
    let own = current.items(scope).filter(|own| is_to_correct(&own.listed.item));
    own.map(|own| Wanted { own, ask: reports.ask(own), sheet: on_sheets.get(&own.listed.item.id).copied() })
        .collect()
}
