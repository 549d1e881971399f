//! Providers as all systems name them: those of the register with their names in each system, and the names that nobody has
//! mapped.

use super::usage::{Usage, Word};
use domain::calendar::Day;
use domain::observation::ProviderRecord;
use domain::provider_register::{ProviderRegister, RegisteredId};
use domain::wording::{Provider, normalised};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A provider, or a name that the register does not know.
#[derive(Clone, Debug)]
pub struct Place {
    /// By which it stands in addresses: P-number, else CVR number, else a word made from its name.
    pub nr: String,
    /// The one name that pages show.
    pub name: String,
    /// In the register; none for a name that is not mapped.
    pub registered: Option<RegisteredId>,
    /// The register's line of the day.
    pub record: Option<ProviderRecord>,
    /// P-number, or empty.
    pub p_number: String,
    /// CVR number, or empty.
    pub cvr: String,
    /// The names in use: source's title, name.
    pub names: BTreeSet<(String, String)>,
    /// Its rows, by their place in the usage.
    pub rows: Vec<usize>,
}

/// What a provider is told apart by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Registered(RegisteredId),
    Unknown(String),
}

fn key(register: &ProviderRegister, source: &str, provider: &Provider) -> Key {
    match register.of(source, provider) {
        Some(id) => Key::Registered(id),
        None => Key::Unknown(unknown(provider)),
    }
}

fn unknown(provider: &Provider) -> String {
    match (&provider.p_number, &provider.cvr) {
        (p_number, _) if !p_number.is_empty() => p_number.clone(),
        (_, cvr) if !cvr.is_empty() && provider.name.is_empty() => cvr.clone(),
        _ => of_name(&provider.name),
    }
}

/// A word for an address, made from a name.
fn of_name(name: &str) -> String {
    let hash = Sha256::digest(normalised(name).as_bytes());
    hash.iter().take(5).fold(String::from("n"), |out, byte| format!("{out}{byte:02x}"))
}

/// All providers of the register and of some rows (by their place in the usage), by name. Rows without a provider are left out.
#[must_use]
pub fn places(usage: &Usage, register: &ProviderRegister, rows: &[usize], day: Day) -> Vec<Place> {
    let keys: Vec<Option<Key>> = usage
        .words
        .iter()
        .map(|word| (!word.provider.is_none()).then(|| key(register, source(usage, word), &word.provider)))
        .collect();
    let mut out: Vec<Place> = register.ids().map(|id| registered(register, id, day)).collect();
    let ids: Vec<Key> = register.ids().map(Key::Registered).collect();
    let mut all: BTreeMap<&Key, usize> = ids.iter().zip(0..).collect();
    // Where a word belongs is found once a word: there are hundreds of rows to each.
    let mut of_word: Vec<Option<usize>> = vec![None; usage.words.len()];
    for at in rows {
        let word = usage.rows[*at].word;
        let Some(key) = &keys[word] else { continue };
        let place = *of_word[word].get_or_insert_with(|| {
            let own = &usage.words[word];
            let place = *all.entry(key).or_insert_with(|| {
                out.push(unmapped(&own.provider));
                out.len() - 1
            });
            if !own.provider.name.is_empty() {
                let title = usage.imports[own.import].title.clone();
                out[place].names.insert((title, own.provider.name.clone()));
            }
            place
        });
        out[place].rows.push(*at);
    }
    // Two that would stand under one number stand under their names.
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for place in &out {
        *met.entry(place.nr.clone()).or_default() += 1;
    }
    for place in &mut out {
        if met[&place.nr] > 1 {
            place.nr = of_name(&format!("{} {}", place.name, place.registered.map_or(0, |id| id.0 + 1)));
        }
    }
    out.sort_by_key(|place| (normalised(&place.name), place.nr.clone()));
    out
}

fn source<'u>(usage: &'u Usage, word: &Word) -> &'u str {
    &usage.imports[word.import].source
}

fn registered(register: &ProviderRegister, id: RegisteredId, day: Day) -> Place {
    let record = register.on(id, day).cloned();
    let name = register.name(id).to_owned();
    let number =
        |of: fn(&ProviderRecord) -> &String| record.as_ref().map_or_else(String::new, |r| of(r).clone());
    let (p_number, cvr) = (number(|r| &r.p_number), number(|r| &r.cvr));
    let nr = match (&p_number, &cvr) {
        (p_number, _) if !p_number.is_empty() => p_number.clone(),
        (_, cvr) if !cvr.is_empty() => cvr.clone(),
        _ => of_name(&name),
    };
    let (names, rows) = (BTreeSet::new(), Vec::new());
    Place { nr, name, registered: Some(id), record, p_number, cvr, names, rows }
}

fn unmapped(provider: &Provider) -> Place {
    let name = [&provider.name, &provider.p_number, &provider.cvr].into_iter().find(|text| !text.is_empty());
    Place {
        nr: unknown(provider),
        name: name.cloned().unwrap_or_default(),
        registered: None,
        record: None,
        p_number: provider.p_number.clone(),
        cvr: provider.cvr.clone(),
        names: BTreeSet::new(),
        rows: Vec::new(),
    }
}
