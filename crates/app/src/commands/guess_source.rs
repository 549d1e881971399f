//! Which source a file is from, before it is read in: every known mapping is put to the first rows of it.
//!
//! Invariant: a guess keeps nothing and decides nothing. It is made only where one mapping fits better than all others;
//! the person who sent the file sees it and may choose another.

use crate::commands::import_extract::{GivenFile, cannot_open};
use crate::session::Session;
use crate::sources::{self, KnownSource};
use anyhow::Context as _;
use domain::calendar::{Day, Period};
use domain::landscape::ExtractFacts;
use ingest::apply::Reader;
use ingest::raw::{Cell, RawRow};
use ingest::read::{ReadHints, read_rows, shown_name};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use store::imports::Import;

/// Rows of each sheet that are looked at: headings are looked for in the first sixty.
const ROWS: usize = 70;

/// What a file looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// The source that fits best; `None` where none does, or two do equally well.
    pub source: Option<String>,
    /// All that fit, the best first.
    pub fitting: Vec<String>,
    /// What the file says of its day and what it covers, by the best mapping.
    pub facts: ExtractFacts,
    /// What it probably covers: as the last import of the source, moved with the day of the extract.
    pub as_last: Option<Period>,
    /// Why it cannot be read at all; empty where it can.
    pub unreadable: String,
}

/// A source that fits a file.
struct Fit {
    name: String,
    /// Its last import's files are called the same but for numbers.
    same_name: bool,
    /// Columns that were found.
    columns: usize,
    facts: ExtractFacts,
}

/// Looks at the beginning of each file. A file that cannot be read is there with the reason.
///
/// # Errors
/// Where the folder or the store cannot be read.
pub async fn guess_sources(session: &Session, files: &[GivenFile]) -> anyhow::Result<Vec<Guess>> {
    let known: Vec<KnownSource> =
        sources::all(&session.edge.folder)?.into_iter().filter_map(|(_, known)| known.ok()).collect();
    let mut last: BTreeMap<String, Import> = BTreeMap::new();
    for import in session.store.imports().list(&session.ctx).await? {
        last.insert(import.source.clone(), import);
    }
    Ok(files.iter().map(|file| guess(session, &known, &last, file)).collect())
}

fn guess(
    session: &Session,
    known: &[KnownSource],
    last: &BTreeMap<String, Import>,
    file: &GivenFile,
) -> Guess {
    let (name, rows) = match head(session, file) {
        Ok(read) => read,
        Err(error) => return Guess { unreadable: format!("{error:#}"), ..Guess::default() },
    };
    let mut fits: Vec<Fit> =
        known.iter().filter_map(|source| fit(session, source, last, &name, &rows)).collect();
    let rank = |fit: &Fit| (fit.same_name, fit.columns);
    fits.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
    let alone = match &fits[..] {
        [] => None,
        [one] => Some(one),
        [first, second, ..] => (rank(first) != rank(second)).then_some(first),
    };
    let facts = fits.first().map_or_else(ExtractFacts::default, |fit| fit.facts);
    let before = alone.and_then(|fit| last.get(&fit.name));
    Guess {
        source: alone.map(|fit| fit.name.clone()),
        as_last: before.and_then(|import| moved(import.facts, facts.extracted?)),
        facts,
        fitting: fits.into_iter().map(|fit| fit.name).collect(),
        unreadable: String::new(),
    }
}

/// What is stated of an extract that nobody looks at before it is read in: it covers what the last one of its source did,
/// moved with its day, where its files do not say themselves.
///
/// # Errors
/// Where the source or the store cannot be read. A file that cannot be read says nothing.
pub async fn facts_as_last(
    session: &Session,
    source: &str,
    files: &[GivenFile],
) -> anyhow::Result<ExtractFacts> {
    let known = sources::find(&session.edge.folder, source)?;
    let mut said = ExtractFacts::default();
    for file in files {
        let Ok((name, rows)) = head(session, file) else { continue };
        let own =
            fit(session, &known, &BTreeMap::new(), &name, &rows).map(|fit| fit.facts).unwrap_or_default();
        said.extracted = said.extracted.max(own.extracted);
        said.covers = said.covers.or(own.covers);
    }
    let last = session.store.imports().newest(&session.ctx, source).await?;
    let moved = last.zip(said.extracted).and_then(|(import, day)| moved(import.facts, day));
    let covers = if said.covers.is_some() { None } else { moved };
    Ok(ExtractFacts { covers, ..ExtractFacts::default() })
}

/// The days that an earlier extract covered, with its end as far from the new extract's day as it was from the old one's.
fn moved(earlier: ExtractFacts, extracted: Day) -> Option<Period> {
    let (covers, then) = (earlier.covers?, earlier.extracted?);
    Period::new(covers.from, Day(covers.until.0 + extracted.0 - then.0))
}

fn fit(
    session: &Session,
    source: &KnownSource,
    last: &BTreeMap<String, Import>,
    name: &str,
    rows: &[HeadRow],
) -> Option<Fit> {
    let mapping = &source.mapping;
    let mut reader = Reader::new(mapping, &session.law, session.kommune(), ExtractFacts::default());
    reader.start_file(0, name);
    for row in rows {
        let cells: Vec<Cell<'_>> = row.cells.iter().map(OwnCell::cell).collect();
        let row = RawRow { sheet: &row.sheet, row: row.row, cells: &cells };
        if reader.row(&row).is_break() {
            break;
        }
    }
    reader.end_file(None).ok()?;
    let extract = reader.finish();
    let shape = shape(name);
    let before = last.get(mapping.name());
    let same_name =
        before.is_some_and(|import| import.files.iter().any(|file| self::shape(&file.name) == shape));
    Some(Fit {
        name: mapping.name().to_owned(),
        same_name,
        columns: extract.found.fields.len(),
        facts: extract.facts,
    })
}

/// A file's name without its numbers: the same each month.
fn shape(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic() || *c == '_');
    letters.flat_map(char::to_lowercase).collect()
}

/// A row from the beginning of a file.
struct HeadRow {
    sheet: String,
    row: u32,
    cells: Vec<OwnCell>,
}

/// A cell that outlives the reading.
enum OwnCell {
    Empty,
    Text(String),
    Number(String),
    Date(Day),
    Error(String),
}

impl OwnCell {
    fn of(cell: &Cell<'_>) -> OwnCell {
        match cell {
            Cell::Empty => OwnCell::Empty,
            Cell::Text(text) => OwnCell::Text((*text).to_owned()),
            Cell::Number(text) => OwnCell::Number((*text).to_owned()),
            Cell::Date(day) => OwnCell::Date(*day),
            Cell::Error(text) => OwnCell::Error((*text).to_owned()),
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            OwnCell::Empty => Cell::Empty,
            OwnCell::Text(text) => Cell::Text(text),
            OwnCell::Number(text) => Cell::Number(text),
            OwnCell::Date(day) => Cell::Date(*day),
            OwnCell::Error(text) => Cell::Error(text),
        }
    }
}

/// The first rows of each sheet.
fn head(session: &Session, file: &GivenFile) -> anyhow::Result<(String, Vec<HeadRow>)> {
    let (name, mut bytes, size): (String, Box<dyn Read>, u64) = match file {
        GivenFile::Sent(name, bytes) => (name.clone(), Box::new(Cursor::new(&bytes[..])), bytes.len() as u64),
        GivenFile::At(path) => {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let file = File::open(path).map_err(|error| cannot_open(path, &error))?;
            let size = file.metadata().map_or(0, |metadata| metadata.len());
            (name, Box::new(file), size)
        }
    };
    let mut rows: Vec<HeadRow> = Vec::new();
    let (mut sheet, mut of_sheet) = (String::new(), 0);
    let mut sink = |row: &RawRow<'_>| {
        if row.sheet != sheet {
            row.sheet.clone_into(&mut sheet);
            of_sheet = 0;
        }
        of_sheet += 1;
        if of_sheet <= ROWS {
            let cells = row.cells.iter().map(OwnCell::of).collect();
            rows.push(HeadRow { sheet: row.sheet.to_owned(), row: row.row, cells });
            ControlFlow::Continue(())
        } else if row.sheet.is_empty() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    read_rows(&name, &mut bytes, size, &ReadHints::default(), &session.edge.child, &mut sink)
        .with_context(|| format!("{} kan ikke læses", shown_name(&name)))?;
    Ok((name, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_the_same_each_month() {
        assert_eq!(shape("nexus_indsatser_2026-03-01.csv"), shape("Nexus_indsatser_2026-04-01 (2).csv"));
        assert_ne!(shape("nexus_indsatser.csv"), shape("nexus_borgere.csv"));
    }

    #[test]
    fn what_it_covers_moves_with_the_day_of_the_extract() {
        let day = |text: &str| Day::parse(text).expect("en dag");
        let earlier = ExtractFacts {
            extracted: Some(day("2026-02-01")),
            covers: Period::from_included(day("2016-01-01"), day("2026-01-31")),
            current_only: false,
        };
        let now = moved(earlier, day("2026-03-01")).expect("dage");
        assert_eq!((now.from, now.last_day()), (day("2016-01-01"), day("2026-02-28")));
        assert_eq!(moved(ExtractFacts::default(), day("2026-03-01")), None);
    }
}
