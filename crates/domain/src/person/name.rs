//! Texts without a person's name.

/// What stands where a name or a number stood.
pub const HIDDEN: &str = "••••••";

/// The text with every word of a name hidden, whatever its case. Words of fewer than three letters are left: they are in
/// every text.
#[must_use]
pub fn without_name(name: &str, text: &str) -> String {
    let of_name: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let hide = of_name.contains(&rest[..word].to_lowercase());
        out.push_str(if hide { HIDDEN } else { &rest[..word] });
        let after = rest[word..].find(char::is_alphanumeric).map_or(rest.len(), |at| word + at);
        out.push_str(&rest[word..after]);
        rest = &rest[after..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_name_is_hidden_and_nothing_else() {
        let hidden = without_name("Åse Prøve-Hansen", "Bostøtte til ÅSE, c/o prøve (Hansens gård) i et år");
        assert_eq!(hidden, "Bostøtte til ••••••, c/o •••••• (Hansens gård) i et år");
        assert_eq!(without_name("Bo", "Bo-støtte"), "Bo-støtte", "to bogstaver er i alle tekster");
        assert_eq!(without_name("", " x "), " x ");
    }
}
