//! `/oversaettelse`: what is not translated, heaviest first with proposals; then the dated table itself.

use super::Behind;
use super::beside::Beside;
use super::rows::RowsAsked;
use crate::error::Answer;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::{Choice, Cut, Link, Pages};
use crate::query::{Fields, address};
use crate::visit::Visit;
use app::access::Right;
use app::current::Current;
use app::purpose::Purpose;
use app::tables::cells::Lines;
use app::tables::suggest::{Suggestion, suggest};
use app::tables::usage::{Named, Weight};
use app::tables::{Table, Version, newest};
use askama::Template;
use domain::calendar::Period;
use report::danish;
use std::collections::{BTreeMap, BTreeSet};

/// Untranslated words that are shown before one asks for all.
const FIRST: usize = 12;
/// Lines a page.
pub(super) const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/sprog/oversaettelse.html")]
struct TranslationPage {
    page: Page,
    beside: Beside,
    sees_rows: bool,
    year: String,
    untranslated: Vec<WordRow>,
    more: usize,
    lines: Vec<LineRow>,
    sources: Vec<Choice>,
    paragraf: String,
    text: String,
    chips: Vec<Link>,
    reset: String,
    pages: Pages,
    total: usize,
}

/// Words that lead to no paragraph.
struct WordRow {
    source: String,
    word: String,
    is_account: bool,
    named: Named,
    rows: Num,
    citizens: Num,
    oere: Num,
    unknown: usize,
    tie: bool,
    suggestions: Vec<Suggestion>,
    form: String,
}

/// A line of the table.
pub(super) struct LineRow {
    /// Its place in the table.
    pub(super) at: usize,
    /// Its cells.
    pub(super) cells: Vec<String>,
    /// A draft of the one who looks changes it.
    pub(super) touched: bool,
}

/// Untranslated words with the rows behind them, heaviest first.
struct Group {
    named: Named,
    title: String,
    written: BTreeSet<String>,
    tie: bool,
    weight: Weight,
}

fn untranslated(behind: &Behind) -> Vec<Group> {
    let usage = &behind.usage;
    let mut found: BTreeMap<Named, (Vec<usize>, BTreeSet<String>, bool, usize)> = BTreeMap::new();
    for at in &behind.rows {
        let row = behind.row(*at);
        let mut tie = false;
        let mut lacks = false;
        for (told, _) in usage.own.of(row) {
            lacks |= told.paragraf.is_none();
            tie |= told.tie;
        }
        if !lacks {
            continue;
        }
        let word = &usage.words[row.word];
        let own = found.entry(usage.named(word)).or_default();
        own.0.push(*at);
        if !word.written.is_empty() {
            own.1.insert(word.written.clone());
        }
        own.2 |= tie;
        own.3 = word.import;
    }
    let mut out: Vec<Group> = found
        .into_iter()
        .map(|(named, (rows, written, tie, import))| {
            let days = rows.iter().map(|at| {
                let row = behind.row(*at);
                (row, usage.own.untranslated(row))
            });
            Group {
                weight: usage.weight(days),
                title: usage.imports[import].title.clone(),
                named,
                written,
                tie,
            }
        })
        .collect();
    out.sort_by(|a, b| {
        let weight = |g: &Group| (g.weight.oere.0.abs(), g.weight.rows);
        weight(b).cmp(&weight(a)).then_with(|| a.named.cmp(&b.named))
    });
    out
}

pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let version = newest(&session, Table::Oversaettelse).await?;
    let behind = Behind::read(&visit).await?;
    let fields = visit.fields();
    let groups = untranslated(&behind);
    let shown = if fields.one("alle") == "ja" { groups.len() } else { FIRST };
    let mut page = visit.page_of("Oversættelse", &behind.current);
    page.answer = answer(&behind, &groups, version.rows.len());
    let listed = Listed::of(&visit, &behind.current, &version, &fields);
    let untranslated = groups.iter().take(shown).map(|group| word_row(&behind, &version, group));
    visit.plain(&TranslationPage {
        page,
        beside: Beside::of(&visit, &version).await?,
        sees_rows: behind.may,
        year: behind.year(),
        untranslated: untranslated.collect(),
        more: groups.len().saturating_sub(shown),
        sources: listed.sources,
        paragraf: fields.one("paragraf").to_owned(),
        text: fields.one("tekst").to_owned(),
        chips: listed.chips,
        reset: listed.reset,
        pages: listed.pages,
        total: listed.total,
        lines: listed.lines,
    })
}

fn answer(behind: &Behind, groups: &[Group], lines: usize) -> String {
    let lines = danish::count(lines as i64, "linje", "linjer");
    if !behind.may {
        return format!("Tabellen har {lines}.");
    }
    let rows: usize = groups.iter().map(|group| group.weight.rows).sum();
    if groups.is_empty() {
        return format!("Alle rækker, du kan se, har en paragraf. Tabellen har {lines}.");
    }
    let words = danish::count(groups.len() as i64, "ord", "ord");
    format!(
        "{words} er ikke oversat; bag dem står {}. Tabellen har {lines}.",
        danish::count(rows as i64, "række", "rækker")
    )
}

fn word_row(behind: &Behind, version: &Version, group: &Group) -> WordRow {
    let Named { source, service, account } = &group.named;
    let asked = RowsAsked {
        kilde: source.clone(),
        ydelse: service.clone(),
        konto: account.clone(),
        uoversat: true,
        ..RowsAsked::default()
    };
    let href = asked.address();
    let lines = match &version.lines {
        Lines::Translation(lines) => lines.as_slice(),
        _ => &[],
    };
    let law = behind.content().map(|content| &content.law);
    let suggestions = law.map_or_else(Vec::new, |law| {
        suggest(&group.named, &group.written, lines, law, behind.day().previous())
    });
    WordRow {
        source: group.title.clone(),
        word: if service.is_empty() { account.clone() } else { service.clone() },
        is_account: service.is_empty(),
        rows: Num::count(group.weight.rows as i64, Unit::Rows, href.clone()),
        citizens: Num::count(group.weight.citizens as i64, Unit::Citizens, href.clone()),
        oere: Num::kroner(group.weight.oere, href),
        unknown: group.weight.unknown,
        tie: group.tie,
        suggestions,
        form: address(
            "/oversaettelse/linje",
            &[("kilde", source), ("lokal_ydelse", service), ("konto", account)],
        ),
        named: group.named.clone(),
    }
}

/// The lines that are asked for, a page of them.
struct Listed {
    lines: Vec<LineRow>,
    sources: Vec<Choice>,
    chips: Vec<Link>,
    reset: String,
    pages: Pages,
    total: usize,
}

impl Listed {
    fn of(visit: &Visit, current: &Current, version: &Version, fields: &Fields) -> Listed {
        let (kilde, paragraf, text) = (fields.one("kilde"), fields.one("paragraf"), fields.one("tekst"));
        let at = |kilde: &str, paragraf: &str, text: &str, side: usize| {
            let side = if side > 1 { side.to_string() } else { String::new() };
            let pairs = [("kilde", kilde), ("paragraf", paragraf), ("tekst", text), ("side", &side)];
            format!("{}#tabellen", address("/oversaettelse", &pairs))
        };
        let mut sources: Vec<&str> = version.rows.iter().map(|row| row[0].as_str()).collect();
        sources.sort_unstable();
        sources.dedup();
        let mut choices = vec![Choice::new("", "alle", kilde)];
        let named = sources.iter().filter(|source| !source.is_empty());
        choices.extend(named.map(|source| Choice::new(*source, current.title(source), kilde)));
        let mut found: Vec<usize> = (0..version.rows.len())
            .filter(|at| {
                let row = &version.rows[*at];
                (kilde.is_empty() || row[0] == kilde) && has(&row[6], paragraf) && any(row, text)
            })
            .collect();
        found.sort_by(|a, b| version.rows[*a].cmp(&version.rows[*b]));
        let cut = Cut::of(found.len(), fields.number("side").unwrap_or(1), PAGE);
        let mut chips = Vec::new();
        for (value, href) in [
            (current.title(kilde).as_str(), at("", paragraf, text, 1)),
            (paragraf, at(kilde, "", text, 1)),
            (text, at(kilde, paragraf, "", 1)),
        ] {
            if !value.is_empty() {
                chips.push(Link::new(href, value));
            }
        }
        let mut lines = line_rows(visit, version, &found[cut.rows]);
        for line in &mut lines {
            line.cells[0] = current.title(&line.cells[0]);
        }
        Listed {
            reset: if chips.is_empty() { String::new() } else { "/oversaettelse#tabellen".to_owned() },
            chips,
            pages: Pages::new(cut.summary.clone(), cut.at, cut.count, |side| at(kilde, paragraf, text, side)),
            lines,
            total: found.len(),
            sources: choices,
        }
    }
}

/// Lines of a table as the page shows them.
pub(super) fn line_rows(visit: &Visit, version: &Version, found: &[usize]) -> Vec<LineRow> {
    let held = visit.state.drafts.get(&visit.who.user.name, version.table);
    let touched = |at: usize| {
        visit.may(Right::EditLanguage) && held.as_ref().is_some_and(|held| held.draft.touches(at))
    };
    let line = |at: &usize| LineRow { at: *at, cells: version.rows[*at].clone(), touched: touched(*at) };
    found.iter().map(line).collect()
}

/// True where a text has another in it, whatever the case.
pub(super) fn has(text: &str, wish: &str) -> bool {
    wish.is_empty() || text.to_lowercase().contains(&wish.to_lowercase())
}

/// True where one of the cells has the text.
pub(super) fn any(row: &[String], wish: &str) -> bool {
    wish.is_empty() || row.iter().any(|cell| has(cell, wish))
}

/// All days, for rows that are weighed whole.
pub(super) fn whole(period: Period) -> Vec<Period> {
    vec![period]
}
