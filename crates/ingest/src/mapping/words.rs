//! The words of small closed lists: whose place it is, how it is settled, which budget, what became of an expectation,
//! debit and credit. Every source's usual words are known; a mapping adds its own.
//!
//! Invariant: a word means one thing; a word in two lists is refused when the mapping is checked.

use super::check::{At, compared};
use super::error::MappingError;
use domain::observation::{BudgetKind, ExpectationState, Ownership, Settlement};
use std::collections::BTreeMap;

/// One value of a list: its key in the table, what it is, the words that every source writes.
type Entry<T> = (&'static str, T, &'static [&'static str]);

const OWNERSHIP: &[Entry<Ownership>] = &[
    ("own", Ownership::Own, &["egen kommune", "egen", "egne", "kommunal", "kommunalt"]),
    ("other_kommune", Ownership::OtherKommune, &["anden kommune", "andre kommuner", "øvrige kommuner"]),
    ("region", Ownership::Region, &["region", "regional", "regionalt"]),
    ("private", Ownership::Private, &["privat", "private", "privat tilbud"]),
    (
        "selvejende_with_agreement",
        Ownership::SelvejendeWithAgreement,
        &["selvejende med driftsoverenskomst", "selvejende med overenskomst"],
    ),
    (
        "selvejende_without",
        Ownership::SelvejendeWithout,
        &["selvejende uden driftsoverenskomst", "selvejende uden overenskomst"],
    ),
    ("other", Ownership::Other, &["øvrige", "andet", "stat", "staten"]),
];

const SETTLEMENT: &[Entry<Settlement>] = &[
    ("takst", Settlement::Takst, &["takst", "takstafregnet"]),
    ("bum", Settlement::Bum, &["bum", "bum-afregnet"]),
    ("ramme", Settlement::Ramme, &["ramme", "rammestyret", "rammebevilling", "rammebudget"]),
];

const STATE: &[Entry<ExpectationState>] = &[
    ("forventet", ExpectationState::Forventet, &["forventet", ""]),
    ("realiseret", ExpectationState::Realiseret, &["realiseret", "bevilget"]),
    ("udskudt", ExpectationState::Udskudt, &["udskudt"]),
    ("ikke_realiseret", ExpectationState::IkkeRealiseret, &["ikke realiseret", "bortfaldet"]),
];

const BUDGET: &[Entry<BudgetKind>] = &[
    ("oprindeligt", BudgetKind::Oprindeligt, &["oprindeligt", "oprindeligt budget", "vedtaget budget"]),
    (
        "tillaegsbevilling",
        BudgetKind::Tillaegsbevilling,
        &["tillægsbevilling", "tillægsbevillinger", "tillaegsbevilling"],
    ),
    ("omplacering", BudgetKind::Omplacering, &["omplacering", "omplaceringer"]),
    ("korrigeret", BudgetKind::Korrigeret, &["korrigeret", "korrigeret budget"]),
];

/// `true` is credit: the amount is taken away.
const SIGN: &[Entry<bool>] = &[
    ("debit", false, &["d", "debet", "debit", "+"]),
    ("credit", true, &["k", "kredit", "credit", "c", "-"]),
];

/// The word lists of a mapping, compared form of the word first.
#[derive(Clone, Debug)]
pub(crate) struct WordLists {
    pub(crate) ownership: Vec<(String, Ownership)>,
    pub(crate) settlement: Vec<(String, Settlement)>,
    pub(crate) state: Vec<(String, ExpectationState)>,
    pub(crate) budget_kind: Vec<(String, BudgetKind)>,
    pub(crate) sign: Vec<(String, bool)>,
}

/// The lists as a mapping writes them.
pub(super) struct Written<'w> {
    pub(super) ownership: &'w BTreeMap<String, Vec<String>>,
    pub(super) settlement: &'w BTreeMap<String, Vec<String>>,
    pub(super) state: &'w BTreeMap<String, Vec<String>>,
    pub(super) budget_kind: &'w BTreeMap<String, Vec<String>>,
    pub(super) sign: &'w BTreeMap<String, Vec<String>>,
}

impl WordLists {
    pub(super) fn check(at: &At<'_>, written: &Written<'_>) -> Result<WordLists, MappingError> {
        Ok(WordLists {
            ownership: list(at, "ownership", written.ownership, OWNERSHIP)?,
            settlement: list(at, "settlement", written.settlement, SETTLEMENT)?,
            state: list(at, "state", written.state, STATE)?,
            budget_kind: list(at, "budget_kind", written.budget_kind, BUDGET)?,
            sign: list(at, "sign", written.sign, SIGN)?,
        })
    }
}

/// The mapping's own words first, then the usual ones that it does not use otherwise.
fn list<T: Copy + PartialEq>(
    at: &At<'_>,
    table: &str,
    written: &BTreeMap<String, Vec<String>>,
    known: &[Entry<T>],
) -> Result<Vec<(String, T)>, MappingError> {
    let mut words: Vec<(String, T)> = Vec::new();
    for (key, own) in written {
        let Some((_, value, _)) = known.iter().find(|(name, ..)| name == key) else {
            let keys: Vec<&str> = known.iter().map(|(name, ..)| *name).collect();
            let near = crate::suggest::nearest(key, keys.iter().copied())
                .map_or(String::new(), |i| format!(" Mente du '{}'?", keys[i]));
            let said = format!("Nøglen '{key}' findes ikke her.{near} Nøglerne er: {}.", keys.join(", "));
            return Err(at.fault(table, key, said));
        };
        for word in own {
            let word = compared(word);
            if words.iter().any(|(other, meant)| *other == word && meant != value) {
                return Err(at.fault(
                    table,
                    key,
                    format!("'{word}' står i to lister. Behold det i den ene."),
                ));
            }
            words.push((word, *value));
        }
    }
    for (_, value, usual) in known {
        for word in *usual {
            if !words.iter().any(|(own, _)| own == word) {
                words.push(((*word).to_owned(), *value));
            }
        }
    }
    Ok(words)
}

fn key_of<T: Copy + PartialEq>(known: &[Entry<T>], value: T) -> &'static str {
    known.iter().find(|(_, own, _)| *own == value).map_or("", |(key, ..)| *key)
}

/// The key of a value in `[ownership]`; empty where nobody has said.
pub(crate) fn ownership_key(value: Ownership) -> &'static str {
    key_of(OWNERSHIP, value)
}

/// The key of a value in `[settlement]`.
pub(crate) fn settlement_key(value: Settlement) -> &'static str {
    key_of(SETTLEMENT, value)
}

/// The key of a value in `[state]`.
pub(crate) fn state_key(value: ExpectationState) -> &'static str {
    key_of(STATE, value)
}

/// The key of a value in `[budget_kind]`.
pub(crate) fn budget_key(value: BudgetKind) -> &'static str {
    key_of(BUDGET, value)
}

/// The key under which every source's usual words have this one, in compared form.
pub(crate) fn usual_key(table: &str, word: &str) -> Option<&'static str> {
    fn find<T>(known: &[Entry<T>], word: &str) -> Option<&'static str> {
        known.iter().find(|(_, _, words)| words.contains(&word)).map(|(key, ..)| *key)
    }
    match table {
        "ownership" => find(OWNERSHIP, word),
        "settlement" => find(SETTLEMENT, word),
        "state" => find(STATE, word),
        "budget_kind" => find(BUDGET, word),
        "sign" => find(SIGN, word),
        "units" => super::check::usual_unit(word),
        "open_end" => (word == "uoplyst" || word.is_empty()).then_some("open_end"),
        _ => None,
    }
}
