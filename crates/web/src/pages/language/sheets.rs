//! The tables as spreadsheets: out as they are, and in again as a draft that is looked at before it is saved.

use super::path;
use crate::error::{Answer, WebError};
use crate::upload;
use crate::visit::{Visit, to};
use app::access::Right;
use app::edge;
use app::purpose::Purpose;
use app::tables::cells::read_file;
use app::tables::draft::Draft;
use app::tables::{Table, headings, newest};
use axum::extract::Multipart;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::calendar::Day;
use report::workbook::{EditableTable, editable};

/// The newest version as a workbook.
pub(super) async fn workbook(visit: Visit, table: Table) -> Answer {
    let session = visit.session(Purpose::AfvigelseRet);
    let version = newest(&session, table).await?;
    let (day, basis) = match &version.import {
        Some(import) => {
            let used = if version.in_basis { "i brug i det nyeste grundlag" } else { "ikke i brug endnu" };
            let at = edge::local_time(&import.imported_at);
            let day = import.imported_at.get(..10).and_then(Day::parse).unwrap_or(visit.day());
            (day, format!("Udgave {} af {at}, {used}", import.id))
        }
        None => (visit.day(), "Tabellen er ikke læst ind endnu".to_owned()),
    };
    let written = EditableTable {
        title: table.title().to_owned(),
        basis,
        day,
        headings: headings(&session, table)?,
        rows: version.rows,
    };
    let bytes = editable(&written).map_err(|error| WebError::Failed(error.into()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = format!("attachment; filename=\"{}-{}.xlsx\"", table.source().replace('_', "-"), day.iso());
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// A sheet that comes back: what is another than in the newest version becomes the draft.
pub(super) async fn receive(visit: Visit, table: Table, form: Multipart) -> Answer {
    visit.scope(Right::EditLanguage)?;
    let sent = upload::receive(&visit, form).await?;
    let [file] = sent.files.as_slice() else {
        return Err(WebError::Refused("Vælg ét regneark, og send igen. Intet er ændret.".to_owned()));
    };
    let session = visit.session(Purpose::AfvigelseRet);
    let version = newest(&session, table).await?;
    if !version.locked.is_empty() {
        return Err(WebError::Refused(version.locked));
    }
    let read = tokio::task::block_in_place(|| read_file(&session, table, file))?;
    let rows = read.lines.rows();
    if rows.is_empty() {
        return Err(WebError::Refused(format!(
            "Filen har ingen linjer, der kan bruges som {}. Intet er ændret.",
            table.title()
        )));
    }
    let draft = Draft::towards(&version, rows);
    if draft.is_empty() {
        visit.state.drafts.let_go(&visit.who.user.name, table);
        return Err(WebError::Refused("Arket er som tabellen. Der er intet at ændre.".to_owned()));
    }
    visit.state.drafts.put(&visit.who.user.name, draft);
    Ok(to(&format!("{}/udkast?gjort=aendret", path(table))))
}
