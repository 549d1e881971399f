//! Imports: which files were read with which version of a mapping, and what was found in them.
//!
//! An import never changes. Its row is written last, in one transaction, when the kept files and the Parquet file are
//! on the disk: until then it is not there at all.

use crate::db::{Row, Tx, Value, count};
use crate::deletion::{ImportDeletion, by_import};
use crate::error::StoreError;
use crate::ids::{ContentHash, ImportId};
use crate::lake::LakeFile;
use crate::log::append_in;
use crate::seal::{Sealed, seal};
use crate::{Context, Store};
use domain::calendar::{Day, Period};
use domain::finding::Finding;
use domain::landscape::ExtractFacts;
use domain::language::{LanguageLine, TranslationLine};
use domain::totals::ControlTotals;
use domain::wording::Wording;
use std::collections::BTreeMap;

mod findings;
mod kind;
mod lines;
mod records;
mod totals;

pub use findings::{FindingCount, FindingsAsked, FindingsInAll, KeptFinding};
pub use kind::{Content, Kind};
pub use records::RecordLine;

/// A file of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its name as handed in, without folders.
    pub name: String,
    /// SHA-256 of its content: where it is kept.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Data rows in it.
    pub rows: u64,
}

/// What makes an import the same as another.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// The mapping's name.
    pub source: &'a str,
    /// What it holds.
    pub kind: Kind,
    /// Version of the mapping.
    pub mapping_version: &'a str,
    /// Its day, what it covers, and whether it has running cases only.
    pub facts: &'a ExtractFacts,
    /// SHA-256 of the files, in order.
    pub files: &'a [&'a str],
}

impl Identity<'_> {
    /// The import's name.
    #[must_use]
    pub fn id(&self) -> ImportId {
        let facts = self.facts;
        let day = |day: Option<Day>| day.map(|d| i64::from(d.0));
        let hash = ContentHash::begin("ottetal import 1")
            .with(self.source)
            .with(self.kind.key())
            .with(self.mapping_version)
            .with_number(day(facts.extracted))
            .with_number(day(facts.covers.map(|p| p.from)))
            .with_number(day(facts.covers.map(|p| p.until)))
            .with_number(Some(i64::from(facts.current_only)));
        ImportId::of(self.files.iter().fold(hash, |hash, file| hash.with(file)))
    }
}

/// An import that is ready to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewImport<'a> {
    /// The mapping's name.
    pub source: &'a str,
    /// Its files, in order.
    pub files: &'a [ImportedFile],
    /// The mapping's text.
    pub mapping: &'a str,
    /// The mapping's version.
    pub mapping_version: &'a str,
    /// Its day, what it covers, and whether it has running cases only.
    pub facts: ExtractFacts,
    /// Rows and rates in and out.
    pub totals: ControlTotals,
    /// What the reader found.
    pub findings: &'a [Finding],
    /// What stood in the data beside what the mapping declares, JSON.
    pub found: &'a str,
    /// Rows or lines.
    pub content: Content<'a>,
}

impl NewImport<'_> {
    /// The import's name.
    #[must_use]
    pub fn id(&self) -> ImportId {
        let files: Vec<&str> = self.files.iter().map(|f| f.sha256.as_str()).collect();
        Identity {
            source: self.source,
            kind: self.content.kind(),
            mapping_version: self.mapping_version,
            facts: &self.facts,
            files: &files,
        }
        .id()
    }
}

/// An import that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its name.
    pub id: ImportId,
    /// The mapping's name.
    pub source: String,
    /// What it holds.
    pub kind: Kind,
    /// Its files, in order.
    pub files: Vec<ImportedFile>,
    /// The mapping's text.
    pub mapping: String,
    /// The mapping's version.
    pub mapping_version: String,
    /// Its day, what it covers, and whether it has running cases only.
    pub facts: ExtractFacts,
    /// Rows and rates in and out.
    pub totals: ControlTotals,
    /// What stood in the data beside what the mapping declares, JSON.
    pub found: String,
    /// The Parquet file of its rows as it is now, for a kind that has rows.
    pub lake: Option<LakeFile>,
    /// What has been deleted from it since, oldest first.
    pub deletions: Vec<ImportDeletion>,
    /// When, RFC 3339.
    pub imported_at: String,
    /// By whom.
    pub imported_by: String,
}

/// Holds for an import that has not been deleted.
const ALIVE: &str = "id NOT IN (SELECT import_id FROM import_deletion WHERE whole = 1)";

/// The imports of a store.
#[derive(Clone, Copy, Debug)]
pub struct Imports<'a>(pub(crate) &'a Store);

const COLUMNS: &str = "id, source, kind, mapping, mapping_version, extracted, covers_from, covers_until, \
                       current_only, totals, found, lake_sha256, lake_rows, imported_at, imported_by";

impl Imports<'_> {
    /// Keeps an import whose files are on the disk. The same import again changes nothing. Takes the folder for
    /// writing.
    ///
    /// # Errors
    /// `Conflict` where a file it needs is not kept or its rows do not balance; `Unavailable`. Then nothing is kept.
    pub async fn record(&self, ctx: &Context, import: &NewImport<'_>) -> Result<ImportId, StoreError> {
        self.0.writing()?;
        let id = import.id();
        if self.find(ctx, &id).await?.is_some() {
            return Ok(id);
        }
        self.refuse_deleted(ctx, &id).await?;
        self.refuse_incomplete(&id, import)?;
        let mut tx = self.0.db().begin().await?;
        self.0.reach("import.begun")?;
        write_row(&mut tx, ctx, &id, import).await?;
        self.0.reach("import.row_written")?;
        findings::write(&mut tx, &id, import.findings).await?;
        self.0.reach("import.findings_written")?;
        write_lines(&mut tx, &id, import).await?;
        seal(&mut tx, Sealed::Import, id.as_str()).await?;
        append_in(&mut tx, ctx, "indlaes", &format!("{} {id}", import.source), import.totals.read.rows)
            .await?;
        self.0.reach("import.before_commit")?;
        tx.commit().await?;
        self.0.reach("import.committed")?;
        Ok(id)
    }

    async fn refuse_deleted(&self, ctx: &Context, id: &ImportId) -> Result<(), StoreError> {
        match self.deleted(ctx, id).await {
            Err(StoreError::NotFound(_)) => Ok(()),
            Err(other) => Err(other),
            Ok(gone) => {
                let (at, by, why) = gone.deletions.last().map_or(("", "", ""), |d| (&d.at, &d.by, &d.reason));
                Err(StoreError::Conflict(format!(
                    "Den samme indlæsning {id} er slettet {at} af {by} ({why}) og kan ikke komme igen. Skal filen alligevel \
                     bruges, så hent et nyt udtræk."
                )))
            }
        }
    }

    fn refuse_incomplete(&self, id: &ImportId, import: &NewImport<'_>) -> Result<(), StoreError> {
        let raw = self.0.raw();
        let missing = import.files.iter().find(|file| !raw.holds(&file.sha256));
        if let Some(file) = missing {
            return Err(StoreError::Conflict(format!(
                "Filen {} er ikke gemt; indlæsningen er afbrudt. Intet er ændret: indlæs igen.",
                file.name
            )));
        }
        let kind = import.content.kind();
        if kind.lake_file().is_some() && !self.0.files().holds(&crate::lake::rows_name(id, kind))? {
            return Err(StoreError::Conflict(
                "Indlæsningens rækker er ikke gemt; den er afbrudt. Intet er ændret: indlæs igen.".to_owned(),
            ));
        }
        if !import.totals.balance() {
            return Err(StoreError::Conflict(
                "Kontrolsummerne går ikke op: rækker eller takster er gået tabt under læsningen. Intet er indlæst. \
                 Det er en fejl i Ottetal: meld den."
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// The import with this name, if it is kept.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn find(&self, _ctx: &Context, id: &ImportId) -> Result<Option<Import>, StoreError> {
        let found = self.select(&format!("WHERE id = $1 AND {ALIVE}"), vec![id.as_str().into()]).await?;
        Ok(found.into_iter().next())
    }

    /// What is left of a deleted import: its line, without rows, lines and findings.
    ///
    /// # Errors
    /// `NotFound` where no import of this name has been deleted.
    pub async fn deleted(&self, _ctx: &Context, id: &ImportId) -> Result<Import, StoreError> {
        let rest = format!("WHERE id = $1 AND NOT ({ALIVE})");
        let found = self.select(&rest, vec![id.as_str().into()]).await?;
        let none = || StoreError::NotFound(format!("Der er ingen slettet indlæsning {id}."));
        found.into_iter().next().ok_or_else(none)
    }

    /// What is left of all deleted imports, oldest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn all_deleted(&self, _ctx: &Context) -> Result<Vec<Import>, StoreError> {
        self.select(&format!("WHERE NOT ({ALIVE}) ORDER BY seq"), Vec::new()).await
    }

    /// The import with this name.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn get(&self, ctx: &Context, id: &ImportId) -> Result<Import, StoreError> {
        self.find(ctx, id).await?.ok_or_else(|| {
            StoreError::NotFound(format!("Der er ingen indlæsning {id}. «ottetal status» viser dem, der er."))
        })
    }

    /// All imports, oldest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn list(&self, _ctx: &Context) -> Result<Vec<Import>, StoreError> {
        self.select(&format!("WHERE {ALIVE} ORDER BY seq"), Vec::new()).await
    }

    /// The import of a source that was kept last.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn newest(&self, _ctx: &Context, source: &str) -> Result<Option<Import>, StoreError> {
        let rest = format!("WHERE source = $1 AND {ALIVE} ORDER BY seq DESC LIMIT 1");
        let found = self.select(&rest, vec![source.into()]).await?;
        Ok(found.into_iter().next())
    }

    /// The lines of an import of Fælles sprog, in their order.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn language_lines(
        &self,
        _ctx: &Context,
        id: &ImportId,
    ) -> Result<Vec<LanguageLine>, StoreError> {
        lines::read_language(self.0.db(), id).await
    }

    /// The lines of an import of a translation, in their order.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn translation_lines(
        &self,
        _ctx: &Context,
        id: &ImportId,
    ) -> Result<Vec<TranslationLine>, StoreError> {
        lines::read_translation(self.0.db(), id).await
    }

    /// The lines of an import of registers or money without citizens, in their order; their words go into `wording`.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` where it is an import of another kind; `Damaged` where lines or amounts are missing.
    pub async fn record_lines<T: RecordLine>(
        &self,
        ctx: &Context,
        id: &ImportId,
        wording: &mut Wording,
    ) -> Result<Vec<T>, StoreError> {
        let import = self.get(ctx, id).await?;
        if import.kind != T::KIND {
            return Err(kind::other_kind(T::KIND, import.kind));
        }
        let mut kept = import.totals.used;
        for gone in &import.deletions {
            kept.rows = kept.rows.saturating_sub(gone.rows_gone);
            kept.rate_sum -= gone.rate_gone;
        }
        records::read(self.0.db(), id, kept, wording).await
    }

    /// An import's findings in the order of the reader, those of one code or all.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn findings(
        &self,
        ctx: &Context,
        id: &ImportId,
        code: Option<&str>,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        self.findings_of(ctx, id, &FindingsAsked { code, ..FindingsAsked::default() }, limit, offset).await
    }

    /// The findings asked for, in the order of the reader.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn findings_of(
        &self,
        _ctx: &Context,
        id: &ImportId,
        asked: &FindingsAsked<'_>,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<KeptFinding>, StoreError> {
        findings::read(self.0.db(), id, asked, limit, offset).await
    }

    /// How many findings are asked for.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn findings_in_all(
        &self,
        _ctx: &Context,
        id: &ImportId,
        asked: &FindingsAsked<'_>,
    ) -> Result<FindingsInAll, StoreError> {
        findings::in_all(self.0.db(), id, asked).await
    }

    /// How many findings an import has of each code and effect.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn finding_counts(
        &self,
        _ctx: &Context,
        id: &ImportId,
    ) -> Result<Vec<FindingCount>, StoreError> {
        findings::counts(self.0.db(), id).await
    }

    async fn select(&self, rest: &str, values: Vec<Value>) -> Result<Vec<Import>, StoreError> {
        let rows = self.0.db().rows(format!("SELECT {COLUMNS} FROM import {rest}"), values).await?;
        let mut imports = rows.iter().map(import).collect::<Result<Vec<_>, _>>()?;
        let mut deletions = if imports.is_empty() { BTreeMap::new() } else { by_import(self.0.db()).await? };
        for import in &mut imports {
            let sql = "SELECT name, sha256, size, row_count FROM import_file WHERE import_id = $1 ORDER BY position";
            let files = self.0.db().rows(sql, vec![import.id.as_str().into()]).await?;
            import.files = files.iter().map(file).collect::<Result<_, _>>()?;
            import.deletions = deletions.remove(&import.id).unwrap_or_default();
            if let (Some(lake), Some(last)) = (&mut import.lake, import.deletions.last()) {
                lake.clone_from(&last.lake);
            }
        }
        Ok(imports)
    }
}

async fn write_lines(tx: &mut Tx, id: &ImportId, import: &NewImport<'_>) -> Result<(), StoreError> {
    let used = import.totals.used;
    match import.content {
        Content::Activities(_)
        | Content::Postings(_)
        | Content::Persons(_)
        | Content::Diagnoses(_)
        | Content::IndividualRates(_) => Ok(()),
        Content::Language(lines) => lines::write_language(tx, id, lines).await,
        Content::Translation(lines) => lines::write_translation(tx, id, lines).await,
        Content::ListPrices(lines, words) => records::write(tx, id, lines, words, used).await,
        Content::Providers(lines, words) => records::write(tx, id, lines, words, used).await,
        Content::Expectations(lines, words) => records::write(tx, id, lines, words, used).await,
        Content::Enrichments(lines, words) => records::write(tx, id, lines, words, used).await,
        Content::Budget(lines, words) => records::write(tx, id, lines, words, used).await,
        Content::Caseworkers(lines, words) => records::write(tx, id, lines, words, used).await,
    }
}

async fn write_row(
    tx: &mut Tx,
    ctx: &Context,
    id: &ImportId,
    import: &NewImport<'_>,
) -> Result<(), StoreError> {
    let day = |day: Option<Day>| Value::from(day.map(|d| i64::from(d.0)));
    let (sha256, rows) = import.content.lake().map_or(("", 0), |lake| (lake.sha256.as_str(), lake.rows));
    let values = vec![
        id.as_str().into(),
        import.source.into(),
        import.content.kind().key().into(),
        import.mapping.into(),
        import.mapping_version.into(),
        day(import.facts.extracted),
        day(import.facts.covers.map(|p| p.from)),
        day(import.facts.covers.map(|p| p.until)),
        i64::from(import.facts.current_only).into(),
        totals::write(&import.totals).as_str().into(),
        import.found.into(),
        sha256.into(),
        count(rows).into(),
        ctx.at.as_str().into(),
        ctx.actor.as_str().into(),
    ];
    let sql = format!(
        "INSERT INTO import ({COLUMNS}, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
         $15, (SELECT COALESCE(MAX(seq), 0) + 1 FROM import))"
    );
    tx.execute(sql, values).await?;
    let files = import.files.iter().enumerate().map(|(position, file)| {
        vec![
            id.as_str().into(),
            count(position).into(),
            file.name.as_str().into(),
            file.sha256.as_str().into(),
            count(file.size).into(),
            count(file.rows).into(),
        ]
    });
    tx.insert_all("INSERT INTO import_file (import_id, position, name, sha256, size, row_count)", 6, files)
        .await
}

fn import(row: &Row) -> Result<Import, StoreError> {
    let day = |at: usize| -> Result<Option<Day>, StoreError> {
        let number = row.int_opt(at)?;
        number.map(|n| i32::try_from(n).map(Day).map_err(|_| damaged())).transpose()
    };
    let kind = Kind::from_key(&row.text(2)?).ok_or_else(damaged)?;
    let covers = day(6)?.zip(day(7)?).map(|(from, until)| Period { from, until });
    let lake = LakeFile { sha256: row.text(11)?, rows: row.number(12)? };
    Ok(Import {
        id: ImportId::parse(&row.text(0)?)?,
        source: row.text(1)?,
        kind,
        files: Vec::new(),
        mapping: row.text(3)?,
        mapping_version: row.text(4)?,
        facts: ExtractFacts { extracted: day(5)?, covers, current_only: row.int(8)? != 0 },
        totals: totals::read(&row.text(9)?).ok_or_else(damaged)?,
        found: row.text(10)?,
        lake: kind.lake_file().is_some().then_some(lake),
        deletions: Vec::new(),
        imported_at: row.text(13)?,
        imported_by: row.text(14)?,
    })
}

fn file(row: &Row) -> Result<ImportedFile, StoreError> {
    Ok(ImportedFile { name: row.text(0)?, sha256: row.text(1)?, size: row.number(2)?, rows: row.number(3)? })
}

fn damaged() -> StoreError {
    StoreError::Damaged(
        "En indlæsning i ottetal.db kan ikke læses. Hent mappen fra sikkerhedskopien.".to_owned(),
    )
}
