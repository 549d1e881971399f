//! Why a file is not what its mapping says, with the nearest match of each missing column.

use super::layout::{Candidate, Missing};
use crate::mapping::Mapping;
use std::fmt;

/// A file that is not of this source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotThisSource {
    /// The file's name.
    pub file: String,
    /// The source's title.
    pub source: String,
    /// The row that came nearest to being the headings; 0 where none did.
    pub row: u32,
    /// The columns that are missing in it.
    pub missing: Vec<Missing>,
    /// Columns that stand more than once: heading and letters.
    pub twice: Vec<(String, String)>,
    looked: Box<Looked>,
}

/// Where it was looked, and what stood there.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Looked {
    /// The one sheet that the mapping asks for.
    sheet: Option<String>,
    /// The headings of the row that came nearest.
    headings: String,
}

impl NotThisSource {
    pub(super) fn of(mapping: &Mapping, file: &str, nearest: Option<Candidate>) -> NotThisSource {
        let candidate = nearest.unwrap_or_default();
        let twice = candidate.twice;
        // Only a row that has some of the headings is one.
        let headings = if candidate.found > 0 { candidate.headings } else { String::new() };
        // A row that has none of the headings is no headings: what it lacks says nothing about the file.
        let (row, missing) = if candidate.found == 0 && twice.is_empty() {
            let near = candidate.missing.iter().any(|m| m.nearest.is_some());
            (if near { candidate.row } else { 0 }, candidate.missing)
        } else {
            (candidate.row, candidate.missing)
        };
        let looked = Box::new(Looked { sheet: mapping.file.sheet.clone(), headings });
        NotThisSource { file: file.to_owned(), source: mapping.title.clone(), row, missing, twice, looked }
    }
}

impl fmt::Display for NotThisSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} er ikke læst: den har ikke de kolonner, som {} skal have.", self.file, self.source)?;
        if self.row > 0 {
            write!(f, " Nærmest er række {}.", self.row)?;
        } else {
            f.write_str(" Ingen række ligner overskrifter.")?;
        }
        if let (Some(sheet), 0) = (&self.looked.sheet, self.row) {
            write!(f, " Der er kun set i arket »{sheet}«.")?;
        }
        for missing in &self.missing {
            write!(f, "\n  Mangler kolonnen '{}'.", missing.heading)?;
            match &missing.nearest {
                Some((heading, letters)) => write!(f, " Nærmest: '{heading}' (kolonne {letters}).")?,
                None => f.write_str(" Ingen kolonne ligner.")?,
            }
        }
        if !self.looked.headings.is_empty() {
            write!(f, "\n  Filens kolonner: {}.", self.looked.headings)?;
        }
        for (heading, letters) in &self.twice {
            write!(
                f,
                "\n  Kolonnen '{heading}' står flere gange (kolonne {letters}); skriv '{heading}#1' for den første."
            )?;
        }
        f.write_str(
            "\nEr det den rigtige fil, så ret overskrifterne under [columns] i kilde.toml; har den slet ikke kolonnen, \
             så slet dens linje dér. Ellers vælg en anden kilde.",
        )
    }
}

impl std::error::Error for NotThisSource {}
