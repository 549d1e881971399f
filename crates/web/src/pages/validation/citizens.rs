//! The citizens behind a unit's figures: days and kroner of the year, now and in the basis before.

use super::figures::{Read, read};
use crate::error::{Answer, WebError};
use crate::page::Page;
use crate::pages::year::asked_month;
use crate::parts::{Cut, Link, Pages};
use crate::query::address;
use crate::visit::Visit;
use app::access::Right;
use app::purpose::Purpose;
use app::unit_figures::CitizenLine;
use askama::Template;
use axum::extract::Path;
use domain::amount::Oere;
use domain::person::CitizenId;
use report::danish;
use std::collections::BTreeSet;

/// Rows a page.
const PAGE: usize = 50;

/// Which of the lines: the word of the address, and of the page.
const SHOWN: [(&str, &str); 3] =
    [("", "i året"), ("maaned", "i måneden"), ("flyttet", "flyttet siden sidst")];

#[derive(Template)]
#[template(path = "pages/validering_borgere.html")]
struct CitizensPage {
    page: Page,
    trail: Vec<Link>,
    rows: Vec<Row>,
    citizens: usize,
    days: i64,
    oere: i64,
    before: String,
    year: i32,
    pages: Pages,
    all: String,
}

struct Row {
    citizen: String,
    href: String,
    paragraf: String,
    month: &'static str,
    days: [String; 2],
    kroner: [String; 2],
}

pub(super) async fn show(visit: Visit, Path(key): Path<String>) -> Answer {
    let current = visit.current().await?;
    visit.scope(Right::SeeRows)?;
    let month = asked_month(&visit);
    let Read::Figures(figures) = read(&visit, &current, &key, month).await? else {
        return Err(WebError::NotFound("Der er ingen tal for enheden i måneden.".to_owned()));
    };
    let fields = visit.fields();
    let paragraf = figures.lines.iter().find(|line| line.paragraf == fields.one("paragraf"));
    let paragraf = paragraf.map_or_else(String::new, |line| line.paragraf.clone());
    let (shown, words) = SHOWN.into_iter().find(|(word, _)| *word == fields.one("vis")).unwrap_or(SHOWN[0]);
    let holds = |line: &&CitizenLine| {
        (paragraf.is_empty() || line.paragraf == paragraf)
            && match shown {
                "maaned" => line.now.citizens > 0,
                "flyttet" => line.moved() != Oere(0) || line.moved_days() != 0,
                _ => line.now != Default::default(),
            }
    };
    let mut own: Vec<&CitizenLine> = figures.lines.iter().filter(holds).collect();
    if shown == "flyttet" {
        own.sort_by_key(|line| {
            std::cmp::Reverse((line.moved().0.unsigned_abs(), line.moved_days().unsigned_abs()))
        });
    }
    let citizens: BTreeSet<CitizenId> = own.iter().map(|line| line.citizen).collect();
    let Cut { at, count, rows, summary } = Cut::of(own.len(), fields.number("side").unwrap_or(1), PAGE);
    let visible = &own[rows];
    let here = |side: usize| {
        let side = if side > 1 { side.to_string() } else { String::new() };
        address(
            &format!("/validering/{key}/borgere"),
            &[("maaned", &month.iso()), ("paragraf", &paragraf), ("vis", shown), ("side", &side)],
        )
    };
    let mut page = visit.page_of(format!("Borgere i {}", figures.unit.title), &current);
    let on = if paragraf.is_empty() { String::new() } else { format!(" på {paragraf}") };
    let when = if shown == "maaned" {
        format!(" i {}", danish::month(figures.counted))
    } else {
        format!(" {words}")
    };
    page.answer = format!("{}{on}{when}.", danish::count(citizens.len() as i64, "borger", "borgere"));
    let template = CitizensPage {
        trail: vec![Link::new(
            address(&format!("/validering/{key}"), &[("maaned", &month.iso())]),
            figures.unit.title.clone(),
        )],
        rows: visible.iter().map(|line| row(&visit, line)).collect(),
        citizens: citizens.len(),
        days: own.iter().map(|line| line.now.days).sum(),
        oere: own.iter().map(|line| line.now.oere.0).sum(),
        before: figures.before.as_ref().map_or_else(String::new, |basis| basis.day.danish()),
        year: figures.year,
        pages: Pages::new(summary, at, count, here),
        all: if shown.is_empty() && paragraf.is_empty() {
            String::new()
        } else {
            address(&format!("/validering/{key}/borgere"), &[("maaned", &month.iso())])
        },
        page,
    };
    let about = visible.iter().map(|line| line.citizen);
    visit.show(Purpose::AfvigelseRet, "liste_borgere", &here(at), about, &template).await
}

fn row(visit: &Visit, line: &CitizenLine) -> Row {
    Row {
        citizen: line.citizen.to_string(),
        href: if visit.may(Right::SeeCitizen) { format!("/borgere/{}", line.citizen) } else { String::new() },
        paragraf: line.paragraf.clone(),
        month: if line.now.citizens > 0 { "ja" } else { "nej" },
        days: [line.now.days, line.before.days].map(danish::whole),
        kroner: [line.now.oere, line.before.oere].map(danish::kroner),
    }
}
