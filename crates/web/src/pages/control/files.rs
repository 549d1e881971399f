//! The same answer as a workbook, as CSV, as JSON lines.
//!
//! Invariant: a file holds what its page holds: the deviations in scope, no målgruppe to a role without it, no CPR.

use super::answer::{result, says_maalgruppe, seen};
use crate::error::{Answer, WebError};
use crate::parts::Link;
use crate::visit::Visit;
use app::access::Right;
use app::commands::run_control::RanControl;
use app::purpose::Purpose;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::deviation::Deviation;
use domain::overview::Overview;
use report::control_report::ControlReport;
use report::{csv, jsonl, workbook};

/// Name, kind, and the word of the link.
const FILES: [(&str, &str, &str); 3] = [
    ("8-talskontrol.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
    ("8-talskontrol.csv", "text/csv; charset=utf-8", "CSV"),
    ("8-talskontrol.jsonl", "application/jsonl; charset=utf-8", "JSON"),
];

/// The files of an answer.
pub(super) fn links(base: &str) -> Vec<Link> {
    FILES.iter().map(|(name, _, word)| Link::new(format!("{base}/{name}"), *word)).collect()
}

pub(super) async fn send(visit: Visit, Path((id, file)): Path<(String, String)>) -> Answer {
    let Some((name, kind, _)) = FILES.iter().find(|(name, ..)| *name == file) else {
        return Err(WebError::NotFound(
            "Svaret findes som Excel, CSV og JSON. Der er ingen fil af det navn.".to_owned(),
        ));
    };
    let ran = result(&visit, &id)?;
    let current = visit.current().await?;
    let scope = visit.scope(Right::SeeRows)?;
    let hide = !visit.may(Right::SeeMaalgruppe);
    let own: Vec<Deviation> = seen(&current, &scope, &ran).into_iter().map(|d| told(d, hide)).collect();
    let bytes = tokio::task::block_in_place(|| written(&ran, &own, name))?;
    visit
        .saw(Purpose::AfvigelseRet, "hent_kontrol", &format!("{id} {name}"), own.iter().map(|d| d.citizen))
        .await?;
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(CONTENT_TYPE, (*kind).to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

/// A deviation as the role may see it.
fn told(deviation: &Deviation, hide: bool) -> Deviation {
    let mut own = deviation.clone();
    if hide && says_maalgruppe(deviation) {
        own.shared = String::new();
        for values in &mut own.values {
            if !values.is_empty() {
                *values = vec!["vises ikke".to_owned()];
            }
        }
    }
    own
}

fn written(ran: &RanControl, own: &[Deviation], name: &str) -> Result<Vec<u8>, WebError> {
    let report = ran.report();
    let overview = Overview::of(own, report.coverage);
    let report = ControlReport { deviations: own, overview: &overview, ..report };
    let mut out = Vec::new();
    let done = match name.rsplit('.').next() {
        Some("xlsx") => workbook::write(&report).map(|bytes| out = bytes),
        Some("csv") => csv::write(&report, &mut out),
        _ => jsonl::write(&report, &mut out),
    };
    done.map_err(|error| WebError::Failed(error.into()))?;
    Ok(out)
}
