//! Columns that hold a few words which decide something: what a person must say of each.
//!
//! Invariant: a word that no known mapping and no usual list has is never given a meaning. It is asked about, and until
//! somebody answers, its rows are set aside or its value is missing, as the reader does with unknown words.

use crate::mapping::check::compared;
use crate::mapping::{Field, Kind, Mapping};
use Field as F;
use domain::observation::{Role, Standing};
use domain::price::Unit;
use std::collections::BTreeMap;

/// What is asked of the words of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The table of the mapping that holds the answers.
    pub table: &'static str,
    /// What is asked.
    pub question: &'static str,
    /// What happens to a word without an answer.
    pub without: &'static str,
    /// The answers: the key in the mapping, and what it says.
    pub answers: &'static [(&'static str, &'static str)],
    /// Words that are understood already need not be written.
    pub usual_known: bool,
}

/// A word of a column, with what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundWord {
    /// As the file writes it.
    pub word: String,
    /// How often.
    pub rows: u64,
    /// The proposed answer; empty where there is none.
    pub proposed: &'static str,
    /// Where the proposal is from; empty where there is none.
    pub why: String,
}

/// What is asked about the words of a field; `None` where its words decide nothing.
#[must_use]
pub fn asked(kind: Kind, field: Field) -> Option<Asked> {
    match (kind, field) {
        (Kind::Activities, F::Status) => asking(
            "status",
            "Tæller rækker med dette ord?",
            "sæt rækken til side, til det er afgjort",
            &[("counts", "tæller"), ("never_took_effect", "er aldrig trådt i kraft")],
            false,
        ),
        (Kind::Activities, F::Role) => asking(
            "role",
            "Er rækken en hovedydelse?",
            "sæt rækken til side, til det er afgjort",
            &[
                ("main", "hovedydelse: tæller borgere, dage og penge"),
                ("supplement", "tillægsydelse: kun penge"),
            ],
            false,
        ),
        (_, F::Unit) => asking(
            "units",
            "Hvad er taksten for?",
            "ukendt: taksten bruges ikke",
            &[
                ("doegn", "et døgn"),
                ("maaned", "en måned"),
                ("time_pr_uge", "en time om ugen"),
                ("styk", "et stykke eller en gang"),
                ("samlet", "alle rækkens dage tilsammen"),
            ],
            true,
        ),
        (Kind::Postings, F::Sign) => asking(
            "sign",
            "Debet eller kredit?",
            "ukendt: posteringen sættes til side",
            &[("debit", "debet (udgift)"), ("credit", "kredit (trækkes fra)")],
            true,
        ),
        _ => asked_of_registers(kind, field),
    }
}

/// The same of registers and of lines of money.
fn asked_of_registers(kind: Kind, field: Field) -> Option<Asked> {
    match (kind, field) {
        (Kind::Providers, F::Ownership) => asking(
            "ownership",
            "Hvem ejer stedet?",
            "ikke oplyst",
            &[
                ("own", "kommunen selv"),
                ("other_kommune", "en anden kommune"),
                ("region", "en region"),
                ("private", "privat"),
                ("selvejende_with_agreement", "selvejende med driftsoverenskomst"),
                ("selvejende_without", "selvejende uden driftsoverenskomst"),
                ("other", "øvrige"),
            ],
            true,
        ),
        (Kind::Providers, F::Settlement) => asking(
            "settlement",
            "Hvordan afregnes der?",
            "ikke oplyst",
            &[("takst", "takst gange dage"), ("bum", "BUM"), ("ramme", "ramme")],
            true,
        ),
        (Kind::Expectations, F::State) => asking(
            "state",
            "Hvad blev det til?",
            "ukendt: rækken sættes til side",
            &[
                ("forventet", "ventes stadig"),
                ("realiseret", "blev bevilget"),
                ("udskudt", "udskudt"),
                ("ikke_realiseret", "blev ikke til noget"),
            ],
            true,
        ),
        (Kind::Budget, F::BudgetKind) => asking(
            "budget_kind",
            "Hvilket budget?",
            "ukendt: linjen sættes til side",
            &[
                ("oprindeligt", "oprindeligt"),
                ("tillaegsbevilling", "tillægsbevilling"),
                ("omplacering", "omplacering"),
                ("korrigeret", "korrigeret, i alt"),
            ],
            true,
        ),
        _ => None,
    }
}

/// A question with its answers.
#[expect(clippy::unnecessary_wraps, reason = "every arm of the two tables is an answer or none")]
fn asking(
    table: &'static str,
    question: &'static str,
    without: &'static str,
    answers: &'static [(&'static str, &'static str)],
    usual_known: bool,
) -> Option<Asked> {
    Some(Asked { table, question, without, answers, usual_known })
}

/// A word's meaning: table, answer, where it is known from; empty for the words that every source is known to write.
type Meaning = (&'static str, &'static str, String);

/// What words mean in the known mappings.
pub struct WordLists {
    known: BTreeMap<String, Vec<Meaning>>,
    open: BTreeMap<String, String>,
    empty: BTreeMap<String, String>,
}

impl WordLists {
    /// Of mappings.
    #[must_use]
    pub fn of<'m>(mappings: impl IntoIterator<Item = &'m Mapping>) -> WordLists {
        let mut lists = WordLists { known: BTreeMap::new(), open: BTreeMap::new(), empty: BTreeMap::new() };
        for word in ["-", "--", "n/a", "intet", "ingen", "ikke valgt", "ukendt", "(tom)"] {
            lists.empty.insert(word.to_owned(), String::new());
        }
        for word in ["løbende", "uoplyst", "ingen slutdato", "åben", "til videre", "indtil videre"] {
            lists.open.insert(word.to_owned(), String::new());
        }
        let mut plain = Vec::new();
        for mapping in mappings {
            lists.take(mapping, &mut plain);
        }
        for (word, key) in [
            ("hovedydelse", "main"),
            ("hoved", "main"),
            ("tillægsydelse", "supplement"),
            ("tillæg", "supplement"),
        ] {
            lists.add(word, "role", key, String::new());
        }
        for (word, table, key) in plain {
            lists.add(&word, table, key, String::new());
        }
        lists
    }

    fn take(&mut self, mapping: &Mapping, plain: &mut Vec<(String, &'static str, &'static str)>) {
        let title = mapping.title.clone();
        for (word, standing) in mapping.status.iter().flatten() {
            let key = match standing {
                Standing::Counts => "counts",
                Standing::NeverTookEffect | Standing::Unclear => "never_took_effect",
            };
            self.add(word, "status", key, title.clone());
        }
        for (word, role) in &mapping.roles.words {
            let key = if *role == Role::Main { "main" } else { "supplement" };
            self.add(word, "role", key, title.clone());
        }
        for (word, unit) in &mapping.units {
            plain.push((word.clone(), "units", unit_key(*unit)));
        }
        use crate::mapping::words as lists;
        let words = &mapping.words;
        plain.extend(words.ownership.iter().map(|(w, v)| (w.clone(), "ownership", lists::ownership_key(*v))));
        plain.extend(
            words.settlement.iter().map(|(w, v)| (w.clone(), "settlement", lists::settlement_key(*v))),
        );
        plain.extend(words.state.iter().map(|(w, v)| (w.clone(), "state", lists::state_key(*v))));
        plain
            .extend(words.budget_kind.iter().map(|(w, v)| (w.clone(), "budget_kind", lists::budget_key(*v))));
        plain
            .extend(words.sign.iter().map(|(w, v)| (w.clone(), "sign", if *v { "credit" } else { "debit" })));
        for word in &mapping.values.open_words {
            self.open.entry(word.clone()).or_insert_with(|| title.clone());
        }
        for word in mapping.empty.values().flatten() {
            self.empty.entry(word.clone()).or_insert_with(|| title.clone());
        }
    }

    fn add(&mut self, word: &str, table: &'static str, key: &'static str, of: String) {
        let meanings = self.known.entry(word.to_owned()).or_default();
        if !meanings.iter().any(|(own, ..)| *own == table) {
            meanings.push((table, key, of));
        }
    }

    fn meaning(&self, word: &str, table: &str) -> Option<&Meaning> {
        self.known.get(&compared(word))?.iter().find(|(own, ..)| *own == table)
    }

    /// How many of a hundred rows with a word have one that is known for the field; `None` where the field asks about
    /// no words, or there are none.
    pub(super) fn known_share(&self, kind: Kind, field: Field, words: &[(String, u64)]) -> Option<u32> {
        let table = asked(kind, field)?.table;
        let filled = words.iter().filter(|(word, _)| !word.is_empty());
        let rows: u64 = filled.clone().map(|(_, rows)| rows).sum();
        let known: u64 =
            filled.filter(|(word, _)| self.meaning(word, table).is_some()).map(|(_, rows)| rows).sum();
        u32::try_from((known * 100).checked_div(rows)?).ok()
    }

    /// The words of a column with what they are taken for. Words of no importance (an empty unit) are left out.
    #[must_use]
    pub fn found(&self, asked: &Asked, words: &[(String, u64)]) -> Vec<FoundWord> {
        let matters = words.iter().filter(|(word, _)| !word.is_empty() || asked.table == "status");
        matters
            .map(|(word, rows)| {
                let meaning = self.meaning(word, asked.table);
                let why = meaning.map_or_else(String::new, |(_, _, of)| {
                    if of.is_empty() { "almindeligt ord".to_owned() } else { format!("som i {of}") }
                });
                let proposed = meaning.map_or("", |(_, key, _)| *key);
                FoundWord { word: word.clone(), rows: *rows, proposed, why }
            })
            .collect()
    }

    /// Words of a column of last days that are no days, and whether each is known to mean an open end.
    #[must_use]
    pub fn open_ends(&self, words: &[(String, u64)]) -> Vec<FoundWord> {
        let texts = words.iter().filter(|(word, _)| word.chars().any(char::is_alphabetic));
        texts.map(|(word, rows)| self.one(&self.open, "open_end", word, *rows)).collect()
    }

    /// Words of a column that may mean that nothing stands there.
    #[must_use]
    pub fn empties(&self, words: &[(String, u64)]) -> Vec<FoundWord> {
        let known = words.iter().filter(|(word, _)| self.empty.contains_key(&compared(word)));
        known.map(|(word, rows)| self.one(&self.empty, "empty", word, *rows)).collect()
    }

    fn one(&self, list: &BTreeMap<String, String>, key: &'static str, word: &str, rows: u64) -> FoundWord {
        let known = list.get(&compared(word));
        let why = known.map_or_else(String::new, |of| {
            if of.is_empty() { "almindeligt ord".to_owned() } else { format!("som i {of}") }
        });
        FoundWord { word: word.to_owned(), rows, proposed: if known.is_some() { key } else { "" }, why }
    }
}

/// The key of a unit in `[units]`.
pub(super) fn unit_key(unit: Unit) -> &'static str {
    match unit {
        Unit::Doegn => "doegn",
        Unit::Maaned => "maaned",
        Unit::TimePrUge => "time_pr_uge",
        Unit::Styk => "styk",
        Unit::Samlet => "samlet",
    }
}
