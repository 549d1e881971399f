//! The three tables that make one language of the sources: the translation, Fælles sprog, the register of providers; as
//! cells that people change.
//!
//! Invariant: a table is never edited. A changed table is a new import, written in the source's own form and read back by
//! the source's own reader, so that each version opens to file and line and a figure keeps the one it was made with.

pub mod cells;
pub mod check;
pub mod draft;
pub mod effect;
pub mod providers;
pub mod save;
pub mod suggest;
pub mod usage;

use crate::session::Session;
use crate::sources;
use cells::{Lines, Row};
use domain::observation::ProviderRecord;
use domain::wording::Wording;
use ingest::mapping::Field;
use store::ImportId;
use store::imports::{Import, Kind};

/// One of the tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Table {
    /// From the sources' own words to paragraphs.
    Oversaettelse,
    /// The master overview.
    FaellesSprog,
    /// Who a provider is in each system.
    Leverandoerer,
}

impl Table {
    /// All, in the order of the menu.
    pub const ALL: [Table; 3] = [Table::Oversaettelse, Table::FaellesSprog, Table::Leverandoerer];

    /// The source that it is read from, and its word in lines that people write. Never changed.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Table::Oversaettelse => "oversaettelse",
            Table::FaellesSprog => "faelles_sprog",
            Table::Leverandoerer => "leverandoerer",
        }
    }

    /// The table of a source.
    #[must_use]
    pub fn of_source(source: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.source() == source)
    }

    /// As pages write it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Table::Oversaettelse => "Oversættelse",
            Table::FaellesSprog => "Fælles sprog",
            Table::Leverandoerer => "Leverandører",
        }
    }

    /// What its imports hold.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Table::Oversaettelse => Kind::Translation,
            Table::FaellesSprog => Kind::Language,
            Table::Leverandoerer => Kind::Providers,
        }
    }

    /// Its columns in the order of its file: the field, and the heading where a mapping names none.
    #[must_use]
    pub fn columns(self) -> &'static [(Field, &'static str)] {
        match self {
            Table::Oversaettelse => &[
                (Field::Source, "kilde"),
                (Field::Service, "lokal_ydelse"),
                (Field::Account, "konto"),
                (Field::Provider, "leverandoer"),
                (Field::Start, "gyldig_fra"),
                (Field::End, "gyldig_til"),
                (Field::Paragraf, "paragraf"),
                (Field::Ydelse, "ydelse"),
            ],
            Table::FaellesSprog => &[
                (Field::Lovhjemmel, "Lovhjemmel"),
                (Field::Paragraf, "Paragraf"),
                (Field::Ydelse, "Indsatsydelse"),
                (Field::DstCode, "DST kode"),
                (Field::Category1, "Kategori 1"),
                (Field::Category2, "Kategori 2"),
                (Field::Maalgruppe, "Målgruppe"),
                (Field::Account, "Konto"),
            ],
            Table::Leverandoerer => &[
                (Field::Provider, "Navn"),
                (Field::Also, "Stavemåder"),
                (Field::Cvr, "CVR-nr."),
                (Field::PNumber, "P-nummer"),
                (Field::OwnerName, "Driftsherre"),
                (Field::Ownership, "Ejerforhold"),
                (Field::Settlement, "Afregningsform"),
                (Field::DelayDays, "Normal forsinkelse (dage)"),
                (Field::Ean, "EAN"),
                (Field::Start, "Gyldig fra"),
                (Field::End, "Gyldig til"),
            ],
        }
    }

    /// The columns that say what a line is about: two lines that share them are one line, changed.
    #[must_use]
    pub fn key_columns(self) -> &'static [usize] {
        match self {
            Table::Oversaettelse => &[0, 1, 2, 3],
            Table::FaellesSprog => &[1, 2, 7],
            Table::Leverandoerer => &[0, 3],
        }
    }
}

/// A table as it is now.
#[derive(Clone, Debug)]
pub struct Version {
    /// Which.
    pub table: Table,
    /// Its newest import; none where it was never read in.
    pub import: Option<Import>,
    /// Its lines as cells, in the order of the file.
    pub rows: Vec<Row>,
    /// The same as they are used.
    pub lines: Lines,
    /// The newest basis uses this version; true also where there is no basis.
    pub in_basis: bool,
    /// Why it cannot be changed here; empty where it can.
    pub locked: String,
}

impl Version {
    /// The name of its import; empty where there is none.
    #[must_use]
    pub fn id(&self) -> String {
        self.import.as_ref().map_or_else(String::new, |import| import.id.to_string())
    }
}

/// The newest version of a table.
///
/// # Errors
/// Where the store cannot be read.
pub async fn newest(session: &Session, table: Table) -> anyhow::Result<Version> {
    let all = session.store.imports().list(&session.ctx).await?;
    let of_kind = || all.iter().filter(|import| import.kind == table.kind());
    let import = of_kind().rfind(|import| import.source == table.source()).cloned();
    let others: Vec<String> =
        of_kind().filter(|i| i.source != table.source()).map(|i| i.source.clone()).collect();
    let locked = match others.last() {
        Some(source) => format!(
            "Tabellen læses også fra kilden «{source}». Ret den i dens egen fil, og indlæs den igen: så er der kun ét sted, den \
             ændres."
        ),
        None => String::new(),
    };
    let lines = match &import {
        Some(import) => lines_of(session, table, &import.id).await?,
        None => Lines::none(table),
    };
    let basis = session.store.bases().newest(&session.ctx).await?;
    let in_basis = match (&basis, &import) {
        (Some(basis), Some(import)) => basis.import_of(table.source()) == Some(&import.id),
        _ => true,
    };
    Ok(Version { table, rows: lines.rows(), lines, import, in_basis, locked })
}

/// The lines of one import of a table.
///
/// # Errors
/// Where they cannot be read.
pub async fn lines_of(session: &Session, table: Table, id: &ImportId) -> anyhow::Result<Lines> {
    let imports = session.store.imports();
    Ok(match table {
        Table::Oversaettelse => Lines::Translation(imports.translation_lines(&session.ctx, id).await?),
        Table::FaellesSprog => Lines::Language(imports.language_lines(&session.ctx, id).await?),
        Table::Leverandoerer => {
            let mut wording = Wording::default();
            let mut records: Vec<ProviderRecord> =
                imports.record_lines(&session.ctx, id, &mut wording).await?;
            records.sort_by_key(|record| record.place.row);
            Lines::Providers(records)
        }
    })
}

/// The headings of a table as the municipality's own mapping of it names them.
///
/// # Errors
/// Where the mapping cannot be read.
pub fn headings(session: &Session, table: Table) -> anyhow::Result<Vec<String>> {
    let known = sources::find(&session.edge.folder, table.source())?;
    let heading = |(field, shipped): &(Field, &'static str)| {
        known.mapping.heading(field.key()).unwrap_or(shipped).to_owned()
    };
    Ok(table.columns().iter().map(heading).collect())
}
