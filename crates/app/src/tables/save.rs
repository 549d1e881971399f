//! A changed table becomes a new import with who, when and why; and a basis that uses it.

use super::cells::{csv, read_rows_of};
use super::draft::Draft;
use super::{Table, newest};
use crate::commands::accept_basis::{DECISIONS, ShownBasis, accept_basis, decisions};
use crate::commands::import_extract::{GivenFile, ImportExtract, Progress, import_extract};
use crate::lines::{self, Kept, Line, NewLine};
use crate::session::Session;
use crate::text_of_people::refuse_number;
use anyhow::bail;
use domain::landscape::ExtractFacts;
use serde::{Deserialize, Serialize};
use store::imports::Import;
use store::{BasisId, ImportId};

/// A change of a table, as it was saved. The lines themselves stand in the two imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sprogaendring {
    /// The table's word ([`Table::source`]).
    pub tabel: String,
    /// The import that was made.
    pub import: String,
    /// The import before it; empty where there was none.
    pub foer: String,
    /// New lines.
    pub nye: usize,
    /// Changed lines.
    pub aendrede: usize,
    /// Lines that went.
    pub fjernede: usize,
    /// What was computed before it was saved; empty where nobody asked.
    pub virkning: Vec<Virkning>,
}

/// What was computed for one saved control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Virkning {
    /// The control.
    pub kontrol: String,
    /// Deviations that fall away.
    pub falder: usize,
    /// New ones.
    pub kommer: usize,
    /// Those that change.
    pub aendrer: usize,
    /// Citizens.
    pub borgere: usize,
    /// Known kroner of those touched, in øre.
    pub oere: i64,
}

impl Line for Sprogaendring {
    const KIND: &'static str = "sprogaendring";
}

/// Saves a draft as a new import, with a line that says why.
///
/// # Errors
/// Without a reason or changes; where the table has a newer version than the draft began from; where its own reader would
/// not use a line. Then nothing is saved.
pub async fn save(
    session: &Session,
    draft: &Draft,
    reason: &str,
    effect: Vec<Virkning>,
) -> anyhow::Result<ImportId> {
    let table = draft.table;
    if reason.trim().is_empty() {
        bail!("Skriv, hvorfor tabellen ændres. Intet er gemt.");
    }
    refuse_number("Begrundelsen", reason)?;
    if draft.is_empty() {
        bail!("Der er ingen ændringer at gemme.");
    }
    let version = newest(session, table).await?;
    if !version.locked.is_empty() {
        bail!("{}", version.locked);
    }
    if version.id() != draft.base {
        bail!(
            "{} er ændret af en anden, siden du begyndte. Intet er gemt. Opgiv dine ændringer, og lav dem igen på den nye \
             udgave.",
            table.title()
        );
    }
    let rows = draft.rows();
    let read = read_rows_of(session, table, &rows)?;
    if read.lines.rows().len() != rows.len() {
        let why = read.faults.first().map_or_else(String::new, |(row, text)| format!(" Linje {row}: {text}"));
        bail!("Nogle linjer kan ikke bruges, som de står. Intet er gemt.{why}");
    }
    let import = import(session, table, csv(session, table, &rows)?).await?;
    let changes = draft.changes();
    let count = |kind: fn(bool, bool) -> bool| {
        changes.iter().filter(|c| kind(c.before.is_some(), c.after.is_some())).count()
    };
    let line = Sprogaendring {
        tabel: table.source().to_owned(),
        import: import.to_string(),
        foer: draft.base.clone(),
        nye: count(|before, after| !before && after),
        aendrede: count(|before, after| before && after),
        fjernede: count(|before, after| before && !after),
        virkning: effect,
    };
    let line = NewLine {
        name: import.to_string(),
        line: Some(line),
        citizen: None,
        reason: reason.to_owned(),
        before: None,
    };
    lines::save(session, &[line]).await?;
    Ok(import)
}

/// Reads the table in. A table that is again as an older version was would be that import, and an import is not made twice:
/// empty lines at the end make it a file of its own.
async fn import(session: &Session, table: Table, mut bytes: Vec<u8>) -> anyhow::Result<ImportId> {
    loop {
        let file = GivenFile::Sent(format!("{}.csv", table.source()), bytes.clone().into());
        let request = ImportExtract {
            source: table.source().to_owned(),
            files: vec![file],
            stated: ExtractFacts::default(),
        };
        let imported = import_extract(session, &request, &Progress::default()).await?;
        if !imported.already {
            return Ok(imported.id);
        }
        bytes.extend_from_slice(b"\r\n");
    }
}

/// The newest basis again, with the newest version of each table in place of its own.
///
/// # Errors
/// Where there is no basis, or it already has them.
pub async fn take_into_use(session: &Session) -> anyhow::Result<ShownBasis> {
    let Some(basis) = session.store.bases().newest(&session.ctx).await? else {
        bail!("Der er intet godkendt grundlag. Godkend de første indlæsninger på siden Grundlag.");
    };
    let mut imports: Vec<String> = Vec::new();
    let mut changed = false;
    let tables = newest_tables(session).await?;
    for part in &basis.imports {
        let newer = tables.iter().find(|import| import.source == part.source);
        changed |= newer.is_some_and(|import| import.id != part.import);
        imports.push(newer.map_or_else(|| part.import.to_string(), |import| import.id.to_string()));
    }
    for import in &tables {
        if basis.import_of(&import.source).is_none() {
            changed = true;
            imports.push(import.id.to_string());
        }
    }
    changed |= decisions_are_newer(session, &basis.id).await?;
    if !changed {
        bail!("Grundlaget bruger allerede de nyeste tabeller. Intet er ændret.");
    }
    accept_basis(session, &imports).await
}

/// True where the basis has other decisions on spellings than those that hold now.
///
/// # Errors
/// Where they cannot be read.
pub async fn decisions_are_newer(session: &Session, basis: &BasisId) -> anyhow::Result<bool> {
    let kept = session.store.bases().documents(&session.ctx, basis).await?;
    let then = kept.into_iter().find(|document| document.name == DECISIONS).map(|document| document.body);
    Ok(then != decisions(session).await?.map(|(_, text)| text))
}

async fn newest_tables(session: &Session) -> anyhow::Result<Vec<Import>> {
    let mut out = Vec::new();
    for table in Table::ALL {
        out.extend(session.store.imports().newest(&session.ctx, table.source()).await?);
    }
    Ok(out)
}

/// The changes that were saved, the newest first.
///
/// # Errors
/// Where the store cannot be read.
pub async fn changes(session: &Session) -> anyhow::Result<Vec<Kept<Sprogaendring>>> {
    let mut all = lines::newest::<Sprogaendring>(session).await?;
    all.sort_by_key(|kept| std::cmp::Reverse(kept.seq));
    Ok(all)
}
