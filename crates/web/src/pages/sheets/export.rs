//! A sheet's lines as a workbook: the same query, the same rows; whom it is about is in the log before it leaves.

use super::Seen;
use super::lines::{Asked, word};
use crate::error::{Answer, WebError};
use crate::visit::Visit;
use app::commands::sheets::beside::LineStanding;
use app::commands::sheets::compare::{Amount, Beside};
use app::commands::sheets::found;
use app::purpose::Purpose;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use report::danish;
use report::sheet_lines::{SheetLine, SheetLines};

pub(super) async fn workbook(visit: Visit, Path(number): Path<String>) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let seen = Seen::read(&visit, found(&session, &number).await?).await?;
    let asked = Asked::of(&visit.fields(), &seen);
    let lines = asked.select(&seen);
    let Some(month) = seen.months.get(asked.month) else {
        return Err(WebError::NotFound("Arket er ikke læst ind endnu, så der er intet at hente.".to_owned()));
    };
    let basis = match &month.basis {
        Some((id, day)) => format!("Grundlag {id}, udtræk {}; ", day.danish()),
        None => String::new(),
    };
    let list = SheetLines {
        title: seen.kept.line.titel.clone(),
        system: month.system.clone(),
        basis: format!("{basis}arket er fra {}, indlæsning {}", month.day.danish(), month.import),
        day: month.day,
        asked: format!("{}: {}", danish::month(month.month), asked.in_words()),
        answer: danish::count(lines.len() as i64, "linje", "linjer"),
        lines: lines.iter().map(|(line, standing)| cells(line, standing, month.paragraf(line))).collect(),
    };
    let bytes = report::workbook::sheet_lines(&list).map_err(|error| WebError::Failed(error.into()))?;
    let object = format!("regneark {number}");
    let citizens = lines.iter().map(|(line, _)| line.citizen);
    visit.saw(Purpose::AfvigelseRet, "hent_regneark", &object, citizens).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = format!("attachment; filename=\"regneark-{number}-{}.xlsx\"", month.day.iso());
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn cells(line: &Beside, standing: &LineStanding<'_>, paragraf: &str) -> SheetLine {
    let oere = |side: &Option<Amount>| side.as_ref().map(|own| own.oere);
    let days = |side: &Option<Amount>| side.as_ref().map(|own| own.days.days());
    SheetLine {
        citizen: line.citizen.to_string(),
        paragraf: paragraf.to_owned(),
        sheet: oere(&line.sheet),
        system: oere(&line.product),
        sheet_days: days(&line.sheet),
        system_days: days(&line.product),
        standing: word(standing).0.to_owned(),
        why: line.why.text().to_owned(),
        text: line.text.clone(),
        written: match standing {
            LineStanding::Typed(kept) => format!("{} ({})", kept.line.tekst, kept.saved_by),
            _ => String::new(),
        },
    }
}
