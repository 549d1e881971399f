//! The landscape as a workbook: the same lines, the same day.

use super::lines::line;
use super::list::{Asked, read, wrong_lines};
use crate::error::{Answer, WebError};
use crate::visit::Visit;
use app::purpose::Purpose;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use report::danish;
use report::landscape::{LandscapeLine, LandscapeList};

pub(super) async fn workbook(visit: Visit) -> Answer {
    let session = visit.session(Purpose::Tilsyn);
    let asked = Asked::of(&visit);
    let (cards, _) = read(&session, asked.day).await?;
    let wrong = wrong_lines(&visit, &session, &cards).await?;
    let basis = session.store.bases().newest(&session.ctx).await?;
    let basis = basis.map_or_else(
        || "Intet grundlag".to_owned(),
        |own| {
            format!(
                "Grundlag {}, godkendt {}",
                own.id,
                danish::iso_day(own.accepted_at.get(..10).unwrap_or(""))
            )
        },
    );
    let list = LandscapeList {
        basis,
        day: asked.day,
        answer: format!(
            "{}, som det er sagt om {}; {} passer ikke",
            danish::count(cards.len() as i64, "kilde", "kilder"),
            asked.day.danish(),
            danish::count(wrong.len() as i64, "ting", "ting")
        ),
        lines: cards
            .iter()
            .map(|card| {
                let own = line(card, asked.day, visit.day(), false);
                LandscapeLine {
                    source: own.title,
                    population: own.population,
                    places: own.places.to_owned(),
                    activity: own.activity,
                    economy: own.economy,
                    history: own.history,
                    registers: own.registers,
                    dst: own.dst.to_owned(),
                    uses: own.uses.join("\n"),
                    responsible: own.responsible,
                    deputy: own.deputy,
                    expected: own.expected,
                    extracted: card.newest().and_then(|import| import.facts.extracted),
                    rows: card.newest().map(|import| import.totals.read.rows),
                    state: own.state,
                }
            })
            .collect(),
        wrong: wrong.into_iter().map(|own| (own.title, own.text)).collect(),
    };
    let bytes = report::workbook::landscape(&list).map_err(|error| WebError::Failed(error.into()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    let name = format!("attachment; filename=\"datalandskab-{}.xlsx\"", asked.day.iso());
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], bytes).into_response())
}
