//! Lines of a table as cells, and back: cells are written as the source's own file and read by its own reader.

use super::{Table, headings};
use crate::commands::import_extract::{GivenFile, cannot_open};
use crate::session::Session;
use crate::sources;
use anyhow::Context as _;
use domain::calendar::{Day, Period};
use domain::landscape::ExtractFacts;
use domain::language::{LanguageLine, TranslationLine};
use domain::observation::{Ownership, ProviderRecord, Settlement};
use ingest::apply::Reader;
use ingest::raw::RawRow;
use ingest::read::{read_rows, shown_name};
use std::fs::File;
use std::io::{Cursor, Read};

/// A line as its file writes it: a text a column, in the table's order.
pub type Row = Vec<String>;

/// The lines of a table as figures use them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Of the translation.
    Translation(Vec<TranslationLine>),
    /// Of Fælles sprog.
    Language(Vec<LanguageLine>),
    /// Of the register of providers.
    Providers(Vec<ProviderRecord>),
}

/// A file that was read as a table.
#[derive(Clone, Debug)]
pub struct ReadTable {
    /// What is used.
    pub lines: Lines,
    /// What is to be said: the row of the file (0 for all of it), and why.
    pub faults: Vec<(u32, String)>,
}

/// The words of the register for who owns a place, in the order of a choice.
pub const OWNERSHIPS: [(Ownership, &str); 7] = [
    (Ownership::Own, "egen kommune"),
    (Ownership::OtherKommune, "anden kommune"),
    (Ownership::Region, "region"),
    (Ownership::Private, "privat"),
    (Ownership::SelvejendeWithAgreement, "selvejende med driftsoverenskomst"),
    (Ownership::SelvejendeWithout, "selvejende uden driftsoverenskomst"),
    (Ownership::Other, "øvrige"),
];

/// The words of the register for how a provider is settled.
pub const SETTLEMENTS: [(Settlement, &str); 3] =
    [(Settlement::Takst, "takst"), (Settlement::Bum, "BUM"), (Settlement::Ramme, "ramme")];

/// The word of an ownership; empty where unknown.
#[must_use]
pub fn ownership_word(ownership: Ownership) -> &'static str {
    OWNERSHIPS.iter().find(|(own, _)| *own == ownership).map_or("", |(_, word)| word)
}

/// The word of a settlement; empty where unknown.
#[must_use]
pub fn settlement_word(settlement: Settlement) -> &'static str {
    SETTLEMENTS.iter().find(|(own, _)| *own == settlement).map_or("", |(_, word)| word)
}

impl Lines {
    /// A table without lines.
    #[must_use]
    pub fn none(table: Table) -> Lines {
        match table {
            Table::Oversaettelse => Lines::Translation(Vec::new()),
            Table::FaellesSprog => Lines::Language(Vec::new()),
            Table::Leverandoerer => Lines::Providers(Vec::new()),
        }
    }

    /// The lines as cells.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        match self {
            Lines::Translation(lines) => lines.iter().map(translation).collect(),
            Lines::Language(lines) => lines.iter().map(language).collect(),
            Lines::Providers(lines) => lines.iter().map(provider).collect(),
        }
    }
}

fn days(valid: Period) -> [String; 2] {
    let from = if valid.from <= Day::FIRST { String::new() } else { valid.from.danish() };
    [from, if valid.is_open() { String::new() } else { valid.last_day().danish() }]
}

fn translation(line: &TranslationLine) -> Row {
    let [from, to] = days(line.valid);
    let text = String::clone;
    vec![
        text(&line.kilde),
        text(&line.lokal_ydelse),
        text(&line.konto),
        text(&line.leverandoer),
        from,
        to,
        text(&line.paragraf),
        text(&line.ydelse),
    ]
}

fn language(line: &LanguageLine) -> Row {
    let [one, two] = line.kategori.clone();
    let text = String::clone;
    vec![
        text(&line.lovhjemmel),
        text(&line.paragraf),
        text(&line.indsatsydelse),
        text(&line.dst_code),
        one,
        two,
        text(&line.maalgruppe),
        text(&line.konto),
    ]
}

fn provider(line: &ProviderRecord) -> Row {
    let spelling = |(source, name): &(String, String)| {
        if source.is_empty() { name.clone() } else { format!("{source}: {name}") }
    };
    let also: Vec<String> = line.also.iter().map(spelling).collect();
    let [from, to] = days(line.valid);
    vec![
        line.name.clone(),
        also.join(" | "),
        line.cvr.clone(),
        line.p_number.clone(),
        line.driftsherre.clone(),
        ownership_word(line.ownership).to_owned(),
        settlement_word(line.settlement).to_owned(),
        line.delay_days.map_or_else(String::new, |days| days.to_string()),
        line.ean.clone(),
        from,
        to,
    ]
}

/// A table as a file in its source's own form: CSV with semicolons, UTF-8 with byte order mark.
///
/// # Errors
/// Where the mapping cannot be read.
pub fn csv(session: &Session, table: Table, rows: &[Row]) -> anyhow::Result<Vec<u8>> {
    let mut out = String::from("\u{feff}");
    let headings = headings(session, table)?;
    for row in std::iter::once(&headings).chain(rows) {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    }
    Ok(out.into_bytes())
}

fn quoted(cell: &str) -> String {
    let cell = cell.trim();
    if cell.contains([';', '"', '\n', '\r']) || cell.starts_with('\'') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Reads a file as a table and keeps nothing.
///
/// # Errors
/// A file that cannot be read, or is not what the table's source says.
pub fn read_file(session: &Session, table: Table, file: &GivenFile) -> anyhow::Result<ReadTable> {
    let source = sources::find(&session.edge.folder, table.source())?;
    let mut reader = Reader::new(&source.mapping, &session.law, session.kommune(), ExtractFacts::default());
    let (name, mut bytes, size): (String, Box<dyn Read>, u64) = match file {
        GivenFile::Sent(name, bytes) => {
            (name.clone(), Box::new(Cursor::new(std::sync::Arc::clone(bytes))), bytes.len() as u64)
        }
        GivenFile::At(path) => {
            let file = File::open(path).map_err(|error| cannot_open(path, &error))?;
            let size = file.metadata().map_or(0, |metadata| metadata.len());
            let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            (name, Box::new(file), size)
        }
    };
    reader.start_file(0, &name);
    let mut sink = |row: &RawRow<'_>| reader.row(row);
    let summary = read_rows(&name, &mut bytes, size, &source.mapping.hints(), &session.edge.child, &mut sink)
        .with_context(|| format!("{} kan ikke læses som {}", shown_name(&name), table.title()))?;
    reader.end_file(Some(&summary))?;
    let extract = reader.finish();
    let faults = extract.findings.iter().map(|finding| {
        let place = if finding.column.is_empty() { String::new() } else { format!("{}: ", finding.column) };
        (finding.row, format!("{place}{} {}", finding.reason, finding.remedy).trim().to_owned())
    });
    Ok(ReadTable {
        faults: faults.collect(),
        lines: match table {
            Table::Oversaettelse => Lines::Translation(extract.translations),
            Table::FaellesSprog => Lines::Language(extract.language),
            Table::Leverandoerer => Lines::Providers(extract.providers),
        },
    })
}

/// Reads rows as the table's source would read them from a file.
///
/// # Errors
/// As [`read_file`].
pub fn read_rows_of(session: &Session, table: Table, rows: &[Row]) -> anyhow::Result<ReadTable> {
    let bytes = csv(session, table, rows)?;
    read_file(session, table, &GivenFile::Sent(format!("{}.csv", table.source()), bytes.into()))
}
