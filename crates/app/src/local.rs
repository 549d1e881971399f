//! What a municipality has written of its own beside its sources: `datalandskab.toml` and `lov/*.toml` in the data
//! folder. Figures depend on them, so their texts belong to a basis.
//!
//! Invariant: [`documents`] is the only place that reads the files; law and landscape are made from texts, so that a
//! basis gives the same ones again.

use anyhow::Context as _;
use domain::calendar::Period;
use domain::landscape::{Correction, Landscape, Source};
use domain::law::LawBook;
use ingest::landscape_file::{self, LandscapeErrors};
use ingest::law_files;
use ingest::mapping::Mapping;
use std::fs;
use std::path::Path;

/// The texts of the folder that figures depend on, each with its name: `datalandskab.toml`, then `lov/*.toml` by name.
///
/// # Errors
/// Where a file that is there cannot be read as text.
pub fn documents(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut names = Vec::new();
    if folder.join(landscape_file::FILE).is_file() {
        names.push(landscape_file::FILE.to_owned());
    }
    let lov = folder.join("lov");
    if lov.is_dir() {
        let listing = fs::read_dir(&lov).with_context(|| format!("{} kan ikke læses.", lov.display()))?;
        let mut own: Vec<String> = listing
            .filter_map(Result::ok)
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.ends_with(".toml") && !name.starts_with('.'))
            .map(|name| format!("lov/{name}"))
            .collect();
        own.sort();
        names.extend(own);
    }
    names
        .into_iter()
        .map(|name| {
            let path = folder.join(&name);
            let text = fs::read_to_string(&path).with_context(|| {
                format!("{} kan ikke læses som tekst. Gem den som UTF-8.", path.display())
            })?;
            Ok((name, text))
        })
        .collect()
}

/// The municipality's own law files among the documents.
pub fn law_files(documents: &[(String, String)]) -> impl Iterator<Item = &(String, String)> {
    documents.iter().filter(|(name, _)| name.starts_with("lov/"))
}

/// The law of this program with the municipality's own files over it.
///
/// # Errors
/// The first fault of an own file.
pub fn law(documents: &[(String, String)]) -> anyhow::Result<LawBook> {
    let own: Vec<(String, String)> = law_files(documents).cloned().collect();
    Ok(law_files::load_with(&own)?)
}

/// What the municipality declares of its sources; empty where it has written nothing.
///
/// # Errors
/// All mistakes of the file.
pub fn landscape(documents: &[(String, String)]) -> Result<Landscape, LandscapeErrors> {
    match documents.iter().find(|(name, _)| name == landscape_file::FILE) {
        None => Ok(Landscape::default()),
        Some((name, text)) => landscape_file::read(text, name),
    }
}

/// A source as its mapping declares it, and the landscape over that.
#[must_use]
pub fn source(mapping: &Mapping, landscape: &Landscape, window: Period) -> Source {
    let corrects = mapping.landscape().corrects.iter();
    let corrects = corrects
        .map(|(field, who)| Correction { field: field.clone(), who: who.clone(), place: String::new() })
        .collect();
    landscape.resolve(Source { corrects, ..mapping.source() }, window)
}
