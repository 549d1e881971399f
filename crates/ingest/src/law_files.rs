//! The law files: `lov/*.toml` → [`LawBook`].
//!
//! Invariant: a value without a source does not load, nor does a key that nobody reads, a date that is no date or a
//! reference to what is not there. Dates stand in the files with both ends included; `entry` makes them half-open,
//! and nothing else does.

mod check;
mod entry;
mod error;
mod lists;
mod own;
mod rules_and_areas;

use domain::law::LawBook;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::OnceLock;

pub use error::LawFileError;

/// The texts of `lov/`, one a file.
#[derive(Clone, Copy, Debug)]
pub struct LawTexts<'t> {
    /// `paragraffer.toml`
    pub paragraffer: &'t str,
    /// `ydelser.toml`
    pub ydelser: &'t str,
    /// `maalgrupper.toml`
    pub maalgrupper: &'t str,
    /// `kommuner.toml`
    pub kommuner: &'t str,
    /// `kontoplan.toml`
    pub kontoplan: &'t str,
    /// `udelukkelser.toml`
    pub udelukkelser: &'t str,
    /// `momsrefusion.toml`
    pub momsrefusion: &'t str,
    /// `omraader.toml`
    pub omraader: &'t str,
    /// `aarsager.toml`
    pub aarsager: &'t str,
    /// `ffb_maalgrupper.toml`
    pub ffb_maalgrupper: &'t str,
}

impl<'t> LawTexts<'t> {
    /// The texts, in the order of the version.
    fn all(&self) -> [&'t str; 10] {
        [
            self.paragraffer,
            self.ydelser,
            self.maalgrupper,
            self.kommuner,
            self.kontoplan,
            self.udelukkelser,
            self.momsrefusion,
            self.omraader,
            self.aarsager,
            self.ffb_maalgrupper,
        ]
    }
}

/// The texts that the program was built with.
pub const EMBEDDED: LawTexts<'static> = LawTexts {
    paragraffer: include_str!("../../../lov/paragraffer.toml"),
    ydelser: include_str!("../../../lov/ydelser.toml"),
    maalgrupper: include_str!("../../../lov/maalgrupper.toml"),
    kommuner: include_str!("../../../lov/kommuner.toml"),
    kontoplan: include_str!("../../../lov/kontoplan.toml"),
    udelukkelser: include_str!("../../../lov/udelukkelser.toml"),
    momsrefusion: include_str!("../../../lov/momsrefusion.toml"),
    omraader: include_str!("../../../lov/omraader.toml"),
    aarsager: include_str!("../../../lov/aarsager.toml"),
    ffb_maalgrupper: include_str!("../../../lov/ffb_maalgrupper.toml"),
};

/// Reads and checks the law files.
///
/// # Errors
/// The first fault, with file, line, what is wrong and what to do.
pub fn load(texts: &LawTexts<'_>) -> Result<LawBook, LawFileError> {
    let book = shipped(texts)?;
    check::references(&book)?;
    Ok(book)
}

/// The law that the program was built with, with a municipality's own files laid over it: each a name for messages
/// and its text. Without any it is the law of the program, version and all.
///
/// # Errors
/// The first fault of an own file.
pub fn load_with(own: &[(String, String)]) -> Result<LawBook, LawFileError> {
    let mut book = load_embedded();
    if own.is_empty() {
        return Ok(book);
    }
    own::lay_over(&mut book, own::read(own)?);
    // What was in order before the own files is not the fault of the file that it is said of.
    check::references(&book).map_err(|fault| LawFileError {
        file: format!("egne lovfiler, sammen med {}", fault.file),
        ..fault
    })?;
    let texts = own.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]);
    book.version = version(EMBEDDED.all().into_iter().chain(texts));
    Ok(book)
}

fn shipped(texts: &LawTexts<'_>) -> Result<LawBook, LawFileError> {
    use lists::{FUNKTION, KOMMUNE, MAALGRUPPE, PARAGRAF, YDELSE};
    use rules_and_areas::{AARSAG, FFB_GRUPPE, MOMS, OMRAADE, UDELUKKELSE};
    Ok(LawBook {
        version: version(texts.all().into_iter()),
        paragraffer: PARAGRAF.all(lists::PARAGRAFFER, texts.paragraffer)?,
        ydelser: YDELSE.all(lists::YDELSER, texts.ydelser)?,
        maalgrupper: MAALGRUPPE.all(lists::MAALGRUPPER, texts.maalgrupper)?,
        kommuner: KOMMUNE.all(lists::KOMMUNER, texts.kommuner)?,
        funktioner: FUNKTION.all(lists::KONTOPLAN, texts.kontoplan)?,
        exclusions: UDELUKKELSE.all(rules_and_areas::UDELUKKELSER, texts.udelukkelser)?,
        relief: MOMS.all(rules_and_areas::MOMSREFUSION, texts.momsrefusion)?,
        areas: OMRAADE.all(rules_and_areas::OMRAADER, texts.omraader)?,
        reasons: AARSAG.all(rules_and_areas::AARSAGER, texts.aarsager)?,
        ffb: FFB_GRUPPE.all(rules_and_areas::FFB, texts.ffb_maalgrupper)?.into_iter().flatten().collect(),
    })
}

/// The law that the program was built with, read once.
///
/// # Panics
/// Never in a program whose tests have run: they read the same texts.
#[must_use]
pub fn load_embedded() -> LawBook {
    static BOOK: OnceLock<Result<LawBook, LawFileError>> = OnceLock::new();
    match BOOK.get_or_init(|| load(&EMBEDDED)) {
        Ok(book) => book.clone(),
        Err(error) => panic!("Programmet er bygget med lovfiler, der ikke kan læses: {error}"),
    }
}

/// Twelve hexadecimal digits of SHA-256 over the texts, each with its length before it.
fn version<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().take(6).fold(String::new(), |mut shown, byte| {
        // Writing to a String cannot fail.
        let _ = write!(shown, "{byte:02x}");
        shown
    })
}

#[cfg(test)]
mod tests;
