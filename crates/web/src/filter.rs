//! Which deviations a list shows: the one canonical form of its address.
//!
//! Invariant: what an address asks is what the list holds, and every figure on another page that counts deviations links
//! to such an address.

use crate::query::{Fields, address};
use app::access::Scope;
use app::current::{BoardItem, Current};
use domain::amount::Oere;
use domain::person::CitizenId;
use domain::work_item::{ItemId, Status};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The word for those whom no source names anybody for.
pub const NOBODY: &str = "ingen";

/// Items a page, unless asked otherwise.
pub const PAGE: usize = 50;

/// The columns that a list can be sorted by; those of the second half begin with the largest.
pub const COLUMNS: [&str; 6] = ["paragraf", "borger", "ansvarlig", "kroner", "dage", "alder"];

/// What stands behind a column's word where it is sorted the other way round.
const BACKWARDS: &str = "_omvendt";

/// What a list is asked for. Empty means no limit; without any limit those that are work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Of this saved control.
    pub kontrol: String,
    /// Seen by the newest run of its control, whatever the status.
    pub fund: bool,
    /// A status word ([`Status::key`]), or `alle`; `arbejde` for those that are work; `nye` for those that the newest run
    /// saw first, `lukket_sidst` for those that it closed.
    pub status: String,
    /// `1`-`4`; `i` for rules inside one system, `b` for payments.
    pub spoergsmaal: String,
    /// The paragraph as written.
    pub paragraf: String,
    /// A rule's key.
    pub regel: String,
    /// An attribute's key.
    pub attribut: String,
    /// What they share.
    pub aarsag: String,
    /// Who has it.
    pub ansvarlig: String,
    /// The citizen's shown id.
    pub borger: String,
    /// A duty's key.
    pub pligt: String,
    /// `dage` for differences of days, `vaerdier` for differences of values.
    pub hvad: String,
    /// One of [`COLUMNS`], `kroner` unless asked otherwise; with `_omvendt` the other way round.
    pub sorter: String,
    /// The page, 1 is the first; 0 means 1.
    pub side: usize,
    /// Items a page; 0 means [`PAGE`].
    pub antal: usize,
}

impl ItemFilter {
    /// As an address asks.
    #[must_use]
    pub fn of(fields: &Fields) -> ItemFilter {
        let text = |key: &str| fields.one(key).to_owned();
        let sorter = fields.one("sorter");
        let is_column = |word: &&str| COLUMNS.contains(&word.strip_suffix(BACKWARDS).unwrap_or(word));
        ItemFilter {
            kontrol: text("kontrol"),
            fund: fields.one("fund") == "nyeste",
            status: text("status"),
            spoergsmaal: text("spoergsmaal"),
            paragraf: text("paragraf"),
            regel: text("regel"),
            attribut: text("attribut"),
            aarsag: text("aarsag"),
            ansvarlig: text("ansvarlig"),
            borger: text("borger"),
            pligt: text("pligt"),
            hvad: text("hvad"),
            sorter: Some(sorter).filter(is_column).unwrap_or("").to_owned(),
            side: fields.number("side").unwrap_or(0),
            antal: fields.number("antal").unwrap_or(0).min(500),
        }
    }

    /// The pairs that say something, in their order.
    #[must_use]
    pub fn address(&self) -> String {
        self.address_at("/afvigelser")
    }

    /// The same question put to another page.
    #[must_use]
    pub fn address_at(&self, path: &str) -> String {
        let side = if self.side > 1 { self.side.to_string() } else { String::new() };
        let antal = if self.antal > 0 && self.antal != PAGE { self.antal.to_string() } else { String::new() };
        let sorter = if self.sorter == "kroner" { "" } else { &self.sorter };
        address(
            path,
            &[
                ("kontrol", &self.kontrol),
                ("fund", if self.fund { "nyeste" } else { "" }),
                ("status", &self.status),
                ("spoergsmaal", &self.spoergsmaal),
                ("paragraf", &self.paragraf),
                ("regel", &self.regel),
                ("attribut", &self.attribut),
                ("aarsag", &self.aarsag),
                ("ansvarlig", &self.ansvarlig),
                ("borger", &self.borger),
                ("pligt", &self.pligt),
                ("hvad", &self.hvad),
                ("sorter", sorter),
                ("side", &side),
                ("antal", &antal),
            ],
        )
    }

    /// The items that the filter asks for, of those in scope, in its order.
    #[must_use]
    pub fn select<'c>(&self, current: &'c Current, scope: &'c Scope) -> Vec<&'c Arc<BoardItem>> {
        let mut found: Vec<&Arc<BoardItem>> =
            current.items(scope).filter(|item| self.holds(item, current)).collect();
        found.sort_by(|a, b| self.compare(a, b));
        found
    }

    /// The same with items that were there and have been decided since: a list that does not move under a meeting.
    #[must_use]
    pub fn select_and<'c>(
        &self,
        current: &'c Current,
        scope: &'c Scope,
        decided: &BTreeSet<ItemId>,
    ) -> Vec<&'c Arc<BoardItem>> {
        let was = ItemFilter { ansvarlig: String::new(), ..self.clone() };
        let stays =
            |own: &BoardItem| decided.contains(&own.listed.item.id) && was.holds_but_status(own, current);
        let mut found: Vec<&Arc<BoardItem>> =
            current.items(scope).filter(|item| self.holds(item, current) || stays(item)).collect();
        found.sort_by(|a, b| self.compare(a, b));
        found
    }

    /// The places before and after an item in a list of [`ItemFilter::select`]; it may have left the list since.
    #[must_use]
    pub fn around(&self, list: &[&Arc<BoardItem>], own: &BoardItem) -> (Option<usize>, usize) {
        match list.binary_search_by(|other| self.compare(other, own)) {
            Ok(at) => (at.checked_sub(1), at + 1),
            Err(at) => (at.checked_sub(1), at),
        }
    }

    /// The column that the list is sorted by, and whether the other way round.
    #[must_use]
    pub fn column(&self) -> (&'static str, bool) {
        let (word, backwards) = match self.sorter.strip_suffix(BACKWARDS) {
            Some(word) => (word, true),
            None => (self.sorter.as_str(), false),
        };
        let known = COLUMNS.into_iter().find(|column| *column == word);
        known.map_or(("kroner", false), |column| (column, backwards))
    }

    /// The same list sorted by a column, or the other way round where it is already.
    #[must_use]
    pub fn sorted_by(&self, column: &str) -> ItemFilter {
        let sorter = match self.column() {
            (now, false) if now == column => format!("{column}{BACKWARDS}"),
            _ => column.to_owned(),
        };
        ItemFilter { sorter, side: 0, ..self.clone() }
    }

    /// True where the item is asked for.
    #[must_use]
    pub fn holds(&self, own: &BoardItem, current: &Current) -> bool {
        self.status_holds(own, current) && self.holds_but_status(own, current)
    }

    /// True where the item is asked for, whatever its status.
    #[must_use]
    pub fn holds_but_status(&self, own: &BoardItem, current: &Current) -> bool {
        let (item, listed) = (&own.listed.item, &own.listed);
        let asked = |wish: &str, is: &str| wish.is_empty() || wish.to_lowercase() == is.to_lowercase();
        let control = own.control.map_or("", |at| current.controls[at].shown.name.as_str());
        (self.kontrol.is_empty()
            || self.kontrol == control
            || (!self.fund && seen_by(own, &self.kontrol, current)))
            && self.question_holds(own)
            && asked(&self.paragraf, &item.key.paragraf)
            && asked(&self.regel, item.key.rule.key())
            && asked(&self.attribut, item.key.attribute.map_or("", |a| a.key()))
            && (self.aarsag.is_empty() || self.aarsag == item.sighting.shared)
            && (asked(&self.ansvarlig, &listed.responsible)
                || (self.ansvarlig == NOBODY && listed.responsible.is_empty()))
            && (self.borger.is_empty() || asked(&self.borger, &item.key.citizen.to_string()))
            && asked(&self.pligt, item.sighting.duty.key())
            && match self.hvad.as_str() {
                "dage" => item.key.attribute.is_none(),
                "vaerdier" => item.key.attribute.is_some(),
                _ => true,
            }
    }

    fn status_holds(&self, own: &BoardItem, current: &Current) -> bool {
        let status: Status = own.listed.item.standing.status;
        match (self.status.as_str(), self.fund) {
            ("", true) => own.control.is_some(),
            ("", false) => status.is_work(),
            ("alle", fund) => !fund || own.control.is_some(),
            ("arbejde", fund) => status.is_work() && (!fund || own.control.is_some()),
            ("nye", _) => is_new(own, current),
            ("lukket_sidst", _) => is_closed_by_newest(own, current),
            (key, fund) => status.key() == key && (!fund || own.control.is_some()),
        }
    }

    fn question_holds(&self, own: &BoardItem) -> bool {
        let item = &own.listed.item;
        match (self.spoergsmaal.as_str(), item.sighting.question) {
            ("", _) => true,
            ("i", question) => question.is_none() && !item.key.rule.is_about_payments(),
            ("b", question) => question.is_none() && item.key.rule.is_about_payments(),
            (wish, question) => question.is_some_and(|number| number.to_string() == wish),
        }
    }

    /// The chosen column, then kroner (unknown ones last) and days, then the order in which items were made.
    fn compare(&self, a: &BoardItem, b: &BoardItem) -> Ordering {
        let (column, backwards) = self.column();
        let chosen = match column {
            "dage" => days(b).cmp(&days(a)),
            "alder" => b.listed.age_days.cmp(&a.listed.age_days),
            "paragraf" => {
                in_numbers(&a.listed.item.key.paragraf).cmp(&in_numbers(&b.listed.item.key.paragraf))
            }
            "ansvarlig" => a.listed.responsible.cmp(&b.listed.responsible),
            "borger" => a.listed.item.key.citizen.cmp(&b.listed.item.key.citizen),
            _ => kroner(b).cmp(&kroner(a)),
        };
        let chosen = if backwards { chosen.reverse() } else { chosen };
        let unknown_last = match column {
            "kroner" => kroner(a).is_none().cmp(&kroner(b).is_none()),
            _ => Ordering::Equal,
        };
        let weight = |own: &BoardItem| (Reverse(kroner(own)), Reverse(days(own)), own.listed.item.order);
        unknown_last.then(chosen).then_with(|| weight(a).cmp(&weight(b)))
    }
}

fn days(own: &BoardItem) -> i64 {
    own.listed.item.sighting.period.days()
}

/// Without sign; nothing is least.
fn kroner(own: &BoardItem) -> Option<u64> {
    own.listed.item.sighting.oere.map(|oere| oere.0.unsigned_abs())
}

/// A paragraph by its number: § 85 before § 107.
pub(crate) fn in_numbers(paragraf: &str) -> (&str, u32, &str) {
    let at = paragraf.find(|letter: char| letter.is_ascii_digit()).unwrap_or(paragraf.len());
    let (law, rest) = paragraf.split_at(at);
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    (law, number.parse().unwrap_or(0), rest)
}

/// An item that a control's earlier run saw belongs to it still, while no other has seen it since.
fn seen_by(own: &BoardItem, control: &str, current: &Current) -> bool {
    current.runs_of(control).contains(&own.listed.item.last.run)
}

/// Work that the newest run of its control was the first to see.
fn is_new(own: &BoardItem, current: &Current) -> bool {
    let newest = own.control.and_then(|at| current.controls[at].newest.as_ref());
    let item = &own.listed.item;
    item.standing.status.is_work() && newest.is_some_and(|run| run.seq == item.first.run)
}

/// What the newest run of its control no longer saw.
fn is_closed_by_newest(own: &BoardItem, current: &Current) -> bool {
    let item = &own.listed.item;
    let by_its_newest = || {
        current.controls.iter().any(|control| {
            control.newest.as_ref().is_some_and(|run| Some(run.trace.day) == item.standing.ended)
                && seen_by(own, &control.shown.name, current)
        })
    };
    matches!(item.standing.status, Status::Closed(_)) && by_its_newest()
}

/// What a list adds up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Deviations.
    pub items: usize,
    /// Distinct citizens.
    pub citizens: usize,
    /// Days, summed over deviations.
    pub days: i64,
    /// The sum of what is known.
    pub oere: Oere,
    /// How many have unknown kroner.
    pub unknown: usize,
}

impl Totals {
    /// Of a list.
    #[must_use]
    pub fn of<'i>(list: impl IntoIterator<Item = &'i Arc<BoardItem>>) -> Totals {
        let (mut out, mut citizens) = (Totals::default(), BTreeSet::<CitizenId>::new());
        for own in list {
            let seen = &own.listed.item.sighting;
            out.items += 1;
            citizens.insert(own.listed.item.key.citizen);
            out.days += seen.period.days();
            match seen.oere {
                Some(oere) => out.oere += oere,
                None => out.unknown += 1,
            }
        }
        out.citizens = citizens.len();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leaves_out_defaults_and_reads_back() {
        let plain = ItemFilter::of(&Fields::of("status=&paragraf=&side=1&antal=50&sorter=kroner"));
        assert_eq!(plain.address(), "/afvigelser");
        let asked = "/afvigelser?kontrol=Nexus+mod+AS2007&fund=nyeste&paragraf=SEL+%C2%A7+107&sorter=dage_omvendt&side=2&antal=100";
        let filter = ItemFilter::of(&Fields::of(asked.split_once('?').map_or("", |(_, query)| query)));
        assert_eq!(filter.address(), asked);
        assert_eq!(filter.column(), ("dage", true));
        assert_eq!(filter.sorted_by("dage").sorter, "dage");
        assert_eq!(
            ItemFilter { sorter: "navn".to_owned(), ..ItemFilter::default() }.column(),
            ("kroner", false)
        );
    }

    #[test]
    fn paragraphs_stand_by_their_numbers() {
        let mut all = ["SEL § 107", "SEL § 85", "BL § 32", "SEL § 107 a"];
        all.sort_by_key(|text| in_numbers(text));
        assert_eq!(all, ["BL § 32", "SEL § 85", "SEL § 107", "SEL § 107 a"]);
    }
}
