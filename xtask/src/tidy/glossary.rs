//! `docs/begreber.md` and the code speak of the same things: every identifier of the table is in the code, and every
//! Danish law term in the domain's names is in the table.

use super::Fault;
use super::lexer::{code_only, names};
use crate::workspace::File;
use std::collections::{BTreeMap, BTreeSet};

const GLOSSARY: &str = "docs/begreber.md";

/// Words of the law and of the municipalities that the domain may be named by.
const TERMS: &[&str] = &[
    "afregning",
    "afvigelse",
    "bevilling",
    "betalingskommune",
    "borger",
    "budget",
    "cpr",
    "dranst",
    "faelles",
    "forloeb",
    "funktion",
    "grundlag",
    "gruppering",
    "handlekommune",
    "hjemmel",
    "indsats",
    "indsatsydelse",
    "kategori",
    "kommune",
    "konto",
    "kontrol",
    "leverandoer",
    "lovhjemmel",
    "maalgruppe",
    "oere",
    "ophold",
    "oversaettelse",
    "paragraf",
    "postering",
    "prognose",
    "refusion",
    "sagsbehandler",
    "statbank",
    "takst",
    "tillaeg",
    "udtraek",
    "uoversat",
    "vaerdi",
    "ydelse",
];

/// Both directions.
pub(crate) fn check(files: &[File]) -> Vec<Fault> {
    let Some(text) = files.iter().find(|file| file.path == GLOSSARY).and_then(File::text) else {
        return vec![Fault::new(GLOSSARY, "begrebslisten mangler.")];
    };
    let listed = identifiers(text);
    let in_code: BTreeSet<String> = words_of(files, "crates/").into_keys().collect();
    let mut faults: Vec<Fault> = listed
        .iter()
        .filter(|(name, _)| name.split("::").any(|part| !in_code.contains(part)))
        .map(|(name, line)| Fault::at(GLOSSARY, *line, format!("`{name}` findes ikke i koden. Ret rækken.")))
        .collect();
    let explained: BTreeSet<String> = listed.iter().flat_map(|(name, _)| parts(name)).collect();
    for (name, place) in words_of(files, "crates/domain/src/") {
        for term in parts(&name).into_iter().filter(|part| TERMS.contains(&part.as_str())) {
            if !explained.contains(&term) {
                faults
                    .push(Fault::new(&place, format!("begrebet \"{term}\" ({name}) mangler i {GLOSSARY}.")));
            }
        }
    }
    faults
}

/// The identifiers in the table's second column, in backticks, with their lines.
fn identifiers(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with('|')) {
        let cell = line.split('|').nth(2).unwrap_or_default();
        found.extend(cell.split('`').skip(1).step_by(2).map(|name| (name.to_owned(), index + 1)));
    }
    found
}

/// The names in the code under a folder, each with the file in which it first stands.
fn words_of(files: &[File], under: &str) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with(under) && file.path.ends_with(".rs")) {
        let code = code_only(file.text().unwrap_or_default());
        for name in names(&code) {
            words.entry(name.to_owned()).or_insert_with(|| file.path.clone());
        }
    }
    words
}

/// `BlandetParagraf`, `mixed_with` → their words in lower case.
fn parts(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(glossary: &str, code: &str) -> Vec<String> {
        let file = |path: &str, text: &str| File { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
        check(&[file(GLOSSARY, glossary), file("crates/domain/src/a.rs", code)])
            .into_iter()
            .map(|fault| format!("{} {}", fault.place, fault.message))
            .collect()
    }

    #[test]
    fn the_table_and_the_code_agree_in_both_directions() {
        let table = "| Begreb | I koden | Betydning |\n|---|---|---|\n| Paragraf | `Paragraf`, `LawBook::paragraffer` | x |\n";
        let code = "struct Paragraf; impl LawBook { fn paragraffer() {} }";
        assert!(said(table, code).is_empty());
        assert_eq!(
            said(table, "struct Paragraf; fn takst_of() {}"),
            [
                "docs/begreber.md:3 `LawBook::paragraffer` findes ikke i koden. Ret rækken.",
                "crates/domain/src/a.rs begrebet \"takst\" (takst_of) mangler i docs/begreber.md."
            ]
        );
        assert_eq!(said("", "// takst \"takst\"").len(), 0);
        assert_eq!(parts("BlandetParagraf_id2"), ["blandet", "paragraf", "id2"]);
    }
}
