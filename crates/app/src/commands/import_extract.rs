//! `import`: keeps the files of one extract, reads them, stores rows and findings.
//!
//! CPR numbers are handed over in `hand_over` and nowhere else.

mod hand_over;

use crate::commands::tee;
use crate::session::Session;
use crate::sources::{self, KnownSource};
use anyhow::{Context as _, bail};
use domain::finding::Finding;
use domain::landscape::ExtractFacts;
use domain::totals::ControlTotals;
use ingest::apply::{Extract, Found, Reader};
use ingest::mapping::Kind as MappingKind;
use ingest::raw::RawRow;
use ingest::read::read_rows;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use store::ImportId;
use store::imports::{Identity, ImportedFile, Kind, NewImport};

pub use ingest::read::shown_name;

/// One import to make: all files of it.
#[derive(Clone, Debug)]
pub struct ImportExtract {
    /// The source's name.
    pub source: String,
    /// The files, in order.
    pub files: Vec<GivenFile>,
    /// What the caller states; it wins over what the files say.
    pub stated: ExtractFacts,
}

/// A file to be read in.
#[derive(Clone)]
pub enum GivenFile {
    /// A file of this machine.
    At(PathBuf),
    /// One that was sent: its name and its bytes, which stand on no disk until they are kept encrypted.
    Sent(String, Arc<[u8]>),
}

impl std::fmt::Debug for GivenFile {
    /// Never the bytes.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            GivenFile::At(path) => write!(f, "{}", path.display()),
            GivenFile::Sent(name, bytes) => write!(f, "{} ({} byte)", shown_name(name), bytes.len()),
        }
    }
}

impl GivenFile {
    /// Its name, its bytes and how many they are.
    ///
    /// # Errors
    /// Where a file of this machine cannot be opened.
    pub(crate) fn open(&self) -> anyhow::Result<(String, Box<dyn Read>, u64)> {
        match self {
            GivenFile::Sent(name, bytes) => {
                Ok((name.clone(), Box::new(Cursor::new(Arc::clone(bytes))), bytes.len() as u64))
            }
            GivenFile::At(path) => {
                let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                let file = File::open(path).map_err(|error| cannot_open(path, &error))?;
                let size = file.metadata().map_or(0, |metadata| metadata.len());
                Ok((name, Box::new(file), size))
            }
        }
    }
}

impl From<PathBuf> for GivenFile {
    fn from(path: PathBuf) -> GivenFile {
        GivenFile::At(path)
    }
}

/// How far an import is.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes read.
    pub bytes: AtomicU64,
    /// Bytes in all.
    pub total: AtomicU64,
    /// Set to stop at the next row.
    pub stop: AtomicBool,
}

/// What an import brought.
#[derive(Debug)]
pub struct Imported {
    /// Its name.
    pub id: ImportId,
    /// It was there already: the same files with the same mapping.
    pub already: bool,
    /// The source's title.
    pub title: String,
    /// The files' names by index.
    pub files: Vec<String>,
    /// What is known about the extract.
    pub facts: ExtractFacts,
    /// Rows and rates in and out.
    pub totals: ControlTotals,
    /// How many findings of each code.
    pub counts: BTreeMap<&'static str, u64>,
    /// The findings, up to the reader's limit.
    pub findings: Vec<Finding>,
    /// What was found beside what is declared.
    pub found: Found,
    /// Lines of a table of the one language.
    pub lines: usize,
    /// The import of the same table that this one displaces when a basis is accepted: a basis has one of each.
    pub displaces: Option<ImportId>,
}

/// Imports one extract.
///
/// # Errors
/// A file that cannot be read or is not what its mapping says; a folder that cannot be written. Then nothing is kept
/// but the files themselves.
pub async fn import_extract(
    session: &Session,
    request: &ImportExtract,
    progress: &Progress,
) -> anyhow::Result<Imported> {
    let source = sources::find(&session.edge.folder, &request.source)?;
    let (files, mut extract) = keep_and_read(session, &source, request, progress)?;
    let id = identity(&source, &extract.facts, &files);
    let already = session.store.imports().find(&session.ctx, &id).await?.is_some();
    let earlier = session.store.imports().newest(&session.ctx, source.mapping.name()).await?;
    let displaces = earlier.filter(|e| !already && e.kind != Kind::Activities).map(|e| e.id);
    if !already {
        store(session, &source, &files, &mut extract, &id).await?;
    }
    Ok(Imported {
        id,
        already,
        title: source.mapping.title().to_owned(),
        files: files.into_iter().map(|f| f.name).collect(),
        facts: extract.facts,
        totals: extract.totals,
        counts: extract.finding_counts,
        findings: extract.findings,
        found: extract.found,
        lines: extract.language.len() + extract.translations.len(),
        displaces,
    })
}

/// Every file is read once: what is kept is what is understood. From here on nothing reads the original path.
fn keep_and_read(
    session: &Session,
    source: &KnownSource,
    request: &ImportExtract,
    progress: &Progress,
) -> anyhow::Result<(Vec<ImportedFile>, Extract)> {
    let files = open_all(&request.files, progress)?;
    let mut reader = Reader::new(&source.mapping, &session.law, session.kommune(), request.stated);
    let mut kept = Vec::new();
    for (index, (name, file, size)) in files.into_iter().enumerate() {
        let index = u16::try_from(index).context("En indlæsning kan have højst 65.536 filer.")?;
        reader.start_file(index, &name);
        let mut sink = |row: &RawRow<'_>| {
            if progress.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { reader.row(row) }
        };
        let (mut to_keep, to_read) = tee::split(file);
        let (raw, summary) = std::thread::scope(|scope| {
            let keeper = scope.spawn(move || session.store.raw().put(&session.ctx, &mut to_keep));
            let mut counted = Counted { inner: to_read, progress };
            let hints = source.mapping.hints();
            let summary = read_rows(&name, &mut counted, size, &hints, &session.edge.child, &mut sink);
            // Whatever the reading came to, the file is kept to its end.
            drop(counted);
            (keeper.join().expect("den, der gemmer, stopper med en fejl, ikke et sammenbrud"), summary)
        });
        // A file that could not be kept may have looked cut off to the one who read it.
        let raw = raw?;
        let summary = summary.with_context(|| format!("{} kan ikke indlæses", shown_name(&name)))?;
        if progress.stop.load(Ordering::Relaxed) {
            bail!("Indlæsningen blev stoppet. Intet er ændret.");
        }
        reader.end_file(Some(&summary))?;
        // Its day may stand in its name, so a number in it is hidden only when that is read.
        let name = shown_name(&name);
        kept.push(ImportedFile { name, sha256: raw.sha256, size: raw.size, rows: summary.rows });
    }
    Ok((kept, reader.finish()))
}

/// Name, bytes and size of each; all must be there before anything is kept.
fn open_all(given: &[GivenFile], progress: &Progress) -> anyhow::Result<Vec<(String, Bytes, u64)>> {
    let mut files: Vec<(String, Bytes, u64)> = Vec::new();
    for one in given {
        let (name, bytes, size): (String, Bytes, u64) = match one {
            GivenFile::Sent(name, bytes) => {
                (name.clone(), Box::new(Cursor::new(Arc::clone(bytes))), bytes.len() as u64)
            }
            GivenFile::At(path) => {
                let file = File::open(path).map_err(|e| cannot_open(path, &e))?;
                let metadata = file.metadata().map_err(|e| cannot_open(path, &e))?;
                if metadata.is_dir() {
                    bail!("{} er en mappe. Angiv filerne i den.", path.display());
                }
                let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                (name, Box::new(file), metadata.len())
            }
        };
        progress.total.fetch_add(size, Ordering::Relaxed);
        files.push((name, bytes, size));
    }
    Ok(files)
}

/// The bytes of a file, wherever they are from.
type Bytes = Box<dyn Read + Send>;

pub(crate) fn cannot_open(path: &std::path::Path, error: &std::io::Error) -> anyhow::Error {
    let why = match error.kind() {
        std::io::ErrorKind::NotFound => "findes ikke".to_owned(),
        std::io::ErrorKind::PermissionDenied => "må ikke læses af dig".to_owned(),
        _ => format!("kan ikke læses ({error})"),
    };
    anyhow::anyhow!("Filen {} {why}. Kontrollér stien.", path.display())
}

fn identity(source: &KnownSource, facts: &ExtractFacts, files: &[ImportedFile]) -> ImportId {
    let hashes: Vec<&str> = files.iter().map(|f| f.sha256.as_str()).collect();
    Identity {
        source: source.mapping.name(),
        kind: kind(source.mapping.kind()),
        mapping_version: source.mapping.version(),
        facts,
        files: &hashes,
    }
    .id()
}

fn kind(kind: MappingKind) -> Kind {
    match kind {
        MappingKind::Activities => Kind::Activities,
        MappingKind::FaellesSprog => Kind::Language,
        MappingKind::Oversaettelse => Kind::Translation,
        MappingKind::Postings => Kind::Postings,
        MappingKind::Persons => Kind::Persons,
        MappingKind::Diagnoses => Kind::Diagnoses,
        MappingKind::IndividualRates => Kind::IndividualRates,
        MappingKind::ListPrices => Kind::ListPrices,
        MappingKind::Providers => Kind::Providers,
        MappingKind::Expectations => Kind::Expectations,
        MappingKind::Enrichments => Kind::Enrichments,
        MappingKind::Budget => Kind::Budget,
        MappingKind::Caseworkers => Kind::Caseworkers,
    }
}

async fn store(
    session: &Session,
    source: &KnownSource,
    files: &[ImportedFile],
    extract: &mut Extract,
    id: &ImportId,
) -> anyhow::Result<()> {
    let held = hand_over::exchange(session, &source.mapping, extract, id).await?;
    let import = NewImport {
        source: source.mapping.name(),
        files,
        mapping: &source.text,
        mapping_version: source.mapping.version(),
        facts: extract.facts,
        totals: extract.totals,
        findings: &extract.findings,
        found: &found_json(&extract.found),
        content: held.content(extract),
    };
    let kept = session.store.imports().record(&session.ctx, &import).await?;
    anyhow::ensure!(kept == *id, "Indlæsningen fik et andet navn end ventet: en fejl i Ottetal.");
    Ok(())
}

fn found_json(found: &Found) -> String {
    let kommuner = |counts: &BTreeMap<Option<u16>, u64>| -> serde_json::Value {
        let entries = counts.iter().map(|(code, rows)| {
            (code.map_or_else(|| "ikke udfyldt".to_owned(), |c| format!("{c:03}")), (*rows).into())
        });
        serde_json::Value::Object(entries.collect())
    };
    let statuses: Vec<serde_json::Value> = found
        .statuses
        .iter()
        .map(|(word, standing, rows)| serde_json::json!([word, format!("{standing:?}"), rows]))
        .collect();
    let attributes: serde_json::Map<String, serde_json::Value> =
        found.attributes.iter().map(|(a, rows)| (a.key().to_owned(), (*rows).into())).collect();
    let columns: Vec<&str> = found.columns.iter().map(|a| a.key()).collect();
    serde_json::json!({
        "borgere": found.citizens,
        "foerste_dag": found.first_day.map(|d| d.iso()),
        "sidste_dag": found.last_day.map(|d| d.iso()),
        "aabne_raekker": found.open_rows,
        "sidst_registreret": found.last_registered.map(|d| d.iso()),
        "handlekommune": kommuner(&found.handlekommune),
        "betalingskommune": kommuner(&found.betalingskommune),
        "attributter": attributes,
        "kolonner": columns,
        "felter": found.fields,
        "status": statuses,
    })
    .to_string()
}

struct Counted<'p, R> {
    inner: R,
    progress: &'p Progress,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.progress.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
