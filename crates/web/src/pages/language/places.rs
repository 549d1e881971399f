//! `/leverandoerer/{nr}`: one provider: its names in each system, its lines of the register, what stands behind it; and for
//! a name that nobody has mapped, which of the known it may be.

use super::beside::Beside;
use super::providers::{numbers, weights};
use super::rows::RowsAsked;
use super::translation::{LineRow, line_rows};
use super::{Behind, Nr};
use crate::error::{Answer, WebError};
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::{Figure, Link};
use crate::query::address;
use crate::visit::Visit;
use app::purpose::Purpose;
use app::tables::cells::{ownership_word, settlement_word};
use app::tables::providers::{Place, places};
use app::tables::{Table, Version, newest};
use askama::Template;
use axum::extract::Path;
use domain::provider_register::ProviderRegister;
use domain::spelling::likeness;
use domain::wording::normalised;
use report::danish;

/// Likeness from which a known provider is offered for a name that is not, in thousandths.
const ALIKE: u16 = 500;

#[derive(Template)]
#[template(path = "pages/sprog/leverandoer.html")]
struct PlacePage {
    page: Page,
    trail: Vec<Link>,
    beside: Beside,
    sees_rows: bool,
    known: bool,
    facts: Vec<(&'static str, String)>,
    figures: Vec<Figure>,
    year: String,
    names: Vec<NameRow>,
    lines: Vec<LineRow>,
    /// Lines of the register that the name may belong to.
    near: Vec<NearRow>,
    name: String,
    base: String,
    add: String,
}

struct NameRow {
    source: String,
    name: String,
    rows: Num,
    citizens: Num,
    oere: Num,
}

struct NearRow {
    at: usize,
    name: String,
    percent: u16,
}

pub(super) async fn show(visit: Visit, Path(nr): Nr) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let version = newest(&session, Table::Leverandoerer).await?;
    let behind = Behind::read(&visit).await?;
    let none = ProviderRegister::default();
    let register = behind.content().map_or(&none, |content| &content.providers);
    let all = places(&behind.usage, register, &behind.rows, behind.day().previous());
    let Some(place) = all.iter().find(|place| place.nr == nr) else {
        return Err(WebError::NotFound(
            "Der er ingen leverandør med det nummer blandt dem, du kan se. Se dem, der er, på siden Leverandører.".to_owned(),
        ));
    };
    let mut page = visit.page_of(place.name.clone(), &behind.current);
    page.answer = match (&place.registered, place.rows.len()) {
        (Some(_), rows) => {
            format!("I registret; {} i systemerne.", danish::count(rows as i64, "række", "rækker"))
        }
        (None, rows) => {
            format!("Ikke i registret; {} i systemerne.", danish::count(rows as i64, "række", "rækker"))
        }
    };
    let lines = lines_of(place, &version);
    visit.plain(&PlacePage {
        page,
        trail: vec![Link::new("/leverandoerer", "Leverandører")],
        beside: Beside::of(&visit, &version).await?,
        sees_rows: behind.may,
        known: place.registered.is_some(),
        facts: facts(place),
        figures: if behind.may { figures(&behind, place) } else { Vec::new() },
        year: behind.year(),
        names: names(&behind, place),
        near: if place.registered.is_some() { Vec::new() } else { near(place, &version) },
        lines: line_rows(&visit, &version, &lines),
        name: place.name.clone(),
        base: version.id(),
        add: address(
            "/leverandoerer/linje",
            &[("navn", &place.name), ("cvr", &place.cvr), ("p_nummer", &place.p_number)],
        ),
    })
}

fn facts(place: &Place) -> Vec<(&'static str, String)> {
    let or = |text: &str| if text.is_empty() { "ikke oplyst".to_owned() } else { text.to_owned() };
    let mut out = vec![("P-nummer", or(&place.p_number)), ("CVR-nummer", or(&place.cvr))];
    if let Some(record) = &place.record {
        out.push(("Driftsherre", or(&record.driftsherre)));
        out.push(("Ejerforhold", or(ownership_word(record.ownership))));
        out.push(("Afregningsform", or(settlement_word(record.settlement))));
        let delay = record.delay_days.map_or_else(String::new, |days| {
            danish::count(i64::from(days), "dag efter månedens slutning", "dage efter månedens slutning")
        });
        out.push(("Regningen kommer", or(&delay)));
    }
    out
}

fn figures(behind: &Behind, place: &Place) -> Vec<Figure> {
    let [rows, citizens, granted, booked] = numbers(behind, place);
    let figure = |label: &str, num: Num, unit: &str| Figure {
        label: label.to_owned(),
        num,
        unit: unit.to_owned(),
        change: String::new(),
    };
    vec![
        figure("Rækker", rows, ""),
        figure("Borgere", citizens, ""),
        figure("Bevilget", granted, "kr."),
        figure("Bogført", booked, "kr."),
    ]
}

fn names(behind: &Behind, place: &Place) -> Vec<NameRow> {
    let usage = &behind.usage;
    let row = |(title, name): &(String, String)| {
        let own: Vec<usize> = place
            .rows
            .iter()
            .copied()
            .filter(|at| {
                let word = &usage.words[behind.row(*at).word];
                usage.imports[word.import].title == *title && word.provider.name == *name
            })
            .collect();
        let source = usage.imports.iter().find(|import| import.title == *title);
        let asked = RowsAsked {
            kilde: source.map_or_else(String::new, |import| import.source.clone()),
            leverandoer: place.nr.clone(),
            navn: name.clone(),
            ..RowsAsked::default()
        };
        let weight = weights(behind, &own).all;
        NameRow {
            source: title.clone(),
            name: name.clone(),
            rows: Num::count(weight.rows as i64, Unit::Rows, asked.address()),
            citizens: Num::count(weight.citizens as i64, Unit::Citizens, asked.address()),
            oere: Num::kroner(weight.oere, asked.address()),
        }
    };
    place.names.iter().map(row).collect()
}

/// The register's lines that are about a provider: of its number, or of one of its names.
fn lines_of(place: &Place, version: &Version) -> Vec<usize> {
    if place.registered.is_none() {
        return Vec::new();
    }
    let name = normalised(&place.name);
    let own = |row: &[String]| {
        (!place.p_number.is_empty() && row[3] == place.p_number)
            || (normalised(&row[0]) == name && (row[3].is_empty() || row[3] == place.p_number))
    };
    (0..version.rows.len()).filter(|at| own(&version.rows[*at])).collect()
}

fn near(place: &Place, version: &Version) -> Vec<NearRow> {
    let mut all: Vec<NearRow> = version
        .rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| {
            let spellings = row[1].split('|').map(|text| text.rsplit(':').next().unwrap_or(text).trim());
            let best = spellings.chain([row[0].as_str()]).map(|name| likeness(name, &place.name)).max()?;
            (best >= ALIKE).then(|| NearRow { at, name: row[0].clone(), percent: best / 10 })
        })
        .collect();
    all.sort_by(|a, b| b.percent.cmp(&a.percent).then_with(|| a.name.cmp(&b.name)));
    all.dedup_by(|a, b| a.name == b.name);
    all.truncate(3);
    all
}
