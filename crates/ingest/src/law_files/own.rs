//! A municipality's own law files laid over those of the program.
//!
//! Invariant: what is the same thing on the same days is replaced, never doubled; what is new stands last, so that
//! the order of reports and the places of the shipped paragraphs stay.

use super::entry::File;
use super::error::LawFileError;
use super::lists::{FUNKTION, KOMMUNE, MAALGRUPPE, PARAGRAF, YDELSE};
use super::rules_and_areas::{AARSAG, FFB_GRUPPE, MOMS, OMRAADE, UDELUKKELSE};
use domain::law::LawBook;
use domain::wording::normalised;

/// What own files say, of all lists, in the order of the files.
pub(super) fn read(files: &[(String, String)]) -> Result<LawBook, LawFileError> {
    let mut own = LawBook::default();
    for (name, text) in files {
        let mut file = File::open_own(name, text)?;
        own.paragraffer.extend(PARAGRAF.some(&mut file)?);
        own.ydelser.extend(YDELSE.some(&mut file)?);
        own.maalgrupper.extend(MAALGRUPPE.some(&mut file)?);
        own.kommuner.extend(KOMMUNE.some(&mut file)?);
        own.funktioner.extend(FUNKTION.some(&mut file)?);
        own.exclusions.extend(UDELUKKELSE.some(&mut file)?);
        own.relief.extend(MOMS.some(&mut file)?);
        own.areas.extend(OMRAADE.some(&mut file)?);
        own.reasons.extend(AARSAG.some(&mut file)?);
        own.ffb.extend(FFB_GRUPPE.some(&mut file)?.into_iter().flatten());
        file.finish()?;
    }
    Ok(own)
}

/// Lays own values over the shipped ones.
pub(super) fn lay_over(book: &mut LawBook, own: LawBook) {
    over(&mut book.paragraffer, own.paragraffer, |a, b| a.written == b.written && a.valid.overlaps(b.valid));
    over(&mut book.ydelser, own.ydelser, |a, b| a.code == b.code);
    over(&mut book.maalgrupper, own.maalgrupper, |a, b| a.code == b.code);
    over(&mut book.kommuner, own.kommuner, |a, b| a.code == b.code);
    over(&mut book.funktioner, own.funktioner, |a, b| a.number == b.number);
    over(&mut book.exclusions, own.exclusions, |a, b| {
        a.pair == b.pair || (a.pair[0] == b.pair[1] && a.pair[1] == b.pair[0])
    });
    over(&mut book.relief, own.relief, |a, b| {
        a.funktion == b.funktion && a.gruppering == b.gruppering && a.valid.overlaps(b.valid)
    });
    over(&mut book.areas, own.areas, |a, b| a.name == b.name && a.valid.overlaps(b.valid));
    // A municipality's list of reasons is its own: its words are not mixed with another's.
    over(&mut book.reasons, own.reasons, |a, b| a.list == b.list);
    over(&mut book.ffb, own.ffb, |a, b| normalised(&a.name) == normalised(&b.name));
}

/// The first own value that replaces a shipped one takes its place; the others that replace it follow.
fn over<T>(shipped: &mut Vec<T>, own: Vec<T>, same: impl Fn(&T, &T) -> bool) {
    if own.is_empty() {
        return;
    }
    let mut waiting: Vec<Option<T>> = own.into_iter().map(Some).collect();
    let mut out = Vec::with_capacity(shipped.len() + waiting.len());
    let mut placed: Vec<(usize, usize)> = Vec::new();
    for (at, old) in std::mem::take(shipped).into_iter().enumerate() {
        let mut replaced = false;
        for (index, new) in waiting.iter().enumerate() {
            if new.as_ref().is_some_and(|new| same(&old, new)) {
                replaced = true;
                if !placed.iter().any(|(_, known)| *known == index) {
                    placed.push((at, index));
                }
            }
        }
        out.push((at, (!replaced).then_some(old)));
    }
    for (at, old) in out {
        shipped.extend(old);
        for (_, index) in placed.iter().filter(|(place, _)| *place == at) {
            shipped.extend(waiting[*index].take());
        }
    }
    shipped.extend(waiting.into_iter().flatten());
}
