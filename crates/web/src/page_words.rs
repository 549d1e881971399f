//! What verbs say of the command line, said of the pages: whoever reads a page is not at a command line.
//!
//! Invariant: only whole, known commands are put into other words; what is not known stays as it was said.

use std::borrow::Cow;

/// A command as verbs name it, and where the same is done on the pages.
const WORDS: [(&str, &str); 12] = [
    ("«ottetal grundlag accepter»", "«Godkend som grundlag» under Indlæsning"),
    ("«ottetal grundlag vis»", "siden Grundlag"),
    ("«ottetal status»", "siden Indlæsning"),
    ("«ottetal import --kilde KILDE FIL»", "siden Indlæsning"),
    ("«ottetal tjek»", "«ottetal tjek» på serveren"),
    ("«ottetal kontrol gemte»", "siden Kontrol"),
    ("«ottetal kontrol gem»", "«Ny kontrol» under Kontrol"),
    ("«ottetal afvigelse liste»", "listen under Afvigelser"),
    ("«ottetal omraade liste»", "«ottetal omraade liste» på serveren"),
    ("«ottetal omraade vis»", "«ottetal omraade vis» på serveren"),
    ("«ottetal kilde liste»", "siden Kilder"),
    ("«ottetal kilde ny»", "«Ny kilde» under Kilder"),
];

/// A page's text with commands in the words of pages.
pub(crate) fn on_pages(text: &str) -> Cow<'_, str> {
    if !text.contains("«ottetal ") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(at) = rest.find("«ottetal ") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = WORDS.iter().find(|(command, _)| rest.starts_with(command));
        let (said, length) = known.map_or(("«", "«".len()), |(command, words)| (*words, command.len()));
        out.push_str(said);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_command_is_said_as_a_place_and_the_rest_stays() {
        assert_eq!(
            on_pages("Godkend dem med «ottetal grundlag accepter». Se «ottetal hvad som helst»."),
            "Godkend dem med «Godkend som grundlag» under Indlæsning. Se «ottetal hvad som helst»."
        );
        assert_eq!(on_pages("«ottetal tjek» igen"), "«ottetal tjek» på serveren igen");
        assert_eq!(on_pages("intet"), "intet");
    }
}
