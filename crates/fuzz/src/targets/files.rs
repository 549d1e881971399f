//! What a municipality writes itself: a mapping, its data landscape, the names of files.
//!
//! Invariant: a file with a mistake is refused with a line and words, whatever the mistake.

use super::text;
use ingest::mapping::Mapping;
use ingest::{landscape_file, probe};
use std::sync::OnceLock;

/// A mapping that is read keeps its meaning when it is read again under another name.
pub(super) fn mapping(data: &[u8]) {
    let text = text(data);
    match Mapping::parse(&text, "kilde.toml") {
        Ok(mapping) => {
            assert!(!mapping.version().is_empty() && !mapping.name().is_empty());
            let again = Mapping::parse(&text, "andet.toml").expect("the same text");
            assert_eq!(again.version(), mapping.version());
            let account = probe::account(&mapping, "09202-538501002-091056-400");
            assert!(account.is_none_or(|(konto, ..)| konto.is_empty() || konto.len() == 9));
            let (_, covers) = probe::file_name("udtraek_2026-03-01_2021-2025.csv", &mapping);
            assert!(covers.is_none_or(|period| period.days() > 0));
        }
        Err(error) => assert!(!error.to_string().trim().is_empty()),
    }
    if let Ok(renamed) = Mapping::with_name(&text, "nyt_navn") {
        assert!(Mapping::parse(&renamed, "k").ok().is_none_or(|mapping| mapping.name() == "nyt_navn"));
    }
}

/// Every mistake has a line of the file and words.
pub(super) fn landscape(data: &[u8]) {
    let text = text(data);
    let lines = text.split('\n').count();
    if let Err(errors) = landscape_file::read(&text, landscape_file::FILE) {
        assert!(!errors.faults.is_empty());
        assert!(
            errors.faults.iter().all(|(line, said)| *line <= lines + 1 && !said.trim().is_empty()),
            "{errors}"
        );
        assert!(errors.faults.windows(2).all(|pair| pair[0].0 <= pair[1].0), "in the order of the file");
    }
}

/// The first line is a pattern of `[extract] file_name`, the rest a name: days come out in order, and it ends.
pub(super) fn file_name(data: &[u8]) {
    static SHIPPED: OnceLock<Vec<Mapping>> = OnceLock::new();
    let shipped = SHIPPED.get_or_init(|| {
        let mappings = ingest::shipped::shipped().iter();
        mappings.map(|source| Mapping::parse(source.toml, source.name).expect("it is checked")).collect()
    });
    let text = text(data);
    let (pattern, name) = text.split_once('\n').unwrap_or(("", &text));
    // No file system gives a longer name.
    let name = &name[..name.floor_char_boundary(255)];
    let own = (!pattern.is_empty() && pattern.len() < 80).then(|| with_pattern(pattern)).flatten();
    for mapping in shipped.iter().chain(own.as_ref()) {
        let (_, covers) = probe::file_name(name, mapping);
        assert!(covers.is_none_or(|period| period.days() > 0));
    }
}

fn with_pattern(pattern: &str) -> Option<Mapping> {
    let pattern = pattern.replace('\\', "\\\\").replace('"', "\\\"");
    let source = ingest::shipped::find("borgerliste")?;
    Mapping::parse(&format!("{}\n[extract]\nfile_name = \"{pattern}\"\n", source.toml), "k").ok()
}
