//! One row of a source's file: first whom it is about, so that somebody can say who may see it, then the row itself.
//!
//! Invariant: a row about a citizen is found through the kept rows, never through what stands in the file; a row that
//! is not kept is shown only where import set it aside, so that a deleted citizen's rows are gone.

mod read_as;

use crate::basis_content::BasisContent;
use crate::session::Session;
use crate::sources;
use anyhow::Context as _;
use domain::finding::Effect;
use domain::observation::Expectation;
use domain::person::{CitizenId, HIDDEN};
use domain::wording::Wording;
use ingest::mapping::Mapping;
use ingest::show_row::{ShownCell, ShownRow, Wanted, show_row as read_file};
use std::collections::BTreeMap;
use store::ImportId;
use store::imports::{Import, Kind};
use store::lake::RowAt;

/// Which row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAsked {
    /// The import.
    pub import: String,
    /// Its file, sheet and row.
    pub at: RowAt,
}

/// Whom a row is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// Somebody, by the id that they have now.
    Citizen(CitizenId),
    /// Nobody: a price, a provider, a collective bill.
    Nobody,
    /// Perhaps somebody: import could not read it and set it aside.
    SetAside,
}

/// A row that is there, with what limits ask of it.
pub struct FoundRow {
    /// Its import.
    pub import: Import,
    /// The source as people say it.
    pub title: String,
    /// The file's name.
    pub file: String,
    /// Where it stands.
    pub at: RowAt,
    /// Whom it is about.
    pub about: About,
    /// Its written paragraphs, as the newest basis translates it; none where it has none.
    pub paragraffer: Vec<String>,
    /// The numbers and name of its provider, as far as they are there.
    pub providers: Vec<String>,
    /// What its values were read as, by the key of their field.
    pub read_as: BTreeMap<&'static str, String>,
    mapping: Mapping,
}

/// A row of a file, ready to be shown.
#[derive(Clone, Debug)]
pub struct RowShown {
    /// Its cells.
    pub cells: Vec<CellShown>,
    /// Headings of the columns that are not read.
    pub unread: Vec<String>,
}

/// A cell of a row.
#[derive(Clone, Debug)]
pub struct CellShown {
    /// The heading in the file.
    pub heading: String,
    /// The key of the field that the column is read as.
    pub field: &'static str,
    /// What stands there, without names and numbers of persons.
    pub text: String,
    /// It says who somebody is.
    pub hidden: bool,
}

/// Finds a row without reading the file; `None` where there is no such row, or none that may be shown to anybody.
///
/// # Errors
/// Where the store cannot be read.
pub async fn find_row(
    session: &Session,
    content: Option<&BasisContent>,
    asked: &RowAsked,
) -> anyhow::Result<Option<FoundRow>> {
    let Ok(id) = ImportId::parse(&asked.import) else { return Ok(None) };
    let Some(import) = session.store.imports().find(&session.ctx, &id).await? else { return Ok(None) };
    let Some(file) = import.files.get(usize::from(asked.at.file)) else { return Ok(None) };
    let mapping =
        sources::parse_once(&import.mapping, &import.source).context("indlæsningens kildebeskrivelse")?;
    let mut found = FoundRow {
        title: mapping.title().to_owned(),
        file: file.name.clone(),
        at: asked.at.clone(),
        about: About::Nobody,
        paragraffer: Vec::new(),
        providers: Vec::new(),
        read_as: BTreeMap::new(),
        mapping,
        import,
    };
    let kept = match found.import.kind {
        Kind::Expectations => expected(session, &found.import, &asked.at).await?,
        kind if kind.lake_file().is_some() => {
            session.store.lake().citizen_at(&session.ctx, &id, kind, &asked.at)?
        }
        _ => Some(None),
    };
    match kept {
        Some(Some(written)) => {
            read_as::fill(session, content, &mut found, written)?;
            let merged = session.store.people().merged(&session.ctx).await?;
            found.about = About::Citizen(merged.get(&written).copied().unwrap_or(written));
        }
        Some(None) => {}
        None if is_set_aside(session, &found).await? => found.about = About::SetAside,
        None => return Ok(None),
    }
    Ok(Some(found))
}

/// Whom an expected case is about.
async fn expected(
    session: &Session,
    import: &Import,
    at: &RowAt,
) -> anyhow::Result<Option<Option<CitizenId>>> {
    let mut wording = Wording::default();
    let lines: Vec<Expectation<CitizenId>> =
        session.store.imports().record_lines(&session.ctx, &import.id, &mut wording).await?;
    let line = lines.into_iter().find(|line| {
        let place = line.place;
        (place.file, place.row) == (at.file, at.row) && wording.text(place.sheet) == at.sheet
    });
    Ok(line.map(|line| line.citizen))
}

async fn is_set_aside(session: &Session, found: &FoundRow) -> anyhow::Result<bool> {
    let findings =
        session.store.imports().findings(&session.ctx, &found.import.id, None, u32::MAX, 0).await?;
    let at = &found.at;
    Ok(findings.iter().any(|finding| {
        finding.effect == Effect::SetAside
            && (finding.file, finding.row) == (at.file, at.row)
            && finding.sheet == at.sheet
    }))
}

/// Reads the row from the kept original, which is read from its beginning up to the row; `None` where it is no row of
/// data. The opening is a line of the log.
///
/// # Errors
/// Where the kept file cannot be read.
pub async fn read_row(session: &Session, found: &FoundRow) -> anyhow::Result<Option<RowShown>> {
    let file = &found.import.files[usize::from(found.at.file)];
    let mut reader = session.store.raw().open(&session.ctx, &file.sha256).await?;
    let wanted = Wanted { sheet: &found.at.sheet, row: found.at.row };
    let child = &session.edge.child;
    let read = || read_file(&found.mapping, &file.name, &mut reader, file.size, child, wanted);
    let row = tokio::task::block_in_place(read).with_context(|| format!("{} kan ikke læses", file.name))?;
    let Some(ShownRow { cells, unread }) = row else { return Ok(None) };
    let texts: Vec<String> = cells.iter().map(|cell| cell.text.clone()).collect();
    let without = match found.about {
        About::Citizen(citizen) => session.store.people().without_name(&session.ctx, citizen, &texts).await?,
        About::Nobody | About::SetAside => None,
    };
    // Where nobody knows the name, nobody can take it out of the text of a posting.
    let unsure = without.is_none() && found.import.kind == Kind::Postings;
    let texts = without.unwrap_or(texts);
    let cells = cells.into_iter().zip(texts).map(|(cell, text)| shown(cell, text, unsure)).collect();
    Ok(Some(RowShown { cells, unread }))
}

fn shown(cell: ShownCell, text: String, unsure: bool) -> CellShown {
    let hide = unsure && cell.field == "text" && !text.is_empty();
    CellShown {
        heading: cell.heading,
        field: cell.field,
        text: if hide { HIDDEN.to_owned() } else { text },
        hidden: cell.hidden || hide,
    }
}
