//! The forms of a municipality's accounts: patterns with named groups, the first that matches wins.
//!
//! Invariant: an account is nine digits or it is not known; no digit is made up.

use super::check::At;
use super::error::MappingError;
use regex::{Captures, Regex, RegexBuilder};

/// Where a mapping has no patterns: nine digits, and the dotted form of the authorised plan of accounts.
const USUAL: [&str; 2] = [
    r"^(?<konto>\d{9})$",
    r"^(?<hovedkonto>\d)\.(?<hovedfunktion>\d{2})\.(?<funktion>\d{2})[ .](?<dranst>\d)[ .](?<gruppering>\d{3})$",
];
/// The parts of an account, in order, with their digits.
const PARTS: [(&str, usize); 5] =
    [("hovedkonto", 1), ("hovedfunktion", 2), ("funktion", 2), ("dranst", 1), ("gruppering", 3)];
/// Compiled size of a pattern at most, in bytes.
const PATTERN_MAX: usize = 1 << 20;

/// What a written account is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Account {
    /// Nine digits, or empty where the form is known but the account must be looked up.
    pub(crate) konto: String,
    /// The art, or empty.
    pub(crate) art: String,
    /// The function as `5.38.50`, or empty.
    pub(crate) funktion: String,
}

/// The patterns of one mapping.
#[derive(Clone, Debug)]
pub(crate) struct AccountForms {
    patterns: Vec<Regex>,
}

impl AccountForms {
    /// Compiles the patterns of `[account]`. `whole` where every pattern must give nine digits or none at all.
    pub(super) fn check(at: &At<'_>, written: &[String], whole: bool) -> Result<AccountForms, MappingError> {
        let usual: Vec<String> = USUAL.iter().map(|p| (*p).to_owned()).collect();
        let written = if written.is_empty() { &usual } else { written };
        let mut patterns = Vec::new();
        for text in written {
            let fault = |said: String| at.fault("account", "patterns", format!("Mønsteret {text}: {said}"));
            let pattern = RegexBuilder::new(text).size_limit(PATTERN_MAX).build().map_err(|error| {
                let said = error.to_string();
                let last = said.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
                fault(format!("det er intet gyldigt regulært udtryk ({last})."))
            })?;
            check_groups(&pattern, whole).map_err(fault)?;
            patterns.push(pattern);
        }
        Ok(AccountForms { patterns })
    }

    /// The account behind a text; `None` where no pattern matches.
    pub(crate) fn read(&self, text: &str) -> Option<Account> {
        let found = self.patterns.iter().find_map(|pattern| pattern.captures(text))?;
        let group = |name: &str| found.name(name).map_or("", |part| part.as_str());
        let konto = match group("konto") {
            "" => joined(&found).unwrap_or_default(),
            whole => whole.to_owned(),
        };
        let is_whole = konto.len() == 9 && konto.bytes().all(|b| b.is_ascii_digit());
        let art = group("art").to_owned();
        if is_whole {
            let funktion = dotted(&konto[..1], &konto[1..3], &konto[3..5]);
            return Some(Account { konto, art, funktion });
        }
        let [head, main, funktion] = ["hovedkonto", "hovedfunktion", "funktion"].map(group);
        let fits = digits(head, 1) && digits(main, 2) && digits(funktion, 2);
        let funktion = if fits { dotted(head, main, funktion) } else { String::new() };
        Some(Account { konto: String::new(), art, funktion })
    }
}

/// The five parts put together; none where one is missing or has another number of digits.
fn joined(found: &Captures<'_>) -> Option<String> {
    let mut konto = String::with_capacity(9);
    for (name, length) in PARTS {
        let part = found.name(name)?.as_str();
        if !digits(part, length) {
            return None;
        }
        konto.push_str(part);
    }
    Some(konto)
}

fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

fn dotted(head: &str, main: &str, funktion: &str) -> String {
    format!("{head}.{main}.{funktion}")
}

/// Only known groups, and those that make an account: `konto`, or its parts. A pattern without them says that the form
/// is known and the account is looked up in the translation.
fn check_groups(pattern: &Regex, whole: bool) -> Result<(), String> {
    let named: Vec<&str> = pattern.capture_names().flatten().collect();
    let known =
        |name: &&str| *name == "konto" || *name == "art" || PARTS.iter().any(|(part, _)| part == name);
    if let Some(other) = named.iter().find(|name| !known(name)) {
        return Err(format!(
            "gruppen '{other}' kendes ikke. Grupperne er konto, hovedkonto, hovedfunktion, funktion, dranst, gruppering og art."
        ));
    }
    let parts = PARTS.iter().filter(|(part, _)| named.contains(part)).count();
    let least = if whole { 5 } else { 3 };
    let has_head = PARTS[..3].iter().all(|(part, _)| named.contains(part));
    if named.contains(&"konto") || parts == 0 || (has_head && parts >= least) {
        return Ok(());
    }
    Err(format!(
        "det skal have gruppen konto (ni cifre) eller {}.",
        if whole {
            "alle fem: hovedkonto, hovedfunktion, funktion, dranst og gruppering"
        } else {
            "mindst hovedkonto, hovedfunktion og funktion"
        }
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(patterns: &[&str], whole: bool) -> Result<AccountForms, MappingError> {
        let written: Vec<String> = patterns.iter().map(|p| (*p).to_owned()).collect();
        AccountForms::check(&At { text: "[account]\npatterns = []\n", file: "k" }, &written, whole)
    }

    fn told(forms: &AccountForms, text: &str) -> Option<(String, String, String)> {
        forms.read(text).map(|a| (a.konto, a.funktion, a.art))
    }

    #[test]
    fn the_forms_of_municipalities_become_nine_digits() {
        let forms = forms(
            &[
                r"^\w*-(?<konto>\d{9})-\d*-(?<art>\d{2,3})\D*",
                r"^(?<hovedkonto>\d)\.(?<hovedfunktion>\d\d)\.(?<funktion>\d\d) (?<dranst>\d) (?<gruppering>\d{3})$",
                r"^(?<konto>\d{9})$",
                r"^\d{10}$",
            ],
            true,
        )
        .unwrap();
        let whole = |art: &str| Some(("538501002".to_owned(), "5.38.50".to_owned(), art.to_owned()));
        assert_eq!(told(&forms, "09202-538501002-091056-400"), whole("400"));
        assert_eq!(told(&forms, "100401030100-538501002-10110-29-"), whole("29"));
        assert_eq!(told(&forms, "5.38.50 1 002"), whole(""));
        assert_eq!(told(&forms, "538501002"), whole(""));
        assert_eq!(told(&forms, "5380052002"), Some((String::new(), String::new(), String::new())));
        assert_eq!(told(&forms, "Løn marts"), None);
        assert_eq!(told(&forms, "53850100"), None);
    }

    #[test]
    fn without_patterns_nine_digits_and_dots_are_read() {
        let forms = forms(&[], false).unwrap();
        assert_eq!(told(&forms, "538501002").unwrap().0, "538501002");
        assert_eq!(told(&forms, "5.38.50.1.002").unwrap().0, "538501002");
        assert_eq!(told(&forms, "5.38.50"), None);
    }

    #[test]
    fn a_pattern_that_cannot_be_used_says_why() {
        for (pattern, whole, expected) in [
            ("(", true, "intet gyldigt regulært udtryk"),
            (r"^(?<kontoo>\d{9})$", true, "gruppen 'kontoo' kendes ikke"),
            (r"^(?<funktion>\d\d)$", true, "alle fem"),
            (r"^(?<funktion>\d\d)$", false, "mindst hovedkonto"),
            (r"^\w{1000}{1000}{1000}$", true, "intet gyldigt"),
        ] {
            let said = forms(&[pattern], whole).unwrap_err().to_string();
            assert!(said.contains(expected) && said.contains("linje 2"), "{said}");
        }
    }
}
