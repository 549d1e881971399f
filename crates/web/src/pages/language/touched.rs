//! `…/udkast/afvigelser`: the deviations that a draft touches, with what becomes of each.

use super::draft::visible;
use super::{Behind, path};
use crate::error::Answer;
use crate::number::Num;
use crate::page::Page;
use crate::parts::{Cut, Link, Pages};
use crate::query::{Fields, address};
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::purpose::Purpose;
use app::tables::Table;
use app::tables::effect::{Fate, Sum, Touched};
use askama::Template;
use domain::amount::Oere;
use domain::person::CitizenId;
use domain::rules::rule;
use report::danish;
use std::collections::BTreeMap;

/// Deviations a page.
const PAGE: usize = 100;

/// Which of the touched deviations an address asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct TouchedAsked {
    /// Of this saved control; else of all, each once.
    pub(super) kontrol: String,
    /// `falder`, `kommer`, `aendrer`.
    pub(super) hvad: String,
    /// The paragraph as written.
    pub(super) paragraf: String,
    /// `1`-`4`, `i`, `b`.
    pub(super) spoergsmaal: String,
    /// The page.
    pub(super) side: usize,
}

impl TouchedAsked {
    fn of(fields: &Fields) -> TouchedAsked {
        let text = |key: &str| fields.one(key).to_owned();
        TouchedAsked {
            kontrol: text("kontrol"),
            hvad: text("hvad"),
            paragraf: text("paragraf"),
            spoergsmaal: text("spoergsmaal"),
            side: fields.number("side").unwrap_or(0),
        }
    }

    /// The canonical address.
    pub(super) fn address(&self, table: Table) -> String {
        let side = if self.side > 1 { self.side.to_string() } else { String::new() };
        address(
            &format!("{}/udkast/afvigelser", path(table)),
            &[
                ("kontrol", &self.kontrol),
                ("hvad", &self.hvad),
                ("paragraf", &self.paragraf),
                ("spoergsmaal", &self.spoergsmaal),
                ("side", &side),
            ],
        )
    }

    fn holds(&self, own: &Touched) -> bool {
        (self.hvad.is_empty() || self.hvad == word(own.fate).0)
            && (self.paragraf.is_empty() || self.paragraf == own.key.paragraf)
            && (self.spoergsmaal.is_empty() || self.spoergsmaal == part_of(own))
    }
}

/// The word of an address, the words of a page, the colour.
fn word(fate: Fate) -> (&'static str, &'static str, &'static str) {
    match fate {
        Fate::Gone => ("falder", "falder væk", "success"),
        Fate::New => ("kommer", "kommer til", "warning"),
        Fate::Changed => ("aendrer", "ændrer sig", "info"),
    }
}

/// The part of a control that a deviation belongs to: `1`-`4`, `b` payments, `i` inside one system.
pub(super) fn part_of(own: &Touched) -> &'static str {
    match own.question {
        Some(1) => "1",
        Some(2) => "2",
        Some(3) => "3",
        Some(4) => "4",
        _ if own.key.rule.is_about_payments() => "b",
        _ => "i",
    }
}

/// The part in words.
pub(super) fn part_text(part: &str) -> String {
    match part {
        "i" => "I ét system".to_owned(),
        "b" => "Betalinger".to_owned(),
        number => format!("Spørgsmål {number}"),
    }
}

#[derive(Template)]
#[template(path = "pages/sprog/beroert.html")]
struct TouchedPage {
    page: Page,
    trail: Vec<Link>,
    asked: Vec<(&'static str, String)>,
    rows: Vec<TouchedRow>,
    sum: Sum,
    pages: Pages,
}

struct TouchedRow {
    citizen: String,
    paragraf: String,
    part: String,
    rule: &'static str,
    fate: &'static str,
    colour: &'static str,
    from: String,
    to: String,
    oere: Option<String>,
    after: String,
    item: String,
}

pub(super) async fn show(visit: Visit, table: Table) -> Answer {
    let asked = TouchedAsked::of(&visit.fields());
    let behind = Behind::read(&visit).await?;
    let held = visit.state.drafts.get(&visit.who.user.name, table);
    let computed = held.and_then(|held| held.computed);
    let found = match &computed {
        Some(computed) => visible(&visit, &behind, &computed.effect.controls)?,
        None => Vec::new(),
    };
    let of_control =
        |name: &str, first: bool| if asked.kontrol.is_empty() { first } else { asked.kontrol == name };
    let found: Vec<&Touched> = found
        .iter()
        .filter(|found| of_control(found.control, found.first))
        .map(|found| found.own)
        .filter(|own| asked.holds(own))
        .collect();
    let sum = Sum::of(found.iter().copied());
    let cut = Cut::of(found.len(), asked.side, PAGE);
    let shown = &found[cut.rows.clone()];
    let items = items(&behind, &visit.scope(Right::SeeRows)?);
    let citizens: Vec<CitizenId> = shown.iter().map(|own| own.key.citizen).collect();
    let mut page = visit.page_of("Afvigelser, udkastet berører", &behind.current);
    page.answer = match computed {
        None => "Virkningen er ikke regnet ud. Gå til udkastet, og se den dér.".to_owned(),
        Some(_) => format!(
            "{} hos {}, {} kr.",
            danish::count(sum.all as i64, "afvigelse", "afvigelser"),
            danish::count(sum.citizens as i64, "borger", "borgere"),
            danish::kroner(sum.oere)
        ),
    };
    let pages = Pages::new(cut.summary, cut.at, cut.count, |side| {
        TouchedAsked { side, ..asked.clone() }.address(table)
    });
    let template = TouchedPage {
        page,
        trail: vec![
            Link::new(path(table), table.title()),
            Link::new(format!("{}/udkast", path(table)), "Udkast"),
        ],
        asked: in_words(&asked),
        rows: shown.iter().map(|own| row(own, &items)).collect(),
        sum,
        pages,
    };
    visit.show(Purpose::AfvigelseRet, "liste_virkning", "virkning af et udkast", citizens, &template).await
}

/// The items of the list that the newest runs see, by what they are known by.
type Items = BTreeMap<domain::work_item::ItemKey, Vec<(domain::calendar::Period, String)>>;

fn items(behind: &Behind, scope: &Scope) -> Items {
    let mut out = Items::new();
    for own in behind.current.items(scope) {
        let item = &own.listed.item;
        out.entry(item.key.clone()).or_default().push((item.sighting.period, item.id.to_string()));
    }
    out
}

fn in_words(asked: &TouchedAsked) -> Vec<(&'static str, String)> {
    let fate = [Fate::Gone, Fate::New, Fate::Changed].into_iter().find(|fate| word(*fate).0 == asked.hvad);
    let part = if asked.spoergsmaal.is_empty() { String::new() } else { part_text(&asked.spoergsmaal) };
    let all = [
        ("Kontrol", asked.kontrol.clone()),
        ("Hvad", fate.map_or_else(String::new, |fate| word(fate).1.to_owned())),
        ("Paragraf", asked.paragraf.clone()),
        ("Del", part),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn row(own: &Touched, items: &Items) -> TouchedRow {
    let (_, fate, colour) = word(own.fate);
    let kroner = |oere: Option<Oere>| oere.map(|oere| Num::kroner(oere, "").text);
    let after = own.after.map_or_else(String::new, |(period, oere)| {
        let amount = kroner(oere).map_or_else(|| "ukendt beløb".to_owned(), |text| format!("{text} kr."));
        format!("{} til {}, {amount}", period.from.danish(), period.last_day().danish())
    });
    let known = items.get(&own.key).filter(|_| own.fate != Fate::New);
    let item = known.and_then(|all| all.iter().find(|(period, _)| period.overlaps(own.period)));
    TouchedRow {
        citizen: own.key.citizen.to_string(),
        paragraf: own.key.paragraf.clone(),
        part: part_text(part_of(own)),
        rule: rule(own.key.rule).name,
        fate,
        colour,
        from: own.period.from.danish(),
        to: own.period.last_day().danish(),
        oere: kroner(own.oere),
        after,
        item: item.map_or_else(String::new, |(_, id)| id.clone()),
    }
}
