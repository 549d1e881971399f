//! The deviations behind a number of learning that no list of today's has: seen by an earlier run, put right, come back,
//! found again.

use crate::error::Answer;
use crate::filter::{ItemFilter, NOBODY};
use crate::page::Page;
use crate::pages::deviations::words::{Words, badge};
use crate::parts::{Cut, Link, Pages};
use crate::query::{Fields, address};
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use askama::Template;
use domain::calendar::Day;
use domain::deviation::RuleCode;
use domain::landscape::Attribute;
use domain::person::CitizenId;
use domain::work_item::{ClosedBy, ItemId, Status};
use report::danish;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rows a page.
const PAGE: usize = 50;

/// The kinds of lists: the word of the address, and of the page.
const KINDS: [(&str, &str); 4] = [
    ("rettet", "rettet i data"),
    ("tilbage", "lukket og kommet tilbage"),
    ("igen", "rettet og fundet igen hos samme borger og paragraf"),
    ("koersel", "set i kørslen"),
];

/// What is asked.
#[derive(Clone, Default)]
pub(crate) struct Wish {
    /// One of [`KINDS`].
    slags: String,
    /// The number of an earlier run.
    koersel: String,
    /// The question that the run had an item under; empty for all.
    spoergsmaal: String,
    regel: String,
    attribut: String,
    hvad: String,
    ansvarlig: String,
    side: usize,
}

impl Wish {
    fn of(fields: &Fields) -> Wish {
        let kind = KINDS.iter().find(|(key, _)| *key == fields.one("slags")).unwrap_or(&KINDS[0]).0;
        let known = |key: &str, is: bool| if is { fields.one(key).to_owned() } else { String::new() };
        Wish {
            slags: kind.to_owned(),
            koersel: fields.number("koersel").map_or_else(String::new, |seq| seq.to_string()),
            spoergsmaal: known("spoergsmaal", ["1", "2", "3", "4"].contains(&fields.one("spoergsmaal"))),
            regel: known("regel", RuleCode::from_key(fields.one("regel")).is_some()),
            attribut: known("attribut", Attribute::ALL.iter().any(|own| own.key() == fields.one("attribut"))),
            hvad: known("hvad", fields.one("hvad") == "dage"),
            ansvarlig: fields.one("ansvarlig").to_owned(),
            side: fields.number("side").unwrap_or(1),
        }
    }

    /// A kind of list of one cause.
    pub(super) fn of_cause(slags: &str, filter: &ItemFilter) -> Wish {
        Wish {
            slags: slags.to_owned(),
            regel: filter.regel.clone(),
            attribut: filter.attribut.clone(),
            hvad: filter.hvad.clone(),
            ..Wish::default()
        }
    }

    /// A kind of list of one who can correct.
    pub(super) fn of_who(slags: &str, who: &str) -> Wish {
        Wish { slags: slags.to_owned(), ansvarlig: who.to_owned(), ..Wish::default() }
    }

    /// What an earlier run saw of one cause.
    pub(super) fn of_run(run: i64, filter: &ItemFilter) -> Wish {
        Wish { koersel: run.to_string(), ..Wish::of_cause("koersel", filter) }
    }

    /// What an earlier run had under a question of the 8-talskontrol.
    pub(crate) fn of_question(run: i64, question: usize) -> Wish {
        Wish { spoergsmaal: question.to_string(), ..Wish::of_run(run, &ItemFilter::default()) }
    }

    pub(crate) fn address(&self) -> String {
        let side = if self.side > 1 { self.side.to_string() } else { String::new() };
        address(
            "/laering/liste",
            &[
                ("slags", &self.slags),
                ("koersel", &self.koersel),
                ("spoergsmaal", &self.spoergsmaal),
                ("regel", &self.regel),
                ("attribut", &self.attribut),
                ("hvad", &self.hvad),
                ("ansvarlig", &self.ansvarlig),
                ("side", &side),
            ],
        )
    }

    fn holds(&self, own: &BoardItem) -> bool {
        let (item, who) = (&own.listed.item, &own.listed.responsible);
        let asked = |wish: &str, is: &str| wish.is_empty() || wish == is;
        asked(&self.regel, item.key.rule.key())
            && asked(&self.attribut, item.key.attribute.map_or("", |own| own.key()))
            && (self.hvad.is_empty() || item.key.attribute.is_none())
            && (asked(&self.ansvarlig, who) || (self.ansvarlig == NOBODY && who.is_empty()))
    }
}

/// True where the data put it right: what a change of language or rules closed was not, nor what goes on elsewhere.
pub(super) fn corrected(own: &BoardItem) -> bool {
    let standing = &own.listed.item.standing;
    standing.status == Status::Closed(ClosedBy::Data) && !standing.goes_on
}

/// Items that were first seen after another of the same rule, attribute, citizen and paragraph was put right.
pub(super) fn again(current: &Current, scope: &Scope) -> BTreeSet<ItemId> {
    type Key<'k> = (RuleCode, Option<Attribute>, CitizenId, &'k str);
    let mut gone: BTreeMap<Key<'_>, Day> = BTreeMap::new();
    for own in current.items(scope).filter(|own| corrected(own)) {
        let item = &own.listed.item;
        let Some(ended) = item.standing.ended else { continue };
        let first = gone
            .entry((item.key.rule, item.key.attribute, item.key.citizen, item.key.paragraf.as_str()))
            .or_insert(ended);
        *first = (*first).min(ended);
    }
    let found = current.items(scope).filter(|own| {
        let item = &own.listed.item;
        let before =
            gone.get(&(item.key.rule, item.key.attribute, item.key.citizen, item.key.paragraf.as_str()));
        before.is_some_and(|ended| *ended <= item.first.day)
    });
    found.map(|own| own.listed.item.id).collect()
}

#[derive(Template)]
#[template(path = "pages/laering_liste.html")]
struct ListPage {
    page: Page,
    trail: Vec<Link>,
    rows: Vec<Row>,
    count: usize,
    citizens: usize,
    pages: Pages,
}

struct Row {
    id: String,
    citizen: String,
    paragraf: String,
    what: String,
    first: String,
    ended: String,
    days: String,
    status: String,
    badge: &'static str,
    responsible: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let wish = Wish::of(&visit.fields());
    let words = Words::new(&visit, &current, &scope);
    let (list, day) = select(&wish, &current, &scope);
    let citizens: BTreeSet<CitizenId> = list.iter().map(|own| own.listed.item.key.citizen).collect();
    let Cut { at, count, rows, summary } = Cut::of(list.len(), wish.side, PAGE);
    let shown = &list[rows];
    let mut page = visit.page_of("Bag læringens tal", &current);
    let kind = KINDS.iter().find(|(key, _)| *key == wish.slags).map_or("", |(_, text)| *text);
    let question = match wish.spoergsmaal.as_str() {
        number if wish.slags == "koersel" && !number.is_empty() => format!(" under spørgsmål {number}"),
        _ => String::new(),
    };
    let day = day.map_or_else(String::new, |day| format!(" på grundlaget fra {}", day.danish()));
    page.answer =
        format!("{} {kind}{question}{day}.", danish::count(list.len() as i64, "afvigelse", "afvigelser"));
    let template = ListPage {
        trail: vec![Link::new("/laering", "Læring")],
        rows: shown.iter().map(|own| row(own, &words)).collect(),
        count: list.len(),
        citizens: citizens.len(),
        pages: Pages::new(summary, at, count, |side| Wish { side, ..wish.clone() }.address()),
        page,
    };
    let about = shown.iter().map(|own| own.listed.item.key.citizen);
    // Who can correct may be a person's name: the log has the kind and the cause.
    let object = Wish { ansvarlig: String::new(), side: at, ..wish.clone() }.address();
    visit.show(Purpose::AfvigelseRet, "liste_afvigelser", &object, about, &template).await
}

/// The list, the oldest first, and the day of the run that it is about.
fn select<'c>(wish: &Wish, current: &'c Current, scope: &'c Scope) -> (Vec<&'c Arc<BoardItem>>, Option<Day>) {
    if wish.slags == "koersel" {
        let all = current.controls.iter().flat_map(|control| control.earlier.iter());
        let Some(run) = all.into_iter().find(|own| own.run.seq.to_string() == wish.koersel) else {
            return (Vec::new(), None);
        };
        // The question is the one of that run: an item may stand under another by now.
        let of_question = |asked: Option<u8>| {
            wish.spoergsmaal.is_empty() || asked.is_some_and(|own| own.to_string() == wish.spoergsmaal)
        };
        let seen = run.seen.iter().filter(|seen| of_question(seen.question));
        let seen = seen.filter_map(|seen| current.item(scope, seen.item));
        return (seen.filter(|own| wish.holds(own)).collect(), Some(run.run.trace.day));
    }
    let found = if wish.slags == "igen" { again(current, scope) } else { BTreeSet::new() };
    let kind = |own: &BoardItem| match wish.slags.as_str() {
        "tilbage" => own.listed.item.standing.times_back > 0,
        "igen" => found.contains(&own.listed.item.id),
        _ => corrected(own),
    };
    (current.items(scope).filter(|own| kind(own) && wish.holds(own)).collect(), None)
}

fn row(own: &BoardItem, words: &Words<'_>) -> Row {
    let item = &own.listed.item;
    Row {
        id: item.id.to_string(),
        citizen: item.key.citizen.to_string(),
        paragraf: item.key.paragraf.clone(),
        what: words.what(item),
        first: item.first.day.danish(),
        ended: item.standing.ended.map_or_else(String::new, Day::danish),
        days: danish::whole(own.listed.age_days),
        status: item.standing.status.text(),
        badge: badge(item.standing.status),
        responsible: own.listed.responsible.clone(),
    }
}
