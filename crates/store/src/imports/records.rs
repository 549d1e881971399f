//! Lines of registers and money without citizens: one JSON text a line, in the order of the file.
//!
//! Every kind goes both ways here and nowhere else. What is read is counted against what was kept.

use super::Kind;
use crate::db::{Db, Tx, count};
use crate::error::StoreError;
use crate::ids::ImportId;
use crate::lake::totals_differ;
use domain::totals::Tally;
use domain::wording::Wording;

mod forms;

/// A kind of line that is kept in the database.
pub trait RecordLine: Sized {
    /// What an import of such lines holds.
    const KIND: Kind;

    /// What the line adds to its import's control totals: itself, and its amount or rate in 1/10.000 kroner.
    fn tally(&self) -> Tally;

    /// The line as JSON, its words spelled out.
    fn to_json(&self, wording: &Wording) -> String;

    /// Reads [`RecordLine::to_json`]; its words go into `wording`. `None` where it is not such a line.
    fn from_json(text: &str, wording: &mut Wording) -> Option<Self>;
}

/// Writes an import's lines, and counts them again as the database has them.
pub(super) async fn write<T: RecordLine>(
    tx: &mut Tx,
    id: &ImportId,
    lines: &[T],
    wording: &Wording,
    used: Tally,
) -> Result<(), StoreError> {
    let rows = lines.iter().enumerate().map(|(position, line)| {
        vec![id.as_str().into(), count(position).into(), line.to_json(wording).as_str().into()]
    });
    tx.insert_all("INSERT INTO record_line (import_id, position, body)", 3, rows).await?;
    let kept = tx.rows(SELECT, vec![id.as_str().into()]).await?;
    let mut found = Tally::default();
    for line in parsed::<T>(&kept, &mut Wording::default())? {
        found += line.tally();
    }
    if found == used { Ok(()) } else { Err(totals_differ(used, found)) }
}

const SELECT: &str = "SELECT body FROM record_line WHERE import_id = $1 ORDER BY position";

/// The lines of an import, if they are still those that were kept.
pub(super) async fn read<T: RecordLine>(
    db: &Db,
    id: &ImportId,
    kept: Tally,
    wording: &mut Wording,
) -> Result<Vec<T>, StoreError> {
    let lines = parsed::<T>(&db.rows(SELECT, vec![id.as_str().into()]).await?, wording)?;
    let mut found = Tally::default();
    lines.iter().for_each(|line| found += line.tally());
    if found == kept {
        return Ok(lines);
    }
    Err(StoreError::Damaged(format!(
        "Linjerne i indlæsningen {id} er ikke dem, der blev gemt: {} linjer og sum {}, skal være {} og {}. Hent mappen \
         fra sikkerhedskopien.",
        found.rows, found.rate_sum, kept.rows, kept.rate_sum
    )))
}

fn parsed<T: RecordLine>(rows: &[crate::db::Row], wording: &mut Wording) -> Result<Vec<T>, StoreError> {
    rows.iter().map(|row| T::from_json(&row.text(0)?, wording).ok_or_else(super::damaged)).collect()
}
