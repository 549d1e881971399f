//! The sources that a data folder knows: the municipality's own mappings in `kilder/`, then those that come with the
//! program. An own mapping of the same name wins.

use anyhow::{Context as _, bail};
use ingest::mapping::{Mapping, MappingError};
use ingest::shipped;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A source and where its mapping is from.
#[derive(Clone, Debug)]
pub struct KnownSource {
    /// The mapping.
    pub mapping: Mapping,
    /// Its text, kept with every import.
    pub text: String,
    /// The file of an own mapping.
    pub own: Option<PathBuf>,
}

/// The mapping of a name.
///
/// # Errors
/// Where there is none (with the known names), or it cannot be read.
pub fn find(folder: &Path, name: &str) -> anyhow::Result<KnownSource> {
    let path = own_path(folder, name);
    if is_a_name(name) && path.exists() {
        return own(&path);
    }
    let Some(shipped) = shipped::find(name) else {
        let known: Vec<String> = names(folder)?;
        let near = ingest::suggest::nearest(name, known.iter().map(String::as_str));
        let hint = near.map_or(String::new(), |at| format!(" Mente du «{}»?", known[at]));
        bail!(
            "Der er ingen kilde «{name}».{hint} Kendte kilder: {}. Se «ottetal kilde liste».",
            known.join(", ")
        );
    };
    let mapping = parse_once(shipped.toml, shipped.name).context("medfølgende kilde")?;
    Ok(KnownSource { mapping, text: shipped.toml.to_owned(), own: None })
}

/// Mappings that are remembered: those of a large municipality with their versions.
const REMEMBERED: usize = 256;

/// As [`Mapping::parse`], remembered by text and name: what a mapping means depends on nothing else, and a page of all
/// sources reads them all.
///
/// # Errors
/// As [`Mapping::parse`].
pub fn parse_once(text: &str, name: &str) -> Result<Mapping, MappingError> {
    static KNOWN: Mutex<Option<HashMap<(String, String), Mapping>>> = Mutex::new(None);
    let key = (text.to_owned(), name.to_owned());
    let mut guard = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = guard.get_or_insert_default();
    if let Some(mapping) = known.get(&key) {
        return Ok(mapping.clone());
    }
    let mapping = Mapping::parse(text, name)?;
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(key, mapping.clone());
    Ok(mapping)
}

/// All known sources: the shipped ones in their order, then own ones by name. A mapping that cannot be read is there
/// with the reason.
///
/// # Errors
/// Where the folder cannot be read.
pub fn all(folder: &Path) -> anyhow::Result<Vec<(String, anyhow::Result<KnownSource>)>> {
    Ok(names(folder)?.into_iter().map(|name| (name.clone(), find(folder, &name))).collect())
}

/// Copies a source to a new own mapping and says where it stands.
///
/// # Errors
/// Where the name is taken or cannot be one, or the source is unknown.
pub fn copy(folder: &Path, name: &str, from: &str) -> anyhow::Result<PathBuf> {
    if !is_a_name(name) {
        bail!(
            "«{name}» kan ikke være navnet på en kilde. Brug små bogstaver a-z, tal og _, fx «nexus_voksen»."
        );
    }
    let path = own_path(folder, name);
    if path.exists() {
        bail!(
            "Kilden «{name}» findes allerede: {}. Ret den dér; en rettelse bliver en ny version.",
            path.display()
        );
    }
    let source = find(folder, from)?;
    let text = Mapping::with_name(&source.text, name)?;
    let parent = path.parent().context("kildens mappe")?;
    fs::create_dir_all(parent).with_context(|| format!("Mappen {} kan ikke oprettes.", parent.display()))?;
    fs::write(&path, text).with_context(|| format!("{} kan ikke skrives.", path.display()))?;
    Ok(path)
}

/// The names of all known sources, in the order of [`all`].
///
/// # Errors
/// Where the folder cannot be read.
pub fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names: Vec<String> = shipped::shipped().iter().map(|s| s.name.to_owned()).collect();
    let kilder = folder.join("kilder");
    if kilder.is_dir() {
        let listing =
            fs::read_dir(&kilder).with_context(|| format!("{} kan ikke læses.", kilder.display()))?;
        let mut own: Vec<String> = listing
            .filter_map(Result::ok)
            .filter(|entry| entry.path().join("kilde.toml").is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !names.contains(name))
            .collect();
        own.sort();
        names.extend(own);
    }
    Ok(names)
}

fn own(path: &Path) -> anyhow::Result<KnownSource> {
    let text = fs::read_to_string(path).with_context(|| format!("{} kan ikke læses.", path.display()))?;
    let mapping = parse_once(&text, &path.display().to_string())?;
    let folder_name = path.parent().and_then(Path::file_name).and_then(|n| n.to_str()).unwrap_or_default();
    if mapping.name() != folder_name {
        bail!(
            "{}: name er «{}», men mappen hedder «{folder_name}». De skal være ens.",
            path.display(),
            mapping.name()
        );
    }
    Ok(KnownSource { mapping, text, own: Some(path.to_path_buf()) })
}

fn own_path(folder: &Path, name: &str) -> PathBuf {
    folder.join("kilder").join(name).join("kilde.toml")
}

/// A name is a folder's name and an argument: no dots, slashes or spaces.
pub(crate) fn is_a_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_once_and_a_changed_text_anew() {
        let shipped = shipped::find("nexus").expect("en kilde");
        let titled = |text: &str| parse_once(text, "nexus").map(|own| own.title().to_owned());
        let first = titled(shipped.toml).expect("en beskrivelse");
        assert_eq!(titled(shipped.toml).as_ref(), Ok(&first));
        let other = shipped.toml.replace(&format!("title = \"{first}\""), "title = \"En anden\"");
        assert_eq!(titled(&other).as_deref(), Ok("En anden"));
        assert!(titled("name = 3").is_err());
        assert_eq!(titled(shipped.toml).as_ref(), Ok(&first));
    }
}
