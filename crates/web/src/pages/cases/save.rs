//! What somebody wrote of a case is saved from its row; by htmx the row alone comes back.

use super::filter::{CaseFilter, Cases};
use super::list::{Tried, drawn};
use super::row::{Fields as Typed, Row, back, row};
use crate::error::{Answer, WebError};
use crate::pages::deviations::people::People;
use crate::pages::deviations::with_notice;
use crate::query::Fields;
use crate::visit::{Visit, to};
use app::commands::follow_up::{Said, follow_up};
use app::purpose::Purpose;
use askama::Template;
use domain::calendar::Day;
use domain::person::CitizenId;

/// A row by itself.
#[derive(Template)]
#[template(path = "pages/sager/en_raekke.html")]
struct OneRow {
    row: Row,
    csrf: String,
    query: String,
    caseworkers: bool,
}

pub(super) async fn save(visit: Visit, body: String) -> Answer {
    let fields = Fields::of(&body);
    let filter = back(&fields);
    let paragraf = fields.one("paragraf").to_owned();
    let cases = Cases::read(&visit).await?;
    let citizen = CitizenId::parse(fields.one("borger"));
    let Some(citizen) = citizen.filter(|citizen| cases.one(*citizen, &paragraf).is_some()) else {
        return Err(WebError::NotFound(
            "Der er ingen sag med den borger og paragraf blandt dem, du kan se. Intet er gemt.".to_owned(),
        ));
    };
    let typed = |fault: String| {
        let remark = fields.one("bemaerkning").to_owned();
        // What could be a person's number is not shown again.
        let hides = app::text_of_people::refuse_number("", &remark).is_err();
        Typed {
            last: fields.one("fulgt_op").to_owned(),
            next: fields.one("naeste").to_owned(),
            remark: if hides { String::new() } else { remark },
            seq: fields.one("seq").parse().unwrap_or(0),
            saved: String::new(),
            fault,
        }
    };
    let saved = match said(&fields, citizen, &paragraf) {
        Ok(said) => follow_up(&visit.session(Purpose::SagOpfoelgning), &said, visit.day()).await,
        Err(fault) => Err(anyhow::anyhow!(fault)),
    };
    let fault = match saved.map_err(WebError::told) {
        Ok(()) => None,
        Err(WebError::Refused(fault)) => Some(fault),
        Err(other) => return Err(other),
    };
    if visit.part.is_empty() {
        return match fault {
            None if fields.one("videre") == "sag" => {
                let address = super::row::case_address(&citizen.to_string(), &paragraf, "");
                Ok(to(&with_notice(&address, "opfulgt")))
            }
            None => Ok(to(&with_notice(&filter.address(), "opfulgt"))),
            Some(fault) => {
                drawn(&visit, filter, Some(Tried { citizen, paragraf, fields: typed(fault) })).await
            }
        };
    }
    one_row(&visit, &filter, citizen, &paragraf, fault.map(typed)).await
}

/// What the form says, or which day is none.
fn said(fields: &Fields, citizen: CitizenId, paragraf: &str) -> Result<Said, String> {
    let day = |key: &str, what: &str| match fields.one(key) {
        "" => Ok(None),
        text => Day::parse(text)
            .map(Some)
            .ok_or_else(|| format!("{what} er ikke en dag. Skriv den som 2026-03-14. Intet er gemt.")),
    };
    Ok(Said {
        citizen,
        paragraf: paragraf.to_owned(),
        last: day("fulgt_op", "«Fulgt op»")?,
        next: day("naeste", "«Næste»")?,
        remark: fields.one("bemaerkning").to_owned(),
        before: fields.one("seq").parse().unwrap_or(-1),
    })
}

async fn one_row(
    visit: &Visit,
    filter: &CaseFilter,
    citizen: CitizenId,
    paragraf: &str,
    typed: Option<Typed>,
) -> Answer {
    let cases = Cases::read(visit).await?;
    let own = cases.one(citizen, paragraf);
    let people = People::read(visit).await?;
    let Some(own) = own else { return Ok(to(&filter.address())) };
    let template = OneRow {
        row: row(&cases, &own, visit.day(), |name| people.shown(name), typed),
        csrf: visit.who.csrf().to_owned(),
        query: filter.query(),
        caseworkers: cases.shows_caseworkers(),
    };
    visit.show(Purpose::SagOpfoelgning, "gem_opfoelgning", "", [citizen], &template).await
}
