//! A row of the list.

use super::people::People;
use super::words::{Words, badge, kroner};
use crate::filter::ItemFilter;
use crate::visit::Visit;
use app::access::Right;
use app::current::BoardItem;
use domain::work_item::ItemId;
use report::danish;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A deviation as a row.
pub(super) struct Row {
    /// `A-` and six characters.
    pub(super) id: String,
    /// Its page, which knows the list that it was opened from.
    pub(super) href: String,
    /// `B-` and six characters.
    pub(super) citizen: String,
    /// The citizen's page; empty where the role has none.
    pub(super) citizen_href: String,
    /// The paragraph.
    pub(super) paragraf: String,
    /// Only this paragraph.
    pub(super) paragraf_href: String,
    /// What is wrong.
    pub(super) what: String,
    /// Only this rule.
    pub(super) what_href: String,
    /// What it shares, or its probable cause.
    pub(super) hint: String,
    /// Days.
    pub(super) days: String,
    /// Kroner; none is unknown.
    pub(super) kroner: Option<String>,
    /// The status as a word.
    pub(super) status: String,
    /// Its badge's colour.
    pub(super) badge: &'static str,
    /// Who has it; empty for nobody.
    pub(super) responsible: String,
    /// Only those.
    pub(super) responsible_href: String,
    /// Days since it was first seen.
    pub(super) age: String,
    /// The sent sheet that it stands on.
    pub(super) sheet: Option<u32>,
}

/// The rows of a page of the list.
pub(super) fn rows(
    visit: &Visit,
    filter: &ItemFilter,
    words: &Words<'_>,
    people: &People,
    sheets: &BTreeMap<ItemId, u32>,
    shown: &[&Arc<BoardItem>],
) -> Vec<Row> {
    let base = ItemFilter { side: 0, ..filter.clone() };
    let row = |own: &&Arc<BoardItem>| {
        let (listed, item) = (&own.listed, &own.listed.item);
        let citizen = item.key.citizen.to_string();
        let paragraf = ItemFilter { paragraf: item.key.paragraf.clone(), ..base.clone() };
        let rule = ItemFilter { regel: item.key.rule.key().to_owned(), ..base.clone() };
        let who = ItemFilter { ansvarlig: listed.responsible.clone(), ..base.clone() };
        Row {
            id: item.id.to_string(),
            href: base.address_at(&format!("/afvigelser/{}", item.id)),
            citizen_href: if visit.may(Right::SeeCitizen) {
                format!("/borgere/{citizen}")
            } else {
                String::new()
            },
            citizen,
            paragraf: item.key.paragraf.clone(),
            paragraf_href: paragraf.address(),
            what: words.what(item),
            what_href: rule.address(),
            hint: words.hint(own),
            days: danish::whole(item.sighting.period.days()),
            kroner: kroner(item.sighting.oere),
            status: item.standing.status.text(),
            badge: badge(item.standing.status),
            responsible: people.shown(&listed.responsible),
            responsible_href: who.address(),
            age: danish::whole(listed.age_days),
            sheet: sheets.get(&item.id).copied(),
        }
    };
    shown.iter().map(row).collect()
}
