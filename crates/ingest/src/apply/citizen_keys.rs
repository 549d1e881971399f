//! The number by which a system itself opens a citizen: at most one a citizen, and no two citizens with the same.
//!
//! Invariant: a key that may be a CPR number is not kept, and a key that might open somebody else is nobody's.

use super::codes::{self, Code};
use super::findings::{At, Findings};
use super::layout::text_of;
use crate::mapping::check::compared;
use crate::mapping::{Field, Mapping};
use crate::raw::Cell;
use crate::values::hide;
use domain::person::Cpr;
use std::borrow::Cow;
use std::collections::HashMap;

/// Characters of a key, at most.
const LONGEST: usize = 80;

/// The keys of one import while its rows are read.
#[derive(Default)]
pub(crate) struct CitizenKeys {
    of_citizen: HashMap<Cpr, Held>,
    holder: HashMap<String, Cpr>,
    /// The citizens with a key, in the order of the file.
    order: Vec<Cpr>,
}

struct Held {
    key: String,
    /// It is the citizen's alone, and the citizen's only one.
    sure: bool,
}

impl CitizenKeys {
    /// Takes the key of a row about a citizen, where the row has one.
    pub(crate) fn take(&mut self, mapping: &Mapping, at: At<'_>, citizen: Cpr, findings: &mut Findings) {
        let mut say = |code: &'static Code| findings.cell(at, Field::CitizenKey, &code.into());
        let key = match read(mapping, at.cell(Field::CitizenKey)) {
            Ok(Some(key)) => key,
            Ok(None) => return,
            Err(code) => return say(code),
        };
        let before = self.of_citizen.get(&citizen);
        if before.is_some_and(|held| held.key == *key) {
            return;
        }
        let other = *self.holder.entry(key.clone().into_owned()).or_insert(citizen);
        let is_shared = other != citizen;
        if is_shared && let Some(held) = self.of_citizen.get_mut(&other) {
            held.sure = false;
        }
        match self.of_citizen.get_mut(&citizen) {
            Some(held) => {
                held.sure = false;
                say(&codes::KEY_SEVERAL);
            }
            None => {
                if is_shared {
                    say(&codes::KEY_SHARED);
                }
                self.order.push(citizen);
                self.of_citizen.insert(citizen, Held { key: key.into_owned(), sure: !is_shared });
            }
        }
    }

    /// The keys that lead to one citizen each.
    pub(crate) fn finish(mut self) -> Vec<(Cpr, String)> {
        let all =
            self.order.into_iter().filter_map(|citizen| Some((citizen, self.of_citizen.remove(&citizen)?)));
        all.filter(|(_, held)| held.sure).map(|(citizen, held)| (citizen, held.key)).collect()
    }
}

/// A key as it is written; `None` where the row has none.
fn read<'c>(mapping: &Mapping, cell: Cell<'c>) -> Result<Option<Cow<'c, str>>, &'static Code> {
    let text = match text_of(cell) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        owned => owned,
    };
    let none = mapping.empty.get(&Field::CitizenKey);
    if text.is_empty() || none.is_some_and(|words| words.contains(&compared(&text))) {
        return Ok(None);
    }
    if hide::may_be_number(&text) {
        return Err(&codes::KEY_IS_CPR);
    }
    let is_no_text = matches!(cell, Cell::Date(_) | Cell::Error(_));
    if is_no_text || text.chars().count() > LONGEST || text.contains(char::is_control) || is_excels(&text) {
        return Err(&codes::KEY_UNREADABLE);
    }
    Ok(Some(text))
}

/// A long number as Excel writes it: `1,23E+15`. Its last digits are lost.
fn is_excels(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once("E+") else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(exponent) && digits(&mantissa.replace([',', '.'], ""))
}

#[cfg(test)]
mod tests;
