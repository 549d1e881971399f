//! What the list is asked for, as a person sees it: the row of filters, the chosen ones as chips, and in words.

use super::people::People;
use crate::filter::{ItemFilter, in_numbers};
use crate::parts::{Chip, Choice, Link};
use app::access::Scope;
use app::commands::list_items::StatusAsked;
use app::current::Current;
use domain::deviation::{Duty, RuleCode};
use domain::landscape::Attribute;
use domain::rules::rule;
use domain::work_item::{ClosedBy, ItemId, Status};
use std::collections::BTreeSet;

/// The row of filters.
pub(super) struct Filters {
    pub(super) kontrol: Vec<Choice>,
    pub(super) paragraf: Vec<Choice>,
    pub(super) regel: Vec<Choice>,
    pub(super) status: Vec<Choice>,
    pub(super) ansvarlig: Vec<Choice>,
    pub(super) spoergsmaal: Vec<Choice>,
    pub(super) hvad: Vec<Choice>,
    pub(super) attribut: Vec<Choice>,
    pub(super) pligt: Vec<Choice>,
    /// One of the less used is chosen.
    pub(super) more: bool,
    /// Chosen ones that the row has no field for: they stay.
    pub(super) kept: Vec<(&'static str, String)>,
}

const QUESTIONS: [(&str, &str); 6] = [
    ("1", "1: borgere kun i System 2"),
    ("2", "2: borgere kun i System 1"),
    ("3", "3: anderledes i System 2"),
    ("4", "4: anderledes i System 1"),
    ("i", "inde i ét system"),
    ("b", "betaling"),
];

const WHAT: [(&str, &str); 2] = [("dage", "kun dage"), ("vaerdier", "kun værdier")];

/// The word of a status that may be asked for.
fn status_text(key: &str) -> String {
    match key {
        "" => "Åbne".to_owned(),
        "alle" => "Alle".to_owned(),
        "arbejde" => "Alt, der er arbejde".to_owned(),
        "nye" => "Nye siden sidst".to_owned(),
        "lukket_sidst" => "Lukket af seneste kørsel".to_owned(),
        "lukket" => "Lukket".to_owned(),
        "lagt_sammen" => "Lagt sammen".to_owned(),
        "aaben" => "Åben (ikke taget op)".to_owned(),
        _ => {
            let all = [Status::CameBack, Status::Closed(ClosedBy::Data), Status::Merged(ItemId(0))];
            let found = all.into_iter().chain(Status::SETTABLE).find(|status| status.key() == key);
            found.map_or_else(|| key.to_owned(), Status::text)
        }
    }
}

fn question_text(key: &str) -> String {
    let found = QUESTIONS.into_iter().find(|(own, _)| *own == key);
    found.map_or_else(|| key.to_owned(), |(_, text)| text.to_owned())
}

fn rule_text(key: &str) -> String {
    RuleCode::from_key(key).map_or_else(|| key.to_owned(), |code| rule(code).name.to_owned())
}

fn attribute_text(key: &str) -> String {
    Attribute::from_key(key).map_or_else(|| key.to_owned(), |attribute| attribute.text().to_owned())
}

fn duty_text(key: &str) -> String {
    Duty::from_key(key).map_or_else(|| key.to_owned(), |duty| duty.text().to_owned())
}

/// The choices that the list itself has, with "alle" first.
fn choices<'t>(all: &str, values: impl IntoIterator<Item = (&'t str, String)>, chosen: &str) -> Vec<Choice> {
    let mut out = vec![Choice::new("", all, chosen)];
    out.extend(values.into_iter().map(|(value, text)| Choice::new(value, text, chosen)));
    if !chosen.is_empty() && !out.iter().any(|choice| choice.selected) {
        out.push(Choice::new(chosen, chosen, chosen));
    }
    out
}

impl Filters {
    /// The row for a list, with the choices that the one who looks has rows of.
    pub(super) fn of(filter: &ItemFilter, current: &Current, scope: &Scope, people: &People) -> Filters {
        let (mut rules, mut who, mut attributes) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut written: BTreeSet<&str> = BTreeSet::new();
        for own in current.items(scope) {
            let item = &own.listed.item;
            written.insert(&item.key.paragraf);
            rules.insert(item.key.rule);
            attributes.extend(item.key.attribute);
            who.insert(own.listed.responsible.as_str());
        }
        let mut written: Vec<&str> = written.into_iter().collect();
        written.sort_by_key(|text| in_numbers(text));
        let statuses = ["arbejde", "nye", "lukket_sidst"].into_iter().chain(StatusAsked::WORDS);
        let statuses = statuses.filter(|key| filter.fund || *key != "arbejde");
        let all_statuses = if filter.fund { "Alle i seneste kørsel" } else { "Åbne" };
        let who = who.into_iter().filter(|name| !name.is_empty()).map(|name| (name, people.shown(name)));
        let controls = current.controls.iter().map(|own| (own.shown.name.as_str(), own.shown.name.clone()));
        let duties = [Duty::SkalRettes, Duty::SkalBekraeftes, Duty::TilOrientering];
        Filters {
            kontrol: choices("Alle", controls, &filter.kontrol),
            paragraf: choices(
                "Alle",
                written.into_iter().map(|text| (text, text.to_owned())),
                &filter.paragraf,
            ),
            regel: choices(
                "Alle",
                rules.into_iter().map(|code| (code.key(), rule(code).name.to_owned())),
                &filter.regel,
            ),
            status: choices(all_statuses, statuses.map(|key| (key, status_text(key))), &filter.status),
            ansvarlig: choices("Alle", who, &filter.ansvarlig),
            spoergsmaal: choices(
                "Alle",
                QUESTIONS.map(|(key, text)| (key, text.to_owned())),
                &filter.spoergsmaal,
            ),
            hvad: choices("Dage og værdier", WHAT.map(|(key, text)| (key, text.to_owned())), &filter.hvad),
            attribut: choices(
                "Alle",
                attributes.into_iter().map(|a| (a.key(), a.text().to_owned())),
                &filter.attribut,
            ),
            pligt: choices("Alle", duties.map(|duty| (duty.key(), duty.text().to_owned())), &filter.pligt),
            more: [&filter.spoergsmaal, &filter.hvad, &filter.attribut, &filter.pligt]
                .iter()
                .any(|text| !text.is_empty()),
            kept: kept(filter),
        }
    }
}

fn kept(filter: &ItemFilter) -> Vec<(&'static str, String)> {
    let antal = if filter.antal > 0 { filter.antal.to_string() } else { String::new() };
    let fund = if filter.fund { "nyeste".to_owned() } else { String::new() };
    let all = [
        ("fund", fund),
        ("aarsag", filter.aarsag.clone()),
        ("borger", filter.borger.clone()),
        ("sorter", filter.sorter.clone()),
        ("antal", antal),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// The chosen filters: what each says, and the list without it.
pub(super) fn chips(filter: &ItemFilter, people: &People) -> Vec<Chip> {
    let base = ItemFilter { side: 0, ..filter.clone() };
    let mut out = Vec::new();
    let mut add = |chosen: &str, text: String, without: ItemFilter| {
        if !chosen.is_empty() {
            out.push(Link::new(without.address(), text));
        }
    };
    let empty = String::new;
    add(&base.kontrol, base.kontrol.clone(), ItemFilter { kontrol: empty(), fund: false, ..base.clone() });
    add(
        if base.fund { "ja" } else { "" },
        "seneste kørsel".to_owned(),
        ItemFilter { fund: false, ..base.clone() },
    );
    add(&base.status, status_text(&base.status), ItemFilter { status: empty(), ..base.clone() });
    let question = format!("spørgsmål {}", question_text(&base.spoergsmaal));
    add(&base.spoergsmaal, question, ItemFilter { spoergsmaal: empty(), ..base.clone() });
    add(&base.paragraf, base.paragraf.clone(), ItemFilter { paragraf: empty(), ..base.clone() });
    add(&base.regel, rule_text(&base.regel), ItemFilter { regel: empty(), ..base.clone() });
    add(&base.attribut, attribute_text(&base.attribut), ItemFilter { attribut: empty(), ..base.clone() });
    add(&base.aarsag, base.aarsag.clone(), ItemFilter { aarsag: empty(), ..base.clone() });
    add(&base.ansvarlig, people.shown(&base.ansvarlig), ItemFilter { ansvarlig: empty(), ..base.clone() });
    add(&base.borger, format!("borger {}", base.borger), ItemFilter { borger: empty(), ..base.clone() });
    add(&base.pligt, duty_text(&base.pligt), ItemFilter { pligt: empty(), ..base.clone() });
    let what = WHAT.into_iter().find(|(key, _)| *key == base.hvad).map_or("", |(_, text)| text);
    add(what, what.to_owned(), ItemFilter { hvad: empty(), ..base.clone() });
    out
}

/// What was asked, in one line for files and confirmations.
pub(super) fn in_words(filter: &ItemFilter, people: &People) -> String {
    let chosen: Vec<String> = chips(filter, people).into_iter().map(|chip| chip.text).collect();
    let status = if filter.status.is_empty() && !filter.fund { vec!["åbne".to_owned()] } else { Vec::new() };
    let all: Vec<String> = status.into_iter().chain(chosen).collect();
    if all.is_empty() { "alle".to_owned() } else { all.join(" · ") }
}
