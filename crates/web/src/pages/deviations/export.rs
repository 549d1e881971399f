//! The list as a file: the same query, the same rows, the same order; whom it is about is in the log before it leaves.

use super::asked;
use super::filters::in_words;
use super::people::People;
use super::words::Words;
use crate::error::{Answer, WebError};
use crate::filter::Totals;
use crate::visit::Visit;
use app::access::Right;
use app::current::{BoardItem, Current};
use app::purpose::Purpose;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::landscape::Attribute;
use domain::rules::rule;
use report::control_report::ControlReport;
use report::danish;
use report::item_list::{ItemLine, ItemList};

/// The workbook.
pub(super) async fn workbook(visit: Visit) -> Answer {
    let list = list(&visit).await?;
    let bytes = report::workbook::items(&list).map_err(|error| WebError::Failed(error.into()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, &list, "xlsx"))
}

/// The CSV.
pub(super) async fn csv(visit: Visit) -> Answer {
    let list = list(&visit).await?;
    let mut bytes = Vec::new();
    report::item_list::csv(&list, &mut bytes).map_err(|error| WebError::Failed(error.into()))?;
    Ok(file(bytes, "text/csv; charset=utf-8", &list, "csv"))
}

fn file(bytes: Vec<u8>, kind: &str, list: &ItemList, form: &str) -> axum::response::Response {
    let name = format!("attachment; filename=\"afvigelser-{}.{form}\"", list.day.iso());
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response()
}

async fn list(visit: &Visit) -> Result<ItemList, WebError> {
    let filter = asked(visit)?;
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let people = People::read(visit).await?;
    let words = Words::new(visit, &current, &scope);
    let found = filter.select(&current, &scope);
    let totals = Totals::of(found.iter().copied());
    // A report is made once a control: it copies the names that its words need.
    let reports: Vec<Option<ControlReport<'_>>> =
        current.controls.iter().map(|control| control.ran.as_ref().map(|ran| ran.report())).collect();
    let lines = found.iter().map(|own| line(own, &current, &reports, &words, &people)).collect();
    let unknown = match totals.unknown {
        0 => String::new(),
        count => format!(", {} med ukendt beløb", danish::whole(count as i64)),
    };
    let out = ItemList {
        basis: basis(&current),
        day: current.today,
        asked: format!("Valgt: {}", in_words(&filter, &people)),
        answer: format!(
            "{} hos {}, i alt {} kr.{unknown}",
            danish::count(totals.items as i64, "afvigelse", "afvigelser"),
            danish::count(totals.citizens as i64, "borger", "borgere"),
            danish::kroner_with_oere(totals.oere)
        ),
        lines,
    };
    let object = if found.is_empty() { "uden fund".to_owned() } else { super::query_of(&filter) };
    let citizens = found.iter().map(|own| own.listed.item.key.citizen);
    visit.saw(Purpose::AfvigelseRet, "hent_afvigelser", &object, citizens).await?;
    Ok(out)
}

fn basis(current: &Current) -> String {
    let Some(content) = &current.basis else { return "Intet grundlag".to_owned() };
    let accepted = &content.shown.basis.accepted_at;
    format!(
        "Grundlag {}, godkendt {}",
        content.shown.basis.id,
        danish::iso_day(accepted.get(..10).unwrap_or(""))
    )
}

fn line(
    own: &BoardItem,
    current: &Current,
    reports: &[Option<ControlReport<'_>>],
    words: &Words<'_>,
    people: &People,
) -> ItemLine {
    let (listed, item) = (&own.listed, &own.listed.item);
    let seen = &item.sighting;
    let told = own.control.and_then(|at| Some((reports[at].as_ref()?, current.deviation(own)?.1)));
    let (shared, message) = match (words.hides(item), told) {
        (true, _) => (String::new(), super::words::HIDDEN.to_owned()),
        (false, Some((report, deviation))) if words.sees_all_rows(own) => {
            (seen.shared.clone(), report.message(deviation))
        }
        (false, _) => (seen.shared.clone(), String::new()),
    };
    ItemLine {
        item: item.id.to_string(),
        status: item.standing.status.text(),
        reason: item.standing.reason.clone(),
        until: item.standing.until,
        responsible: people.shown(&listed.responsible),
        rule: words.named(item, rule(item.key.rule).name),
        systems: danish::list(&words.systems(item)),
        paragraf: item.key.paragraf.clone(),
        citizen: item.key.citizen.to_string(),
        attribute: item.key.attribute.map_or("", Attribute::text).to_owned(),
        period: seen.period,
        oere: seen.oere,
        oere_tillaeg: seen.oere_tillaeg,
        shared,
        message,
        first: item.first.day,
        last: item.last.day,
        age_days: listed.age_days,
    }
}
