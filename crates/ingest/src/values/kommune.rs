//! Municipalities: `573`, `0573`, "Varde", "Varde Kommune", "573 Varde".

use domain::law::LawBook;
use domain::wording::normalised;

/// The code of the municipality that a text means.
pub(crate) fn read(text: &str, law: &LawBook) -> Option<u16> {
    let text = normalised(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let code = text[..digits].parse().ok().filter(|code| law.kommune(*code).is_some())?;
        let rest = text[digits..].trim_start_matches([' ', '-', ':', '.']);
        return (digits <= 4 && (rest.is_empty() || named(rest, law) == Some(code))).then_some(code);
    }
    match text.split_once('(') {
        Some((name, code)) => {
            let code: u16 = code.trim_end_matches(')').trim().parse().ok()?;
            (named(name, law) == Some(code)).then_some(code)
        }
        None => named(&text, law),
    }
}

fn named(name: &str, law: &LawBook) -> Option<u16> {
    let name = name.trim();
    let bare = name.strip_suffix(" kommune").or_else(|| name.strip_suffix(" komm.")).unwrap_or(name).trim();
    let find = |wanted: &str| {
        law.kommuner
            .iter()
            .find(|k| normalised(&k.name) == wanted || k.also.iter().any(|also| normalised(also) == wanted))
            .map(|k| k.code)
    };
    // "Københavns Kommune" has the name in the genitive.
    find(bare).or_else(|| find(name)).or_else(|| find(bare.strip_suffix('s')?))
}
