//! What many deviations share: put right once, it is put right for all of them.

use super::words::Words;
use crate::error::Answer;
use crate::filter::{ItemFilter, Totals};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use app::current::BoardItem;
use app::purpose::Purpose;
use askama::Template;
use domain::amount::Oere;
use domain::rules::rule;
use report::danish;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/afvigelser_aarsager.html")]
struct CausesPage {
    page: Page,
    trail: Vec<Link>,
    groups: Vec<Shared>,
    /// Deviations that share something, and all that are work.
    of_all: (String, Num),
    hidden: usize,
}

struct Shared {
    text: String,
    href: String,
    what: String,
    items: Num,
    citizens: Num,
    oere: Option<Num>,
    unknown: usize,
    how: &'static str,
    paragraphs: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let words = Words::new(&visit, &current, &scope);
    let work = ItemFilter::default().select(&current, &scope);
    let (mut by_shared, mut hidden) = (BTreeMap::<&str, Vec<&Arc<BoardItem>>>::new(), 0);
    for own in &work {
        let item = &own.listed.item;
        if item.sighting.shared.is_empty() {
            continue;
        }
        if words.hides(item) {
            hidden += 1;
            continue;
        }
        by_shared.entry(&item.sighting.shared).or_default().push(own);
    }
    // One alone shares nothing.
    by_shared.retain(|_, list| list.len() > 1);
    let mut groups: Vec<(Totals, Shared)> = by_shared
        .into_iter()
        .map(|(text, list)| {
            let totals = Totals::of(list.iter().copied());
            (totals, shared(text, &list, &totals, &words))
        })
        .collect();
    groups.sort_by(|(a, own), (b, other)| {
        let weight = |totals: &Totals| (Reverse(totals.oere.0.unsigned_abs()), Reverse(totals.items));
        weight(a).cmp(&weight(b)).then_with(|| own.text.cmp(&other.text))
    });
    let touched: usize = groups.iter().map(|(totals, _)| totals.items).sum();
    let mut page = visit.page_of("Hvad deler afvigelserne?", &current);
    page.answer = String::new();
    let template = CausesPage {
        page,
        trail: vec![Link::new("/afvigelser", "Afvigelser")],
        of_all: (
            danish::whole(touched as i64),
            Num::count(work.len() as i64, Unit::Deviations, ItemFilter::default().address()),
        ),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        hidden,
    };
    // Only groups leave: what is shared, and how many. A name in it is a provider's or an employee's.
    visit.show(Purpose::AfvigelseRet, "grupper_afvigelser", "", [], &template).await
}

fn shared(text: &str, list: &[&Arc<BoardItem>], totals: &Totals, words: &Words<'_>) -> Shared {
    let filter = ItemFilter { aarsag: text.to_owned(), ..ItemFilter::default() };
    let first = &list[0].listed.item;
    let mut paragraphs: Vec<&str> = list.iter().map(|own| own.listed.item.key.paragraf.as_str()).collect();
    paragraphs.sort_by_key(|text| crate::filter::in_numbers(text));
    paragraphs.dedup();
    let known = totals.unknown < totals.items;
    Shared {
        href: filter.address(),
        text: text.to_owned(),
        what: words.what(first),
        items: Num::count(totals.items as i64, Unit::Deviations, filter.address()),
        citizens: Num::count(totals.citizens as i64, Unit::Citizens, filter.address()),
        oere: known.then(|| Num::kroner(Oere(totals.oere.0), filter.address())),
        unknown: totals.unknown,
        how: rule(first.key.rule).how,
        paragraphs: paragraphs.join(", "),
    }
}
