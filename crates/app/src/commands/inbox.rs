//! The inbox: a folder a source, into which extracts are laid by a person or by another program, and from which they are
//! read in without anybody asking.
//!
//! Invariant: a file is taken only where it has stood still; what is taken is imported once, and moved away after, so
//! that a program killed between the two finds it again and knows it. Nothing here accepts a basis.
//!
//! Files that lie in a folder together and have the same day in their name (or none) are one extract: one import.

mod look;
mod moves;
mod take;

#[cfg(test)]
mod tests;

pub use look::{Batch, Looks, Rest, batches};
pub use take::{NotTaken, settle, take};

use crate::local;
use crate::session::Session;
use crate::settings;
use crate::sources;
use domain::calendar::{Day, Period};
use domain::landscape::Landscape;
use ingest::read::shown_name;
use moves::{READ, REFUSED};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The folder of the inboxes in the data folder.
pub const INBOX: &str = "indbakke";
/// A folder that the landscape names is touched only where this file lies in it: whoever laid it there may say so.
pub const MARK: &str = "OTTETAL-INDBAKKE.txt";
/// What the folder is for, in words.
const README: &str = "LAESMIG.txt";
/// Seconds that a file stands still before it is taken.
pub const STILL_SECONDS: u64 = 20;
/// Ends of the file that says why another was refused.
pub(super) const WHY: &str = ".hvorfor.txt";
/// Ends of names that programs give to what they are still writing.
const UNFINISHED: [&str; 6] = ["tmp", "part", "partial", "filepart", "crdownload", "download"];

/// The folder of a source.
#[derive(Clone, Debug, Default)]
pub struct InboxFolder {
    /// The source's name.
    pub source: String,
    /// As screens write it.
    pub title: String,
    /// Where it is.
    pub path: PathBuf,
    /// The landscape names it.
    pub named: bool,
    /// Why it cannot be watched, and what to do; empty where it can.
    pub fault: String,
    /// What lies in it.
    pub waiting: Vec<LyingFile>,
    /// What was refused and has not been replaced since.
    pub refused: Vec<RefusedFile>,
}

/// A file in an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LyingFile {
    /// Where.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// When it was last written: seconds since 1970.
    pub written: u64,
}

/// A file that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedFile {
    /// Its name, with what may be a person's number hidden.
    pub name: String,
    /// The day.
    pub day: Option<Day>,
    /// Why, and what to do.
    pub why: String,
}

impl LyingFile {
    /// Its name as pages show it.
    #[must_use]
    pub fn shown(&self) -> String {
        shown_name(
            &self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        )
    }
}

/// The folders of all sources that are in use or have been read in, by title. Nothing is made or moved.
///
/// # Errors
/// Where the store or the data folder cannot be read.
pub async fn inbox_folders(session: &Session) -> anyhow::Result<Vec<InboxFolder>> {
    let mut newest: BTreeMap<String, String> = BTreeMap::new();
    for import in session.store.imports().list(&session.ctx).await? {
        newest.insert(import.source, import.imported_at);
    }
    let empty = Landscape::default();
    let landscape = session.landscape().unwrap_or(&empty);
    let today = crate::edge::local_day(&session.ctx.at).unwrap_or(Day::FIRST);
    let root = session.edge.folder.join(INBOX);
    let declared = landscape.sources.iter();
    let ended: BTreeSet<&str> = declared
        .clone()
        .filter(|own| own.until.is_some_and(|until| until <= today))
        .map(|own| own.name.as_str())
        .collect();
    let mut out = Vec::new();
    for (name, known) in sources::all(&session.edge.folder)? {
        let own = landscape.declared(&name);
        let wanted = own.is_some() || newest.contains_key(&name) || root.join(&name).is_dir();
        let Ok(known) = known else { continue };
        if !wanted || ended.contains(name.as_str()) {
            continue;
        }
        let stated = own.map_or("", |own| own.inbox.as_str());
        let path = if stated.is_empty() { root.join(&name) } else { session.edge.folder.join(stated) };
        let title = local::source(&known.mapping, landscape, Period::ALWAYS).title;
        let since = newest.get(&name).and_then(|at| crate::edge::local_day(at));
        out.push(read_folder(name, title, path, !stated.is_empty(), since));
    }
    one_source_each(&mut out);
    out.extend(strangers(&root, &out));
    out.sort_by(|a, b| (&a.title, &a.source).cmp(&(&b.title, &b.source)));
    Ok(out)
}

/// Makes the folders in the data folder that are not there, each with a file that says what it is for. A folder that the
/// landscape names is never made: where it is missing, a drive may be.
///
/// # Errors
/// Where the data folder cannot be written.
pub fn make_folders(folders: &[InboxFolder]) -> anyhow::Result<()> {
    for own in folders.iter().filter(|own| !own.named && !own.source.is_empty() && !own.path.is_dir()) {
        fs::create_dir_all(&own.path)?;
        let readme = own.path.join(README);
        if !readme.exists() {
            fs::write(readme, told(&own.title))?;
        }
    }
    Ok(())
}

/// Removes what was read or refused longer ago than the municipality keeps it (`indbakke_dage`). What was read stands
/// encrypted in the data folder.
///
/// # Errors
/// Where the setting cannot be read, or a file cannot be removed.
pub async fn clear_old(session: &Session, folders: &[InboxFolder]) -> anyhow::Result<()> {
    let days = settings::value(session, &settings::INBOX_DAYS).await?;
    let today = crate::edge::local_day(&session.ctx.at).unwrap_or(Day::FIRST);
    for own in folders.iter().filter(|own| own.fault.is_empty() && !own.source.is_empty()) {
        for kind in [READ, REFUSED] {
            for (day, path) in day_folders(&own.path.join(kind)) {
                if i64::from(today.0 - day.0) > days {
                    fs::remove_dir_all(path)?;
                }
            }
        }
    }
    Ok(())
}

fn told(title: &str) -> String {
    format!(
        "Læg udtræk fra {title} i denne mappe. Ottetal læser dem ind af sig selv.\r\n\r\n\
         En fil tages, når den ikke har ændret sig i {STILL_SECONDS} sekunder. Filer med samme dag i navnet er ét udtræk og læses ind \
         sammen.\r\n\
         Det, der er læst ind, flyttes til mappen {READ}. Det, der ikke kunne læses, flyttes til {REFUSED} sammen med en tekst, der siger \
         hvorfor.\r\n\
         Ingen tal ændres, før nogen godkender et nyt grundlag i Ottetal.\r\n"
    )
}

/// Looks into the folder of a source. Refused files from before `since`, the day of the newest import, are settled.
fn read_folder(source: String, title: String, path: PathBuf, named: bool, since: Option<Day>) -> InboxFolder {
    let fault = fault_of(&path, named);
    let mut out = InboxFolder { source, title, path, named, fault, ..InboxFolder::default() };
    if out.fault.is_empty() {
        out.waiting = lying(&out.path);
        out.refused = refused(&out.path, since);
    }
    out
}

/// Why a folder cannot be watched. A folder of ours that is not there yet is only empty.
fn fault_of(path: &Path, named: bool) -> String {
    let shown = path.display();
    match fs::read_dir(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => String::new(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            format!(
                "Mappen {shown} findes ikke. Er drevet koblet på serveren? Ret ellers mappen i datalandskabet."
            )
        }
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            format!(
                "Mappen {shown} må ikke læses af serveren. Giv dens bruger ret til at læse og flytte filer i den."
            )
        }
        Err(error) => format!("Mappen {shown} kan ikke læses ({error}). Kontrollér den på serveren."),
        Ok(_) if named && !path.join(MARK).is_file() => format!(
            "Mappen {shown} har ikke filen {MARK}, og så røres den ikke. Læg en tom fil med det navn i mappen, hvis det er den rigtige."
        ),
        Ok(_) => String::new(),
    }
}

/// The files that could be extracts: no folders, links, hidden files, or what a program is still writing.
fn lying(path: &Path) -> Vec<LyingFile> {
    let mut out: Vec<LyingFile> = entries(path)
        .into_iter()
        .filter(|path| is_an_extract(path))
        .filter_map(|path| {
            let metadata = fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
            let written = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            Some(LyingFile { path, size: metadata.len(), written: written.map_or(0, |at| at.as_secs()) })
        })
        .collect();
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

fn is_an_extract(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let end = name.rsplit('.').next().unwrap_or("").to_lowercase();
    let ours = name.eq_ignore_ascii_case(README) || name.eq_ignore_ascii_case(MARK);
    !name.starts_with('.') && !name.starts_with("~$") && !ours && !UNFINISHED.contains(&end.as_str())
}

fn entries(path: &Path) -> Vec<PathBuf> {
    fs::read_dir(path).map(|all| all.flatten().map(|entry| entry.path()).collect()).unwrap_or_default()
}

/// The folders of days, `2026-03-14`, in the order of the days.
fn day_folders(path: &Path) -> Vec<(Day, PathBuf)> {
    let named = |path: PathBuf| {
        let name = path.file_name()?.to_str()?;
        let day = Day::parse(name).filter(|day| day.iso() == name)?;
        path.is_dir().then_some((day, path))
    };
    let mut out: Vec<(Day, PathBuf)> = entries(path).into_iter().filter_map(named).collect();
    out.sort();
    out
}

fn refused(path: &Path, since: Option<Day>) -> Vec<RefusedFile> {
    let mut out = Vec::new();
    for (day, folder) in day_folders(&path.join(REFUSED)) {
        if since.is_some_and(|since| day < since) {
            continue;
        }
        let mut files: Vec<PathBuf> = entries(&folder).into_iter().filter(|path| path.is_file()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            if name.ends_with(WHY) {
                continue;
            }
            let why = fs::read_to_string(folder.join(format!("{name}{WHY}"))).unwrap_or_default();
            let why = why.lines().find_map(|line| line.strip_prefix("Hvorfor: ")).unwrap_or("").to_owned();
            out.push(RefusedFile { name: shown_name(&name), day: Some(day), why });
        }
    }
    out.reverse();
    out
}

/// Two sources in one folder would take each other's files: then neither is watched.
fn one_source_each(folders: &mut [InboxFolder]) {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut used: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for own in folders.iter() {
        *used.entry(real(&own.path)).or_default() += 1;
    }
    for own in folders.iter_mut().filter(|own| own.fault.is_empty()) {
        if used.get(&real(&own.path)).is_some_and(|count| *count > 1) {
            own.fault = format!(
                "To kilder har den samme mappe, {}. Giv dem hver sin i datalandskabet; indtil da tages ingen filer.",
                own.path.display()
            );
            own.waiting.clear();
        }
    }
}

/// What lies in the inbox and belongs to no source: nobody would take it.
fn strangers(root: &Path, known: &[InboxFolder]) -> Vec<InboxFolder> {
    let mut out = Vec::new();
    let stranger = |path: PathBuf, fault: String| InboxFolder { path, fault, ..InboxFolder::default() };
    for path in entries(root) {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if path.is_dir() && known.iter().all(|own| own.path != path) && !lying(&path).is_empty() {
            let fault = format!(
                "Mappen {} har filer, men der er ingen kilde i brug af det navn. Flyt dem til den rigtige kildes mappe.",
                shown_name(&name)
            );
            out.push(stranger(path, fault));
        } else if path.is_file() && is_an_extract(&path) {
            let fault = format!(
                "Filen {} ligger uden for kildernes mapper. Flyt den til en kildes mappe.",
                shown_name(&name)
            );
            out.push(stranger(path, fault));
        }
    }
    out
}
