//! Which deviations a list shows: the one canonical form of its address.
//!
//! Invariant: what an address asks is what the list holds, and every figure on another page that counts deviations links
//! to such an address.

use crate::query::{Fields, address};
use app::access::Scope;
use app::current::{BoardItem, Current};
use domain::work_item::Status;
use std::cmp::Reverse;
use std::sync::Arc;

/// Items a page, unless asked otherwise.
pub const PAGE: usize = 50;

/// What a list is asked for. Empty means no limit; without any limit those that are work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Of this saved control.
    pub kontrol: String,
    /// Seen by the newest run of its control, whatever the status.
    pub fund: bool,
    /// A status word ([`Status::key`]), or `alle`.
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
    /// `kroner` (default), `dage`, `alder`, `paragraf`, `borger`, `ansvarlig`.
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
            sorter: text("sorter"),
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
        found.sort_by(|a, b| self.order(a).cmp(&self.order(b)));
        found
    }

    /// True where the item is asked for.
    #[must_use]
    pub fn holds(&self, own: &BoardItem, current: &Current) -> bool {
        let (item, listed) = (&own.listed.item, &own.listed);
        let asked = |wish: &str, is: &str| wish.is_empty() || wish.to_lowercase() == is.to_lowercase();
        let control = own.control.map_or("", |at| current.controls[at].shown.name.as_str());
        self.status_holds(own)
            && (self.kontrol.is_empty()
                || self.kontrol == control
                || (!self.fund && seen_by(own, &self.kontrol, current)))
            && self.question_holds(own)
            && asked(&self.paragraf, &item.key.paragraf)
            && asked(&self.regel, item.key.rule.key())
            && asked(&self.attribut, item.key.attribute.map_or("", |a| a.key()))
            && asked(&self.aarsag, &item.sighting.shared)
            && asked(&self.ansvarlig, &listed.responsible)
            && asked(&self.borger, &item.key.citizen.to_string())
            && asked(&self.pligt, item.sighting.duty.key())
            && match self.hvad.as_str() {
                "dage" => item.key.attribute.is_none(),
                "vaerdier" => item.key.attribute.is_some(),
                _ => true,
            }
    }

    fn status_holds(&self, own: &BoardItem) -> bool {
        let status: Status = own.listed.item.standing.status;
        match (self.status.as_str(), self.fund) {
            ("", true) => own.control.is_some(),
            ("", false) => status.is_work(),
            ("alle", fund) => !fund || own.control.is_some(),
            ("arbejde", fund) => status.is_work() && (!fund || own.control.is_some()),
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

    fn order<'i>(&self, own: &'i BoardItem) -> (Key<'i>, i64) {
        let (item, days) = (&own.listed.item, own.listed.item.sighting.period.days());
        let kroner = item.sighting.oere.map(|oere| oere.0.unsigned_abs());
        let weight = (kroner.is_none(), Reverse(kroner.unwrap_or(0)), Reverse(days));
        let first = match self.sorter.as_str() {
            "dage" => ("", Reverse(days)),
            "alder" => ("", Reverse(own.listed.age_days)),
            "paragraf" => (item.key.paragraf.as_str(), Reverse(0)),
            "ansvarlig" => (own.listed.responsible.as_str(), Reverse(0)),
            "borger" => ("", Reverse(-i64::from(item.key.citizen.0))),
            _ => ("", Reverse(0)),
        };
        ((first, weight), item.order)
    }
}

/// What the list is ordered by: the chosen column, then kroner (unknown ones last) and days.
type Key<'i> = ((&'i str, Reverse<i64>), (bool, Reverse<u64>, Reverse<i64>));

/// An item that a control's earlier run saw belongs to it still, while no other has seen it since.
fn seen_by(own: &BoardItem, control: &str, current: &Current) -> bool {
    current.runs_of(control).contains(&own.listed.item.last.run)
}
