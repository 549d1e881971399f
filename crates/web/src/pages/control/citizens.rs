//! The citizens behind the counts of a control: paragraph by citizen, with the days of each system.

use super::path;
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::{Chip, Choice, Cut, Head, Pages};
use crate::query::{Fields, address};
use crate::visit::Visit;
use app::access::{Right, Scope};
use app::current::{ControlNow, Current};
use app::purpose::Purpose;
use askama::Template;
use axum::extract::Path;
use domain::coverage::Reached;
use domain::person::CitizenId;
use report::danish;
use std::collections::BTreeSet;

/// Rows a page.
const PAGE: usize = 50;

/// Which of the rows: the word of the address, and of the page.
const SYSTEMS: [(&str, &str); 5] = [
    ("1", "i System 1"),
    ("2", "i System 2"),
    ("begge", "i begge systemer"),
    ("kun1", "kun i System 1"),
    ("kun2", "kun i System 2"),
];

#[derive(Template)]
#[template(path = "pages/kontrol/borgere.html")]
struct CitizensPage {
    page: Page,
    control: String,
    front: String,
    action: String,
    paragraffer: Vec<Choice>,
    systems: Vec<Choice>,
    chips: Vec<Chip>,
    reset: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    why_not: String,
    count: usize,
    citizens: usize,
    days: Option<i64>,
    sums: [String; 4],
    pages: Pages,
}

struct Row {
    citizen: String,
    href: String,
    paragraf: String,
    days: [i32; 2],
    common: i32,
    apart: i32,
    items: Num,
}

/// What is asked.
struct Wish {
    control: String,
    paragraf: String,
    system: String,
    sort: String,
    side: usize,
}

impl Wish {
    /// A paragraph that is none is not asked for: what somebody typed is not repeated on the page or in the log.
    fn of(control: &ControlNow, fields: &Fields) -> Wish {
        let known = |key: &str, words: &[&str]| {
            let found = words.iter().find(|word| **word == fields.one(key));
            found.map_or_else(String::new, |word| (*word).to_owned())
        };
        let law = control.ran.as_deref().map(|ran| &ran.law().paragraffer);
        let paragraf = law.into_iter().flatten().find(|own| own.written == fields.one("paragraf"));
        Wish {
            control: control.shown.name.clone(),
            paragraf: paragraf.map_or_else(String::new, |own| own.written.clone()),
            system: known("system", &SYSTEMS.map(|(word, _)| word)),
            sort: known("sorter", &["forskel", "borger"]),
            side: fields.number("side").unwrap_or(1),
        }
    }

    fn address(&self) -> String {
        let side = if self.side > 1 { self.side.to_string() } else { String::new() };
        address(
            &path(&self.control, "/borgere"),
            &[
                ("paragraf", &self.paragraf),
                ("system", &self.system),
                ("sorter", &self.sort),
                ("side", &side),
            ],
        )
    }

    fn with(&self, change: impl Fn(&mut Wish)) -> String {
        let mut other = Wish {
            control: self.control.clone(),
            paragraf: self.paragraf.clone(),
            system: self.system.clone(),
            sort: self.sort.clone(),
            side: 1,
        };
        change(&mut other);
        other.address()
    }

    fn holds(&self, row: &Reached, written: &str) -> bool {
        let [one, two] = row.days.map(|days| days > 0);
        (self.paragraf.is_empty() || self.paragraf == written)
            && match self.system.as_str() {
                "1" => one,
                "2" => two,
                "begge" => one && two,
                "kun1" => one && !two,
                "kun2" => two && !one,
                _ => true,
            }
    }

    /// The days that the list is about.
    fn days(&self, row: &Reached) -> Option<i64> {
        let days = match self.system.as_str() {
            "1" | "kun1" => row.days[0],
            "2" | "kun2" => row.days[1],
            "begge" => row.common,
            _ => return None,
        };
        Some(i64::from(days))
    }
}

fn apart(row: &Reached) -> i32 {
    row.days[0] + row.days[1] - 2 * row.common
}

pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Answer {
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let Some(control) = current.controls.iter().find(|own| own.shown.name == name) else {
        return Err(WebError::NotFound("Der er ingen gemt kontrol med det navn.".to_owned()));
    };
    let wish = Wish::of(control, &visit.fields());
    let law = control.ran.as_deref().map(|ran| ran.law());
    let written = |row: &Reached| law.map_or("", |law| law.paragraf(row.paragraf).written.as_str());
    let mut own: Vec<&Reached> =
        current.reached(&scope, control).filter(|row| wish.holds(row, written(row))).collect();
    match wish.sort.as_str() {
        "forskel" => own.sort_by_key(|row| (-apart(row), **row)),
        "borger" => own.sort_by_key(|row| (row.citizen, row.paragraf)),
        _ => {}
    }
    let total = own.len();
    let Cut { at, count, rows: visible, summary } = Cut::of(total, wish.side, PAGE);
    let shown = &own[visible];
    let citizens: BTreeSet<CitizenId> = own.iter().map(|row| row.citizen).collect();
    let days: Option<i64> = own.iter().map(|row| wish.days(row)).sum();
    let sum = |of: fn(&Reached) -> i32| danish::whole(own.iter().map(|row| i64::from(of(row))).sum::<i64>());
    let template = CitizensPage {
        page: frame(&visit, &current, &wish, control, citizens.len()),
        control: name.clone(),
        front: address("/", &[("kontrol", &name)]),
        action: path(&name, "/borgere"),
        paragraffer: paragraffer(&current, &scope, control, &wish),
        systems: systems(&wish),
        chips: chips(&wish),
        reset: if wish.paragraf.is_empty() && wish.system.is_empty() {
            String::new()
        } else {
            path(&name, "/borgere")
        },
        heads: heads(&wish),
        rows: shown.iter().map(|row| line(&wish, row, written(row), &current, &scope)).collect(),
        why_not: control.why_not.clone(),
        count: total,
        citizens: citizens.len(),
        days: if total == 0 { Some(0) } else { days },
        sums: [sum(|r| r.days[0]), sum(|r| r.days[1]), sum(|r| r.common), sum(apart)],
        pages: Pages::new(summary, at, count, |side| wish.with(|other| other.side = side)),
    };
    let about = shown.iter().map(|row| row.citizen);
    visit
        .show(Purpose::AfvigelseRet, "liste_borgere", &wish.with(|own| own.side = at), about, &template)
        .await
}

fn frame(visit: &Visit, current: &Current, wish: &Wish, control: &ControlNow, citizens: usize) -> Page {
    let mut page = visit.page_of("Borgere i kontrollen", current);
    let place =
        SYSTEMS.iter().find(|(word, _)| *word == wish.system).map_or("i kontrollen", |(_, text)| text);
    let paragraf = if wish.paragraf.is_empty() { String::new() } else { format!(" på {}", wish.paragraf) };
    let titles = super::super::front::titles(control);
    page.answer = format!(
        "{} {place}{paragraf}. System 1 er {}, System 2 er {}.",
        danish::count(citizens as i64, "borger", "borgere"),
        titles[0],
        titles[1]
    );
    page
}

fn paragraffer(current: &Current, scope: &Scope, control: &ControlNow, wish: &Wish) -> Vec<Choice> {
    let mut out = vec![Choice::new("", "alle", &wish.paragraf)];
    let Some(ran) = control.ran.as_deref() else { return out };
    let ids: BTreeSet<_> = current.reached(scope, control).map(|row| row.paragraf).collect();
    for id in ids {
        let written = &ran.law().paragraf(id).written;
        if out.iter().all(|own| own.value != *written) {
            out.push(Choice::new(written, written, &wish.paragraf));
        }
    }
    out
}

fn systems(wish: &Wish) -> Vec<Choice> {
    let mut out = vec![Choice::new("", "et af systemerne", &wish.system)];
    out.extend(SYSTEMS.map(|(word, text)| Choice::new(word, text, &wish.system)));
    out
}

fn chips(wish: &Wish) -> Vec<Chip> {
    let mut out = Vec::new();
    if !wish.paragraf.is_empty() {
        out.push(Chip::new(wish.with(|other| other.paragraf.clear()), wish.paragraf.clone()));
    }
    if let Some((_, text)) = SYSTEMS.iter().find(|(word, _)| *word == wish.system) {
        out.push(Chip::new(wish.with(|other| other.system.clear()), *text));
    }
    out
}

fn heads(wish: &Wish) -> Vec<Head> {
    let head = |text: &str, unit: &str, sort: Option<&str>| Head {
        text: text.to_owned(),
        unit: unit.to_owned(),
        number: !unit.is_empty(),
        href: sort.map_or_else(String::new, |sort| wish.with(|other| other.sort = sort.to_owned())),
        sort: match sort {
            Some(sort) if sort == wish.sort => {
                if sort == "forskel" { "descending" } else { "ascending" }.to_owned()
            }
            _ => String::new(),
        },
    };
    vec![
        head("Borger", "", Some("borger")),
        head("Paragraf", "", Some("")),
        head("System 1", "dage", None),
        head("System 2", "dage", None),
        head("Fælles", "dage", None),
        head("Kun i det ene", "dage", Some("forskel")),
        head("Afvigelser", "antal", None),
    ]
}

fn line(wish: &Wish, row: &Reached, written: &str, current: &Current, scope: &Scope) -> Row {
    let filter = crate::filter::ItemFilter {
        kontrol: wish.control.clone(),
        fund: true,
        paragraf: written.to_owned(),
        borger: row.citizen.to_string(),
        ..crate::filter::ItemFilter::default()
    };
    let found = current.items(scope).filter(|own| own.listed.item.key.citizen == row.citizen);
    let count = found.filter(|own| filter.holds(own, current)).count();
    Row {
        citizen: row.citizen.to_string(),
        href: format!("/borgere/{}", row.citizen),
        paragraf: written.to_owned(),
        days: row.days,
        common: row.common,
        apart: apart(row),
        items: Num::count(count, Unit::Deviations, filter.address()),
    }
}
