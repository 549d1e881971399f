//! A line a source, as KL's template has it: one text a cell, for the table, the cards and the workbook alike.

use super::words;
use crate::number::{Num, Unit};
use app::commands::source_cards::SourceCard;
use domain::calendar::Day;
use domain::landscape::SourceRole;

/// A source as a line.
pub(super) struct SourceLine {
    /// Its name in addresses.
    pub(super) name: String,
    /// As people say it.
    pub(super) title: String,
    /// Whose citizens.
    pub(super) population: String,
    /// Whose places.
    pub(super) places: &'static str,
    /// From when to when it is in use; where nobody said, from its first row.
    pub(super) activity: String,
    /// From when to when it has amounts.
    pub(super) economy: String,
    /// Former systems.
    pub(super) history: String,
    /// What it registers.
    pub(super) registers: String,
    /// Its role towards Danmarks Statistik.
    pub(super) dst: &'static str,
    /// "Økonomi: budgetopfølgning", a text each.
    pub(super) uses: Vec<String>,
    /// Who is responsible.
    pub(super) responsible: String,
    /// Who steps in.
    pub(super) deputy: String,
    /// The day of the month.
    pub(super) expected: String,
    /// The day of the newest extract.
    pub(super) extracted: String,
    /// Its rows.
    pub(super) rows: Option<Num>,
    /// In time or not, in words.
    pub(super) state: String,
    /// The badge's colour.
    pub(super) key: &'static str,
    /// "2 ting passer ikke"; empty where all does.
    pub(super) wrong_text: String,
}

/// The line of a source on a day; how its extracts come is said of `today`.
pub(super) fn line(card: &SourceCard, day: Day, today: Day, links: bool) -> SourceLine {
    let none = domain::landscape::Declared::default();
    let declared = card.declared.as_ref().unwrap_or(&none);
    let mapped = card.mapped.clone().unwrap_or_default();
    let source = card.source.as_ref();
    let (state, key) = words::coming(card, today);
    let newest = card.newest();
    let or = |own: &str, other: &str| if own.is_empty() { other.to_owned() } else { own.to_owned() };
    let mut uses: Vec<String> = declared.uses.iter().map(|own| format!("{}: {}", own.by, own.what)).collect();
    if uses.is_empty() && !mapped.used_for.is_empty() {
        uses.push(mapped.used_for.clone());
    }
    SourceLine {
        name: card.name.clone(),
        title: card.title.clone(),
        population: source.map_or_else(String::new, |own| words::population_on(own, day).to_owned()),
        places: declared.places.map_or("", domain::landscape::Places::text),
        activity: activity(card),
        economy: words::from_to(declared.economy_since, declared.economy_until),
        history: declared.history.clone(),
        registers: or(&declared.registers, &mapped.registers),
        dst: dst(card, day),
        uses,
        responsible: or(&declared.responsible, &mapped.responsible),
        deputy: declared.deputy.clone(),
        expected: words::rhythm(card),
        extracted: newest.and_then(|own| own.facts.extracted).map_or_else(String::new, Day::danish),
        rows: newest.map(|own| {
            let href = if links { format!("/indlaesning/{}", own.id) } else { String::new() };
            Num::count(own.totals.read.rows, Unit::Rows, href)
        }),
        state,
        key,
        wrong_text: String::new(),
    }
}

/// When it is in use; where nobody said, when its rows begin.
fn activity(card: &SourceCard) -> String {
    let source = card.source.as_ref();
    let said = words::from_to(source.and_then(|own| own.since), source.and_then(|own| own.until));
    match (said.is_empty(), card.found.first_day) {
        (true, Some(first)) => format!("rækker fra {}", first.danish()),
        _ => said,
    }
}

/// What a source is to Danmarks Statistik on a day.
pub(super) fn dst(card: &SourceCard, day: Day) -> &'static str {
    let role = card.declared.as_ref().and_then(|own| own.role_on(day));
    let delivers = card.source.as_ref().is_some_and(|own| own.delivers_to_dst);
    match (role, delivers) {
        (Some(SourceRole::Delivers), _) => "ja, System 1",
        (None, true) if card.declared.as_ref().is_none_or(|own| own.roles.is_empty()) => "ja, System 1",
        (Some(SourceRole::Compared), _) => "nej, System 2",
        (Some(SourceRole::LookedUp), _) => "nej, opslag",
        (Some(SourceRole::History), _) => "nej, historik",
        (None, _) => "nej",
    }
}
