//! The rows behind the counts of an import: where each stands, and whom it is about by today's id.

use crate::session::Session;
use domain::observation::Standing;
use store::ImportId;
use store::imports::Import;
use store::lake::KeptRow;

/// Which rows of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Those that figures use.
    Used,
    /// Those that never took effect.
    NeverTookEffect,
}

/// An import with the rows of a part of it.
#[derive(Debug)]
pub struct ListedRows {
    /// The import.
    pub import: Import,
    /// By file, sheet and row.
    pub rows: Vec<KeptRow>,
}

/// The rows of a part of an import.
///
/// # Errors
/// Where there is no such import, or it keeps no rows about citizens.
pub async fn list_rows(session: &Session, id: &str, part: Part) -> anyhow::Result<ListedRows> {
    let import = session.store.imports().get(&session.ctx, &ImportId::parse(id)?).await?;
    let merged = session.store.people().merged(&session.ctx).await?;
    let mut rows = session.store.lake().kept_rows(&session.ctx, &import.id, import.kind)?;
    rows.retain(|row| match (part, row.standing) {
        (Part::Used, None | Some(Standing::Counts))
        | (Part::NeverTookEffect, Some(Standing::NeverTookEffect)) => true,
        (Part::Used | Part::NeverTookEffect, _) => false,
    });
    for row in &mut rows {
        row.citizen = row.citizen.map(|id| merged.get(&id).copied().unwrap_or(id));
    }
    Ok(ListedRows { import, rows })
}
