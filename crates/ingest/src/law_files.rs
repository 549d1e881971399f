//! The law files: `lov/*.toml` → [`LawBook`].
//!
//! Invariant: a value without a source does not load, nor does a key that nobody reads, a date that is no date or a
//! reference to what is not there. Dates stand in the files with both ends included; `entry` makes them half-open,
//! and nothing else does.

mod check;
mod entry;
mod error;
mod lists;

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
}

/// The texts that the program was built with.
pub const EMBEDDED: LawTexts<'static> = LawTexts {
    paragraffer: include_str!("../../../lov/paragraffer.toml"),
    ydelser: include_str!("../../../lov/ydelser.toml"),
    maalgrupper: include_str!("../../../lov/maalgrupper.toml"),
    kommuner: include_str!("../../../lov/kommuner.toml"),
    kontoplan: include_str!("../../../lov/kontoplan.toml"),
};

/// Reads and checks the law files.
///
/// # Errors
/// The first fault, with file, line, what is wrong and what to do.
pub fn load(texts: &LawTexts<'_>) -> Result<LawBook, LawFileError> {
    let book = LawBook {
        version: version(texts),
        paragraffer: lists::paragraffer(texts.paragraffer)?,
        ydelser: lists::ydelser(texts.ydelser)?,
        maalgrupper: lists::maalgrupper(texts.maalgrupper)?,
        kommuner: lists::kommuner(texts.kommuner)?,
        funktioner: lists::funktioner(texts.kontoplan)?,
    };
    check::references(&book)?;
    Ok(book)
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
fn version(texts: &LawTexts<'_>) -> String {
    let mut hash = Sha256::new();
    for text in [texts.paragraffer, texts.ydelser, texts.maalgrupper, texts.kommuner, texts.kontoplan] {
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
