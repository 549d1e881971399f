//! `/faelles-sprog/tjek`: every paragraph in use with its DST code, account and what it lacks; and the decision that
//! something may be open for a while.

use super::Behind;
use super::rows::{NONE, RowsAsked};
use crate::error::Answer;
use crate::error::WebError;
use crate::number::{Num, Unit};
use crate::page::Page;
use crate::parts::Link;
use crate::query::{Fields, address};
use crate::visit::{Visit, html, to};
use app::access::Right;
use app::lines;
use app::purpose::Purpose;
use app::tables::check::{self, InUse, SprogBeslutning, decision_name};
use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::calendar::Day;
use report::danish;

#[derive(Template)]
#[template(path = "pages/sprog/tjek.html")]
struct CheckPage {
    page: Page,
    trail: Vec<Link>,
    sees_rows: bool,
    may_edit: bool,
    rows: Vec<UseRow>,
    year: String,
}

struct UseRow {
    paragraf: String,
    ydelse: String,
    rows: Num,
    citizens: Num,
    oere: Num,
    dst: String,
    kontoer: String,
    lacks: Vec<String>,
    decision: String,
    state: &'static str,
    colour: &'static str,
    decide: String,
    add: String,
}

#[derive(Template)]
#[template(path = "pages/sprog/beslutning.html")]
struct DecisionPage {
    page: Page,
    trail: Vec<Link>,
    decision: SprogBeslutning,
    before: i64,
    fault: String,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let behind = Behind::read(&visit).await?;
    let session = visit.session(Purpose::AfvigelseRet);
    let day = behind.day().previous();
    let all = match behind.content().filter(|_| behind.may) {
        Some(content) => {
            check::check(&session, content, &behind.usage, &behind.usage.own, &behind.rows, day).await?
        }
        None => Vec::new(),
    };
    let lacking = all.iter().filter(|own| !own.is_settled()).count();
    let mut page = visit.page_of("Tjek af fælles sprog", &behind.current);
    page.answer = match (behind.may, lacking) {
        (false, _) => "Din rolle ser ikke rækker, så tjekket kan ikke vises.".to_owned(),
        (true, 0) => "Alt, der er i brug, har sin DST-kode eller en beslutning, og en konto.".to_owned(),
        (true, many) => {
            format!("{} af {} mangler noget.", danish::whole(many as i64), danish::whole(all.len() as i64))
        }
    };
    visit.plain(&CheckPage {
        page,
        trail: vec![Link::new("/faelles-sprog", "Fælles sprog")],
        sees_rows: behind.may,
        may_edit: visit.may(Right::EditLanguage),
        rows: all.iter().map(|own| row(&behind, own)).collect(),
        year: behind.year(),
    })
}

fn row(behind: &Behind, own: &InUse) -> UseRow {
    let usage = &behind.usage;
    let weight = usage.weight(own.rows.iter().map(|(at, days)| (behind.row(*at), days.as_slice())));
    let asked = RowsAsked {
        paragraf: own.paragraf.clone(),
        indsats: if own.ydelse.is_empty() { NONE.to_owned() } else { own.ydelse.clone() },
        ..RowsAsked::default()
    };
    let href = asked.address();
    let (state, colour) = match (own.lacks.is_empty(), own.decision.is_some(), own.overdue) {
        (true, ..) => ("på plads", "success"),
        (_, true, false) => ("besluttet", "info"),
        (_, true, true) => ("fristen er ude", "error"),
        (_, false, _) => ("mangler", "warning"),
    };
    let decision = own.decision.as_ref().map_or_else(String::new, |kept| {
        let day = Day::parse(&kept.line.senest).map_or_else(String::new, Day::danish);
        format!("{} ({}, senest {day})", kept.line.fordi, kept.line.ejer)
    });
    let pairs = [("paragraf", own.paragraf.as_str()), ("indsatsydelse", own.ydelse.as_str())];
    UseRow {
        paragraf: own.paragraf.clone(),
        ydelse: own.ydelse.clone(),
        rows: Num::count(weight.rows as i64, Unit::Rows, href.clone()),
        citizens: Num::count(weight.citizens as i64, Unit::Citizens, href.clone()),
        oere: Num::kroner(weight.oere, href),
        dst: own.dst.join(", "),
        kontoer: own.kontoer.join(", "),
        lacks: own.lacks.clone(),
        decision,
        state,
        colour,
        decide: address("/faelles-sprog/beslutning", &[("paragraf", &own.paragraf), ("ydelse", &own.ydelse)]),
        add: address("/faelles-sprog/linje", &pairs),
    }
}

pub(super) async fn form(visit: Visit) -> Answer {
    let asked = visit.fields();
    let name = decision_name(asked.one("paragraf"), asked.one("ydelse"));
    let session = visit.session(Purpose::AfvigelseRet);
    let known = lines::get::<SprogBeslutning>(&session, &name).await?;
    let before = known.as_ref().map_or(0, |kept| kept.seq);
    let decision = known.map_or_else(
        || SprogBeslutning {
            paragraf: asked.one("paragraf").to_owned(),
            ydelse: asked.one("ydelse").to_owned(),
            fordi: String::new(),
            ejer: String::new(),
            senest: String::new(),
        },
        |kept| kept.line,
    );
    visit.plain(&drawn(&visit, decision, before, String::new()))
}

fn drawn(visit: &Visit, decision: SprogBeslutning, before: i64, fault: String) -> DecisionPage {
    let mut page = visit.page(format!("Beslutning om {}", decision.paragraf));
    page.answer =
        "Skriv, hvorfor det er åbent, hvem der ejer det, og hvornår det senest er afgjort.".to_owned();
    let trail = vec![Link::new("/faelles-sprog", "Fælles sprog"), Link::new("/faelles-sprog/tjek", "Tjek")];
    DecisionPage { page, trail, decision, before, fault }
}

pub(super) async fn decide(visit: Visit, body: String) -> Answer {
    let sent = Fields::of(&body);
    let text = |key: &str| sent.one(key).to_owned();
    let decision = SprogBeslutning {
        paragraf: text("paragraf"),
        ydelse: text("ydelse"),
        fordi: text("fordi"),
        ejer: text("ejer"),
        senest: text("senest"),
    };
    let before: i64 = sent.one("set").parse().unwrap_or(0);
    let session = visit.session(Purpose::AfvigelseRet);
    if let Err(error) = check::decide(&session, decision.clone(), before).await {
        return match WebError::told(error) {
            WebError::Refused(text) => {
                let body = html(drawn(&visit, decision, before, text).render()?);
                Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
            }
            other => Err(other),
        };
    }
    Ok(to("/faelles-sprog/tjek?gjort=sat"))
}
