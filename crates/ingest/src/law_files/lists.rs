//! Each law file's list: which keys an entry has, and the value that it becomes.
//!
//! Never a default for what a figure depends on: a missing code, paragraph or source is refused.

use super::entry::{Entry, File};
use super::error::LawFileError;
use domain::law::{DstStatus, Funktion, Gruppering, Kommune, Maalgruppe, Paragraf, Stay, Ydelse};

/// A list of a law file.
pub(super) struct List<T> {
    /// The word in `[[ ]]`.
    pub(super) name: &'static str,
    /// The key that messages name an entry by.
    pub(super) named_by: &'static str,
    /// An entry's value.
    pub(super) read: fn(&mut Entry<'_>) -> Result<T, LawFileError>,
}

pub(super) const PARAGRAF: List<Paragraf> = List { name: "paragraf", named_by: "skrives", read: paragraf };
pub(super) const YDELSE: List<Ydelse> = List { name: "ydelse", named_by: "kode", read: ydelse };
pub(super) const MAALGRUPPE: List<Maalgruppe> =
    List { name: "maalgruppe", named_by: "kode", read: maalgruppe };
pub(super) const KOMMUNE: List<Kommune> = List { name: "kommune", named_by: "navn", read: kommune };
pub(super) const FUNKTION: List<Funktion> = List { name: "funktion", named_by: "nummer", read: funktion };

pub(super) const PARAGRAFFER: &str = "lov/paragraffer.toml";
pub(super) const YDELSER: &str = "lov/ydelser.toml";
pub(super) const MAALGRUPPER: &str = "lov/maalgrupper.toml";
pub(super) const KOMMUNER: &str = "lov/kommuner.toml";
pub(super) const KONTOPLAN: &str = "lov/kontoplan.toml";

fn paragraf(entry: &mut Entry<'_>) -> Result<Paragraf, LawFileError> {
    let written = entry.text("skrives")?;
    let (law, number) = law_and_number(&written);
    let dst = match entry.text("dst")?.as_str() {
        "kode" => DstStatus::Code,
        "kan_ikke_indberettes" => DstStatus::NotReportable,
        "aaben" => DstStatus::Open,
        other => {
            return Err(entry.fault(&format!(
                "`dst` er \"{other}\", men skal være kode, kan_ikke_indberettes eller aaben."
            )));
        }
    };
    Ok(Paragraf {
        name: entry.text("navn")?,
        law,
        number,
        valid: entry.valid()?,
        also: entry.texts("ogsaa")?,
        dst,
        mixed_with: entry.texts("forveksles_med")?,
        source: entry.source()?,
        written,
    })
}

fn ydelse(entry: &mut Entry<'_>) -> Result<Ydelse, LawFileError> {
    // StatBank's code belongs to L402; a municipality's own ydelse may have none.
    let statbank = if entry.is_own() { entry.text_or_empty("statbank")? } else { entry.text("statbank")? };
    let none = entry.is_own() && statbank.is_empty();
    if !none && !digits(&statbank, 5) {
        return Err(entry.fault(&format!("`statbank` er \"{statbank}\", men skal være fem cifre.")));
    }
    let stay = match entry.text("ophold")?.as_str() {
        "ja" => Stay::Yes,
        "nej" => Stay::No,
        "uafklaret" => Stay::Unclear,
        other => {
            return Err(
                entry.fault(&format!("`ophold` er \"{other}\", men skal være ja, nej eller uafklaret."))
            );
        }
    };
    Ok(Ydelse {
        code: entry.text("kode")?,
        name: entry.text("navn")?,
        paragraf: entry.text("paragraf")?,
        statbank,
        valid: entry.valid()?,
        stay,
        source: entry.source()?,
    })
}

fn maalgruppe(entry: &mut Entry<'_>) -> Result<Maalgruppe, LawFileError> {
    let code = entry.text("kode")?;
    let rolls_up_to = entry.text_or_empty("samles_i")?;
    Ok(Maalgruppe {
        name: entry.text("navn")?,
        valid: entry.valid()?,
        only_with: entry.texts("kun_med")?,
        rolls_up_to: if rolls_up_to.is_empty() { code.clone() } else { rolls_up_to },
        source: entry.source()?,
        code,
    })
}

fn kommune(entry: &mut Entry<'_>) -> Result<Kommune, LawFileError> {
    let code = match entry.number("kode")? {
        Some(code @ 101..=999) => code,
        _ => return Err(entry.fault("`kode` mangler eller er ikke tre cifre. Skriv fx kode = 573.")),
    };
    let name = entry.text("navn")?;
    let mut also = entry.texts("ogsaa")?;
    also.push(format!("{name} Kommune"));
    Ok(Kommune {
        code,
        also,
        region: entry.text("region")?,
        acts_through: entry.number("handler_gennem")?.unwrap_or(code),
        except: entry.texts("undtagen")?,
        source: entry.source()?,
        name,
    })
}

fn funktion(entry: &mut Entry<'_>) -> Result<Funktion, LawFileError> {
    let number = entry.text("nummer")?;
    if !number.split('.').zip([1, 2, 2]).all(|(part, length)| digits(part, length)) || number.len() != 7 {
        return Err(entry.fault("`nummer` skal skrives med hovedkonto, hovedfunktion og funktion: 5.38.50."));
    }
    let mut grupperinger = Vec::new();
    for mut inner in entry.entries("gruppering", "nummer")? {
        grupperinger.push(gruppering(&mut inner)?);
        inner.finish()?;
    }
    Ok(Funktion {
        number,
        name: entry.text("navn")?,
        valid: entry.valid()?,
        grupperinger,
        source: entry.source()?,
    })
}

fn gruppering(entry: &mut Entry<'_>) -> Result<Gruppering, LawFileError> {
    let number = entry.text("nummer")?;
    if !digits(&number, 3) {
        return Err(entry.fault(&format!("`nummer` er \"{number}\", men skal være tre cifre.")));
    }
    let dranst = match entry.number("dranst")? {
        Some(1) => 1,
        Some(2) => 2,
        _ => return Err(entry.fault("`dranst` mangler eller er ikke 1 (drift) eller 2 (statsrefusion).")),
    };
    Ok(Gruppering {
        number,
        dranst,
        name: entry.text("navn")?,
        paragraf: entry.text_or_empty("paragraf")?,
        source: entry.source()?,
    })
}

impl<T> List<T> {
    /// All entries of a file that holds this list and nothing else.
    pub(super) fn all(&self, file: &str, text: &str) -> Result<Vec<T>, LawFileError> {
        self.values(File::open(file, text)?.entries(self.name, self.named_by)?)
    }

    /// The entries that a file of several lists has of this one.
    pub(super) fn some(&self, file: &mut File<'_>) -> Result<Vec<T>, LawFileError> {
        self.values(file.take(self.name, self.named_by)?)
    }

    fn values(&self, entries: Vec<Entry<'_>>) -> Result<Vec<T>, LawFileError> {
        let mut values = Vec::with_capacity(entries.len());
        for mut entry in entries {
            values.push((self.read)(&mut entry)?);
            entry.finish()?;
        }
        Ok(values)
    }
}

/// `SEL § 82 a` → `SEL`, `82 a`; `ABL § 105/SEL § 85` → `ABL/SEL`, `105/85`; a named area has neither.
fn law_and_number(written: &str) -> (String, String) {
    let parts: Option<Vec<(&str, &str)>> = written.split('/').map(|part| part.split_once(" § ")).collect();
    let Some(parts) = parts else { return (String::new(), String::new()) };
    let join = |texts: Vec<&str>| texts.join("/");
    (
        join(parts.iter().map(|(law, _)| *law).collect()),
        join(parts.iter().map(|(_, number)| *number).collect()),
    )
}

pub(super) fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}
